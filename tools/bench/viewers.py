"""400 people who watch one lesson, in a process of their own so that what they cost is not counted as the server's.

python -m tools.bench.viewers URL LESSON COUNT PASSWORD      says «ready», then after each line it reads how many bytes have come
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tools.bench.client import Client

ROOT = Path(__file__).resolve().parents[2]


def line(client: Client, lesson: str) -> connect:
    """The lesson's socket for somebody who is signed in."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return connect(
        f"{client.url.replace('http', 'ws', 1)}/lessons/{lesson}/timeline",
        additional_headers={"Cookie": cookie},
        origin=Origin(client.url),
        compression=None,
        max_size=None,
        open_timeout=60,
    )


class Crowd:
    def __init__(self, url: str, lesson: str, password: str) -> None:
        self.url, self.lesson, self.password, self.bytes = url, lesson, password, 0
        self._reading: list[asyncio.Task[None]] = []

    async def watch(self, number: int) -> None:
        client = Client(self.url)
        await client.sign_in(f"bench-{number}", self.password)
        client.close()
        socket = await line(client, self.lesson)
        told = {"kind": "join", "place": "home", "level": "full", "at": None, "after": -1, "plays": ["video/webm"]}
        await socket.send(json.dumps(told))
        self._reading.append(asyncio.create_task(self._read(socket)))

    async def _read(self, socket: ClientConnection) -> None:
        async for data in socket:
            if isinstance(data, bytes):
                self.bytes += len(data)


async def main(url: str, lesson: str, count: int, password: str) -> None:
    crowd = Crowd(url, lesson, password)
    for number in range(1, count + 1):
        await crowd.watch(number)
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(crowd.bytes, flush=True)


class Watching:
    """The crowd, from the outside."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def line(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()

    async def bytes(self) -> int:
        """How much has come to all of them together."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"how much\n")
        return int(await self.line())


@asynccontextmanager
async def watching(url: str, lesson: str, count: int, password: str) -> AsyncIterator[Watching]:
    command = [sys.executable, "-m", "tools.bench.viewers", url, lesson, str(count), password]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    crowd = Watching(process)
    try:
        assert await crowd.line() == "ready", "the viewers did not come in"
        yield crowd
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
