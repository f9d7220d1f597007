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
    """The film `number` (from 0) as a WebM file, of what the lesson holds now. Raises Problem when it cannot be made."""
    while (state := _state(row)) is not None:
        film = store.downloads(row) / f"{number}-{state}.webm"
        if film.exists():
            return film
        made = _make(row, number, film)
        if _state(row) != state:
            film.unlink(missing_ok=True)  # something was cut while it was made, and may still be in it
        elif made:
            return film
        else:
            break
    raise Problem(_("The film could not be made. The lesson itself is safe and plays on its page."), status=500)


def _state(row: Timeline) -> int | None:
    """Goes up with every cut; None when nothing is left."""
    try:
        with Log.open(row.folder, write=False) as log:
            return log.next_seq
    except FileNotFoundError:
        return None


def _make(row: Timeline, number: int, film: Path) -> bool:
    """Run FFmpeg beside us, and give the film its name when it is whole."""
    film.parent.mkdir(parents=True, exist_ok=True)
    draft = film.with_name(f"draft-{os.getpid()}-{time.monotonic_ns()}.webm")
    command = [sys.executable, "-m", "tandem.engines.timeline.remux", str(row.folder), str(number), str(draft)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        if done.returncode:
            return False
        draft.rename(film)
    except subprocess.TimeoutExpired as slow:
        raise Problem(_("Making the film takes too long. The lesson plays on its page."), status=503) from slow
    except FileNotFoundError:  # a cut swept the folder meanwhile
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def forget_old_films() -> int:
    """Remove films that nobody fetched today. Returns how many."""
    before = time.time() - A_DAY
    old = [film for film in (Path(settings.HOME) / "downloads").glob("*/*.webm") if film.stat().st_mtime < before]
    for film in old:
        film.unlink(missing_ok=True)
    return len(old)
