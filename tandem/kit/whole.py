"""A request whose line broke in the middle is no request: half a file must never pass for the whole of it."""

from collections.abc import Callable, Iterable
from typing import Any


class Whole:
    """The body of a request. Reading it raises OSError when it ends before the length that was announced.

    Django turns that into UnreadablePostError and takes nothing in; without it a cut upload looks like a short one.
    """

    def __init__(self, body: Any, length: int) -> None:
        self._body, self._left = body, length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data: bytes = self._body.read(wanted)
        return self._counted(data, cut=len(data) < wanted)

    def readline(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data: bytes = self._body.readline(wanted)
        return self._counted(data, cut=len(data) < wanted and not data.endswith(b"\n"))

    def _counted(self, data: bytes, *, cut: bool) -> bytes:
        self._left -= len(data)
        if cut:
            raise OSError("the line broke before the whole request had come")
        return data


def only_whole(
    application: Callable[[dict[str, Any], Any], Iterable[bytes]],
) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """The WSGI application, with bodies that are whole or fail."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit():
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return wrapped
