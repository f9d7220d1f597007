"""The writer is killed before every line it runs and after every byte it writes: nothing acknowledged is missing."""

from functools import partial
from pathlib import Path

import pytest

from tandem.engines.timeline.frame import Control, Draft, Frame, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.segment import HEAD
from tandem.engines.timeline.tests.crashes import Disk, read_disk, states_during, torn, write_disk
from tandem.engines.timeline.tests.model import Small, everything

ANNE, BEN = b"A" * 16, b"B" * 16


def said(text: str, author: bytes = ANNE, track: Track = Track.CHAT, at: int | None = None) -> Draft:
    return Draft(track, 1, text.encode(), author=author, time=at)


@pytest.fixture
def log(memory: Path) -> Timeline:
    """Four segments: sealed ones by time, each with lines of both."""
    log = Small.create(memory / "log", id=bytes(16), began=0)
    for moment in range(0, 90_000_000, 6_000_000):
        log.clock = partial(int, moment)
        log.append([said(f"anne at {moment:08}"), said(f"ben at {moment:08}", BEN), said("x" * 9, ANNE, Track.SOUND)])
    log.sync()
    return log


def open_each(disks: list[Disk], folder: Path) -> list[tuple[list[Frame], Disk]]:
    """What a writer finds in each state, and what it leaves on the disk."""
    found = []
    for number, disk in enumerate(disks):
        with Small.open(write_disk(disk, folder / str(number))) as log:
            frames = everything(log)
            assert log.events() == [frame for frame in frames if frame.track != Track.SOUND]
            after = log.append([said("and on")])[0]
            assert after.seq > max((frame.seq for frame in frames), default=-1)
            assert everything(log) == [*frames, after]
        found.append((frames, read_disk(folder / str(number))))
    return found


def test_append_is_there_wholly_from_the_moment_it_returns(log: Timeline, memory: Path) -> None:
    before = everything(log)
    new: list[Frame] = []
    states = states_during(log.folder, lambda: new.extend(log.append([said("one"), said("two", BEN), said("three")])))
    found = [frames for frames, _ in open_each(list(torn(states)), memory / "after")]
    assert found[0] == before
    assert found[-1] == before + new
    assert all(frames == (before + new)[: len(frames)] and len(frames) >= len(before) for frames in found)
    assert {len(frames) - len(before) for frames in found} == {0, 1, 2, 3}


def test_a_new_segment_may_be_torn_at_any_byte(log: Timeline, memory: Path) -> None:
    before = everything(log)
    log.clock = lambda: 200_000_000
    states = states_during(log.folder, lambda: log.append([said("first of its segment")]))
    assert "00000004.seg" in states[-1].keys() - states[0].keys()
    for frames, disk in open_each(list(torn(states)), memory / "after"):
        assert frames[: len(before)] == before
        assert [name for name in disk if name.endswith((".tmp", ".new"))] == []


def test_making_a_timeline_is_all_or_nothing(memory: Path) -> None:
    folder = memory / "new"
    states = states_during(folder, lambda: Timeline.create(folder, id=bytes(16), began=7.0).close())
    opened = 0
    for number, disk in enumerate(torn(states)):
        copy = write_disk(disk, memory / f"copy{number}")
        if "timeline.json" not in disk:
            with pytest.raises(FileNotFoundError):
                Timeline.open(copy)
            continue
        with Timeline.open(copy) as log:
            assert (log.id, log.began, everything(log)) == (bytes(16), 7.0, [])
        opened += 1
    assert opened > HEAD.size


def test_the_tail_may_be_cut_at_any_byte(log: Timeline, memory: Path) -> None:
    before, disk = everything(log), read_disk(log.folder)
    name = max(name for name in disk if name.endswith(".seg"))
    kept = []
    cuts = [disk | {name: disk[name][:length]} for length in range(len(disk[name]) + 1)]
    for frames, _ in open_each(cuts, memory / "after"):
        assert frames == before[: len(frames)]
        kept.append(len(frames))
    assert kept == sorted(kept)
    assert kept[-1] == len(before)


