"""What a timeline is made of: frames on tracks, and their form on disk.

On disk a frame is its length and CRC-32 (two little-endian u32), a fixed header, and its payload. The length counts header and
payload; the CRC covers both. A frame that does not match is not a frame.
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


MEDIA = frozenset({Track.SOUND, Track.PICTURE, Track.SCREEN_SOUND, Track.SCREEN})


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
    """Bytes that were sealed do not match their checksum any more."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame before it is written. `time` in µs since the timeline began; None is now."""

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
        head = _HEADER.pack(self.seq, self.time, self.track, self.kind, self.key, self.audience, self.author)
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
