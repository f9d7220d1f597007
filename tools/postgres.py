"""Run a command against a throw-away PostgreSQL: python tools/postgres.py -- COMMAND …

The cluster lives in a temporary folder, listens on a socket there and on nothing else, and is gone when the command
ends, however it ends. TANDEM_DATABASE_URL names it. Returns the command's exit status, or 3 when there is no PostgreSQL.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from urllib.parse import quote

ABSENT = 3
DEBIAN = Path("/usr/lib/postgresql")
"""Debian keeps initdb and pg_ctl out of PATH, in one folder a version."""
UNPRIVILEGED = ("postgres", "nobody")
SETTINGS = {
    # Nothing here outlives the command: what protects data from a power cut only costs time.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "50",
    "shared_buffers": "64MB",
}


class Absent(Exception):
    """PostgreSQL cannot be had here; the words say why."""


def programs(debian: Path = DEBIAN) -> dict[str, str]:
    """Where initdb and pg_ctl are: in PATH, else the newest of Debian's folders. Raises Absent."""
    versions = sorted(debian.glob("[0-9]*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    for folder in (None, *map(str, versions)):
        found = {name: shutil.which(name, path=folder) for name in ("initdb", "pg_ctl")}
        if all(found.values()):
            return {name: str(path) for name, path in found.items()}
    raise Absent("There is no PostgreSQL on this machine: initdb and pg_ctl are neither in PATH nor in Debian's place.")


def owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: ourselves (None), or somebody unprivileged when we are root, which initdb refuses."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Absent(f"PostgreSQL does not run as root, and none of the users {', '.join(UNPRIVILEGED)} exists.")


def _call(user: pwd.struct_passwd | None, folder: Path, *command: str) -> None:
    """Run one of PostgreSQL's programs as its user; raises Absent with what it said."""
    as_user = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    said = folder / "said.txt"  # not a pipe: the server inherits it and would keep it open
    with said.open("wb") as output:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"LC_ALL": "C", "HOME": str(folder)},
            check=False,
            **as_user,  # type: ignore[call-overload]
        )
    if done.returncode:
        log = folder / "log.txt"
        words = said.read_text(errors="replace") + (log.read_text(errors="replace") if log.exists() else "")
        raise Absent(f"{Path(command[0]).name} did not work:\n{words.strip()}")


def _stop(signum: int, frame: FrameType | None) -> None:
    """A polite kill unwinds like an exception, so that the cluster is removed."""
    raise SystemExit(128 + signum)


@contextlib.contextmanager
def _hearing(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Ctrl+C and a polite kill call this instead, and raise nothing."""
    former = {signum: signal.signal(signum, handler) for signum in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for signum, handling in former.items():
            signal.signal(signum, handling)


def run(command: Sequence[str], url: str) -> int:
    """Run the command with the database's URL in its environment; its exit status, as a shell gives it."""
    child: subprocess.Popen[bytes] | None = None
    heard: list[int] = []

    def pass_on(signum: int, frame: FrameType | None) -> None:
        # Not an exception: one that is raised while we wait can lose the status of a command that just ended.
        heard.append(signum)
        if child is not None and signum == signal.SIGTERM:  # Ctrl+C reached the command by itself
            child.terminate()

    with _hearing(pass_on):
        try:
            child = subprocess.Popen(command, env=os.environ | {"TANDEM_DATABASE_URL": url})
        except OSError as problem:
            print(f"{command[0]}: {problem.strerror}", file=sys.stderr)
            return 127
        if heard:
            child.terminate()
        status = child.wait()
    return status if status >= 0 else 128 - status


@contextlib.contextmanager
def cluster(debian: Path = DEBIAN) -> Iterator[str]:
    """A running PostgreSQL with an empty database; gives its URL, and removes every trace afterwards."""
    found, user = programs(debian), owner()
    # Directly under /tmp: the path of a socket may have no more than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    data = folder / "data"
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        fresh = ["--encoding=UTF8", "--locale=C", "--username=tandem", "--auth=trust", "--no-sync"]
        _call(user, folder, found["initdb"], f"--pgdata={data}", *fresh)
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        start = ["--wait", "--timeout=60", f"--log={folder / 'log.txt'}", "-o", f"-k {folder} {settings}"]
        _call(user, folder, found["pg_ctl"], "start", f"--pgdata={data}", *start)
        yield f"postgresql://tandem@/postgres?host={quote(str(folder), safe='')}"
    finally:
        with _hearing(lambda signum, frame: None):  # a second Ctrl+C must not leave a server behind
            if (data / "postmaster.pid").exists():
                with contextlib.suppress(Absent):
                    _call(user, folder, found["pg_ctl"], "stop", "--mode=immediate", "--wait", f"--pgdata={data}")
            shutil.rmtree(folder, ignore_errors=True)


def main(argv: Sequence[str] | None = None, debian: Path = DEBIAN) -> int:
    command = list(sys.argv[1:] if argv is None else argv)
    if command[:1] == ["--"]:
        command = command[1:]
    if not command or command[0] in {"-h", "--help"}:
        print(__doc__, file=sys.stdout if command else sys.stderr)
        return 0 if command else 2
    signal.signal(signal.SIGTERM, _stop)
    try:
        with cluster(debian) as url:
            return run(command, url)
    except Absent as problem:
        print(problem, file=sys.stderr)
        return ABSENT
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
