"""A file to keep: the frames of one run of equal codecs, stream-copied by FFmpeg into WebM with duration and cues.

    python -m tandem.engines.timeline.remux FOLDER RUN OUT

runs in a process of its own, so that FFmpeg's faults stay out of the server. Memory does not grow with the lesson.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av

from tandem.engines.timeline.frame import TimelineError, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.media import Epoch, Feed, epochs

BOTH = frozenset({Track.SOUND, Track.PICTURE, Track.CONTROL})


def runs(log: Timeline) -> list[list[Epoch]]:
    """Epochs that follow each other with the same codecs; each run becomes one file."""
    found: list[list[Epoch]] = []
    for epoch in epochs(log):
        if found and _form(found[-1][-1]) == _form(epoch):
            found[-1].append(epoch)
        else:
            found.append([epoch])
    return found


def _form(epoch: Epoch) -> tuple[Any, ...]:
    return epoch.container, *((info.codec, info.private) for info in epoch.infos(BOTH))


def write_webm(log: Timeline, number: int, out: Path) -> None:
    """Write run `number` (from 0) to `out`. Gaps stay as they were; the first frame is at 0.

    Raises IndexError, and TimelineError for a container it cannot write or a run of which nothing is left.
    """
    run = runs(log)[number]
    if not run[0].playable:
        raise TimelineError(f"this Tandem cannot make a film of {run[0].container}")
    draft = out.with_suffix(".part.webm")
    try:
        _copy(io.BufferedReader(_Stream(_stream(log, number)), 1 << 20), draft)
        draft.replace(out)
    except av.FFmpegError as error:
        raise TimelineError(f"no film could be made: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _stream(log: Timeline, number: int) -> Iterator[bytes]:
    """The run as one stream of WebM: the same codecs go on, so only the first initialisation is in it."""
    all_runs = runs(log)
    first = all_runs[number][0].seq
    last = all_runs[number + 1][0].seq if number + 1 < len(all_runs) else 1 << 62
    feed, begun = Feed(log, BOTH), False
    cursor = log.cursor(0, BOTH)
    while cursor.after < last and (frames := cursor.read(max_bytes=1 << 20)):
        for piece in feed.encode([frame for frame in frames if first <= frame.seq < last]):
            if not (piece.begins_epoch and begun):
                yield piece.data
            begun = True


class _Stream(io.RawIOBase):
    """What an iterator gives, as a file that can be read once; FFmpeg needs no more."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _copy(raw: io.BufferedIOBase, draft: Path) -> None:
    with av.open(raw, "r", format="webm") as source, av.open(str(draft), "w", format="webm") as target:
        streams = {one.index: target.add_stream_from_template(one) for one in source.streams}
        first = None
        last: dict[int, int] = {}
        for packet in source.demux():
            if packet.dts is None or packet.size == 0:
                continue
            first = packet.dts if first is None else first
            time = max(packet.dts - first, last.get(packet.stream.index, -1) + 1)
            last[packet.stream.index] = packet.pts = packet.dts = time
            packet.stream = streams[packet.stream.index]
            target.mux(packet)


if __name__ == "__main__":
    with Timeline.open(Path(sys.argv[1]), write=False) as timeline:
        write_webm(timeline, int(sys.argv[2]), Path(sys.argv[3]))
