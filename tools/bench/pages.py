"""Pages: CPU of the whole server process for a request, how long one waits among 32, how many fit in a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from statistics import median

from tandem.demo.safety import PASSWORD
from tools.bench.client import Client
from tools.bench.figures import CPU, MOST, P50, Figure
from tools.bench.process import cpu

WARM, TIMES, ROUNDS = 20, 100, 3
CLIENTS, SECONDS = 32, 5.0

Work = Callable[[Client], Awaitable[object]]


async def _cost(pid: int, work: Work, client: Client) -> float:
    """CPU ms of the server for one request: one client, warm, the best of three."""
    for _ in range(WARM):
        await work(client)
    costs = []
    for _ in range(ROUNDS):
        before = cpu(pid)
        for _ in range(TIMES):
            await work(client)
        costs.append((cpu(pid) - before) / TIMES * 1000)
    return min(costs)


async def _crowd(work: Work, clients: list[Client]) -> tuple[float, float]:
    """p50 in ms and requests a second, when 32 clients ask again as soon as they are answered."""
    waits: list[float] = []
    end = time.perf_counter() + SECONDS

    async def one(client: Client) -> None:
        while time.perf_counter() < end:
            begun = time.perf_counter()
            await work(client)
            waits.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(one(client) for client in clients))
    return median(waits) * 1000, len(waits) / (time.perf_counter() - begun)


async def measure(url: str, pid: int, paths: dict[str, str]) -> list[Figure]:
    """`paths`: the address of each row, for the pupil bench-1 and her class."""
    clients = [Client(url) for _ in range(CLIENTS)]
    for number, client in enumerate(clients):
        await client.sign_in(f"bench-{number % 25 + 1}", PASSWORD)

    async def sign_in(client: Client) -> None:
        await client.post("/sign-in/", username="bench-1", password=PASSWORD, next="/")

    stranger = Client(url)
    await stranger.get("/sign-in/")
    figures = [Figure("sign in", CPU, await _cost(pid, sign_in, stranger), "ms")]
    for row, path in paths.items():

        async def work(client: Client, path: str = path) -> None:
            await client.get(path)

        spent = await _cost(pid, work, clients[0])
        wait, most = await _crowd(work, clients)
        figures += [Figure(row, CPU, spent, "ms"), Figure(row, P50, wait, "ms"), Figure(row, MOST, most, "/s")]
    for client in (stranger, *clients):
        client.close()
    return figures
