"""The server on one port: pages through WSGI in threads, sockets through the hub, background work beside them."""

import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings

from tandem.kit import lifespan
from tandem.kit.socket import hub
from tandem.rooms.jobs.worker import Worker
from tandem.wsgi import application as pages

_pages = cast("Any", WSGIMiddleware)(pages, workers=8)  # its own names for ASGI's dicts are narrower


async def application(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    if scope["type"] == "websocket":
        await hub(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live(receive, send)
    else:
        await _pages(scope, receive, send)


def _settle() -> None:
    """What was loaded stays for good: the collector need not look at it again, and looks less often (8 % of a page)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _live(
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    worker = Worker() if settings.ENV.worker else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _settle()
            if worker:
                worker.start()
            await lifespan.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await lifespan.stop()
            if worker:
                worker.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
