"""The head's Today: the school's day hour by hour, and who is away."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Group, Organisation, Role
from tandem.rooms.timetable.choices import REASONS
from tandem.rooms.timetable.days import phase_of
from tandem.rooms.timetable.models import Absence, Lesson


@dataclass
class Hour:
    """Lessons of the school that begin at the same moment."""

    starts_at: datetime
    lessons: list[Lesson] = field(default_factory=list)
    phase: str = "past"
    """now while one of them goes on; to come while none has begun."""
    part: int = 0
    """How far it is, in twentieths."""
    replays: int = 0
    cancelled: int = 0

    @property
    def given(self) -> int:
        """How many are, or were, to be given."""
        return len(self.lessons) - self.cancelled

    @property
    def ends_at(self) -> datetime:
        return max(lesson.ends_at for lesson in self.lessons)


def school_today(school: Organisation, at: datetime) -> dict[str, Any]:
    """What the head sees of the day: its hours, who is away and why, the classes."""
    today = timezone.localdate(at, school.timezone)
    groups = Group.objects.filter(
        organisation=school, school_year__starts_on__lte=today, school_year__ends_on__gte=today
    )
    return {
        "hours": _hours(school, at),
        "away": _away(school, at),
        "pupils": Role.objects.filter(organisation=school, kind=Role.Kind.PUPIL).current().count(),
        "groups": list(groups),
    }


def _hours(school: Organisation, at: datetime) -> list[Hour]:
    day = timezone.localdate(at, school.timezone)
    rows = Lesson.objects.filter(organisation=school).on_day(day, school).select_related("course")
    lessons = list(rows.prefetch_related("course__groups").order_by("starts_at", "course__subject"))
    timelines = Timeline.objects.kept().filter(lesson__in=[lesson.pk for lesson in lessons])
    ended = dict(timelines.values_list("lesson_id", "ended_at"))
    hours: dict[datetime, Hour] = {}
    for lesson in lessons:
        lesson.opened = lesson.pk in ended and ended[lesson.pk] is None  # type: ignore[attr-defined]
        hour = hours.setdefault(lesson.starts_at, Hour(lesson.starts_at))
        hour.lessons.append(lesson)
        hour.cancelled += lesson.cancelled_at is not None
        hour.replays += ended.get(lesson.pk) is not None
    for hour in hours.values():
        _place(hour, at)
    return list(hours.values())


def _place(hour: Hour, at: datetime) -> None:
    """Say whether the hour is past, now or to come."""
    phases = {phase_of(lesson, at) for lesson in hour.lessons if lesson.cancelled_at is None} or {"past"}
    hour.phase = "now" if "now" in phases else "to come" if hour.starts_at > at else "past"
    hour.part = min(20, int(20 * ((at - hour.starts_at) / (hour.ends_at - hour.starts_at))))


def _away(school: Organisation, at: datetime) -> list[tuple[Any, int]]:
    """Pupils who are reported away at this moment, counted by reason."""
    absences = Absence.objects.filter(organisation=school).overlapping(at, at + timedelta(seconds=1))
    counts = Counter(reason for reason, _ in absences.values_list("reason", "child").distinct())
    return [(REASONS.get(reason, reason), count) for reason, count in counts.most_common()]
