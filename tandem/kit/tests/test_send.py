"""Files in ranges (RFC 9110 section 14): what browsers ask for, and what nobody should be able to break with."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from tandem.kit.send import send_file

pytestmark = pytest.mark.django_db  # an answer that is closed closes old connections
DATA = bytes(range(256)) * 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(DATA)
    return path


def sent(file: Path, headers: dict[str, str] | None = None, **given: Any) -> Any:
    request = RequestFactory().get("/", headers=headers or {})
    how = {"name": "één blad.pdf", "kind": "image/png", "tag": "t1", "inline": True, **given}
    answer: Any = send_file(request, file, **how)
    answer.data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [("bytes=0-", 0, 1023), ("bytes=10-19", 10, 19), ("bytes=-24", 1000, 1023), ("bytes=1000-5000", 1000, 1023),
     ("bytes=0-0", 0, 0), ("bytes=-5000", 0, 1023), (" bytes=1-2 ", 1, 2)],
)  # fmt: skip
def test_a_part(file: Path, asked: str, begin: int, end: int) -> None:
    answer = sent(file, {"Range": asked})
    assert (answer.status_code, answer.data) == (206, DATA[begin : end + 1])
    assert answer["Content-Range"] == f"bytes {begin}-{end}/1024"
    assert answer["Content-Length"] == str(end - begin + 1)


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0", "bytes=20-10"])
def test_a_part_that_is_not_there(file: Path, asked: str) -> None:
    answer = sent(file, {"Range": asked})
    assert (answer.status_code, answer["Content-Range"], answer.data) == (416, "bytes */1024", b"")


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 5000 + "-", "", "x"]
)
def test_what_is_no_range_gets_the_whole(file: Path, asked: str) -> None:
    answer = sent(file, {"Range": asked})
    assert (answer.status_code, answer.data) == (200, DATA)


def test_a_file_that_changed_meanwhile_is_sent_whole(file: Path) -> None:
    assert sent(file, {"Range": "bytes=5-9", "If-Range": '"t1"'}).data == DATA[5:10]
    assert sent(file, {"Range": "bytes=5-9", "If-Range": '"old"'}).data == DATA


def test_what_the_browser_has_is_not_sent_again(file: Path) -> None:
    assert (sent(file, {"If-None-Match": '"t1"'}).status_code, sent(file, {"If-None-Match": '"t0"'}).data) == (
        304,
        DATA,
    )


def test_nothing_in_it_runs(file: Path) -> None:
    shown, kept = sent(file), sent(file, inline=False)
    assert shown["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert kept["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9%C3%A9n%20blad.pdf"
    assert shown["Content-Disposition"].startswith("inline;")
