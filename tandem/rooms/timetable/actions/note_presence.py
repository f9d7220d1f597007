"""What the lesson itself saw: somebody takes part, in the room or from home. Legal attendance is another record."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest

from tandem.kit.owned import OwnedQuerySet
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson, Presence


def note_presence(lesson: Lesson, person: Person, *, place: str, at: datetime) -> None:
    """Write that `person` was there at this moment; again is harmless. Once in the room stays in the room."""
    presence = Presence.objects.filter(lesson=lesson, person=person)
    if not _extend(presence, place, at):
        try:
            with transaction.atomic():
                Presence.objects.create(
                    organisation_id=lesson.organisation_id,
                    lesson=lesson,
                    person=person,
                    place=place,
                    first_at=at,
                    last_at=at,
                )
        except IntegrityError:  # another page of the same person was first
            _extend(presence, place, at)


def forget_presence(lesson_id: UUID, person_id: UUID) -> None:
    """As if this person had not been seen there. Twice is harmless."""
    Presence.objects.filter(lesson=lesson_id, person=person_id).delete()


def _extend(presence: OwnedQuerySet[Presence], place: str, at: datetime) -> int:
    changes: dict[str, object] = {"last_at": Greatest("last_at", at)}
    if place == Presence.Place.ROOM:
        changes["place"] = place
    return presence.update(**changes)
