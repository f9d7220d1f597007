"""Puts the project itself on the path of its environment, with its command; no network and no build step."""

import stat
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = """#!{python}
import sys

from tandem.cli import main

sys.exit(main())
"""


def install() -> Path:
    """Write a path file and `tandem` beside the environment's other commands; returns the command."""
    paths = sysconfig.get_paths()
    (Path(paths["purelib"]) / "tandem.pth").write_text(f"{ROOT}\n")
    scripts = Path(paths["scripts"])
    command = scripts / "tandem"
    command.write_text(COMMAND.format(python=scripts / "python"))
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return command


if __name__ == "__main__":
    print(f"The command is {install().relative_to(ROOT)}")
