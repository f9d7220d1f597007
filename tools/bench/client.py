"""A browser reduced to its requests: one connection kept open, cookies, no rendering. What it costs is not counted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit


class Unexpected(Exception):
    """The server answered otherwise than a person would want."""


@dataclass
class Client:
    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    _pipes: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, *, expect: int = 200) -> str:
        """Fetch a page; returns where it redirects to, or nothing."""
        return await self._ask("GET", path, b"", expect)

    async def post(self, path: str, *, expect: int = 302, **fields: str) -> str:
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return await self._ask("POST", path, urlencode(fields | token).encode(), expect)

    async def sign_in(self, login: str, password: str) -> None:
        await self.get("/sign-in/")
        await self.post("/sign-in/", username=login, password=password, next="/")

    async def _ask(self, method: str, path: str, body: bytes, expect: int) -> str:
        reader, writer = await self._line()
        writer.write(self._head(method, path, body) + body)
        status, headers = await self._answer(reader)
        if status != expect:
            raise Unexpected(f"{method} {path}: {status}")
        return headers.get("location", "")

    async def _line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The connection; a new one when the server has hung up meanwhile, as it does after some idle seconds."""
        if self._pipes is None or self._pipes[0].at_eof():
            parts = urlsplit(self.url)
            self._pipes = await asyncio.open_connection(parts.hostname, parts.port)
        return self._pipes

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {urlsplit(self.url).netloc}",
            "Accept: text/html",
            "Accept-Encoding: gzip",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
        ]
        if method == "POST":
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
            lines += [f"Origin: {self.url}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, lines):
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                key, _, worth = value.strip().split(";", 1)[0].partition("=")
                self.cookies[key] = worth
        if "content-length" in headers:
            await reader.readexactly(int(headers["content-length"]))
        elif headers.get("transfer-encoding") == "chunked":
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        return int(first.split()[1]), headers

    def close(self) -> None:
        if self._pipes is not None:
            self._pipes[1].close()
            self._pipes = None
