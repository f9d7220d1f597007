"""Which rows of this room speak of a person, and how long they are kept."""

from tandem.kit.personal import register
from tandem.rooms.people.models import Account, GuardianLink, Membership, Person, Role, SchoolNumber, Session


def register_all() -> None:
    register(Person, owner="self", keep="while a role, then what the archive law asks")
    register(Account, owner="person", keep="until the last role ends", exported=False)
    register(Session, owner="account__person", keep="30 days after the last visit", exported=False)
    register(Role, owner="person", keep="the school year and five more")
    register(Membership, owner="person", keep="the school year and five more")
    register(
        SchoolNumber, owner="person", keep="the school year and five more: it tells a returning pupil from a new one"
    )
    register(GuardianLink, owner="child", keep="the school year and one more")
    register(GuardianLink, owner="guardian", keep="the school year and one more")