def test_an_index_may_be_torn_or_flipped_at_any_byte(log: Timeline, memory: Path) -> None:
    before, disk = everything(log), read_disk(log.folder)
    whole = disk["00000001.idx"]
    spoiled = [whole[:at] for at in range(len(whole))]
    spoiled += [whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(len(whole))]
    for frames, left in open_each([disk | {"00000001.idx": index} for index in spoiled], memory / "after"):
        assert frames == before
        assert left["00000001.idx"] == whole  # made again


def forgotten(disk: Disk, words: bytes) -> bool:
    return not any(words in data for data in disk.values())


def test_erasing_a_person_is_all_or_nothing(log: Timeline, memory: Path) -> None:
    before = everything(log)
    states = states_during(log.folder, lambda: log.erase(author=ANNE, reason="asked"))
    outcomes = []
    for frames, disk in open_each(list(torn(states, step=7)), memory / "after"):
        tombs = [frame for frame in frames if frame.kind == Control.ERASED and frame.track == Track.CONTROL]
        if tombs:
            assert frames[:-1] == [frame for frame in before if frame.author == BEN]
            assert forgotten({name: data for name, data in disk.items() if name != "lock"}, b"anne at")
        else:
            assert frames == before
        assert [name for name in disk if name.endswith((".tmp", ".new")) or name == "erasure.json"] == []
        outcomes.append(len(tombs))
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {0, 1}


def test_recovery_from_an_erasure_may_crash_too(log: Timeline, memory: Path) -> None:
    """At every third state of the first crash once it was decided, the writer that finishes is killed at every line as well."""
    states = states_during(log.folder, lambda: log.erase(piece=(20_000_000, 50_000_000), reason="asked"))
    decided = [disk for disk in states if "erasure.json" in disk]
    assert len(decided) > 4
    for number, disk in enumerate(decided[::3]):
        folder = write_disk(disk, memory / f"first{number}")
        again = states_during(folder, lambda folder=folder: Small.open(folder).close())  # type: ignore[misc]
        for frames, left in open_each(again, memory / f"second{number}"):
            assert [frame.kind for frame in frames if frame.track == Track.CONTROL] == [Control.ERASED]
            assert forgotten(left, b"at 24000000")
            assert not forgotten(left, b"at 18000000")


def test_a_reader_never_sees_what_was_to_be_erased(log: Timeline, memory: Path) -> None:
    states = states_during(log.folder, lambda: log.erase(author=ANNE, reason="asked"))
    decided = [disk for disk in states if "erasure.json" in disk]
    for number, disk in enumerate(decided):
        with Small.open(write_disk(disk, memory / f"copy{number}"), write=False) as late:
            assert {frame.author for frame in everything(late)} == {BEN, bytes(16)}


def test_a_seq_is_not_used_again_when_the_last_frames_are_erased(log: Timeline, memory: Path) -> None:
    last = log.append([said("the very last", ANNE)])[0]
    states = states_during(log.folder, lambda: log.erase(author=ANNE, reason="asked"))
    for number, disk in enumerate(disk for disk in states if "erasure.json" in disk):
        with Small.open(write_disk(disk, memory / f"copy{number}")) as late:
            assert late.events(tracks={Track.CONTROL})[-1].seq == last.seq + 1


def test_a_torn_tail_is_cut_before_anything_is_written(log: Timeline) -> None:
    """Rubbish longer than what is written over it would stay behind it, in a sealed segment."""
    before = everything(log)
    log.close()
    with max(log.folder.glob("*.seg")).open("ab") as file:
        file.write(b"\x60\0\0\0" + bytes(500))
    for _ in range(2):
        with Small.open(log.folder) as again:
            again.clock = partial(int, again.duration + 60_000_000)
            before += again.append([said("short")])
            assert everything(again) == before
