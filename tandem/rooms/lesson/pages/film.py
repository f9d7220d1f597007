"""The film of a lesson, to take along."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.kit.send import send_file
from tandem.rooms.lesson.pages.lesson import found
from tandem.rooms.lesson.view import View
from tandem.rooms.live.actions.make_download import films_of, make_download
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.timetable.models import Lesson


def _replayed(request: PersonRequest, id: UUID) -> tuple[Lesson, Timeline]:
    """A lesson whose replay this reader may see."""
    lesson = found(request, id)
    view = View(lesson, request.person, timezone.now())
    if not view.replay or view.row is None:
        raise Http404
    return lesson, view.row


@signed_in
@require_GET
def download(request: PersonRequest, id: UUID) -> HttpResponse:
    """The films of a lesson: one, or several when camera and screen took turns."""
    lesson, row = _replayed(request, id)
    films = films_of(row)
    if len(films) == 1:
        return redirect("lesson:film", id, 1)
    return render(request, "lesson/download.html", {"lesson": lesson, "course": lesson.course, "films": films})


@signed_in
@require_GET
def film(request: PersonRequest, id: UUID, number: int) -> HttpResponseBase:
    lesson, row = _replayed(request, id)
    if not 1 <= number <= len(films_of(row)):
        raise Http404
    path = make_download(row, number - 1)
    begins = timezone.localtime(lesson.starts_at)
    name = f"{lesson.course.subject} {begins:%Y-%m-%d %H.%M}{f' {number}' if number > 1 else ''}.webm"
    stat = path.stat()
    tag = f"{row.pk.hex}-{number}-{stat.st_size}-{int(stat.st_mtime)}"
    return send_file(request, path, name=name, kind="video/webm", tag=tag, inline="play" in request.GET)
