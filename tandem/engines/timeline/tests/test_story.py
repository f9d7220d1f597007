"""Any story of writers, readers and crashes against a list of frames (see model.py).

TIMELINE_STORIES=2000 pytest …/test_story.py        tells that many stories, others each time
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tandem.engines.timeline.cursor import Cursor
from tandem.engines.timeline.frame import NOBODY, Control, Draft, Frame, Track
from tandem.engines.timeline.segment import HEAD, walk
from tandem.engines.timeline.tests.conftest import MEMORY
from tandem.engines.timeline.tests.crashes import read_disk, states_during, write_disk
from tandem.engines.timeline.tests.model import EVERYTHING, Small, everything, shown, without_author, without_piece

AUTHORS = [bytes([n]) * 16 for n in (0x11, 0x22, 0x33)]
SECOND = 1_000_000
tracks_written = st.sampled_from([t for t in Track if t != Track.CONTROL])
tracks_read = st.one_of(
    st.just(EVERYTHING),
    st.sampled_from([frozenset({Track.SOUND, Track.CONTROL}), frozenset({Track.SOUND, Track.PICTURE, Track.CONTROL})]),
    st.frozensets(st.sampled_from(list(Track)), min_size=1),
)
utterances = st.tuples(tracks_written, st.booleans(), st.sampled_from(AUTHORS), st.integers(0, 90), st.integers(-2, 3))
moments = st.integers(-1, 200).map(lambda tenths: tenths * SECOND // 2)


class Reader:
    """A cursor, and what the model says it has yet to give."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.keyless = {t for t in cursor.tracks if t in (Track.PICTURE, Track.SCREEN)}

    def to_come(self, frames: list[Frame], keyless: set[int]) -> list[Frame]:
        return shown((f for f in frames if f.seq > self.cursor.after), self.cursor.tracks, keyless)


