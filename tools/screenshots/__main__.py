"""make screenshots."""

import os

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tools.screenshots.take import take_all  # names models, so it waits for Django

    return take_all()


if __name__ == "__main__":
    raise SystemExit(main())
