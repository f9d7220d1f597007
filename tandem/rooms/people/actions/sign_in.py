"""Sign somebody in by name and password, with limits keyed on the name that was typed."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.actions.limit import count_failure, forget_failures, key_of, refuse_while_waiting
from tandem.rooms.people.models import Account


def sign_in(login: str, password: str) -> Account:
    """The account, when name and password fit and its person holds a role today.

    Raises Problem with the same words for a wrong name, a wrong password and somebody who left.
    """
    login = login.strip().lower()
    key, now = key_of(login), timezone.now()
    refuse_while_waiting(key, now)
    account = Account.objects.select_related("person").filter(login=login, ended_at=None).first()
    if account is None:
        make_password(password)  # as slow as a real check, so that names cannot be guessed by time
        fits = False
    else:
        fits = account.check_password(password) and bool(account.person.roles)
    if account is None or not fits:
        count_failure(key, now)
        raise Problem(_("Name and password do not fit together. Nothing is blocked; try again."))
    forget_failures(key)
    record("account.signed_in", account, by=account.person)
    return account
