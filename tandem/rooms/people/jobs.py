"""What the door does by itself."""

from django.utils import timezone
from django_tasks import task

from tandem.rooms.jobs.clock import every
from tandem.rooms.people.models import Session


@every(minutes=24 * 60)
@task()
def forget_sessions() -> None:
    """Delete sessions that have run out: nobody can use them, and they say when somebody was where."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
