"""Compare a file of people with what a school has: what is new, what differs, what cannot be. Writes nothing.

Nothing is ever taken away from somebody the file leaves out, and of those in it only a pupil's former class.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from tandem.kit.problems import Problem
from tandem.rooms.people.models import Account, Group, Membership, Organisation, Person, Role, SchoolNumber, SchoolYear
from tandem.rooms.people.models.role import current
from tandem.rooms.people.sheet import Line, Sheet, Wrong


@dataclass
class Change:
    """What one row asks for. `person` is None for somebody new."""

    line: Line
    person: Person | None
    fields: dict[str, Any] = field(default_factory=dict)
    """Fields of the person that differ."""
    name_used: str = ""
    """Stands on this school's rows instead of the person's name: a school renames nobody whom another one knows."""
    names_differ: bool = False
    """The rows that are here do not say `name_used` yet."""
    kinds: list[str] = field(default_factory=list)
    joins: list[tuple[str, str]] = field(default_factory=list)
    """Classes to enter, with the part played there."""
    leaves: list[Membership] = field(default_factory=list)
    login: str | None = None
    """A new account."""
    renamed: Account | None = None
    """The account whose name becomes `login`; its password stays."""

    @property
    def is_new(self) -> bool:
        return self.person is None

    @property
    def is_empty(self) -> bool:
        asked = (self.fields, self.names_differ, self.kinds, self.joins, self.leaves, self.login)
        return self.person is not None and not any(asked)


@dataclass
class Roll:
    school: Organisation
    year: SchoolYear
    day: date
    changes: list[Change] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    unchanged: int = 0
    new_classes: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(one.is_new for one in self.changes)


def year_at(school: Organisation, day: date) -> SchoolYear:
    """The school year of the day, else the next one. Raises Problem when the school's Community has set none."""
    branch, above = [school.pk], school.parent
    while above is not None:
        branch.append(above.pk)
        above = above.parent
    year = SchoolYear.objects.filter(community__in=branch, ends_on__gte=day).order_by("starts_on").first()
    if year is None:
        raise Problem(f"There is no school year on {day} for {school.name}. Add it first: classes belong to a year.")
    return year


def compare(sheet: Sheet, school: Organisation, day: date) -> Roll:
    """What the file asks for, in eight queries however long it is."""
    year = year_at(school, day)
    roll = Roll(school, year, day, wrong=list(sheet.wrong))
    known = _Known(school, year, day, sheet)
    for line in sheet.lines:
        try:
            change = known.change_for(line)
        except Problem as problem:
            roll.wrong.append(Wrong(line.line, problem.words))
            continue
        if change.is_empty:
            roll.unchanged += 1
        else:
            roll.changes.append(change)
    roll.wrong.sort(key=lambda one: one.line)
    named = {name for change in roll.changes for name, _ in change.joins}
    roll.new_classes = sorted(named - set(known.classes))
    return roll


