"""Today: the first page of pupil, teacher and head. One line of the day, and what asks for attention."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tandem.rooms.courses.models import name_teachers
from tandem.rooms.home.catch_up import holding, lately, missed
from tandem.rooms.home.pages.school import school_today
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.people.models import Organisation, Person, Role
from tandem.rooms.timetable.days import Stop, stops
from tandem.rooms.timetable.models import Lesson, LessonMaterial, Presence, own

ON_TODAY: dict[str, Promise | str] = {
    Role.Kind.HEAD: _("The school"),
    Role.Kind.TEACHER: _("My lessons"),
    Role.Kind.PUPIL: _("My day"),
}
"""Who has a Today; whoever is several of these sees that of the first, and changes to another by its name."""


@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """The door of the house: a stranger signs in, everybody else goes to the first page of their role."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return redirect("people:sign-in")
    if person.kinds.intersection(ON_TODAY):
        return redirect("home:today")
    return redirect("home:family" if Role.Kind.GUARDIAN in person.kinds else "people:me")


def with_replays(day: list[Stop], at: datetime) -> None:
    """Say on each past stop whether it can be watched again, and on the present one who is there: two queries."""
    keys = [stop.lesson.pk for stop in day]
    kept = Timeline.objects.kept().filter(lesson__in=keys, ended_at__isnull=False)
    again = set(kept.values_list("lesson_id", flat=True))
    now = [stop for stop in day if stop.phase == "now"]
    for stop in day:
        stop.replay = stop.lesson.pk in again and stop.phase == "past"
    if now:
        places = Presence.objects.filter(
            lesson__in=[stop.lesson.pk for stop in now], last_at__gte=at - timedelta(hours=3)
        )
        rows = list(places.values_list("lesson_id", "place"))
        for stop in now:
            count = [place for lesson, place in rows if lesson == stop.lesson.pk]
            stop.here = {"room": count.count("room"), "home": count.count("home")} if count else {}


@signed_in
@require_GET
def show(request: PersonRequest) -> HttpResponse:
    person, at = request.person, timezone.now()
    mine: dict[str, Role] = {kind: one for kind in ON_TODAY for one in reversed(person.roles) if one.kind == kind}
    if not mine:
        raise Http404
    role = mine.get(request.GET.get("as", "")) or next(iter(mine.values()))
    school = role.organisation
    context = {"at": at, "today": timezone.localdate(at, school.timezone), "school": school}
    if len(mine) > 1:
        context["sides"] = [(kind, ON_TODAY[kind], kind == role.kind) for kind in mine]
    if role.kind == Role.Kind.HEAD:
        return render(request, "home/head.html", context | school_today(school, at))
    context |= _line(person, school, at)
    if role.kind == Role.Kind.TEACHER:
        context |= {"unplanned": unplanned(person, at)}
    else:
        absences = lately([person], at)
        context |= {"missed": missed([(person, own(person), absences)], at)[0], "away": holding(absences, at)}
    return render(request, "home/today.html", context)


def _line(person: Person, school: Organisation, at: datetime) -> dict[str, object]:
    """The day on a line; what is cancelled stands on it and counts for nothing."""
    today = timezone.localdate(at, school.timezone)
    day = stops(Lesson.objects.of(person).on_days(today, today + timedelta(days=1), school), at)
    with_replays(day, at)
    teaches = Role.Kind.TEACHER in person.kinds
    if not teaches:  # a teacher reads the class instead
        name_teachers(stop.lesson.course for stop in day)
    given = [stop for stop in day if not stop.lesson.cancelled_at]
    return {
        "stops": day,
        "teaches": teaches,
        "left": sum(stop.phase == "to come" for stop in given),
        "ends": max((stop.lesson.ends_at for stop in given), default=None),
        "over": all(stop.phase == "past" for stop in given),
    }


def unplanned(person: Person, at: datetime) -> list[Lesson]:
    """The teacher's lessons of the next two school days that have no plan and no materials yet."""
    lessons = Lesson.objects.taught_by(person).filter(starts_at__gt=at, starts_at__lt=at + timedelta(days=4))
    lessons = lessons.filter(plan="", cancelled_at=None).exclude(
        Exists(LessonMaterial.objects.filter(lesson=OuterRef("pk")))
    )
    rows = lessons.select_related("course").prefetch_related("course__groups").order_by("starts_at")
    return list(rows.everywhere("the condition names the person")[:6])
