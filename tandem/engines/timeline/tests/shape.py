"""WebM by hand, for what no recorder sends."""

from collections.abc import Iterable

from tandem.engines.timeline import webm


def element(id: int, *parts: bytes, size: int | None = None) -> bytes:
    """An element; `size` lies about its length."""
    data = b"".join(parts)
    length = len(data) if size is None else size
    return id.to_bytes((id.bit_length() + 7) // 8, "big") + (length | 1 << 56).to_bytes(8, "big") + data


def number(id: int, value: int) -> bytes:
    return element(id, value.to_bytes(8, "big"))


EBML = element(webm.EBML, element(0x4282, b"webm"))
UNKNOWN = b"\x01" + b"\xff" * 7
SEGMENT = webm.SEGMENT.to_bytes(4, "big") + UNKNOWN
CLUSTER = webm.CLUSTER.to_bytes(4, "big") + UNKNOWN


def track(id: int, kind: int, codec: bytes, *more: bytes) -> bytes:
    return element(webm.ENTRY, number(webm.NUMBER, id), number(webm.KIND, kind), element(webm.CODEC, codec), *more)


PICTURE = track(1, 1, b"V_VP8", element(webm.VIDEO, number(webm.WIDTH, 640), number(webm.HEIGHT, 360)))
SOUND = track(2, 2, b"A_OPUS", element(webm.PRIVATE, b"OpusHead"))


def block(track: int, time: int, data: bytes, flags: int = 0x80) -> bytes:
    return element(
        webm.SIMPLE_BLOCK, bytes([0x80 | track]) + time.to_bytes(2, "big", signed=True), bytes([flags]), data
    )


def recording(*parts: bytes, tracks: Iterable[bytes] = (PICTURE, SOUND)) -> bytes:
    """A header, one cluster at 0 and what is in it."""
    return EBML + SEGMENT + element(webm.TRACKS, *tracks) + CLUSTER + number(webm.TIMESTAMP, 0) + b"".join(parts)
