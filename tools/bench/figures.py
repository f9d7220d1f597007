"""What is measured, and what it may be: budgets that end the run, goals whose distance is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number. `row` and `what` together name it; `unit` is of `value`."""

    row: str
    what: str
    value: float
    unit: str

    @property
    def name(self) -> str:
        return f"{self.row} · {self.what}"


CPU, P50, MOST, P95 = "CPU", "p50, 32 clients", "most", "p95"
RUSH, RUSH_WATCHED = "morning rush", "morning rush while 400 watch"
VIEWERS, LIVE, LINE, MEMORY = "400 viewers of 0.5 Mbit/s", "live", "400 kbit/s with 400 ms", "memory"
ORDINARY = ("home / Today", "course page", "page of text", "lesson", "timetable, week")

BUDGETS: dict[str, float] = {
    **{f"{row} · {CPU}": 15.0 for row in ORDINARY},
    f"{LIVE} · camera to screen p50": 0.6,
    f"{LIVE} · first picture p95": 1.0,
    f"{LINE} · first content, first visit": 3.0,
    f"{LINE} · first content, later": 1.5,
}
"""DESIGN.md holds these; above one of them the run ends with status 1."""

GOALS: dict[str, float] = {
    f"sign in · {CPU}": 30.0,
    f"home / Today · {CPU}": 8.0,
    f"course page · {CPU}": 8.0,
    f"page of text · {CPU}": 5.0,
    f"lesson · {CPU}": 8.0,
    f"timetable, week · {CPU}": 8.0,
    **{f"{rush} · CPU a pupil": 50.0 for rush in (RUSH, RUSH_WATCHED)},
    **{f"{rush} · {page} p95": 300.0 for rush in (RUSH, RUSH_WATCHED) for page in ("sign in", "home", "course")},
    f"{VIEWERS} · share of a core": 0.1,
    f"{LINE} · loaded, first visit": 4.0,
    f"{MEMORY} · server": 150.0,
}
"""What we aim at (the peers' figures, and what was measured before we began)."""


def above(figures: list[Figure]) -> list[str]:
    """The budgets that are exceeded, in words."""
    return [
        f"{one.name}: {one.value:.2f} {one.unit}, may be {BUDGETS[one.name]:g}"
        for one in figures
        if one.value > BUDGETS.get(one.name, float("inf"))
    ]


def line(one: Figure) -> tuple[str, str, str, str, str]:
    """A figure as a row of words: name, value, budget, goal, distance to the goal."""
    value = (
        f"{one.value:.0f}"
        if one.value >= 100
        else f"{one.value:.2f}"
        if one.value < 10 and one.unit in {"s", ""}
        else f"{one.value:.1f}"
    )
    budget, goal = BUDGETS.get(one.name), GOALS.get(one.name)
    distance = ""
    if goal is not None:
        distance = f"{one.value / goal:.1f} × the goal" if one.value > goal else "reached"
    limits = ["" if each is None else f"≤ {each:g}" for each in (budget, goal)]
    return one.name, f"{value} {one.unit}".strip(), limits[0], limits[1], distance
