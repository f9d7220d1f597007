"""A subject taught to one or more groups by one or more teachers in a school year.

Who teaches and attends it are dated memberships of its groups (people); a teacher's may name one course only.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import BooleanField, ExpressionWrapper, F, Q, UUIDField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models import Group, Membership, Organisation, Person, Role, SchoolYear

OF_A_PERSON = """
SELECT link.course_id FROM courses_coursegroup link JOIN people_membership theirs ON theirs.group_id = link.group_id
WHERE theirs.person_id = %s AND theirs.part = %s
AND theirs.starts_on <= %s AND (theirs.ends_on IS NULL OR theirs.ends_on >= %s)
AND (theirs.course_id IS NULL OR theirs.course_id = link.course_id)"""
"""Nearly every page asks this, often several times: Django takes 0.7 ms to put the same together, the database 0.02 to answer."""


def attended_by(person: Person, part: str, day: date | None = None, course: str = "pk") -> ExpressionWrapper[Q]:
    """The condition that a person is pupil or teacher of a course on a day; `course` names its key in the outer row."""
    on = connection.ops.adapt_datefield_value(day or timezone.localdate())
    key = Person._meta.pk.get_db_prep_value(person.pk, connection)
    theirs = RawSQL(OF_A_PERSON, (key, part, on, on), UUIDField())  # noqa: S611  the text is ours, the values are bound
    return ExpressionWrapper(Q(**{f"{course}__in": theirs}), output_field=BooleanField())


class CourseQuerySet(OwnedQuerySet["Course"]):
    def taught_by(self, person: Person, day: date | None = None) -> Self:
        return self.filter(attended_by(person, "teacher", day))

    def attended_by(self, person: Person, day: date | None = None) -> Self:
        return self.filter(attended_by(person, "pupil", day))

    def visible_to(self, person: Person) -> Self:
        """Its pupils and teachers today, and the head of the school."""
        headed = person.organisations_as(Role.Kind.HEAD)
        mine = Q(attended_by(person, "pupil")) | Q(attended_by(person, "teacher")) | Q(organisation__in=headed)
        return self.filter(mine).everywhere("the condition names the person")

    def editable_by(self, person: Person) -> Self:
        """Its teachers today."""
        return self.taught_by(person).everywhere("the condition names the person")


class Course(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="courses")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="courses")
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="nl")
    hue = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(12)])
    groups = models.ManyToManyField(Group, through="CourseGroup", related_name="courses")

    teachers = ""
    """Names of those who teach it today, where a page asked for them with `name_teachers`."""

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ("subject", "title", "id")

    def __str__(self) -> str:
        return self.title or self.subject

    def members(self, day: date | None = None) -> dict[str, set[UUID]]:
        """Keys of all who teach and of all who attend it on a day, by part: one query."""
        theirs = Q(course_id=None) | Q(course_id=self.pk)
        rows = Membership.objects.filter(theirs, group__course_links__course=self).current(day)
        found: dict[str, set[UUID]] = {part: set() for part in Membership.Part.values}
        for part, person in rows.values_list("part", "person_id"):
            found[part].add(person)
        return found


def name_teachers(courses: Iterable[Course]) -> None:
    """Fill in who teaches each course today: one query for all of them."""
    wanted = list(courses)
    link = "group__course_links__course"
    theirs = Q(course_id=None) | Q(course_id=F(link))  # a teacher of the whole class, or of this course in it
    rows = Membership.objects.filter(theirs, Q(**{f"{link}__in": {course.pk for course in wanted}}))
    shown = (link, "person__given_name", "person__family_name")
    names: dict[UUID, dict[str, None]] = {}
    for key, given, family in rows.current().teachers().order_by(*reversed(shown)).values_list(*shown):
        names.setdefault(key, {})[f"{given} {family}"] = None
    for course in wanted:
        course.teachers = ", ".join(names.get(course.pk, ()))


class CourseGroup(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="group_links")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="course_links")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "group"], name="a_group_takes_a_course_once")]

    def __str__(self) -> str:
        return f"{self.course_id} for {self.group_id}"
