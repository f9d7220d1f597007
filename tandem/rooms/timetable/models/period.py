"""Periods of the school day and the slots that recur in them."""

from datetime import date
from typing import Self

from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.courses.models import Course
from tandem.rooms.people.models import Organisation, Person, Role


class Period(Row):
    """A stretch of the school day by the wall clock, e.g. the third hour, 10:20 to 11:10."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="periods")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, blank=True, default="")
    starts = models.TimeField()
    ends = models.TimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("starts",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_period_a_number"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="period_ends_later"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class SlotQuerySet(OwnedQuerySet["Slot"]):
    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def editable_by(self, person: Person) -> Self:
        return self.filter(organisation__in=person.organisations_as(Role.Kind.HEAD))


class Slot(Row):
    """A recurring place of a course in the timetable, from a day to a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="slots")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    """1 is Monday, 7 is Sunday (ISO 8601)."""
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="slots")
    classroom = models.CharField(max_length=40, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ("weekday", "period__starts", "id")

    def __str__(self) -> str:
        return f"{self.weekday} {self.period_id}"
