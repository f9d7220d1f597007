"""A small school in which every page has something to show, with the whole cast around it, and a second school.

Built in seconds: `build` in the database of a test, `tell` in the folder of a house that runs by itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from tandem.demo import cast, school
from tandem.engines.timeline.frame import Draft, Track
from tandem.engines.timeline.log import Timeline as Log
from tandem.engines.timeline.media import Ingest
from tandem.engines.timeline.tests.recorder import record, slices
from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.courses.models import Course, Item, SlidePage, Unit
from tandem.rooms.files.actions.take_in import keep_bytes
from tandem.rooms.files.models import File
from tandem.rooms.live.actions.close_lesson import close_lesson, erase_all
from tandem.rooms.live.actions.open_lesson import open_lesson
from tandem.rooms.live.kinds import Chat, Presence, Slide, pack
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import GuardianLink, Membership, Organisation, Person
from tandem.rooms.timetable.models import Absence, Lesson, LessonMaterial, Period, Slot
from tandem.rooms.timetable.models import Presence as Took

HIDDEN = "The answers of the test"
"""The title of a deck that pupils may not see yet."""
NOBODY = "nobody"
"""The member of the cast who is not signed in."""


@dataclass
class Stage:
    """`people` by key; `things` by name: what the pages' addresses point to."""

    people: dict[str, Person]
    things: dict[str, Any] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return short(self.things[name].pk)


def build(live: int = 1) -> Stage:
    """The stage, with as many lessons going on as asked for: `live`, `live-1`, `live-2` …"""
    schools = school.organisations()
    zenne, tilleuls = schools[cast.ZENNE], schools[cast.TILLEULS]
    people = cast.make(schools) | _more_people(zenne)
    stage = Stage(people | {"teacher-elsewhere": people["outsider"]})
    here = _School(stage, zenne, "", people["teacher"])
    here.group("4A", [people[key] for key in ("pupil", "classmate", "late", "away", "adult")])
    here.fill(live)
    _other_class(here, people)
    _stand_in(here, people)
    _guard(zenne, people)
    _away(here, people)
    there = _School(stage, tilleuls, "elsewhere ", people["outsider"])
    there.group("4e A", [people["pupil-elsewhere"]])
    there.fill(0)
    return stage


def _more_people(zenne: Organisation) -> dict[str, Person]:
    """Those whom the cast of the demonstration lacks."""
    other = Organisation.objects.get(slug=cast.TILLEULS)
    return {
        "away": f.person(zenne, "pupil", login="away", given_name="Noor", family_name="Aerts"),
        "former": f.person(zenne, "teacher", login="former", given_name="Bram", family_name="Wijns"),
        "guardian-of-adult": f.person(zenne, "guardian", login="guardian-of-adult", given_name="Said"),
        "guardian-without-sight": f.person(zenne, "guardian", login="guardian-without-sight", given_name="Ines"),
        "pupil-elsewhere": f.person(other, "pupil", login="pupil-elsewhere", given_name="Luc"),
    }


