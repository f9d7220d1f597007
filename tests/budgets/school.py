"""A school in which every list has as many rows as one asks for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.courses.models import Item, SlidePage
from tandem.rooms.files.models import File
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Account, Person, Session
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.models import Absence, Lesson, LessonMaterial, Presence

NOW = datetime(2026, 11, 24, 10, 40, tzinfo=ZoneInfo("Europe/Brussels"))
"""Tuesday, twenty minutes into the third lesson. Yesterday the pupil was away, and is today."""


@dataclass
class School:
    """`rows` of everything: lessons on a day, courses, items, slides, people, absences, sessions."""

    rows: int
    children: int = 1
    pupils: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = f.school()
        t.periods(self.at, 7)
        self.teacher, self.head = f.person(self.at, "teacher"), f.person(self.at, "head")
        self.guardian = f.person(self.at, "guardian")
        self.group = f.group(self.at, "4A")
        for number in range(self.children):
            self._child(number)
        self.pupil = self.pupils[0]
        self.courses = [c.course(self.group, self.teacher, subject=f"Subject {n}") for n in range(self.rows)]
        self.course = self.courses[0]
        self._fill_course()
        self._fill_days()
        self._fill_lesson()

    def _child(self, number: int) -> None:
        """Each child in a class of its own but the first; all of them away since yesterday."""
        pupil = f.person(self.at, "pupil")
        group = self.group if number == 0 else f.group(self.at)
        f.member(pupil, group)
        f.guardian(pupil, self.at, self.guardian)
        t.absence(pupil, self.at, NOW - timedelta(days=1, hours=8), NOW + timedelta(hours=2))
        if number:
            course = c.course(group)
            t.lesson(course, NOW - timedelta(minutes=20))
            self._replayed(t.lesson(course, NOW - timedelta(days=1)))
        self.pupils.append(pupil)

    def _fill_course(self) -> None:
        self.unit = c.unit(self.course)
        self.items = [c.item(self.unit, title=f"Item {n}") for n in range(self.rows)]
        for number in range(1, self.rows):
            c.item(c.unit(self.course, f"Unit {number}"))
        self.deck = c.item(self.unit, "slides", title="Deck", slides=Item.Slides.READY)
        picture = File.objects.create(organisation=self.at, name="1.png", kind="image/png", size=1, sha256="0" * 64)
        SlidePage.objects.bulk_create(
            SlidePage(
                organisation=self.at, item=self.deck, number=n, picture=picture, width=1280, height=720, title=f"Slide {n}"
            )
            for n in range(1, self.rows + 1)
        )  # fmt: skip

    def _fill_days(self) -> None:
        """`rows` lessons yesterday with a replay, now, and later today."""
        for number, course in enumerate(self.courses):
            t.lesson(course, NOW - timedelta(minutes=20), topic=f"Topic {number}")
            t.lesson(course, NOW + timedelta(hours=2))
            self._replayed(t.lesson(course, NOW - timedelta(days=1), topic=f"Topic {number}"))
            f.group(self.at, f"Class {number}")
            t.absence(f.person(self.at, "pupil"), self.at, NOW - timedelta(hours=3), NOW + timedelta(hours=3))
            t.absence(self.pupil, self.at, NOW + timedelta(days=number), NOW + timedelta(days=number + 1))

    def _replayed(self, lesson: Lesson) -> Timeline:
        return Timeline.objects.create(
            organisation=self.at, lesson=lesson, keep="year", began_at=lesson.starts_at, ended_at=lesson.ends_at,
            duration=3000, keep_until=lesson.course.school_year.ends_on,
        )  # fmt: skip

    def _fill_lesson(self) -> None:
        """One lesson to come, one live, one with a replay, each with materials and people."""
        later = Lesson.objects.filter(course=self.course).order_by("starts_at")
        self.after, self.live, self.before = later
        Timeline.objects.create(
            organisation=self.at, lesson=self.live, keep="year", began_at=NOW - timedelta(minutes=20)
        )
        for lesson in (self.before, self.live, self.after):
            LessonMaterial.objects.bulk_create(
                LessonMaterial(organisation=self.at, lesson=lesson, item=item, position=n)
                for n, item in enumerate(self.items)
            )
        people = [f.person(self.at, "pupil") for _ in range(self.rows)]
        Presence.objects.bulk_create(
            Presence(organisation=self.at, lesson=lesson, person=one, place="room", first_at=NOW, last_at=NOW)
            for lesson in (self.live, self.after)
            for one in people
        )

    def sessions(self, of: Account) -> None:
        until = timezone.now() + timedelta(days=1)
        for number in range(self.rows):
            Session.objects.create(session_key=f"{of.pk.hex}{number}"[-40:], account=of, expire_date=until)

    def absences(self) -> int:
        return Absence.objects.filter(organisation=self.at).count()

    @property
    def urls(self) -> dict[str, tuple[Person, str]]:
        """Every page with a list on it, with somebody who reads it."""
        lessons = {
            "lesson before": self.before,
            "lesson during": self.live,
            "lesson after": self.after,
        }
        pages = {
            "today, pupil": (self.pupil, "/today/"),
            "today, teacher": (self.teacher, "/today/"),
            "today, head": (self.head, "/today/"),
            "family": (self.guardian, "/family/"),
            "away": (self.guardian, f"/children/{short(self.pupil.pk)}/away/"),
            "week, pupil": (self.pupil, "/timetable/"),
            "week, teacher": (self.teacher, "/timetable/"),
            "week, child": (self.guardian, f"/timetable/children/{short(self.pupil.pk)}/"),
            "week, class": (self.head, f"/timetable/classes/{short(self.group.pk)}/"),
            "classes": (self.head, "/timetable/classes/"),
            "day": (self.pupil, "/timetable/day/"),
            "courses, pupil": (self.pupil, "/courses/"),
            "courses, teacher": (self.teacher, "/courses/"),
            "course, pupil": (self.pupil, f"/courses/{short(self.course.pk)}/"),
            "course, teacher": (self.teacher, f"/courses/{short(self.course.pk)}/"),
            "page": (self.pupil, f"/items/{short(self.items[0].pk)}/"),
            "slides": (self.pupil, f"/items/{short(self.deck.pk)}/"),
            "plan": (self.teacher, f"/lessons/{short(self.before.pk)}/plan/"),
            "cut": (self.teacher, f"/lessons/{short(self.after.pk)}/cut/"),
            "projector": (self.teacher, f"/lessons/{short(self.live.pk)}/projector/"),
            "me": (self.pupil, "/me/"),
        }
        for name, lesson in lessons.items():
            for role, reader in (("pupil", self.pupil), ("teacher", self.teacher), ("head", self.head)):
                pages[f"{name}, {role}"] = (reader, f"/lessons/{short(lesson.pk)}/")
        return pages
