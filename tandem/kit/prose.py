"""Markdown with maths, as HTML that is safe to show.

CommonMark with tables; `$…$` and `$$…$$` become MathML, so that no script is needed and a screen reader reads them.
"""

from functools import lru_cache
from html import escape
from typing import Any

import nh3
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

TAGS = {
    "h2", "h3", "h4", "p", "a", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "br",
    "table", "thead", "tbody", "tr", "th", "td",
    "div",  # around a formula on a line of its own: what is wider than a phone is pushed inside it, not with the page
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize"},
    "mi": {"mathvariant"},
    "mspace": {"width", "linebreak"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "displaystyle", "rowspacing"},
    "mfrac": {"linethickness"},
    "menclose": {"notation"},
    "ol": {"start"},
}
LONGEST_FORMULA = 2_000
"""Characters; a longer one is shown as it was typed."""


def _maths(content: str, options: dict[str, Any]) -> str:
    if len(content) <= LONGEST_FORMULA:
        try:
            return str(convert(content, display="block" if options["display_mode"] else "inline"))
        except Exception:  # noqa: S110  the converter raises many kinds; what was typed is shown instead
            pass
    return f"<code>{escape(content)}</code>"


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return reader.use(dollarmath_plugin, renderer=_maths, allow_labels=False, double_inline=True)


def render(text: str) -> str:
    """HTML of a text; headings begin at h2, links leave without telling where from, and nothing in it can run."""
    html = _reader().render(text)
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"})
