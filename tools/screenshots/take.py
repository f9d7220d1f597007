"""The main pages into docs/screenshots, on a phone and on a desk, by day and by night.

The demonstration is made anew in a folder that is thrown away; the pictures are taken of the real server.
"""

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.house import House
from tests.journeys.browser import SIZES, context, person, start
from tests.pages import SIGHTS, Keys, Sight, keys_of

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
COLOURS = 128
"""A page has few colours; with a palette of this many a picture takes a third of the bytes and nobody sees it."""


@dataclass(frozen=True)
class Shot:
    """One picture: which sight, at which sizes, whether also by night, and what must be there first."""

    sight: str
    sizes: tuple[str, ...] = ("phone", "desk")
    night: bool = False
    ready: str = "main"


SHOTS = (
    Shot("sign-in"),
    Shot("today-pupil", night=True),
    Shot("today-teacher", night=True),
    Shot("today-head"),
    Shot("family", night=True),
    Shot("week-of-a-class", ("desk",), night=True),
    Shot("day", ("phone",)),
    Shot("course"),
    Shot("item-page", night=True),
    Shot("away"),
    Shot("me"),
    Shot("lesson-before-of-a-teacher"),
    Shot("lesson-live-of-a-teacher", ready="main[data-line=open][data-slide=on]"),
    Shot("lesson-live-at-home", night=True, ready="main[data-line=open][data-slide=on]"),
    Shot("lesson-live-in-the-room", ready="main[data-line=open][data-slide=on]"),
    Shot("projector", ("desk",), ready="main[data-line=open][data-slide=on]"),
    Shot("lesson-replay", night=True, ready="#chapters li:nth-child(3)"),
)


def shoot(page: Page, path: Path) -> int:
    """Write what the window shows as a PNG with a palette; returns its bytes."""
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return path.stat().st_size


def settled(page: Page, shot: Shot) -> None:
    """Wait until the page shows what it is about: letters in their own type, pictures, the film at a place worth seeing."""
    page.wait_for_selector(shot.ready)
    if shot.sight == "lesson-replay":
        page.locator("#chapters li:nth-child(3) a").click()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    if shot.ready != "main":
        page.wait_for_timeout(4000)
        page.evaluate("() => scrollTo(0, 0)")


def take(browser: Browser, house: House, keys: Keys, shot: Shot) -> int:
    """All pictures of one sight; returns their bytes."""
    sight: Sight = next(one for one in SIGHTS if one.name == shot.sight)
    total = 0
    for size in shot.sizes:
        page = person(browser, house, sight.login) if sight.login else context(browser).new_page()
        page.set_viewport_size(SIZES[size])
        page.goto(house.url + sight.path(keys))
        settled(page, shot)
        for scheme in ("light", "dark") if shot.night else ("light",):
            page.emulate_media(color_scheme=scheme)
            name = f"{sight.name}-{size}{'-night' if scheme == 'dark' else ''}.png"
            total += shoot(page, FOLDER / name)
            print(f"  {name}", flush=True)
        page.context.close()
    return total


def take_all() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="tandem-screenshots-") as home:
        house = House(Path(home))
        house.tandem("demo")
        keys = keys_of(house)
        house.start()
        try:
            house.give_the_lesson()
            with sync_playwright() as playwright:
                browser = start(playwright)
                total = sum(take(browser, house, keys, shot) for shot in SHOTS)
                browser.close()
        finally:
            house.stop()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {total / 1_000_000:.1f} MB, in {FOLDER}")
    return 0
