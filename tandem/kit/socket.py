"""The ASGI hub: routes WebSockets to rooms, knows who is asking, refuses other origins. Django stays in threads.

A room registers `route(pattern, handler)`; `people` registers how a session cookie names a person.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]

NOT_SIGNED_IN, NO_LONGER, NOT_THERE, SIGNED_OUT, FLOOD, GARBAGE = 4401, 4403, 4404, 4409, 4429, 4400
RESTARTING = 1012


class Closed(Exception):
    """The other side is gone."""


@dataclass(frozen=True)
class Identity:
    """Who holds the socket: the person (a model of `people`), the account's and the session's keys."""

    person: Any
    account_id: Any
    session_key: str


class Socket:
    """One open WebSocket with the words a handler needs; text is JSON, binary is bytes."""

    def __init__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
        who: Identity,
    ) -> None:
        self.scope, self.who = scope, who
        self._receive, self._send = receive, send
        self.closed = False

    async def receive(self) -> str | bytes:
        """The next message; raises Closed when there will be none, also when this side hung up meanwhile."""
        message = await self._receive()
        if self.closed or message["type"] == "websocket.disconnect":
            self.closed = True
            raise Closed
        text: str | None = message.get("text")
        return text if text is not None else message["bytes"]

    async def send_json(self, value: object) -> None:
        await self.send_text(dumps(value))

    async def send_text(self, text: str) -> None:
        await self._deliver({"type": "websocket.send", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        await self._deliver({"type": "websocket.send", "bytes": data})

    async def close(self, code: int = 1000, reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            await self._deliver({"type": "websocket.close", "code": code, "reason": reason}, last=True)

    async def _deliver(self, message: Message, *, last: bool = False) -> None:
        if self.closed and not last:
            raise Closed
        try:
            await self._send(message)
        except (RuntimeError, OSError) as error:
            self.closed = True
            raise Closed from error


Handler = Callable[..., Awaitable[None]]
_routes: list[tuple[re.Pattern[str], Handler]] = []
_identify: Callable[[str], Identity | None] | None = None
_threads = ThreadPoolExecutor(4, thread_name_prefix="socket")


def route(pattern: str, handler: Handler) -> None:
    """`handler(socket, **groups of the pattern)` runs for the life of the socket; the socket is accepted already."""
    _routes[:] = [one for one in _routes if one[0].pattern != pattern]
    _routes.append((re.compile(pattern), handler))


def identify_with(identify: Callable[[str], Identity | None]) -> None:
    """How the value of the session cookie becomes an Identity; called in a thread."""
    global _identify
    _identify = identify


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what touches the database in one of the hub's threads."""

    def clean() -> T:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, clean)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def same_origin(scope: Scope) -> bool:
    """Whether our own page opens the socket (RFC 6455 §10.2). Programs send no Origin and hold no cookies of others."""
    origin = _header(scope, b"origin")
    if not origin:
        return True
    return urlsplit(origin).netloc == _header(scope, b"host") or origin in settings.CSRF_TRUSTED_ORIGINS


def _session_key(scope: Scope) -> str:
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


async def hub(
    scope: Scope, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """The ASGI application for scope type «websocket»."""
    await receive()  # websocket.connect
    found = next(((m, handler) for pattern, handler in _routes if (m := pattern.match(scope["path"]))), None)
    if found is None or not same_origin(scope):
        await send({"type": "websocket.close", "code": NOT_THERE})
        return
    assert _identify is not None
    who = await in_thread(_identify, _session_key(scope))
    await send({"type": "websocket.accept"})
    if who is None:
        await send({"type": "websocket.close", "code": NOT_SIGNED_IN})
        return
    socket = Socket(scope, receive, send, who)
    match, handler = found
    try:
        await handler(socket, **match.groupdict())
    except Closed:
        return
    finally:
        if not socket.closed:
            await socket.close()
