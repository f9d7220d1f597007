"""The audit's one verb."""

from typing import Any, Protocol
from uuid import UUID

from django.db import models

from tandem.rooms.audit.models import Entry


class HasId(Protocol):
    @property
    def pk(self) -> Any: ...


def record(verb: str, what: models.Model, *, by: HasId | None, **details: Any) -> None:
    """Write one entry in the transaction of the change. `by` is None when the house itself acts (a job).

    `details` holds JSON values only, and never what a field says about health, income or a mark.
    """
    organisation_id: UUID | None = getattr(what, "organisation_id", None)
    Entry.objects.create(
        verb=verb,
        object_kind=what._meta.label_lower,
        object_id=what.pk,
        organisation_id=organisation_id,
        by_id=by.pk if by is not None else None,
        details=details,
    )
