"""Which open lessons are past their bell."""

from datetime import datetime, timedelta

from tandem.rooms.live import store
from tandem.rooms.live.models import Timeline

OVERTIME = timedelta(minutes=10)
"""A teacher who is still speaking may finish the sentence."""


def past_the_bell(at: datetime) -> list[Timeline]:
    """Open timelines whose lesson has ended: at once when nobody is publishing, after ten minutes in any case."""
    rows = Timeline.objects.open().filter(lesson__ends_at__lte=at).everywhere("the bell rings in every school")
    return [row for row in rows.select_related("lesson") if row.lesson.ends_at + OVERTIME <= at or not _publishing(row)]


def _publishing(row: Timeline) -> bool:
    session = store.session_of(row.pk)
    return session is not None and bool(session.publishing)
