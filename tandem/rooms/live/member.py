"""Somebody in a lesson: one open page, with a place, a level and a cursor."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tandem.engines.timeline.frame import Track
from tandem.engines.timeline.media import Feed, Piece
from tandem.kit.ids import short
from tandem.kit.socket import Socket, dumps

if TYPE_CHECKING:
    from tandem.rooms.live.session import Session

LEVELS = ("full", "slides", "sound", "none")
FULL = frozenset({Track.SOUND, Track.PICTURE})
SOUND = frozenset({Track.SOUND})
BEHIND = 30
"""Batches a viewer may lag (3 s) before it jumps forward to the present."""
SLIPS = 3
"""Jumps within half a minute after which the picture is left out."""


@dataclass(eq=False)
class Member:
    socket: Socket
    session: "Session"
    id: UUID
    name: str
    role: str
    """teacher or pupil"""
    away: bool = False
    place: str = ""
    level: str = "full"
    live: bool = True
    seen: int = 0
    """How many event messages of the session this page has been sent."""
    number: int = 0
    """The last batch of live media this page was sent."""
    want: int = 0
    """Replay: media is sent up to this time, µs."""
    texts: deque[str] = field(default_factory=deque)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    slips: deque[float] = field(default_factory=deque)
    feed: Feed | None = None
    cursor: Any = None
    leaving: bool = False
    from_home: bool = False
    language: str = "en"

    @property
    def reader(self) -> str:
        return "projector" if self.place == "projector" else self.role

    @property
    def card(self) -> dict[str, str]:
        return {"id": short(self.id), "name": self.name}

    @property
    def tracks(self) -> frozenset[Track]:
        return FULL if self.level == "full" else SOUND

    @property
    def taking_part(self) -> bool:
        """Counted as here: in the room or from home; not a projector, not somebody who watches again."""
        return self.place in {"room", "home"}

    def tell(self, **message: Any) -> None:
        self.texts.append(dumps(message))
        self.go.set()

    def mark(self, number: int) -> None:
        """Everything after this message comes from the new place: what was under way for the old one is thrown away."""
        self.tell(kind="mark", n=number)

    def know(self, after: int) -> None:
        """This page has everything up to frame `after`."""
        lines = self.session.lines
        self.seen = next((n for n, said in enumerate(lines) if said.seq > after), len(lines))

    def jump(self, at: int | None) -> None:
        """Move the cursor: to a moment in µs, or to live."""
        self.live = at is None
        self.cursor = self.feed = None
        self.number = -1
        if at is not None:
            self.cursor = self.session.log.cursor(at, self.tracks | {Track.CONTROL})
            self.feed = Feed(self.session.log, self.tracks)
        self.go.set()

    def change_level(self, level: str) -> None:
        self.level = level
        if self.live:
            self.jump(None)
        self.go.set()

    async def deliver(self) -> None:
        """Send what there is, then wait for more; runs for as long as the page is open."""
        while True:
            await self.go.wait()
            self.go.clear()
            while await self._step():
                pass
            if self.leaving:
                await self.socket.close(1000)
                return

    async def _step(self) -> bool:
        """Send one round; True when there may be more at once."""
        while self.texts:
            await self.socket.send_text(self.texts.popleft())
        await self._send_events()
        if not self.place or self.level == "none":
            return bool(self.texts)
        return await (self._send_live() if self.live else self._send_earlier())

    async def _send_events(self) -> None:
        lines = self.session.lines
        while self.place and self.seen < len(lines):
            text = lines[self.seen].texts[self.reader]
            self.seen += 1
            if text:
                await self.socket.send_text(text)

    async def _send_live(self) -> bool:
        session = self.session
        if self.number < 0 or session.number - self.number > BEHIND:
            if self.number >= 0:
                self._slipped()
            await self._catch_up()
            return True
        pending = session.batches_after(self.number)
        for batch in pending:
            self.number = batch.number
            await self._send_pieces(batch.full if self.level == "full" else batch.sound)
            if session.number - self.number > BEHIND:
                return True
        return bool(pending)

    async def _catch_up(self) -> None:
        """From the last key frame to this moment, then on with the batches everybody shares."""
        session = self.session
        self.number = session.number
        feed = Feed(session.log, self.tracks)
        if session.publishing:
            with session.lock:
                frames = session.log.cursor(None, self.tracks | {Track.CONTROL}).read(max_bytes=4_000_000)
            await self._send_feed(feed, frames)

    async def _send_earlier(self) -> bool:
        """Up to where the page wants it; at the end of what there is, wait."""
        assert self.feed is not None
        with self.session.lock:
            if self.session.closed:
                return False  # its files may be gone; the page is told in a moment
            frames = self.cursor.read(max_bytes=262_144, until=min(self.want, self.session.kept_until))
        await self._send_feed(self.feed, frames)
        return bool(frames)

    async def _send_feed(self, feed: Feed, frames: list[Any]) -> None:
        await self._send_pieces(feed.encode(frames))

    async def _send_pieces(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.begins_epoch:
                await self._announce(piece.epoch, piece.mime)
            await self.socket.send_bytes(piece.data)

    async def _announce(self, epoch: int, mime: str) -> None:
        await self.socket.send_text(dumps({"kind": "media", "epoch": epoch, "mime": mime}))

    def _slipped(self) -> None:
        """The line is too narrow: after three jumps in half a minute the picture is left out."""
        now = time.monotonic()
        self.slips.append(now)
        while self.slips and now - self.slips[0] > 30:
            self.slips.popleft()
        if len(self.slips) >= SLIPS and self.level == "full":
            self.slips.clear()
            self.level = "slides"
            self.tell(kind="level", level=self.level, why="line")
