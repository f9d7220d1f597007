"""Every state a folder is in while something happens to it: what `kill -9` at that moment would leave.

The interpreter is stopped before each line that runs, ours or the library's, and the folder is read. What a line adds to
a file may be torn at any byte, so those states count too. The system's own file cache survives a killed process, so a
state is simply what can be read.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

Disk = dict[str, bytes]
"""File names and what is in them."""


def read_disk(folder: Path) -> Disk:
    found = {}
    for path in sorted(folder.iterdir()) if folder.exists() else []:
        found[path.name] = path.read_bytes()
    return found


def write_disk(disk: Disk, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, data in disk.items():
        (folder / name).write_bytes(data)
    return folder


def states_during(folder: Path, act: Callable[[], object]) -> list[Disk]:
    """Do it, and tell every state from before it to after it, each once, in order."""
    states = [read_disk(folder)]
    looking = False

    def look(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal looking
        if event == "line" and not looking:
            looking = True
            if (now := read_disk(folder)) != states[-1]:
                states.append(now)
            looking = False
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        act()
    finally:
        sys.settrace(before)
    if (now := read_disk(folder)) != states[-1]:
        states.append(now)
    return states


def torn(states: list[Disk], step: int = 1) -> Iterator[Disk]:
    """The states, and between two of them what was added cut off at each `step`th byte."""
    for before, after in zip([{}, *states], states, strict=False):
        for name, data in after.items():
            old = before.get(name, b"")
            renamed = name not in before and data in before.values()
            if before and data != old and data.startswith(old) and not renamed:
                for length in range(len(old), len(data), step):
                    yield before | {name: data[:length]}
        yield after
