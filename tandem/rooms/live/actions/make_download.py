"""A film to take along: made by FFmpeg in a process of its own, kept for a day, gone as soon as something is cut."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tandem.engines.timeline.log import Timeline as Log
from tandem.engines.timeline.remux import runs
from tandem.kit.problems import Problem
from tandem.rooms.live import store
from tandem.rooms.live.models import Timeline

PATIENCE = 300
A_DAY = 86_400


def films_of(row: Timeline) -> list[float]:
    """Seconds of each film of the lesson: one for all runs of the recorder with the same codecs."""
    with Log.open(row.folder, write=False) as log:
        end = log.duration
        return [((run[-1].ends or end) - run[0].begins) / 1e6 for run in runs(log)]


def make_download(row: Timeline, number: int) -> Path:
    """The film `number` (from 0) as a WebM file. Raises Problem when it cannot be made."""
    folder = store.downloads(row)
    film = folder / f"{number}.webm"
    if film.exists():
        return film
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{number}-{os.getpid()}-{time.monotonic_ns()}.webm"
    command = [sys.executable, "-m", "tandem.engines.timeline.remux", str(row.folder), str(number), str(draft)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        if done.returncode or not draft.exists():
            raise Problem(_("The film could not be made. The lesson itself is safe and plays on its page."), status=500)
        draft.rename(film)
    except subprocess.TimeoutExpired as slow:
        raise Problem(_("Making the film takes too long. The lesson plays on its page."), status=503) from slow
    finally:
        draft.unlink(missing_ok=True)
    return film


def forget_old_films() -> int:
    """Remove films that nobody fetched today. Returns how many."""
    before = time.time() - A_DAY
    old = [film for film in (Path(settings.HOME) / "downloads").glob("*/*.webm") if film.stat().st_mtime < before]
    for film in old:
        film.unlink(missing_ok=True)
    return len(old)
