"""A real writer in a process of its own, killed with `kill -9` while it writes: what it acknowledged is there."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tandem.engines.timeline.frame import Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.tests.model import Small, everything, is_media

ERASED = b"\xee" * 16


def write_for_ever(folder: Path) -> None:
    """Says `seq` over the pipe for each frame that `append` returned, and `erased` for each erasure."""
    from tandem.engines.timeline.frame import Draft

    chance = random.Random(folder.name)
    with Small.open(folder) as log:
        while True:
            author = ERASED if chance.random() < 0.2 else b"\x01" * 16
            tracks = chance.choices([Track.SOUND, Track.PICTURE, Track.CHAT], k=chance.randint(1, 4))
            drafts = [Draft(t, 0, b"\xab" * chance.randint(0, 400), key=True, author=author) for t in tracks]
            for frame in log.append(drafts):
                os.write(1, b"%d\n" % frame.seq)
            if chance.random() < 0.02:
                log.sync()
            if chance.random() < 0.03:
                last = log.next_seq - 1
                log.erase(author=ERASED, reason="asked")
                os.write(1, b"erased up to %d\n" % last)


@pytest.mark.parametrize("round_", range(6))
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, round_: int) -> None:
    folder = tmp_path / f"log{round_}"
    Small.create(folder, id=bytes(16), began=time.time()).close()
    lines = []
    for _ in range(2):  # killed, opened by the next, killed again
        writer = subprocess.Popen([sys.executable, "-m", __name__, str(folder)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        lines.append(writer.stdout.readline())  # it is at work
        time.sleep(random.Random(round_).uniform(0.02, 0.3))
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().splitlines()
        assert writer.wait() == -signal.SIGKILL
        writer.stdout.close()
    check(folder, [line.strip() for line in lines])


def check(folder: Path, lines: list[bytes]) -> None:
    acknowledged = [int(line) for line in lines if not line.startswith(b"erased")]
    erased_up_to = max((int(line.split()[-1]) for line in lines if line.startswith(b"erased")), default=-1)
    assert len(acknowledged) > 20
    assert acknowledged == sorted(set(acknowledged))
    with Timeline.open(folder) as log:
        frames = everything(log)
        there = [frame.seq for frame in frames]
        assert there == sorted(set(there))
        missing = set(acknowledged) - set(there)
        tombs = [f.seq for f in frames if f.track == Track.CONTROL]
        assert all(seq < max(tombs, default=-1) for seq in missing)  # only what an erasure took
        assert not [f for f in frames if f.author == ERASED and f.seq <= erased_up_to]
        assert log.events() == [f for f in frames if not is_media(f)]
        assert {f.payload.strip(b"\xab") for f in frames if f.track != Track.CONTROL} == {b""}


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]))
