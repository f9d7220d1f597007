"""An append-only log in one folder: write, read from any moment, recover after a crash, really erase.

timeline.json          form, identifier, when it began
00000000.seg, .idx     frames; the index of a sealed segment
erasure.json           an erasure that has to be finished (see erase.py)
lock                   held by the one writer
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tandem.engines.timeline import segment as segments
from tandem.engines.timeline.cursor import Cursor
from tandem.engines.timeline.erase import Erasure, erase, finish
from tandem.engines.timeline.frame import LARGEST, MEDIA, Draft, Frame, TimelineError, parse
from tandem.engines.timeline.segment import SPAN_GAP, Segment

__all__ = ["Erasure", "Timeline"]

FORM = 1
SEGMENT_BYTES = 8 << 20
SEGMENT_SPAN = 60_000_000


class Timeline:
    """Open with `create` or `open`; `append` writes, `cursor` and `events` read. One writer at a time.

    Not safe for several threads at once: whoever shares it holds a lock. `sync` alone may run beside the others.
    """

    def __init__(self, folder: Path, *, write: bool) -> None:
        self.folder, self.writing = folder, write
        head = json.loads((folder / "timeline.json").read_text())
        if head["form"] != FORM:
            raise TimelineError(f"this timeline has form {head['form']}; this Tandem reads form {FORM}")
        self.id = bytes.fromhex(head["id"])
        self.began: float = head["began"]
        self.clock: Callable[[], int] | None = None
        """Another clock, in µs since the timeline began, for whoever writes what has happened already."""
        self.generation = 0
        """Goes up with each erasure: positions in files are then found anew."""
        self.segments: list[Segment] = []
        self._events: list[Frame] = []
        self._descriptor = -1
        self._lock = self._take_lock() if write else -1
        self._load()

    @classmethod
    def create(cls, folder: Path, *, id: bytes, began: float) -> Self:
        """A new timeline. `began`: seconds since 1970. Raises FileExistsError when there is one."""
        folder.mkdir()
        draft = folder / "timeline.tmp"
        draft.write_text(json.dumps({"form": FORM, "id": id.hex(), "began": began}))
        sync_file(draft)
        draft.rename(folder / "timeline.json")
        sync_file(folder)
        return cls(folder, write=True)

    @classmethod
    def open(cls, folder: Path, *, write: bool = True) -> Self:
        """Open what is there. A writer finishes what a crash interrupted; a reader takes it as it is."""
        return cls(folder, write=write)

    @staticmethod
    def remove(folder: Path) -> None:
        """Delete the timeline with all its files."""
        shutil.rmtree(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # opening and closing

    def _take_lock(self) -> int:
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise TimelineError("somebody else is writing to this timeline") from None
        return descriptor

    def _load(self) -> None:
        unfinished = finish(self.folder) if self.writing else None
        paths = sorted(self.folder.glob("*.seg"))
        self.segments = [segments.load(path) for path in paths[:-1]] + [segments.scan(path) for path in paths[-1:]]
        if self.segments and self.segments[-1].first_seq < 0:  # a crash between making the file and writing its head
            broken = self.segments.pop()
            if self.writing:
                broken.path.unlink()
        self._events = [frame for one in self.segments for frame in _events_of(one)]
        self.next_seq = max((one.last_seq + 1 for one in self.segments if one.frames), default=0)
        self.next_seq = max(self.next_seq, *(one.first_seq for one in self.segments), 0) if self.segments else 0
        self._base = max(int((time.time() - self.began) * 1e6), self.duration)
        self._base_at = time.monotonic_ns()
        if self.writing:
            self._reopen_last()
            if unfinished is not None:
                self._note_erasure(unfinished)

    def _reopen_last(self) -> None:
        """Cut the torn tail of the last segment and go on behind it."""
        if not self.segments:
            self._new_segment()
            return
        last = self.segments[-1]
        self._descriptor = os.open(last.path, os.O_RDWR)
        if os.fstat(self._descriptor).st_size != last.size:
            os.ftruncate(self._descriptor, last.size)
            os.fsync(self._descriptor)
        os.lseek(self._descriptor, last.size, os.SEEK_SET)

    def _new_segment(self) -> None:
        number = int(self.segments[-1].path.stem) + 1 if self.segments else 0
        one, self._descriptor = segments.create(self.folder / f"{number:08}.seg", self.id, self.next_seq)
        sync_file(self.folder)
        self.segments.append(one)

    def seal(self) -> None:
        """Sync the last segment and write its index; the next frame begins a new one."""
        if self._descriptor >= 0:
            os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
            self.segments[-1].save_index()

    def close(self) -> None:
        self.seal()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
        self.writing = False

    # writing

    def now(self) -> int:
        """µs since the timeline began; never behind anything that was written, also after a restart."""
        if self.clock is not None:
            return self.clock()
        return self._base + (time.monotonic_ns() - self._base_at) // 1000

    def append(self, drafts: Sequence[Draft]) -> list[Frame]:
        """Write frames in one piece and return them as written. Readers see them at once; `sync` makes them safe.

        Raises TimelineError when a payload is too large or the disk refuses; then nothing of it is there.
        """
        if not self.writing:
            raise TimelineError("this timeline is open for reading only")
        if not drafts:
            return []
        now = self.now()
        frames = [
            Frame(
                self.next_seq + n,
                now if d.time is None else d.time,
                d.track,
                d.kind,
                d.key,
                d.author,
                d.audience,
                d.payload,
            )
            for n, d in enumerate(drafts)
        ]
        if any(len(frame.payload) > LARGEST for frame in frames):
            raise TimelineError(f"a frame may hold {LARGEST} bytes at most")
        if self._descriptor < 0 or self._is_full(now):
            self.seal()
            self._new_segment()
        packed = [frame.pack() for frame in frames]
        self._write(b"".join(packed))
        one, at = self.segments[-1], self.segments[-1].size
        for frame, data in zip(frames, packed, strict=True):
            one.note(frame, at, at + len(data))
            at += len(data)
        self.next_seq += len(frames)
        self._events.extend(frame for frame in frames if frame.track not in MEDIA)
        return frames

    def _is_full(self, now: int) -> bool:
        last = self.segments[-1]
        return last.frames > 0 and (last.size >= SEGMENT_BYTES or now - last.first_time >= SEGMENT_SPAN)

    def _write(self, data: bytes) -> None:
        at = self.segments[-1].size
        try:
            written = 0
            while written < len(data):
                written += os.pwrite(self._descriptor, data[written:] if written else data, at + written)
        except OSError as error:
            os.ftruncate(self._descriptor, at)
            raise TimelineError(f"the disk did not take it: {error.strerror}") from error

    def sync(self) -> int:
        """Make everything appended so far safe against a power cut. Returns the last safe `seq`."""
        safe, descriptor = self.next_seq - 1, self._descriptor
        if descriptor >= 0:
            try:
                os.fdatasync(descriptor)
            except OSError:
                if descriptor == self._descriptor:  # otherwise it was sealed meanwhile, and sealing syncs
                    raise
        return safe

    def erase(
        self,
        *,
        piece: tuple[int, int] | None = None,
        author: bytes | None = None,
        tracks: Iterable[int] | None = None,
        reason: str,
    ) -> Erasure:
        """Really erase a piece [from, to) in µs, or what an author contributed, on these tracks (all). See erase.py."""
        if not self.writing:
            raise TimelineError("this timeline is open for reading only")
        self.seal()
        erasure = erase(self.folder, self.segments, piece=piece, author=author, tracks=tracks, reason=reason)
        self.generation += 1
        self.segments = [segments.load(path) for path in sorted(self.folder.glob("*.seg"))]
        self._events = [frame for one in self.segments for frame in _events_of(one)]
        self._note_erasure(erasure)
        return erasure

    def _note_erasure(self, erasure: Erasure) -> None:
        """Leave the tombstone, safely, and only then forget that the erasure was going on."""
        if not any(erasure.is_noted_by(frame) for frame in self._events):
            self.append([erasure.draft()])
            self.sync()
        erasure.forget(self.folder)

    # reading

    def events(self, after: int = -1, tracks: Iterable[int] | None = None) -> list[Frame]:
        """All frames that are neither sound nor picture and come after `after`, in order."""
        wanted = None if tracks is None else frozenset(tracks)
        return [f for f in self._events if f.seq > after and (wanted is None or f.track in wanted)]

    def cursor(self, at: int | None, tracks: Iterable[int]) -> Cursor:
        """A reader of these tracks from a moment in µs on, or (None) from the last key frame of what is live."""
        return Cursor(self, frozenset(tracks), at)

    @property
    def duration(self) -> int:
        """µs up to the last thing that happened."""
        return max((one.last_time for one in self.segments if one.frames), default=0)

    @property
    def size(self) -> int:
        """Bytes of frames on disk."""
        return sum(one.size for one in self.segments)

    def spans(self, track: int) -> list[tuple[int, int]]:
        """Where a track has frames, as (from, to) in µs; what lies between is a gap."""
        joined: list[list[int]] = []
        for begin, end in sorted(span for one in self.segments for span in one.spans.get(track, [])):
            if joined and begin - joined[-1][1] < SPAN_GAP:
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([begin, end])
        return [(begin, end) for begin, end in joined]


def _events_of(one: Segment) -> list[Frame]:
    """The event frames of a segment, read at their offsets."""
    found = []
    with one.path.open("rb") as file:
        for offset in one.events:
            file.seek(offset)
            head = file.read(8)
            data = head + file.read(int.from_bytes(head[:4], "little"))
            parsed = parse(data, 0)
            if parsed is None:
                raise TimelineError(f"{one.path.name} is damaged at byte {offset}")
            found.append(parsed[0])
    return found


def sync_file(path: Path) -> None:
    """Make a file, or a folder's list of files, safe."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
