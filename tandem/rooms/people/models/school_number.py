"""Under which number a school's own records know a person: the only thing a file or a feed is matched on."""

from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models.organisation import Organisation
from tandem.rooms.people.models.person import Person


class SchoolNumber(Row):
    """`source` names the records that gave the number: two of them may use the same one for different people."""

    FILE = "file"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="school_numbers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="school_numbers")
    source = models.CharField(max_length=40, default=FILE)
    number = models.CharField(max_length=64)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "number"], name="one_person_a_number_a_source")
        ]

    def __str__(self) -> str:
        return self.number
