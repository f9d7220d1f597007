"""The budgets of bytes: a first visit, every later page, and the script on it, as a browser counts them on the wire."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tandem.demo.safety import PASSWORD
from tests.house import House
from tests.journeys.browser import context, person
from tests.pages import SIGHTS, Keys, Sight
from tests.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.server]

KB = 1024
FIRST_VISIT, LATER, HTML, SCRIPT = 120 * KB, 25 * KB, 20 * KB, 25 * KB
WITH_PICTURES = {"item-slides", "projector"} | {sight.name for sight in SIGHTS if sight.name.startswith("lesson-")}
"""Pages whose slides, film and own module come on top; what every page has is held all the same."""


@pytest.fixture(scope="module")
def wires(browser: Browser) -> Iterator[dict[str, Wire]]:
    """A page for each person, kept open: what came once is in its cache."""
    kept: dict[str, Wire] = {}
    yield kept
    for wire in kept.values():
        wire.page.context.close()


def wire_of(login: str, wires: dict[str, Wire], browser: Browser, house: House) -> Wire:
    if login not in wires:
        page = person(browser, house, login) if login else context(browser).new_page()
        wires[login] = Wire(page)
        wires[login].visit(f"{house.url}/me/" if login else f"{house.url}/sign-in/")
    return wires[login]


@pytest.mark.parametrize("login", ["pupil", "teacher", "guardian", "head"])
def test_first_visit(browser: Browser, lesson_going_on: House, login: str) -> None:
    """With nothing in the cache: the form, signing in, and the first page, all together."""
    wire = Wire(context(browser).new_page())
    wire.visit(f"{lesson_going_on.url}/sign-in/")
    wire.page.fill("input[name=username]", login)
    wire.page.fill("input[name=password]", PASSWORD)
    wire.page.press("input[name=password]", "Enter")
    wire.page.wait_for_url(lambda url: "/sign-in/" not in url)
    wire.page.wait_for_load_state("load")
    wire.page.wait_for_timeout(500)
    came = wire.bytes
    wire.page.context.close()
    assert came["Font"] > 10 * KB, came  # a count that misses the letters would miss anything
    assert sum(came.values()) <= FIRST_VISIT, came


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_later_page(browser: Browser, lesson_going_on: House, keys: Keys, wires: dict[str, Wire], sight: Sight) -> None:
    wire = wire_of(sight.login, wires, browser, lesson_going_on)
    came = wire.visit(lesson_going_on.url + sight.path(keys))
    pictures = came["Image"] + came["Media"] + came["Fetch"] if sight.name in WITH_PICTURES else 0
    assert 0 < came["Document"] <= HTML, came
    assert sum(came.values()) - pictures <= LATER, came


def test_script_of_an_ordinary_page(browser: Browser, house: House) -> None:
    """Everything that runs on the page, with nothing in the cache."""
    wire = Wire(person(browser, house, "pupil"))
    wire.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    came = wire.visit(f"{house.url}/today/")
    wire.page.context.close()
    assert 5 * KB < came["Script"] <= SCRIPT, came
