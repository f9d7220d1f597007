"""400 viewers of one lesson: the teacher's half megabit a second goes in at one socket and out at 400."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection

from tandem.demo.safety import PASSWORD
from tools.bench.client import Client
from tools.bench.figures import RUSH_WATCHED, VIEWERS, Figure
from tools.bench.film import MIME, slices
from tools.bench.process import cpu, memory
from tools.bench.rush import measure as rush
from tools.bench.viewers import Watching, line, watching

COUNT, FILM, CALM, SECONDS = 400, 180, 5, 15


async def _film(socket: ClientConnection, film: list[bytes]) -> None:
    """Send slices by the clock."""
    begun = time.perf_counter()
    for number, data in enumerate(film):
        await asyncio.sleep(max(0.0, begun + number / 10 - time.perf_counter()))
        await socket.send(data)


@asynccontextmanager
async def _lesson(url: str, lesson: str, film: list[bytes]) -> AsyncIterator[None]:
    """The teacher gives the lesson as long as this lasts."""
    teacher = Client(url)
    await teacher.sign_in("bench-teacher", PASSWORD)
    await teacher.post(f"/lessons/{lesson}/opening/")
    async with line(teacher, lesson) as socket:
        join: dict[str, object] = {
            "kind": "join",
            "place": "room",
            "level": "none",
            "at": None,
            "after": -1,
            "plays": [],
        }
        await socket.send(json.dumps(join))
        await socket.send(json.dumps({"kind": "publish", "n": 1, "mime": MIME, "source": "camera"}))

        async def hear() -> None:
            async for _ in socket:
                pass

        tasks = [asyncio.create_task(hear()), asyncio.create_task(_film(socket, film))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
    teacher.close()


async def _share(pid: int, crowd: Watching) -> list[Figure]:
    """What the server uses while everybody only watches; and whether all of it arrived."""
    before, begun, came = cpu(pid), time.perf_counter(), await crowd.bytes()
    await asyncio.sleep(SECONDS)
    spent, took = cpu(pid) - before, time.perf_counter() - begun
    arrived = (await crowd.bytes() - came) * 8 / took / COUNT / 1e6
    return [
        Figure(VIEWERS, "share of a core", spent / took, ""),
        Figure(VIEWERS, "arrived at each of them", arrived, "Mbit/s"),
        Figure(VIEWERS, "memory of the server", memory(pid), "MB"),
    ]


async def measure(url: str, pid: int, lesson: str, course: str) -> list[Figure]:
    film = await asyncio.to_thread(slices, FILM)
    async with _lesson(url, lesson, film), watching(url, lesson, COUNT, PASSWORD) as crowd:
        await asyncio.sleep(CALM)
        figures = await _share(pid, crowd)
        return figures + await rush(url, pid, course, RUSH_WATCHED, beside=figures[0].value)
