"""The lesson that was taught: written through the engine as the live room writes it, only faster than it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from tandem.demo import script, slides
from tandem.demo.film import SLICE, Recorder, render
from tandem.demo.film.voice import Loop, loop
from tandem.engines.timeline.frame import Draft, Track
from tandem.engines.timeline.log import Timeline as Log
from tandem.engines.timeline.media import Ingest
from tandem.kit.ids import short
from tandem.rooms.audit.actions.record import record
from tandem.rooms.courses.models import Item
from tandem.rooms.live import store
from tandem.rooms.live.actions.open_lesson import keep_rule
from tandem.rooms.live.kinds import Chat, Control, Hand, Presence, Slide, pack
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.actions.note_presence import note_presence
from tandem.rooms.timetable.models import Lesson

PAGE = 60
"""Seconds that each slide is shown."""
DROPPED = (372_000, 384_000)
"""When the teacher's line was gone, ms: the replay shows the gap."""


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody who takes part, where, and from which second on."""

    person: Person
    place: str
    since: int


@dataclass
class Play:
    """A lesson with its deck, its teacher and those who took part (pupil number 1 first)."""

    lesson: Lesson
    deck: Item
    teacher: Person
    pupils: list[Taking]
    pages: int = 10
    _drafts: list[tuple[int, Draft]] = field(default_factory=list)

    @property
    def seconds(self) -> int:
        return self.pages * PAGE

    def write(self, progress: Callable[[float], None]) -> Timeline:
        """Make the timeline. `progress` is told how much is done, 0 to 1."""
        rule, until = keep_rule(self.lesson)
        row = Timeline(
            organisation_id=self.lesson.organisation_id, lesson=self.lesson, keep=rule, keep_until=until,
            opened_by=self.teacher, began_at=self.lesson.starts_at + timedelta(minutes=1),
        )  # fmt: skip
        row.ended_at = row.began_at + timedelta(seconds=self.seconds)
        store.begin(row)
        with Log.open(row.folder) as log:
            self._play(row, log, progress)
            row.duration, row.size = log.duration / 1e6, log.size
        with transaction.atomic():
            row.save(force_insert=True)
            record("lesson.opened", self.lesson, by=self.teacher)
            record("lesson.closed", self.lesson, by=self.teacher)
            self._note_presence(row)
        return row

    def _note_presence(self, row: Timeline) -> None:
        for one in self.pupils:
            note_presence(self.lesson, one.person, place=one.place, at=row.began_at + timedelta(seconds=one.since))
            note_presence(self.lesson, one.person, place=one.place, at=row.began_at + timedelta(seconds=self.seconds))

    def _play(self, row: Timeline, log: Log, progress: Callable[[float], None]) -> None:
        pending = sorted(self._events(), key=lambda event: event[0])
        moment = 0
        log.clock = lambda: moment * 1000
        for moment, ingest, data in self._film(int(row.began_at.timestamp() * 1000), log):
            while pending and pending[0][0] <= moment:
                at, draft = pending.pop(0)
                log.append([_at(draft, at)])
            ingest.feed(data)
            if moment % 5000 < SLICE:
                progress(moment / 1000 / self.seconds)
        log.append([Draft(Track.CONTROL, Control.CLOSED, pack({}), time=self.seconds * 1_000_000)])
        log.sync()

    def _film(self, began: int, log: Log) -> Iterator[tuple[int, Ingest, bytes]]:
        """Each slice with its moment in ms: two runs of the recorder, with the dropped line between."""
        boards = [render(board) for board in slides.boards("yesterday", self.lesson.course.language)]
        sound: Loop = loop(script.SPEECH, self.lesson.course.language)
        for begin, end in ((0, DROPPED[0]), (DROPPED[1], self.seconds * 1000)):
            ingest = Ingest(log, self.teacher.pk.bytes)
            recorder = Recorder(began + begin, boards[0], sound)
            while begin + recorder.ms < end:
                moment = begin + recorder.ms
                recorder.board = boards[moment // (PAGE * 1000)]
                yield moment, ingest, recorder.slice()
            ingest.close()

    def _events(self) -> Iterator[tuple[int, Draft]]:
        """Everything but the film, as (ms, draft)."""
        yield 500, self._presence(Taking(self.teacher, "room", 0), Presence.CAME, "teacher")
        for one in self.pupils:
            yield one.since * 1000, self._presence(one, Presence.CAME, "pupil")
            yield self.seconds * 1000 - 400, self._presence(one, Presence.WENT, "pupil")
        for page, title in enumerate(slides.titles("yesterday", self.lesson.course.language), start=1):
            shown = {"key": f"slide-{page}", "item": short(self.deck.pk), "page": page, "title": title}
            yield (
                (page - 1) * PAGE * 1000 + 800,
                Draft(Track.SLIDE, Slide.SHOWN, pack(shown), author=self.teacher.pk.bytes),
            )
            for cue in script.at_page(script.YESTERDAY, page):
                yield ((page - 1) * PAGE + cue.after) * 1000, self._cue(cue)

    def _presence(self, one: Taking, kind: Presence, role: str) -> Draft:
        payload = pack({"place": one.place, "role": role, "name": one.person.name})
        return Draft(Track.PRESENCE, kind, payload, author=one.person.pk.bytes)

    def _cue(self, cue: script.Cue) -> Draft:
        who = self.teacher if cue.who == script.TEACHER else self.pupils[int(cue.who) - 1].person
        key = f"{cue.page}-{cue.after}"
        if cue.what == "say":
            return Draft(Track.CHAT, Chat.LINE, pack({"key": key, "text": cue.text}), author=who.pk.bytes)
        return Draft(Track.HAND, Hand.UP if cue.what == "up" else Hand.DOWN, pack({"key": key}), author=who.pk.bytes)


def _at(draft: Draft, ms: int) -> Draft:
    return Draft(draft.track, draft.kind, draft.payload, draft.key, draft.author, draft.audience, ms * 1000)
