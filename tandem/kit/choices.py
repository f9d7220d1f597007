"""What a school has chosen: typed settings per room, with good defaults.

A room declares a frozen dataclass and registers it; the values a school changed lie in `people.Choice`.
"""

from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")

_registry: dict[str, type[Any]] = {}


def register(name: str, choices: type[Any]) -> None:
    _registry[name] = choices


def name_of(choices: type[Any]) -> str:
    return next(name for name, one in _registry.items() if one is choices)


def typed(choices: type[T], values: dict[str, Any]) -> T:
    """The choices with defaults for what is absent; unknown or ill-typed values are left out."""
    known = {one.name: one for one in fields(choices)}  # type: ignore[arg-type]
    good = {}
    for name, value in values.items():
        given = tuple(value) if isinstance(value, list) else value  # JSON knows no tuples
        if name in known and isinstance(given, type(known[name].default)):
            good[name] = given
    return choices(**good)
