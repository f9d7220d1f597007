"""Where a row's timeline lies, and who in this process holds its writer.

Only one writer may hold a timeline. While a session runs it is the session; an action that needs the writer borrows it
here, or opens the folder itself when nobody has it.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from tandem.engines.timeline.log import Timeline as Log
from tandem.rooms.live.models import Timeline

_held: dict[UUID, Any] = {}
"""Sessions by the timeline's key."""
_lock = threading.Lock()
_alone = threading.Lock()
"""Held while a thread writes to a timeline that has no session."""


def hold(key: UUID, session: Any) -> None:
    with _lock:
        _held[key] = session


def let_go(key: UUID) -> None:
    with _lock:
        _held.pop(key, None)


def sessions() -> list[Any]:
    with _lock:
        return list(_held.values())


def session_of(key: UUID) -> Any | None:
    return _held.get(key)


def begin(row: Timeline) -> None:
    """Make the folder of a new timeline."""
    row.folder.parent.mkdir(parents=True, exist_ok=True)
    Log.create(row.folder, id=row.pk.bytes, began=row.began_at.timestamp()).close()


@contextmanager
def writer(row: Timeline) -> Iterator[Log]:
    """The writer of this timeline, alone: the session's under its lock, else one opened for the purpose."""
    session = session_of(row.pk)
    if session is not None:
        with session.lock:
            if session.log.writing:
                yield session.log
                return
    with _alone, closing(Log.open(row.folder)) as log:
        yield log


def downloads(row: Timeline) -> Path:
    """Where films to take along lie."""
    return Path(settings.HOME) / "downloads" / row.pk.hex


def forget_downloads(row: Timeline) -> None:
    """Films made before something was cut would still hold it."""
    shutil.rmtree(downloads(row), ignore_errors=True)


def remove(row: Timeline) -> None:
    """Delete every byte of the timeline from the disk."""
    forget_downloads(row)
    if row.folder.exists():
        Log.remove(row.folder)
