"""Identifiers: UUID version 7 (RFC 9562 §5.7) as primary keys, 22 characters of base 62 in addresses."""

import os
import time
import uuid

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 22
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}


def uuid7() -> uuid.UUID:
    """A new identifier; sorts by the millisecond in which it was made."""
    millis = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    rand_a, rand_b = tail >> 68, tail & ((1 << 62) - 1)
    return uuid.UUID(int=(millis & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (rand_a & 0xFFF) << 64 | 0b10 << 62 | rand_b)


def short(id: uuid.UUID) -> str:
    """The form an identifier has in an address: 22 letters and digits."""
    number, letters = id.int, []
    for _ in range(LENGTH):
        number, rest = divmod(number, 62)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def unshort(text: str) -> uuid.UUID:
    """The identifier that `short` wrote; raises ValueError for anything else."""
    if len(text) != LENGTH:
        raise ValueError(f"an identifier has {LENGTH} letters, not {len(text)}")
    number = 0
    for letter in text:
        if letter not in _VALUE:
            raise ValueError(f"«{letter}» is not a letter of an identifier")
        number = number * 62 + _VALUE[letter]
    if number >> 128:
        raise ValueError("not an identifier: too large")
    return uuid.UUID(int=number)


class ShortUUID:
    """Path converter: `<short:id>`."""

    regex = "[0-9A-Za-z]{22}"

    def to_python(self, value: str) -> uuid.UUID:
        return unshort(value)

    def to_url(self, value: uuid.UUID) -> str:
        return short(value)
