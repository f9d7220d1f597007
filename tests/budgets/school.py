"""A school in which every list has as many rows as one asks for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.courses.models import Course, Item, SlidePage, Unit
from tandem.rooms.files.models import File
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Account, Group, Person, Session
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.models import Absence, Lesson, LessonMaterial, Presence

NOW = datetime(2026, 11, 24, 10, 40, tzinfo=ZoneInfo("Europe/Brussels"))
"""Tuesday, twenty minutes into the third lesson. Yesterday the pupil was away, and is today."""
MOMENTS = (timedelta(days=-1), timedelta(minutes=-20), timedelta(hours=2), timedelta(days=1))
"""When the lessons of each course are: yesterday, now, later today, tomorrow."""


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
        count = range(self.rows)
        own = {"organisation": self.at, "published_at": NOW, "kind": "page", "body": "Text", "body_html": "<p>Text</p>"}
        self.items = Item.objects.bulk_create(Item(unit=self.unit, title=f"Item {n}", position=n, **own) for n in count)
        units = Unit.objects.bulk_create(
            Unit(organisation=self.at, course=self.course, title=f"Unit {n}", position=n + 1) for n in count
        )
        Item.objects.bulk_create(Item(unit=unit, title="Item", **own) for unit in units)
        self.deck = c.item(self.unit, "slides", title="Deck", slides=Item.Slides.READY)
        picture = File.objects.create(organisation=self.at, name="1.png", kind="image/png", size=1, sha256="0" * 64)
        SlidePage.objects.bulk_create(
            SlidePage(
                organisation=self.at, item=self.deck, number=n + 1, picture=picture, width=1280, height=720,
                title=f"Slide {n}",
            )
            for n in count
        )  # fmt: skip

    def _fill_days(self) -> None:
        """`rows` lessons yesterday with a replay, now, later today and tomorrow; `rows` classes and absences."""
        for number, course in enumerate(self.courses):
            lessons = [self._lesson(course, NOW + ago, f"Topic {number}") for ago in MOMENTS]
            Lesson.objects.bulk_create(lessons)
            self._replayed(lessons[0])
        year = self.group.school_year
        Group.objects.bulk_create(
            Group(organisation=self.at, school_year=year, name=f"Class {n}") for n in range(self.rows)
        )
        away = Person.objects.bulk_create(Person(given_name="A", family_name=str(n)) for n in range(self.rows))
        begin, end = NOW - timedelta(hours=3), NOW + timedelta(hours=3)
        Absence.objects.bulk_create(
            Absence(organisation=self.at, child=one, starts_at=begin, ends_at=end, reason="ill") for one in away
        )
        Absence.objects.bulk_create(
            Absence(
                organisation=self.at, child=self.pupil, starts_at=end, ends_at=end + timedelta(days=n + 1), reason="ill"
            )
            for n in range(self.rows)
        )

    def _lesson(self, course: Course, begin: datetime, topic: str) -> Lesson:
        end = begin + timedelta(minutes=50)
        return Lesson(organisation=self.at, course=course, starts_at=begin, ends_at=end, topic=topic)

    def _replayed(self, lesson: Lesson) -> Timeline:
        return Timeline.objects.create(
            organisation=self.at, lesson=lesson, keep="year", began_at=lesson.starts_at, ended_at=lesson.ends_at,
            duration=3000, keep_until=lesson.course.school_year.ends_on,
        )  # fmt: skip

    def _fill_lesson(self) -> None:
        """One lesson to come, one live, one with a replay, each with materials and people."""
        self.after, self.live, self.before, _tomorrow = Lesson.objects.filter(course=self.course).order_by("starts_at")
        Timeline.objects.create(
            organisation=self.at, lesson=self.live, keep="year", began_at=NOW - timedelta(minutes=20)
        )
        for lesson in (self.before, self.live, self.after):
            LessonMaterial.objects.bulk_create(
                LessonMaterial(organisation=self.at, lesson=lesson, item=item, position=n)
                for n, item in enumerate(self.items)
            )
        people = Person.objects.bulk_create(Person(given_name="P", family_name=str(n)) for n in range(self.rows))
        Presence.objects.bulk_create(
            Presence(organisation=self.at, lesson=lesson, person=one, place="room", first_at=NOW, last_at=NOW)
            for lesson in (self.live, self.after)
            for one in people
        )

    def sign_in_everywhere(self, account: Account) -> None:
        """`rows` more sessions of this account."""
        keys = [f"{account.pk.hex[-20:]}-{number}" for number in range(self.rows)]
        until = NOW + timedelta(days=1)
        Session.objects.bulk_create(Session(session_key=key, account=account, expire_date=until) for key in keys)

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
