"""What a school chose comes back as it was chosen, and nonsense leaves the default."""

from dataclasses import asdict, dataclass

import pytest

from tandem.kit.choices import typed


@dataclass(frozen=True)
class Bell:
    tones: tuple[str, ...] = ("ding", "dong")
    minutes: int = 5
    rule: str = "year"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Bell()),
        ({"tones": ["ping"], "minutes": 3}, Bell(("ping",), 3)),
        ({"tones": [], "rule": "live"}, Bell(tones=(), rule="live")),
        ({"minutes": "three", "tones": "ping", "unknown": 1}, Bell()),
    ],
)
def test_what_was_chosen_with_defaults_for_the_rest(values: dict[str, object], expected: Bell) -> None:
    assert typed(Bell, values) == expected


def test_there_and_back_through_json() -> None:
    import json

    chosen = Bell(("a", "b"), 1, "date")
    assert typed(Bell, json.loads(json.dumps(asdict(chosen)))) == chosen
