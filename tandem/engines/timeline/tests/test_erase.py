"""What goes, what stays, and that it is really gone."""

import hashlib
from pathlib import Path

import pytest

from tandem.engines.timeline.erase import Erasure
from tandem.engines.timeline.frame import NOBODY, Control, Damaged, Draft, Frame, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.tests.crashes import read_disk
from tandem.engines.timeline.tests.lesson import SECOND, TEACHER, begin, teach
from tandem.engines.timeline.tests.model import Small, everything

ANNE = b"A" * 16


def times(log: Timeline, track: Track) -> list[float]:
    return [frame.time / SECOND for frame in everything(log, {track})]


def test_a_piece_takes_pictures_up_to_the_next_key_frame(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 10)
        log.erase(piece=(3_250_000, 5_450_000), reason="cut out")
        tenths = [n / 10 for n in range(100)]
        assert times(log, Track.SOUND) == [t for t in tenths if not 3.25 <= t < 5.45]
        assert times(log, Track.PICTURE) == [t for t in tenths if not 3.25 <= t < 6]


def test_a_piece_leaves_the_marks_and_who_was_here(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        kinds = (Track.CONTROL, Track.PRESENCE, Track.CHAT, Track.HAND, Track.POLL, Track.BOARD, Track.HANDOUT)
        log.append([Draft(track, 64, b"x", author=ANNE) for track in kinds])
        erasure = log.erase(piece=(0, 1), reason="cut out")
        assert [frame.track for frame in log.events()] == [Track.CONTROL, Track.PRESENCE, Track.CONTROL]
        assert (erasure.count, erasure.size, erasure.piece) == (5, 5, (0, 1))


def test_the_slide_that_was_on_is_carried_to_the_end_of_the_piece(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        for clock.time in range(0, 100 * SECOND, 10 * SECOND):
            log.append([Draft(Track.SLIDE, 1, b"page %d" % (clock.time // SECOND))])
        log.erase(piece=(15 * SECOND, 65 * SECOND), reason="cut out")
        slides = [(frame.time // SECOND, frame.payload) for frame in log.events(tracks={Track.SLIDE})]
        assert slides == [(0, b"page 0"), (10, b"page 10"), (65, b"page 60")] + [
            (second, b"page %d" % second) for second in (70, 80, 90)
        ]


def test_what_one_person_said_is_gone_and_so_is_the_name(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        for clock.time in range(0, 100 * SECOND, 5 * SECOND):
            log.append(
                [Draft(Track.CHAT, 1, b"anne said %d" % clock.time, author=ANNE), Draft(Track.CHAT, 1, b"ben said")]
            )
        log.append([Draft(Track.CONTROL, 64, b"{}", author=ANNE)])
        before = everything(log)
        erasure = log.erase(author=ANNE, reason="asked")
        assert (erasure.count, erasure.size) == (
            20,
            sum(len(f.payload) for f in before if f.payload.startswith(b"anne")),
        )
        assert [frame.author for frame in log.events(tracks={Track.CONTROL})] == [NOBODY, NOBODY]
        assert len(log.events(tracks={Track.CHAT})) == 20
        for data in read_disk(tmp_path / "log").values():
            assert not {b"anne", ANNE, ANNE.hex().encode()} & {
                word for word in (b"anne", ANNE, ANNE.hex().encode()) if word in data
            }


def test_only_some_tracks_of_a_person(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 3)
        log.erase(author=TEACHER, tracks={Track.PICTURE}, reason="no pictures")
        assert times(log, Track.PICTURE) == []
        assert len(times(log, Track.SOUND)) == 30
        assert [f.kind for f in log.events()] == [Control.EPOCH, Control.EPOCH_END, Control.ERASED]


def test_a_hash_is_left_of_the_frames_as_they_stood(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        gone = log.append([Draft(Track.CHAT, 1, b"one", author=ANNE), Draft(Track.CHAT, 1, b"two", author=ANNE)])
        log.append([Draft(Track.CHAT, 1, b"three")])
        erasure = log.erase(author=ANNE, reason="asked")
        assert erasure.digest == hashlib.sha256(b"".join(Frame.pack(frame) for frame in gone)).hexdigest()
        tomb = log.events()[-1]
        assert (tomb.track, tomb.kind, tomb.author) == (Track.CONTROL, Control.ERASED, NOBODY)
        assert Erasure.read(tomb.payload) == erasure
    with Timeline.open(tmp_path / "log") as log:
        assert log.events()[-1] == tomb


def test_a_pause_is_erased_up_to_now_and_the_lesson_goes_on(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 3)
        paused = clock.time
        teach(log, clock, 4)
        log.erase(piece=(paused, log.now()), reason="keeping was paused")
        after = teach(log, clock, 2)
        assert times(log, Track.SOUND) == [n / 10 for n in range(30)] + [7 + n / 10 for n in range(20)]
        assert everything(log, {Track.PICTURE})[-20:] == [frame for frame in after if frame.track == Track.PICTURE]


def test_only_segments_that_hold_it_are_rewritten(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 10)
        log.append([Draft(Track.CHAT, 1, b"late", author=ANNE)])
        log.seal()
        before = {path.name: path.stat().st_ino for path in (tmp_path / "log").glob("*.seg")}
        log.erase(author=ANNE, reason="asked")
        after = {path.name: path.stat().st_ino for path in (tmp_path / "log").glob("*.seg")}
        assert [name for name in sorted(before) if before[name] != after[name]] == [max(before)]


def test_nothing_is_erased_where_damage_might_hide_some_of_it(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 5)
        log.seal()
        path = log.segments[1].path
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
        before = read_disk(tmp_path / "log")
        with pytest.raises(Damaged, match="nothing was erased"):
            log.erase(author=TEACHER, reason="asked")
        assert read_disk(tmp_path / "log") == before


@pytest.mark.parametrize("wish", [{}, {"piece": (0, 1), "author": ANNE}, {"piece": (5, 5)}])
def test_a_wish_has_to_name_one_thing(tmp_path: Path, wish: dict[str, object]) -> None:
    log, _ = begin(tmp_path / "log")
    with log, pytest.raises(ValueError, match=r"piece"):
        log.erase(reason="?", **wish)  # type: ignore[arg-type]


def test_erasing_twice_is_harmless(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        log.append([Draft(Track.CHAT, 1, b"x", author=ANNE)])
        counts = [log.erase(author=ANNE, reason="asked").count for _ in range(2)]
        assert counts == [1, 0]
        assert [frame.seq for frame in log.events()] == [1, 2]


def test_no_index_is_believed_that_is_older_than_its_segment(tmp_path: Path) -> None:
    """A slide that is carried leaves the segment as long as it was: only that the index is gone tells them apart."""
    log, clock = begin(tmp_path / "log")
    with log:
        clock.time = 10 * SECOND
        log.append([Draft(Track.SLIDE, 1, b"page 1")])
        clock.time = 12 * SECOND
        log.erase(piece=(5 * SECOND, 15 * SECOND), reason="cut out")
        log.append([Draft(Track.CHAT, 1, b"on")])
        assert log.segments[0].last_time == 15 * SECOND
    with Timeline.open(tmp_path / "log") as log:
        assert [log.segments[0].last_time, log.events()[0].time] == [15 * SECOND] * 2
