"""The worker beside the server, in a process that is killed; and several workers on one queue."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from tandem.rooms.jobs import clock
from tandem.rooms.jobs.actions.run import ATTEMPTS, LEASE, claim, renew, run, run_waiting
from tandem.rooms.jobs.models import Job
from tandem.rooms.jobs.tests.work import mark
from tests.house import House


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def wait_for(happened: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server of one's own: it is killed."""
    house = House(tmp_path_factory.mktemp("jobs"))
    house.ask("from tandem.commands.database import make_ready; make_ready()")
    house.start()
    yield house
    house.stop()


@pytest.mark.server
def test_a_job_whose_server_was_killed_is_done_by_the_next(house: House, tmp_path: Path) -> None:
    """`kill -9` in the middle of it; the next server takes it over when the lease has run out."""
    said = tmp_path / "said"
    house.ask(f"from tandem.rooms.jobs.tests.work import slow; slow.enqueue({str(said)!r})")
    wait_for(lambda: lines(said) == ["begun"])
    house.kill()
    house.start()
    time.sleep(1.5)
    assert lines(said) == ["begun"]  # the lease holds: it might still be at work
    house.ask(
        "from datetime import timedelta\n"
        "from django.db.models import F\n"
        "from tandem.rooms.jobs.models import Job\n"
        f"Job.objects.filter(state='running').update(leased_until=F('leased_until') - timedelta(seconds={LEASE.seconds}))"
    )
    wait_for(lambda: lines(said) == ["begun", "begun", "done"])
    found = "from tandem.rooms.jobs.models import Job; print(Job.objects.get(task__contains='slow').state)"
    assert house.ask(found) == "done"


@pytest.mark.django_db(transaction=True)
def test_several_workers_do_each_job_once(tmp_path: Path) -> None:
    """Real threads with connections of their own. SQLite in memory has one writer: there the workers take turns."""
    said = tmp_path / "said"
    for number in range(20):
        mark.enqueue(str(said), str(number))
    if connection.vendor == "sqlite":
        for name in ("one", "two", "three"):
            run_waiting(name, most=8)
    else:
        threads = [threading.Thread(target=_work, args=(f"worker {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(lines(said), key=int) == [str(number) for number in range(20)]
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}


def _work(name: str) -> None:
    try:
        run_waiting(name)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_seen_and_what_is_committed_is(tmp_path: Path) -> None:
    said = tmp_path / "said"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mark.enqueue(str(said), "never")
        raise ZeroDivisionError
    with transaction.atomic():
        mark.enqueue(str(said), "first")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            mark.enqueue(str(said), "nor this")
            raise ZeroDivisionError
    assert (run_waiting(), lines(said)) == (1, ["first"])


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_enqueues_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_turns", {mark.module_path: clock.Turn(mark, 60)})
    at = datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)
    made: list[int] = []

    def turn() -> None:
        try:
            made.append(clock.enqueue_due(at))
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        made = [clock.enqueue_due(at) for _ in range(4)]
    else:
        threads = [threading.Thread(target=turn) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (sorted(made), Job.objects.count()) == ([0, 0, 0, 1], 1)


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    mark.enqueue(str(tmp_path / "said"), "x")
    at = datetime.now(UTC)
    for number in range(ATTEMPTS):
        at += LEASE + timedelta(seconds=1)
        assert claim(f"killed {number}", at) is not None
    at += LEASE + timedelta(seconds=1)
    assert claim("the seventh", at) is None
    job = Job.objects.get()
    assert (job.state, job.attempts, job.error) == (Job.State.FAILED, ATTEMPTS, "its worker was killed each time")


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_changes_nothing(tmp_path: Path) -> None:
    """It slept; another took the job over. Its end is not the other's end."""
    mark.enqueue(str(tmp_path / "said"), "x")
    sleeper = claim("sleeper", datetime.now(UTC))
    assert sleeper is not None
    other = claim("other", datetime.now(UTC) + LEASE + timedelta(seconds=1))
    assert other is not None
    before = Job.objects.get()
    renew(sleeper, "sleeper")
    assert run(sleeper, "sleeper")
    job = Job.objects.get()
    assert (job.state, job.leased_by, job.leased_until) == (Job.State.RUNNING, "other", before.leased_until)
    renew(other, "other")
    assert run(other, "other")
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_a_task_that_is_no_more_fails_in_its_own_row() -> None:
    for name in ("tandem.rooms.jobs.gone", "tandem.rooms.jobs.models.Job", "nonsense"):
        Job.objects.create(task=name)
    assert run_waiting() == 3
    assert {job.state for job in Job.objects.all()} == {Job.State.WAITING}  # tried again later, as any other
    assert all(job.error for job in Job.objects.all())


@pytest.mark.django_db
def test_what_is_urgent_goes_first(tmp_path: Path) -> None:
    said = tmp_path / "said"
    mark.enqueue(str(said), "usual")
    mark.using(priority=5).enqueue(str(said), "urgent")
    mark.using(run_after=datetime.now(UTC) + timedelta(hours=1)).enqueue(str(said), "later")
    assert (run_waiting(), lines(said)) == (2, ["urgent", "usual"])
