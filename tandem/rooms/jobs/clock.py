"""What is done regularly: `@every(minutes=1)` above a task. Of all workers, one enqueues each turn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django_tasks.base import Task

from tandem.rooms.jobs.models import Job


@dataclass(frozen=True)
class Turn:
    task: Task[Any, Any]
    seconds: int


_turns: dict[str, Turn] = {}


def every(*, minutes: int) -> Callable[[Task[Any, Any]], Task[Any, Any]]:
    def register(task: Task[Any, Any]) -> Task[Any, Any]:
        _turns[task.module_path] = Turn(task, minutes * 60)
        return task

    return register


def enqueue_due(at: datetime) -> int:
    """Enqueue each turn that has come, once for all workers (the key is unique). Returns how many."""
    made = 0
    for name, turn in _turns.items():
        number = int(at.timestamp()) // turn.seconds
        key = f"{name}@{number}"
        if Job.objects.filter(key=key).exists():
            continue
        try:
            with transaction.atomic():
                Job.objects.create(task=name, key=key, run_after=at)
            made += 1
        except IntegrityError:
            continue  # another worker was first
    return made


def now() -> datetime:
    return datetime.now(UTC)
