"""Today: the first page of pupil, teacher and head. One line of the day, and what asks for attention."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.rooms.courses.models import name_teachers
from tandem.rooms.home.pages.school import school_today
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.people.models import Person, Role
from tandem.rooms.timetable.days import Stop, stops
from tandem.rooms.timetable.models import Absence, CaughtUp, Lesson, LessonMaterial, Presence

LOOK_BACK = timedelta(days=14)
ON_TODAY = {Role.Kind.PUPIL, Role.Kind.TEACHER, Role.Kind.HEAD}


def first(request: HttpRequest) -> HttpResponse:
    """The door of the house: a stranger signs in, everybody else goes to the first page of their role."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return redirect("people:sign-in")
    if person.kinds & ON_TODAY:
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
    person, school = request.person, request.person.school
    if school is None or not person.kinds & ON_TODAY:
        raise Http404
    at = timezone.now()
    today = timezone.localdate(at, school.timezone)
    context = {"at": at, "today": today, "school": school}
    if person.kinds & {Role.Kind.PUPIL, Role.Kind.TEACHER}:
        day = stops(Lesson.objects.of(person).on_days(today, today + timedelta(days=1), school), at)
        with_replays(day, at)
        if Role.Kind.TEACHER not in person.kinds:
            name_teachers(stop.lesson.course for stop in day)
        context |= {
            "stops": day,
            "left": sum(stop.phase == "to come" for stop in day),
            "ends": day[-1].lesson.ends_at if day else None,
            "over": bool(day) and day[-1].phase == "past",
            "teaches": Role.Kind.TEACHER in person.kinds,
        }
    if Role.Kind.PUPIL in person.kinds:
        context |= {"missed": missed(person, at), "away": _away_now(person, at)}
    if Role.Kind.TEACHER in person.kinds:
        context |= {"unplanned": unplanned(person, at)}
    if Role.Kind.HEAD in person.kinds:
        return render(request, "home/head.html", context | school_today(school, at))
    return render(request, "home/today.html", context)


def _away_now(person: Person, at: datetime) -> Absence | None:
    return Absence.objects.filter(child=person).overlapping(at, at + timedelta(seconds=1)).first()


def missed(person: Person, at: datetime) -> list[Lesson]:
    """Lessons of the last two weeks that fell in an absence, without the pupil there and not caught up with since."""
    absences = Absence.objects.filter(child=person).overlapping(at - LOOK_BACK, at)
    covered = Q(pk__in=[])
    for absence in absences:
        covered |= Q(starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at)
    lessons = Lesson.objects.of(person).filter(covered, ends_at__lte=at, starts_at__gte=at - LOOK_BACK)
    lessons = lessons.filter(cancelled_at=None)
    there = Presence.objects.filter(lesson=OuterRef("pk"), person=person)
    since = CaughtUp.objects.filter(lesson=OuterRef("pk"), person=person)
    lessons = lessons.filter(~Exists(there), ~Exists(since))
    kept = Exists(Timeline.objects.kept().filter(lesson=OuterRef("pk"), ended_at__isnull=False))
    material = Exists(LessonMaterial.objects.filter(lesson=OuterRef("pk")))
    rows = lessons.annotate(replay=kept, material=material).filter(Q(replay=True) | Q(material=True) | ~Q(plan=""))
    return list(rows.select_related("course").order_by("-starts_at").everywhere("the condition names the person")[:8])


def unplanned(person: Person, at: datetime) -> list[Lesson]:
    """The teacher's lessons of the next two school days that have no plan and no materials yet."""
    lessons = Lesson.objects.taught_by(person).filter(starts_at__gt=at, starts_at__lt=at + timedelta(days=4))
    lessons = lessons.filter(plan="", cancelled_at=None).exclude(
        Exists(LessonMaterial.objects.filter(lesson=OuterRef("pk")))
    )
    rows = lessons.select_related("course").prefetch_related("course__groups").order_by("starts_at")
    return list(rows.everywhere("the condition names the person")[:6])
