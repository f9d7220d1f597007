"""A school year, as a Community sets it."""

from datetime import date

from django.db import models

from tandem.kit.rows import Row
from tandem.rooms.people.models.organisation import Organisation


class SchoolYearQuerySet(models.QuerySet["SchoolYear"]):
    def on(self, day: date) -> "SchoolYearQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class SchoolYear(Row):
    community = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="school_years")
    name = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = SchoolYearQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_school_year_a_name"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="school_year_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name
