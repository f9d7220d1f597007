"""The keyboard alone: into the lesson and through it, through the replay, and a child reported away."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tandem.demo.safety import PASSWORD
from tests.house import House
from tests.journeys.browser import context, figures, until
from tests.journeys.eyes import Eyes
from tests.journeys.keyboard import Keyboard
from tests.pages import SIGHTS, Keys, Sight

pytestmark = [pytest.mark.browser, pytest.mark.server]

OPEN_TO = """
from tandem.rooms.timetable.models import Lesson
Lesson.objects.filter(pk="{live}").update(distance="{distance}")
"""


def sign_in(browser: Browser, house: House, login: str, **given: Any) -> Keyboard:
    page = context(browser, **given).new_page()
    page.goto(f"{house.url}/sign-in/")
    keyboard = Keyboard(page)
    keyboard.to("input[name=username]").type(login)
    keyboard.to("input[name=password]").type(PASSWORD).press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return keyboard


def pressed(page: Page, button: str) -> bool:
    return page.get_attribute(f"[data-do={button}]", "aria-pressed") == "true"


def at(page: Page, true: Callable[[float], bool]) -> bool:
    return true(float(figures(page)["t"]))


@pytest.fixture
def open_to_all(lesson_going_on: House, keys: Keys) -> Iterator[House]:
    """The whole class may follow from home, so each of them chooses a door."""
    lesson_going_on.ask(OPEN_TO.format(live=keys["live"], distance="everyone"))
    yield lesson_going_on
    lesson_going_on.ask(OPEN_TO.format(live=keys["live"], distance="away"))


def test_into_the_lesson(browser: Browser, open_to_all: House) -> None:
    """Sign in, today, the week, the lesson, a door, a hand, a word to the class, less data, back and live again."""
    keyboard = sign_in(browser, open_to_all, "classmate")
    page = keyboard.page
    keyboard.to(".rail a[href='/timetable/']").press("Enter")
    keyboard.to("a.les.now").press("Enter")
    keyboard.to(".doors a[href='?as=home']").press("Enter")
    page.wait_for_selector("main[data-line=open][data-place=home]")

    keyboard.to("[data-do=hand]").press("Enter")
    until(partial(pressed, page, "hand"), "the hand is up")
    keyboard.press("Space")
    until(lambda: not pressed(page, "hand"), "and down again")

    keyboard.to("input[name=level]").press("ArrowRight")
    until(lambda: figures(page)["level"] == "slides", "slides and sound")
    keyboard.press("ArrowRight")
    until(lambda: figures(page)["level"] == "sound", "sound alone")

    keyboard.to("[role=tab]").press("ArrowRight")
    assert page.locator("#panel-people").is_visible()
    keyboard.press("ArrowLeft")
    keyboard.to("#say input").type("Met het toetsenbord").press("Enter")
    until(lambda: page.locator("#talk li[data-seq]", has_text="Met het toetsenbord").count() == 1, "it is said")

    keyboard.to("[role=slider]").press("Home")
    until(lambda: not figures(page)["live"], "at the beginning")
    keyboard.press("End")
    until(lambda: figures(page)["live"], "live again")
    page.context.close()


def test_through_the_replay(browser: Browser, lesson_going_on: House) -> None:
    """From today to yesterday's lesson: a chapter, the slider, the speed."""
    keyboard = sign_in(browser, lesson_going_on, "pupil")
    page = keyboard.page
    keyboard.to(".rows a.big[href^='/lessons/']").press("Enter")
    page.wait_for_selector("#chapters li:nth-child(3)")

    keyboard.to("#chapters li:nth-child(2) a").press("Enter")
    start = float(page.get_attribute("#chapters li:nth-child(2) a", "data-t") or 0)
    until(lambda: at(page, lambda t: start <= t < start + 10), "the second chapter")

    keyboard.to("[role=slider]").press("PageUp")
    until(lambda: at(page, lambda t: start + 59 < t < start + 75), "a minute on")
    keyboard.press("Home")
    until(lambda: at(page, lambda t: t < 10), "the beginning")

    keyboard.to("input[name=speed]").press("ArrowRight")
    until(lambda: page.evaluate("() => document.querySelector('#video').playbackRate") == 1.25, "faster")
    page.context.close()


def test_narrow_window(browser: Browser, lesson_going_on: House, keys: Keys) -> None:
    """Magnified four times a window is a phone's: the one level that shows goes on to the next with the space bar."""
    keyboard = sign_in(browser, lesson_going_on, "pupil", viewport={"width": 390, "height": 844})
    page = keyboard.page
    keyboard.to(".stop.now a.btn").press("Enter")
    page.wait_for_selector("main[data-line=open]")
    keyboard.to("input[name=level]").press("Space")
    until(lambda: figures(page)["level"] == "slides", "slides and sound")
    page.context.close()


def test_reports_away(browser: Browser, house: House) -> None:
    """Two presses of Enter and a Tab or two; then it turns out to be a mistake."""
    keyboard = sign_in(browser, house, "guardian")
    page = keyboard.page
    keyboard.to("a.btn[href$='/away/']").press("Enter")
    keyboard.to("input[name=span]").press("ArrowDown")
    assert page.locator("input[name=span][value=two]").is_checked()
    keyboard.to("button[name=reason][value=ill]").press("Enter")
    page.wait_for_url(lambda url: url.endswith("/family/"))
    away = page.locator("section[aria-label^=Ilyas] .note")
    assert away.count() == 1
    keyboard.to("section[aria-label^=Ilyas] .note button.quiet").press("Enter")
    until(lambda: away.count() == 0, "taken back")
    page.context.close()


@pytest.fixture(scope="module")
def eyes(browser: Browser, lesson_going_on: House, keys: Keys) -> Eyes:
    return Eyes(browser, lesson_going_on, keys)


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_reaches_everything(eyes: Eyes, sight: Sight) -> None:
    """Once around each page: everything that can be used is passed, nothing holds the focus, one always sees it."""
    seen = eyes.open(sight)
    passed, wanted = Keyboard(seen.page).round()
    seen.page.close()
    assert wanted - passed == set()
