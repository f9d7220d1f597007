"""A segment: one file of frames, and what is known of it without reading it again.

At most a minute or 8 MiB. A sealed segment has its index beside it, so that opening a long lesson reads no media.

    NNNNNNNN.seg   "TNDM" · u16 version · 16 bytes timeline · u64 first seq · 2 zero bytes (little-endian), then frames
    NNNNNNNN.idx   CRC-32 of the rest as 8 hexadecimal digits · newline · JSON of `_SAVED`

An index that is missing, torn, or of another size than its segment is made again from the segment.
"""

import errno
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tandem.engines.timeline.frame import MEDIA, Damaged, Frame, TimelineError, needed, parse

MAGIC = b"TNDM"
VERSION = 1
HEAD = struct.Struct("<4sH16sQ2x")
SPAN_GAP = 1_000_000
"""µs without a frame after which a track is said to have a gap."""
KEY_EVERY = 900_000
"""µs between two entries of the key index on one track."""
_FIRST_LOOK = 512
"""Bytes that hold nearly every event frame."""


@dataclass
class Segment:
    """`keys`: (track, time, offset, seq); `spans`: per track [from, to] in µs; `events`: offsets of non-media frames;
    `authors`: whose frames are in it, so that erasing one reads nothing else."""

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
    authors: set[bytes] = field(default_factory=set)
    _last_key: dict[int, int] = field(default_factory=dict)

    def note(self, frame: Frame, offset: int, end: int) -> None:
        """Take a frame into the index."""
        if not self.frames:
            self.first_time = self.last_time = frame.time
        self.frames += 1
        self.last_seq = frame.seq
        self.first_time, self.last_time = min(self.first_time, frame.time), max(self.last_time, frame.time)
        self.size = end
        self.authors.add(frame.author)
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

    def read_events(self) -> list[Frame]:
        """The frames that are neither sound nor picture, read at their offsets. Raises Damaged."""
        found = []
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            for offset in self.events:
                data = os.pread(descriptor, _FIRST_LOOK, offset)
                if (length := needed(data, 0)) > len(data):
                    data = os.pread(descriptor, length, offset)
                parsed = parse(data, 0)
                if parsed is None:
                    raise Damaged(f"{self.path.name} is damaged at byte {offset}")
                found.append(parsed[0])
        finally:
            os.close(descriptor)
        return found

    def save_index(self) -> None:
        """Write the index beside the segment. It need not be synced: it can always be made again from the segment."""
        known = {name: getattr(self, name) for name in _SAVED}
        known["authors"] = sorted(author.hex() for author in self.authors)
        body = json.dumps(known, separators=(",", ":")).encode()
        draft = self.path.with_suffix(".tmp")
        draft.write_bytes(b"%08x\n" % zlib.crc32(body) + body)
        draft.replace(self.path.with_suffix(".idx"))


_SAVED = ("first_seq", "size", "last_seq", "first_time", "last_time", "frames", "keys", "spans", "events", "authors")


def create(path: Path, timeline: bytes, first_seq: int) -> tuple[Segment, int]:
    """A new, empty segment and its descriptor, opened for writing. Raises OSError; then there is no file."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o640)
    try:
        if os.write(descriptor, HEAD.pack(MAGIC, VERSION, timeline, first_seq)) != HEAD.size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        os.close(descriptor)
        path.unlink()
        raise
    return Segment(path, first_seq), descriptor


def load(path: Path, timeline: bytes, *, save: bool) -> Segment:
    """A sealed segment: from its index where that fits the file, otherwise by reading it all (and `save` the index).

    It was synced before another one followed it, so a frame that does not match is damage: raises Damaged.
    """
    with path.open("rb") as file:
        first_seq = _first_seq(path, file.read(HEAD.size), timeline)
    size = path.stat().st_size
    segment = _by_index(path)
    if segment is not None and (segment.first_seq, segment.size) == (first_seq, size):
        return segment
    segment = scan(path, timeline)
    if segment.size != size:
        raise Damaged(f"{path.name} is damaged at byte {segment.size}")
    if save:
        segment.save_index()
    return segment


def _by_index(path: Path) -> Segment | None:
    try:
        crc, body = path.with_suffix(".idx").read_bytes().split(b"\n", 1)
        if int(crc, 16) != zlib.crc32(body):
            return None
    except (OSError, ValueError):
        return None
    known: dict[str, Any] = json.loads(body)
    if known.keys() != set(_SAVED):
        return None
    segment = Segment(path, **known)
    segment.keys = [(track, time, offset, seq) for track, time, offset, seq in known["keys"]]
    segment.spans = {int(track): spans for track, spans in known["spans"].items()}
    segment.authors = {bytes.fromhex(author) for author in known["authors"]}
    return segment


def was_begun(path: Path) -> bool:
    """Whether the file has its head. A crash may leave it shorter, or all zeros; nothing in it was safe then."""
    with path.open("rb") as file:
        head = file.read(HEAD.size)
    return len(head) == HEAD.size and any(head)


def scan(path: Path, timeline: bytes) -> Segment:
    """Read a segment frame by frame up to the first that does not match; `size` says where that is.

    Raises TimelineError for a version it does not know, Damaged for the head of something else.
    """
    data = path.read_bytes()
    segment = Segment(path, _first_seq(path, data, timeline))
    for frame, offset, end in walk(data):
        if frame.seq <= segment.last_seq:
            break
        segment.note(frame, offset, end)
    return segment


def _first_seq(path: Path, data: bytes, timeline: bytes) -> int:
    if len(data) < HEAD.size:
        raise Damaged(f"{path.name} has lost its head")
    magic, version, owner, first_seq = HEAD.unpack_from(data)
    if magic == MAGIC and version != VERSION:
        raise TimelineError(f"{path.name} was written in form {version}; this Tandem reads form {VERSION}")
    if magic != MAGIC or owner != timeline:
        raise Damaged(f"{path.name} is no segment of this timeline")
    return int(first_seq)


def walk(data: bytes) -> Iterator[tuple[Frame, int, int]]:
    """Each whole frame of a segment's bytes with where it begins and ends."""
    view, at = memoryview(data), HEAD.size
    while (found := parse(view, at)) is not None:
        frame, end = found
        yield frame, at, end
        at = end
