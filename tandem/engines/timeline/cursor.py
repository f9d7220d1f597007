"""A reader: live is a cursor at the end, late or replay is a cursor before it. Same code."""

import os
from typing import TYPE_CHECKING

from tandem.engines.timeline.frame import Control, Damaged, Frame, Track, needed, parse
from tandem.engines.timeline.segment import HEAD, Segment

if TYPE_CHECKING:
    from tandem.engines.timeline.log import Timeline

CHUNK = 262_144
NEAR = 5_000_000
"""µs: a picture's key frame further back than this is not worth starting from."""


class Cursor:
    """`read` gives the next frames of its tracks, each once, in order; nothing at the end, more when more was written."""

    def __init__(self, log: "Timeline", tracks: frozenset[int], at: int | None) -> None:
        self._log, self.tracks = log, tracks
        self.after = -1
        """The last `seq` that was passed."""
        self._generation = log.generation
        self._segment, self._offset = self._start(at)

    def _start(self, at: int | None) -> tuple[int, int]:
        lead = self._lead(at)
        if lead is None:
            return (len(self._log.segments) - 1, self._log.segments[-1].size) if at is None else (0, HEAD.size)
        number, offset, seq = lead
        self.after = seq - 1
        return number, offset

    def _lead(self, at: int | None) -> tuple[int, int, int] | None:
        """Segment, offset and seq of the key frame to begin at: the picture's if it is near, else the sound's."""
        since = -1
        if at is None:  # live: only what belongs to the recorder that runs now
            epochs = [
                f for f in self._log.events(tracks={Track.CONTROL}) if f.kind in (Control.EPOCH, Control.EPOCH_END)
            ]
            if not epochs or epochs[-1].kind == Control.EPOCH_END:
                return None
            since = epochs[-1].seq
        best: dict[int, tuple[int, int, int, int]] = {}
        for number in range(len(self._log.segments) - 1, -1, -1):
            for track, time, offset, seq in reversed(self._log.segments[number].keys):
                if track in self.tracks and track not in best and seq > since and (at is None or time <= at):
                    best[track] = (time, number, offset, seq)
            if len(best) == sum(1 for track in self.tracks if track != Track.CONTROL):
                break
        if not best:
            return None
        latest = max(best.values())
        pictures = [best[t] for t in (Track.PICTURE, Track.SCREEN) if t in best]
        time, number, offset, seq = next((one for one in pictures if latest[0] - one[0] <= NEAR), latest)
        return number, offset, seq

    def read(self, max_bytes: int = 65_536, until: int | None = None) -> list[Frame]:
        """Frames of the cursor's tracks up to about `max_bytes` of payload, and none later than `until` (µs)."""
        if self._generation != self._log.generation:
            self._find_again()
        found: list[Frame] = []
        size = 0
        while size < max_bytes:
            got = self._read_some(until)
            if got is None:
                break
            found += got
            size += sum(len(frame.payload) for frame in got)
        return found

    def _find_again(self) -> None:
        """After an erasure: go on behind the last frame that was passed."""
        self._generation = self._log.generation
        for number, one in enumerate(self._log.segments):
            if one.frames and one.last_seq > self.after:
                self._segment, self._offset = number, HEAD.size
                return
        self._segment, self._offset = len(self._log.segments) - 1, self._log.segments[-1].size

    def _read_some(self, until: int | None) -> list[Frame] | None:
        """The frames of one chunk; None at the end or at `until`."""
        one = self._log.segments[self._segment]
        if self._offset >= one.size:
            if self._segment + 1 >= len(self._log.segments):
                return None
            self._segment, self._offset = self._segment + 1, HEAD.size
            return []
        data = _read(one, self._offset)
        at = 0
        found: list[Frame] = []
        while (parsed := parse(data, at)) is not None:
            frame, end = parsed
            if until is not None and frame.track in self.tracks and frame.track != Track.CONTROL and frame.time > until:
                return found or None
            if frame.seq > self.after:
                self.after = frame.seq
                if frame.track in self.tracks:
                    found.append(frame)
            self._offset += end - at
            at = end
        if at == 0:
            raise Damaged(f"{one.path.name} is damaged at byte {self._offset}")
        return found


def _read(one: Segment, offset: int) -> memoryview:
    """A chunk of a segment from `offset`, at least one whole frame long, and nothing behind its known end."""
    descriptor = os.open(one.path, os.O_RDONLY)
    try:
        data = os.pread(descriptor, min(CHUNK, one.size - offset), offset)
        if (length := needed(data, 0)) > len(data):
            data = os.pread(descriptor, min(length, one.size - offset), offset)
    finally:
        os.close(descriptor)
    return memoryview(data)
