"""Really erase: segments are rewritten without what goes, and a tombstone with its hash is left.

Crash-safe by a journal. New segments are written beside the old ones and synced; then `erasure.json` says so; then they
take the old ones' names; then the tombstone is appended; then the journal goes. A crash before the journal changes
nothing; a crash after it is finished by the next writer.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from tandem.engines.timeline.frame import MEDIA, NOBODY, Control, Draft, Frame, Track
from tandem.engines.timeline.segment import HEAD, Segment, walk

JOURNAL = "erasure.json"


@dataclass(frozen=True)
class Erasure:
    """What went: how many frames and payload bytes, their SHA-256, and the piece in µs if it was one."""

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
        known = json.loads(payload)
        known["piece"] = tuple(known["piece"]) if known["piece"] else None
        return cls(**known)

    def is_noted_by(self, frame: Frame) -> bool:
        noted = frame.track == Track.CONTROL and frame.kind == Control.ERASED
        return noted and json.loads(frame.payload)["mark"] == self.mark

    def forget(self, folder: Path) -> None:
        (folder / JOURNAL).unlink(missing_ok=True)
        _sync_folder(folder)


@dataclass
class _Knife:
    """Decides frame by frame. State goes on from segment to segment."""

    piece: tuple[int, int] | None
    author: bytes | None
    tracks: frozenset[int] | None

    def __post_init__(self) -> None:
        self.undecodable: set[int] = set()
        self.carried: dict[int, Frame] = {}

    def keep(self, frame: Frame) -> Frame | None:
        """The frame as it stays, or None when it goes."""
        if self.tracks is not None and frame.track not in self.tracks:
            return frame
        return self._of_author(frame) if self.piece is None else self._of_piece(frame, self.piece)

    def _of_author(self, frame: Frame) -> Frame | None:
        if frame.author != self.author:
            return frame
        if frame.track == Track.CONTROL and frame.kind not in (Control.EPOCH, Control.EPOCH_END):
            return Frame(
                frame.seq, frame.time, frame.track, frame.kind, frame.key, NOBODY, frame.audience, frame.payload
            )
        return None

    def _of_piece(self, frame: Frame, piece: tuple[int, int]) -> Frame | None:
        """A piece takes everything but the house's marks and who was here; that is erased by person."""
        if frame.track in (Track.CONTROL, Track.PRESENCE):
            if frame.kind == Control.EPOCH and frame.track == Track.CONTROL:
                self.undecodable -= {Track.PICTURE, Track.SCREEN}
            return frame
        if piece[0] <= frame.time < piece[1]:
            if frame.track in (Track.PICTURE, Track.SCREEN):
                self.undecodable.add(frame.track)
            return None
        if frame.track in self.undecodable and frame.track in MEDIA and frame.time >= piece[1]:
            if not frame.key:
                return None
            self.undecodable.discard(frame.track)
        return frame


def erase(
    folder: Path,
    segments: list[Segment],
    *,
    piece: tuple[int, int] | None,
    author: bytes | None,
    tracks: Iterable[int] | None,
    reason: str,
) -> Erasure:
    """Rewrite the sealed segments without what goes. Returns what went; the caller appends the tombstone.

    Media behind a piece goes too, up to the track's next key frame: it could not be shown. The slide that was on when
    the piece ends is carried to its end: it is where the lesson stood, not what was said.
    """
    if (piece is None) == (author is None):
        raise ValueError("name either a piece or an author")
    knife = _Knife(piece, author, None if tracks is None else frozenset(tracks))
    digest, count, size = hashlib.sha256(), 0, 0
    slide = _slide_at_the_end(segments, piece) if piece else None
    renewed: list[str] = []
    for one in segments:
        kept, gone = [], 0
        for frame, _, _ in walk(one.path.read_bytes()):
            stays = knife.keep(frame)
            if stays is None:
                digest.update(frame.pack())
                gone, size = gone + 1, size + len(frame.payload)
                if slide is not None and piece and frame.seq == slide.seq:
                    stays = _at(slide, piece[1])
            if stays is not None:
                kept.append(stays)
            if stays != frame and stays is not None:
                gone = max(gone, 1)
        if gone:
            _write_new(one, kept)
            renewed.append(one.path.name)
            count += gone
    erasure = Erasure(count, size, digest.hexdigest(), reason, os.urandom(8).hex(), piece)
    _write_journal(folder, renewed, erasure)
    _swap(folder, renewed)
    return erasure


def finish(folder: Path) -> Erasure | None:
    """What a crash left: drop an erasure that was not decided, finish one that was. Returns the latter."""
    journal = folder / JOURNAL
    for draft in folder.glob("*.tmp"):
        draft.unlink()
    if not journal.exists():
        for new in folder.glob("*.new"):
            new.unlink()
        return None
    known = json.loads(journal.read_text())
    _swap(folder, known["segments"])
    return Erasure.read(json.dumps(known["erasure"]).encode())


def _slide_at_the_end(segments: list[Segment], piece: tuple[int, int]) -> Frame | None:
    """The last slide shown within the piece."""
    last = None
    for one in segments:
        if one.frames and one.last_time >= piece[0] and one.first_time < piece[1]:
            for frame, _, _ in walk(one.path.read_bytes()):
                if frame.track == Track.SLIDE and piece[0] <= frame.time < piece[1]:
                    last = frame
    return last


def _at(frame: Frame, time: int) -> Frame:
    return Frame(frame.seq, time, frame.track, frame.kind, frame.key, frame.author, frame.audience, frame.payload)


def _write_new(one: Segment, kept: list[Frame]) -> None:
    with one.path.open("rb") as old, one.path.with_suffix(".new").open("wb") as new:
        new.write(old.read(HEAD.size))
        new.writelines(frame.pack() for frame in kept)
        new.flush()
        os.fsync(new.fileno())


def _write_journal(folder: Path, renewed: list[str], erasure: Erasure) -> None:
    draft = folder / "erasure.tmp"
    with draft.open("w") as file:
        json.dump({"segments": renewed, "erasure": asdict(erasure)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / JOURNAL)
    _sync_folder(folder)


def _swap(folder: Path, renewed: list[str]) -> None:
    for name in renewed:
        old = folder / name
        new = old.with_suffix(".new")
        if new.exists():
            old.with_suffix(".idx").unlink(missing_ok=True)
            new.replace(old)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
