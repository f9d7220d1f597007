"""The registry of personal data: which rows speak of a person, how long they are kept, what is exported and erased.

A room registers each of its models that points to a person; an architecture test fails for one that is not here.
"""

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Personal:
    """`owner`: path from the row to the person; `keep`: how long and why; `erase`: what erasing a person does to it."""

    model: type[Model]
    owner: str
    keep: str
    erase: str = "delete"
    exported: bool = True


_registry: dict[type[Model], list[Personal]] = {}


def register(model: type[Model], *, owner: str, keep: str, erase: str = "delete", exported: bool = True) -> None:
    _registry.setdefault(model, []).append(Personal(model, owner, keep, erase, exported))


def registered() -> list[Personal]:
    return [one for rows in _registry.values() for one in rows]
