"""My courses, and one course with its units."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.rooms.courses.actions.write_course import add_unit, move, remove_unit, rename_unit
from tandem.rooms.courses.forms import UnitForm
from tandem.rooms.courses.models import Course, Item, Unit, name_teachers
from tandem.rooms.people.access import PersonRequest, signed_in


@signed_in
@require_GET
def index(request: PersonRequest) -> HttpResponse:
    courses = list(Course.objects.visible_to(request.person).select_related("organisation").prefetch_related("groups"))
    name_teachers(courses)
    return render(request, "courses/index.html", {"courses": courses})


def _page(request: PersonRequest, course: Course, *, form: UnitForm | None = None, status: int = 200) -> HttpResponse:
    may_edit = Course.objects.editable_by(request.person).filter(pk=course.pk).exists()
    items = Item.objects.filter(unit__course=course).defer("body", "body_html")
    if not may_edit:
        items = items.filter(published_at__isnull=False)
    name_teachers([course])
    units = Unit.objects.filter(course=course).prefetch_related(
        Prefetch("items", queryset=items.select_related("file"))
    )
    context = {
        "course": course,
        "units": units,
        "may_edit": may_edit,
        "form": form or UnitForm(),
    }
    return render(request, "courses/course.html", context, status=status)


@signed_in
@require_GET
def show(request: PersonRequest, id: UUID) -> HttpResponse:
    course = get_object_or_404(Course.objects.visible_to(request.person).prefetch_related("groups"), pk=id)
    return _page(request, course)


@signed_in
@require_POST
def units(request: PersonRequest, id: UUID) -> HttpResponse:
    course = get_object_or_404(Course.objects.editable_by(request.person), pk=id)
    form = UnitForm(request.POST)
    if not form.is_valid():
        return _page(request, course, form=form, status=422)
    add_unit(course, form.cleaned_data["title"], by=request.person)
    return redirect("courses:course", course.pk)


@signed_in
@require_POST
def unit(request: PersonRequest, id: UUID) -> HttpResponse:
    """Rename, move or remove a unit: `do` says which."""
    unit = get_object_or_404(Unit.objects.editable_by(request.person), pk=id)
    do = request.POST.get("do")
    if do in {"up", "down"}:
        move(unit, up=do == "up", by=request.person)
    elif do == "remove":
        remove_unit(unit, by=request.person)
        messages.success(request, _("The unit is gone."))
    else:
        form = UnitForm(request.POST)
        if form.is_valid():
            rename_unit(unit, form.cleaned_data["title"], by=request.person)
    return redirect("courses:course", unit.course_id)
