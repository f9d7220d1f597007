"""A reader: live is a cursor at the end, late or replay is a cursor before it. Same code."""

import os
from typing import TYPE_CHECKING

from tandem.engines.timeline.frame import MEDIA, OVERHEAD, PICTURES, Control, Damaged, Frame, Track, needed, parse
from tandem.engines.timeline.segment import HEAD, Segment

if TYPE_CHECKING:
    from tandem.engines.timeline.log import Timeline

LEAST, MOST = 16_384, 262_144
"""Bytes read from the disk at once."""
NEAR = 5_000_000
"""µs: a picture's key frame further back than this is not worth starting from."""


class Cursor:
    """`read` gives the next frames of its tracks, each once, in order; nothing at the end, more when more was written.

    Pictures begin with a key frame: what comes before the first one cannot be shown and is left out.
    """

    def __init__(self, log: "Timeline", tracks: frozenset[int], at: int | None) -> None:
        self._log, self.tracks = log, tracks
        self.after = -1
        """The last `seq` that was passed: where to go on when an erasure has moved everything."""
        self._generation = log.generation
        self._keyless = set(tracks & PICTURES)
        self._held: int | None = None
        """Time of the frame that waits behind `until`."""
        self._segment, self._offset = self._start(at)

    def _start(self, at: int | None) -> tuple[int, int]:
        segments = self._log.segments
        lead = self._lead(at)
        if lead is not None:
            number, offset, seq = lead
            self.after = seq - 1
            return number, offset
        last = max(0, len(segments) - 1)
        if at is None or not segments:
            self.after = self._log.next_seq - 1
            return last, segments[last].size if segments else HEAD.size
        number = next((n for n, one in enumerate(segments) if one.frames and one.last_time >= at), last)
        self.after = segments[number].first_seq - 1
        return number, HEAD.size

    def _lead(self, at: int | None) -> tuple[int, int, int] | None:
        """Segment, offset and seq of the key frame to begin at: the picture's if it is near, else the sound's."""
        since = -1 if at is not None else self._running_epoch()
        if since is None:
            return None
        best = self._last_keys(at, since)
        if not best:
            return None
        latest = max(best.values())
        pictures = [best[track] for track in (Track.PICTURE, Track.SCREEN) if track in best]
        _, number, offset, seq = next((one for one in pictures if latest[0] - one[0] <= NEAR), latest)
        return number, offset, seq

    def _running_epoch(self) -> int | None:
        """`seq` of the epoch of the recorder that runs now: only what belongs to it is live."""
        marks = [f for f in self._log.events(tracks={Track.CONTROL}) if f.kind in (Control.EPOCH, Control.EPOCH_END)]
        return marks[-1].seq if marks and marks[-1].kind == Control.EPOCH else None

    def _last_keys(self, at: int | None, since: int) -> dict[int, tuple[int, int, int, int]]:
        """By track, the last key frame behind `since` and not after `at`: time, segment, offset, seq."""
        wanted = self.tracks & MEDIA
        best: dict[int, tuple[int, int, int, int]] = {}
        for number in range(len(self._log.segments) - 1, -1, -1):
            one = self._log.segments[number]
            if len(best) == len(wanted) or 0 <= one.last_seq < since:
                break
            for track, time, offset, seq in reversed(one.keys):
                if track in wanted and track not in best and seq > since and (at is None or time <= at):
                    best[track] = (time, number, offset, seq)
        return best

    def read(self, max_bytes: int = 65_536, until: int | None = None) -> list[Frame]:
        """The next frames, up to `max_bytes` of payload and the frame that reaches it, and none later than `until` (µs).

        Raises Damaged when what was safe cannot be read any more.
        """
        if self._generation != self._log.generation:
            self._find_again()
        if self._held is not None and until is not None and self._held > until:
            return []
        self._held = None
        found: list[Frame] = []
        room = max_bytes
        while room > 0 and self._held is None:
            one = self._here()
            if one is None:
                break
            room = self._take(one, found, room, until)
        return found

    def _find_again(self) -> None:
        """After an erasure: go on behind the last frame that was passed."""
        self._generation, self._held = self._log.generation, None
        segments = self._log.segments
        here = (n for n, one in enumerate(segments) if one.last_seq > self.after)
        self._segment, self._offset = next(here, len(segments) - 1), HEAD.size

    def _here(self) -> Segment | None:
        """The segment to read on in; None at the end of what there is."""
        segments = self._log.segments
        while self._segment < len(segments):
            if self._offset < segments[self._segment].size:
                return segments[self._segment]
            if self._segment + 1 == len(segments):
                break
            self._segment, self._offset = self._segment + 1, HEAD.size
        return None

    def _take(self, one: Segment, found: list[Frame], room: int, until: int | None) -> int:
        """Pass the frames of one chunk. Returns how much room is left."""
        data = _read(one, self._offset, room)
        at = 0
        while room > 0 and (parsed := parse(data, at)) is not None:
            frame, end = parsed
            if until is not None and frame.time > until and frame.track in self.tracks and frame.track != Track.CONTROL:
                self._held = frame.time
                return room
            if frame.seq > self.after:
                self.after = frame.seq
                if self._is_wanted(frame):
                    found.append(frame)
                    room -= len(frame.payload) + OVERHEAD
            self._offset, at = self._offset + end - at, end
        if at == 0:
            raise Damaged(f"{one.path.name} is damaged at byte {self._offset}")
        return room

    def _is_wanted(self, frame: Frame) -> bool:
        if frame.track not in self.tracks:
            return False
        if frame.track in self._keyless:
            if not frame.key:
                return False
            self._keyless.discard(frame.track)
        return True


def _read(one: Segment, offset: int, room: int) -> memoryview:
    """A chunk of a segment from `offset`, at least one whole frame long, and nothing behind its known end."""
    descriptor = os.open(one.path, os.O_RDONLY)
    try:
        wish = max(LEAST, min(MOST, room + OVERHEAD))
        data = os.pread(descriptor, min(wish, one.size - offset), offset)
        if (length := needed(data, 0)) > len(data):
            data = os.pread(descriptor, min(length, one.size - offset), offset)
    finally:
        os.close(descriptor)
    return memoryview(data)
