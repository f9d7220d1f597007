"""What a school chose, per room; the types and defaults stand in the room (kit.choices)."""

from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models.organisation import Organisation


class Choice(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="choices")
    room = models.CharField(max_length=40)
    values = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "room"], name="one_choice_a_room")]

    def __str__(self) -> str:
        return f"{self.room} of {self.organisation_id}"
