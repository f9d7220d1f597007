"""Static files under names that carry their hash, compressed beforehand, so that a browser keeps them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Bundle(CompressedManifestStaticFilesStorage):
    """As WhiteNoise has it; before the files were collected (in tests) the plain name stands in."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
