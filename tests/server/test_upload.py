"""Uploads to a real server: cut in the middle, too large, lying about what they are. Nothing of them is kept."""

import http.client
import re
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from http.cookies import SimpleCookie

import pytest

from tests.house import House

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("plain house")]

MAKE = """
from tandem.commands.database import make_ready
make_ready()
from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.people import factories as f
school = f.school()
teacher = f.person(school, "teacher", login="anna", language="nl")
print(short(c.unit(c.course(f.group(school), teacher)).pk))
"""
REFUSED = {
    "photo.png": b"%PDF-1.7 not a picture",
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "program.exe": b"MZ\0\1\2\3",
    "nothing.pdf": b"",
}
EDGE = "--------------------------tandem"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """A server without the demonstration, and the address where its one teacher adds files."""
    house = House(tmp_path_factory.mktemp("plain"))
    unit = house.ask(MAKE).splitlines()[-1]
    house.start()
    yield house, f"/units/{unit}/new/file/"
    house.stop()


class Browser:
    """A teacher who is signed in and sends forms byte by byte."""

    def __init__(self, house: House) -> None:
        self.house, self.cookies = house, {"csrftoken": ""}
        self._ask("GET", "/sign-in/")
        form = f"csrfmiddlewaretoken={self.cookies['csrftoken']}&username=anna&password=three+wet+horses"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert self._ask("POST", "/sign-in/", form.encode(), kind)[0] == 302

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _ask(self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=60)
        line.request(method, url, body, self._headers | (headers or {}))
        answer = line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        line.close()
        return answer.status, text

    def form(self, name: str, data: bytes) -> tuple[dict[str, str], bytes]:
        """A form with a file in it; without a name, with a text instead."""
        fields = {"csrfmiddlewaretoken": self.cookies["csrftoken"], "title": "Sheet"}
        parts = [
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        what = f'"file"; filename="{name}"' if name else '"body"'
        head = f"--{EDGE}\r\nContent-Disposition: form-data; name={what}\r\n\r\n"
        body = "".join(parts).encode() + head.encode() + data + f"\r\n--{EDGE}--\r\n".encode()
        return {"Content-Type": f"multipart/form-data; boundary={EDGE}"}, body

    def send(self, url: str, name: str, data: bytes) -> tuple[int, str]:
        headers, body = self.form(name, data)
        return self._ask("POST", url, body, headers)

    def send_part(self, url: str, name: str, data: bytes, part: float) -> None:
        """Promise the whole, send a part of it, and be gone when that part has been read."""
        headers, body = self.form(name, data)
        headers |= self._headers | {"Host": f"127.0.0.1:{self.house.port}", "Content-Length": str(len(body))}
        lines = [f"POST {url} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items()), "", ""]
        with socket.create_connection(("127.0.0.1", self.house.port)) as line:
            line.sendall("\r\n".join(lines).encode() + body[: int(len(body) * part)])
            time.sleep(0.5)


def kept(house: House) -> tuple[int, int, int]:
    """How many items, rows of files, and files on the disk there are."""
    with closing(sqlite3.connect(house.home / "tandem.sqlite3")) as base:
        rows = [base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("courses_item", "files_file")]
    return rows[0], rows[1], len([path for path in (house.home / "files").rglob("*") if path.is_file()])


def refusal(page: str) -> str:
    found = re.search(r'<div class="errors" role="alert"><p>(.*?)</p>', page, re.S)
    return found[1] if found else ""


@pytest.mark.parametrize("size", [2_000, 4_000_000])
def test_an_upload_cut_in_the_middle_is_no_upload(plain: tuple[House, str], size: int) -> None:
    """Small ones lie in memory, large ones in a file meanwhile; of neither is anything left, and it goes on."""
    house, url = plain
    before, browser = kept(house), Browser(house)
    for part in (0.5, 0.9999):
        browser.send_part(url, "notes.txt", b"half a file is no file\n" * (size // 23), part)
    time.sleep(1)
    assert kept(house) == before
    assert "Traceback" not in house.log
    assert browser.send(url, "notes.txt", b"the whole of it")[0] == 302
    assert [now - then for now, then in zip(kept(house), before, strict=True)] == [1, 1, 1]


def test_a_text_cut_in_the_middle_is_no_text(plain: tuple[House, str]) -> None:
    """Half of it must not take the place of the whole."""
    house, url = plain
    before, browser = kept(house), Browser(house)
    browser.send_part(url.replace("/file/", "/page/"), "", b"First this. Then that. " * 1000, 0.6)
    time.sleep(1)
    assert kept(house) == before
    assert browser.send(url.replace("/file/", "/page/"), "", b"First this. Then that.")[0] == 302


def test_more_than_fifty_megabytes_are_refused_in_words(plain: tuple[House, str]) -> None:
    house, url = plain
    before = kept(house)
    status, page = Browser(house).send(url, "film.mp4", b"\0\0\0\x18ftypmp42" + b"x" * (52 * 1024 * 1024))
    assert (status, '<html lang="nl"' in page, "film.mp4" in refusal(page)) == (413, True, True)
    assert kept(house) == before


def test_what_lies_or_could_run_is_refused_in_words(plain: tuple[House, str]) -> None:
    house, url = plain
    before, browser = kept(house), Browser(house)
    for name, data in REFUSED.items():
        status, page = browser.send(url, name, data)
        assert (name, status, name in refusal(page)) == (name, 422, True)
        assert 'value="Sheet"' in page  # what was typed stays
    assert kept(house) == before
