"""A person without a mouse: Tab and the keys of each control, and at every stop the question whether one sees where one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

NAMED = """
const area = (one) => one.matches('input[type=radio], input[type=checkbox]') ? one.closest('label') ?? one : one;
const name = (one) => {
  const words = (one.getAttribute('aria-label') ?? area(one).textContent).trim().slice(0, 40);
  return `${one.tagName} ${one.id} ${one.className} «${words}»`;
};
"""
FOCUS = (
    "() => {"
    + NAMED
    + """
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const label = area(one);
  const rings = [one, label].map((each) => getComputedStyle(each));
  const {left, right, top, bottom, width, height} = label.getBoundingClientRect();
  const inside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && width > 1 && height > 1;
  const free = [.5, .15, .85].some((share) => {
    const x = Math.min(innerWidth - 1, Math.max(0, left + width * share));
    const y = Math.min(innerHeight - 1, Math.max(0, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2));
    const there = document.elementFromPoint(x, y);
    return there && (label.contains(there) || there.contains(one));
  });
  return {
    what: name(one),
    ring: rings.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
    seen: inside && free,
  };
}"""
)
STOPS = (
    "() => {"
    + NAMED
    + """
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0)
    .filter((one) => {
      if (one.type !== 'radio') return true;
      const group = [...document.getElementsByName(one.name)].filter((other) => other.form === one.form);
      return group.some((other) => other.checked) ? one.checked : one === group[0];
    }).map(name);
}"""
)
MOST = 160


@dataclass
class Keyboard:
    page: Page

    def focus(self) -> dict[str, Any] | None:
        """What has the focus, whether it shows, and whether it can be seen; None when nothing has."""
        found: dict[str, Any] | None = self.page.evaluate(FOCUS)
        return found

    def step(self, key: str = "Tab") -> dict[str, Any] | None:
        """One press. Wherever it leads, one sees it."""
        self.page.keyboard.press(key)
        found = self.focus()
        if found is not None:
            assert found["ring"], f"no ring on {found['what']}"
            assert found["seen"], f"out of sight: {found['what']}"
        return found

    def to(self, selector: str) -> Keyboard:
        """Tab until `selector` has the focus."""
        self.page.wait_for_selector(selector, state="attached")
        passed = []
        for _ in range(MOST):
            found = self.step()
            passed.append(found and found["what"])
            if self.page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
                return self
        raise AssertionError(f"Tab never comes to {selector}; it passes {passed}")

    def press(self, *keys: str) -> Keyboard:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> Keyboard:
        self.page.keyboard.type(text)
        return self

    def round(self) -> tuple[set[str], set[str]]:
        """Tab once around the page: what was passed, and what there is to pass."""
        wanted = set(self.page.evaluate(STOPS))
        passed: set[str] = set()
        for _ in range(MOST if wanted else 0):
            found = self.step()
            if found is not None:
                passed.add(found["what"])
            elif passed:
                break
        return passed, wanted
