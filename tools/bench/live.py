"""From camera to screen, the first picture, a jump back: real browsers, and a clock read from the picture's pixels."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, sync_playwright

from tests.house import House
from tests.journeys.browser import clock_of, context, figures, film_a_clock, person, start, until
from tools.bench.figures import LIVE, Figure

LOOP = 240.0
SAMPLES, JOINS, JUMPS = 80, 20, 10
FIRST_PICTURE = """document.addEventListener('loadeddata', (event) => {
  if (event.target.id === 'video') window.firstPicture ??= performance.now();
}, true);"""
JUMP = """async () => {
  const slider = document.querySelector('#track [role=slider]'), video = document.querySelector('#video');
  const begun = performance.now(), from = tandem.time();
  slider.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageDown', bubbles: true}));
  const target = Math.max(0, from - 60);
  for (;;) {
    await new Promise((seen) => video.requestVideoFrameCallback(seen));
    if (Math.abs(tandem.time() - target) < 2) return performance.now() - begun;
  }
}"""


def _open(browser: Browser, house: House) -> Page:
    """The teacher opens the lesson and starts the camera."""
    teacher = person(browser, house, "teacher")
    teacher.click(".stop.now a.btn")
    teacher.click(".wait .btn.go")
    teacher.wait_for_selector("main[data-phase=live]")
    teacher.click("[data-do=camera]")
    until(lambda: clock_of(teacher), "the teacher's own picture")
    return teacher


def _behind(viewer: Page, teacher: Page) -> float | None:
    before, seen, after = clock_of(teacher), clock_of(viewer), clock_of(teacher)
    if before is None or seen is None or after is None:
        return None
    return ((before + after) / 2 - seen) % LOOP


def _late(viewer: Page, teacher: Page) -> list[float]:
    """Seconds between camera and screen, many times over some twenty seconds."""
    found: list[float] = []
    while len(found) < SAMPLES:
        one = _behind(viewer, teacher)
        if one is not None and one < LOOP / 2:
            found.append(one)
        viewer.wait_for_timeout(250)
    return found


def _joins(viewer: Page) -> list[float]:
    """Seconds from asking for the page to the first picture in it."""
    found = []
    for _ in range(JOINS):
        viewer.reload()
        until(lambda: viewer.evaluate("() => window.firstPicture ?? 0"), "a picture")
        found.append(float(viewer.evaluate("() => window.firstPicture")) / 1000)
    return found


def _jumps(viewer: Page, house: House) -> list[float]:
    """Seconds from the press of a key to the picture of that moment, in yesterday's replay."""
    viewer.goto(f"{house.url}/today/")
    viewer.click(".rows a.big[href^='/lessons/']")
    viewer.wait_for_selector("#chapters li:nth-child(3)")
    found = []
    for number in range(JUMPS):
        viewer.locator("#chapters li").last.locator("a").click()
        until(lambda: clock_of(viewer), "plays")
        viewer.wait_for_timeout(500 + number * 50)
        found.append(float(viewer.evaluate(JUMP)) / 1000)
    return found


def measure(house: House) -> list[Figure]:
    camera = house.home / "clock.mjpeg"
    film_a_clock(camera)
    with sync_playwright() as playwright:
        browser = start(playwright, Path(camera))
        teacher = _open(browser, house)
        away = person(browser, house, "pupil")
        away.context.add_init_script(FIRST_PICTURE)
        away.click(".stop.now a.btn")
        until(lambda: clock_of(away), "the picture is there")
        away.wait_for_timeout(5000)
        late, joins = _late(away, teacher), _joins(away)
        assert figures(away)["errors"] == []
        jumps = _jumps(away, house)
        browser.close()
    return [
        Figure(LIVE, "camera to screen p50", median(late), "s"),
        Figure(LIVE, "camera to screen p95", quantiles(late, n=20)[-1], "s"),
        Figure(LIVE, "first picture p50", median(joins), "s"),
        Figure(LIVE, "first picture p95", quantiles(joins, n=20)[-1], "s"),
        Figure(LIVE, "jump back p50", median(jumps), "s"),
        Figure(LIVE, "jump back, slowest", max(jumps), "s"),
    ]


def on_a_bad_line(house: House) -> list[Figure]:
    """First content on 400 kbit/s with 400 ms: the form with nothing in the cache; later pages with what is there."""
    from tests.wire import Wire
    from tools.bench.figures import LINE

    content = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    loaded = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
    with sync_playwright() as playwright:
        browser = start(playwright)
        firsts, ends = [], []
        for _ in range(3):
            page = context(browser).new_page()
            Wire(page).slow()
            page.goto(f"{house.url}/sign-in/")
            firsts.append(float(until(partial(page.evaluate, content), "content")))
            ends.append(float(until(partial(page.evaluate, loaded), "loaded")))
            page.context.close()
        page = person(browser, house, "pupil")
        later = []
        Wire(page).slow()
        for path in ("/today/", "/courses/", "/timetable/", "/me/") * 2:
            page.goto(house.url + path)
            later.append(float(until(lambda: page.evaluate(content), "content")))
        browser.close()
    return [
        Figure(LINE, "first content, first visit", max(firsts) / 1000, "s"),
        Figure(LINE, "loaded, first visit", max(ends) / 1000, "s"),
        Figure(LINE, "first content, later", max(later) / 1000, "s"),
    ]
