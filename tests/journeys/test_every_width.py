"""Every page at every width, in German, whose words are the longest: nothing has to be pushed sideways."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.house import House
from tests.journeys.eyes import Eyes
from tests.pages import SIGHTS, Keys, Sight

pytestmark = [pytest.mark.browser, pytest.mark.server]

WIDTHS = (320, 390, 768, 1280)
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${one.tagName} ${one.className}`)"""
IN_GERMAN = """
from tandem.rooms.people.models import Person
print(";".join(f"{one.pk.hex} {one.language}" for one in Person.objects.exclude(language="nl")))
Person.objects.update(language="de")
"""
AS_BEFORE = """
from tandem.rooms.people.models import Person
Person.objects.update(language="nl")
for line in {lines!r}.split(";"):
    key, language = line.split()
    Person.objects.filter(pk=key).update(language=language)
"""


@pytest.fixture(scope="module")
def eyes(browser: Browser, lesson_going_on: House, keys: Keys) -> Iterator[Eyes]:
    lines = lesson_going_on.ask(IN_GERMAN)
    yield Eyes(browser, lesson_going_on, keys)
    lesson_going_on.ask(AS_BEFORE.format(lines=lines))


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_fits(eyes: Eyes, sight: Sight) -> None:
    page = eyes.open(sight).page
    too_wide: dict[int, Any] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        too_wide[width] = page.evaluate(TOO_WIDE)
    page.close()
    assert too_wide == {width: [] for width in WIDTHS}
