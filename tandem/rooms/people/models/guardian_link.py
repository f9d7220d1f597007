"""A guardian of a child at a school, with rights. From eighteen on it needs the pupil's consent."""

from datetime import date

from django.db import models
from django.db.models import Q

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models.organisation import Organisation
from tandem.rooms.people.models.person import Person
from tandem.rooms.people.models.role import current


def eighteen_before(day: date) -> date:
    """Whoever was born on or before this day is eighteen on `day`."""
    return date(day.year - 18, day.month, min(day.day, 28) if day.month == 2 else day.day)


class GuardianLinkQuerySet(OwnedQuerySet["GuardianLink"]):
    def of(self, guardian: Person) -> "GuardianLinkQuerySet":
        return self.filter(guardian=guardian)

    def in_force(self, day: date) -> "GuardianLinkQuerySet":
        """Links that hold on the day: dated, and from the pupil's eighteenth birthday only with consent."""
        child = Q(child__born_on=None) | Q(child__born_on__gt=eighteen_before(day))
        return self.filter(current(day), child | Q(consented_at__isnull=False))


class GuardianLink(Row):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="guardian_links")
    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children_links")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardian_links")
    may_see = models.BooleanField(default=True)
    may_report_away = models.BooleanField(default=True)
    may_sign = models.BooleanField(default=True)
    may_be_contacted = models.BooleanField(default=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = GuardianLinkQuerySet.as_manager()

    class Meta:
        ordering = ("child__born_on", "id")

    def __str__(self) -> str:
        return f"{self.guardian_id} guards {self.child_id}"
