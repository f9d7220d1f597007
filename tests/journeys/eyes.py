"""Looking at pages: who is signed in stays so, and what goes wrong in a page is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.house import House
from tests.journeys.browser import context, person
from tests.pages import Keys, Sight


@dataclass
class Seen:
    """An open page and what its console said of it."""

    sight: Sight
    page: Page
    status: int
    wrong: list[str]


@dataclass
class Eyes:
    """One browser with a context for each person, so that everybody signs in once."""

    browser: Browser
    house: House
    keys: Keys
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def _context(self, login: str) -> BrowserContext:
        if login not in self._contexts:
            calm = {"reduced_motion": "reduce"}  # a colour on its way from day to night has the contrast of neither
            page = (
                person(self.browser, self.house, login, **calm) if login else context(self.browser, **calm).new_page()
            )
            self._contexts[login] = page.context
            page.close()
        return self._contexts[login]

    def open(self, sight: Sight) -> Seen:
        page = self._context(sight.login).new_page()
        wrong: list[str] = []
        address = self.house.url + sight.path(self.keys)

        def heard(said: ConsoleMessage) -> None:
            own = said.location.get("url") == address  # the page itself may be a 404; it is shown all the same
            if said.type == "error" and not own:
                wrong.append(said.text)

        page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
        answer = page.goto(address)
        assert answer is not None
        if page.locator("main[data-socket]:not([data-phase=before])").count():
            page.wait_for_selector("main[data-line=open]")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        return Seen(sight, page, answer.status, wrong)
