"""Run jobs: claim under a lease, do, mark done; what fails is tried again later, what is killed is found again."""

import logging
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.module_loading import import_string
from django_tasks.base import Task

from tandem.rooms.jobs.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPTS = 6
KEPT = timedelta(days=7)
"""Done jobs are kept for this long, for whoever asks what happened."""


def task_of(job: Job) -> Task[Any, Any]:
    task = import_string(job.task)
    if not isinstance(task, Task):
        raise TypeError(f"{job.task} is not a task")
    return task


def claim(worker: str, at: datetime) -> Job | None:
    """Take the next due job under a lease. A conditional UPDATE decides between workers."""
    while True:
        job = Job.objects.due(at).order_by("-priority", "run_after").first()
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:
            _give_up(job, at)
            continue
        taken = (
            Job.objects.due(at)
            .filter(pk=job.pk, attempts=job.attempts)
            .update(
                state=Job.State.RUNNING,
                leased_by=worker,
                leased_until=at + LEASE,
                started_at=at,
                attempts=F("attempts") + 1,
            )
        )
        if taken:
            job.refresh_from_db()
            return job


def renew(job: Job, worker: str) -> None:
    """Keep the lease while the work goes on (the heartbeat)."""
    Job.objects.filter(pk=job.pk, leased_by=worker, state=Job.State.RUNNING).update(
        leased_until=datetime.now(UTC) + LEASE
    )


def run(job: Job, worker: str) -> bool:
    """Do one claimed job and write down how it went. True when it succeeded."""
    try:
        task_of(job).call(*job.args, **job.kwargs)
    except Exception:  # a job's failure is the job's, whatever it is: it is written down and tried again
        _failed(job, worker, traceback.format_exc())
        return False
    Job.objects.filter(pk=job.pk, leased_by=worker).update(
        state=Job.State.DONE, finished_at=datetime.now(UTC), leased_until=None, error=""
    )
    return True


def _failed(job: Job, worker: str, error: str) -> None:
    now = datetime.now(UTC)
    again = job.attempts < ATTEMPTS
    log.warning("job %s failed, attempt %d of %d\n%s", job.task, job.attempts, ATTEMPTS, error)
    Job.objects.filter(pk=job.pk, leased_by=worker).update(
        state=Job.State.WAITING if again else Job.State.FAILED,
        run_after=now + timedelta(seconds=5 * 4 ** (job.attempts - 1)),
        finished_at=None if again else now,
        leased_until=None,
        error=error[-8000:],
    )


def _give_up(job: Job, at: datetime) -> None:
    """A job that took its worker down every time does not get a seventh one."""
    log.warning("job %s was killed in each of %d attempts", job.task, job.attempts)
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        state=Job.State.FAILED, finished_at=at, leased_until=None, error="its worker was killed each time"
    )


def run_waiting(worker: str = "here", *, most: int = 1000) -> int:
    """Do everything that is due now, in this thread. Returns how many were done."""
    done = 0
    while done < most and (job := claim(worker, datetime.now(UTC))):
        run(job, worker)
        done += 1
    return done


def sweep(at: datetime) -> int:
    """Forget what was done long ago."""
    return Job.objects.filter(state=Job.State.DONE, finished_at__lt=at - KEPT).delete()[0]
