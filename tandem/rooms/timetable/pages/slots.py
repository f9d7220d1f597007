"""The head enters slots on the grid of a class."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tandem.kit.ids import unshort
from tandem.kit.problems import Problem
from tandem.rooms.courses.models import Course
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.people.models import Group
from tandem.rooms.timetable.actions.plan_slots import add_slot, change_slot, remove_slot
from tandem.rooms.timetable.forms import SlotChangeForm, SlotForm
from tandem.rooms.timetable.models import Period, Slot
from tandem.rooms.timetable.pages.weeks import led_class


def _empty_slot(request: PersonRequest, group: Group) -> Slot:
    """The place on the grid that the address names."""
    try:
        weekday = int(request.GET.get("weekday", ""))
        period = Period.objects.filter(
            organisation=group.organisation_id, pk=unshort(request.GET.get("period", ""))
        ).first()
    except ValueError as wrong:
        raise Http404 from wrong
    if period is None or not 1 <= weekday <= 7:
        raise Http404
    return Slot(organisation=group.organisation, weekday=weekday, period=period)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest, id: UUID) -> HttpResponse:
    group = led_class(request, id)
    slot = _empty_slot(request, group)
    year = group.school_year
    slot.starts_on, slot.ends_on = max(year.starts_on, timezone.localdate()), year.ends_on
    courses = Course.objects.filter(group_links__group=group).order_by("subject")
    form = SlotForm(request.POST or None, instance=slot, courses=courses)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = add_slot(slot, by=request.person)
            except Problem as problem:
                form.add_error(None, problem.words)
            else:
                words = ngettext("On the grid, with %(n)s lesson.", "On the grid, with %(n)s lessons.", made)
                messages.success(request, words % {"n": made})
                return redirect("timetable:class", group.pk)
    context = {"form": form, "group": group, "slot": slot, "new": True, "weekday": _weekday(slot)}
    return render(request, "timetable/slot.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, id: UUID) -> HttpResponse:
    slots = Slot.objects.editable_by(request.person).select_related("course__school_year", "period", "organisation")
    slot = get_object_or_404(slots, pk=id)
    group = slot.course.groups.first()
    assert group is not None
    if request.method == "POST" and request.POST.get("do") == "remove":
        gone = remove_slot(slot, by=request.person)
        words = ngettext(
            "Off the grid; %(n)s lesson to come is gone.", "Off the grid; %(n)s lessons to come are gone.", gone
        )
        messages.success(request, words % {"n": gone})
        return redirect("timetable:class", group.pk)
    form = SlotChangeForm(request.POST or None, instance=slot)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            kept = slots.select_related("course__school_year", "period", "organisation").get(pk=slot.pk)
            try:
                change_slot(kept, **form.cleaned_data, by=request.person)
            except Problem as problem:
                form.add_error(None, problem.words)
            else:
                messages.success(request, _("Saved."))
                return redirect("timetable:class", group.pk)
    context = {"form": form, "group": group, "slot": slot, "weekday": _weekday(slot)}
    return render(request, "timetable/slot.html", context, status=status)


def _weekday(slot: Slot) -> str:
    name = str(WEEKDAYS[slot.weekday - 1])
    return name[:1].upper() + name[1:]
