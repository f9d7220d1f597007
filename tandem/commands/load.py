"""tandem import people FILE --school SLUG: take over people from a school's own records."""

import argparse
import csv
import io
import os
import sys
from pathlib import Path

from django.utils import timezone

from tandem.commands.database import make_ready
from tandem.commands.progress import bar
from tandem.kit.problems import Problem
from tandem.rooms.people.actions.take_over import FirstPassword, take_over
from tandem.rooms.people.models import Organisation
from tandem.rooms.people.roll import Roll, compare
from tandem.rooms.people.sheet import read_sheet

SHOWN = 50
"""Wrong rows that are listed; who has more has the wrong column somewhere, not fifty slips of the pen."""


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    try:
        return _load(Path(arguments.file), arguments.school, dry_run=arguments.dry_run)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


def _load(path: Path, slug: str, *, dry_run: bool) -> int:
    school = _school(slug)
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise Problem(f"{path} cannot be read: {problem.strerror}.") from problem
    sheet = read_sheet(content)
    for note in sheet.notes:
        print(note)
    roll = compare(sheet, school, timezone.localdate(timezone=school.timezone))
    _summarise(roll)
    if roll.wrong:
        for one in roll.wrong[:SHOWN]:
            print(f"  line {one.line}: {one.words}", file=sys.stderr)
        if len(roll.wrong) > SHOWN:
            print(f"  … and {len(roll.wrong) - SHOWN} more", file=sys.stderr)
        print("Nothing was written: mend these lines, then import the whole file again.", file=sys.stderr)
        return 1
    if dry_run:
        print("This was a dry run. Nothing was written.")
        return 0
    secrets = _PasswordFile(path)
    try:
        take_over(roll, by=None, keep_passwords=secrets.write, progress=bar)
    except BaseException:
        secrets.remove()
        raise
    if secrets.path:
        print(f"First passwords are in {secrets.path}. Only you can read it; delete it once they are handed out.")
    return 0


def _school(slug: str) -> Organisation:
    schools = Organisation.objects.filter(kind__in=[Organisation.Kind.SCHOOL, Organisation.Kind.SITE]).order_by("slug")
    school = schools.filter(slug=slug).first()
    if school is None:
        known = ", ".join(schools.values_list("slug", flat=True)[:20]) or "none yet"
        raise Problem(f"There is no school «{slug}». Schools here: {known}.")
    return school


def _summarise(roll: Roll) -> None:
    print(f"{roll.school.name}, {roll.year.name}:")
    changed = len(roll.changes) - roll.new
    for count, words in ((roll.new, "new"), (changed, "changed"), (roll.unchanged, "unchanged")):
        print(f"  {count:6} {words}")
    print(f"  {len(roll.wrong):6} wrong")
    if roll.new_classes:
        print(f"  new classes: {', '.join(roll.new_classes)}")


class _PasswordFile:
    """`people.passwords.csv` beside `people.csv`, for its owner's eyes; an older one is left as it is."""

    def __init__(self, beside: Path) -> None:
        self.beside = beside
        self.path: Path | None = None

    def write(self, passwords: list[FirstPassword]) -> None:
        text = io.StringIO()
        table = csv.writer(text, delimiter=";")
        table.writerow(["number", "name", "class", "login", "password"])
        for one in passwords:
            table.writerow([_harmless(cell) for cell in (one.number, one.name, one.classes, one.login, one.password)])
        try:
            handle = self._create()
        except OSError as problem:
            raise Problem(
                f"No file for the first passwords can be made in {self.beside.parent.resolve()}: {problem.strerror}. "
                "Nothing was written. Copy the list of people to a folder of your own and try again."
            ) from problem
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text.getvalue())

    def _create(self) -> int:
        for count in range(1, 1000):
            middle = "passwords" if count == 1 else f"passwords-{count}"
            path = self.beside.with_name(f"{self.beside.stem}.{middle}.csv")
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            self.path = path
            return handle
        raise FileExistsError(0, "there are a thousand of them already")

    def remove(self) -> None:
        """What was not written to the database has no passwords."""
        if self.path:
            self.path.unlink(missing_ok=True)


def _harmless(cell: str) -> str:
    """A spreadsheet would take a cell that starts like this for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