class Story(RuleBasedStateMachine):
    """`frames`: what was acknowledged and is still to be there; `safe`: the last `seq` that was synced."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="timeline-", dir=MEMORY))
        self.folders = self.words = self.time = 0
        self.frames: list[Frame] = []
        self.safe = -1
        self.gone: list[bytes] = []
        self.readers: list[Reader] = []

    @initialize()
    def begin(self) -> None:
        self.log = Small.create(self.home / "0", id=bytes(range(16)), began=0.0)
        self.log.clock = lambda: self.time
        self.note_sizes()

    def teardown(self) -> None:
        self.log.close()
        shutil.rmtree(self.home)

    # writing

    @rule(said=st.lists(utterances, min_size=1, max_size=5))
    def append(self, said: list[tuple[Track, bool, bytes, int, int]]) -> None:
        drafts = []
        for track, key, author, length, early in said:
            self.words += 1
            payload = b"<%06d>" % self.words + bytes(length)
            time = None if early > 0 else max(0, self.time + early * SECOND)
            drafts.append(Draft(track, 0, payload, key=key or track == Track.SOUND, author=author, time=time))
        got = self.log.append(drafts)
        assert [(f.track, f.payload, f.author, f.key) for f in got] == [
            (d.track, d.payload, d.author, d.key) for d in drafts
        ]
        assert [f.seq for f in got] == list(range(got[0].seq, got[0].seq + len(got)))
        self.frames += got

    @rule(kind=st.sampled_from([Control.EPOCH, Control.EPOCH_END, 64]), author=st.sampled_from(AUTHORS))
    def mark(self, kind: int, author: bytes) -> None:
        self.frames += self.log.append([Draft(Track.CONTROL, kind, b"{}", author=author)])

    @rule(by=st.integers(0, 30 * SECOND))
    def pass_time(self, by: int) -> None:
        self.time += by

    @rule()
    def sync(self) -> None:
        self.safe = self.log.sync()
        assert self.safe == self.log.next_seq - 1
        self.note_sizes()

    @rule()
    def seal(self) -> None:
        self.log.seal()
        self.safe = self.log.next_seq - 1
        self.note_sizes()

    def note_sizes(self) -> None:
        self.sizes = {path.name: path.stat().st_size for path in self.log.folder.glob("*.seg")}

    # crashes

    @rule()
    def close_and_open(self) -> None:
        folder = self.log.folder
        self.log.close()
        self.go_on_in(folder)

    @rule()
    def kill(self) -> None:
        self.go_on_in(self.copy())

    @rule(data=st.data(), tail=st.sampled_from([b"", bytes(5), bytes(200), b"\x40\0\0\0torn", b"\xff" * 60]))
    def cut_power(self, data: st.DataObject, tail: bytes) -> None:
        """Of the last segment any length from what was synced on is left, and rubbish behind it."""
        folder = self.copy()
        last = max(folder.glob("*.seg"))
        whole = last.read_bytes()
        left = data.draw(st.integers(min(len(whole), self.sizes.get(last.name, 0)), len(whole)), label="bytes left")
        last.write_bytes(whole[:left] + tail if left >= HEAD.size else whole[:left])
        self.go_on_in(folder, lost=True)

    @rule(data=st.data())
    def tear_index(self, data: st.DataObject) -> None:
        folder = self.copy()
        indexes = sorted(index for index in folder.glob("*.idx") if index.stat().st_size)
        if indexes:
            index = data.draw(st.sampled_from(indexes), label="index")
            whole = index.read_bytes()
            at = data.draw(st.integers(0, len(whole) - 1), label="byte")
            torn = [whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], bytes(len(whole)), whole + b"}"]
            index.write_bytes(data.draw(st.sampled_from(torn), label="index left"))
        self.go_on_in(folder)

    def copy(self) -> Path:
        self.folders += 1
        return write_disk(read_disk(self.log.folder), self.home / str(self.folders))

    def go_on_in(self, folder: Path, *, lost: bool = False) -> None:
        """A new process opens what the crash left. Only what was not synced may be lost, and only from the end."""
        self.log.close()
        self.log = Small.open(folder)
        self.readers.clear()
        self.time = max(self.time, self.log.now())
        self.log.clock = lambda: self.time
        assert {path.suffix for path in folder.iterdir()} <= {".seg", ".idx", ".json", ""}
        if lost:
            there = {frame.seq for frame in self.all_on_disk()}
            kept = [frame for frame in self.frames if frame.seq in there]
            assert kept == self.frames[: len(kept)]
            assert all(frame.seq <= kept[-1].seq if kept else False for frame in self.frames if frame.seq <= self.safe)
            self.frames = kept
        self.note_sizes()

    def all_on_disk(self) -> list[Frame]:
        """With the pictures that nobody can show, which no reader gets."""
        return [frame for one in self.log.segments for frame, _, _ in walk(one.path.read_bytes())]

    # erasing

    @rule(author=st.sampled_from(AUTHORS), data=st.data())
    def erase_author(self, author: bytes, data: st.DataObject) -> None:
        stay, gone = without_author(self.frames, author)
        if self.erase({"author": author}, stay, gone, data):
            assert not any(
                author in file or author.hex().encode() in file for file in read_disk(self.log.folder).values()
            )

    @rule(begin=moments, length=st.integers(1, 60 * SECOND), data=st.data())
    def erase_piece(self, begin: int, length: int, data: st.DataObject) -> None:
        stay, gone = without_piece(self.frames, begin, begin + length)
        self.erase({"piece": (begin, begin + length)}, stay, gone, data)

    def erase(self, what: dict[str, Any], stay: list[Frame], gone: list[Frame], data: st.DataObject) -> bool:
        """Whether it was done: after a crash wholly or not at all."""
        crash = data.draw(st.booleans(), label="crash in the middle")
        states = states_during(self.log.folder, lambda: self.log.erase(reason="asked", **what)) if crash else []
        if crash:
            self.folders += 1
            disk = data.draw(st.sampled_from(states), label="state left")
            self.go_on_in(write_disk(disk, self.home / str(self.folders)))
        else:
            self.log.erase(reason="asked", **what)
        tombs = [f for f in self.log.events(tracks={Track.CONTROL}) if f.kind == Control.ERASED]
        known = {f.seq for f in self.frames}
        new = [f for f in tombs if f.seq not in known]
        if not new:
            assert crash
            return False
        self.frames = stay + new
        assert len(new) == 1
        assert new[0].author == NOBODY
        assert new[0].seq > max((f.seq for f in stay + gone), default=-1)
        carried = {f.payload for f in stay}
        self.gone += [f.payload[:8] for f in gone if f.payload.startswith(b"<") and f.payload not in carried]
        self.note_sizes()
        self.safe = self.log.next_seq - 1
        return True

    # reading

    @precondition(lambda self: len(self.readers) < 4)
    @rule(at=st.one_of(st.none(), moments), tracks=tracks_read)
    def come(self, at: int | None, tracks: frozenset[int]) -> None:
        self.readers.append(Reader(self.log.cursor(at, tracks)))

    @precondition(lambda self: self.readers)
    @rule(data=st.data(), room=st.integers(1, 600), until=st.one_of(st.none(), moments))
    def read(self, data: st.DataObject, room: int, until: int | None) -> None:
        reader = self.readers[data.draw(st.integers(0, len(self.readers) - 1), label="reader")]
        to_come = reader.to_come(self.frames, set(reader.keyless))
        got = reader.cursor.read(max_bytes=room, until=until)
        assert got == to_come[: len(got)]
        if until is not None:
            assert all(f.time <= until for f in got if f.track != Track.CONTROL)
        elif not got:
            assert to_come == []
        reader.keyless -= {f.track for f in got}

    # what is always so

    @invariant()
    def everything_acknowledged_is_read_once_in_order(self) -> None:
        expected = shown(self.frames, EVERYTHING)
        assert everything(self.log, step=500) == expected
        with Small.open(self.log.folder, write=False) as late:
            assert everything(late) == expected

    @invariant()
    def events_are_known_without_reading(self) -> None:
        media = {Track.SOUND, Track.PICTURE, Track.SCREEN, Track.SCREEN_SOUND}
        assert self.log.events() == [f for f in self.frames if f.track not in media]

    @invariant()
    def nothing_erased_is_anywhere(self) -> None:
        for name, content in read_disk(self.log.folder).items():
            assert not [word for word in self.gone if word in content], name

    @invariant()
    def time_never_goes_back(self) -> None:
        last: dict[int, int] = {}
        for frame in self.frames:
            assert frame.time >= last.get(frame.track, 0)
            last[frame.track] = frame.time


TestStory = Story.TestCase
TestStory.settings = settings(
    max_examples=int(os.environ.get("TIMELINE_STORIES", "40")),
    derandomize="TIMELINE_STORIES" not in os.environ,
    stateful_step_count=30,
    deadline=None,
    database=None,
)
