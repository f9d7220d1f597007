"""A file to keep: the frames of one run of equal codecs, stream-copied by FFmpeg into WebM with duration and cues.

    python -m tandem.engines.timeline.remux FOLDER RUN OUT

runs in a process of its own, so that FFmpeg's memory and faults stay out of the server.
"""

import io
import sys
from pathlib import Path

import av

from tandem.engines.timeline.frame import Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.media import Epoch, Feed, epochs

BOTH = frozenset({Track.SOUND, Track.PICTURE, Track.CONTROL})


def runs(log: Timeline) -> list[list[Epoch]]:
    """Epochs that follow each other with the same codecs; each run becomes one file."""
    found: list[list[Epoch]] = []
    for epoch in epochs(log):
        codecs = [(info.codec, info.private) for info in epoch.infos(BOTH)]
        if found and [(info.codec, info.private) for info in found[-1][-1].infos(BOTH)] == codecs:
            found[-1].append(epoch)
        else:
            found.append([epoch])
    return found


def write_webm(log: Timeline, number: int, out: Path) -> None:
    """Write run `number` (from 0) to `out`. Gaps stay as they were; the first frame is at 0. Raises IndexError."""
    all_runs = runs(log)
    run = all_runs[number]
    last = all_runs[number + 1][0].seq if number + 1 < len(all_runs) else 1 << 62
    raw = io.BytesIO()
    feed, begun = Feed(log, BOTH), False
    cursor = log.cursor(0, BOTH)
    while frames := cursor.read(max_bytes=1 << 20):
        for piece in feed.encode([frame for frame in frames if run[0].seq <= frame.seq < last]):
            if piece.begins_epoch and begun:
                continue  # the same codecs go on
            begun = begun or piece.begins_epoch
            raw.write(piece.data)
    raw.seek(0)
    _copy(raw, out)


def _copy(raw: io.BytesIO, out: Path) -> None:
    draft = out.with_suffix(".part.webm")
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
    draft.replace(out)


if __name__ == "__main__":
    with Timeline.open(Path(sys.argv[1]), write=False) as timeline:
        write_webm(timeline, int(sys.argv[2]), Path(sys.argv[3]))
