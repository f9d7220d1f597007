"""A segment: one file of frames, and what is known of it without reading it again.

At most a minute or 8 MiB. A sealed segment has its index beside it, so that opening a long lesson reads no media.
"""

import json
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tandem.engines.timeline.frame import MEDIA, Frame, TimelineError, parse

MAGIC = b"TNDM"
VERSION = 1
HEAD = struct.Struct("<4sH16sQ2x")
SPAN_GAP = 1_000_000
"""µs without a frame after which a track is said to have a gap."""
KEY_EVERY = 900_000
"""µs between two entries of the key index on one track."""


@dataclass
class Segment:
    """`keys`: (track, time, offset, seq); `spans`: per track [from, to] in µs; `events`: offsets of non-media frames."""

    path: Path
    first_seq: int
    size: int = HEAD.size
    last_seq: int = -1
    first_time: int = 0
    last_time: int = 0
    frames: int = 0
    keys: list[tuple[int, int, int, int]] = field(default_factory=list)
    spans: dict[int, list[list[int]]] = field(default_factory=dict)
    events: list[int] = field(default_factory=list)
    _last_key: dict[int, int] = field(default_factory=dict)

    def note(self, frame: Frame, offset: int, end: int) -> None:
        """Take a frame into the index."""
        if not self.frames:
            self.first_time = self.last_time = frame.time
        self.frames += 1
        self.last_seq = max(self.last_seq, frame.seq)
        self.first_time, self.last_time = min(self.first_time, frame.time), max(self.last_time, frame.time)
        self.size = end
        if frame.track not in MEDIA:
            self.events.append(offset)
            return
        if frame.key and frame.time - self._last_key.get(frame.track, -KEY_EVERY) >= KEY_EVERY:
            self._last_key[frame.track] = frame.time
            self.keys.append((frame.track, frame.time, offset, frame.seq))
        spans = self.spans.setdefault(frame.track, [])
        if spans and 0 <= frame.time - spans[-1][1] < SPAN_GAP:
            spans[-1][1] = frame.time
        else:
            spans.append([frame.time, frame.time])

    def save_index(self) -> None:
        """Write the index beside the segment; it can always be made again from the segment."""
        known = {name: getattr(self, name) for name in _SAVED}
        draft = self.path.with_suffix(".tmp")
        draft.write_text(json.dumps(known, separators=(",", ":")))
        draft.replace(self.path.with_suffix(".idx"))


_SAVED = ("first_seq", "size", "last_seq", "first_time", "last_time", "frames", "keys", "spans", "events")


def create(path: Path, timeline: bytes, first_seq: int) -> tuple[Segment, int]:
    """A new, empty segment and its descriptor, opened for writing."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o640)
    os.write(descriptor, HEAD.pack(MAGIC, VERSION, timeline, first_seq))
    return Segment(path, first_seq), descriptor


def load(path: Path) -> Segment:
    """A sealed segment: from its index where that fits the file, otherwise by reading it all."""
    index = path.with_suffix(".idx")
    try:
        known: dict[str, Any] = json.loads(index.read_text())
        segment = Segment(path, **{name: known[name] for name in _SAVED})
        if segment.size == path.stat().st_size:
            segment.keys = [(a, b, c, d) for a, b, c, d in segment.keys]
            segment.spans = {int(track): spans for track, spans in segment.spans.items()}
            return segment
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return scan(path)


def scan(path: Path) -> Segment:
    """Read a segment frame by frame up to the first that does not match; `size` says where that is."""
    data = path.read_bytes()
    if len(data) < HEAD.size:
        return Segment(path, first_seq=-1, size=0)
    magic, version, _, first_seq = HEAD.unpack_from(data)
    if magic != MAGIC:
        return Segment(path, first_seq=-1, size=0)
    if version != VERSION:
        raise TimelineError(f"{path.name} was written in form {version}; this Tandem reads form {VERSION}")
    segment = Segment(path, first_seq)
    for frame, offset, end in walk(data):
        if frame.seq <= segment.last_seq:
            break
        segment.note(frame, offset, end)
    return segment


def walk(data: bytes) -> Iterator[tuple[Frame, int, int]]:
    """Each whole frame of a segment's bytes with where it begins and ends."""
    view, at = memoryview(data), HEAD.size
    while (found := parse(view, at)) is not None:
        frame, end = found
        yield frame, at, end
        at = end
