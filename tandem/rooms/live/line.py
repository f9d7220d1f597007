"""Frames as the browser gets them: one JSON object a frame, and only what its reader may know."""

from typing import Any
from uuid import UUID

from tandem.engines.timeline.frame import Audience, Frame, Track
from tandem.kit.ids import short
from tandem.kit.socket import dumps
from tandem.rooms.live.kinds import Chat, Control, Hand, Presence, Slide, unpack

NAMES: dict[tuple[int, int], tuple[str, str]] = {
    (Track.CHAT, Chat.LINE): ("chat", "line"),
    (Track.HAND, Hand.UP): ("hand", "up"),
    (Track.HAND, Hand.DOWN): ("hand", "down"),
    (Track.SLIDE, Slide.SHOWN): ("slide", "shown"),
    (Track.PRESENCE, Presence.CAME): ("presence", "came"),
    (Track.PRESENCE, Presence.WENT): ("presence", "went"),
    (Track.CONTROL, Control.PAUSED): ("control", "paused"),
    (Track.CONTROL, Control.RESUMED): ("control", "resumed"),
    (Track.CONTROL, Control.CLOSED): ("control", "closed"),
}
"""Everything else on the log (epochs, erasures) reaches the browser by other messages."""

READERS = ("teacher", "pupil", "projector")
NAMELESS = {Track.SLIDE, Track.CONTROL}
"""The tracks a projector sees: nothing with a name in it."""

HOUSE = bytes(16)


class Names:
    """Display names by author; filled as people come in."""

    def __init__(self, known: dict[bytes, str]) -> None:
        self._known = known

    def __getitem__(self, author: bytes) -> dict[str, str] | None:
        if author == HOUSE:
            return None
        return {"id": short(UUID(bytes=author)), "name": self._known.get(author, "")}

    def __contains__(self, author: bytes) -> bool:
        """Whether somebody took part: came in, or left a frame."""
        return author in self._known

    def learn(self, author: bytes, name: str) -> None:
        self._known[author] = name

    def unknown(self, frames: list[Frame]) -> set[bytes]:
        return {frame.author for frame in frames} - self._known.keys() - {HOUSE}


def seconds(time: int) -> float:
    return round(time / 1e6, 3)


def line(frame: Frame, names: Names) -> dict[str, Any] | None:
    """The frame in words; None for what is not told as a frame."""
    told = NAMES.get((frame.track, frame.kind))
    if told is None:
        return None
    track, kind = told
    known = {"seq": frame.seq, "t": seconds(frame.time), "track": track, "kind": kind, "by": names[frame.author]}
    return known | unpack(frame.payload)


def readable_by(frame: Frame, reader: str) -> bool:
    if reader == "projector":
        return frame.track in NAMELESS
    return frame.audience == Audience.ALL or (frame.audience == Audience.TEACHERS and reader == "teacher")


def texts(frames: list[Frame], names: Names) -> dict[str, str | None]:
    """One message per kind of reader, made once for all of them; None where there is nothing to tell."""
    lines = [(frame, told) for frame in frames if (told := line(frame, names))]
    made: dict[str, str | None] = {}
    for reader in READERS:
        mine = [
            _nameless(told) if reader == "projector" else told for frame, told in lines if readable_by(frame, reader)
        ]
        made[reader] = dumps({"kind": "frames", "frames": mine}) if mine else None
    return made


def _nameless(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"by": None}
