"""The gallery: every component in every state, looked at like any page."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tandem.ui.gallery import PARTS
from tests.house import House
from tests.journeys.browser import SIZES, context
from tests.journeys.test_every_page import AXE, LOOK, SMALL, STANDARD
from tests.journeys.test_every_width import TOO_WIDE, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: Any) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("gallery"), more={"TANDEM_GALLERY": "1"})
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = context(browser, reduced_motion="reduce").new_page()
    yield page
    page.context.close()


@pytest.mark.parametrize("part", PARTS)
def test_every_state_can_be_read_and_touched(gallery: House, page: Page, part: str) -> None:
    answer = page.goto(f"{gallery.url}/gallery/{part}/")
    assert answer is not None
    assert answer.status == 200
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[f"wider than {width}"] = page.evaluate(TOO_WIDE)
    page.evaluate(AXE.read_text())
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[f"{name}, {scheme}"] = page.evaluate(LOOK, STANDARD)
    page.set_viewport_size(SIZES["phone"])
    found["too small to touch"] = page.evaluate(SMALL)
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
