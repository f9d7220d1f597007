"""Live, late and replay are one reader at different places."""

from pathlib import Path

import pytest

from tandem.engines.timeline.frame import Control, Damaged, Draft, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.tests.lesson import SECOND, begin, teach
from tandem.engines.timeline.tests.model import Small, everything

FILM = {Track.SOUND, Track.PICTURE, Track.CONTROL}


@pytest.mark.parametrize("at", [0, 1, 499_999, 3_000_000, 7_654_321, 29_999_999, 400_000_000])
def test_any_moment_starts_at_the_key_frame_before_it(tmp_path: Path, at: int) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 30)
        first = log.cursor(at, FILM).read()[0]
        assert (first.track, first.key) == (Track.PICTURE, True)
        assert first.time == min(at // SECOND, 29) * SECOND


def test_late_and_replay_get_the_frames_that_live_got(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        live = log.cursor(None, FILM)
        seen = []
        for _ in range(4):
            taught = teach(log, clock, 3)
            while frames := live.read(max_bytes=100):
                seen += frames
            late = log.cursor(clock.time - 2 * SECOND, FILM).read(1 << 20)
            assert late == [frame for frame in taught if frame.seq >= late[0].seq]
        assert seen == everything(log, FILM)
    with Timeline.open(tmp_path / "log", write=False) as replay:
        assert everything(replay, FILM) == seen


def test_live_begins_at_the_last_key_frame_of_the_recorder_that_runs(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        teach(log, clock, 3)
        assert log.cursor(None, FILM).read() == []  # nobody teaches
        log.append([Draft(Track.CONTROL, Control.EPOCH, b"{}"), Draft(Track.PICTURE, 0, b"new", key=True)])
        assert [frame.payload for frame in log.cursor(None, FILM).read()] == [b"new"]


def test_the_data_saver_leaves_the_picture_out(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        taught = teach(log, clock, 5)
        assert everything(log, {Track.SOUND}) == [frame for frame in taught if frame.track == Track.SOUND]


def test_a_picture_without_a_key_frame_is_not_shown(tmp_path: Path) -> None:
    """A key frame every 20 s only: too far back to start from, so sound first and the picture when it can be shown."""
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 60, key_every=200)
        frames = log.cursor(35 * SECOND, FILM).read(1 << 20)
        assert (frames[0].track, frames[0].time) == (Track.SOUND, 35 * SECOND)
        pictures = [frame for frame in frames if frame.track == Track.PICTURE]
        assert (pictures[0].key, pictures[0].time) == (True, 40 * SECOND)
        assert len(pictures) == 200


def test_until_holds_back_and_goes_on(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        teach(log, clock, 10)
        cursor = log.cursor(0, {Track.SOUND})
        times = [[frame.time for frame in cursor.read(until=second * SECOND)] for second in (2, 2, 1, 5)]
        assert times[0][-1] == 2 * SECOND
        assert times[1:3] == [[], []]
        assert (times[3][0], times[3][-1]) == (2 * SECOND + SECOND // 10, 5 * SECOND)


def test_reads_no_more_than_asked(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        log.append([Draft(Track.SOUND, 0, bytes(1_000), key=True) for _ in range(100)])
        cursor = log.cursor(-1, {Track.SOUND})
        assert [len(cursor.read(max_bytes=10_000)) for _ in range(3)] == [10, 10, 10]


def test_a_cursor_goes_on_behind_what_it_passed_when_a_piece_is_erased(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        taught = teach(log, clock, 10)
        cursor = log.cursor(0, {Track.SOUND})
        early = cursor.read(max_bytes=1_000)
        log.erase(piece=(0, 5 * SECOND), reason="cut out")
        rest = cursor.read(1 << 20)
        sound = [frame for frame in taught if frame.track == Track.SOUND and frame.time >= 5 * SECOND]
        assert early[-1].time < 5 * SECOND
        assert rest == sound


def test_a_live_cursor_does_not_go_back_when_a_piece_is_erased(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 3)
        waiting = log.cursor(None, FILM)
        log.erase(piece=(0, SECOND), reason="cut out")
        assert [frame.kind for frame in waiting.read()] == [Control.ERASED]


def test_events_from_a_moment_begin_near_it(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        for clock.time in range(0, 200 * SECOND, SECOND):
            log.append([Draft(Track.CHAT, 0, b"%d" % clock.time)])
        first = log.cursor(100 * SECOND, {Track.CHAT}).read()[0]
        assert 80 * SECOND <= first.time <= 100 * SECOND
        assert log.cursor(400 * SECOND, {Track.CHAT}).read()[-1].time == 199 * SECOND


def test_a_reader_of_an_empty_folder_waits(tmp_path: Path) -> None:
    begin(tmp_path / "log")[0].close()
    (tmp_path / "log" / "00000000.seg").unlink()
    with Timeline.open(tmp_path / "log", write=False) as log:
        assert log.cursor(None, FILM).read() == []
        assert log.cursor(0, FILM).read() == []


def test_damage_is_said_and_what_lies_before_it_is_read(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        taught = [frame for frame in teach(log, clock, 5) if frame.track == Track.SOUND]
    path = tmp_path / "log" / "00000001.seg"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with Timeline.open(tmp_path / "log", write=False) as log:
        cursor = log.cursor(-1, {Track.SOUND})
        found = []
        with pytest.raises(Damaged, match=r"00000001\.seg is damaged at byte"):
            while frames := cursor.read(max_bytes=1):
                found += frames
        assert found == taught[: len(found)]
        assert len(found) > 5
