"""The bell and the calendar: lessons close by themselves, and what has expired is erased."""

from django.utils import timezone
from django_tasks import task

from tandem.rooms.jobs.clock import every
from tandem.rooms.live.actions.close_lesson import close_lesson, erase_all, finish_erasing
from tandem.rooms.live.actions.make_download import forget_old_films
from tandem.rooms.live.actions.overdue import past_the_bell
from tandem.rooms.live.models import Timeline


@every(minutes=1)
@task()
def ring() -> None:
    """Close lessons whose bell has rung, and whose teacher does not go on."""
    for row in past_the_bell(timezone.now()):
        close_lesson(row, by=None)


@every(minutes=60)
@task()
def expire() -> None:
    """Erase what is past its day, and what is live only and was closed by a server that then died."""
    now = timezone.now()
    expired = Timeline.objects.expired(now).everywhere("the calendar holds for every school")
    left = Timeline.objects.filter(keep="live", ended_at__isnull=False, erased_at=None)
    forget_old_films()
    finish_erasing(now)
    for row in [*expired, *left.everywhere("as above")]:
        erase_all(row, by=None)
