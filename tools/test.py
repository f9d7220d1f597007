"""make test: Python's tests on SQLite and on PostgreSQL, the browser's scripts, the journeys in Chromium."""

import os
import subprocess
import sys
from pathlib import Path

from tools import needs

ROOT = Path(__file__).resolve().parent.parent


def folder_of(room: str) -> str:
    """Where a part's tests lie: a room, an engine, or a folder of tests."""
    for place in (f"tandem/rooms/{room}", f"tandem/engines/{room}", f"tandem/{room}", f"tests/{room}", room):
        if (ROOT / place).exists():
            return place
    raise SystemExit(f"There is no part called {room}. Rooms: {', '.join(sorted(rooms()))}")


def rooms() -> list[str]:
    return [path.name for path in (ROOT / "tandem" / "rooms").iterdir() if (path / "__init__.py").exists()]


def run(*command: str) -> int:
    print(f"\n$ {' '.join(command)}", flush=True)
    return subprocess.call(command, cwd=ROOT)


def main(arguments: list[str]) -> int:
    python = sys.executable
    if arguments:
        return run(python, "-m", "pytest", "-q", *[folder_of(room) for room in arguments])
    missing = needs.install()
    status = run(python, "tools/node.py", "node", "tools/build/test.mjs")
    status |= run(python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-m", "not browser")
    if needs.chromium():
        status |= run(python, "-m", "pytest", "-q", "-m", "browser", "-p", "no:randomly", "-p", "no:xdist")
    if needs.postgres():
        with_database = ["-m", "not browser and not slow", "--ignore=tandem/engines"]
        status |= run(python, "-m", "tools.postgres", "--", python, "-m", "pytest", "-q", "-n", "2", *with_database)
    for words in missing:
        print(f"NOT RUN for want of {words}", file=sys.stderr)
    return 1 if status or (missing and os.environ.get("CI") == "true") else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
