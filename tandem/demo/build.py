"""Builds the demonstration: what is missing is made, what is there stays, and there is a lesson going on now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tandem.demo import calendar, cast, school
from tandem.rooms.people.models import Group, Organisation

Tell = Callable[[str], None]


def build(tell: Tell, at: datetime | None = None) -> None:
    """Bring the demonstration up to `at` (now). The second run of a day takes about a second."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    schools = school.organisations()
    _found(schools, today, tell)
    for slug in (cast.ZENNE, cast.TILLEULS):
        if made := calendar.fill(schools[slug], today):
            tell(f"{schools[slug]}: {made} lessons in the timetable")


@transaction.atomic
def _found(schools: dict[str, Organisation], today: date, tell: Tell) -> None:
    """Both schools with their people, all or nothing."""
    if Group.objects.filter(organisation=schools[cast.ZENNE]).exists():
        return
    years = {
        slug: school.school_year(Organisation.objects.get(kind="community", pk=_community(schools[slug])), today)
        for slug in (cast.ZENNE, cast.TILLEULS)
    }
    people = cast.make(schools, since=years[cast.ZENNE].starts_on)
    tell(f"The cast: {len(people)} people")
    school.found_zenne(schools[cast.ZENNE], years[cast.ZENNE], people, today)
    school.found_tilleuls(schools[cast.TILLEULS], years[cast.TILLEULS], people, today)
    tell(f"{schools[cast.ZENNE]} and {schools[cast.TILLEULS]}: classes, courses, periods")


def _community(of: Organisation) -> object:
    node = of
    while node.parent is not None:
        node = node.parent
    return node.pk
