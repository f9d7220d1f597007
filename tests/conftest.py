"""What tests of the whole house may ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.house import House
from tests.journeys.browser import start
from tests.pages import Keys, keys_of


@pytest.fixture(scope="session")
def house(tmp_path_factory: Any) -> Iterator[House]:
    """A running server with the demonstration, made once."""
    home: Path = tmp_path_factory.mktemp("house")
    house = House(home)
    house.tandem("demo")
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="session")
def keys(house: House) -> Keys:
    """The demonstration's objects, by the words that `tests.pages` uses for them."""
    return keys_of(house)


@pytest.fixture(scope="session")
def lesson_going_on(house: House) -> House:
    """The house while its teacher gives the lesson of now, with picture and sound."""
    house.give_the_lesson()
    return house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start(playwright)
        yield browser
        browser.close()
