"""A lesson on a clock of its own: frames of sound and picture without any codec, for what looks at times only."""

from pathlib import Path

from tandem.engines.timeline.frame import Control, Draft, Frame, Track
from tandem.engines.timeline.log import Timeline

SECOND = 1_000_000
TEACHER = b"T" * 16


class Clock:
    """µs, moved by hand."""

    def __init__(self) -> None:
        self.time = 0

    def __call__(self) -> int:
        return self.time


def begin(folder: Path, kind: type[Timeline] = Timeline) -> tuple[Timeline, Clock]:
    log, clock = kind.create(folder, id=bytes(16), began=0), Clock()
    log.clock = clock
    return log, clock


def teach(log: Timeline, clock: Clock, seconds: int, *, picture: bool = True, key_every: int = 10) -> list[Frame]:
    """One epoch: ten frames of sound and of picture a second, a key frame in each `key_every` pictures."""
    said = [Draft(Track.CONTROL, Control.EPOCH, b"{}", author=TEACHER)]
    frames = log.append(said)
    for number in range(seconds * 10):
        drafts = [Draft(Track.SOUND, 0, b"s%d" % number, key=True, author=TEACHER)]
        if picture:
            drafts.append(Draft(Track.PICTURE, 0, b"p%d" % number, key=number % key_every == 0, author=TEACHER))
        frames += log.append(drafts)
        clock.time += SECOND // 10
    return frames + log.append([Draft(Track.CONTROL, Control.EPOCH_END, b"{}", author=TEACHER)])