class _Known:
    """What the school has, by number and by person."""

    def __init__(self, school: Organisation, year: SchoolYear, day: date, sheet: Sheet) -> None:
        numbers = SchoolNumber.objects.filter(organisation=school, source=SchoolNumber.FILE).select_related("person")
        self.people = {one.number: one.person for one in numbers}
        here = Q(person__in=SchoolNumber.objects.filter(organisation=school).values("person"))
        self.roles = _by_person(Role.objects.filter(here, current(day), organisation=school))
        self.elsewhere = set(
            Role.objects.filter(here).exclude(organisation=school).everywhere("whom others know too")
            .values_list("person_id", flat=True)
        )  # fmt: skip
        self.classes = {one.name: one.pk for one in Group.objects.filter(organisation=school, school_year=year)}
        # A membership that begins later counts as there: the second of two imports in August adds nothing.
        lasting = Q(ends_on=None) | Q(ends_on__gte=day)
        memberships = Membership.objects.filter(here, lasting, organisation=school, group__school_year=year)
        self.memberships = _by_person(memberships.select_related("group"))
        self.accounts = _by_person(Account.objects.filter(here).order_by("created_at"))
        self.has_logins = sheet.has_logins
        self.taken = {login.lower() for login in _taken(sheet)}
        self.promised: dict[str, int] = {}
        """Logins that earlier rows of this file get, with their lines."""

    def change_for(self, line: Line) -> Change:
        person = self.people.get(line.number)
        change = Change(line, person)
        if person is not None:
            self._compare_person(change, person)
        held = {role.kind for role in self.roles.get(person.pk, [])} if person else set()
        change.kinds = [kind for kind in line.kinds if kind not in held]
        self._compare_classes(change)
        self._compare_login(change)
        return change

    def _compare_person(self, change: Change, person: Person) -> None:
        line = change.line
        if person.pk in self.elsewhere:
            used = {role.name_used or person.name for role in self.roles.get(person.pk, [])}
            change.name_used = line.name if line.name != person.name else ""
            change.names_differ = used != {line.name}
            return
        wanted = {"given_name": line.given_name, "family_name": line.family_name}
        if line.born_on:
            wanted |= {"born_on": line.born_on}  # type: ignore[dict-item]
        # The language is not compared: after the first time it is the person's own choice.
        change.fields = {name: value for name, value in wanted.items() if getattr(person, name) != value}

    def _compare_classes(self, change: Change) -> None:
        line = change.line
        mine = self.memberships.get(change.person.pk, []) if change.person else []
        if Role.Kind.PUPIL in line.kinds:
            part = Membership.Part.PUPIL
        elif Role.Kind.TEACHER in line.kinds:
            part = Membership.Part.TEACHER
        elif line.classes:
            raise Problem("only a pupil or a teacher has a class")
        else:
            return
        there = {one.group.name for one in mine if one.part == part}
        change.joins = [(name, part) for name in line.classes if name not in there]
        if part == Membership.Part.PUPIL and line.classes:
            change.leaves = [
                one
                for one in mine
                if one.part == part and one.group.kind == Group.Kind.CLASS and one.group.name not in line.classes
            ]

    def _compare_login(self, change: Change) -> None:
        line, person = change.line, change.person
        accounts = self.accounts.get(person.pk, []) if person else []
        if line.login == "" or (line.login is None and accounts):
            return  # the file says: no account; or it has no such column and there is one
        wanted = line.login or self._invented(line)
        if any(one.login == wanted and one.is_active for one in accounts):
            return
        if wanted in self.promised:
            raise Problem(f"the login «{wanted}» is already on line {self.promised[wanted]}")
        if wanted in self.taken:
            raise Problem(f"the login «{wanted}» is taken by another account; choose another one")
        active = [one for one in accounts if one.is_active]
        if active and (len(active) > 1 or (person and person.pk in self.elsewhere)):
            raise Problem(f"this person signs in as «{active[0].login}» already; leave the login as it is")
        change.renamed = active[0] if active else None
        change.login = wanted
        self.promised[wanted] = line.line

    def _invented(self, line: Line) -> str:
        """given.family, with a number behind it when that is taken; the school's number for other alphabets."""
        given, family = (slugify(part).replace("_", "-") for part in (line.given_name, line.family_name))
        base = f"{given}.{family}".strip(".")[:140] or slugify(line.number) or f"person-{line.line}"
        name, count = base, 1
        while name in self.taken or name in self.promised:
            count += 1
            name = f"{base}{count}"
        return name


def _by_person(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _taken(sheet: Sheet) -> Iterable[str]:
    """Logins of this installation that may stand in the way: those in the file, or all when names are invented."""
    every = Account.objects.values_list("login", flat=True)
    if not sheet.has_logins:
        return every
    asked = [line.login for line in sheet.lines if line.login]
    return (login for at in range(0, len(asked), 500) for login in every.filter(login__in=asked[at : at + 500]))
