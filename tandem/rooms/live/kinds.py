"""What the frames of a lesson say: kinds per track, and their JSON payloads."""

import json
from enum import IntEnum
from typing import Any


class Control(IntEnum):
    """Kinds on the CONTROL track above the engine's own (which are below 64)."""

    PAUSED = 64
    RESUMED = 65
    CLOSED = 66


class Chat(IntEnum):
    LINE = 1


class Hand(IntEnum):
    UP = 1
    DOWN = 2


class Slide(IntEnum):
    SHOWN = 1


class Presence(IntEnum):
    CAME = 1
    WENT = 2


def pack(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(payload: bytes) -> dict[str, Any]:
    value = json.loads(payload)
    assert isinstance(value, dict)
    return value
