"""The bell: the timeline ends, and what the rule does not keep is erased."""

from datetime import datetime, timedelta

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
    """End the timeline. `by` is None at the bell. False when it was over already; twice is harmless.

    What is not kept goes first: once the row says that the lesson is over, its film can be fetched.
    """
    if not _is_open(row):
        return False
    with store.writer(row) as log:
        if not _is_open(row):  # somebody else closed it while we waited for the writer
            return False
        cut_unkept(row, log)
        log.append([Draft(track=Track.CONTROL, kind=Control.CLOSED, payload=b"{}")])
        log.seal()
        if session := store.session_of(row.pk):
            session.closed = True  # under the session's lock: what is on its way is refused, not written behind the end
        _write_down(row, log.duration / 1e6, log.size, by)
    events.lesson_closed.send(Timeline, lesson_id=row.lesson_id)
    if row.keep == Lesson.Keep.LIVE:
        row.refresh_from_db()
        erase_all(row, by=by)
    return True


def _is_open(row: Timeline) -> bool:
    return Timeline.objects.open().filter(pk=row.pk).exists()


@transaction.atomic
def _write_down(row: Timeline, seconds: float, size: int, by: Person | None) -> None:
    over = {"ended_at": timezone.now(), "duration": seconds, "size": size, "paused_at": None}
    Timeline.objects.filter(pk=row.pk, ended_at=None).update(**over)
    record("lesson.closed", row.lesson, by=by)


def erase_all(row: Timeline, *, by: Person | None) -> bool:
    """Delete every frame of a lesson that is over; the row stays and says so. Twice is harmless."""
    with transaction.atomic():
        if not Timeline.objects.filter(pk=row.pk, erased_at=None).update(erased_at=timezone.now(), size=0):
            return False
        record("timeline.erased", row, by=by, keep=row.keep)
    session = store.session_of(row.pk)
    if session is not None:
        with session.lock:
            session.stop()
            session.log.close()  # its files go now; whoever watches is told within half a second
    store.remove(row)
    return True


def finish_erasing(at: datetime) -> int:
    """Delete what a server that died in the middle of `erase_all` left on the disk. Returns how many lessons."""
    lately = Timeline.objects.filter(erased_at__gte=at - timedelta(days=14)).everywhere("disks hold every school")
    left = [row for row in lately if row.folder.exists()]
    for row in left:
        store.remove(row)
    return len(left)
