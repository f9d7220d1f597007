"""Really erase: segments are rewritten without what goes, and a tombstone with its hash is left.

Crash-safe by a journal. New segments are written beside the old ones (`.new`) and synced; then `erasure.json` says so; then
they take the old ones' names; then the tombstone is appended; then the journal goes. A crash before the journal changes
nothing; a crash after it is finished by whoever opens the timeline next.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from tandem.engines.timeline.frame import NOBODY, PICTURES, Control, Damaged, Draft, Frame, Track
from tandem.engines.timeline.segment import HEAD, Segment, walk

JOURNAL = "erasure.json"


@dataclass(frozen=True)
class Erasure:
    """What went: how many frames and payload bytes, the SHA-256 of the frames as they stood on disk, and the piece in µs
    if it was one. `mark` tells one erasure from another."""

    count: int
    size: int
    digest: str
    reason: str
    mark: str
    piece: tuple[int, int] | None = None

    def draft(self) -> Draft:
        """The tombstone. It names no author and holds no content."""
        return Draft(track=Track.CONTROL, kind=Control.ERASED, payload=json.dumps(asdict(self)).encode())

    @classmethod
    def read(cls, payload: bytes) -> Self:
        """The other way: from a tombstone's payload."""
        known = json.loads(payload)
        known["piece"] = tuple(known["piece"]) if known["piece"] else None
        return cls(**known)

    def is_noted_by(self, frame: Frame) -> bool:
        """Whether this frame is this erasure's tombstone."""
        noted = frame.track == Track.CONTROL and frame.kind == Control.ERASED
        return noted and self.read(frame.payload).mark == self.mark

    def forget(self, folder: Path) -> None:
        """The tombstone is safe: the erasure is over."""
        (folder / JOURNAL).unlink(missing_ok=True)
        _sync_folder(folder)


class Knife:
    """Decides frame by frame, in order; what it knows goes on from segment to segment. Counts what goes."""

    def __init__(
        self,
        segments: Sequence[Segment],
        piece: tuple[int, int] | None,
        author: bytes | None,
        tracks: Iterable[int] | None,
    ) -> None:
        if (piece is None) == (author is None):
            raise ValueError("name either a piece or an author")
        if piece is not None and piece[0] >= piece[1]:
            raise ValueError("a piece ends after it begins")
        self.piece, self.author = piece, author
        self._tracks = None if tracks is None else frozenset(tracks)
        self._undecodable: set[int] = set()
        self._slide = self._last_slide(segments)
        self.count = self.size = 0
        self.digest = hashlib.sha256()

    def _last_slide(self, segments: Sequence[Segment]) -> int:
        """The `seq` of the last slide within the piece; -1 when there is none."""
        if self.piece is None:
            return -1
        begin, end = self.piece
        seqs = [
            frame.seq
            for one in segments
            if self.may_touch(one)
            for frame in one.read_events()
            if frame.track == Track.SLIDE and begin <= frame.time < end
        ]
        return max(seqs, default=-1)

    def may_touch(self, one: Segment) -> bool:
        """Whether the segment has to be read at all."""
        if self.piece is None:
            return self.author in one.authors
        begin, end = self.piece
        return one.frames > 0 and one.last_time >= begin and (one.first_time < end or bool(self._undecodable))

    def cut(self, frame: Frame) -> Frame | None:
        """The frame as it stays (the same object when nothing changes), or None when it goes."""
        if self._tracks is not None and frame.track not in self._tracks:
            return frame
        stays = self._of_author(frame) if self.piece is None else self._of_piece(frame, self.piece)
        if stays is None:
            self.count, self.size = self.count + 1, self.size + len(frame.payload)
            self.digest.update(frame.pack())
            if self.piece is not None and frame.seq == self._slide:
                return replace(frame, time=self.piece[1])
        return stays

    def _of_author(self, frame: Frame) -> Frame | None:
        """The house's marks stay, but no longer say who set them."""
        if frame.author != self.author:
            return frame
        if frame.track == Track.CONTROL and frame.kind not in (Control.EPOCH, Control.EPOCH_END):
            return replace(frame, author=NOBODY)
        return None

    def _of_piece(self, frame: Frame, piece: tuple[int, int]) -> Frame | None:
        """A piece takes everything but the house's marks and who was here; that is erased by person."""
        if frame.track in (Track.CONTROL, Track.PRESENCE):
            if (frame.track, frame.kind) == (Track.CONTROL, Control.EPOCH):
                self._undecodable.clear()
            return frame
        if piece[0] <= frame.time < piece[1]:
            self._undecodable |= {frame.track} & PICTURES
            return None
        if frame.track in self._undecodable and frame.time >= piece[1]:
            if not frame.key:
                return None
            self._undecodable.discard(frame.track)
        return frame


