"""A class or another set of people, and who teaches or attends it, with dates."""

from datetime import date

from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models.organisation import Organisation
from tandem.rooms.people.models.person import Person
from tandem.rooms.people.models.role import Role, current
from tandem.rooms.people.models.school_year import SchoolYear


class GroupQuerySet(OwnedQuerySet["Group"]):
    def editable_by(self, person: Person) -> "GroupQuerySet":
        """The head of their school."""
        return self.filter(organisation__in=person.organisations_as(Role.Kind.HEAD))


class Group(Row):
    class Kind(models.TextChoices):
        CLASS = "class"
        GROUP = "group"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.CLASS)
    name = models.CharField(max_length=40)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "school_year", "name"], name="one_group_a_name_a_year")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(OwnedQuerySet["Membership"]):
    def of(self, person: Person) -> "MembershipQuerySet":
        return self.filter(person=person)

    def current(self, day: date | None = None) -> "MembershipQuerySet":
        return self.filter(current(day))

    def pupils(self) -> "MembershipQuerySet":
        return self.filter(part=Membership.Part.PUPIL)

    def teachers(self) -> "MembershipQuerySet":
        return self.filter(part=Membership.Part.TEACHER)


class Membership(Row):
    """`course_id` narrows a teacher's membership to one course of the group; empty means all of it."""

    class Part(models.TextChoices):
        PUPIL = "pupil"
        TEACHER = "teacher"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=7, choices=Part)
    course_id = models.UUIDField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    name_used = models.CharField(max_length=160, blank=True, default="")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "part"]), models.Index(fields=["group", "part"])]

    def __str__(self) -> str:
        return f"{self.part} of {self.group_id}"
