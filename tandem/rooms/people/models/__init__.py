"""Organisations, persons, how they sign in, and what they are to a school, with dates."""

from tandem.rooms.people.models.account import Account, SignInLimit
from tandem.rooms.people.models.choice import Choice
from tandem.rooms.people.models.group import Group, Membership
from tandem.rooms.people.models.guardian_link import GuardianLink
from tandem.rooms.people.models.organisation import Organisation
from tandem.rooms.people.models.person import Person
from tandem.rooms.people.models.role import Role
from tandem.rooms.people.models.school_number import SchoolNumber
from tandem.rooms.people.models.school_year import SchoolYear
from tandem.rooms.people.models.session import Session

__all__ = [
    "Account",
    "Choice",
    "Group",
    "GuardianLink",
    "Membership",
    "Organisation",
    "Person",
    "Role",
    "SchoolNumber",
    "SchoolYear",
    "Session",
    "SignInLimit",
]
