"""The lesson's page: before, during and after; and the projector's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.kit.ids import short
from tandem.rooms.lesson.view import View, seen_by
from tandem.rooms.lesson.words import words
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.open_lesson import open_lesson
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.timetable.models import CaughtUp, Lesson

LEVELS = ("full", "slides", "sound")


def found(request: PersonRequest, id: UUID) -> Lesson:
    """The lesson, if it exists for this reader."""
    return get_object_or_404(seen_by(Lesson.objects.visible_to(request.person), request.person), pk=id)


def led(request: PersonRequest, id: UUID) -> Lesson:
    """The lesson, if this reader teaches it."""
    return get_object_or_404(seen_by(Lesson.objects.editable_by(request.person), request.person), pk=id)


def level_of(request: HttpRequest) -> str:
    """The data saver: asked for in the address, remembered in a cookie, or what the browser says about its line."""
    asked = request.GET.get("level") or request.COOKIES.get("level", "")
    if asked in LEVELS:
        return asked
    return "slides" if request.headers.get("Save-Data") == "on" else "full"


def moment_of(request: HttpRequest) -> str:
    """Seconds from the start, as the address says; empty for live or where one left off."""
    text = request.GET.get("from", "")
    return text if text.isdigit() and len(text) < 6 else ""


@signed_in
@require_GET
def show(request: PersonRequest, id: UUID) -> HttpResponse:
    view = View(found(request, id), request.person, timezone.now(), request.GET.get("as", ""))
    context = {
        "view": view,
        "lesson": view.lesson,
        "course": view.lesson.course,
        "words": words(),
        "level": level_of(request),
        "from": moment_of(request),
        "socket": f"/lessons/{short(view.lesson.pk)}/timeline",
        "download": reverse("lesson:film", args=[view.lesson.pk, 1]) if view.replay else "",
        "speeds": [(value, number_format(value)) for value in ("0.75", "1", "1.25", "1.5", "2")],
        "left": max(0, int((view.lesson.ends_at - view.at).total_seconds() // 60)),
        "wait": max(0, int((view.lesson.starts_at - view.at).total_seconds() // 60)),
    }
    return render(request, "lesson/lesson.html", context)


@signed_in
@require_GET
def projector(request: PersonRequest, id: UUID) -> HttpResponse:
    """Slides for the wall of the classroom: no names, no talk."""
    view = View(led(request, id), request.person, timezone.now(), "projector")
    if view.phase != "live":
        return redirect("lesson:lesson", id)
    context = {
        "view": view,
        "lesson": view.lesson,
        "words": words(),
        "socket": f"/lessons/{short(view.lesson.pk)}/timeline",
    }
    return render(request, "lesson/projector.html", context)


@signed_in
@require_POST
def opening(request: PersonRequest, id: UUID) -> HttpResponse:
    open_lesson(led(request, id), by=request.person)
    return redirect("lesson:lesson", id)


@signed_in
@require_POST
def closing(request: PersonRequest, id: UUID) -> HttpResponse:
    row = get_object_or_404(Timeline.objects.filter(lesson=led(request, id)).select_related("lesson"))
    close_lesson(row, by=request.person)
    return redirect("lesson:lesson", id)


@signed_in
@require_POST
def caught_up(request: PersonRequest, id: UUID) -> HttpResponse:
    """A pupil has seen what was missed; said again, it is taken back."""
    lesson = found(request, id)
    view = View(lesson, request.person, timezone.now())
    if view.role != "pupil" or view.phase != "after":
        raise Http404
    mine = CaughtUp.objects.filter(lesson=lesson, person=request.person)
    if request.POST.get("done") == "no":
        mine.delete()
    else:
        CaughtUp.objects.get_or_create(
            lesson=lesson, person=request.person, defaults={"organisation_id": lesson.organisation_id}
        )
        messages.success(request, _("Good: this lesson is off your list."))
    return redirect("lesson:lesson", id)