def erase(
    folder: Path, segments: Sequence[Segment], knife: Knife, *, reason: str, next_seq: int
) -> tuple[Erasure, list[Path]]:
    """Rewrite the sealed segments without what goes. Returns what went, and the segments that are new; the caller appends
    the tombstone (`next_seq` is where, should a crash come between).

    Pictures behind a piece go too, up to the track's next key frame: they could not be shown. The slide that was on when
    the piece ends is carried to its end: it is where the lesson stood, not what was said.
    Raises Damaged (nothing is changed) when a segment cannot be read to its end: what goes might lie behind the damage.
    """
    try:
        renewed = [one.path for one in segments if knife.may_touch(one) and _rewrite(one, knife)]
        erasure = Erasure(knife.count, knife.size, knife.digest.hexdigest(), reason, os.urandom(8).hex(), knife.piece)
        _write_journal(folder, renewed, erasure, next_seq)
    except BaseException:
        if not (folder / JOURNAL).exists():
            _drop_drafts(folder)
        raise
    _swap(folder, renewed)
    return erasure, renewed


def finish(folder: Path) -> tuple[Erasure, int] | None:
    """What a crash left: drop an erasure that was not decided, finish one that was. Returns the latter and its `next_seq`."""
    journal = folder / JOURNAL
    if not journal.exists():
        _drop_drafts(folder)
        return None
    known = json.loads(journal.read_text())
    _swap(folder, [folder / name for name in known["segments"]])
    _drop_drafts(folder)
    return Erasure.read(json.dumps(known["erasure"]).encode()), known["next_seq"]


def _drop_drafts(folder: Path) -> None:
    for pattern in ("*.tmp", "*.new"):
        for draft in folder.glob(pattern):
            draft.unlink()


def _rewrite(one: Segment, knife: Knife) -> bool:
    """Write the segment as it will be to its `.new`; False when nothing of it changes, then there is no such file."""
    data = one.path.read_bytes()
    kept, end, changed = [data[: HEAD.size]], HEAD.size, False
    for frame, begin, end in walk(data):
        stays = knife.cut(frame)
        changed = changed or stays is not frame
        if stays is not None:
            kept.append(data[begin:end] if stays is frame else stays.pack())
    if end != len(data):
        raise Damaged(f"{one.path.name} is damaged at byte {end}: nothing was erased")
    if changed:
        with one.path.with_suffix(".new").open("wb") as new:
            new.writelines(kept)
            new.flush()
            os.fsync(new.fileno())
    return changed


def _write_journal(folder: Path, renewed: list[Path], erasure: Erasure, next_seq: int) -> None:
    known = {"segments": [path.name for path in renewed], "erasure": asdict(erasure), "next_seq": next_seq}
    draft = folder / "erasure.tmp"
    with draft.open("w") as file:
        json.dump(known, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / JOURNAL)
    _sync_folder(folder)


def _swap(folder: Path, renewed: list[Path]) -> None:
    """The index goes first, so that none ever stands beside a segment it was not made from. May be done again."""
    for old in renewed:
        old.with_suffix(".idx").unlink(missing_ok=True)
        new = old.with_suffix(".new")
        if new.exists():
            new.replace(old)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
