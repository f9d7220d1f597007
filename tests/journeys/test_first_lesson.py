"""The story of part 1, in real browsers: a lesson in the room and at home, a late pupil, a dead server, the replay."""

import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Page, sync_playwright

from tandem.demo.film import clock
from tests.house import House
from tests.journeys.browser import clock_of, figures, film_a_clock, person, start, until, without_errors

pytestmark = [pytest.mark.browser, pytest.mark.server]

LOOP = 240.0
"""Seconds after which the camera's film begins again."""


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: Any) -> Iterator[House]:
    """A house of its own: this story kills the server and ends the lesson."""
    house = House(tmp_path_factory.mktemp("story"))
    house.tandem("demo")
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def camera(tmp_path_factory: Any) -> Path:
    film: Path = tmp_path_factory.mktemp("camera") / "clock.mjpeg"
    film_a_clock(film)
    return film


def behind(page: Page, teacher: Page) -> float | None:
    """Seconds by which the picture on `page` is behind the teacher's own preview, read from the pixels of both."""
    before = clock_of(teacher)
    seen = clock_of(page)
    after = clock_of(teacher)
    if before is None or seen is None or after is None:
        return None
    return ((before + after) / 2 - seen) % LOOP


def say(page: Page, text: str) -> None:
    page.fill("#say input", text)
    page.press("#say input", "Enter")


def lines(page: Page) -> list[str]:
    return [row.strip() for row in page.locator("#talk li:not([hidden]) p").all_inner_texts()]


def has_line(page: Page, text: str) -> bool:
    return sum(text in line for line in lines(page)) == 1


def stands(page: Page, attribute: str, value: str) -> bool:
    """What the page says of itself on its `main`."""
    return page.get_attribute("main", attribute) == value


def kept(page: Page, text: str) -> bool:
    """The line is acknowledged: it has its place in the lesson and waits for nothing."""
    return page.locator("#talk li[data-seq]", has_text=text).count() == 1


