"""A lesson that is being given: a class of two, its teacher, a recorder, and eyes for what lies on the disk."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from django.utils import timezone

from tandem.engines.timeline.frame import MEDIA, Draft, Frame, Track
from tandem.engines.timeline.log import Timeline as Log
from tandem.engines.timeline.media import Ingest
from tandem.engines.timeline.tests.recorder import record, slices
from tandem.kit.socket import Identity, Socket
from tandem.rooms.courses import factories as c
from tandem.rooms.live import store
from tandem.rooms.live.actions.open_lesson import open_lesson
from tandem.rooms.live.kinds import Chat, Presence, pack
from tandem.rooms.live.member import Member
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.session import Session
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Organisation, Person
from tandem.rooms.timetable.actions.note_presence import note_presence
from tandem.rooms.timetable.models import Lesson


@lru_cache
def recording(take: int) -> bytes:
    """Three seconds; no two takes share a picture."""
    return record(3, size=(64 + 16 * take, 48))


@dataclass
class Scene:
    school: Organisation
    teacher: Person
    pupils: list[Person]
    lesson: Lesson
    seconds: float = 0.0
    """Where the clock of the lesson stands: what happens, happens there."""
    takes: int = 0

    def open(self, **given: Any) -> Timeline:
        for name, value in given.items():
            setattr(self.lesson, name, value)
        self.lesson.save()
        return open_lesson(self.lesson, by=self.teacher)

    def say(self, row: Timeline, who: Person, text: str) -> None:
        """Somebody is seen in the room and writes a line."""
        came = pack({"place": "room", "role": "pupil", "name": who.name})
        line = pack({"key": text, "text": text})
        with store.writer(row) as log:
            self._tick(log)
            log.append([Draft(Track.PRESENCE, Presence.CAME, came, author=who.pk.bytes)])
            log.append([Draft(Track.CHAT, Chat.LINE, line, author=who.pk.bytes)])
        note_presence(self.lesson, who, place="room", at=timezone.now())

    def film(self, row: Timeline) -> list[Frame]:
        """Three seconds of the teacher's picture and sound; returns the frames."""
        frames: list[Frame] = []
        with store.writer(row) as log:
            recorder = Ingest(log, self.teacher.pk.bytes)
            for piece in slices(recording(self.takes), 30):
                self._tick(log, 0.1)
                frames += [frame for frame in recorder.feed(piece) if frame.track in MEDIA]
            recorder.close()
        self.takes += 1
        return frames

    def _tick(self, log: Log, seconds: float = 1.0) -> None:
        self.seconds += seconds
        at = int(self.seconds * 1e6)
        log.clock = lambda: at


def disk(row: Timeline) -> bytes:
    """Every byte that is left of a lesson, wherever: its log and its films."""
    folders = [row.folder, store.downloads(row)]
    return b"".join(path.read_bytes() for one in folders if one.exists() for path in one.rglob("*") if path.is_file())


def left_of(frames: list[Frame], row: Timeline) -> int:
    """How many of these frames' payloads are still somewhere on the disk; short ones could be there by chance."""
    found = disk(row)
    return sum(frame.payload in found for frame in frames if len(frame.payload) > 24)


def said(row: Timeline) -> list[str]:
    """The lines of talk on the log."""
    import json

    with Log.open(row.folder, write=False) as log:
        return [json.loads(frame.payload)["text"] for frame in log.events(tracks={Track.CHAT})]


@pytest.fixture
def scene(db: None) -> Scene:
    school = f.school()
    klass = f.group(school)
    teacher = f.person(school, "teacher", given_name="Tess")
    pupils = [f.person(school, "pupil", given_name=name) for name in ("Piet", "Quinten")]
    for pupil in pupils:
        f.member(pupil, klass)
    now = timezone.now()
    lesson = Lesson.objects.create(
        organisation=school, course=c.course(klass, teacher), starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(minutes=45),
    )  # fmt: skip
    return Scene(school, teacher, pupils, lesson)


@dataclass
class Hall:
    """A session on a loop that only runs when it is told to, so that the database stays in this thread."""

    loop: asyncio.AbstractEventLoop
    session: Session

    def member(self, person: Person, role: str, place: str) -> tuple[Member, list[Any]]:
        """A page that came in, and what it was sent."""
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message.get("text") or message.get("bytes"))

        async def receive() -> Any:
            return {"type": "websocket.disconnect"}

        socket = Socket({}, receive, send, Identity(person, None, "key"))
        member = Member(socket, self.session, person.pk, person.name, role, place=place)
        self.session.members.add(member)
        self.session.came(member)
        return member, sent

    def run(self, member: Member) -> None:
        """Send this page all there is for it."""

        async def deliver() -> None:
            while await member._step():
                pass

        self.loop.run_until_complete(deliver())

    def settle(self) -> None:
        self.loop.run_until_complete(asyncio.sleep(0))


@pytest.fixture
def hall_of(scene: Scene) -> Iterator[Callable[[Timeline], Hall]]:
    """The session of a timeline, held as the server holds it."""
    loop = asyncio.new_event_loop()
    held = []

    def enter(row: Timeline) -> Hall:
        async def make() -> Session:
            return Session(row, {person.pk.bytes: person.name for person in [scene.teacher, *scene.pupils]})

        session = loop.run_until_complete(make())
        store.hold(row.pk, session)
        held.append(session)
        return Hall(loop, session)

    yield enter
    for session in held:
        session.log.close()
        store.let_go(session.row.pk)
    loop.close()
