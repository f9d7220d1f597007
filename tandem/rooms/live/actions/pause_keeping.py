"""Pause keeping: those who are here see what goes on, and nothing of it stays."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tandem.engines.timeline.frame import Draft, Frame, Track
from tandem.rooms.audit.actions.record import record
from tandem.rooms.live import store
from tandem.rooms.live.kinds import Control
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person

if TYPE_CHECKING:
    from tandem.engines.timeline.log import Timeline as Log


def pause_keeping(row: Timeline, *, by: Person) -> list[Frame]:
    """From now on nothing is kept. Pausing twice is harmless."""
    with transaction.atomic():
        if not Timeline.objects.open().filter(pk=row.pk, paused_at=None).update(paused_at=timezone.now()):
            return []
        record("keeping.paused", row, by=by)
    with store.writer(row) as log:
        return log.append([Draft(track=Track.CONTROL, kind=Control.PAUSED, payload=b"{}", author=by.pk.bytes)])


def resume_keeping(row: Timeline, *, by: Person) -> list[Frame]:
    """Keep again; what happened since the pause is erased now. Twice is harmless."""
    with transaction.atomic():
        paused = Timeline.objects.open().filter(pk=row.pk, paused_at__isnull=False)
        if not paused.update(paused_at=None):
            return []
        record("keeping.resumed", row, by=by)
    with store.writer(row) as log:
        cut_unkept(row, log)
        return log.append([Draft(track=Track.CONTROL, kind=Control.RESUMED, payload=b"{}", author=by.pk.bytes)])


def cut_unkept(row: Timeline, log: "Log") -> None:
    """Erase from an open pause to this moment."""
    begin = unkept_since(log)
    if begin is not None:
        log.erase(piece=(begin, log.now()), reason="keeping was paused")


def unkept_since(log: "Log") -> int | None:
    """When the pause that still lasts began, in µs; None while everything is kept."""
    marks = [f for f in log.events(tracks={Track.CONTROL}) if f.kind in (Control.PAUSED, Control.RESUMED)]
    return marks[-1].time + 1 if marks and marks[-1].kind == Control.PAUSED else None