def test_the_first_hybrid_lesson(own_house: House, camera: Path, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        browser = start(playwright, camera)
        teacher = person(browser, own_house, "teacher")
        room = person(browser, own_house, "classmate")
        saver = person(browser, own_house, "pupil", viewport={"width": 390, "height": 844})
        _open(teacher)
        _come_in(room, saver)
        _talk(teacher, room, saver)
        late = _late(browser, own_house, teacher)
        _power_cut(own_house, teacher, room, late)
        noted = _bell(teacher, room, late)
        _replay(late, noted)
        whole = _download(late, tmp_path / "film.webm")
        _cut(own_house, teacher, late, whole, tmp_path / "cut.webm")
        browser.close()


def _open(teacher: Page) -> None:
    """Today, the lesson, two presses: open, camera."""
    with without_errors(teacher):
        teacher.click(".stop.now a.btn")
        teacher.click(".wait .btn.go")
        teacher.wait_for_selector("main[data-phase=live]")
        teacher.click("[data-do=camera]")
        until(lambda: clock_of(teacher), "the teacher sees the own picture")
        teacher.click("[data-do=next]")
        until(lambda: teacher.get_attribute("main", "data-slide") == "on", "a slide is on")


def _come_in(room: Page, saver: Page) -> None:
    """Through the timetable into the lesson: one in the room, one ill at home who saves data."""
    room.click(".rail a[href='/timetable/']")
    room.click("a.les.now")
    until(lambda: room.get_attribute("main", "data-line") == "open", "the line is there")
    assert room.get_attribute("main", "data-place") == "room"
    assert figures(room)["level"] == "none"
    until(lambda: room.locator("#slide").is_visible(), "the slide shows in the room")

    saver.click(".stop.now a.btn")
    assert saver.get_attribute("main", "data-place") == "home"
    until(lambda: clock_of(saver), "the picture is there")
    saver.click("#bar .dat")  # on a phone a tap takes the next level
    until(lambda: figures(saver)["level"] == "slides", "slides and sound")
    sound = "() => document.querySelector('#video').webkitAudioDecodedByteCount"
    heard = saver.evaluate(sound)
    until(lambda: saver.evaluate(sound) > heard, "sound goes on")
    until(
        lambda: saver.evaluate("() => document.querySelector('#video').videoWidth") == 0, "no picture is sent any more"
    )
    assert saver.locator("#slide").is_visible()


def _talk(teacher: Page, room: Page, saver: Page) -> None:
    say(room, "Mag ik iets vragen?")
    for page in (teacher, room, saver):
        until(partial(has_line, page, "Mag ik iets vragen?"), "everybody reads it once")
    room.click("[data-do=hand]")
    until(lambda: teacher.locator("#hands li").count() == 1, "the teacher sees the hand")
    teacher.click("#hands button")
    until(lambda: room.get_attribute("[data-do=hand]", "aria-pressed") == "false", "the hand is lowered")


def _late(browser: Any, house: House, teacher: Page) -> Page:
    """Comes late, goes back to the start, then to live."""
    late = person(browser, house, "late")
    late.click(".stop.now a.btn")
    delay = until(lambda: behind(late, teacher), "the picture is there")
    until(lambda: (behind(late, teacher) or LOOP) < 3, f"live is live (was {delay:.1f} s behind)")
    say(late, "Sorry, de tram had vertraging")
    until(lambda: kept(late, "de tram had"), "the line is kept")
    until(lambda: figures(teacher)["t"] > 14, "the lesson has a past")
    late.focus("#track [role=slider]")
    late.keyboard.press("Home")
    until(lambda: figures(late)["live"] is False and (clock_of(late) or 0) > 0, "goes back")
    until(lambda: (behind(late, teacher) or 0) > 8, "sees the start of the lesson")
    until(lambda: not has_line(late, "de tram had"), "what was said later is not told yet")
    late.click("[data-do=live]")
    until(lambda: (behind(late, teacher) or LOOP) < 3, "and back to live")
    return late


def _power_cut(house: House, teacher: Page, room: Page, late: Page) -> None:
    """kill -9 in mid-lesson: nothing acknowledged is missing, what was written meanwhile arrives, all by itself."""
    say(room, "Vlak voor de stroom uitvalt")
    until(lambda: kept(room, "Vlak voor de stroom"), "acknowledged")
    house.kill()
    until(lambda: room.get_attribute("main", "data-line") == "again", "the page says so")
    say(room, "Geschreven zonder lijn")
    time.sleep(3)
    house.start()
    for page in (teacher, room, late):
        until(partial(stands, page, "data-line", "open"), "comes back by itself", 30)
    for page in (teacher, room, late):
        for text in ("Mag ik iets vragen?", "Vlak voor de stroom", "Geschreven zonder lijn"):
            until(partial(has_line, page, text), f"{text} is there once")
    until(lambda: (behind(late, teacher) or LOOP) < 3, "the picture goes on", 30)
    first = clock_of(late) or 0
    until(lambda: (clock_of(late) or 0) != first, "and moves")
    until(lambda: late.locator("#track u.gap").count() == 1, "one timeline; the gap shows")


def _bell(teacher: Page, room: Page, late: Page) -> tuple[float, float]:
    """The teacher ends the lesson; the same page is the replay. Returns a place on the timeline and the clock there."""
    until(lambda: figures(late)["live"], "live")
    noted = late.evaluate("() => tandem.time()"), clock_of(late) or 0.0
    time.sleep(2)
    teacher.click("[data-do=close]")
    teacher.click("[data-do=close]")
    for page in (teacher, room, late):
        until(partial(stands, page, "data-place", "replay"), "the replay is there", 15)
    return noted


def _replay(late: Page, noted: tuple[float, float]) -> None:
    at, shown = noted
    until(lambda: late.locator("#chapters li").count() >= 1, "chapters")
    late.click("#chapters li a")
    until(lambda: clock_of(late), "plays")
    late.check("input[name=speed][value='2']", force=True)
    assert late.evaluate("() => document.querySelector('#video').playbackRate") == 2
    slider = late.locator("#track [role=slider]")
    box = slider.bounding_box()
    assert box is not None
    whole = float(slider.get_attribute("aria-valuemax") or 0)
    late.check("input[name=speed][value='1']", force=True)
    late.mouse.click(box["x"] + box["width"] * at / whole, box["y"] + box["height"] / 2)
    until(lambda: abs(figures(late)["t"] - at) < 3, "goes where it was clicked")

    def right() -> bool:
        seen = clock_of(late)
        return seen is not None and abs((seen - shown) - (figures(late)["t"] - at)) % LOOP < 0.5

    until(right, "the clock in the picture is the one of that moment")
    until(lambda: has_line(late, "Geschreven zonder lijn"), "chat in time")


def _frames(film: Path) -> list[float]:
    """The clock of every picture in a film, in seconds."""
    with av.open(str(film)) as container:
        assert {stream.type for stream in container.streams} == {"audio", "video"}
        return [_clock(frame.to_image()) for frame in container.decode(video=0)]


def _clock(picture: Any) -> float:
    moment = 0
    grey = picture.convert("L")
    for cell in range(clock.CELLS):
        x, y = int((cell + 0.5) * grey.width / clock.CELLS), round(grey.height * 12 / 270)
        moment = moment * 2 + (grey.getpixel((x, y)) > 127)
    return moment / 1000


def _fetch(page: Page, to: Path) -> list[float]:
    with page.expect_download() as waiting:
        page.click("a[href$='/download/']")
    waiting.value.save_as(to)
    return _frames(to)


def _download(late: Page, to: Path) -> list[float]:
    shown = _fetch(late, to)
    steps = [b - a for a, b in pairwise(shown)]
    assert len(shown) > 100
    assert sum(0 <= step < 0.5 for step in steps) >= len(steps) - 4  # but for the power cut, time goes on evenly
    return shown


def _cut(house: House, teacher: Page, late: Page, whole: list[float], to: Path) -> None:
    """A piece is cut: gone from the replay, from the film and from the disk."""
    secret = "Mag ik iets vragen?"
    assert _on_disk(house, secret)
    teacher.click("a[href$='/cut/']")
    said = int(float(late.locator("#talk li", has_text=secret).get_attribute("data-t") or 0))
    teacher.fill("input[name=begin]", f"0:{said - 1:02}")
    teacher.fill("input[name=end]", f"0:{said + 9:02}")
    teacher.on("dialog", lambda dialog: dialog.accept())
    teacher.click("form:has(input[name=begin]) button")
    teacher.wait_for_selector(".note.done")
    assert not _on_disk(house, secret)
    until(lambda: not any(secret in line for line in lines(late)), "gone from the open page")
    late.reload()
    until(lambda: late.get_attribute("main", "data-line") == "open", "the replay is there")
    until(
        lambda: any("Geschreven zonder lijn" in text for text in late.locator("#talk li p").all_text_contents()),
        "the rest stays",
    )
    assert not any(secret in text for text in late.locator("#talk li p").all_text_contents())
    shown = _fetch(late, to)
    missing = [moment for moment in whole if moment not in shown]
    assert len(missing) > 50  # ten seconds of pictures
    assert not [moment for moment in shown if missing[0] <= moment <= missing[-1]]
    assert figures(late)["errors"] == []


def _on_disk(house: House, text: str) -> bool:
    folder = house.home / "timelines"
    return any(text.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())
