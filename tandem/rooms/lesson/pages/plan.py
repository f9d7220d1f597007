"""What the teacher says of a lesson beforehand: plan and materials, and how long it is kept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.rooms.lesson.forms import KeepForm, PlanForm
from tandem.rooms.lesson.pages.lesson import led
from tandem.rooms.live.actions.choose_keeping import choose_keeping, must_not_have_begun
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.timetable.actions.plan_lesson import plan_lesson
from tandem.rooms.timetable.models import LessonMaterial


@signed_in
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest, id: UUID) -> HttpResponse:
    lesson = led(request, id)
    chosen = LessonMaterial.objects.filter(lesson=lesson).values_list("item_id", flat=True)
    form = PlanForm(request.POST or None, instance=lesson, initial={"materials": list(chosen)})
    if request.method == "POST" and form.is_valid():
        plan_lesson(lesson, list(form.cleaned_data["materials"]), by=request.person)
        messages.success(request, _("Saved."))
        return redirect("lesson:lesson", id)
    status = 422 if request.method == "POST" else 200
    return render(request, "lesson/plan.html", {"lesson": lesson, "course": lesson.course, "form": form}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def keep(request: PersonRequest, id: UUID) -> HttpResponse:
    """How long the lesson is kept: chosen before it begins; what was promised then stays."""
    lesson = led(request, id)
    must_not_have_begun(lesson)
    form = KeepForm(request.POST or None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        choose_keeping(lesson, by=request.person)
        messages.success(request, _("Saved."))
        return redirect("lesson:lesson", id)
    status = 422 if request.method == "POST" else 200
    return render(request, "lesson/keep.html", {"lesson": lesson, "course": lesson.course, "form": form}, status=status)
