"""A guardian reports a child away: the first tap opens this page, the second says why."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.kit.ids import unshort
from tandem.kit.problems import Problem
from tandem.rooms.people.access import PersonRequest, children_of, signed_in
from tandem.rooms.people.actions.choose import chosen
from tandem.rooms.people.models import GuardianLink
from tandem.rooms.timetable.actions.report_away import end_absence, report_away, withdraw
from tandem.rooms.timetable.choices import REASONS, Away
from tandem.rooms.timetable.models import Absence, Lesson


def _link(request: PersonRequest, child: UUID) -> GuardianLink:
    """The guardian's right to report this child away, or 404."""
    links = children_of(request.person, timezone.localdate(), may_report_away=True)
    link = next((one for one in links if one.child_id == child), None)
    if link is None:
        raise Http404
    return link


def _lessons(link: GuardianLink, today: date) -> list[Lesson]:
    """What is left of the child's day."""
    now = timezone.now()
    day = Lesson.objects.of(link.child).filter(organisation=link.organisation)
    day = day.on_days(today, today + timedelta(days=1), link.organisation)
    return [lesson for lesson in day if lesson.ends_at > now]


def span_of(data: QueryDict, lessons: list[Lesson], today: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when, as the form says. Raises Problem in words when a day is missing or is none."""
    asked = data.get("span", "today")
    if asked.startswith("lesson-"):
        try:
            key = unshort(asked.removeprefix("lesson-"))
        except ValueError:
            key = None
        lesson = next((one for one in lessons if one.pk == key), None)
        if lesson is None:
            raise Problem(_("That lesson is over or not your child's. Choose again."))
        return lesson.starts_at, lesson.ends_at
    first, last = {"today": (0, 0), "two": (0, 1), "week": (0, max(0, 4 - today.weekday()))}.get(asked, (0, 0))
    begin, end = today + timedelta(days=first), today + timedelta(days=last)
    if asked == "own":
        try:
            begin, end = date.fromisoformat(data.get("begin", "")), date.fromisoformat(data.get("end", ""))
            end_of_last = datetime.combine(end + timedelta(days=1), time.min, zone)
        except (ValueError, OverflowError) as wrong:
            raise Problem(_("Say from which day until which day.")) from wrong
        return datetime.combine(begin, time.min, zone), end_of_last
    return datetime.combine(begin, time.min, zone), datetime.combine(end + timedelta(days=1), time.min, zone)


@signed_in
@require_http_methods(["GET", "POST"])
def report(request: PersonRequest, id: UUID) -> HttpResponse:
    link = _link(request, id)
    zone = link.organisation.timezone
    today = timezone.localdate(timezone.now(), zone)
    lessons = _lessons(link, today)
    problem = ""
    if request.method == "POST":
        try:
            begin, end = span_of(request.POST, lessons, today, zone)
            absence = report_away(
                link.child, link.organisation, begin, end, request.POST.get("reason", ""), by=request.person
            )
        except Problem as wrong:
            problem = wrong.words
        else:
            words = _("%(name)s is reported away. The school knows, and the lessons can be followed from home.")
            messages.success(request, words % {"name": absence.child.given_name})
            return redirect("home:family")
    reasons = [(key, REASONS[key]) for key in chosen(Away, link.organisation).reasons if key in REASONS]
    context = {
        "child": link.child,
        "reasons": reasons,
        "lessons": lessons,
        "today": today,
        "problem": problem,
        "span": request.POST.get("span", "today"),
        "begin": request.POST.get("begin") or today.isoformat(),
        "end": request.POST.get("end") or today.isoformat(),
        "absences": _current(link),
    }
    return render(request, "timetable/away.html", context, status=422 if problem else 200)


def _current(link: GuardianLink) -> list[Absence]:
    now = timezone.now()
    absences = Absence.objects.filter(child=link.child, organisation=link.organisation)
    return list(absences.in_force().filter(ends_at__gt=now))


def _absence(request: PersonRequest, id: UUID) -> Absence:
    """An absence of a child that this guardian may report away."""
    return get_object_or_404(Absence.objects.editable_by(request.person).select_related("child"), pk=id)


@signed_in
@require_POST
def ending(request: PersonRequest, id: UUID) -> HttpResponse:
    """The child is back earlier."""
    absence = _absence(request, id)
    back = end_absence(absence, timezone.now(), by=request.person)
    words = _("%(name)s is back at school from now on.") if back else _("Taken back: %(name)s is not away.")
    messages.success(request, words % {"name": absence.child.given_name})
    return redirect("home:family")


@signed_in
@require_POST
def withdrawing(request: PersonRequest, id: UUID) -> HttpResponse:
    """It was a mistake."""
    absence = _absence(request, id)
    withdraw(absence, by=request.person)
    messages.success(request, _("Taken back: %(name)s is not away.") % {"name": absence.child.given_name})
    return redirect("home:family")
