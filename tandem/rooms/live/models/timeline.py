"""The row that says a lesson has a timeline: where it lies, whether it goes on, how long it is kept."""

from datetime import date, datetime
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models

from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.people.models import Organisation, Person
from tandem.rooms.timetable.models import Lesson


class TimelineQuerySet(OwnedQuerySet["Timeline"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def kept(self) -> Self:
        """Those whose frames are on disk: not erased at the bell, not expired."""
        return self.filter(erased_at=None)

    def expired(self, at: datetime) -> Self:
        return self.filter(erased_at=None, ended_at__isnull=False, keep_until__lt=at.date())


class Timeline(Row):
    """Its primary key is the engine's identifier and names its folder. Frames themselves are no rows."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="timelines")
    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="timeline")
    keep = models.CharField(max_length=4, choices=Lesson.Keep)
    """The rule in force when it began; shown before anybody joined, so it is not loosened afterwards."""
    keep_until = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    duration = models.FloatField(default=0)
    """Seconds, set when it ended."""
    size = models.PositiveBigIntegerField(default=0)

    objects = TimelineQuerySet.as_manager()

    def __str__(self) -> str:
        return f"timeline of {self.lesson_id}"

    @property
    def folder(self) -> Path:
        name = self.pk.hex
        return Path(settings.TIMELINES) / name[-2:] / name

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def is_kept_on(self, day: date) -> bool:
        return self.erased_at is None and (self.keep_until is None or day <= self.keep_until)
