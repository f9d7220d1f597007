"""What a timeline is made of: frames on tracks, and their form on disk.

On disk, little-endian and without padding:

    u32 length    bytes of header and payload
    u32 crc       CRC-32 (zlib) of header and payload
    u64 seq · i64 time · u16 track · u16 kind · u8 key · u16 audience · 16 bytes author · payload

A frame whose length or CRC does not match is not a frame.
"""

import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum

NOBODY = bytes(16)
LARGEST = 4 << 20
"""Bytes of the largest payload."""

_PREFIX = struct.Struct("<II")
_HEADER = struct.Struct("<QqHHBH16s")
OVERHEAD = _PREFIX.size + _HEADER.size
"""Bytes a frame takes on disk beyond its payload."""


class Track(IntEnum):
    """Numbers above 255 are free for breakout groups and second cameras."""

    CONTROL = 0
    SOUND = 1
    PICTURE = 2
    SCREEN_SOUND = 3
    SCREEN = 4
    SLIDE = 5
    BOARD = 6
    CHAT = 7
    HAND = 8
    POLL = 9
    HANDOUT = 10
    PRESENCE = 11


PICTURES = frozenset({Track.PICTURE, Track.SCREEN})
"""The tracks that can be shown from a key frame on only."""
MEDIA = PICTURES | {Track.SOUND, Track.SCREEN_SOUND}


class Control(IntEnum):
    """The engine's own kinds on the CONTROL track; its users take numbers from 64 on."""

    EPOCH = 1
    EPOCH_END = 2
    ERASED = 3


class Audience(IntEnum):
    ALL = 0
    TEACHERS = 1


class TimelineError(Exception):
    """Something the caller can tell a person about a timeline."""


class Damaged(TimelineError):
    """Bytes that were safe on the disk do not match their checksum any more."""


class Busy(TimelineError):
    """Another writer holds this timeline."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame before it is written. `time` in µs since the timeline began; None is now. `author`: 16 bytes."""

    track: int
    kind: int
    payload: bytes
    key: bool = False
    author: bytes = NOBODY
    audience: int = Audience.ALL
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it was written. `seq` counts from 0, is never reused, and has holes where something was erased."""

    seq: int
    time: int
    track: int
    kind: int
    key: bool
    author: bytes
    audience: int
    payload: bytes

    def pack(self) -> bytes:
        """Its form on disk. Raises TimelineError when a number or the payload is too large for it."""
        if len(self.payload) > LARGEST or len(self.author) != len(NOBODY):
            raise TimelineError(f"a frame has an author of 16 bytes and a payload of {LARGEST} at most")
        try:
            head = _HEADER.pack(self.seq, self.time, self.track, self.kind, self.key, self.audience, self.author)
        except struct.error as error:
            raise TimelineError(f"a frame's numbers do not fit: {error}") from error
        crc = zlib.crc32(self.payload, zlib.crc32(head))
        return b"".join((_PREFIX.pack(len(head) + len(self.payload), crc), head, self.payload))


def parse(data: bytes | memoryview, at: int) -> tuple[Frame, int] | None:
    """The frame at `at` and where the next one begins; None when there is no whole, matching frame."""
    body = at + _PREFIX.size
    if body > len(data):
        return None
    length, crc = _PREFIX.unpack_from(data, at)
    end = body + length
    if not _HEADER.size <= length <= LARGEST + _HEADER.size or end > len(data) or zlib.crc32(data[body:end]) != crc:
        return None
    seq, time, track, kind, key, audience, author = _HEADER.unpack_from(data, body)
    return Frame(seq, time, track, kind, bool(key), author, audience, bytes(data[body + _HEADER.size : end])), end


def needed(data: bytes | memoryview, at: int) -> int:
    """Bytes the frame at `at` takes, prefix included, as far as its prefix says; the prefix alone when it is cut off."""
    if at + _PREFIX.size > len(data):
        return _PREFIX.size
    return _PREFIX.size + min(int(_PREFIX.unpack_from(data, at)[0]), LARGEST + _HEADER.size)
