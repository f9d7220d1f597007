"""Ten thousand damaged recordings, the same each time: refused in words or read, never a crash, never much memory."""

import random
import tracemalloc
from collections.abc import Callable, Iterator

from tandem.engines.timeline import webm
from tandem.engines.timeline.tests.recorder import record
from tandem.engines.timeline.tests.shape import block, element, recording
from tandem.engines.timeline.webm import LARGEST_ELEMENT, BadMedia, Block, Header, Reader

INPUTS = 10_000
LONGEST = 6_000
"""Bytes of a seed: what is refused is refused early, and a mutation has to be met."""
MASTERS = [webm.SEGMENT, webm.CLUSTER, webm.GROUP, webm.TRACKS, webm.ENTRY, webm.VIDEO, webm.EBML, webm.INFO]


def seeds() -> list[bytes]:
    by_hand = recording(*(block(1 + n % 2, n * 20, bytes([n]) * 30) for n in range(20)))
    return [record(0.6)[:LONGEST], record(0.6, picture=False)[:LONGEST], by_hand]


def flip(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    for _again in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def flip_head(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    for _again in range(chance.randint(1, 3)):
        data[chance.randrange(min(len(data), 400))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    del data[chance.randrange(len(data)) :]


def leave_out(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randint(1, 60)]


def splice(data: bytearray, chance: random.Random, all_seeds: list[bytes]) -> None:
    other = chance.choice(all_seeds)
    begin, at = chance.randrange(len(other)), chance.randrange(len(data))
    data[at : at + chance.randint(0, 200)] = other[begin : begin + chance.randint(1, 800)]


def lie(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    """Somewhere an element begins that says it is of quite another length."""
    at = chance.randrange(len(data))
    size = chance.choice([0, 1, 126, 127, 1 << 14, (1 << 20) + 1, (2 << 20) + 1, 1 << 31, (1 << 56) - 2])
    data[at:at] = element(chance.choice([*MASTERS, webm.SIMPLE_BLOCK, webm.VOID, webm.PRIVATE]), size=size)


def nest(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    """Masters in masters in masters, with true sizes or unknown ones."""
    at, inner = chance.randrange(len(data)), b""
    for _again in range(chance.randint(2, 200)):
        name = chance.choice(MASTERS)
        inner = (
            element(name, inner)
            if chance.random() < 0.5
            else name.to_bytes((name.bit_length() + 7) // 8, "big") + b"\xff" + inner
        )
    data[at:at] = inner


def grow(data: bytearray, chance: random.Random, _: list[bytes]) -> None:
    """One byte again and again: sizes, identifiers and numbers of nothing but it."""
    at = chance.randrange(len(data))
    data[at:at] = bytes([chance.choice([0x00, 0x01, 0x1A, 0x7F, 0x80, 0xA0, 0xFF])]) * chance.randint(1, 3_000)


MUTATIONS: list[Callable[[bytearray, random.Random, list[bytes]], None]] = [
    flip, flip_head, cut, leave_out, splice, lie, nest, grow,
]  # fmt: skip


def inputs(count: int) -> Iterator[bytes]:
    chance, all_seeds = random.Random("webm"), seeds()
    for number in range(count):
        data = bytearray(all_seeds[number % len(all_seeds)])
        for _ in range(chance.choice([1, 1, 1, 2, 4])):
            if data:
                MUTATIONS[chance.randrange(len(MUTATIONS))](data, chance, all_seeds)
        yield bytes(data)


def read(pieces: list[bytes]) -> tuple[list[Header | Block], str]:
    """Everything that came out, and the words at the end if it was refused. Anything but BadMedia is a crash."""
    reader, found = Reader(), []
    try:
        for piece in pieces:
            for part in reader.feed(piece):
                found.append(part)  # noqa: PERF402
    except BadMedia as bad:
        return found, str(bad)
    return found, ""


def split(data: bytes, chance: random.Random) -> list[bytes]:
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randint(1, 12)))
    return [data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]


def test_ten_thousand_damaged_recordings() -> None:
    chance = random.Random("split")
    told: dict[str, int] = {}
    whole = 0
    for data in inputs(INPUTS):
        found, words = read([data])
        assert read(split(data, chance)) == (found, words)
        whole += len(found) > 1
        told[words[:24]] = told.get(words[:24], 0) + 1
    assert whole > INPUTS // 4  # many get far enough to be worth it
    assert len(told) > 12  # and are refused for many reasons
    assert INPUTS // 20 < told[""] < INPUTS


def test_memory_is_bounded_by_one_element() -> None:
    """A recorder that never comes to an end of anything, in small slices: 40 MB in, at most one element is held."""
    parts = [
        recording(),
        element(webm.VOID, size=LARGEST_ELEMENT), bytes(LARGEST_ELEMENT),
        *(element(webm.TAGS, bytes(LARGEST_ELEMENT)) for _ in range(8)),
        *(block(1, 0, bytes(LARGEST_ELEMENT - 4)) for _ in range(8)),
        element(webm.VOID, size=LARGEST_ELEMENT), bytes(LARGEST_ELEMENT - 1),
    ]  # fmt: skip
    stream, reader, blocks = b"".join(parts), Reader(), 0
    assert len(stream) > 36 << 20
    tracemalloc.start()
    try:
        for at in range(0, len(stream), 65_536):
            blocks += sum(isinstance(part, Block) for part in reader.feed(stream[at : at + 65_536]))
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert blocks == 8
    assert held < LARGEST_ELEMENT * 1.3 + 200_000
    assert peak < LARGEST_ELEMENT * 4 + 200_000


def test_damaged_recordings_leave_no_memory_behind() -> None:
    tracemalloc.start()
    try:
        for data in inputs(300):
            reader = Reader()
            try:
                parts = sum(1 for _ in reader.feed(data))
            except BadMedia:
                parts = 0
            assert parts < 1_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 << 20
