"""The floors of the house, from the one table that import-linter reads."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "tandem" / "rooms"


def floors() -> dict[str, int]:
    """How high each room stands: the ground is 0."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = next(one for one in table["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    levels = enumerate(reversed(contract["layers"]))
    return {
        name.strip().removeprefix("tandem.rooms."): height
        for height, level in levels
        for name in level.split("|")
        if name.strip().startswith("tandem.rooms.")
    }


def rooms() -> list[str]:
    return sorted(path.parent.name for path in ROOMS.glob("*/apps.py"))
