"""What every table shares."""

from django.db import models

from tandem.kit.ids import uuid7


class Row(models.Model):
    """A row with an identifier that may be made anywhere, also on a device without a line."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
