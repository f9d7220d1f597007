"""What one room may take from another: its models, actions, access and events; and a few doors that are named here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.floors import ROOMS

PUBLIC = {"models", "actions", "access", "events"}
DOORS = {
    ("jobs", "clock"): "`every` says when a job runs: that is what the room of jobs is for",
    ("timetable", "choices"): "the words of the reasons for being away, which the first pages show too",
    ("timetable", "days"): "the day as people see it, which the first pages show too; it asks no database",
}
"""Modules that other rooms take besides, and why."""


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def taken() -> Iterator[tuple[str, str, str, str]]:
    """(room, file, other room, its module) for every import across rooms; tests and factories may take more."""
    for path in sorted(ROOMS.rglob("*.py")):
        room, *rest = path.relative_to(ROOMS).parts
        if not rest or "tests" in rest or "migrations" in rest or rest == ["factories.py"]:
            continue
        for name in imports(path):
            if name.startswith("tandem.rooms."):
                other, module = ([*name.removeprefix("tandem.rooms.").split("."), ""])[:2]
                if other != room:
                    yield room, str(path.relative_to(ROOMS)), other, module


def test_rooms_take_only_what_others_hold_out() -> None:
    wrong = [f"{file} takes {other}.{module}" for _, file, other, module in taken()
             if module not in PUBLIC and (other, module) not in DOORS]  # fmt: skip
    assert wrong == []


def test_every_named_door_is_used() -> None:
    used = {(other, module) for _, _, other, module in taken()}
    assert set(DOORS) <= used
