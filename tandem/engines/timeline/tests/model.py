"""What a timeline has to do, said again as simply as possible: a list of frames."""

from collections.abc import Iterable
from dataclasses import replace

from tandem.engines.timeline.frame import MEDIA, NOBODY, PICTURES, Control, Frame, Track
from tandem.engines.timeline.log import Timeline

EVERYTHING = frozenset(Track)


class Small(Timeline):
    """A timeline whose segments are full after a few frames."""

    segment_bytes = 700
    segment_span = 20_000_000


def shown(frames: Iterable[Frame], tracks: Iterable[int], keyless: set[int] | None = None) -> list[Frame]:
    """What a reader of these tracks gets: pictures from their first key frame on. `keyless` is where there was none yet."""
    wanted = set(tracks)
    waiting = wanted & PICTURES if keyless is None else keyless
    found = []
    for frame in frames:
        if frame.track in wanted:
            if frame.key:
                waiting.discard(frame.track)
            if frame.track not in waiting:
                found.append(frame)
    return found


def without_author(frames: list[Frame], author: bytes) -> tuple[list[Frame], list[Frame]]:
    """What stays and what goes."""
    stay, gone = [], []
    for frame in frames:
        if frame.author != author:
            stay.append(frame)
        elif frame.track == Track.CONTROL and frame.kind not in (Control.EPOCH, Control.EPOCH_END):
            stay.append(replace(frame, author=NOBODY))
        else:
            gone.append(frame)
    return stay, gone


def without_piece(frames: list[Frame], begin: int, end: int) -> tuple[list[Frame], list[Frame]]:
    """What stays and what goes; the last slide within does both."""
    inside = [f for f in frames if begin <= f.time < end and f.track not in (Track.CONTROL, Track.PRESENCE)]
    slides = [f for f in inside if f.track == Track.SLIDE]
    gone = {f.seq: f for f in inside}
    for track in PICTURES:
        broken = False
        for frame in frames:
            if (frame.track == Track.CONTROL and frame.kind == Control.EPOCH) or (frame.track == track and frame.key):
                broken = False
            if frame.track == track and frame.seq in gone and frame.time < end:
                broken = True
            elif frame.track == track and broken:
                gone[frame.seq] = frame
    stay = []
    for frame in frames:
        if slides and frame.seq == slides[-1].seq:
            stay.append(replace(frame, time=end))
        elif frame.seq not in gone:
            stay.append(frame)
    return stay, [gone[seq] for seq in sorted(gone)]


def everything(log: Timeline, tracks: Iterable[int] = EVERYTHING, step: int = 1 << 20) -> list[Frame]:
    """All that a reader gets from before the beginning to the end, `step` bytes at a time."""
    cursor = log.cursor(-1, tracks)
    found: list[Frame] = []
    while frames := cursor.read(max_bytes=step):
        found += frames
    return found


def is_media(frame: Frame) -> bool:
    return frame.track in MEDIA
