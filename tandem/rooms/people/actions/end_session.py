"""End a session, one's own or all others of an account."""

from tandem.rooms.audit.actions.record import record
from tandem.rooms.people import events
from tandem.rooms.people.models import Account, Person, Session


def end_session(session: Session, *, by: Person) -> None:
    """The browser of that session is signed out at its next step. Ending twice is harmless."""
    account_id = session.account_id
    if Session.objects.filter(pk=session.pk).delete()[0]:
        record("session.ended", session.account or by, by=by)
        events.signed_out.send(Session, account_id=account_id, session_key=session.session_key)


def end_other_sessions(account: Account, *, keep: str | None, by: Person) -> int:
    """End every session of the account but the one whose key is `keep`. Returns how many."""
    others = Session.objects.filter(account=account).exclude(session_key=keep or "")
    for session in others:
        end_session(session, by=by)
    return len(others)
