"""What a timeline promises apart from crashes: forms it knows, one writer, a clock, a disk that is full."""

import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tandem.engines.timeline.frame import LARGEST, Busy, Damaged, Draft, TimelineError, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.tests.lesson import SECOND, begin, teach
from tandem.engines.timeline.tests.model import Small, everything


def line(words: bytes = b"hello", at: int | None = None) -> Draft:
    return Draft(Track.CHAT, 1, words, time=at)


def spoil(path: Path, at: int, data: bytes) -> None:
    whole = bytearray(path.read_bytes())
    whole[at : at + len(data)] = data
    path.write_bytes(whole)


def test_the_form_on_disk_is_what_the_readme_says(tmp_path: Path) -> None:
    log = Timeline.create(tmp_path / "log", id=bytes(range(16)), began=12.5)
    log.append([Draft(Track.CHAT, 258, b"hi", key=True, author=b"a" * 16, audience=1, time=5)])
    log.close()
    assert json.loads((tmp_path / "log/timeline.json").read_text()) == {
        "form": 1,
        "id": bytes(range(16)).hex(),
        "began": 12.5,
    }
    head = b"TNDM" + b"\1\0" + bytes(range(16)) + bytes(8) + bytes(2)
    body = bytes(8) + b"\5" + bytes(7) + b"\7\0" + b"\2\1" + b"\1" + b"\1\0" + b"a" * 16 + b"hi"
    frame = (tmp_path / "log/00000000.seg").read_bytes()[32:]
    assert (tmp_path / "log/00000000.seg").read_bytes()[:32] == head
    assert (frame[:4], frame[8:]) == (len(body).to_bytes(4, "little"), body)
    assert sorted(path.name for path in (tmp_path / "log").iterdir()) == [
        "00000000.idx", "00000000.seg", "lock", "timeline.json",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, -1])
def test_a_segment_of_a_later_form_is_refused(tmp_path: Path, number: int) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 2)
    spoil(sorted((tmp_path / "log").glob("*.seg"))[number], 4, b"\2\0")
    with pytest.raises(TimelineError, match="was written in form 2; this Tandem reads form 1"):
        Timeline.open(tmp_path / "log")


def test_a_timeline_of_a_later_form_is_refused(tmp_path: Path) -> None:
    begin(tmp_path / "log")[0].close()
    card = tmp_path / "log/timeline.json"
    card.write_text(card.read_text().replace('"form": 1', '"form": 2'))
    with pytest.raises(TimelineError, match="has form 2; this Tandem reads form 1"):
        Timeline.open(tmp_path / "log")
    card.write_text("{")
    with pytest.raises(Damaged):
        Timeline.open(tmp_path / "log")


def test_a_segment_of_another_timeline_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    begin(tmp_path / "log")[0].close()
    spoil(tmp_path / "log/00000000.seg", 6, b"somebody else's ")
    with pytest.raises(Damaged, match="no segment of this timeline"):
        Timeline.open(tmp_path / "log")
    spoil(tmp_path / "log/00000000.seg", 6, bytes(16))
    Timeline.open(tmp_path / "log").close()  # a failed opening let go of the lock


def test_there_is_one_writer_and_any_number_of_readers(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        log.append([line()])
        with pytest.raises(Busy):
            Timeline.open(tmp_path / "log")
        with Timeline.open(tmp_path / "log", write=False) as one, Timeline.open(tmp_path / "log", write=False) as other:
            assert everything(one) == everything(other) == everything(log)
            with pytest.raises(TimelineError, match="for reading only"):
                one.append([line()])
            with pytest.raises(TimelineError, match="for reading only"):
                one.erase(author=bytes(16), reason="")
    Timeline.open(tmp_path / "log").close()
    with pytest.raises(FileExistsError):
        begin(tmp_path / "log")


def test_time_goes_on_after_a_restart_and_never_back(tmp_path: Path) -> None:
    log = Timeline.create(tmp_path / "log", id=bytes(16), began=time.time() - 3600)
    assert abs(log.now() - 3600 * SECOND) < 5 * SECOND
    log.append([line(at=5000 * SECOND)])  # the wall clock was ahead, and is set right
    log.close()
    with Timeline.open(tmp_path / "log") as log:
        assert 5000 * SECOND <= log.now() < 5005 * SECOND
        frames = log.append([line(), line(at=4000 * SECOND), Draft(Track.HAND, 0, b"", time=4000 * SECOND)])
        assert frames[1].time == frames[0].time >= 5000 * SECOND
        assert frames[2].time == 4000 * SECOND  # another track


@pytest.mark.parametrize(
    "bad",
    [
        Draft(Track.BOARD, 0, bytes(LARGEST + 1)),
        Draft(Track.CHAT, 1 << 16, b""),
        Draft(Track.CHAT, 0, b"", author=b"me"),
    ],
)
def test_what_does_not_fit_is_refused_with_all_that_came_with_it(tmp_path: Path, bad: Draft) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        with pytest.raises(TimelineError):
            log.append([line(), bad])
        assert log.append([line()])[0].seq == 0
        assert len(log.append([Draft(Track.BOARD, 0, bytes(LARGEST))])) == 1
        assert len(everything(log)) == 2


def test_segments_are_a_minute_or_eight_megabytes(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        for clock.time in range(0, 181 * SECOND, SECOND):
            log.append([line()])
        assert [one.first_time // SECOND for one in log.segments] == [0, 60, 120, 180]
        for _ in range(9):
            log.append([Draft(Track.BOARD, 0, bytes(1 << 20))])
        assert [one.frames for one in log.segments[3:]] == [1 + 8, 1]


def test_spans_tell_the_gaps(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log", Small)
    with log:
        teach(log, clock, 3)
        clock.time += 20 * SECOND
        teach(log, clock, 2, picture=False)
        assert log.spans(Track.SOUND) == [(0, 2_900_000), (23 * SECOND, 24_900_000)]
        assert log.spans(Track.PICTURE) == [(0, 2_900_000)]
        assert log.spans(Track.SCREEN) == []
        assert log.duration == 25 * SECOND


def test_events_are_asked_by_track_and_place(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        chat, sound, hand = log.append([line(), Draft(Track.SOUND, 0, b"s", key=True), Draft(Track.HAND, 0, b"up")])
        assert log.events() == [chat, hand]
        assert log.events(after=chat.seq) == [hand]
        assert log.events(tracks={Track.CHAT, Track.SOUND}) == [chat]
        assert log.events(after=hand.seq) == []
        assert log.sync() == hand.seq == sound.seq + 1


def fill_the_disk(folder: Path) -> None:
    """Run in a process of its own whose files may not grow beyond 64 KiB: to the engine a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
    with Timeline.open(folder) as log:
        while True:
            try:
                log.append([line(b"first" * 100), line(b"second" * 700)])
            except TimelineError:
                break
        print(log.append([line(b"there is room for this")])[0].seq)


def test_a_full_disk_refuses_the_whole_append_and_keeps_the_rest(tmp_path: Path) -> None:
    begin(tmp_path / "log")[0].close()
    done = subprocess.run([sys.executable, "-m", __name__, str(tmp_path / "log")], capture_output=True, check=True)
    with Timeline.open(tmp_path / "log") as log:
        frames = everything(log)
        assert [frame.seq for frame in frames] == list(range(len(frames)))
        assert [frame.payload[:5] for frame in frames[:-1]] == [b"first", b"secon"] * (len(frames) // 2)
        assert (frames[-1].seq, frames[-1].payload) == (int(done.stdout), b"there is room for this")


if __name__ == "__main__":
    fill_the_disk(Path(sys.argv[1]))
