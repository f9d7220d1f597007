import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tandem.kit.problems import Problem
from tandem.rooms.files.actions.take_in import take_in, take_in_all
from tandem.rooms.files.models import File
from tandem.rooms.people import factories as f

pytestmark = pytest.mark.django_db

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(width: int, height: int) -> bytes:
    """A PNG that says it has this many points, with next to nothing in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    packed = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + packed


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def put(name: str, data: bytes) -> File:
    school = f.school()
    return take_in(SimpleUploadedFile(name, data), organisation_id=school.pk, by=f.person(school, "teacher"))


def stored() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 x", "application/pdf"),
        ("a.png", picture(2, 2), "image/png"),
        ("Plan van de week.docx", office("word/document.xml"), WORD),
        ("a.txt", "één regel".encode(), "text/plain"),
        ("a.zip", office("a.txt"), "application/zip"),
    ],
)  # fmt: skip
def test_what_it_is_stands_in_its_bytes(name: str, data: bytes, kind: str) -> None:
    file = put(name, data)
    assert (file.kind, file.size, file.path.read_bytes()) == (kind, len(data), data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", picture(2, 2)),
        ("a.png", b"%PDF-1.7 x"),
        ("a.png", picture(50_000, 50_000)),
        ("a.png", b"\x89PNG\r\n\x1a\n broken"),
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.txt", b"hello <script>alert(1)</script>"),
        ("a.exe", b"MZ\0\1\2"),
        ("a.pdf", b""),
    ],
)
def test_what_lies_or_could_harm_is_refused_and_nothing_is_kept(name: str, data: bytes) -> None:
    with pytest.raises(Problem):
        put(name, data)
    assert stored() == []
    assert not File.objects.all().everywhere("test").exists()


def test_names_are_only_names() -> None:
    assert put("../../etc/pass\u202ewd\0.txt", b"x").name == "passwd.txt"


def test_too_large(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(Problem) as problem:
        put("a.txt", b"more than ten")
    assert problem.value.status == 413


def test_of_several_files_all_are_kept_or_none() -> None:
    school = f.school()
    teacher = f.person(school, "teacher")
    good, lie = SimpleUploadedFile("a.png", picture(2, 2)), SimpleUploadedFile("b.png", b"%PDF-1.7 x")
    with pytest.raises(Problem), transaction.atomic():
        take_in_all([good, lie], organisation_id=school.pk, by=teacher)
    assert stored() == []
    assert not File.objects.filter(organisation=school).exists()
    files = take_in_all([good, SimpleUploadedFile("c.png", picture(3, 3))], organisation_id=school.pk, by=teacher)
    assert {file.path for file in files} == set(stored())


def test_what_fits_no_purpose_leaves_nothing() -> None:
    school = f.school()

    def never(files: list[File]) -> None:
        raise Problem(f"{len(files)} files do not fit")

    with pytest.raises(Problem, match="1 files do not fit"), transaction.atomic():
        take_in_all(
            [SimpleUploadedFile("a.txt", b"x")], organisation_id=school.pk, by=f.person(school, "teacher"), fit=never
        )
    assert stored() == []
