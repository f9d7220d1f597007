"""A day and a week as people see them: stops on a line, hours on a grid."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tandem.rooms.timetable.models import Lesson, Period

MIDDAY, NOON = timedelta(minutes=40), (time(11, 30), time(13, 30))
"""A gap of this length that holds an hour around noon is the midday break."""
A_FEW_YEARS = 2000
"""Days back and forth that a timetable can be looked at."""


@dataclass
class Stop:
    """A lesson on the line of the day. `phase`: past, now or to come; `part`: how far it is, in twentieths."""

    lesson: Lesson
    phase: str
    part: int = 0
    left: int = 0
    """Minutes until it ends, while it is now."""
    gap: datetime | None = None
    """When the break before this lesson began."""
    midday: bool = False
    replay: bool = False
    here: dict[str, int] = field(default_factory=dict)
    """How many take part, by place, while it goes on."""


def stops(lessons: Iterable[Lesson], at: datetime) -> list[Stop]:
    """The day's lessons in order, with the breaks between them."""
    found: list[Stop] = []
    before: Lesson | None = None
    for lesson in sorted(lessons, key=lambda one: one.starts_at):
        stop = Stop(lesson, phase_of(lesson, at))
        if stop.phase == "now":
            whole = (lesson.ends_at - lesson.starts_at).total_seconds()
            stop.part = min(20, int(20 * (at - lesson.starts_at).total_seconds() / whole))
            stop.left = max(0, int((lesson.ends_at - at).total_seconds() // 60))
        if before is not None and lesson.starts_at - before.ends_at >= timedelta(minutes=5):
            stop.gap, stop.midday = before.ends_at, _is_midday(before, lesson)
        found.append(stop)
        before = lesson
    return found


def _is_midday(before: Lesson, after: Lesson) -> bool:
    """Whether the class eats between two lessons, by the school's clock."""
    zone = after.organisation.timezone
    begins, ends = timezone.localtime(before.ends_at, zone).time(), timezone.localtime(after.starts_at, zone).time()
    return after.starts_at - before.ends_at >= MIDDAY and begins < NOON[1] and ends > NOON[0]


def phase_of(lesson: Lesson, at: datetime) -> str:
    if lesson.ends_at <= at:
        return "past"
    return "now" if lesson.starts_at <= at and not lesson.cancelled_at else "to come"


@dataclass
class Cell:
    day: date
    lessons: list[Lesson]
    here: bool


@dataclass
class Hour:
    """One row of the week: a period, or the hour of a lesson outside all periods."""

    starts: time
    ends: time
    period: Period | None
    cells: list[Cell]


def week(lessons: Iterable[Lesson], periods: list[Period], monday: date, shown: date, zone: ZoneInfo) -> list[Hour]:
    """The grid of a week: Monday to Friday, and the weekend when something happens there. `shown`: the phone's day."""
    lessons = list(lessons)
    at: dict[tuple[time, date], list[Lesson]] = {}
    hours = {period.starts: (period.ends, period) for period in periods}
    for lesson in lessons:
        begins, ends = timezone.localtime(lesson.starts_at, zone), timezone.localtime(lesson.ends_at, zone)
        if not monday <= begins.date() < monday + timedelta(days=7):
            continue  # it began in the week before, and went on over midnight
        key = begins.time().replace(microsecond=0)
        at.setdefault((key, begins.date()), []).append(lesson)
        hours.setdefault(key, (ends.time(), None))  # type: ignore[arg-type]
    last = 7 if any(day.isoweekday() > 5 for _, day in at) or shown.isoweekday() > 5 else 5
    days = [monday + timedelta(days=number) for number in range(last)]
    return [
        Hour(starts, ends, period, [Cell(day, at.get((starts, day), []), day == shown) for day in days])
        for starts, (ends, period) in sorted(hours.items(), key=lambda item: item[0])
    ]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def day_asked(text: str, today: date) -> date:
    """A day from an address, 2026-11-24; today when it names none. ValueError for what is no day of these years."""
    if not text:
        return today
    day = date.fromisoformat(text)
    if abs((day - today).days) > A_FEW_YEARS:
        raise ValueError(f"{text} is too far away")
    return day
