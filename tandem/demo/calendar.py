"""The lessons around today. The demonstration keeps no holidays, so that there is always a school week to look at."""

from __future__ import annotations

from datetime import date, timedelta

from tandem.rooms.people.models import Organisation
from tandem.rooms.timetable.actions.plan_slots import make_lessons
from tandem.rooms.timetable.models import Slot

_BEFORE, _AFTER = timedelta(weeks=3), timedelta(weeks=6)


def fill(school: Organisation, today: date) -> int:
    """Make the lessons that are missing from three weeks before today to six weeks after. Returns how many."""
    slots = Slot.objects.filter(organisation=school).select_related("period")
    return make_lessons(school, slots, today - _BEFORE, today + _AFTER)
