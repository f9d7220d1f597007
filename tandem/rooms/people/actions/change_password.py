"""A new password; every other session of the account ends."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.actions.end_session import end_other_sessions
from tandem.rooms.people.actions.limit import count_failure, forget_failures, key_of, refuse_while_waiting
from tandem.rooms.people.models import Account, Person


def change_password(account: Account, *, current: str, new: str, keep_session: str | None, by: Person) -> None:
    """Raises Problem when the current password is wrong (or guessed at too often) or the new one is the name."""
    key, now = key_of(account.login), timezone.now()
    refuse_while_waiting(key, now)
    if not account.check_password(current):
        count_failure(key, now)  # whoever found a screen unlocked guesses no faster than at the door
        raise Problem(_("That is not your current password. Nothing was changed."))
    if new.lower() == account.login or new == current:
        raise Problem(_("Choose a password that differs from your name and from the one you have."))
    with transaction.atomic():
        account.set_password(new)
        account.demonstration = False
        account.save(update_fields=["password", "demonstration"])
        end_other_sessions(account, keep=keep_session, by=by)
        record("account.password_changed", account, by=by)
    forget_failures(key)
