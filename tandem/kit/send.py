"""Sends a file in ranges, so that a phone may begin in the middle and go on after the line broke (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

CHUNK = 1 << 18
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})(?<!=-)", re.ASCII)
"""One range, of which at least one end is named; for anything else the whole file is sent, as the RFC allows."""
NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; object-src 'self'"
SANDBOX = f"{NOTHING_RUNS}; sandbox"
"""For what people uploaded: even when a browser shows it, nothing in it runs. Browsers show no PDF in a sandbox."""


def send_file(
    request: HttpRequest, path: Path, *, name: str, kind: str, tag: str, inline: bool, keep: str = "private, no-cache"
) -> HttpResponseBase:
    """The file, or the part the browser asks for. `tag` changes when the bytes change. 416 beyond the end."""
    size = path.stat().st_size
    headers = {
        "Content-Disposition": content_disposition_header(not inline, name) or "",
        "Content-Security-Policy": NOTHING_RUNS if kind == "application/pdf" else SANDBOX,
        "ETag": f'"{tag}"',
        "Cache-Control": keep,
        "Accept-Ranges": "bytes",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not asked or request.headers.get("If-Range", headers["ETag"]) != headers["ETag"]:
        return FileResponse(
            path.open("rb"), as_attachment=not inline, filename=name, content_type=kind, headers=headers
        )
    part = _part(asked, size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    begin, end = part
    headers |= {"Content-Range": f"bytes {begin}-{end}/{size}", "Content-Length": str(end - begin + 1)}
    return StreamingHttpResponse(_pieces(path, begin, end), status=206, content_type=kind, headers=headers)


def _part(asked: re.Match[str], size: int) -> tuple[int, int] | None:
    """First and last byte that a range names; None when the file has none of them."""
    first, last = asked.groups()
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    return (begin, end) if begin <= end else None


def _pieces(path: Path, begin: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(begin)
        left = end - begin + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
