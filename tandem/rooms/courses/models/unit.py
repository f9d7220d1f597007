"""A part of a course, in order."""

from typing import Self

from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.courses.models.course import Course
from tandem.rooms.people.models import Organisation, Person


class UnitQuerySet(OwnedQuerySet["Unit"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(course__in=Course.objects.visible_to(person))

    def editable_by(self, person: Person) -> Self:
        return self.filter(course__in=Course.objects.editable_by(person))


class Unit(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="units")
    title = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title
