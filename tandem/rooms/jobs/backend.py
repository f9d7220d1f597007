"""django-tasks on our own table: `task.enqueue(...)` writes a row in the transaction of the caller."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from tandem.rooms.jobs import wake
from tandem.rooms.jobs.models import Job

_STATUS = {
    Job.State.WAITING: TaskResultStatus.READY,
    Job.State.RUNNING: TaskResultStatus.RUNNING,
    Job.State.DONE: TaskResultStatus.SUCCESSFUL,
    Job.State.FAILED: TaskResultStatus.FAILED,
}


class Queue(BaseTaskBackend):
    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        job = Job(
            task=task.module_path,
            args=list(args),
            kwargs=dict(kwargs),
            queue=task.queue_name,
            priority=task.priority,
            run_after=task.run_after or datetime.now(UTC),
        )
        job.save(force_insert=True)
        transaction.on_commit(wake.ring)
        return result_of(job, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        from tandem.rooms.jobs.actions.run import task_of

        job = Job.objects.filter(pk=UUID(result_id)).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, task_of(job))


def result_of(job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
    error = TaskError(exception_class_path="builtins.RuntimeError", traceback=job.error)
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=_STATUS[Job.State(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend="default",
        errors=[error] if job.error else [],
        worker_ids=[job.leased_by] * job.attempts,
    )
