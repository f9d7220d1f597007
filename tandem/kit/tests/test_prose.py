"""Texts become HTML in which nothing runs, whatever somebody types."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.kit.prose import ATTRIBUTES, TAGS, render


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Elements()
    reader.feed(html)
    return reader.found


def test_words_lists_tables_and_maths() -> None:
    html = render("# Roots\n\n- **two**\n- ~~three~~\n\n|a|b|\n|-|-|\n|1|2|\n\n$x^2$ and\n\n$$\\frac{1}{2}$$")
    assert [tag for tag, _ in elements(html) if tag in {"h1", "h2", "strong", "s", "table", "msup", "mfrac"}] == [
        "h2", "strong", "s", "table", "msup", "mfrac",
    ]  # fmt: skip
    assert 'display="block"' in html


def test_links_do_not_tell_where_they_come_from() -> None:
    assert elements(render("[a](https://example.org)")) == [
        ("p", {}),
        ("a", {"href": "https://example.org", "rel": "noopener noreferrer"}),
    ]


@pytest.mark.parametrize("text", ["$\\undefined{x$", "$" + "x" * 3000 + "$", "$\\frac{1}$", "$$", "$\\begin{x}$"])
def test_a_formula_that_is_none_is_shown_as_it_was_typed(text: str) -> None:
    assert "<script" not in render(text)
    assert text.strip("$")[:8] in render(text) or render(text).count("<math") == 1


PIECES = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=a()>",
            "<svg onload=a()>",
            "<math><mtext><style>",
            "<!--",
            "]]>",
        ),
        *("javascript:a()", "&#106;avascript:", "data:text/html,", "\\href{javascript:a()}{x}", "[x](", ")"),
        *("$", "$$", "`", "**", "\n", "|", "é", "\0"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_whatever_is_typed_only_the_elements_that_are_allowed_come_out(text: str) -> None:
    for tag, attributes in elements(render(text)):
        assert tag in TAGS
        assert set(attributes) - {"rel"} <= ATTRIBUTES.get(tag, set())
        assert (attributes.get("href") or "https:").split(":")[0].lower() in {"http", "https", "mailto"} or ":" not in (
            attributes["href"] or ""
        )
