"""Half past eight: 500 pupils in a minute, evenly, each of them through sign in, home and the course."""

from __future__ import annotations

import asyncio
import time
from statistics import quantiles

from tandem.demo.safety import PASSWORD
from tools.bench.client import Client
from tools.bench.figures import Figure
from tools.bench.process import cpu

A_MINUTE, SECONDS = 500, 30
"""The rate is that of 500 in a minute; half a minute of it is enough to see whether anything piles up."""


async def measure(url: str, pid: int, course: str, row: str, *, beside: float = 0.0) -> list[Figure]:
    """`beside`: the share of a core that the server uses for something else meanwhile, which is not the pupils'."""
    waits: dict[str, list[float]] = {"sign in": [], "home": [], "course": []}

    async def timed(page: str, work: object) -> None:
        begun = time.perf_counter()
        await work  # type: ignore[misc]
        waits[page].append((time.perf_counter() - begun) * 1000)

    async def pupil(number: int) -> None:
        client = Client(url)
        await client.get("/sign-in/")
        await timed("sign in", client.post("/sign-in/", username=f"bench-{number}", password=PASSWORD, next="/"))
        await client.get("/", expect=302)
        await timed("home", client.get("/today/"))
        await timed("course", client.get(course))
        client.close()

    before, begun = cpu(pid), time.perf_counter()
    pupils = []
    count = A_MINUTE * SECONDS // 60
    for number in range(count):
        await asyncio.sleep(max(0.0, begun + number * 60 / A_MINUTE - time.perf_counter()))
        pupils.append(asyncio.create_task(pupil(number % 25 + 1)))
    await asyncio.gather(*pupils)
    spent = (cpu(pid) - before - beside * (time.perf_counter() - begun)) / count * 1000
    found = [Figure(row, "CPU a pupil", spent, "ms")]
    return found + [Figure(row, f"{page} p95", quantiles(each, n=20)[-1], "ms") for page, each in waits.items()]
