"""What is kept: the database, its clock, demo passwords, background work, timelines."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tandem.commands.checkup import Finding, look, ok, wrong
from tandem.demo.safety import unsafe_accounts
from tandem.rooms.audit.models import Entry
from tandem.rooms.jobs.models import Job
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Organisation

STANDSTILL = timedelta(minutes=10)
DRIFT = timedelta(seconds=5)
GRACE = timedelta(hours=2)
"""Erasing runs every hour; what is late by two was forgotten."""
NAMED = 5


def database(connection: BaseDatabaseWrapper) -> Finding:
    """Reachable, and neither behind nor ahead of this version."""
    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and file.is_absolute() and not file.exists():
        return look("There is no database yet.", "tandem serve makes it at its first start.")
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        here = executor.loader.migrated_apps
        unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
        ahead = [step for step in unknown if step[0] in here]
    except DatabaseError as problem:
        return wrong(
            f"The database cannot be used: {str(problem).strip()}",
            "Is it running, and is TANDEM_DATABASE_URL right? Then ask whoever runs the database.",
        )
    if ahead:
        return wrong(
            f"The database was used by a newer Tandem ({_count(len(ahead), 'step')} ahead).",
            "Install that version, or restore the backup from before the upgrade.",
        )
    if plan:
        return wrong(
            f"The database is {_count(len(plan), 'step')} behind.", "Start the server again: it prepares the database."
        )
    return ok(f"The database ({connection.display_name}) answers and is up to date.")


def demo_passwords(reachable: bool) -> Finding:
    """`reachable`: whether anybody but this machine can come to the server."""
    unsafe = unsafe_accounts()
    if not unsafe:
        return ok("No account has the demo's password.")
    named = f"{', '.join(unsafe[:NAMED])}{' …' if len(unsafe) > NAMED else ''}"
    if reachable:
        return wrong(
            f"The demo's password, which everybody knows, opens {_count(len(unsafe), 'account')}: {named}.",
            "Change those passwords on each person's own page, or let the server listen to 127.0.0.1 only.",
        )
    return ok(f"The demo's password opens {_count(len(unsafe), 'account')}, on this machine only.")


def jobs(now: datetime, running: bool) -> Iterator[Finding]:
    """`running`: whether a server is there to do them; without one, work that waits is no surprise."""
    late = Job.objects.due(now - STANDSTILL).order_by("run_after")
    first = late.first()
    if first is None:
        yield ok("No background work is late.")
    else:
        since = timezone.localtime(first.run_after).strftime("%Y-%m-%d %H:%M")
        state = wrong if running else look
        do = "Start the server again; is TANDEM_WORKER 0 there?" if running else "tandem serve does it."
        yield state(f"Background work that waits: {late.count()}, the first since {since}.", do)
    failed = Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")
    if not failed:
        yield ok("No background work was given up.")
        return
    names = Counter(task.rpartition(".")[2] for task in failed.values_list("task", flat=True))
    tasks = ", ".join(f"{name} ({count})" for name, count in names.most_common(NAMED))
    last = failed[0].error.strip().rpartition("\n")[2]
    yield look(f"Background work was given up after several tries: {tasks}. The last said: {last}", "Report it.")


def timelines(folder: Path, now: datetime) -> Iterator[Finding]:
    """Rows and folders tell of the same lessons, and what should be erased is."""
    rows = Timeline.objects.everywhere("the folders of all schools lie together")
    kept = {row.folder: row for row in rows.kept()}
    erased = {row.folder for row in rows.filter(erased_at__isnull=False)}
    found = {path for path in folder.glob("*/*") if path.is_dir()}
    bad = list(_timeline_faults(kept, erased, found, now))
    yield from bad
    if not bad:
        yield ok(f"Timelines of lessons: {len(kept)}, each where it should be.")


def _timeline_faults(
    kept: dict[Path, Timeline], erased: set[Path], found: set[Path], now: datetime
) -> Iterator[Finding]:
    if lost := sorted(kept.keys() - found):
        yield wrong(
            f"Lessons that are listed as kept, and whose folders are gone: {_named(lost)}.",
            "Restore them from the backup; until then nobody can watch these lessons.",
        )
    if undead := sorted(erased & found):
        yield wrong(
            f"Timelines that should be erased, and whose folders are still there: {_named(undead)}.",
            "Delete these folders: people were told that they are gone.",
        )
    if strays := sorted(found - kept.keys() - erased):
        yield look(
            f"Folders that belong to no lesson: {_named(strays)}.",
            "If the database was restored from an older backup, restore the newer one; else delete the folders.",
        )
    if late := [row for row in kept.values() if _should_be_erased(row, now)]:
        yield wrong(
            f"Timelines past the day they may be kept: {len(late)}.",
            "Background work erases them every hour: is the server running?",
        )


def _should_be_erased(row: Timeline, now: datetime) -> bool:
    """As the hourly work has it (past its day, or live only and closed), with time for that work to come round."""
    if row.ended_at is None or row.ended_at > now - GRACE:
        return False
    return row.keep == "live" or not row.is_kept_on((now - GRACE).date())


def _named(folders: list[Path]) -> str:
    more = f" … ({len(folders)} in all)" if len(folders) > NAMED else ""
    return f"{', '.join(str(path) for path in folders[:NAMED])}{more}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def clock(now: datetime) -> Iterator[Finding]:
    """Ours against the database's, and against what was written already; and the wall clocks of the schools."""
    behind = "Let the machine set its clock from the network (timedatectl set-ntp true)."
    newest = Entry.objects.everywhere("no school's clock but the machine's").order_by("-at").first()
    if newest and newest.at > now + DRIFT:
        yield wrong(f"The clock is behind: the last change was written at {newest.at:%Y-%m-%d %H:%M} UTC.", behind)
    elif connection.vendor == "postgresql" and abs(_database_now() - now) > DRIFT:
        yield wrong("This machine's clock and the database's differ by more than five seconds.", behind)
    else:
        yield ok(f"The clock says {timezone.localtime(now):%Y-%m-%d %H:%M} in {timezone.get_current_timezone_name()}.")
    for zone in sorted(set(Organisation.objects.values_list("zone", flat=True))):
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            yield wrong(f"A school has the time zone «{zone}», which is not known here.", "Mend it, or install tzdata.")


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at = cursor.fetchone()[0]
    assert isinstance(at, datetime)
    return at
