"""Cut out of a lesson: a piece of it, or everything of one person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tandem.kit.ids import unshort
from tandem.kit.problems import Problem
from tandem.rooms.lesson.forms import CutForm
from tandem.rooms.lesson.pages.lesson import led
from tandem.rooms.live.actions.cut import cut_person, cut_piece
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson


def _kept(lesson: Lesson) -> Timeline:
    return get_object_or_404(Timeline.objects.filter(lesson=lesson).kept().select_related("lesson"))


@signed_in
@require_http_methods(["GET", "POST"])
def cut(request: PersonRequest, id: UUID) -> HttpResponse:
    """Cut out a piece, or everything one person contributed. It is really erased."""
    lesson = led(request, id)
    row = _kept(lesson)
    form = CutForm(request.POST if "begin" in request.POST else None)
    status = 200
    if request.method == "POST":
        status = 422
        if "person" in request.POST:
            person = _one_of(lesson, request.POST["person"])
            erasure = cut_person(row, person.pk, by=request.person)
            return _done(request, id, erasure.count)
        if form.is_valid():
            try:
                erasure = cut_piece(row, form.cleaned_data["begin"], form.cleaned_data["end"], by=request.person)
            except Problem as problem:
                form.add_error(None, problem.words)
            else:
                return _done(request, id, erasure.count)
    people = Person.objects.filter(presences__lesson=lesson).order_by("family_name", "given_name")
    context = {"lesson": lesson, "course": lesson.course, "form": form, "people": people, "row": row}
    return render(request, "lesson/cut.html", context, status=status)


def _one_of(lesson: Lesson, key: str) -> Person:
    try:
        return get_object_or_404(Person.objects.filter(presences__lesson=lesson), pk=unshort(key))
    except ValueError as wrong:
        raise Http404 from wrong


def _done(request: PersonRequest, id: UUID, count: int) -> HttpResponse:
    words = ngettext(
        "Erased: %(count)s entry of the lesson is gone for good, from replay and film.",
        "Erased: %(count)s entries of the lesson are gone for good, from replay and film.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("lesson:lesson", id)
