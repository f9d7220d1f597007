"""What a page costs on the line: bytes as they arrive, headers included, as the browser itself counts them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page


@dataclass
class Wire:
    """Counts the bytes of one page by kind (Document, Script, Stylesheet, Font, Image …) from now on."""

    page: Page
    bytes: Counter[str] = field(default_factory=Counter)
    _kinds: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes[self._kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    def slow(self, *, kilobits: int = 400, milliseconds: int = 400) -> None:
        """Like a bad mobile line: so many kbit/s down and up, and that long until the first byte."""
        speed = kilobits * 1000 / 8
        conditions = {
            "offline": False, "latency": milliseconds, "downloadThroughput": speed, "uploadThroughput": speed,
        }  # fmt: skip
        self.session.send("Network.emulateNetworkConditions", conditions)

    def visit(self, url: str) -> Counter[str]:
        """Open a page and wait until nothing more comes; returns what came for it."""
        self.bytes.clear()
        self.page.goto(url)
        self.page.evaluate("() => document.fonts.ready.then(() => true)")
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(300)
        return Counter(self.bytes)
