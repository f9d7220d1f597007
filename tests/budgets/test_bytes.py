"""What goes over the line: pages, style and script, compressed as the server sends them (DESIGN.md)."""

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tandem.engines.timeline.frame import Draft, Track
from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.live import store
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.open_lesson import open_lesson
from tandem.rooms.live.kinds import Chat, pack
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.actions.plan_slots import make_lessons
from tests.budgets.school import NOW, School

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
Clock = Callable[[datetime], datetime]

HTML, FIRST_VISIT, LATER_PAGE, SCRIPT, STYLE = (kb * 1024 for kb in (20, 120, 25, 25, 15))
FULL = 35
"""Rows of a full page: five days of seven hours, a class of thirty, a course of many items."""


def sent(answer: Any) -> bytes:
    """The page as a browser asks for it: compressed by the server."""
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "gzip"
    return bytes(answer.content)


def fetched(html: str) -> dict[str, int]:
    """Bytes on the line of each file that the page makes a browser fetch at once, as `make setup` has built it."""
    found = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    sizes: dict[str, int] = {}
    for url in found:
        path = Path(settings.STATIC_ROOT) / url.removeprefix("/static/")
        packed = path.with_name(path.name + ".gz")
        sizes[path.name.split(".")[0] + path.suffix] = (packed if packed.exists() else path).stat().st_size
    return sizes


@pytest.fixture
def zipped(as_: As) -> Callable[[Person | None, str], bytes]:
    return lambda reader, url: sent(as_(reader).get(url, headers={"Accept-Encoding": "gzip"}))


def test_every_page_that_is_full(at_clock: Clock, zipped: Callable[[Person | None, str], bytes]) -> None:
    at_clock(NOW)
    sizes = {name: len(zipped(reader, url)) for name, (reader, url) in School(FULL).urls.items()}
    assert {name: size for name, size in sizes.items() if size > HTML} == {}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_full_week_and_a_full_day(
    at_clock: Clock, zipped: Callable[[Person | None, str], bytes], language: str
) -> None:
    at_clock(NOW)
    school = f.school()
    hours = t.periods(school, 7)
    group, teacher, head = (
        f.group(school, "4A"),
        f.person(school, "teacher"),
        f.person(school, "head", language=language),
    )
    pupil = f.person(school, "pupil", language=language)
    f.member(pupil, group)
    courses = [c.course(group, teacher, subject=f"Natuurwetenschappen {n}", hue=n + 1) for n in range(7)]
    slots = [t.slot(courses[n], hour, day, classroom=f"A.10{n}") for n, hour in enumerate(hours) for day in range(1, 6)]
    assert make_lessons(school, slots, NOW.date(), NOW.date()) == 7
    pages = {
        "week": (pupil, "/timetable/"),
        "grid": (head, f"/timetable/classes/{short(group.pk)}/"),
        "day": (pupil, "/timetable/day/"),
        "today": (pupil, "/today/"),
    }
    for name, (reader, url) in pages.items():
        page = zipped(reader, url)
        assert (name, len(page) <= LATER_PAGE, len(page) <= HTML) == (name, True, True)
        assert gzip.decompress(page).decode().count("Natuurwetenschappen") >= 7


def test_a_lesson_with_three_hundred_lines_of_talk(zipped: Callable[[Person | None, str], bytes]) -> None:
    """What was said comes over the socket, a piece at a time; the page itself does not grow with it."""
    school = f.school()
    group, teacher, pupil = f.group(school), f.person(school, "teacher"), f.person(school, "pupil")
    f.member(pupil, group)
    lesson = t.lesson(c.course(group, teacher))
    row = open_lesson(lesson, by=teacher)
    url = f"/lessons/{short(lesson.pk)}/"
    before = len(gzip.decompress(zipped(pupil, url)))
    with store.writer(row) as log:
        lines = [
            pack({"key": str(n), "text": f"Line {n}: why is the root of nine not minus three?"}) for n in range(300)
        ]
        log.append([Draft(Track.CHAT, Chat.LINE, line, author=pupil.pk.bytes) for line in lines])
    assert abs(len(gzip.decompress(zipped(pupil, url))) - before) < 64
    close_lesson(row, by=teacher)
    assert len(zipped(pupil, url)) <= HTML


def test_what_a_first_visit_fetches(at_clock: Clock, zipped: Callable[[Person | None, str], bytes]) -> None:
    """The form to sign in, then Today, then a lesson: everything a browser that knows nothing of Tandem loads."""
    at_clock(NOW)
    school = School(7)
    form = zipped(None, "/sign-in/")
    today = zipped(school.pupil, "/today/")
    files = fetched(gzip.decompress(form).decode()) | fetched(gzip.decompress(today).decode())
    assert {"tandem.css", "tandem.js", "latin.woff2", "icons.svg"} <= set(files)
    assert (files["tandem.js"] <= SCRIPT, files["tandem.css"] <= STYLE) == (True, True)
    assert len(form) + len(today) + sum(files.values()) <= FIRST_VISIT
    lesson = zipped(school.pupil, f"/lessons/{short(school.live.pk)}/")
    more = {name: size for name, size in fetched(gzip.decompress(lesson).decode()).items() if name not in files}
    assert set(more) == {"lesson.js"}
    assert len(lesson) + sum(more.values()) <= LATER_PAGE
    assert len(form) + len(today) + len(lesson) + sum(files.values()) + sum(more.values()) <= FIRST_VISIT


def test_later_pages_fetch_nothing_but_themselves(
    at_clock: Clock, zipped: Callable[[Person | None, str], bytes]
) -> None:
    at_clock(NOW)
    school = School(7)
    known = set(fetched(gzip.decompress(zipped(school.pupil, "/today/")).decode()))
    for name, (reader, url) in school.urls.items():
        page = zipped(reader, url)
        new = set(fetched(gzip.decompress(page).decode())) - known
        assert (name, new <= {"lesson.js"}) == (name, True)
        assert (name, len(page) <= LATER_PAGE) == (name, True)


def test_what_is_built_is_kept_for_good(client: Client) -> None:
    """A file whose name carries its hash is fetched once."""
    names = re.findall(r'href="(/static/dist/tandem\.\w{12}\.css)"', client.get("/sign-in/").content.decode())
    assert len(names) == 1
    answer = client.get(names[0], headers={"Accept-Encoding": "gzip"})
    assert (answer["Cache-Control"], answer["Content-Encoding"]) == (
        "max-age=315360000, public, immutable",
        "gzip",
    )
    assert b"".join(answer)  # read to the end, its file is closed
