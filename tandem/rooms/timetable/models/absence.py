"""A child is away from one moment to another, as a guardian reported; it may end early, or be taken back."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models import GuardianLink, Organisation, Person


class AbsenceQuerySet(OwnedQuerySet["Absence"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)

    def editable_by(self, guardian: Person) -> Self:
        """Guardians who may report this child away, at the school where the absence counts."""
        links = GuardianLink.objects.of(guardian).in_force(timezone.localdate()).filter(
            may_report_away=True, child=OuterRef("child"), organisation=OuterRef("organisation")
        )  # fmt: skip
        return self.filter(Exists(links)).everywhere("the condition names the person")

    def overlapping(self, begin: datetime | OuterRef, end: datetime | OuterRef) -> Self:
        """Absences that hold at some moment from `begin` to `end`; both the same: at that moment."""
        return self.in_force().filter(starts_at__lt=end, ends_at__gt=begin)


class Absence(Row):
    """`ends_at` moves to the present when it is ended early; `withdrawn_at` says it was a mistake."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="absences")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=20)
    """A key of the reasons the school allows (access.Away); never a diagnosis."""
    reported_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        indexes = [models.Index(fields=["child", "starts_at"]), models.Index(fields=["organisation", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=models.F("starts_at")), name="absence_ends_later")
        ]

    def __str__(self) -> str:
        return f"{self.child_id} away"

    @property
    def last_moment(self) -> datetime:
        """The last minute of it: midnight at the end of a day belongs to that day."""
        return self.ends_at - timedelta(minutes=1)

    @property
    def whole_days(self) -> bool:
        """It lasts to the end of a day by the wall clock."""
        end = timezone.localtime(self.ends_at)
        return (end.hour, end.minute) == (0, 0)
