"""Programs that tests need beside Python: found, or installed through apt where that is allowed, or named plainly."""

import os
import shutil
import subprocess
from glob import glob
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser's path, or None."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def postgres() -> Path | None:
    """The folder that holds initdb and pg_ctl, or None."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += [Path(path) for path in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


def install() -> list[str]:
    """Install what is missing when this may be done; returns what is missing still, in words."""
    wanted = [] if chromium() else ["chromium"]
    wanted += [] if postgres() else ["postgresql"]
    if wanted and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing {' and '.join(wanted)} (Debian packages) …", flush=True)
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted],
        ):
            subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL)
    missing = [] if chromium() else ["Chromium (apt-get install chromium): no page was looked at in a browser"]
    missing += [] if postgres() else ["PostgreSQL (apt-get install postgresql): nothing was tried on it"]
    return missing
