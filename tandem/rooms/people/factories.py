"""Small people and schools for tests."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from tandem.rooms.people.models import (
    Account,
    Group,
    GuardianLink,
    Membership,
    Organisation,
    Person,
    Role,
    SchoolYear,
)

PASSWORD = "three wet horses"  # noqa: S105  for tests only
_number = count(1)


def community(**given: Any) -> Organisation:
    n = next(_number)
    return Organisation.objects.create(
        kind="community", **{"name": f"Community {n}", "slug": f"community-{n}", **given}
    )


def school(**given: Any) -> Organisation:
    n = next(_number)
    parent = given.pop("parent", None) or community()
    return Organisation.objects.create(
        kind="school", parent=parent, **{"name": f"School {n}", "slug": f"school-{n}", **given}
    )


def school_year(of: Organisation, day: date | None = None) -> SchoolYear:
    """The school year around `day` of the school's Community."""
    day = day or timezone.localdate()
    first = day.year if day.month >= 9 else day.year - 1
    year, _ = SchoolYear.objects.get_or_create(
        community=of.parent or of,
        name=f"{first}-{first + 1}",
        defaults={"starts_on": date(first, 9, 1), "ends_on": date(first + 1, 8, 31)},
    )
    return year


def person(at: Organisation | None = None, *kinds: str, login: str = "", **given: Any) -> Person:
    """Somebody with these kinds of role at an organisation since a year; with `login`, an account too."""
    n = next(_number)
    born = Person.objects.create(**{"given_name": f"Given{n}", "family_name": f"Family{n}", "language": "en", **given})
    for kind in kinds:
        assert at is not None
        role(born, at, kind)
    if login:
        account(born, login)
    return born


def account(of: Person, login: str, password: str = PASSWORD) -> Account:
    made = Account(person=of, login=login)
    made.set_password(password)
    made.save()
    return made


def role(of: Person, at: Organisation, kind: str, **given: Any) -> Role:
    return Role.objects.create(person=of, organisation=at, kind=kind, **{"starts_on": _year_ago(), **given})


def group(at: Organisation, name: str = "", **given: Any) -> Group:
    return Group.objects.create(
        organisation=at, school_year=school_year(at), name=name or f"Group {next(_number)}", **given
    )


def member(who: Person, of: Group, part: str = "pupil", **given: Any) -> Membership:
    return Membership.objects.create(
        person=who,
        group=of,
        organisation_id=of.organisation_id,
        part=part,
        **{"starts_on": _year_ago(), **given},
    )


def guardian(of: Person, at: Organisation, who: Person | None = None, **given: Any) -> Person:
    """A guardian of `of` at that school, with every right unless told otherwise."""
    who = who or person(at, "guardian")
    GuardianLink.objects.create(guardian=who, child=of, organisation=at, **{"starts_on": _year_ago(), **given})
    return who


def _year_ago() -> date:
    return timezone.localdate() - timedelta(days=365)
