"""What tests of the whole house may ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: Any) -> Iterator[House]:
    """A running server with the demonstration, made once."""
    home: Path = tmp_path_factory.mktemp("house")
    house = House(home)
    house.tandem("demo")
    house.start()
    yield house
    house.stop()
