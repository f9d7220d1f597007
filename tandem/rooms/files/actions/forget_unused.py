"""Forget files that nothing points to any more: of removed items, of pictures that became slides, of uploads cut short."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from tandem.rooms.files.models import File

GRACE = timedelta(days=1)
"""A file that is younger may be waiting for the row, or the job, that will use it."""


def forget_unused(at: datetime) -> int:
    """Delete rows and bytes of what has been without use for a day; again is harmless. Returns how many files."""
    keys = list(_unused().filter(made_at__lt=at - GRACE).values_list("pk", flat=True))
    gone = sum(_forget(key) for key in keys)
    return gone + sum(1 for path in _strays(at) if _remove(path))


def _unused() -> QuerySet[File]:
    """Files that no row of any room points to."""
    files = File.objects.all().everywhere("what nobody uses has no school that would miss it")
    for relation in File._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            users = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            files = files.exclude(Exists(users))
    return files


def _forget(key: UUID) -> bool:
    """The row first, and only while still nothing points to it; bytes without a row are swept up next time."""
    if not _unused().filter(pk=key).delete()[0]:
        return False
    File(pk=key).path.unlink(missing_ok=True)
    return True


def _strays(at: datetime) -> Iterator[Path]:
    """What lies in the store without a row: the server died between the bytes and the row, or in the middle of them."""
    before = (at - GRACE).timestamp()
    for path in Path(settings.FILES).glob("*/*"):
        if path.is_file() and path.stat().st_mtime < before and not _has_row(path):
            yield path


def _has_row(path: Path) -> bool:
    try:
        key = UUID(hex=path.name)
    except ValueError:
        return False
    return File.objects.filter(pk=key).exists()


def _remove(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
