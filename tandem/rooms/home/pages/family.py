"""Family: the guardian's first page. The day of each child, and two taps to say that one is away."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.rooms.courses.models import name_teachers
from tandem.rooms.home.catch_up import days_of, holding, lately, missed
from tandem.rooms.people.access import PersonRequest, children_of, signed_in
from tandem.rooms.people.models import GuardianLink, Role
from tandem.rooms.timetable.choices import REASONS
from tandem.rooms.timetable.days import stops
from tandem.rooms.timetable.models import Absence, own_at


def _children(links: list[GuardianLink], at: datetime) -> list[dict[str, Any]]:
    """What the guardian sees of each child, as far as the rights go: four queries, however many children."""
    all_absences = lately([link.child for link in links], at)
    of = [
        [one for one in all_absences if (one.child_id, one.organisation_id) == (link.child_id, link.organisation_id)]
        for link in links
    ]
    seen = [number for number, link in enumerate(links) if link.may_see]
    days = days_of([_today(links[number], at) for number in seen])
    name_teachers(lesson.course for day in days for lesson in day)
    gone = missed([(links[number].child, own_at(links[number]), of[number]) for number in seen], at)
    shown = [_child(link, holding(absences, at)) for link, absences in zip(links, of, strict=True)]
    for number, day, missing in zip(seen, days, gone, strict=True):
        shown[number] |= {"stops": stops(day, at), "missed": missing}
    return shown


def _child(link: GuardianLink, absence: Absence | None) -> dict[str, Any]:
    shown: dict[str, Any] = {"link": link, "child": link.child}
    if link.may_see or link.may_report_away:
        shown |= {"absence": absence, "reason": REASONS.get(absence.reason, "") if absence else ""}
    return shown


def _today(link: GuardianLink, at: datetime) -> Q:
    """The condition on the child's lessons of today, by the school's clock."""
    zone = link.organisation.timezone
    begin = datetime.combine(timezone.localdate(at, zone), time.min, zone)
    return own_at(link) & Q(ends_at__gt=begin, starts_at__lt=begin + timedelta(days=1))


@signed_in
@require_GET
def show(request: PersonRequest) -> HttpResponse:
    if Role.Kind.GUARDIAN not in request.person.kinds:
        raise Http404
    at = timezone.now()
    links = children_of(request.person, timezone.localdate(at))
    context = {
        "at": at,
        "today": timezone.localdate(at),
        "school": request.person.school,
        "children": _children(links, at),
    }
    return render(request, "home/family.html", context)
