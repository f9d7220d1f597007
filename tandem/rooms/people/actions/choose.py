"""What a school has chosen of a room's settings: read and change."""

from dataclasses import asdict
from typing import Any, TypeVar

from django.db import transaction

from tandem.kit import choices
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.models import Choice, Organisation, Person

T = TypeVar("T")


def chosen(kind: type[T], at: Organisation | Any) -> T:
    """The typed settings of a school (or of its key), with defaults for what it left alone: one query."""
    key = at.pk if isinstance(at, Organisation) else at
    rows = Choice.objects.filter(organisation=key, room=choices.name_of(kind))
    return choices.typed(kind, rows.values_list("values", flat=True).first() or {})


@transaction.atomic
def choose(setting: Any, at: Organisation, *, by: Person | None) -> None:
    """Keep `setting` (an instance of a registered dataclass) for this school."""
    row, _ = Choice.objects.update_or_create(
        organisation=at, room=choices.name_of(type(setting)), defaults={"values": asdict(setting)}
    )
    record("choice.changed", row, by=by, room=row.room)
