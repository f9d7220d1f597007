"""Reads WebM as a browser's recorder sends it, in slices, and writes WebM as Media Source Extensions take it.

Matroska elements by their EBML identifiers (RFC 8794, RFC 9559). Everything that is read comes from outside: sizes are
bounded, nothing recurses, and whatever does not fit raises BadMedia and nothing else.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tandem.engines.timeline.frame import TimelineError

EBML, SEGMENT, INFO, TRACKS, CLUSTER, CUES, TAGS = (
    0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B, 0x1254C367,
)  # fmt: skip
SEEK_HEAD, VOID, CRC = 0x114D9B74, 0xEC, 0xBF
SCALE, TIMESTAMP, SIMPLE_BLOCK, GROUP, BLOCK, REFERENCE = 0x2AD7B1, 0xE7, 0xA3, 0xA0, 0xA1, 0xFB
ENTRY, NUMBER, UID, KIND, CODEC, PRIVATE, VIDEO, AUDIO = 0xAE, 0xD7, 0x73C5, 0x83, 0x86, 0x63A2, 0xE0, 0xE1
WIDTH, HEIGHT, RATE, CHANNELS, DELAY, PREROLL, DURATION = 0xB0, 0xBA, 0xB5, 0x9F, 0x56AA, 0x56BB, 0x23E383
_MASTERS = {SEGMENT, CLUSTER}

LARGEST_ELEMENT = 2 << 20
LARGEST_HEADER = 256 << 10
"""Bytes. A reader holds one element at most, so these bound its memory."""
LARGEST_SIDE = 16_384
"""Pixels: what a video codec's level allows, and more than any camera gives."""
FASTEST_RATE = 384_000.0
"""Hz"""
CODECS = {
    "V_VP8": "vp8", "V_VP9": "vp9", "V_AV1": "av01", "V_MPEG4/ISO/AVC": "avc1", "V_MPEGH/ISO/HEVC": "hev1",
    "A_OPUS": "opus",
}  # fmt: skip


class BadMedia(TimelineError):
    """These bytes are not a recording this house can keep."""


@dataclass(frozen=True, slots=True)
class TrackInfo:
    """`kind` is sound or picture; `private` is the codec's own setup; 0 where a field is not said."""

    number: int
    kind: str
    codec: str
    private: bytes = b""
    width: int = 0
    height: int = 0
    rate: float = 0.0
    channels: int = 0

    @property
    def mime_codec(self) -> str:
        """The codec as `MediaSource.isTypeSupported` wants it (RFC 6381)."""
        name = CODECS.get(self.codec, self.codec)
        if name == "vp9":
            return "vp09.00.10.08"
        if name == "avc1" and len(self.private) >= 4:
            return f"avc1.{self.private[1:4].hex()}"
        if name == "av01":
            return "av01.0.05M.08"
        return name


