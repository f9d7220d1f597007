"""A house to knock at: a server in a process of its own, in its own folder, with the demonstration in it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class House:
    """`tandem serve` on a free port. `kill` is `kill -9`; `start` after it is what a watchdog would do."""

    home: Path
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    """Other settings, by the names they have in the environment."""
    _process: subprocess.Popen[bytes] | None = None
    _teacher: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        mine = {"TANDEM_HOME": str(self.home), "TANDEM_PORT": str(self.port), "TANDEM_HOST": "127.0.0.1"}
        others = {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}
        return others | mine | self.more | {"DJANGO_SETTINGS_MODULE": "tandem.settings", "PYTHONWARNINGS": "default"}

    def tandem(self, *arguments: str) -> str:
        """Run one command of `tandem` on this house and return what it says."""
        command = [sys.executable, "-m", "tandem.cli", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, code: str) -> str:
        """Run Python with Django set up on this house's data; returns what it prints."""
        program = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> None:
        command = [sys.executable, "-m", "tandem.cli", "serve"]
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        for _ in range(200):
            if self._process.poll() is not None:
                raise RuntimeError((self.home / "server.log").read_text())
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=1).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server does not answer")

    def post(self, path: str, session: str) -> int:
        """The status of an empty form sent from one of our own pages, as whoever holds this session."""
        token = "t" * 32
        cookie = f"tandem={session}; csrftoken={token}"
        asked = urllib.request.Request(
            self.url + path, data=b"", method="POST", headers={"Cookie": cookie, "X-CSRFToken": token}
        )
        try:
            with urllib.request.build_opener(_Stay).open(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as other:
            return other.code

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def give_the_lesson(self) -> None:
        """The demonstration's teacher and pupils come into the lesson that is going on."""
        command = [sys.executable, "-m", "tandem.cli", "demo", "--publish", "--url", self.url]
        told = self.home / "teacher.log"
        with told.open("wb") as log:
            self._teacher = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        for _ in range(600):
            if "is giving the lesson" in told.read_text():
                return
            if self._teacher.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(told.read_text())

    def kill(self) -> None:
        """As when the power goes: no goodbye."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        for process in (self._teacher, self._process):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text()
