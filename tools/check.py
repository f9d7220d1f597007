"""make check: everything that reads the code without running it. All of it runs; the first failure does not hide the next."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str | Path]] = {
    "formatter": [BIN / "ruff", "format", "--check", "-q", "."],
    "linter": [BIN / "ruff", "check", "-q", "."],
    "types": [BIN / "mypy", "tandem", "tools", "tests"],
    "import contracts": [BIN / "lint-imports", "--no-cache"],
    "settings": [BIN / "tandem", "manage", "check", "--fail-level", "WARNING"],
    "missing migrations": [BIN / "tandem", "manage", "makemigrations", "--check", "--dry-run", "-v", "0"],
    "untranslated strings": [sys.executable, "-m", "tools.messages", "--check"],
    "types of the browser's scripts": [sys.executable, "tools/node.py", "npm", "run", "--silent", "check"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
