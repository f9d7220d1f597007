"""The papers say what is so: settings, dependencies, links, and a README of a page for each part of the house."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from tandem.env import Env

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAPERS = sorted([ROOT / "README.md", *DOCS.rglob("*.md"), *(ROOT / "tandem").rglob("README.md"),
                 *(ROOT / "tests").rglob("README.md"), *(ROOT / "tools").rglob("README.md")])  # fmt: skip
PARTS = sorted(
    [path.parent for path in (ROOT / "tandem" / "rooms").glob("*/apps.py")]
    + [path.parent for path in (ROOT / "tandem" / "engines").glob("*/__init__.py")]
    + [ROOT / name for name in ("tandem/kit", "tandem/ui", "tandem/demo", "tandem/commands", "tests", "tools")]
)
KINDS = {str: "text", int: "number", bool: "1 or 0", Path: "folder"}


def rows(page: Path) -> list[list[str]]:
    """The cells of all tables of a page, without their heads."""
    lines = [line.strip() for line in page.read_text().splitlines()]
    found = []
    for number, line in enumerate(lines):
        rule = re.fullmatch(r"[|:\- ]+", line)
        head = number + 1 < len(lines) and re.fullmatch(r"\|[|:\- ]+", lines[number + 1])
        if line.startswith("|") and not rule and not head:
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def test_the_page_of_settings_names_exactly_those_of_the_environment() -> None:
    wanted = []
    for one in fields(Env):
        default = str(int(one.default)) if isinstance(one.default, bool) else str(one.default)
        shown = f"`{default}`" if default else ""
        kind = KINDS[one.type]  # type: ignore[index]
        wanted.append([f"`TANDEM_{one.name.upper()}`", kind, shown, one.metadata["doc"]])
    assert rows(DOCS / "settings.md")[: len(wanted)] == wanted
    named = re.findall(r"TANDEM_[A-Z_]+", (DOCS / "settings.md").read_text())
    assert set(named) == {f"TANDEM_{one.name.upper()}" for one in fields(Env)}


def test_every_direct_dependency_has_its_line() -> None:
    wanted = set()
    for part in (ROOT / "requirements").glob("*.in"):
        lines = [line for line in part.read_text().splitlines() if line and not line.startswith(("-", "#"))]
        wanted |= {re.split(r"[=\[<>]", line)[0] for line in lines}
    package = json.loads((ROOT / "package.json").read_text())
    wanted |= package["dependencies"].keys() | package["devDependencies"].keys()
    assert sorted(row[0] for row in rows(DOCS / "decisions" / "dependencies.md")) == sorted(wanted)


def test_every_decision_is_in_the_list() -> None:
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / "decisions" / "README.md").read_text())
    there = [path.name for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md"]
    assert sorted(listed) == sorted(there)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(paper: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)", paper.read_text())
    dead = [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize("part", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_part_says_what_it_is_for_on_one_page(part: Path) -> None:
    text = (part / "README.md").read_text().splitlines()
    assert text[0] == f"# {part.name}"
    assert len(text) <= 30
