"""From a recorder's slices to frames, and from frames to what a browser's media source plays.

An *epoch* is one run of one recorder: its container, codecs and offset. Frames hold codec data only, so a reader may leave
the picture out, and another container can be added without touching what is kept.
"""

import base64
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from tandem.engines.timeline.frame import Control, Draft, Frame, TimelineError, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.webm import BadMedia, Block, Header, Reader, TrackInfo, cluster, init_segment, mime

DRIFT = 2_000_000
"""µs a recorder's clock may be off the server's before a new epoch begins."""
PATIENCE = 5_000_000
"""µs a recorder may stay behind by more: a line that stood still catches up in a burst, a laptop that slept does not."""
_TRACK = {"sound": Track.SOUND, "picture": Track.PICTURE}
_NUMBER = {Track.SOUND: 1, Track.PICTURE: 2}
"""Track numbers in what is sent to the browser, the same in every epoch."""
WEBM = "webm"


@dataclass(frozen=True)
class Epoch:
    """`seq`: its first frame, which names it; `begins`, `ends`: µs; `ends` is None while it runs (or ran, when all ended)."""

    seq: int
    begins: int
    ends: int | None
    container: str
    tracks: dict[int, TrackInfo]

    def infos(self, tracks: Collection[int]) -> list[TrackInfo]:
        """The tracks asked for, under the numbers they are sent with."""
        return [self.tracks[t] for t in sorted(self.tracks) if t in tracks]

    @property
    def playable(self) -> bool:
        """Whether this Tandem can send its container. What it cannot send it keeps all the same."""
        return self.container == WEBM

    def mime(self, tracks: Collection[int]) -> str:
        """What a browser is asked before it is sent these tracks (RFC 6381)."""
        return mime(sorted(self.infos(tracks), key=lambda one: one.kind), self.container)


def _epoch_payload(header: Header, offset: int) -> bytes:
    tracks = [asdict(one) | {"private": base64.b64encode(one.private).decode()} for one in header.tracks]
    return json.dumps({"container": WEBM, "offset": offset, "tracks": tracks}, separators=(",", ":")).encode()


def _epoch(frame: Frame) -> Epoch:
    known: dict[str, Any] = json.loads(frame.payload)
    tracks = {}
    for one in known["tracks"]:
        track = _TRACK[one["kind"]]
        tracks[int(track)] = TrackInfo(**one | {"private": base64.b64decode(one["private"]), "number": _NUMBER[track]})
    return Epoch(frame.seq, frame.time, None, known["container"], tracks)


def epochs(log: Timeline) -> list[Epoch]:
    """All epochs of a timeline, in order. One that a crash cut off ends with its last sound or picture."""
    found: list[Epoch] = []
    for frame in log.events(tracks={Track.CONTROL}):
        if frame.kind == Control.EPOCH:
            if found and found[-1].ends is None:
                found[-1] = replace(found[-1], ends=_last_media(log, found[-1], frame.time))
            found.append(_epoch(frame))
        elif frame.kind == Control.EPOCH_END and found and found[-1].ends is None:
            found[-1] = replace(found[-1], ends=frame.time)
    return found


def _last_media(log: Timeline, epoch: Epoch, before: int) -> int:
    ends = (end for track in epoch.tracks for begin, end in log.spans(track) if epoch.begins <= end and begin < before)
    return min(before, max(ends, default=epoch.begins))


