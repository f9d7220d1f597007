import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.kit.ids import short, unshort, uuid7


@given(st.uuids())
def test_short_and_back(id: uuid.UUID) -> None:
    assert unshort(short(id)) == id
    assert len(short(id)) == 22


def test_uuid7_has_its_version_and_sorts_by_time() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    assert first < second


@pytest.mark.parametrize("text", ["", "0" * 21, "z" * 22, "é" + "0" * 21, "-" * 22])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        unshort(text)
