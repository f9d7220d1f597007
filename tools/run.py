"""make run: the server, and beside it the teacher of the demo who gives the lesson that is going on now."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TANDEM = str(Path(sys.executable).parent / "tandem")
HOST = os.environ.get("TANDEM_HOST", "127.0.0.1")
URL = f"http://{'127.0.0.1' if HOST in {'0.0.0.0', '::'} else HOST}:{os.environ.get('TANDEM_PORT', '8000')}"  # noqa: S104


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"{URL}/healthz", timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    server = subprocess.Popen([TANDEM, "serve"])
    teacher: subprocess.Popen[bytes] | None = None
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        while server.poll() is None:
            if teacher is None and answers():
                teacher = subprocess.Popen([TANDEM, "demo", "--publish", "--url", URL])
            time.sleep(0.3)
    except KeyboardInterrupt:
        server.terminate()
    finally:
        if teacher is not None:
            teacher.terminate()
            teacher.wait()
    return server.wait()


if __name__ == "__main__":
    raise SystemExit(main())
