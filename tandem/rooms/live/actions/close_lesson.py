"""The bell: the timeline ends, and what the rule does not keep is erased."""

from django.db import transaction
from django.utils import timezone

from tandem.engines.timeline.frame import Draft, Track
from tandem.rooms.audit.actions.record import record
from tandem.rooms.live import events, store
from tandem.rooms.live.actions.pause_keeping import cut_unkept
from tandem.rooms.live.kinds import Control
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson


def close_lesson(row: Timeline, *, by: Person | None) -> bool:
    """End the timeline. `by` is None at the bell. False when it was over already; twice is harmless."""
    with transaction.atomic():
        now = timezone.now()
        if not Timeline.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now):
            return False
        record("lesson.closed", row.lesson, by=by)
    with store.writer(row) as log:
        cut_unkept(row, log)
        log.append([Draft(track=Track.CONTROL, kind=Control.CLOSED, payload=b"{}")])
        log.seal()
        seconds, size = log.duration / 1e6, log.size
        if session := store.session_of(row.pk):
            session.closed = True  # under the session's lock: what is on its way is refused, not written behind the end
    Timeline.objects.filter(pk=row.pk).update(duration=seconds, size=size, paused_at=None)
    events.lesson_closed.send(Timeline, lesson_id=row.lesson_id)
    if row.keep == Lesson.Keep.LIVE:
        row.refresh_from_db()
        erase_all(row, by=by)
    return True


def erase_all(row: Timeline, *, by: Person | None) -> bool:
    """Delete every frame of a lesson that is over; the row stays and says so. Twice is harmless."""
    with transaction.atomic():
        if not Timeline.objects.filter(pk=row.pk, erased_at=None).update(erased_at=timezone.now(), size=0):
            return False
        record("timeline.erased", row, by=by, keep=row.keep)
    session = store.session_of(row.pk)
    if session is not None:
        session.stop()
    store.remove(row)
    return True
