"""Three lessons of mathematics in 4A: one that was taught, one that is going on whatever the hour, one to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tandem.demo import cast
from tandem.demo.replay import Play, Taking
from tandem.rooms.courses.models import Course, Item
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Account, Organisation, Person
from tandem.rooms.timetable.models import Absence, Lesson, LessonMaterial

BEFORE, LENGTH, REST = timedelta(minutes=10), timedelta(minutes=100), timedelta(minutes=20)
"""The lesson of now began a little ago and takes two periods; with less than REST to go a new one is made."""

TOPICS = {
    "yesterday": (
        "De discriminant",
        "1. Wat we al kunnen: nulproduct, wortel, som en product\n"
        "2. Een kwadraat afsplitsen, eerst met getallen, dan met letters\n"
        "3. De discriminant en de drie gevallen\n"
        "4. Samen: drie voorbeelden\n\n"
        "**Thuis:** los op $3x^2 + 5x = 2$.",
    ),
    "today": (
        "De parabool",
        "1. Punten berekenen en tekenen: $y = x^2 - 4x + 3$\n"
        "2. Wat doet $a$? Top en symmetrieas\n"
        "3. Nulwaarden en discriminant: de drie gevallen opnieuw, nu als grafiek\n"
        "4. Een schets in vier stappen\n\n"
        "Breng ruitjespapier mee.",
    ),
    "tomorrow": (
        "De tram remt",
        "1. Reactieafstand en remweg\n"
        "2. Hoe snel mag de tram om binnen 50 meter stil te staan?\n"
        "3. Welke oplossing heeft zin?\n\n"
        "**Vooraf:** herhaal de formule met de discriminant.",
    ),
}


@dataclass
class Stage:
    """The course the three lessons belong to, with its people, at a moment."""

    school: Organisation
    at: datetime

    def __post_init__(self) -> None:
        self.course = Course.objects.get(organisation=self.school, subject="Wiskunde", groups__name="4A")
        self.teacher = cast.person("teacher")
        decks = Item.objects.filter(unit__course=self.course, kind=Item.Kind.SLIDES).order_by("unit__position")
        self.decks = dict(zip(TOPICS, decks, strict=True))
        midnight = datetime.combine(timezone.localdate(self.at, self.school.timezone), time.min, self.school.timezone)
        self.today, self.tomorrow = midnight, midnight + timedelta(days=1)

    @property
    def regular(self) -> Q:
        return Q(course=self.course, slot__isnull=False, cancelled_at=None)

    def set_going_on(self) -> Lesson:
        """The lesson of now: the one that is there, or a new one; whatever stood at that hour makes room."""
        mine = Lesson.objects.filter(course=self.course, slot=None)
        with transaction.atomic():
            there = mine.filter(starts_at__lte=self.at, ends_at__gte=self.at + REST)
            lesson = there.exclude(timeline__ended_at__isnull=False).first()
            if lesson is None:
                mine.filter(timeline=None).delete()
                lesson = self._new()
            self._prepare(lesson, "today")
            self._make_room(lesson)
        return lesson

    def _new(self) -> Lesson:
        begin = self.at - BEFORE
        begin -= timedelta(minutes=begin.minute % 5, seconds=begin.second, microseconds=begin.microsecond)
        return Lesson.objects.create(
            organisation=self.school, course=self.course, classroom="A.104", starts_at=begin, ends_at=begin + LENGTH
        )

    def _make_room(self, lesson: Lesson) -> None:
        """Class and teacher cannot be in two lessons at once."""
        groups = self.course.groups.all()
        same_class = Q(course__in=Course.objects.filter(groups__in=groups))
        same_teacher = Q(course__in=Course.objects.taught_by(self.teacher).everywhere("the condition names the person"))
        Lesson.objects.filter(
            same_class | same_teacher, organisation=self.school, slot__isnull=False, timeline=None,
            starts_at__lt=lesson.ends_at, ends_at__gt=lesson.starts_at,
        ).delete()  # fmt: skip

    def set_to_come(self) -> Lesson | None:
        """The next regular lesson from tomorrow on."""
        lesson = Lesson.objects.filter(self.regular, starts_at__gte=self.tomorrow).order_by("starts_at").first()
        if lesson is not None:
            self._prepare(lesson, "tomorrow")
        return lesson

    def taught(self) -> Lesson | None:
        """The last regular lesson before today; None when the school year began today."""
        return Lesson.objects.filter(self.regular, starts_at__lt=self.today).order_by("-starts_at").first()

    def teach(self, lesson: Lesson, progress: Callable[[float], None]) -> Timeline:
        """Make the replay of a lesson that was taught."""
        self._prepare(lesson, "yesterday")
        return Play(lesson, self.decks["yesterday"], self.teacher, self._took_part()).write(progress)

    def _took_part(self) -> list[Taking]:
        """Nine pupils: seven in the room, two at home, of whom one came late. The cast's `pupil` was ill."""
        room = [cast.person("classmate"), *(_holder(f"pupil-{n}") for n in range(2, 8))]
        in_room = [Taking(person, "room", 4 + 3 * n) for n, person in enumerate(room)]
        return [*in_room, Taking(cast.person("late"), "home", 204), Taking(_holder("pupil-9"), "home", 9)]

    def _prepare(self, lesson: Lesson, which: str) -> None:
        """Topic, plan and materials; what a teacher wrote meanwhile stays."""
        if lesson.topic:
            return
        lesson.topic, lesson.plan = TOPICS[which]
        lesson.save(update_fields=["topic", "plan"])
        deck = self.decks[which]
        items = [deck, *Item.objects.filter(unit=deck.unit_id).exclude(pk=deck.pk)]
        LessonMaterial.objects.bulk_create(
            LessonMaterial(organisation=self.school, lesson=lesson, item=item, position=position)
            for position, item in enumerate(items)
        )

    def set_away(self) -> None:
        """`pupil` is ill; two others cannot reach the school. From the last lesson taught until tomorrow night."""
        taught = self.taught()
        begin = taught.starts_at.astimezone(self.school.timezone) if taught else self.today
        begin = begin.replace(hour=0, minute=0)
        end = self.tomorrow + timedelta(days=1)
        guardian = cast.person("guardian")
        for child, reason, by in (
            (cast.person("pupil"), "ill", guardian),
            (cast.person("late"), "travel", None),
            (_holder("pupil-9"), "travel", None),
        ):
            if not Absence.objects.filter(child=child).overlapping(self.at, self.at + REST).exists():
                Absence.objects.create(
                    organisation=self.school, child=child, starts_at=begin, ends_at=end, reason=reason, reported_by=by
                )


def _holder(login: str) -> Person:
    return Account.objects.select_related("person").get(login=login).person
