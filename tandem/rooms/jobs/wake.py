"""A bell between whoever enqueues and the worker of the same process; other processes look every second."""

import threading

_bell = threading.Event()


def ring() -> None:
    _bell.set()


def wait(seconds: float) -> None:
    """Return when the bell rings, at the latest after `seconds`."""
    _bell.wait(seconds)
    _bell.clear()
