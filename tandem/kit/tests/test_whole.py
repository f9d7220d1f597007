"""Half a body is an error, whichever way it is read."""

import io

import pytest

from tandem.kit.whole import Whole, only_whole


@pytest.mark.parametrize("size", [-1, 1, 3, 100])
def test_a_whole_body_is_read_and_no_more_than_it(size: int) -> None:
    body, read = Whole(io.BytesIO(b"abcdefNEXT"), 6), b""
    while piece := body.read(size):
        read += piece
    assert read == b"abcdef"
    assert body.readline() == b""


@pytest.mark.parametrize("size", [-1, 4, 100])
def test_a_body_that_ends_early_raises(size: int) -> None:
    body = Whole(io.BytesIO(b"abcd"), 10)
    with pytest.raises(OSError, match="line broke"):
        while body.read(size):
            pass


def test_lines() -> None:
    body = Whole(io.BytesIO(b"one\ntwo\nthree"), 13)
    assert [body.readline(), body.readline(2), body.readline(), body.readline()] == [b"one\n", b"tw", b"o\n", b"three"]
    cut = Whole(io.BytesIO(b"one\ntw"), 20)
    assert cut.readline() == b"one\n"
    with pytest.raises(OSError, match="line broke"):
        cut.readline()


def test_only_bodies_with_a_length_are_watched() -> None:
    seen = []

    def application(environ: dict[str, object], start: object) -> list[bytes]:
        seen.append(type(environ["wsgi.input"]).__name__)
        return []

    for length in ("5", "", None, "²", "-1"):
        only_whole(application)({"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO()}, None)
    assert seen == ["Whole", "BytesIO", "BytesIO", "BytesIO", "BytesIO"]
