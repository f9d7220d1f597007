from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus

from tandem.rooms.jobs import clock
from tandem.rooms.jobs.actions.run import ATTEMPTS, LEASE, claim, run, run_waiting, sweep
from tandem.rooms.jobs.models import Job

pytestmark = pytest.mark.django_db
done: list[str] = []


@task()
def note(text: str) -> None:
    done.append(text)


@task()
def burst() -> None:
    raise ValueError("burst")


@pytest.fixture(autouse=True)
def _empty() -> None:
    done.clear()


def later(**delta: int) -> datetime:
    return datetime.now(UTC) + timedelta(**delta)


def test_a_job_is_done_once_with_its_arguments() -> None:
    result = note.enqueue("a")
    assert (run_waiting(), run_waiting(), done) == (1, 0, ["a"])
    assert note.get_result(result.id).status == TaskResultStatus.SUCCESSFUL


def test_a_job_of_a_change_that_did_not_happen_is_not_done() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note.enqueue("never")
        raise RuntimeError
    assert run_waiting() == 0


def test_two_workers_never_hold_the_same_job() -> None:
    note.enqueue("a")
    first, second = claim("one", later()), claim("two", later())
    assert first is not None
    assert second is None


def test_a_killed_workers_job_is_found_again_after_its_lease() -> None:
    note.enqueue("a")
    assert claim("killed", later()) is not None
    assert claim("two", later(seconds=30)) is None
    again = claim("two", later(seconds=LEASE.seconds + 1))
    assert again is not None
    assert again.attempts == 2
    assert run(again, "two")


def test_a_failing_job_waits_longer_each_time_and_is_given_up_in_the_end() -> None:
    burst.enqueue()
    pauses = []
    for _ in range(ATTEMPTS):
        job = claim("one", later(days=2))
        assert job is not None
        before = datetime.now(UTC)
        assert not run(job, "one")
        job.refresh_from_db()
        pauses.append(round((job.run_after - before).total_seconds()))
    assert pauses == [5, 20, 80, 320, 1280, 5120]
    assert job is not None
    assert job.state == Job.State.FAILED
    assert "ValueError: burst" in job.error


def test_a_turn_is_enqueued_once_for_all_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_turns", {note.module_path: clock.Turn(note, 60)})
    at = datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)
    assert [clock.enqueue_due(at), clock.enqueue_due(at + timedelta(seconds=50))] == [1, 0]
    assert clock.enqueue_due(at + timedelta(seconds=60)) == 1


def test_what_is_done_is_forgotten_after_a_week() -> None:
    note.enqueue("a")
    run_waiting()
    assert [sweep(later(days=6)), sweep(later(days=8))] == [0, 1]
