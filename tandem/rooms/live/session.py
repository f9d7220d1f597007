"""A lesson that is open in this process: the writer of its timeline, who is here, and what is sent to all."""

import asyncio
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tandem.engines.timeline.frame import Draft, Frame, Track
from tandem.engines.timeline.log import Erasure
from tandem.engines.timeline.log import Timeline as Log
from tandem.engines.timeline.media import Feed, Ingest, Piece
from tandem.rooms.live.actions.pause_keeping import unkept_since
from tandem.rooms.live.kinds import Presence, pack, unpack
from tandem.rooms.live.line import Names, seconds, texts
from tandem.rooms.live.member import FULL, SOUND, Member
from tandem.rooms.live.models import Timeline

KEPT_BATCHES = 60
"""Slices of live media held for those who are only a little behind (6 s)."""
FOREVER = 1 << 62


class LessonOver(Exception):
    """The bell rang while something was on its way."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One slice of live media, encoded once for everybody: with picture and without."""

    number: int
    full: list[Piece]
    sound: list[Piece]


@dataclass(frozen=True, slots=True)
class Said:
    """A message to everybody, made once per kind of reader; `seq`: the last frame in it."""

    seq: int
    texts: dict[str, str | None]


class Session:
    """Lives on the event loop; `lock` guards the log against actions in other threads."""

    def __init__(self, row: Timeline, names: dict[bytes, str]) -> None:
        self.row = row
        self.log = Log.open(row.folder)
        self.lock = threading.RLock()
        self.loop = asyncio.get_running_loop()
        self.names = Names(names)
        self.members: set[Member] = set()
        self.publishing: dict[Member, Ingest] = {}
        self.lines: list[Said] = []
        self.keys: dict[tuple[bytes, str], int] = {}
        self.number = 0
        self.closed = False
        self._batches: deque[Batch] = deque(maxlen=KEPT_BATCHES)
        self._feeds = (Feed(self.log, FULL), Feed(self.log, SOUND))
        self._unkept = unkept_since(self.log)
        self.recall()

    # what is written

    def write(self, drafts: Iterable[Draft]) -> list[Frame]:
        """Append event frames and tell everybody. Acknowledge only what came back from here."""
        with self.lock:
            if self.closed:
                raise LessonOver
            frames = self.log.append(list(drafts))
        self.spread(frames)
        return frames

    def spread(self, frames: list[Frame]) -> None:
        self._remember_keys(frames)
        self.lines.append(Said(frames[-1].seq, texts(frames, self.names)))
        self.wake()

    def write_once(self, draft: Draft, key: str) -> int:
        """Append unless this author sent the same key before. Returns the frame's position either way."""
        known = self.keys.get((draft.author, key))
        return known if known is not None else self.write([draft])[0].seq

    def feed(self, member: Member, data: bytes) -> None:
        """A recorder's slice: onto the log, and out to those who are live. Raises BadMedia."""
        with self.lock:
            if self.closed:
                return
            frames = self.publishing[member].feed(data)
        if not frames:
            return
        full, sound = (feed.encode(frames) for feed in self._feeds)
        if full or sound:
            self.number += 1
            self._batches.append(Batch(self.number, full, sound))
            self.wake()

    def batches_after(self, number: int) -> list[Batch]:
        return [batch for batch in self._batches if batch.number > number]

    # who is here

    def came(self, member: Member) -> None:
        self.names.learn(member.id.bytes, member.name)
        if member.taking_part and not self._elsewhere(member):
            self.write([self._presence(member, Presence.CAME)])

    def went(self, member: Member) -> None:
        self.stop_publishing(member)
        self.members.discard(member)
        if member.taking_part and not self.closed and not self._elsewhere(member):
            self.write([self._presence(member, Presence.WENT)])

    def moved(self, member: Member) -> None:
        """Somebody goes to another place without leaving: from the room to home, or to watch again."""
        if member.taking_part and not self._elsewhere(member):
            self.write([self._presence(member, Presence.WENT)])

    def _elsewhere(self, member: Member) -> bool:
        """Whether the same person takes part on another page, at the same place."""
        return any(
            other.id == member.id and other.place == member.place and other is not member for other in self.members
        )

    def _presence(self, member: Member, kind: Presence) -> Draft:
        payload = pack({"place": member.place, "role": member.role, "name": member.name})
        return Draft(track=Track.PRESENCE, kind=kind, payload=payload, author=member.id.bytes)

    def here(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Who is here, for the class; and only how many, for the projector. The teacher is not counted."""
        places: dict[str, dict[UUID, Member]] = {"room": {}, "home": {}}
        for member in self.members:
            if member.taking_part and member.role == "pupil":
                places[member.place][member.id] = member
        count = {place: len(people) for place, people in places.items()}
        people = {
            place: sorted((m.card for m in who.values()), key=lambda card: card["name"])
            for place, who in places.items()
        }
        return {"kind": "here", **people, "count": count}, {"kind": "here", "count": count}

    # the teacher's line

    def publish(self, member: Member) -> None:
        """This page now gives sound and picture; whoever did so before stops."""
        for other in list(self.publishing):
            self.stop_publishing(other)
            if other is not member:
                other.tell(kind="refused", why="taken", what="publish")
        self.publishing[member] = Ingest(self.log, member.id.bytes)
        self.tell_all(kind="gap", **{"from": None, "to": seconds(self.log.now())})

    def stop_publishing(self, member: Member) -> None:
        ingest = self.publishing.pop(member, None)
        if ingest is None:
            return
        with self.lock:
            if not self.closed:
                ingest.close()
        if not self.publishing:
            self.tell_all(kind="gap", **{"from": seconds(self.log.now()), "to": None})

    # what is kept

    @property
    def kept_until(self) -> int:
        """Nobody may go back into what is not kept: media up to here may be replayed, in µs."""
        return FOREVER if self._unkept is None else self._unkept

    def keeping_changed(self, frames: list[Frame]) -> None:
        """Keeping was paused or resumed. After a pause what it held is gone from memory too; open pages keep what they saw."""
        with self.lock:
            self._unkept = unkept_since(self.log)
            self.recall()
        before = len(self.lines) - len(frames)
        for member in self.members:
            member.seen = before
        self.wake()

    def cut_out(self, erasure: Erasure) -> None:
        """Called from any thread: what was cut is gone from memory too, and from open pages."""
        self.loop.call_soon_threadsafe(self._forget, erasure)

    def _forget(self, erasure: Erasure) -> None:
        with self.lock:
            self.recall()
        self._batches.clear()
        for member in self.members:
            member.seen = len(self.lines)
            if member.live:
                member.jump(None)
        self.tell_all(kind="gone", piece=[seconds(at) for at in erasure.piece] if erasure.piece else None, reload=True)

    def recall(self) -> None:
        """Build the messages of everything that happened so far, one a frame."""
        frames = self.log.events()
        self.keys.clear()
        self._remember_keys(frames)
        self.lines = [Said(frame.seq, texts([frame], self.names)) for frame in frames]

    def _remember_keys(self, frames: list[Frame]) -> None:
        for frame in frames:
            if frame.track in (Track.CHAT, Track.HAND, Track.SLIDE):
                key = unpack(frame.payload).get("key")
                if key:
                    self.keys[frame.author, key] = frame.seq

    # everybody

    def tell_all(self, **message: Any) -> None:
        for member in self.members:
            member.tell(**message)

    def wake(self) -> None:
        for member in self.members:
            member.go.set()

    def person(self, id: UUID) -> list[Member]:
        return [member for member in self.members if member.id == id]

    def stop(self) -> None:
        """Called from any thread when the lesson is over; whoever tends the session tells the pages and closes the log."""
        self.closed = True
