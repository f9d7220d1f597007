"""What the store does by itself."""

from django.utils import timezone
from django_tasks import task

from tandem.rooms.files.actions.forget_unused import forget_unused
from tandem.rooms.jobs.clock import every


@every(minutes=6 * 60)
@task()
def sweep_files() -> None:
    """Forget what nothing points to any more."""
    forget_unused(timezone.now())
