"""Take in an upload: looked at, put safely on the disk, then written down."""

import hashlib
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from tandem.kit.ids import uuid7
from tandem.kit.problems import Problem
from tandem.rooms.files.kinds import PICTURES, agrees, kind_of
from tandem.rooms.files.models import File
from tandem.rooms.people.models import Person

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]
else:
    Upload = UploadedFile
MOST_PIXELS = 60_000_000
"""A picture of a good camera has 50 million; one of 50,000 × 50,000 would fill ten gigabytes of memory."""


def take_in(upload: Upload, *, organisation_id: UUID, by: Person) -> File:
    """Keep an uploaded file. Raises Problem, and keeps nothing, when it is too large or is not what it says it is."""
    kind = _looked_at(upload)
    file = File(id=uuid7(), organisation_id=organisation_id, name=_name(upload), kind=kind, made_by=by)
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.size, file.sha256 = _write(upload, file.path)
    file.save(force_insert=True)
    return file


def take_in_all(
    uploads: list[Upload], *, organisation_id: UUID, by: Person, fit: Callable[[list[File]], None] = lambda files: None
) -> list[File]:
    """Keep several files or, when one of them is refused or `fit` raises, none: no bytes are left without a row."""
    taken: list[File] = []
    try:
        for upload in uploads:
            taken.append(take_in(upload, organisation_id=organisation_id, by=by))  # noqa: PERF401  known when one fails
        fit(taken)
    except BaseException:
        for file in taken:
            file.path.unlink(missing_ok=True)
        raise
    return taken


def keep_bytes(data: bytes, *, name: str, kind: str, organisation_id: UUID, by_id: UUID | None) -> File:
    """Keep what Tandem itself made, as the picture of a slide."""
    file = File(id=uuid7(), organisation_id=organisation_id, name=name, kind=kind, made_by_id=by_id)
    file.size, file.sha256 = len(data), hashlib.sha256(data).hexdigest()
    file.path.parent.mkdir(parents=True, exist_ok=True)
    _place(file.path, lambda out: out.write(data))
    file.save(force_insert=True)
    return file


def _looked_at(upload: Upload) -> str:
    if not upload.size:
        raise Problem(_("“%(name)s” is empty. Nothing was changed.") % {"name": _name(upload)})
    if upload.size > settings.UPLOAD_LIMIT:
        raise Problem(_("“%(name)s” is larger than 50 MB. Nothing was changed.") % {"name": _name(upload)}, status=413)
    kind = kind_of(upload.file)  # type: ignore[arg-type]
    if kind == "text/html":
        raise Problem(
            _("“%(name)s” can carry a program (a web page or drawing), so it is not taken. Save it as PDF or picture.")
            % {"name": _name(upload)}
        )
    if not kind:
        raise Problem(
            _(
                "“%(name)s” is of a kind that Tandem does not know. A PDF, picture, office document, sound or film works."
            )
            % {"name": _name(upload)}
        )
    if not agrees(upload.name or "", kind):
        raise Problem(
            _("“%(name)s” is not what its name says: inside it is %(kind)s. Give it the right ending, or save it anew.")
            % {"name": _name(upload), "kind": kind}
        )
    if kind in PICTURES:
        _not_too_many_pixels(upload)
    return kind


def _not_too_many_pixels(upload: Upload) -> None:
    """Reads only the picture's head; nothing is unpacked."""
    upload.seek(0)
    try:
        with Image.open(upload.file) as picture:  # type: ignore[arg-type]
            width, height = picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as wrong:
        raise Problem(
            _("“%(name)s” cannot be read as a picture. Save it anew and try again.") % {"name": _name(upload)}
        ) from wrong
    if width * height > MOST_PIXELS:
        raise Problem(
            _("“%(name)s” has %(width)s × %(height)s points, more than any screen shows. Make it smaller first.")
            % {"name": _name(upload), "width": width, "height": height}
        )


def _name(upload: Upload) -> str:
    """The file's own name, without folders and without signs that turn text around."""
    plain = unicodedata.normalize("NFC", Path(upload.name or "").name)
    return "".join(sign for sign in plain if sign.isprintable())[-200:] or "file"


def _write(upload: Upload, path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    upload.seek(0)

    def fill(out: BinaryIO) -> None:
        nonlocal size
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)

    _place(path, fill)
    return size, digest.hexdigest()


def _place(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Write beside, make sure it is on the disk, then give it its name: there is never half a file."""
    part = path.with_suffix(".part")
    try:
        with part.open("xb") as out:
            fill(out)
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
