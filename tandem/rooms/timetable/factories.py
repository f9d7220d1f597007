"""Small timetables for tests."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tandem.rooms.courses.models import Course
from tandem.rooms.people.models import Organisation, Person
from tandem.rooms.timetable.models import Absence, Lesson, Period, Slot

HOURS = ((8, 25), (9, 15), (10, 20), (11, 10), (13, 0), (13, 50), (14, 55))


def periods(of: Organisation, count: int = 4) -> list[Period]:
    """The first hours of the school day, fifty minutes each."""
    starts = [time(*one) for one in HOURS[:count]]
    rows = [
        Period(
            organisation=of,
            number=number,
            starts=start,
            ends=(datetime.combine(date.min, start) + timedelta(minutes=50)).time(),
        )
        for number, start in enumerate(starts, start=1)
    ]
    return Period.objects.bulk_create(rows)


def slot(of: Course, period: Period, weekday: int = 1, **given: Any) -> Slot:
    """On the grid for the course's school year, without its lessons."""
    year = of.school_year
    defaults = {"starts_on": year.starts_on, "ends_on": year.ends_on, "classroom": ""}
    return Slot.objects.create(
        organisation_id=of.organisation_id, course=of, period=period, weekday=weekday, **{**defaults, **given}
    )


def lesson(of: Course, starts_at: datetime | None = None, minutes: int = 50, **given: Any) -> Lesson:
    """A lesson of fifty minutes; without a moment, one that began twenty minutes ago."""
    begin = starts_at or timezone.now() - timedelta(minutes=20)
    return Lesson.objects.create(
        organisation_id=of.organisation_id,
        course=of,
        starts_at=begin,
        ends_at=begin + timedelta(minutes=minutes),
        **given,
    )


def absence(of: Person, at: Organisation, begin: datetime, end: datetime, **given: Any) -> Absence:
    return Absence.objects.create(organisation=at, child=of, starts_at=begin, ends_at=end, **{"reason": "ill", **given})
