"""An append-only log in one folder: write, read from any moment, recover after a crash, really erase.

timeline.json          {"form": 1, "id": 32 hexadecimal digits, "began": seconds since 1970}
00000000.seg, .idx     frames; the index of a sealed segment (see segment.py)
*.new, erasure.json    an erasure that has to be finished (see erase.py)
*.tmp                  a file that is being written; worth nothing after a crash
lock                   held (flock) by the one writer
"""

import contextlib
import fcntl
import json
import os
import shutil
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tandem.engines.timeline import segment as segments
from tandem.engines.timeline.cursor import Cursor
from tandem.engines.timeline.erase import JOURNAL, Erasure, Knife, erase, finish
from tandem.engines.timeline.frame import MEDIA, Busy, Damaged, Draft, Frame, TimelineError
from tandem.engines.timeline.segment import SPAN_GAP, Segment

__all__ = ["Erasure", "Timeline"]

FORM = 1


class Timeline:
    """Open with `create` or `open`; `append` writes, `cursor` and `events` read. One writer at a time.

    Not safe for several threads at once: whoever shares it holds a lock. `sync` alone may run beside the others.
    Memory: every event frame, and of sound and picture the index only.
    """

    segment_bytes = 8 << 20
    segment_span = 60_000_000
    """µs. A segment that has reached either is sealed."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        self.folder, self.writing = folder, write
        self.id, self.began = _read_card(folder / "timeline.json")
        self.clock: Callable[[], int] | None = None
        """Another clock, in µs since the timeline began, for whoever writes what has happened already."""
        self.generation = 0
        """Goes up with each erasure: positions in files are then found anew."""
        self.segments: list[Segment] = []
        self._events: list[Frame] = []
        self._latest: dict[int, int] = {}
        """By track, the time of its last frame."""
        self._descriptor = -1
        self._lock = self._take_lock() if write else -1
        try:
            self._load()
        except BaseException:
            self._let_go()
            raise

    @classmethod
    def create(cls, folder: Path, *, id: bytes, began: float) -> Self:
        """A new timeline. `id`: 16 bytes; `began`: seconds since 1970. Raises FileExistsError when there is one."""
        if len(id) != 16:
            raise ValueError("an id has 16 bytes")
        folder.mkdir()
        draft = folder / "timeline.tmp"
        draft.write_text(json.dumps({"form": FORM, "id": id.hex(), "began": began}))
        sync_file(draft)
        draft.rename(folder / "timeline.json")
        sync_file(folder)
        sync_file(folder.parent)
        return cls(folder, write=True)

    @classmethod
    def open(cls, folder: Path, *, write: bool = True) -> Self:
        """Open what is there; a writer first finishes what a crash interrupted. A reader takes it as it is, except that
        nobody reads what was to be erased: if no writer is at work, it finishes the erasure before it reads.

        Raises FileNotFoundError, Busy (another writer), Damaged, and TimelineError for a form it does not know.
        """
        if not write and (folder / JOURNAL).exists():
            with contextlib.suppress(Busy):
                cls(folder, write=True).close()
        return cls(folder, write=write)

    @staticmethod
    def remove(folder: Path) -> None:
        """Delete the timeline with all its files."""
        shutil.rmtree(folder)
        sync_file(folder.parent)

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
            raise Busy("somebody else is writing to this timeline") from None
        return descriptor

    def _load(self) -> None:
        unfinished = finish(self.folder) if self.writing else None
        paths = sorted(self.folder.glob("*.seg"))
        if paths and not segments.was_begun(paths[-1]):  # a crash between making the file and writing its head
            broken = paths.pop()
            if self.writing:
                broken.unlink()
        self.segments = [segments.load(path, self.id, save=self.writing) for path in paths[:-1]]
        self.segments += [segments.scan(path, self.id) for path in paths[-1:]]
        self._events = [frame for one in self.segments for frame in one.read_events()]
        self._latest = _latest_of(self.segments, self._events)
        past = [seq for one in self.segments for seq in (one.first_seq, one.last_seq + 1)]
        self.next_seq = max(past + ([unfinished[1]] if unfinished else []), default=0)
        self._base = max(int((time.time() - self.began) * 1e6), self.duration)
        self._base_at = time.monotonic_ns()
        if self.writing:
            self._reopen_last()
            if unfinished is not None:
                self._note_erasure(unfinished[0])

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

    def _new_segment(self) -> None:
        number = int(self.segments[-1].path.stem) + 1 if self.segments else 0
        one, self._descriptor = segments.create(self.folder / f"{number:08}.seg", self.id, self.next_seq)
        self.segments.append(one)
        sync_file(self.folder)

    def seal(self) -> None:
        """Sync the last segment and write its index; the next frame begins a new one."""
        if self._descriptor >= 0:
            os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = -1
            self.segments[-1].save_index()

    def close(self) -> None:
        """Seal, and let the next writer in. Twice is harmless."""
        try:
            self.seal()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self.writing = False
        for descriptor in (self._descriptor, self._lock):
            if descriptor >= 0:
                os.close(descriptor)
        self._descriptor = self._lock = -1

    # writing

    def now(self) -> int:
        """µs since the timeline began; never behind anything that was written, also after a restart."""
        if self.clock is not None:
            return self.clock()
        return self._base + (time.monotonic_ns() - self._base_at) // 1000

    def append(self, drafts: Sequence[Draft]) -> list[Frame]:
        """Write frames in one piece and return them as written. Readers see them at once; `sync` makes them safe.

        Time never goes back on a track: an earlier one is moved up to the last frame's.
        Raises TimelineError when a frame does not fit its form or the disk refuses; then nothing of it is there.
        """
        self._must_write()
        if not drafts:
            return []
        now, latest = self.now(), dict(self._latest)
        frames, packed = [], []
        for seq, draft in enumerate(drafts, start=self.next_seq):
            frames.append(_frame(draft, seq, now, latest))
            packed.append(frames[-1].pack())
        self._write(b"".join(packed), now)
        one = self.segments[-1]
        for frame, data in zip(frames, packed, strict=True):
            one.note(frame, one.size, one.size + len(data))
        self.next_seq += len(frames)
        self._latest = latest
        self._events.extend(frame for frame in frames if frame.track not in MEDIA)
        return frames

    def _must_write(self) -> None:
        if not self.writing:
            raise TimelineError("this timeline is open for reading only")

    def _is_full(self, now: int) -> bool:
        last = self.segments[-1]
        return last.frames > 0 and (last.size >= self.segment_bytes or now - last.first_time >= self.segment_span)

    def _write(self, data: bytes, now: int) -> None:
        try:
            if self._descriptor < 0 or self._is_full(now):
                self.seal()
                self._new_segment()
            at, written = self.segments[-1].size, 0
            while written < len(data):
                written += os.pwrite(self._descriptor, data[written:] if written else data, at + written)
        except OSError as error:
            self._take_back()
            raise TimelineError(f"the disk did not take it: {error.strerror}") from error

    def _take_back(self) -> None:
        """Cut off what was written in part. Where even that fails, only opening anew can tell what is there."""
        try:
            if self._descriptor >= 0:
                os.ftruncate(self._descriptor, self.segments[-1].size)
        except OSError:
            self.writing = False

    def sync(self) -> int:
        """Make everything appended so far safe against a power cut. Returns the last safe `seq`.

        Raises TimelineError when the disk refuses. Nothing is written any more then: what the system could not write it
        may have dropped, and a second sync would not tell.
        """
        safe, descriptor = self.next_seq - 1, self._descriptor
        if descriptor >= 0:
            try:
                os.fdatasync(descriptor)
            except OSError as error:
                if descriptor == self._descriptor:  # otherwise it was sealed meanwhile, and sealing syncs
                    self.writing = False
                    raise TimelineError(f"the disk did not keep it: {error.strerror}") from error
        return safe

    def erase(
        self,
        *,
        piece: tuple[int, int] | None = None,
        author: bytes | None = None,
        tracks: Iterable[int] | None = None,
        reason: str,
    ) -> Erasure:
        """Really erase a piece [from, to) in µs, or what an author contributed, on these tracks (all). See erase.py.

        Raises ValueError for neither or both, Damaged when a segment cannot be read (nothing is erased), TimelineError when
        the disk refuses: then either nothing is erased, or the next to open it finishes and this one writes no more.
        """
        self._must_write()
        try:
            self.seal()
            knife = Knife(self.segments, piece, author, tracks)
            erasure, renewed = erase(self.folder, self.segments, knife, reason=reason, next_seq=self.next_seq)
        except OSError as error:
            self.writing = not (self.folder / JOURNAL).exists()
            raise TimelineError(f"the disk did not take it: {error.strerror}") from error
        self.generation += 1
        self._take_in(renewed)
        self._note_erasure(erasure)
        return erasure

    def _take_in(self, renewed: list[Path]) -> None:
        """Know rewritten segments anew; of the others everything is known already."""
        fresh = {path: segments.load(path, self.id, save=True) for path in renewed}
        events: list[Frame] = []
        for one in self.segments:
            known = fresh.get(one.path)
            events += self._events_in(one) if known is None else known.read_events()
        self.segments = [fresh.get(one.path, one) for one in self.segments]
        self._events = events

    def _events_in(self, one: Segment) -> list[Frame]:
        """The event frames of a segment, from memory."""
        begin = bisect_right(self._events, one.first_seq - 1, key=_seq)
        return self._events[begin : begin + len(one.events)]

    def _note_erasure(self, erasure: Erasure) -> None:
        """Leave the tombstone, safely, and only then forget that the erasure was going on."""
        if not any(erasure.is_noted_by(frame) for frame in self._events):
            self.append([erasure.draft()])
            self.sync()
        erasure.forget(self.folder)

    # reading

    def events(self, after: int = -1, tracks: Iterable[int] | None = None) -> list[Frame]:
        """All frames that are neither sound nor picture and come after `after`, in order."""
        later = self._events[bisect_right(self._events, after, key=_seq) :]
        if tracks is None:
            return later
        wanted = frozenset(tracks)
        return [frame for frame in later if frame.track in wanted]

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


def _seq(frame: Frame) -> int:
    return frame.seq


def _frame(draft: Draft, seq: int, now: int, latest: dict[int, int]) -> Frame:
    """The frame of a draft; `latest` takes its time."""
    time = max(now if draft.time is None else draft.time, latest.get(draft.track, 0))
    latest[draft.track] = time
    return Frame(seq, time, draft.track, draft.kind, draft.key, draft.author, draft.audience, draft.payload)


def _latest_of(known: Iterable[Segment], events: Iterable[Frame]) -> dict[int, int]:
    latest = {track: spans[-1][1] for one in known for track, spans in one.spans.items()}
    latest.update({frame.track: frame.time for frame in events})
    return latest


def _read_card(path: Path) -> tuple[bytes, float]:
    """The identifier of a timeline and when it began."""
    try:
        card = json.loads(path.read_text())
        if card["form"] != FORM:
            raise TimelineError(f"this timeline has form {card['form']}; this Tandem reads form {FORM}")
        return bytes.fromhex(card["id"]), float(card["began"])
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("timeline.json is damaged") from error


def sync_file(path: Path) -> None:
    """Make a file, or a folder's list of files, safe."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
