"""A file: a row, and bytes in the store under the row's key. It has no page; the room that owns it serves it."""

from pathlib import Path

from django.conf import settings
from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.files.kinds import INLINE, PICTURES
from tandem.rooms.people.models import Organisation, Person


class File(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    """The type found in the bytes themselves, e.g. application/pdf; never what the browser said."""
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="files")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def opens_in_browser(self) -> bool:
        """Whether a browser may show it by itself; everything else is only downloaded."""
        return self.kind in INLINE

    @property
    def path(self) -> Path:
        name = self.pk.hex
        return Path(settings.FILES) / name[-2:] / name
