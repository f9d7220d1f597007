"""What a school has chosen of a room's settings: read and change."""

from dataclasses import asdict
from typing import Any, TypeVar

from django.db import transaction

from tandem.kit import choices
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.models import Choice, Organisation, Person

T = TypeVar("T")


def chosen(kind: type[T], at: Organisation | Any) -> T:
    """The typed settings of a school, with defaults for what it left alone. One query. `at`: organisation or its key."""
    key = at.pk if isinstance(at, Organisation) else at
    values = (
        Choice.objects.filter(organisation=key, room=choices.name_of(kind)).values_list("values", flat=True).first()
    )
    return choices.typed(kind, values or {})


@transaction.atomic
def choose(setting: Any, at: Organisation, *, by: Person | None) -> None:
    """Keep `setting` (an instance of a registered dataclass) for this school."""
    row, _ = Choice.objects.update_or_create(
        organisation=at, room=choices.name_of(type(setting)), defaults={"values": asdict(setting)}
    )
    record("choice.changed", row, by=by, room=row.room)
