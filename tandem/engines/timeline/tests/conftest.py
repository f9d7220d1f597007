"""A folder in memory for tests that sync thousands of times; a killed process loses nothing of it either."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


@pytest.fixture
def memory() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="timeline-", dir=MEMORY))
    yield folder
    shutil.rmtree(folder)
