"""Small courses for tests."""

from typing import Any

from django.utils import timezone

from tandem.rooms.courses.models import Course, CourseGroup, Item, Unit
from tandem.rooms.people import factories as people
from tandem.rooms.people.models import Group, Membership, Person


def course(of: Group, teacher: Person | None = None, **given: Any) -> Course:
    """A course of one group, taught by one teacher."""
    made = Course.objects.create(
        organisation=of.organisation, school_year=of.school_year, **{"subject": "Maths", "language": "en", **given}
    )
    CourseGroup.objects.create(organisation=of.organisation, course=made, group=of)
    if teacher is not None:
        people.member(teacher, of, Membership.Part.TEACHER, course_id=made.pk)
    return made


def unit(of: Course, title: str = "Unit") -> Unit:
    count = Unit.objects.filter(course=of).count()
    return Unit.objects.create(organisation_id=of.organisation_id, course=of, title=title, position=count)


def item(of: Unit, kind: str = "page", **given: Any) -> Item:
    count = Item.objects.filter(unit=of).count()
    return Item.objects.create(
        organisation_id=of.organisation_id, unit=of, kind=kind, position=count,
        **{"title": "Item", "body": "Text", "published_at": timezone.now(), **given},
    )  # fmt: skip