@dataclass
class _School:
    """One school with one class, one course and lessons before, during and after."""

    stage: Stage
    at: Organisation
    prefix: str
    teacher: Person

    def keep(self, name: str, thing: Any) -> Any:
        self.stage.things[self.prefix + name] = thing
        return thing

    def group(self, name: str, pupils: list[Person]) -> None:
        self.klass = self.keep("class", f.group(self.at, name))
        for pupil in pupils:
            f.member(pupil, self.klass)

    def fill(self, live: int) -> None:
        self.course: Course = self.keep("course", c.course(self.klass, self.teacher))
        self.unit: Unit = self.keep("unit", c.unit(self.course))
        self._items()
        self._grid()
        self._lessons(live)

    def _items(self) -> None:
        self.keep("page", c.item(self.unit, title="A page"))
        self.keep("link", c.item(self.unit, "link", title="A link", url="https://www.example.org/"))
        self.keep(
            "file", c.item(self.unit, "file", title="A file", file=self._file("note.txt", b"A note", "text/plain"))
        )
        self.keep("hidden page", c.item(self.unit, title="Not yet", published_at=None))
        self.keep("slides", self._deck("A deck"))
        self.keep("hidden slides", self._deck(HIDDEN, published_at=None))

    def _file(self, name: str, data: bytes, kind: str) -> File:
        return keep_bytes(data, name=name, kind=kind, organisation_id=self.at.pk, by_id=self.teacher.pk)

    def _deck(self, title: str, **given: Any) -> Item:
        out = BytesIO()
        Image.new("RGB", (16, 9)).save(out, "PNG")
        picture = self._file("1.png", out.getvalue(), "image/png")
        item = c.item(self.unit, "slides", title=title, slides=Item.Slides.READY, file=picture, **given)
        SlidePage.objects.create(
            organisation=self.at, item=item, number=1, picture=picture, width=16, height=9, title=f"{title}, page one"
        )
        return item

    def _grid(self) -> None:
        year = self.course.school_year
        self.period = self.keep(
            "period", Period.objects.create(organisation=self.at, number=1, starts=time(8, 25), ends=time(9, 15))
        )
        slot = Slot(
            organisation=self.at, course=self.course, weekday=1, period=self.period, starts_on=year.starts_on,
            ends_on=year.ends_on,
        )  # fmt: skip
        slot.save()
        self.keep("slot", slot)

    def lesson(self, name: str, begins: timedelta, **given: Any) -> Lesson:
        """A lesson that begins so long from now and takes fifty minutes."""
        starts = timezone.now() + begins
        lesson = Lesson.objects.create(
            organisation=self.at, course=self.course, starts_at=starts, ends_at=starts + timedelta(minutes=50),
            **{"topic": f"Topic {name}", "plan": "Read page **12**.", **given},
        )  # fmt: skip
        for position, item in enumerate(("page", "hidden page", "slides")):
            LessonMaterial.objects.create(
                organisation=self.at, lesson=lesson, item=self.stage.things[self.prefix + item], position=position
            )
        self.keep(name, lesson)
        return lesson

    def _lessons(self, live: int) -> None:
        self.lesson("tomorrow", timedelta(days=1))
        self.lesson("soon", timedelta(minutes=10))
        self.lesson("cancelled", timedelta(minutes=12), cancelled_at=timezone.now())
        for name in ["live", *(f"live-{n}" for n in range(1, live))]:
            open_lesson(self.lesson(name, timedelta(minutes=-5)), by=self.teacher)
        self._taught("replay", timedelta(days=-1))
        erased = self._taught("erased", timedelta(days=-2))
        erase_all(erased, by=None)
        expired = self._taught("expired", timedelta(days=-3))
        Timeline.objects.filter(pk=expired.pk).update(keep="date", keep_until=timezone.localdate() - timedelta(days=1))

    def _taught(self, name: str, begins: timedelta) -> Timeline:
        """A lesson that is over, with a film of a second, a slide and a line of talk."""
        lesson = self.lesson(name, timedelta(minutes=-5))
        row = open_lesson(lesson, by=self.teacher)
        with Log.open(row.folder) as log:
            self._happen(log)
        close_lesson(row, by=self.teacher)
        Lesson.objects.filter(pk=lesson.pk).update(starts_at=lesson.starts_at + begins, ends_at=lesson.ends_at + begins)
        row.refresh_from_db()
        return row

    def _happen(self, log: Log) -> None:
        pupils = [one.person for one in Membership.objects.filter(group=self.klass).pupils().select_related("person")]
        recorder = Ingest(log, self.teacher.pk.bytes)
        for piece in slices(_film(), 4):
            recorder.feed(piece)
        recorder.close()
        deck = self.stage.things[self.prefix + "slides"]
        shown = pack({"key": "s", "item": short(deck.pk), "page": 1, "title": "A deck, page one"})
        log.append([Draft(Track.SLIDE, Slide.SHOWN, shown, author=self.teacher.pk.bytes)])
        for pupil in pupils[:2]:
            came = pack({"place": "room", "role": "pupil", "name": pupil.name})
            line = pack({"key": f"k{pupil.pk}", "text": f"a question of {pupil.given_name}"})
            log.append([Draft(Track.PRESENCE, Presence.CAME, came, author=pupil.pk.bytes)])
            log.append([Draft(Track.CHAT, Chat.LINE, line, author=pupil.pk.bytes)])


