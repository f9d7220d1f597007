"""A guardian says that a child is away: in two taps, and just as easily ended early or taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.actions.choose import chosen
from tandem.rooms.people.models import Organisation, Person
from tandem.rooms.timetable.choices import Away
from tandem.rooms.timetable.models import Absence

OLDEST = timedelta(days=14)
FARTHEST = timedelta(days=366)


@transaction.atomic
def report_away(
    child: Person, school: Organisation, starts_at: datetime, ends_at: datetime, reason: str, *, by: Person
) -> Absence:
    """Write the absence; the same report again gives the one that is there. Raises Problem when it cannot be."""
    rules = chosen(Away, school)
    if reason not in rules.reasons:
        raise Problem(_("Choose one of the reasons that the school allows."))
    if ends_at <= starts_at:
        raise Problem(_("The last moment comes before the first. Nothing was reported."))
    if ends_at - starts_at > timedelta(days=rules.longest_days):
        words = _("At most %(days)s days fit in one report. Ask the school about a longer absence.")
        raise Problem(words % {"days": rules.longest_days})
    if starts_at < timezone.now() - OLDEST:
        raise Problem(_("That is more than two weeks ago. Ask the school to change it."))
    if starts_at > timezone.now() + FARTHEST:
        raise Problem(_("That is more than a year ahead. Nothing was reported."))
    Person.objects.select_for_update().get(pk=child.pk)  # two guardians, or two taps, one after the other
    same = Absence.objects.filter(child=child, organisation=school).in_force().filter(reason=reason)
    known = same.filter(starts_at__lte=starts_at, ends_at__gte=ends_at).first()
    if known:
        return known
    absence = Absence.objects.create(
        organisation=school, child=child, starts_at=starts_at, ends_at=ends_at, reason=reason, reported_by=by
    )
    record("absence.reported", absence, by=by, reason=reason)
    return absence


@transaction.atomic
def end_absence(absence: Absence, at: datetime, *, by: Person) -> bool:
    """The child is back: this absence, and any other that holds at that moment, ends then instead of later.

    One that has not begun is taken back; then the answer is False. Twice is harmless.
    """
    if at <= absence.starts_at:
        withdraw(absence, by=by)
        return False
    held = Absence.objects.filter(child=absence.child_id, organisation=absence.organisation_id).overlapping(at, at)
    for one in held:
        if held.filter(pk=one.pk).update(ends_at=at):
            record("absence.ended", one, by=by)
    return True


@transaction.atomic
def withdraw(absence: Absence, *, by: Person) -> None:
    """It was a mistake: as if it had never been reported. Twice is harmless."""
    if Absence.objects.filter(pk=absence.pk).in_force().update(withdrawn_at=timezone.now()):
        record("absence.withdrawn", absence, by=by)
