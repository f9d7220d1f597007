"""The small behaviours of every page, in the browser they are made for: tabs, asking first, the clock, the line, an upload."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.house import House
from tests.journeys.browser import context, person, until
from tests.pages import Keys

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: Any) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("gallery"), more={"TANDEM_GALLERY": "1"})
    house.start()
    yield house
    house.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = context(browser).new_page()
    yield page
    page.context.close()


def shown(page: Page) -> list[bool]:
    return [page.locator(f"#panel-{name}").is_visible() for name in ("one", "two", "three")]


def test_tabs_show_one_panel_and_go_round_by_arrows(gallery: House, page: Page) -> None:
    page.goto(f"{gallery.url}/gallery/controls/")
    assert shown(page) == [True, False, False]
    page.click("[data-tabs] a:nth-child(2)")
    assert shown(page) == [False, True, False]
    for key, panels in (
        ("ArrowRight", [False, False, True]),
        ("ArrowRight", [True, False, False]),
        ("ArrowLeft", [False, False, True]),
    ):
        page.keyboard.press(key)
        assert shown(page) == panels
    assert page.locator("[role=tab][aria-selected=true]").all_inner_texts() == ["Materials"]


def test_without_script_every_panel_shows(gallery: House, browser: Browser) -> None:
    page = context(browser, java_script_enabled=False).new_page()
    page.goto(f"{gallery.url}/gallery/controls/")
    assert shown(page) == [True, True, True]
    page.context.close()


@pytest.mark.parametrize("sure", [True, False])
def test_asks_before_a_form_is_sent(gallery: House, page: Page, sure: bool) -> None:
    asked: list[str] = []
    page.goto(f"{gallery.url}/gallery/forms/")

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if sure else dialog.dismiss()

    page.on("dialog", answer)
    page.click("form[data-confirm] button")
    page.wait_for_timeout(300)
    assert asked == ["Erase this piece for good?"]
    assert ("sent=yes" in page.url) is sure


def test_the_clock_is_the_schools_and_goes_on(gallery: House, page: Page) -> None:
    """Also on a phone that is an hour wrong and in another part of the world."""
    page.clock.install(time=datetime(2026, 11, 24, 3, 0, tzinfo=ZoneInfo("Asia/Tokyo")))
    page.goto(f"{gallery.url}/gallery/words/")
    page.clock.fast_forward(15_000)
    now = datetime.now(ZoneInfo("Europe/Brussels"))
    hours, minutes = map(int, page.locator("[data-clock]").inner_text().split(":"))
    assert (hours * 60 + minutes - now.hour * 60 - now.minute) % 1440 in {0, 1}
    left = int(page.locator("[data-until]").inner_text().split()[0])
    end = datetime(2099, 1, 1, tzinfo=ZoneInfo("UTC"))
    assert abs(left - (end - now).total_seconds() / 60) <= 2
    page.clock.fast_forward(600_000)
    assert left - int(page.locator("[data-until]").inner_text().split()[0]) == 10


def test_says_when_the_line_is_gone_and_when_it_is_back(gallery: House, page: Page) -> None:
    page.goto(f"{gallery.url}/gallery/words/")
    line = page.locator("[data-online]")
    connected = line.inner_text()
    page.context.set_offline(True)
    until(lambda: line.inner_text() != connected, "says that the line is gone")
    assert "look" in (line.get_attribute("class") or "")
    page.context.set_offline(False)
    until(lambda: line.inner_text() == connected, "and that it is back")


def test_an_upload_that_is_cut_says_so_and_can_be_sent_again(
    browser: Browser, house: House, keys: Keys, tmp_path: Path
) -> None:
    """The line breaks: nothing is kept, the words say so, and sending again works."""
    film = tmp_path / "sums.pdf"
    film.write_bytes(b"%PDF-1.4\n" + bytes(3_000_000))
    page = person(browser, house, "teacher")
    page.goto(f"{house.url}/courses/{page_of(keys)}/")
    page.click("a[href$='/new/file/'] >> nth=0")
    page.fill("input[name=title]", "Sums to take home")
    page.set_input_files("input[type=file]", film)
    state = page.locator("[data-upload-state]")
    page.context.set_offline(True)
    page.click("form[data-upload] button.go")
    until(lambda: state.inner_text() != "", "says that the line broke")
    assert page.url.endswith("/new/file/")
    assert page.evaluate("() => document.activeElement.hasAttribute('data-upload-state')")
    page.context.set_offline(False)
    with page.expect_navigation():
        page.click("form[data-upload] button.go")
    assert page.locator("h1").inner_text() == "Sums to take home"
    page.context.close()


def page_of(keys: Keys) -> str:
    from tandem.kit.ids import short

    return short(keys["course"])
