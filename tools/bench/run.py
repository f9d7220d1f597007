"""Lets a house be built, asks each part for its figures, prints them and says what is above a budget."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from tests.house import House
from tools.bench import hall, live, pages, rush
from tools.bench.figures import MEMORY, RUSH, Figure, above, line
from tools.bench.process import memory

PAPER = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
ENGINE = "tandem.engines.timeline.bench"
PARTS = ("pages", "rush", "viewers", "live", "line", "engine")


class Bench:
    """One house with the demonstration and the school of a thousand in it; the parts are its methods."""

    def __init__(self, home: Path) -> None:
        self.house = House(home)
        self.house.tandem("demo")
        found = json.loads(self.house.ask("from tools.bench.school import found; print(found())"))
        self.keys = {name: UUID(key) for name, key in found.items()}
        self.house.start()

    def path(self, view: str, key: str = "") -> str:
        return reverse(view, args=[self.keys[key]] if key else [])

    def pages(self) -> list[Figure]:
        paths = {
            "home / Today": self.path("home:today"),
            "course page": self.path("courses:course", "course"),
            "page of text": self.path("courses:item", "page"),
            "lesson": self.path("lesson:lesson", "lesson"),
            "timetable, week": self.path("timetable:week"),
        }
        return asyncio.run(pages.measure(self.house.url, self.house.pid, paths))

    def rush(self) -> list[Figure]:
        course = self.path("courses:course", "course")
        found = asyncio.run(rush.measure(self.house.url, self.house.pid, course, RUSH))
        return [*found, Figure(MEMORY, "server", memory(self.house.pid), "MB")]

    def viewers(self) -> list[Figure]:
        lesson = self.path("lesson:lesson", "hall").split("/")[2]
        course = self.path("courses:course", "course")
        return asyncio.run(hall.measure(self.house.url, self.house.pid, lesson, course))

    def live(self) -> list[Figure]:
        return live.measure(self.house)

    def line(self) -> list[Figure]:
        return live.on_a_bad_line(self.house)

    def engine(self) -> list[Figure]:
        """The timeline by itself, when its own bench is there."""
        if importlib.util.find_spec(ENGINE) is None:
            return []
        return [
            Figure("timeline", name, value, "") for name, value in importlib.import_module(ENGINE).measure().items()
        ]


def machine() -> str:
    """The machine in words, without its name."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((text.split(":", 1)[1].strip() for text in lines if text.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB, Python {platform.python_version()}"


def table(figures: list[Figure]) -> str:
    """The figures as a table of Markdown."""
    rows = [("what", "measured", "budget", "goal", "distance"), ("---",) * 5, *(line(one) for one in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def write(figures: list[Figure]) -> None:
    PAPER.parent.mkdir(exist_ok=True)
    PAPER.write_text(
        f"# Benchmarks\n\nMeasured on {timezone.localdate():%d %B %Y} by `make bench` on {machine()}; the load came from "
        "the same machine and is not counted as the server's. CPU is of the whole server process per request, one client, "
        "best of three. The rows have the names of Tandem's comparison with its peers; only runs made side by side on one "
        f"machine can be compared.\n\n{table(figures)}\n"
    )


def run() -> int:
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}")
    asked.add_argument("--write", action="store_true", help=f"also write {PAPER.name}")
    given = asked.parse_args()
    parts = given.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        asked.error(f"there is no part called {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as home:
        print("Building the demonstration and a school of 1,000 …", flush=True)
        bench = Bench(Path(home))
        try:
            for part in parts:
                print(f"\n{part}", flush=True)
                measure: Callable[[], list[Figure]] = getattr(bench, part)
                for one in measure():
                    figures.append(one)
                    print(
                        "  "
                        + "   ".join(f"{word:<{wide}}" for word, wide in zip(line(one), (52, 14, 8, 8, 0), strict=True))
                    )
        finally:
            bench.house.stop()
    if given.write:
        write(figures)
    wrong = above(figures)
    print("\n" + ("\n".join(f"ABOVE ITS BUDGET  {words}" for words in wrong) or "All budgets hold."))
    return 1 if wrong else 0
