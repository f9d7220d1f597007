"""The course, as files: one folder a language, one a unit, one file an item (Markdown with a small header)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("nl", "fr", "de", "en")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item: `kind` page, file, link or slides; `made` names what slides/ typesets for it."""

    title: str
    kind: str
    body: str
    url: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Lessons:
    """A course in one language: its title and its units, each a title and its pieces."""

    title: str
    subject: str
    units: tuple[tuple[str, tuple[Piece, ...]], ...]


def read(language: str) -> Lessons:
    """The course on quadratic equations in one of LANGUAGES."""
    folder = HERE / "quadratic" / language
    about = tomllib.loads((folder / "course.toml").read_text())
    units = tuple(
        (title, tuple(_piece(path) for path in sorted((folder / f"unit-{number}").glob("*.md"))))
        for number, title in enumerate(about["units"], start=1)
    )
    return Lessons(about["title"], about["subject"], units)


def _piece(path: Path) -> Piece:
    """The header is lines of `word: value` between two lines of dashes."""
    _, header, body = path.read_text().split("---\n", 2)
    said = dict(line.split(": ", 1) for line in header.strip().splitlines())
    made = said.get("deck") or said.get("file") or ""
    return Piece(said["title"].strip('"'), said["kind"], body.strip(), said.get("url", ""), made)
