"""Family: the guardian's first page. The day of each child, and two taps to say that one is away."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.rooms.courses.models import name_teachers
from tandem.rooms.home.pages.today import missed
from tandem.rooms.people.access import PersonRequest, children_of, signed_in
from tandem.rooms.people.models import GuardianLink, Role
from tandem.rooms.timetable.choices import REASONS
from tandem.rooms.timetable.days import stops
from tandem.rooms.timetable.models import Absence, Lesson


def _child(link: GuardianLink, at: datetime) -> dict[str, Any]:
    """What the guardian sees of one child, as far as the rights go."""
    zone = link.organisation.timezone
    today = timezone.localdate(at, zone)
    shown: dict[str, Any] = {"link": link, "child": link.child}
    if link.may_see or link.may_report_away:
        absences = Absence.objects.filter(child=link.child, organisation=link.organisation)
        absence = absences.overlapping(at, at + timedelta(seconds=1)).first()
        shown |= {"absence": absence, "reason": REASONS.get(absence.reason, "") if absence else ""}
    if link.may_see:
        theirs = Lesson.objects.of(link.child).filter(organisation=link.organisation)
        day = stops(theirs.on_days(today, today + timedelta(days=1), link.organisation), at)
        name_teachers(stop.lesson.course for stop in day)
        shown |= {"stops": day, "missed": missed(link.child, at), "ends": day[-1].lesson.ends_at if day else None}
    return shown


@signed_in
@require_GET
def show(request: PersonRequest) -> HttpResponse:
    if Role.Kind.GUARDIAN not in request.person.kinds:
        raise Http404
    at = timezone.now()
    links = children_of(request.person, timezone.localdate(at))
    context = {"at": at, "today": timezone.localdate(at), "children": [_child(link, at) for link in links]}
    return render(request, "home/family.html", context)
