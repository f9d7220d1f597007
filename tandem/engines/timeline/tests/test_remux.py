"""A film to take along: it plays, begins at 0, and has its duration and its gaps."""

import subprocess
import sys
from pathlib import Path

import av
import pytest

from tandem.engines.timeline.frame import TimelineError, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.remux import runs, write_webm
from tandem.engines.timeline.tests.lesson import SECOND, TEACHER, begin
from tandem.engines.timeline.tests.model import Small, everything
from tandem.engines.timeline.tests.recorder import decoded
from tandem.engines.timeline.tests.test_media import publish


def picture_times(film: Path) -> list[float]:
    with av.open(str(film)) as source:
        return [round(float(frame.time), 1) for frame in source.decode(video=0) if frame.time is not None]


def test_two_runs_with_a_gap_are_one_film_that_plays(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        clock.time = 100 * SECOND
        publish(log, clock, 2)
        clock.time += 7 * SECOND
        publish(log, clock, 2)
        assert [len(run) for run in runs(log)] == [2]
        write_webm(log, 0, tmp_path / "film.webm")
        pictures = everything(log, {Track.PICTURE})
    film = tmp_path / "film.webm"
    assert decoded(film.read_bytes())[0] == 40
    times = picture_times(film)
    assert times == pytest.approx([(frame.time - pictures[0].time) / SECOND for frame in pictures], abs=0.15)
    with av.open(str(film)) as source:
        assert source.duration is not None
        assert source.duration / SECOND == pytest.approx(11, abs=0.5)
        source.seek(10 * SECOND)
        assert next(source.decode(video=0)).time == pytest.approx(10, abs=1.1)
    assert [path.name for path in tmp_path.glob("*.webm")] == ["film.webm"]


def test_other_codecs_make_another_film(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        publish(log, clock, 2)
        publish(log, clock, 1, picture=False)
        assert [len(run) for run in runs(log)] == [1, 1]
        for number in (0, 1):
            write_webm(log, number, tmp_path / f"{number}.webm")
        with pytest.raises(IndexError):
            write_webm(log, 2, tmp_path / "2.webm")
    assert decoded((tmp_path / "0.webm").read_bytes())[0] == 20
    assert decoded((tmp_path / "1.webm").read_bytes())[0] == 0
    assert decoded((tmp_path / "1.webm").read_bytes())[1] >= 50


def test_what_was_erased_is_in_no_film(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        publish(log, clock, 3)
        log.erase(piece=(SECOND, 2 * SECOND), reason="cut out")
        write_webm(log, 0, tmp_path / "film.webm")
        assert len(picture_times(tmp_path / "film.webm")) == len(everything(log, {Track.PICTURE})) < 30
        log.erase(author=TEACHER, tracks={Track.SOUND, Track.PICTURE}, reason="asked")
        with pytest.raises(TimelineError, match="no film could be made"):
            write_webm(log, 0, tmp_path / "nothing.webm")
    assert [path.name for path in tmp_path.glob("*.webm")] == ["film.webm"]


def test_as_a_command(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        publish(log, clock, 1)
    command = [
        sys.executable,
        "-m",
        "tandem.engines.timeline.remux",
        str(tmp_path / "log"),
        "0",
        str(tmp_path / "film.webm"),
    ]
    subprocess.run(command, check=True)
    assert decoded((tmp_path / "film.webm").read_bytes())[0] == 10
    with Timeline.open(tmp_path / "log") as log:
        assert log.duration > 0
