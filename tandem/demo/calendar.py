"""The year's lessons: one row for each meeting of each slot. The demonstration keeps no holidays, so that there is
always a school week to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tandem.rooms.people.models import Organisation
from tandem.rooms.timetable.models import Lesson, Slot

_BEFORE, _AFTER = timedelta(weeks=3), timedelta(weeks=6)


def _days(slot: Slot, first: date, last: date) -> Iterator[date]:
    day = max(slot.starts_on, first)
    day += timedelta(days=(slot.weekday - day.isoweekday()) % 7)
    while day <= min(slot.ends_on, last):
        yield day
        day += timedelta(weeks=1)


def fill(school: Organisation, today: date) -> int:
    """Make the lessons that are missing from three weeks before today to six weeks after. Returns how many."""
    first, last = today - _BEFORE, today + _AFTER
    slots = Slot.objects.filter(organisation=school).select_related("period")
    wanted = {
        (slot.pk, datetime.combine(day, slot.period.starts, school.timezone)): (slot, day)
        for slot in slots
        for day in _days(slot, first, last)
    }
    there = set(
        Lesson.objects.filter(organisation=school, slot__isnull=False)
        .filter(starts_at__gte=min(at for _, at in wanted), starts_at__lte=max(at for _, at in wanted))
        .values_list("slot_id", "starts_at")
        if wanted
        else []
    )
    missing = [
        Lesson(
            organisation=school, course_id=slot.course_id, slot=slot, classroom=slot.classroom, starts_at=at,
            ends_at=datetime.combine(day, slot.period.ends, school.timezone),
        )
        for (key, at), (slot, day) in wanted.items()
        if (key, at) not in there
    ]  # fmt: skip
    return len(Lesson.objects.bulk_create(missing))