@lru_cache(maxsize=1)
def _film() -> bytes:
    return record(1)


def _other_class(here: _School, people: dict[str, Person]) -> None:
    """4B, with its own course, which the colleague teaches and `stranger` attends."""
    group = here.keep("other class", f.group(here.at, "4B"))
    f.member(people["stranger"], group)
    f.member(people["sibling"], group)
    here.keep("other course", c.course(group, people["colleague"], subject="History"))


def _stand_in(here: _School, people: dict[str, Person]) -> None:
    """The substitute teaches the course for these two weeks; what `former` did so ended yesterday."""
    today = timezone.localdate()
    f.member(
        people["substitute"], here.klass, "teacher", course_id=here.course.pk, starts_on=today - timedelta(days=4),
        ends_on=today + timedelta(days=10),
    )  # fmt: skip
    f.member(people["former"], here.klass, "teacher", course_id=here.course.pk, ends_on=today - timedelta(days=1))


def _guard(zenne: Organisation, people: dict[str, Person]) -> None:
    """An adult pupil who never consented, and a guardian who may only sign."""
    Person.objects.filter(pk=people["adult"].pk).update(born_on=date(timezone.localdate().year - 19, 1, 1))
    f.guardian(people["adult"], zenne, people["guardian-of-adult"])
    for child in ("pupil", "away"):
        f.guardian(people[child], zenne, people["guardian-without-sight"], may_see=False, may_report_away=False)
    GuardianLink.objects.create(
        organisation=zenne, guardian=people["guardian"], child=people["away"],
        starts_on=timezone.localdate() - timedelta(days=9),
    )  # fmt: skip


def _away(here: _School, people: dict[str, Person]) -> None:
    """`away` is ill from last week until next."""
    now = timezone.now()
    absence = Absence(
        organisation=here.at, child=people["away"], reason="ill", reported_by=people["guardian"],
        starts_at=now - timedelta(days=7), ends_at=now + timedelta(days=7),
    )  # fmt: skip
    absence.save()
    here.keep("absence", absence)
    Took.objects.create(
        organisation=here.at, lesson=here.stage.things["replay"], person=people["classmate"], place="room",
        first_at=now, last_at=now,
    )  # fmt: skip


def sign_in(person: Person) -> str:
    """The value of a new session's cookie."""
    from django.test import Client

    account = person.accounts.first()
    client = Client()
    client.force_login(account or f.account(person, f"login-{person.pk}"), backend=BACKEND)
    return client.cookies["tandem"].value


def _passing(stage: Stage) -> None:
    """People of the class who are there to be put out of a lesson, each for another reason."""
    zenne, klass, now = stage.things["class"].organisation, stage.things["class"], timezone.now()
    for key in ("loses-role", "changes-class", "comes-back", "signed-out"):
        person = stage.people[key] = f.person(zenne, "pupil", login=key)
        f.member(person, klass)
    Absence.objects.create(
        organisation=zenne, child=stage.people["comes-back"], reason="ill",
        starts_at=now - timedelta(hours=9), ends_at=now + timedelta(hours=9),
    )  # fmt: skip
    stage.people["stands-in"] = f.person(zenne, "teacher", login="stands-in")
    f.member(stage.people["stands-in"], klass, "teacher", course_id=stage.things["course"].pk)


BACKEND = "tandem.rooms.people.backend.AccountBackend"


def tell(live: int) -> None:
    """Build the stage in a house's folder and print what a program at the door has to know."""
    stage = build(live)
    _passing(stage)
    known = {
        "sessions": {key: sign_in(person) for key, person in stage.people.items()}
        | {"late again": sign_in(stage.people["late"])},
        "people": {key: short(person.pk) for key, person in stage.people.items()},
        "things": {name: short(thing.pk) for name, thing in stage.things.items()},
    }
    print(json.dumps(known))
