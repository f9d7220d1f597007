"""The places of the rail: each room registers its own; a role sees at most five."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """One entry of the rail. `roles`: the kinds of role that see it; `order`: left to right on the phone."""

    name: str
    icon: str
    label: Promise | str
    roles: frozenset[str]
    order: int
    covers: tuple[str, ...] = ()
    """Beginnings of the addresses that belong to this place beside its own: their pages mark it."""

    def holds(self, path: str) -> bool:
        return path.startswith((self.url, *self.covers))

    @property
    def url(self) -> str:
        return reverse(self.name)


_places: list[Place] = []


def register(
    name: str, *, icon: str, label: Promise | str, roles: set[str], order: int, covers: tuple[str, ...] = ()
) -> None:
    _places[:] = [place for place in _places if place.name != name]
    _places.append(Place(name, icon, label, frozenset(roles), order, covers))
    _places.sort(key=lambda place: place.order)


def places_of(roles: set[str]) -> list[Place]:
    """The places that somebody with these kinds of role sees, in order."""
    return [place for place in _places if place.roles & roles][:5]
