"""WebM as a browser's recorder writes it: segment and clusters of unknown size, one SimpleBlock a frame.

Element numbers: https://www.rfc-editor.org/rfc/rfc9559 (Matroska).
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import pack

SOUND, PICTURE = 1, 2
MIME = 'video/webm;codecs="vp8,opus"'
_UNKNOWN = b"\x01" + b"\xff" * 7


@dataclass(frozen=True, slots=True)
class Block:
    """One frame of one track; `ms` since the recording began."""

    track: int
    ms: int
    key: bool
    data: bytes


def _element(number: int, body: bytes) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + pack(">Q", len(body) | 1 << 56) + body


def _number(number: int, value: int) -> bytes:
    return _element(number, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _track(number: int, kind: int, codec: bytes, rest: bytes) -> bytes:
    named = _number(0xD7, number) + _number(0x73C5, number) + _number(0x83, kind) + _element(0x86, codec)
    return _element(0xAE, named + rest)


def header(width: int, height: int, head: bytes) -> bytes:
    """The bytes before the first cluster; `head` is Opus's own header."""
    sound = _element(0xE1, _element(0xB5, pack(">d", 48_000.0)) + _number(0x9F, 1)) + _element(0x63A2, head)
    picture = _element(0xE0, _number(0xB0, width) + _number(0xBA, height))
    return (
        _element(
            0x1A45DFA3,
            _number(0x4286, 1) + _number(0x42F7, 1) + _number(0x42F2, 4) + _number(0x42F3, 8)
            + _element(0x4282, b"webm") + _number(0x4287, 4) + _number(0x4285, 2),
        )
        + bytes.fromhex("18538067") + _UNKNOWN
        + _element(0x1549A966, _number(0x2AD7B1, 1_000_000) + _element(0x4D80, b"Tandem") + _element(0x5741, b"Tandem"))
        + _element(0x1654AE6B, _track(SOUND, 2, b"A_OPUS", sound) + _track(PICTURE, 1, b"V_VP8", picture))
    )  # fmt: skip


def cluster(blocks: list[Block]) -> bytes:
    """One cluster of these blocks (ordered by time, within 30 s)."""
    base = blocks[0].ms
    body = bytes.fromhex("1F43B675") + _UNKNOWN + _number(0xE7, base)
    parts = [body]
    for block in blocks:
        flags = 0x80 if block.key else 0
        parts.append(_element(0xA3, bytes([0x80 | block.track]) + pack(">hB", block.ms - base, flags) + block.data))
    return b"".join(parts)