@dataclass(frozen=True, slots=True)
class Header:
    """What a recorder says first: one track of sound, one of pictures, or both."""

    tracks: tuple[TrackInfo, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One coded frame; `time` in µs of the recorder's clock."""

    track: int
    time: int
    key: bool
    data: bytes


def _id(data: bytes | bytearray | memoryview, at: int) -> tuple[int, int] | None:
    """An element's identifier and where it ends; None when there are not enough bytes yet."""
    if at >= len(data):
        return None
    first = data[at]
    size = 9 - first.bit_length()
    if first == 0 or size > 4:
        raise BadMedia("not an element's identifier")
    if at + size > len(data):
        return None
    return int.from_bytes(data[at : at + size], "big"), at + size


def _size(data: bytes | bytearray | memoryview, at: int) -> tuple[int, int] | None:
    """An element's size (-1: unknown) and where it ends; None when there are not enough bytes yet."""
    if at >= len(data):
        return None
    first = data[at]
    if first == 0:
        raise BadMedia("not an element's size")
    size = 9 - first.bit_length()
    if at + size > len(data):
        return None
    value = int.from_bytes(data[at : at + size], "big") & ((1 << 7 * size) - 1)
    return (-1 if value == (1 << 7 * size) - 1 else value), at + size


def _children(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The elements directly within a whole one."""
    at = 0
    while at < len(data):
        head = _id(data, at)
        size = _size(data, head[1]) if head else None
        if head is None or size is None or size[0] < 0 or size[1] + size[0] > len(data):
            raise BadMedia("an element is cut short")
        yield head[0], data[size[1] : size[1] + size[0]]
        at = size[1] + size[0]


def _uint(data: memoryview) -> int:
    if len(data) > 8:
        raise BadMedia("a number is too long")
    return int.from_bytes(data, "big")


def _float(data: memoryview) -> float:
    """RFC 8794 §7.3: nothing, four or eight bytes."""
    if not data:
        return 0.0
    if len(data) == 4:
        return float(struct.unpack(">f", data)[0])
    if len(data) == 8:
        return float(struct.unpack(">d", data)[0])
    raise BadMedia("not a floating point number")


class Reader:
    """`feed` bytes as they come; get the header once and blocks as they are whole.

    It makes no difference where the bytes are split. Memory: one element (LARGEST_ELEMENT) and what was fed.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._header: Header | None = None
        self._scale = 1_000_000
        self._cluster: int | None = None
        self._seen_ebml = False
        self._bad: BadMedia | None = None

    def feed(self, data: bytes) -> Iterator[Header | Block]:
        """Everything that is whole now; to be read to its end before more is fed.

        Raises BadMedia, behind what was good, for anything that is no WebM of the codecs this house keeps; and so
        ever after.
        """
        if self._bad is not None:
            raise BadMedia(*self._bad.args)
        self._rest += data
        try:
            yield from self._parts()
        except BadMedia as bad:
            self._bad = bad
            self._rest.clear()
            raise

    def _parts(self) -> Iterator[Header | Block]:
        at = 0
        while True:
            head = _id(self._rest, at)
            size = _size(self._rest, head[1]) if head else None
            if head is None or size is None:
                break
            element, length, body = head[0], size[0], size[1]
            if not self._seen_ebml and element != EBML:
                raise BadMedia("a recording begins with an EBML header")
            if element in _MASTERS:
                self._enter(element)
                at = body
                continue
            if length < 0 or length > self._limit(element):
                raise BadMedia("an element is larger than a recorder sends")
            if body + length > len(self._rest):
                break
            part = self._take(element, memoryview(bytes(self._rest[body : body + length])))
            at = body + length
            if part is not None:
                yield part
        del self._rest[:at]

    @staticmethod
    def _limit(element: int) -> int:
        return LARGEST_HEADER if element in (EBML, INFO, TRACKS) else LARGEST_ELEMENT

    def _enter(self, element: int) -> None:
        if element == CLUSTER:
            if self._header is None:
                raise BadMedia("media before its tracks")
            self._cluster = None

    def _take(self, element: int, data: memoryview) -> Header | Block | None:
        if element == EBML:
            self._begin(data)
        elif element == INFO:
            self._clock(data)
        elif element == TRACKS:
            return self._tracks(data)
        elif element == TIMESTAMP:
            self._cluster = _uint(data)
        elif element == SIMPLE_BLOCK:
            return self._block(data, key=None)
        elif element == GROUP:
            return self._group(data)
        return None

    def _clock(self, data: memoryview) -> None:
        """RFC 9559 §5.1.2.9 TimestampScale: nanoseconds of one unit of time."""
        self._scale = next((_uint(value) for child, value in _children(data) if child == SCALE), 1_000_000)
        if not 1_000 <= self._scale <= 1_000_000_000:
            raise BadMedia("an unusual clock")

    def _tracks(self, data: memoryview) -> Header | None:
        """RFC 9559 §5.1.4: Tracks may be repeated, but only the same ones."""
        header = Header(_tracks(data))
        if self._header is None:
            self._header = header
            return header
        if header != self._header:
            raise BadMedia("other tracks in the middle of a recording")
        return None

    def _begin(self, data: memoryview) -> None:
        if self._seen_ebml:
            raise BadMedia("a second recording within the first")
        doctype = next((bytes(value) for child, value in _children(data) if child == 0x4282), b"")
        if doctype.rstrip(b"\0") not in (b"webm", b"matroska"):
            raise BadMedia("not WebM")
        self._seen_ebml = True

    def _group(self, data: memoryview) -> Block | None:
        block, key = None, True
        for child, value in _children(data):
            if child == BLOCK:
                block = value
            elif child == REFERENCE:
                key = False
        return None if block is None else self._block(block, key=key)

    def _block(self, data: memoryview, key: bool | None) -> Block:
        """RFC 9559 §10: track, 16-bit time relative to the cluster, flags, one frame (lacing is refused)."""
        number = _size(data, 0)
        if number is None or len(data) < number[1] + 4:
            raise BadMedia("a block is cut short")
        at = number[1]
        if self._header is None or self._cluster is None:
            raise BadMedia("a block outside a cluster")
        info = next((one for one in self._header.tracks if one.number == number[0]), None)
        if info is None:
            raise BadMedia("a block of an unknown track")
        relative = struct.unpack_from(">h", data, at)[0]
        flags = data[at + 2]
        if flags & 0x06:
            raise BadMedia("laced frames")
        time = (self._cluster + relative) * self._scale // 1000
        if not 0 <= time < 1 << 50:
            raise BadMedia("a time outside of any lesson")
        if key is None:
            key = bool(flags & 0x80)
        return Block(number[0], time, key or info.kind == "sound", bytes(data[at + 3 :]))


def _tracks(data: memoryview) -> tuple[TrackInfo, ...]:
    found = tuple(_track(value) for child, value in _children(data) if child == ENTRY)
    if not found:
        raise BadMedia("a recording without tracks")
    if len({one.number for one in found}) != len(found) or len({one.kind for one in found}) != len(found):
        raise BadMedia("two tracks of one number or one kind")
    return found


def _track(data: memoryview) -> TrackInfo:
    fields = dict(_children(data))
    codec = bytes(fields.get(CODEC, b"")).rstrip(b"\0").decode("ascii", "replace")
    kind = {1: "picture", 2: "sound"}.get(_uint(fields.get(KIND, memoryview(b""))))
    if kind is None or codec not in CODECS or codec.startswith("V") != (kind == "picture"):
        raise BadMedia(f"a track this house does not keep: {codec[:20]}")
    video = dict(_children(fields[VIDEO])) if VIDEO in fields else {}
    audio = dict(_children(fields[AUDIO])) if AUDIO in fields else {}
    number = _uint(fields.get(NUMBER, memoryview(b"")))
    if not 1 <= number <= 126:
        raise BadMedia("a track's number")
    found = TrackInfo(
        number=number,
        kind=kind,
        codec=codec,
        private=bytes(fields.get(PRIVATE, b"")),
        width=_uint(video.get(WIDTH, memoryview(b""))),
        height=_uint(video.get(HEIGHT, memoryview(b""))),
        rate=_float(audio.get(RATE, memoryview(b""))),
        channels=_uint(audio.get(CHANNELS, memoryview(b""))),
    )
    if max(found.width, found.height) > LARGEST_SIDE or not 0 <= found.rate <= FASTEST_RATE or found.channels > 255:
        raise BadMedia("a picture or a sound of an impossible size")
    return found


# writing


def _element(id: int, *parts: bytes) -> bytes:
    data = b"".join(parts)
    size = len(data)
    width = next(n for n in range(1, 9) if size < (1 << 7 * n) - 1)
    return id.to_bytes((id.bit_length() + 7) // 8, "big") + (size | 1 << 7 * width).to_bytes(width, "big") + data


def _number(id: int, value: int) -> bytes:
    return _element(id, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def init_segment(tracks: Iterable[TrackInfo]) -> bytes:
    """What MSE wants first: EBML header, a segment of unknown size, info, tracks. Times are in milliseconds."""
    ebml = _element(
        EBML,
        *(_number(name, value) for name, value in ((0x4286, 1), (0x42F7, 1), (0x42F2, 4), (0x42F3, 8))),
        _element(0x4282, b"webm"), _number(0x4287, 4), _number(0x4285, 2),
    )  # fmt: skip
    info = _element(INFO, _number(SCALE, 1_000_000), _element(0x4D80, b"Tandem"), _element(0x5741, b"Tandem"))
    segment = SEGMENT.to_bytes(4, "big") + b"\x01" + b"\xff" * 7
    return ebml + segment + info + _element(TRACKS, *(_entry(one) for one in tracks))


def _entry(one: TrackInfo) -> bytes:
    parts = [
        _number(NUMBER, one.number), _number(UID, one.number),
        _number(KIND, 1 if one.kind == "picture" else 2), _element(CODEC, one.codec.encode()),
    ]  # fmt: skip
    if one.private:
        parts.append(_element(PRIVATE, one.private))
    if one.kind == "picture":
        parts.append(_element(VIDEO, _number(WIDTH, one.width or 640), _number(HEIGHT, one.height or 360)))
    else:
        rate = _element(RATE, struct.pack(">d", one.rate or 48_000.0))
        parts.append(_element(AUDIO, rate, _number(CHANNELS, one.channels or 1)))
    return _element(ENTRY, *parts)


def cluster(blocks: Iterable[Block]) -> bytes:
    """Clusters of these blocks, whose times are µs of the timeline. A new cluster where the time leaves ±30 s."""
    out: list[bytes] = []
    parts: list[bytes] = []
    base = 0
    for block in blocks:
        millis = block.time // 1000
        if not parts or not -30_000 < millis - base < 30_000:
            if parts:
                out.append(_element(CLUSTER, *parts))
            base, parts = millis, [_number(TIMESTAMP, millis)]
        head = bytes((0x80 | block.track,)) + struct.pack(">hB", millis - base, 0x80 if block.key else 0)
        parts.append(_element(SIMPLE_BLOCK, head, block.data))
    if parts:
        out.append(_element(CLUSTER, *parts))
    return b"".join(out)


def mime(tracks: Iterable[TrackInfo], container: str = "webm") -> str:
    """The type of a stream of these tracks, with its codecs (RFC 6381)."""
    infos = list(tracks)
    kind = "video" if any(one.kind == "picture" for one in infos) else "audio"
    return f'{kind}/{container};codecs="{",".join(one.mime_codec for one in infos)}"'
