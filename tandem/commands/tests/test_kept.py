from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.utils import timezone

from tandem.commands.checkup import Finding, kept
from tandem.demo.safety import PASSWORD
from tandem.env import database as describe
from tandem.rooms.audit.models import Entry
from tandem.rooms.courses.models import Course
from tandem.rooms.jobs.actions.run import ATTEMPTS, claim, run
from tandem.rooms.jobs.models import Job
from tandem.rooms.live import store
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Account, Organisation
from tandem.rooms.timetable.models import Lesson

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def only(found: Iterator[Finding]) -> Finding:
    (one,) = found
    return one


def test_a_database_of_this_version() -> None:
    assert kept.database(connection).state == "ok"


def test_a_database_that_is_behind_or_ahead() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("people", "0002_school_number")
    assert kept.database(connection).words == "The database is 1 step behind."
    recorder.record_applied("people", "9999_from_the_future")
    assert kept.database(connection).words == "The database was used by a newer Tandem (1 step ahead)."


def test_steps_of_an_app_that_is_gone_are_no_matter() -> None:
    MigrationRecorder(connection).record_applied("admin", "0001_initial")
    assert kept.database(connection).state == "ok"


def test_a_database_that_is_not_there_yet_is_not_made_by_looking(tmp_path: Path) -> None:
    file = tmp_path / "tandem.sqlite3"
    assert kept.database(ConnectionHandler({"default": describe("", tmp_path)})["default"]).state == "look"
    assert not file.exists()
    file.write_text("This is no database, and long enough to be seen as none." * 50)
    other = ConnectionHandler({"default": describe("", tmp_path)})["default"]
    assert kept.database(other).words == "The database cannot be used: file is not a database"
    other.close()


def test_a_postgresql_that_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql://tandem@/tandem?host={tmp_path}"
    found = kept.database(ConnectionHandler({"default": describe(url, tmp_path)})["default"])
    assert found.state == "wrong"
    assert str(tmp_path) in found.words


def test_demo_passwords_matter_where_others_can_reach_the_server() -> None:
    someone = f.account(f.person(f.school(), "teacher"), "demo-teacher", PASSWORD)
    assert kept.demo_passwords(reachable=True).words == "No account has the demo's password."
    Account.objects.filter(pk=someone.pk).update(demonstration=True)
    assert kept.demo_passwords(reachable=False).state == "ok"
    assert kept.demo_passwords(reachable=True).words == (
        "The demo's password, which everybody knows, opens 1 account: demo-teacher."
    )


def states(found: Iterator[Finding]) -> list[str]:
    return [one.state for one in found]


def test_work_that_waits_is_wrong_only_where_somebody_should_do_it() -> None:
    assert states(kept.jobs(NOW, running=True)) == ["ok", "ok"]
    Job.objects.create(task="rooms.tell", run_after=NOW - timedelta(minutes=9))
    assert states(kept.jobs(NOW, running=True)) == ["ok", "ok"]
    Job.objects.create(task="rooms.tell", run_after=NOW - timedelta(minutes=11))
    assert states(kept.jobs(NOW, running=True)) == ["wrong", "ok"]
    assert next(kept.jobs(NOW, running=False)).words == (
        "Background work that waits: 1, the first since 2026-11-24 12:49."
    )


def test_work_that_was_given_up_is_named_with_its_last_words() -> None:
    Job.objects.create(task="tandem.no_such_room.jobs.tell")
    for tries in range(ATTEMPTS):
        job = claim("one", datetime.now(UTC) + timedelta(days=tries + 1))
        assert job is not None
        run(job, "one")
    found = list(kept.jobs(timezone.now(), running=True))[1]
    assert (found.state, found.words) == (
        "look",
        "Background work was given up after several tries: tell (1). The last said: "
        "ModuleNotFoundError: No module named 'tandem.no_such_room'",
    )


@pytest.fixture
def timeline(settings: Any) -> Timeline:
    """A timeline of yesterday with its folder, kept for a month."""
    school = f.school()
    course = Course.objects.create(organisation=school, school_year=f.school_year(school), subject="Maths")
    began = NOW - timedelta(days=1)
    lesson = Lesson.objects.create(
        organisation=school, course=course, starts_at=began, ends_at=began + timedelta(minutes=50)
    )
    row = Timeline.objects.create(
        organisation=school, lesson=lesson, keep="date", keep_until=NOW.date() + timedelta(days=30),
        began_at=began, ended_at=began + timedelta(minutes=50),
    )  # fmt: skip
    store.begin(row)
    return row


def looked_at(settings: Any) -> Finding:
    return only(kept.timelines(settings.TIMELINES, NOW))


def test_a_timeline_where_it_should_be(timeline: Timeline, settings: Any) -> None:
    assert looked_at(settings).words == "Timelines of lessons: 1, each where it should be."


def test_no_timelines_at_all(settings: Any) -> None:
    assert looked_at(settings).state == "ok"


def test_a_timeline_whose_folder_is_gone(timeline: Timeline, settings: Any) -> None:
    store.remove(timeline)
    found = looked_at(settings)
    assert found.state == "wrong"
    assert found.words == f"Lessons that are listed as kept, and whose folders are gone: {timeline.folder}."


def test_a_folder_that_belongs_to_no_lesson(timeline: Timeline, settings: Any) -> None:
    Timeline.objects.filter(pk=timeline.pk).delete()
    found = looked_at(settings)
    assert (found.state, found.words) == ("look", f"Folders that belong to no lesson: {timeline.folder}.")


def test_an_erased_timeline_whose_folder_is_still_there(timeline: Timeline, settings: Any) -> None:
    Timeline.objects.filter(pk=timeline.pk).update(erased_at=NOW)
    found = looked_at(settings)
    assert found.state == "wrong"
    assert found.words == f"Timelines that should be erased, and whose folders are still there: {timeline.folder}."


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"keep_until": NOW.date()}, "ok"),
        ({"keep_until": NOW.date() - timedelta(days=1)}, "wrong"),
        ({"keep": "live", "keep_until": None}, "wrong"),
        ({"keep": "live", "keep_until": None, "ended_at": NOW - timedelta(hours=1)}, "ok"),
        ({"keep": "live", "keep_until": None, "ended_at": None}, "ok"),
        ({"keep": "year", "keep_until": None}, "ok"),
    ],
)
def test_what_is_past_its_day_should_have_been_erased(
    timeline: Timeline, settings: Any, change: dict[str, Any], state: str
) -> None:
    Timeline.objects.filter(pk=timeline.pk).update(**change)
    assert looked_at(settings).state == state


def test_a_clock_that_is_behind_what_was_written() -> None:
    now = timezone.now()
    assert states(kept.clock(now)) == ["ok"]
    entry = Entry.objects.create(verb="lesson.opened", object_kind="x", object_id=f.school().pk)
    Entry.objects.filter(pk=entry.pk).update(at=now + timedelta(minutes=1))
    assert states(kept.clock(now)) == ["wrong"]
    assert states(kept.clock(now + timedelta(minutes=2))) == ["wrong" if connection.vendor == "postgresql" else "ok"]


def test_a_time_zone_that_nobody_knows() -> None:
    school = f.school()
    Organisation.objects.filter(pk=school.pk).update(zone="Europe/Brussel")
    found = list(kept.clock(timezone.now()))
    assert [one.state for one in found] == ["ok", "wrong"]
    assert found[1].words == "A school has the time zone «Europe/Brussel», which is not known here."
