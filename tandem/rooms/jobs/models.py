"""The queue: one row a job, written in the transaction that wants it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tandem.kit.rows import Row


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, at: datetime) -> "JobQuerySet":
        """Waiting and due, or running under a lease that nobody renewed."""
        return self.filter(
            Q(state=Job.State.WAITING, run_after__lte=at) | Q(state=Job.State.RUNNING, leased_until__lt=at)
        )


class Job(Row):
    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    key = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    run_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=64, default="", blank=True)
    enqueued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"