class Ingest:
    """One recorder's run. `feed` a slice, get the frames that are now on the log (one append a slice)."""

    def __init__(self, log: Timeline, author: bytes) -> None:
        self._log, self._author = log, author
        self._reader = Reader()
        self._header: Header | None = None
        self._offset: int | None = None
        """µs between the recorder's clock and the timeline's; None before an epoch."""
        self._late_since: int | None = None
        self._open = False

    def feed(self, data: bytes) -> list[Frame]:
        """Raises BadMedia, and TimelineError when the log refuses; what came before bad media is kept."""
        drafts: list[Draft] = []
        now = self._log.now()
        try:
            for part in self._reader.feed(data):
                if isinstance(part, Header):
                    self._header = part
                else:
                    drafts += self._drafts(part, now)
        except BadMedia:
            self._keep(drafts)
            raise
        return self._keep(drafts)

    def _keep(self, drafts: list[Draft]) -> list[Frame]:
        try:
            return self._log.append(drafts)
        except TimelineError:
            self._offset, self._open = None, False  # the epoch may not be on the log: whatever comes next begins one
            raise

    def _drafts(self, block: Block, now: int) -> list[Draft]:
        assert self._header is not None
        drafts = []
        if self._begins_epoch(block, now):
            if self._open:
                drafts.append(self._mark(Control.EPOCH_END, b"{}", now))
            self._offset, self._late_since, self._open = now - block.time, None, True
            drafts.append(self._mark(Control.EPOCH, _epoch_payload(self._header, self._offset), now))
        assert self._offset is not None
        kind = next(one.kind for one in self._header.tracks if one.number == block.track)
        time = max(0, self._offset + block.time)
        drafts.append(Draft(_TRACK[kind], 0, block.data, key=block.key, author=self._author, time=time))
        return drafts

    def _begins_epoch(self, block: Block, now: int) -> bool:
        """Whether the recorder's clock has to be set anew: it is ahead, or has been behind for long."""
        if self._offset is None:
            return True
        late = now - (self._offset + block.time)
        if late <= DRIFT:
            self._late_since = None
            return late < -DRIFT
        if self._late_since is None:
            self._late_since = now
        return now - self._late_since > PATIENCE

    def _mark(self, kind: Control, payload: bytes, time: int) -> Draft:
        return Draft(track=Track.CONTROL, kind=kind, payload=payload, key=True, author=self._author, time=time)

    def close(self) -> list[Frame]:
        """The recorder stopped, or its line is gone."""
        if not self._open:
            return []
        self._open = False
        return self._log.append([self._mark(Control.EPOCH_END, b"{}", self._log.now())])


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes for a media source; `begins_epoch`: they start with an initialisation segment for `mime`."""

    data: bytes
    epoch: int
    mime: str
    begins_epoch: bool


class Feed:
    """Turns frames into what a browser plays, for one choice of tracks. Made once, its pieces may be sent to many."""

    def __init__(self, log: Timeline, tracks: Collection[int]) -> None:
        self._log, self._tracks = log, frozenset(tracks)
        self._epoch: Epoch | None = None

    def encode(self, frames: Iterable[Frame]) -> list[Piece]:
        """One piece a run of one epoch; times in it are the timeline's. What cannot be sent is left out."""
        pieces: list[Piece] = []
        blocks: list[Block] = []
        for frame in frames:
            if frame.track == Track.CONTROL:
                if frame.kind == Control.EPOCH:
                    pieces += self._flush(blocks)
                    self._epoch, blocks = None, []
                continue
            if frame.track in self._tracks:
                if self._epoch is None:
                    self._epoch = self._of(frame)
                    pieces += self._begin()
                blocks.append(Block(_NUMBER[Track(frame.track)], frame.time, frame.key, frame.payload))
        return pieces + self._flush(blocks)

    def _of(self, frame: Frame) -> Epoch | None:
        """The epoch a media frame belongs to: the last one that began before it. None when there is none to send."""
        epoch = next((epoch for epoch in reversed(epochs(self._log)) if epoch.seq < frame.seq), None)
        return epoch if epoch is not None and epoch.playable else None

    def _begin(self) -> list[Piece]:
        if self._epoch is None:
            return []
        infos = self._epoch.infos(self._tracks)
        return [Piece(init_segment(infos), self._epoch.seq, self._epoch.mime(self._tracks), True)]

    def _flush(self, blocks: list[Block]) -> list[Piece]:
        if not blocks or self._epoch is None:
            return []
        return [Piece(cluster(blocks), self._epoch.seq, self._epoch.mime(self._tracks), False)]
