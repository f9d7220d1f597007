"""What the teacher does around the lesson: plan, what is kept, cutting out; and the film to take along."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tandem.kit.problems import Problem
from tandem.kit.send import send_file
from tandem.rooms.audit.actions.record import record
from tandem.rooms.lesson.forms import CutForm, KeepForm, PlanForm
from tandem.rooms.lesson.pages.lesson import found, led
from tandem.rooms.lesson.view import View
from tandem.rooms.live.actions.cut import cut_person, cut_piece
from tandem.rooms.live.actions.make_download import films_of, make_download
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson, LessonMaterial


@signed_in
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest, id: UUID) -> HttpResponse:
    lesson = led(request, id)
    chosen = LessonMaterial.objects.filter(lesson=lesson)
    form = PlanForm(
        request.POST or None,
        instance=lesson,
        initial={"materials": list(chosen.values_list("item_id", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            lesson.save(update_fields=["topic", "plan", "distance"])
            wanted = list(form.cleaned_data["materials"])
            chosen.exclude(item__in=wanted).delete()
            for position, item in enumerate(wanted):
                LessonMaterial.objects.update_or_create(
                    lesson=lesson,
                    item=item,
                    defaults={"position": position, "organisation_id": lesson.organisation_id},
                )
            record("lesson.planned", lesson, by=request.person)
        messages.success(request, _("Saved."))
        return redirect("lesson:lesson", id)
    status = 422 if request.method == "POST" else 200
    return render(request, "lesson/plan.html", {"lesson": lesson, "course": lesson.course, "form": form}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def keep(request: PersonRequest, id: UUID) -> HttpResponse:
    """How long the lesson is kept: chosen before it begins; what was promised then stays."""
    lesson = led(request, id)
    row = Timeline.objects.filter(lesson=lesson).first()
    if row is not None:
        raise Problem(
            _("The lesson has begun: what was promised about keeping stays. You can cut out pieces afterwards.")
        )
    form = KeepForm(request.POST or None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            lesson.save(update_fields=["keep", "keep_until"])
            record("lesson.keep", lesson, by=request.person, keep=lesson.keep)
        messages.success(request, _("Saved."))
        return redirect("lesson:lesson", id)
    status = 422 if request.method == "POST" else 200
    return render(request, "lesson/keep.html", {"lesson": lesson, "course": lesson.course, "form": form}, status=status)


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
    from tandem.kit.ids import unshort

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
