"""How fast the engine is, on a lesson of one hour with sound, a picture of 0.5 Mbit/s and a chat.

    python -m tandem.engines.timeline.bench [SECONDS]

Each function gives figures by name; the name ends with their unit. CPU is this process's own. The lesson is made here: what
is in its frames does not matter to the engine, only how many there are and how large.
"""

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tandem.engines.timeline.frame import Draft, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.media import Feed, Ingest
from tandem.engines.timeline.webm import Block, TrackInfo, cluster, init_segment

HOUR = 3_600
SLICE = 100_000
"""µs between two slices of a recorder."""
SOUNDS, SOUND_BYTES = 5, 82
PICTURES, PICTURE_BYTES = 2, 2_920
"""In a slice: 33 kbit/s of sound, and 0.5 Mbit/s with the picture."""
VIEWERS = 400
TEACHER, PUPIL = b"T" * 16, b"P" * 16
FILM = frozenset({Track.SOUND, Track.PICTURE})
READ = FILM | {Track.CONTROL}

Figures = dict[str, float]


def _slices(seconds: int) -> Iterator[bytes]:
    """What a recorder sends, one slice at a time; a key frame each second."""
    noise = random.Random(1).randbytes(PICTURE_BYTES * 2)  # noqa: S311 -- filling, not a secret
    tracks = [
        TrackInfo(1, "sound", "A_OPUS", rate=48_000.0, channels=1),
        TrackInfo(2, "picture", "V_VP8", width=640, height=360),
    ]
    yield init_segment(tracks)
    for number in range(seconds * 1_000_000 // SLICE):
        at, shift = number * SLICE, number % PICTURE_BYTES
        sounds = [Block(1, at + n * SLICE // SOUNDS, True, noise[shift : shift + SOUND_BYTES]) for n in range(SOUNDS)]
        pictures = [
            Block(2, at + n * SLICE // PICTURES, number % 10 == 0 and n == 0, noise[shift : shift + PICTURE_BYTES])
            for n in range(PICTURES)
        ]
        yield cluster(sorted(sounds + pictures, key=lambda block: block.time))


def teach(folder: Path, seconds: int) -> Figures:
    """Write the lesson: through the WebM reader onto the log, a chat line each two seconds, a sync each half second."""
    log = Timeline.create(folder, id=bytes(16), began=time.time())
    moment = 0
    log.clock = lambda: moment
    ingest, slices = Ingest(log, TEACHER), list(_slices(min(seconds, 60)))
    frames = 0
    cpu, begun = time.process_time(), time.perf_counter()
    for number in range(seconds * 1_000_000 // SLICE):
        moment = number * SLICE
        if number % 600 == 0:  # the recorder's minute again, as another epoch
            ingest.close()
            ingest = Ingest(log, TEACHER)
            ingest.feed(slices[0])
        frames += len(ingest.feed(slices[1 + number % 600]))
        if number % 20 == 0:
            log.append([Draft(Track.CHAT, 1, b'{"text":"a line of the chat"}', author=PUPIL)])
        if number % 5 == 0:
            log.sync()
    cpu, took = time.process_time() - cpu, time.perf_counter() - begun
    log.close()
    return {"ingest frames/s": frames / took, "ingest CPU µs/frame": cpu / frames * 1e6, "lesson MB": log.size / 1e6}


def append(folder: Path, seconds: int) -> Figures:
    """Frames onto the log alone, a slice's at a time, synced each half second."""
    slice_ = [Draft(Track.SOUND, 0, bytes(SOUND_BYTES), key=True) for _ in range(SOUNDS)]
    slice_ += [Draft(Track.PICTURE, 0, bytes(PICTURE_BYTES)) for _ in range(PICTURES)]
    times = seconds * 1_000_000 // SLICE
    with Timeline.create(folder, id=bytes(16), began=time.time()) as log:
        cpu, begun = time.process_time(), time.perf_counter()
        for number in range(times):
            log.append(slice_)
            if number % 5 == 0:
                log.sync()
        cpu, took = time.process_time() - cpu, time.perf_counter() - begun
    frames = times * len(slice_)
    return {"append frames/s": frames / took, "append CPU µs/frame": cpu / frames * 1e6}


def seek(folder: Path, seconds: int) -> Figures:
    """From a wish to the first picture's bytes for the browser, at moments all over the lesson."""
    chance, took = random.Random(2), []  # noqa: S311 -- the same moments each time
    with Timeline.open(folder, write=False) as log:
        for _ in range(200):
            at = chance.randrange(seconds * 1_000_000)
            begun = time.perf_counter()
            frames = log.cursor(at, READ).read(max_bytes=65_536)
            assert Feed(log, FILM).encode(frames)
            took.append((time.perf_counter() - begun) * 1e3)
    took.sort()
    return {"seek p50 ms": took[len(took) // 2], "seek p95 ms": took[len(took) * 95 // 100]}


def view(folder: Path, seconds: int) -> Figures:
    """400 viewers for ten seconds of the lesson: all live (a slice is encoded once for all, with picture and without), and
    all in replay, each at a place of its own, reading a second at a time. Share of one core; the line to them not counted."""
    span = min(10, seconds // 2)
    chance = random.Random(3)  # noqa: S311 -- the same places each time
    with Timeline.open(folder, write=False) as log:
        live, feeds = log.cursor(0, READ), (Feed(log, FILM), Feed(log, frozenset({Track.SOUND})))
        cpu = time.process_time()
        for number in range(span * 1_000_000 // SLICE):
            frames = live.read(max_bytes=1 << 20, until=(number + 1) * SLICE)
            for feed in feeds:
                feed.encode(frames)
        shared = time.process_time() - cpu
        places = [chance.randrange((seconds - span) * 1_000_000) for _ in range(VIEWERS)]
        readers = [(at, log.cursor(at, READ), Feed(log, FILM)) for at in places]
        cpu = time.process_time()
        for second in range(1, span + 1):
            for at, cursor, feed in readers:
                feed.encode(cursor.read(max_bytes=1 << 20, until=at + second * 1_000_000))
        alone = time.process_time() - cpu
    return {"400 live viewers, share of a core": shared / span, "400 replays, share of a core": alone / span}


def recover(folder: Path, scratch: Path) -> Figures:
    """Open the lesson as a writer after a kill: the last segment has no index and a torn tail."""
    shutil.copytree(folder, scratch)
    last = max(scratch.glob("*.seg"))
    last.with_suffix(".idx").unlink(missing_ok=True)
    with last.open("ab") as file:
        file.write(b"\x40\0\0\0torn")
    begun = time.perf_counter()
    log = Timeline.open(scratch)
    took = time.perf_counter() - begun
    log.close()
    return {"recover ms": took * 1e3}


def erase(folder: Path, seconds: int) -> Figures:
    """Cut out a minute, then one pupil (who spoke all the time), then the teacher, which rewrites everything."""
    figures = {}
    with Timeline.open(folder) as log:
        middle = seconds * 500_000
        wishes: dict[str, dict[str, Any]] = {
            "erase a minute ms": {"piece": (middle, middle + 60_000_000)},
            "erase a pupil ms": {"author": PUPIL},
            "erase the teacher ms": {"author": TEACHER},
        }
        for name, wish in wishes.items():
            begun = time.perf_counter()
            log.erase(reason="bench", **wish)
            figures[name] = (time.perf_counter() - begun) * 1e3
    return figures


def measure(seconds: int = HOUR) -> Figures:
    """All figures of a lesson of so many seconds (at least 20). Needs 140 kB a second on disk for the time it takes."""
    home = Path(tempfile.mkdtemp(prefix="timeline-bench-"))
    try:
        lesson = home / "lesson"
        return {
            **teach(lesson, seconds),
            **append(home / "append", min(seconds, 600)),
            **seek(lesson, seconds),
            **view(lesson, seconds),
            **recover(lesson, home / "recover"),
            **erase(lesson, seconds),
        }
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    for name, figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else HOUR).items():
        print(f"{name:36} {figure:12,.3f}")
