"""Decks and the exercise sheet, typeset from one template and the texts of each language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from tandem.demo.film import Board

HERE = Path(__file__).parent
DECKS = ("yesterday", "today", "tomorrow")


@lru_cache
def texts(language: str) -> dict[str, Any]:
    """Everything that is said in one language."""
    return tomllib.loads((HERE / "texts" / f"{language}.toml").read_text())


def pdf(what: str, language: str) -> bytes:
    """A deck (one of DECKS) or the `sheet`, as a tagged PDF."""
    source = HERE / ("sheet.typ" if what == "sheet" else "deck.typ")
    made = typst.compile(source, root=HERE, sys_inputs={"lang": language, "deck": what}, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def titles(deck: str, language: str) -> list[str]:
    """The heading of each page; they become the chapters of the replay."""
    return [page["title"] for page in texts(language)[deck]["pages"]]


def boards(deck: str, language: str) -> list[Board]:
    """What the teacher writes on the board while each page is shown."""
    return [Board(page["title"], page["board"]) for page in texts(language)[deck]["pages"]]


def pictures(deck: str, language: str) -> list[bytes]:
    """Each page of a deck as a PNG of 1280 × 720 pixels."""
    made = typst.compile(
        HERE / "deck.typ", root=HERE, format="png", ppi=96.0, ignore_system_fonts=True,
        sys_inputs={"lang": language, "deck": deck},
    )  # fmt: skip
    return [made] if isinstance(made, bytes) else made
