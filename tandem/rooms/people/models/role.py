"""What somebody is to an organisation, from a day to a day. A role that ended yesterday opens nothing today."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models.organisation import Organisation
from tandem.rooms.people.models.person import Person


def current(day: date | None = None, prefix: str = "") -> Q:
    """The condition that a dated row holds on that day (today). Its last day is included."""
    day = day or timezone.localdate()
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


TITLES = {
    "pupil": _("Pupil"),
    "teacher": _("Teacher"),
    "guardian": _("Parent or guardian"),
    "head": _("School leader"),
    "ict": _("ICT coordinator"),
    "care": _("Care team"),
    "guidance": _("Pupil guidance centre"),
    "authority": _("Authority"),
    "partner": _("Partner"),
}
"""What each kind of role is called on pages."""


class RoleQuerySet(OwnedQuerySet["Role"]):
    def of(self, person: Person) -> "RoleQuerySet":
        return self.filter(person=person)

    def current(self, day: date | None = None) -> "RoleQuerySet":
        return self.filter(current(day))


class Role(Row):
    class Kind(models.TextChoices):
        PUPIL = "pupil"
        TEACHER = "teacher"
        GUARDIAN = "guardian"
        HEAD = "head"
        ICT = "ict"
        CARE = "care"
        GUIDANCE = "guidance"
        AUTHORITY = "authority"
        PARTNER = "partner"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="all_roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    name_used = models.CharField(max_length=160, blank=True, default="")

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "id")
        indexes = [models.Index(fields=["organisation", "kind"])]

    @property
    def title(self) -> str:
        return str(TITLES[self.kind])

    def __str__(self) -> str:
        return f"{self.kind} · {self.organisation_id}"
