"""What people uploaded is sent in one place, and opens in a browser only when nothing in it can run."""

import ast

import pytest
from django.test import RequestFactory

from tandem.kit.send import send_file
from tandem.rooms.files.kinds import EXTENSIONS, INLINE
from tandem.rooms.files.models import File
from tests.architecture.floors import ROOMS

OPENS = {
    "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "audio/wav", "audio/mpeg", "audio/ogg",
    "video/webm", "video/mp4",
}  # fmt: skip
"""Kinds without script that a browser shows by itself (PDF in the browser's own viewer, with no origin of ours)."""


def test_only_kinds_in_which_nothing_runs_open_in_the_browser() -> None:
    assert INLINE == OPENS
    assert {kind for kind in EXTENSIONS if File(kind=kind).opens_in_browser} == OPENS
    assert not {
        kind for kind in EXTENSIONS if "html" in kind or "svg" in kind or "xml" in kind.split("/")[1].split("-")
    }


def test_rooms_send_files_by_the_one_function_that_locks_them_in() -> None:
    senders = {"FileResponse", "StreamingHttpResponse", "HttpResponse"}
    wrong = []
    for path in sorted(ROOMS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in senders):
                continue
            if node.func.id != "HttpResponse" or any(word.arg == "content_type" for word in node.keywords):
                wrong.append(f"{path.relative_to(ROOMS)}:{node.lineno}")
    assert wrong == []


@pytest.mark.django_db  # closing an answer looks after the connections
@pytest.mark.parametrize("kind", sorted(EXTENSIONS))
@pytest.mark.parametrize("part", ["", "bytes=0-1"])
def test_every_kind_is_sent_in_a_sandbox(kind: str, part: str, tmp_path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"<script>alert(1)</script>")
    request = RequestFactory().get("/", headers={"Range": part} if part else {})
    file = File(kind=kind)
    answer = send_file(request, path, name='a".html', kind=kind, tag="t", inline=file.opens_in_browser)
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert ("sandbox" in policy) == (kind != "application/pdf")
    assert answer["Content-Disposition"].split(";")[0] == ("inline" if kind in OPENS else "attachment")
    assert answer["Content-Type"].split(";")[0] == kind
    answer.close()
