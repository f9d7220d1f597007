"""The people everybody knows by name: in the demonstration, in tests, on screenshots and in the documentation.

All names are invented. Who signs in does so with their key as the name and `PASSWORD` as the password.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from tandem.demo.safety import PASSWORD
from tandem.rooms.people.models import Account, GuardianLink, Organisation, Person, Role


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the cast. `at` names the organisation's slug; `age` counts in years, to the day of making."""

    key: str
    given_name: str
    family_name: str
    kinds: tuple[str, ...]
    at: str
    language: str = "nl"
    age: int | None = None
    signs_in: bool = True
    left: bool = False
    classes: tuple[str, ...] = field(default=())
    """The class a pupil sits in; a teacher's classes follow from the timetable."""


ZENNE, TILLEULS = "campus-zenne", "institut-des-tilleuls"
COMMUNITY = "vlaamse-gemeenschap"

CAST = (
    Part("pupil", "Yasmina", "El Khatib", ("pupil",), ZENNE, age=15, classes=("4A",)),
    Part("sibling", "Ilyas", "El Khatib", ("pupil",), ZENNE, age=14, signs_in=False, classes=("3B",)),
    Part("classmate", "Wout", "Peeters", ("pupil",), ZENNE, age=15, classes=("4A",)),
    Part("late", "Mila", "Janssens", ("pupil",), ZENNE, age=15, classes=("4A",)),
    Part("stranger", "Tuur", "Claes", ("pupil",), ZENNE, age=16, classes=("4B",)),
    Part("adult", "Amira", "Benali", ("pupil",), ZENNE, age=18, classes=("5A",)),
    Part("teacher", "Hilde", "Vermeulen", ("teacher",), ZENNE),
    Part("colleague", "Jonas", "Mertens", ("teacher",), ZENNE),
    Part("substitute", "Sofie", "Lambrecht", ("teacher",), ZENNE),
    Part("head", "Karel", "De Smedt", ("head",), ZENNE),
    Part("ict", "Pieter", "Nguyen", ("ict",), ZENNE),
    Part("care", "Aïcha", "Bouazza", ("care",), ZENNE),
    Part("guidance", "Lieve", "Wouters", ("guidance",), ZENNE),
    Part("guardian", "Katrin", "El Khatib-Schmitz", ("guardian",), ZENNE, language="de"),
    Part("guardian-who-sees", "Rachid", "El Khatib", ("guardian",), ZENNE, language="fr"),
    Part("authority", "Griet", "Van den Broeck", ("authority",), COMMUNITY),
    Part("partner", "Daniel", "Osei", ("partner",), COMMUNITY, language="en"),
    Part("outsider", "Claire", "Lejeune", ("teacher",), TILLEULS, language="fr"),
    Part("leaver", "Dirk", "Goossens", ("teacher",), ZENNE, left=True),
)
"""`sibling` has no account: a pupil may be too young for one. `leaver` has one, and no role any more."""


def part(key: str) -> Part:
    return next(one for one in CAST if one.key == key)


def person(key: str) -> Person:
    """A member of the cast, once made."""
    one = part(key)
    return Person.objects.get(given_name=one.given_name, family_name=one.family_name)


def born(age: int, day: date) -> date:
    """A date of birth that makes somebody `age` years and some months old on `day`."""
    return date(day.year - age, 1, 15) if day >= date(day.year, 2, 1) else date(day.year - age - 1, 6, 15)


def make(schools: dict[str, Organisation], *, since: date | None = None) -> dict[str, Person]:
    """Make the whole cast, by key. `schools` holds the organisations by slug; `since` is when roles begin."""
    today = timezone.localdate()
    since = since or today - timedelta(days=365)
    made = {one.key: _make(one, schools[one.at], since, today) for one in CAST}
    _guard(made, schools[ZENNE], since)
    return made


def _make(one: Part, at: Organisation, since: date, today: date) -> Person:
    person = Person.objects.create(
        given_name=one.given_name,
        family_name=one.family_name,
        language=one.language,
        born_on=None if one.age is None else born(one.age, today),
    )
    until = today - timedelta(days=1) if one.left else None
    for kind in one.kinds:
        Role.objects.create(
            person=person, organisation=at, kind=kind, starts_on=min(since, until or since), ends_on=until
        )
    if one.signs_in:
        give_account(person, one.key)
    return person


def give_account(person: Person, login: str) -> None:
    """An account with the demonstration's password, marked so that it stays on this machine."""
    account = Account(person=person, login=login, demonstration=True)
    account.set_password(PASSWORD)
    account.save()


def _guard(made: dict[str, Person], school: Organisation, since: date) -> None:
    """The mother may do everything; the father may see, and nothing else."""
    for child in ("pupil", "sibling"):
        GuardianLink.objects.create(organisation=school, guardian=made["guardian"], child=made[child], starts_on=since)
    GuardianLink.objects.create(
        organisation=school,
        guardian=made["guardian-who-sees"],
        child=made["pupil"],
        starts_on=since,
        may_report_away=False,
        may_sign=False,
        may_be_contacted=False,
    )
