"""The bench's own arithmetic: what ends a run, how far a goal is, and that every limit is of something that is measured."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tools.bench.figures import BUDGETS, CPU, GOALS, LIVE, Figure, above, line
from tools.bench.film import slices
from tools.bench.process import cpu, memory


@pytest.fixture
def spinner() -> Iterator[int]:
    """A process that does nothing but compute."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        yield process.pid
        process.kill()


def test_a_figure_above_its_budget_ends_the_run() -> None:
    assert above([Figure("course page", CPU, 15.0, "ms"), Figure("sign in", CPU, 400.0, "ms")]) == []
    assert above([Figure("course page", CPU, 15.2, "ms")]) == ["course page · CPU: 15.20 ms, may be 15"]


def test_the_distance_to_a_goal() -> None:
    assert line(Figure("course page", CPU, 12.0, "ms")) == (
        "course page · CPU", "12.0 ms", "≤ 15", "≤ 8", "1.5 × the goal",
    )  # fmt: skip
    assert line(Figure("course page", CPU, 8.0, "ms"))[-1] == "reached"
    assert line(Figure(LIVE, "jump back p50", 0.049, "s")) == (f"{LIVE} · jump back p50", "0.05 s", "", "", "")


def test_a_budget_is_never_stricter_than_its_goal() -> None:
    assert [name for name in BUDGETS.keys() & GOALS.keys() if BUDGETS[name] < GOALS[name]] == []


def test_counts_what_another_process_uses(spinner: int) -> None:
    while cpu(spinner) < 0.05:
        pass
    assert 1 < memory(spinner) < 200


def test_the_film_is_half_a_megabit_in_tenths_of_a_second() -> None:
    made = slices(4)
    assert len(made) == 40
    assert 0.45e6 < sum(map(len, made)) * 8 / 4 < 0.55e6
