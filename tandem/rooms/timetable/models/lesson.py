"""One meeting of a course: a row made for the year, whose identifier survives every change of the timetable."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tandem.kit import prose
from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.courses.models import Course, Item
from tandem.rooms.courses.models.course import attended_by
from tandem.rooms.people.models import GuardianLink, Membership, Organisation, Person, Role
from tandem.rooms.timetable.models.period import Slot


def _attended_by_a_child_of(guardian: Person) -> Exists:
    """The condition that a child the guardian may see attends the lesson's course today, at the same school."""
    links = GuardianLink.objects.of(guardian).in_force(timezone.localdate()).filter(may_see=True)
    memberships = (
        Membership.objects.filter(person__in=links.values("child"))
        .current()
        .pupils()
        .filter(organisation=OuterRef("organisation"), group__course_links__course=OuterRef("course"))
    )
    return Exists(memberships)


def own(person: Person) -> Q:
    """The condition on lessons that somebody attends or teaches today."""
    courses = Course.objects.filter(pk__isnull=False)
    why = "the condition names the person"
    attended, taught = courses.attended_by(person).everywhere(why), courses.taught_by(person).everywhere(why)
    return Q(course__in=attended.values("pk")) | Q(course__in=taught.values("pk"))


def own_at(link: GuardianLink) -> Q:
    """The condition on lessons of a child that its guardian may see: those of the school the link belongs to."""
    return own(link.child) & Q(organisation=link.organisation_id)


class LessonQuerySet(OwnedQuerySet["Lesson"]):
    def attended_by(self, person: Person, day: date | None = None) -> Self:
        return self.filter(attended_by(person, "pupil", day, "course_id"))

    def taught_by(self, person: Person, day: date | None = None) -> Self:
        return self.filter(attended_by(person, "teacher", day, "course_id"))

    def of(self, person: Person) -> Self:
        """What somebody attends or teaches today."""
        return self.filter(own(person)).everywhere("the condition names the person")

    def visible_to(self, person: Person) -> Self:
        """Pupils and teachers of its course, the head of the school, guardians who may see a child of it."""
        mine = Q(attended_by(person, "pupil", None, "course_id")) | Q(attended_by(person, "teacher", None, "course_id"))
        mine |= Q(organisation__in=person.organisations_as(Role.Kind.HEAD))
        if Role.Kind.GUARDIAN in person.kinds:
            mine |= Q(_attended_by_a_child_of(person))
        return self.filter(mine).everywhere("the condition names the person")

    def editable_by(self, person: Person) -> Self:
        """Its teachers."""
        return self.taught_by(person).everywhere("the condition names the person")

    def on_day(self, day: date, organisation: Organisation) -> Self:
        """Lessons of which some lies on this day of the school's wall clock."""
        begin = datetime.combine(day, time.min, organisation.timezone)
        return self.between(begin, begin + timedelta(days=1))

    def on_days(self, begin: date, end: date, organisation: Organisation) -> Self:
        """Lessons from a day up to, not including, another by the school's wall clock, with what a timetable shows."""
        first, last = (datetime.combine(day, time.min, organisation.timezone) for day in (begin, end))
        shown = self.between(first, last).select_related("course", "organisation")
        return shown.prefetch_related("course__groups").order_by("starts_at")

    def between(self, begin: datetime, end: datetime) -> Self:
        """Lessons of which some lies in this time: also one that goes on over midnight."""
        return self.filter(starts_at__lt=end, ends_at__gt=begin)


class Lesson(Row):
    class Distance(models.TextChoices):
        """Who may follow from home."""

        AWAY = "away"
        EVERYONE = "everyone"

    class Keep(models.TextChoices):
        """How long what happened is kept; empty means as the school says."""

        LIVE = "live"
        DATE = "date"
        YEAR = "year"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lessons")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    slot = models.ForeignKey(Slot, on_delete=models.SET_NULL, null=True, blank=True, related_name="lessons")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    classroom = models.CharField(max_length=40, blank=True, default="")
    topic = models.CharField(max_length=120, blank=True, default="")
    plan = models.TextField(blank=True, default="")
    plan_html = models.TextField(blank=True, default="", editable=False)
    distance = models.CharField(max_length=8, choices=Distance, default=Distance.AWAY)
    keep = models.CharField(max_length=4, choices=Keep, blank=True, default="")
    keep_until = models.DateField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "id")
        indexes = [
            models.Index(fields=["organisation", "starts_at"]),
            models.Index(fields=["course", "starts_at"]),
            models.Index(fields=["ends_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="lesson_ends_later"),
            models.UniqueConstraint(fields=["slot", "starts_at"], name="one_lesson_a_slot_and_time"),
        ]

    def __str__(self) -> str:
        return f"{self.topic or self.course_id} {self.starts_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **given: Any) -> None:
        """The plan is made HTML when it is written."""
        self.plan_html = prose.render(self.plan) if self.plan else ""
        if "plan" in (given.get("update_fields") or ()):
            given["update_fields"] = {*given["update_fields"], "plan_html"}
        super().save(*args, **given)


class LessonMaterial(Row):
    """An item of the course that belongs to this lesson."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="materials")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="lesson_links")
    position = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=["lesson", "item"], name="an_item_once_a_lesson")]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.lesson_id}"


class Presence(Row):
    """Somebody took part, in the room or from home: what the lesson itself saw. Never legal attendance."""

    class Place(models.TextChoices):
        ROOM = "room"
        HOME = "home"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presences")
    place = models.CharField(max_length=4, choices=Place)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="one_presence_a_lesson")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.place}"


class CaughtUp(Row):
    """A pupil said: what I missed of this lesson, I have seen."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="caught_up")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="caught_up")
    at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="caught_up_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.lesson_id}"
