"""Of several people at once, in one query each: the lessons of their day, and those they missed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Absence, CaughtUp, Lesson, LessonMaterial, Presence
from tandem.rooms.timetable.models.lesson import LessonQuerySet

LOOK_BACK = timedelta(days=14)
SHOWN = 8
"""Missed lessons on a page; the oldest wait until the newer ones are caught up with."""


def for_each(lessons: LessonQuerySet, conditions: Sequence[Q]) -> list[list[Lesson]]:
    """For each condition the lessons that satisfy it, with their courses; the conditions name persons."""
    if not conditions:
        return []
    marks = {f"mark_{n}": ExpressionWrapper(one, output_field=BooleanField()) for n, one in enumerate(conditions)}
    wanted = reduce(or_, (Q(**{name: True}) for name in marks))
    rows = list(lessons.select_related("course").annotate(**marks).filter(wanted).everywhere("conditions name persons"))
    return [[row for row in rows if getattr(row, name)] for name in marks]


def days_of(conditions: Sequence[Q]) -> list[list[Lesson]]:
    """For each condition, which names a person and a day, the lessons of that day in order."""
    return for_each(Lesson.objects.select_related("organisation").order_by("starts_at"), conditions)


def lately(people: Iterable[Person], at: datetime) -> list[Absence]:
    """Absences of these people that hold now or held in the last two weeks; of those now, the last to end is last."""
    rows = Absence.objects.filter(child__in=list(people)).overlapping(at - LOOK_BACK, at + timedelta(seconds=1))
    return list(rows.order_by("ends_at"))


def holding(absences: Iterable[Absence], at: datetime) -> Absence | None:
    """The absence that holds at this moment, the longest of several."""
    return max(
        (one for one in absences if one.starts_at <= at < one.ends_at), key=lambda one: one.ends_at, default=None
    )


def missed(people: Sequence[tuple[Person, Q, list[Absence]]], at: datetime) -> list[list[Lesson]]:
    """Of each person: lessons of the last two weeks among those that the condition names, which fell in an absence.

    Only such as can be caught up with, without the person there, and not caught up with since; the newest first.
    """
    kept = Exists(Timeline.objects.kept().filter(lesson=OuterRef("pk"), ended_at__isnull=False))
    there = Exists(LessonMaterial.objects.filter(lesson=OuterRef("pk")))
    lessons = Lesson.objects.filter(ends_at__lte=at, starts_at__gte=at - LOOK_BACK, cancelled_at=None)
    lessons = lessons.annotate(replay=kept, material=there).filter(Q(replay=True) | Q(material=True) | ~Q(plan=""))
    away = [(number, one) for number, one in enumerate(people) if one[2]]
    found = for_each(lessons.order_by("-starts_at"), [_missed_by(*one) for _number, one in away])
    of: list[list[Lesson]] = [[] for _ in people]
    for (number, _one), rows in zip(away, found, strict=True):
        of[number] = rows[:SHOWN]
    return of


def _missed_by(person: Person, own: Q, absences: list[Absence]) -> Q:
    spans = (
        Q(organisation=one.organisation_id, starts_at__lt=one.ends_at, ends_at__gt=one.starts_at) for one in absences
    )
    mine = {"lesson": OuterRef("pk"), "person": person}
    seen = Q(Exists(Presence.objects.filter(**mine))) | Q(Exists(CaughtUp.objects.filter(**mine)))
    return own & reduce(or_, spans) & ~seen
