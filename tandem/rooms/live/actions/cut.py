"""Cut out a piece, or one person's contributions: rewritten on disk, gone from replay and download."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.engines.timeline.log import Erasure
from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.live import store
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Presence


def cut_piece(row: Timeline, begin: float, end: float, *, by: Person) -> Erasure:
    """Erase everything from `begin` to `end`, in seconds since the lesson was opened."""
    with store.writer(row) as log:
        length = log.duration / 1e6
        if not 0 <= begin < end:
            raise Problem(_("The piece has to end after it begins. Nothing was cut."))
        if begin >= length:
            raise Problem(_("That piece lies after the end of the lesson. Nothing was cut."))
        erasure = log.erase(piece=(int(begin * 1e6), int(min(end, length) * 1e6) + 1), reason="cut out")
        _tidy(row, log.size)
    _written(row, erasure, by, begin=begin, end=end)
    return erasure


def cut_person(row: Timeline, person_id: UUID, *, by: Person) -> Erasure:
    """Erase everything this person said, showed, asked; also that he or she was here."""
    with store.writer(row) as log:
        erasure = log.erase(author=person_id.bytes, reason="one person's contributions")
        _tidy(row, log.size)
    if not row.is_open:  # while it goes on, whoever is here is written down again
        Presence.objects.filter(lesson=row.lesson_id, person=person_id).delete()
    _written(row, erasure, by, of=str(person_id))
    return erasure


def _tidy(row: Timeline, size: int) -> None:
    if not row.is_open:
        Timeline.objects.filter(pk=row.pk).update(size=size)


def _written(row: Timeline, erasure: Erasure, by: Person, **details: object) -> None:
    with transaction.atomic():
        record("timeline.cut", row, by=by, digest=erasure.digest, frames=erasure.count, **details)
    store.forget_downloads(row)
    session = store.session_of(row.pk)
    if session is not None:
        session.cut_out(erasure)
