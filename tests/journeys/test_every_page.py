"""Every page, as the person who sees it, is looked at by axe, by day and by night, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.house import ROOT, House
from tests.journeys.browser import SIZES
from tests.journeys.eyes import Eyes, Seen
from tests.pages import CHANGES, NO_PAGE, SIGHTS, Keys, names

pytestmark = [pytest.mark.browser, pytest.mark.server]

AXE: Path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations
  .map((one) => [one.id, ...one.nodes.slice(0, 4).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)])"""
SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.matches('.skip, .prose a, p a:not([class])'))
  .map((one) => {
    const label = one.closest('label');
    let area = one.matches('input[type=radio], input[type=checkbox]') && label ? label : one;
    const wide = getComputedStyle(area, '::after');
    if (wide.position === 'absolute' && wide.insetInlineStart === '0px') area = area.offsetParent ?? area;
    const {width, height} = area.getBoundingClientRect();
    return {what: `${one.tagName} ${one.className} «${(one.textContent || one.name || '').trim().slice(0, 30)}»`, width, height};
  }).filter(({width, height}) => width > 1 && (width < 43.5 || height < 43.5))
  .map(({what, width, height}) => `${what} ${Math.round(width)}×${Math.round(height)}`)"""


def test_no_page_is_forgotten() -> None:
    """A new address is a page that somebody sees, or it is named as one that is none."""
    assert {sight.view for sight in SIGHTS} | CHANGES | NO_PAGE == set(names())


@pytest.fixture(scope="module")
def eyes(browser: Browser, lesson_going_on: House, keys: Keys) -> Eyes:
    return Eyes(browser, lesson_going_on, keys)


@pytest.fixture(scope="module", params=SIGHTS, ids=lambda sight: sight.name)
def seen(request: Any, eyes: Eyes) -> Iterator[Seen]:
    found = eyes.open(request.param)
    yield found
    found.page.close()


def test_nothing_goes_wrong(seen: Seen) -> None:
    """No exception, no refused request, nothing against the security policy; and the page is the one meant."""
    assert seen.wrong == []
    assert seen.status == (404 if seen.sight.name in {"sign-in-first", "not-there"} else 200)


def test_has_a_name(seen: Seen) -> None:
    """The title of the window says what the one h1 says, or more."""
    titles = [text.strip() for text in seen.page.locator("h1").all_text_contents()]
    assert len(titles) == 1
    assert titles[0]
    assert seen.page.title().removesuffix(" · Tandem")
    assert seen.page.locator("html").get_attribute("lang") in {"nl", "fr", "de", "en"}


def test_fingers_can_touch_it(seen: Seen) -> None:
    """On a phone every control is 44 pixels high and wide; links inside a sentence are as high as the sentence."""
    seen.page.set_viewport_size(SIZES["phone"])
    assert seen.page.evaluate(SMALL) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(seen: Seen, scheme: Any, size: str) -> None:
    seen.page.set_viewport_size(SIZES[size])
    seen.page.emulate_media(color_scheme=scheme)
    seen.page.evaluate(AXE.read_text())
    assert seen.page.evaluate(LOOK, STANDARD) == []
