"""A page of a lesson without a browser: speaks the lesson's socket, hears what comes, keeps it."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.house import House

AMBIENT = {"here", "tail", "frames", "gap", "media"}
"""What comes by itself, whoever one is."""


@dataclass
class Line:
    socket: ClientConnection
    heard: list[Any] = field(default_factory=list)
    code: int | None = None
    """Why the server closed the line."""
    pings: int = 0

    @classmethod
    def to(cls, house: House, lesson: str, session: str = "") -> Self:
        """An open line, as a program holds it that has this session's cookie."""
        headers = {"Cookie": f"tandem={session}"} if session else {}
        url = f"ws://127.0.0.1:{house.port}/lessons/{lesson}/timeline"
        opening = connect(url, additional_headers=headers, compression=None, max_size=None, max_queue=None)
        return cls(opening.__enter__())  # left by closing the line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, kind: str, **more: Any) -> None:
        self.send(json.dumps({"kind": kind, **more}))

    def send(self, message: str | bytes) -> None:
        with suppress(ConnectionClosed):
            self.socket.send(message)

    def hear(self, timeout: float = 5) -> Any:
        """The next message: bytes as they are, text as JSON; None when the line is closed."""
        try:
            message = self.socket.recv(timeout)
        except ConnectionClosed as end:
            self.code = end.rcvd.code if end.rcvd else 1006
            return None
        said = json.loads(message) if isinstance(message, str) else message
        self.heard.append(said)
        return said

    def answers(self) -> list[dict[str, Any]]:
        """What came up to the answer to a ping sent now, without what comes by itself; all of it when the line closes."""
        self.pings += 1
        self.say("ping", t=self.pings)
        found: list[dict[str, Any]] = []
        late = time.monotonic() + 10
        while (said := self.hear()) is not None:
            assert time.monotonic() < late, f"no answer to a ping in ten seconds; heard {self.heard}"
            if isinstance(said, bytes) or said["kind"] in AMBIENT:
                continue
            if said["kind"] == "pong" and said["t"] == self.pings:
                break
            found.append(said)
        return found

    def until(self, kind: str, timeout: float = 5, **like: Any) -> dict[str, Any]:
        late = time.monotonic() + 10
        while (said := self.hear(timeout)) is not None and time.monotonic() < late:
            if isinstance(said, dict) and said["kind"] == kind and all(said.get(k) == v for k, v in like.items()):
                return said
        raise AssertionError(f"the line closed with {self.code} before {kind}; heard {self.heard}")

    def join(self, place: str, **more: Any) -> list[dict[str, Any]]:
        self.say("join", place=place, **more)
        return self.answers()

    def end(self, timeout: float = 5) -> int | None:
        """The code with which the server closes the line."""
        late = time.monotonic() + timeout
        while self.hear(timeout) is not None:
            assert time.monotonic() < late, f"the line stays open; heard {self.heard[-5:]}"
        return self.code

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every frame that was told, in order."""
        return [
            frame
            for said in self.heard
            if isinstance(said, dict) and said["kind"] == "frames"
            for frame in said["frames"]
        ]


def refused_at_the_door(house: House, path: str, **headers: str) -> int:
    """The HTTP status of a line that is not even accepted."""
    try:
        with connect(f"ws://127.0.0.1:{house.port}{path}", additional_headers=headers, compression=None):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code
