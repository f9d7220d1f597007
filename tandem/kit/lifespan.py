"""What rooms do when the server starts and stops: `on_start(coroutine function)`, `on_stop(...)`."""

from collections.abc import Awaitable, Callable

_start: list[Callable[[], Awaitable[None]]] = []
_stop: list[Callable[[], Awaitable[None]]] = []


def on_start(work: Callable[[], Awaitable[None]]) -> None:
    _start.append(work)


def on_stop(work: Callable[[], Awaitable[None]]) -> None:
    _stop.append(work)


async def start() -> None:
    for work in _start:
        await work()


async def stop() -> None:
    for work in reversed(_stop):
        await work()
