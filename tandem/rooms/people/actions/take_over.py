"""Take over people from a school's own records, as `roll.compare` planned it: everything or nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.models import Account, Group, Membership, Person, Role, SchoolNumber
from tandem.rooms.people.roll import Change, Roll

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that look like another when printed: l and 1, o and 0, i."""


@dataclass(frozen=True)
class FirstPassword:
    number: str
    name: str
    classes: str
    login: str
    password: str


def first_password() -> str:
    """Twelve letters in threes, some 59 bits: to be typed from paper once."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def take_over(
    roll: Roll,
    *,
    by: Person | None,
    keep_passwords: Callable[[list[FirstPassword]], None],
    progress: Callable[[float], None] = lambda done: None,
) -> None:
    """Write what the roll plans, in one transaction. Raises Problem, and writes nothing, when a row is wrong.

    `keep_passwords` gets the first passwords before the transaction ends: if they cannot be kept, nobody is written.
    `progress` hears a number from 0 to 1.
    """
    if roll.wrong:
        raise Problem(f"Wrong rows: {len(roll.wrong)}. Nothing was written.")
    # Hashing is slow on purpose; done before the transaction, it keeps nobody else waiting for the database.
    passwords: dict[str, FirstPassword] = {}
    hashes: dict[str, str] = {}
    accounts = [one for one in roll.changes if one.login and not one.renamed]
    for count, change in enumerate(accounts, start=1):
        assert change.login
        line = change.line
        made = FirstPassword(line.number, line.name, ", ".join(line.classes), change.login, first_password())
        passwords[change.login], hashes[change.login] = made, make_password(made.password)
        progress(0.9 * count / len(accounts))
    try:
        with transaction.atomic():
            _Writer(roll, hashes, by).write()
            if passwords:
                keep_passwords(list(passwords.values()))
    except IntegrityError as problem:  # a login or a number was given away since the roll was made
        raise Problem("Somebody changed the same people meanwhile. Nothing was written; try again.") from problem
    progress(1.0)


class _Writer:
    def __init__(self, roll: Roll, hashes: dict[str, str], by: Person | None) -> None:
        self.roll, self.hashes, self.by = roll, hashes, by
        self.school = roll.school
        self.starts_on = max(roll.day, roll.year.starts_on)
        """From when a new membership holds. A role holds at once: a new teacher prepares before the year begins."""

    def write(self) -> None:
        people = {change.line.number: change.person or self._new(change) for change in self.roll.changes}
        new = [people[change.line.number] for change in self.roll.changes if change.is_new]
        Person.objects.bulk_create(new)
        SchoolNumber.objects.bulk_create(
            SchoolNumber(organisation=self.school, person=people[one.line.number], number=one.line.number)
            for one in self.roll.changes
            if one.is_new
        )
        numbers = {
            one.number: one for one in SchoolNumber.objects.filter(organisation=self.school, source=SchoolNumber.FILE)
        }
        classes = self._classes()
        for change in self.roll.changes:
            self._write_one(change, people[change.line.number], classes, numbers)

    def _new(self, change: Change) -> Person:
        line = change.line
        return Person(
            given_name=line.given_name,
            family_name=line.family_name,
            born_on=line.born_on,
            language=line.language or self.school.language,
        )

    def _classes(self) -> dict[str, Group]:
        """The classes of the year by name, with those the file brings."""
        Group.objects.bulk_create(
            Group(organisation=self.school, school_year=self.roll.year, name=name) for name in self.roll.new_classes
        )
        return {one.name: one for one in Group.objects.filter(organisation=self.school, school_year=self.roll.year)}

    def _write_one(
        self, change: Change, person: Person, classes: dict[str, Group], numbers: dict[str, SchoolNumber]
    ) -> None:
        if change.fields:
            Person.objects.filter(pk=person.pk).update(**change.fields)
        here: dict[str, Any] = {"organisation": self.school, "person": person}
        if change.names_differ:
            for rows in (Role.objects, Membership.objects):
                rows.filter(**here).update(name_used=change.name_used)
        here["name_used"] = change.name_used
        Role.objects.bulk_create(Role(kind=kind, starts_on=self.roll.day, **here) for kind in change.kinds)
        for membership in change.leaves:
            _end(membership, self.starts_on)
        Membership.objects.bulk_create(
            Membership(group=classes[name], part=part, starts_on=self.starts_on, **here) for name, part in change.joins
        )
        self._write_account(change, person)
        verb = "person.taken_over" if change.is_new else "person.taken_over_again"
        record(verb, numbers[change.line.number], by=self.by, line=change.line.line, fields=sorted(change.fields))

    def _write_account(self, change: Change, person: Person) -> None:
        if change.renamed and change.login:
            Account.objects.filter(pk=change.renamed.pk).update(login=change.login)
            record("account.renamed", change.renamed, by=self.by)
        elif change.login:
            Account.objects.create(person=person, login=change.login, password=self.hashes[change.login])


def _end(membership: Membership, next_starts_on: date) -> None:
    """The day before the next one begins is its last; one that never held is removed."""
    rows = Membership.objects.filter(pk=membership.pk)
    if membership.starts_on >= next_starts_on:
        rows.delete()
    else:
        rows.update(ends_on=next_starts_on - timedelta(days=1))
