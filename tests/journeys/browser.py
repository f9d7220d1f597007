"""People with browsers: real Chromium, one context each, a camera whose picture carries a clock."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize

from tandem.demo.film import clock
from tandem.demo.safety import PASSWORD
from tests.house import House
from tools.needs import chromium

FLAGS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]
SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
FPS, SECONDS = 30, 240
WIDTH, HEIGHT = 480, 270


def film_a_clock(path: Path) -> None:
    """What the fake camera shows: milliseconds since the film began, as bars and as words. It begins again at the end."""
    ground = Image.new("RGB", (WIDTH, HEIGHT), "#406050")
    with path.open("wb") as film:
        for number in range(FPS * SECONDS):
            ms = number * 1000 // FPS
            picture = ground.copy()
            picture.paste(clock.bars(ms, WIDTH), (0, 0))
            picture.paste(clock.bars(ms, WIDTH), (0, clock.HEIGHT))
            out = io.BytesIO()
            picture.save(out, "jpeg", quality=70)
            film.write(out.getvalue())


def start(playwright: Playwright, camera: Path | None = None) -> Browser:
    path = chromium()
    assert path, "Chromium is missing; apt-get install chromium"
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"] if camera else FLAGS
    return playwright.chromium.launch(executable_path=path, args=flags)


def person(browser: Browser, house: House, login: str, **given: Any) -> Page:
    """Somebody who signs in by typing name and password."""
    page = context(browser, **given).new_page()
    page.goto(f"{house.url}/sign-in/")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def context(browser: Browser, **given: Any) -> BrowserContext:
    made = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "nl-BE", **given})
    made.set_default_timeout(20_000)
    return made


@contextmanager
def without_errors(*pages: Page) -> Iterator[None]:
    """Nothing may go wrong in any of these pages: no exception, no refused request, no violated policy."""
    wrong: list[str] = []
    for page in pages:
        page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield
    assert wrong == []


def until(true: Callable[[], Any], what: str, seconds: float = 20) -> Any:
    """Wait for something that the page does by itself."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"did not happen in {seconds:.0f} s: {what}")


READ_CLOCK = """() => {
  const video = document.querySelector('#video');
  if (!video || !video.videoWidth) return null;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext('2d');
  pen.drawImage(video, 0, 0);
  const y = Math.round(canvas.height * 12 / 270);
  let ms = 0;
  for (let cell = 0; cell < 48; cell++) {
    const x = Math.floor((cell + 0.5) * canvas.width / 48);
    const [r, g, b] = pen.getImageData(x, y, 1, 1).data;
    ms = ms * 2 + ((r + g + b) / 3 > 127 ? 1 : 0);
  }
  return ms;
}"""


def clock_of(page: Page) -> float | None:
    """Seconds that the picture on the page shows, read from its pixels; None without a picture."""
    ms = page.evaluate(READ_CLOCK)
    return None if ms is None else float(ms) / 1000


def figures(page: Page) -> dict[str, Any]:
    """What the page knows of itself: place on the timeline, level, errors."""
    found: dict[str, Any] = page.evaluate(
        "() => ({t: tandem.time(), live: tandem.live(), level: tandem.level(), late: tandem.latency(), errors: tandem.errors})"
    )
    return found
