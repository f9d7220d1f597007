"""What is written on the board behind the teacher, typeset once and used for as long as it stands there."""

from __future__ import annotations

import io
from dataclasses import dataclass

import typst
from PIL import Image

WIDTH, HEIGHT = 480, 270

_PAGE = """
#set page(width: 480pt, height: 270pt, margin: 0pt, fill: rgb("#e9e4d8"))
#set text(font: "Libertinus Serif", fill: rgb("#f4f6f0"), size: 21pt)
#show math.equation: set text(size: 24pt)
#place(left + top, dy: 226pt, rect(width: 480pt, height: 44pt, fill: rgb("#b9a98c")))
#place(left + top, dx: 18pt, dy: 26pt, rect(width: 330pt, height: 186pt, radius: 4pt, fill: rgb("#23473f"),
  stroke: 6pt + rgb("#8a6a45"), inset: 14pt)[
  #text(size: 15pt, fill: rgb("#f2d98a"), TITLE)
  #v(4pt)
  BODY
])
#place(left + top, dx: 18pt, dy: 215pt, rect(width: 330pt, height: 5pt, fill: rgb("#6e5436")))
#place(left + top, dx: 40pt, dy: 211pt, rect(width: 22pt, height: 4pt, fill: white))
"""


@dataclass(frozen=True, slots=True)
class Board:
    """A title (plain text) and a body (Typst markup: `$x^2$` is a formula)."""

    title: str
    body: str


def render(board: Board) -> Image.Image:
    """The room with this board in it, 480 × 270 pixels, RGB."""
    title = '"' + board.title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    source = _PAGE.replace("TITLE", title).replace("BODY", board.body)
    png = typst.compile(source.encode(), format="png", ppi=72.0, ignore_system_fonts=True)
    assert isinstance(png, bytes)
    return Image.open(io.BytesIO(png)).convert("RGB").resize((WIDTH, HEIGHT))
