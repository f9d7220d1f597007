"""Who did what to which object, by identifier: the entry outlives the object and its person."""

from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row


class Entry(Row):
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_id", "at"]),
            models.Index(fields=["organisation_id", "at"]),
            models.Index(fields=["by_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
