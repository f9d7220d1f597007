"""What every page knows: the person and the places of the rail."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tandem.kit.places import places_of


def person(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "person", None)
    if person is None:
        return {"person": None, "places": [], "languages": settings.LANGUAGES}
    path = request.path
    places = [(place.url, place.icon, place.label, place.holds(path)) for place in places_of(person.kinds)]
    return {"person": person, "places": places, "languages": settings.LANGUAGES}
