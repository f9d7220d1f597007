"""Each test starts a real server, which takes a second; without PostgreSQL only the refusal is tested."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.postgres import ABSENT, Absent, main, programs

TOOL = Path(__file__).parents[2] / "tools" / "postgres.py"

QUERY = """
import os, psycopg
from urllib.parse import parse_qs, urlsplit
url = urlsplit(os.environ["TANDEM_DATABASE_URL"])
host = parse_qs(url.query)["host"][0]
with psycopg.connect(host=host, user=url.username, dbname=url.path[1:]) as line:
    print(host, *line.execute("select current_setting('fsync'), current_setting('listen_addresses') = ''").fetchone())
"""


def _there() -> bool:
    try:
        return bool(programs())
    except Absent:
        return False


needs_postgres = pytest.mark.skipif(not _there(), reason="PostgreSQL is not installed on this machine")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOOL), "--", *command], capture_output=True, text=True, timeout=90, check=False
    )


def wait_until_gone(folder: str) -> bool:
    """Whether the folder goes within ten seconds."""
    for _ in range(100):
        if not Path(folder).exists():
            return True
        time.sleep(0.1)
    return False


@needs_postgres
def test_a_command_gets_a_server_that_is_gone_afterwards() -> None:
    done = run(sys.executable, "-c", QUERY)
    assert (done.returncode, done.stderr) == (0, "")
    folder, *answer = done.stdout.split()
    assert answer == ["off", "True"]
    assert not Path(folder).exists()


@needs_postgres
@pytest.mark.parametrize(
    ("command", "status"), [(["sh", "-c", "exit 7"], 7), (["sh", "-c", "kill -9 $$"], 137), (["/no/such"], 127)]
)
def test_the_commands_status_is_ours(command: list[str], status: int) -> None:
    assert run(*command).returncode == status


@needs_postgres
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_whoever_is_stopped_leaves_nothing(how: signal.Signals) -> None:
    show = "import os,time; print(os.environ['TANDEM_DATABASE_URL'], flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, str(TOOL), "--", sys.executable, "-c", show],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        folder = child.stdout.readline().strip().rpartition("=")[2].replace("%2F", "/")
        assert Path(folder, "data", "postmaster.pid").exists()
        if how == signal.SIGINT:
            os.killpg(child.pid, how)  # as a terminal does: to the command as well
        else:
            child.send_signal(how)
        assert child.wait(30) == 128 + how
    assert wait_until_gone(folder)


def test_without_postgresql_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert main(["--", "true"], debian=tmp_path) == ABSENT
    finally:
        signal.signal(signal.SIGTERM, before)
    assert capsys.readouterr().err.startswith("There is no PostgreSQL on this machine")
