"""The week and the day: my own, a class's for its head, a child's for its guardian."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.rooms.courses.models import name_teachers
from tandem.rooms.people.access import PersonRequest, children_of, signed_in
from tandem.rooms.people.models import Group, Organisation, Person, Role
from tandem.rooms.timetable.days import day_asked, monday_of, phase_of, stops, week
from tandem.rooms.timetable.models import Lesson, Period
from tandem.rooms.timetable.models.lesson import LessonQuerySet


def _day_asked(request: PersonRequest, today: date) -> date:
    """The day that the address names. 404 for what is no day."""
    try:
        return day_asked(request.GET.get("day", ""), today)
    except ValueError as wrong:
        raise Http404 from wrong


def _week(
    request: PersonRequest,
    theirs: LessonQuerySet,
    school: Organisation,
    title: str,
    *,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    at = timezone.now()
    today = timezone.localdate(at, school.timezone)
    shown = _day_asked(request, today)
    monday = monday_of(shown)
    lessons = list(theirs.on_days(monday, monday + timedelta(days=7), school))
    for lesson in lessons:
        lesson.phase = phase_of(lesson, at)  # type: ignore[attr-defined]
    periods = list(Period.objects.filter(organisation=school))
    hours = week(lessons, periods, monday, shown, school.timezone)
    context = {
        "title": title,
        "hours": hours,
        "days": [cell.day for cell in hours[0].cells] if hours else [],
        "last": hours[0].cells[-1].day if hours else monday + timedelta(days=4),
        "shown": shown,
        "today": today,
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "day_before": shown - timedelta(days=1),
        "day_after": shown + timedelta(days=1),
        "any": bool(lessons),
        "teaches": Role.Kind.TEACHER in request.person.kinds,
    }
    return render(request, "timetable/week.html", context | (more or {}))


@signed_in
@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """My own week; a head goes to the classes, a guardian to the first child."""
    person, school = request.person, request.person.school
    if school is None:
        raise Http404
    kinds = person.kinds
    if Role.Kind.HEAD in kinds and not kinds & {Role.Kind.TEACHER, Role.Kind.PUPIL}:
        return redirect("timetable:classes")
    if Role.Kind.GUARDIAN in kinds and not kinds & {Role.Kind.TEACHER, Role.Kind.PUPIL}:
        links = children_of(person, timezone.localdate(), may_see=True)
        if links:
            return redirect("timetable:child", links[0].child_id)
    return _week(request, Lesson.objects.of(person), school, "")


@signed_in
@require_GET
def day(request: PersonRequest) -> HttpResponse:
    """My own day on a line."""
    school = request.person.school
    if school is None:
        raise Http404
    at = timezone.now()
    today = timezone.localdate(at, school.timezone)
    shown = _day_asked(request, today)
    lessons = list(Lesson.objects.of(request.person).on_days(shown, shown + timedelta(days=1), school))
    name_teachers(lesson.course for lesson in lessons)
    context = {
        "stops": stops(lessons, at),
        "shown": shown,
        "today": today,
        "day_before": shown - timedelta(days=1),
        "day_after": shown + timedelta(days=1),
        "teaches": Role.Kind.TEACHER in request.person.kinds,
    }
    return render(request, "timetable/day.html", context)


def classes_of(person: Person) -> Iterable[Group]:
    """The classes and groups of the schools somebody leads, of this school year."""
    today = timezone.localdate()
    groups = Group.objects.editable_by(person)
    return groups.filter(school_year__starts_on__lte=today, school_year__ends_on__gte=today)


@signed_in
@require_GET
def classes(request: PersonRequest) -> HttpResponse:
    if Role.Kind.HEAD not in request.person.kinds:
        raise Http404
    return render(request, "timetable/classes.html", {"groups": classes_of(request.person)})


def led_class(request: PersonRequest, id: UUID) -> Group:
    """A class of the head's school."""
    return get_object_or_404(Group.objects.editable_by(request.person).select_related("organisation"), pk=id)


@signed_in
@require_GET
def of_class(request: PersonRequest, id: UUID) -> HttpResponse:
    """The grid of a class; the head adds and changes slots on it."""
    group = led_class(request, id)
    theirs = Lesson.objects.filter(course__group_links__group=group)
    return _week(request, theirs, group.organisation, group.name, more={"group": group})


@signed_in
@require_GET
def of_child(request: PersonRequest, id: UUID) -> HttpResponse:
    """The week of one child; the others are one tap away."""
    links = children_of(request.person, timezone.localdate(), may_see=True)
    link = next((one for one in links if one.child_id == id), None)
    if link is None:
        raise Http404
    more = {"child": link.child, "siblings": [one.child for one in links if one.child_id != id]}
    theirs = Lesson.objects.of(link.child).filter(organisation=link.organisation)
    return _week(request, theirs, link.organisation, link.child.given_name, more=more)
