"""Sign somebody in by name and password, with limits keyed on the name that was typed."""

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.models import Account, SignInLimit

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)


def sign_in(login: str, password: str) -> Account:
    """The account, when name and password fit and its person holds a role today.

    Raises Problem with the same words for a wrong name, a wrong password and somebody who left.
    """
    login = login.strip().lower()
    key = hashlib.sha256(login.encode()).hexdigest()
    now = timezone.now()
    _refuse_while_waiting(key, now)
    account = Account.objects.select_related("person").filter(login=login, ended_at=None).first()
    if account is None:
        make_password(password)  # as slow as a real check, so that names cannot be guessed by time
        fits = False
    else:
        fits = account.check_password(password) and bool(account.person.roles)
    if account is None or not fits:
        _count_failure(key, now)
        raise Problem(_("Name and password do not fit together. Nothing is blocked; try again."))
    SignInLimit.objects.filter(key=key).delete()
    record("account.signed_in", account, by=account.person)
    return account


def _refuse_while_waiting(key: str, now: datetime) -> None:
    limit = SignInLimit.objects.filter(key=key, wait_until__gt=now).first()
    if limit and limit.wait_until:
        seconds = max(1, round((limit.wait_until - now).total_seconds()))
        words = ngettext(
            "Too many tries for this name. Wait %(n)d second and try again.",
            "Too many tries for this name. Wait %(n)d seconds and try again.",
            seconds,
        )
        raise Problem(words % {"n": seconds}, status=429)


def _count_failure(key: str, now: datetime) -> None:
    """One more failure; from the sixth on the wait doubles. Forgotten a day after the last."""
    SignInLimit.objects.filter(key=key, last_at__lt=now - timedelta(days=1)).delete()
    SignInLimit.objects.get_or_create(key=key)
    SignInLimit.objects.filter(key=key).update(failures=F("failures") + 1, last_at=now)
    failures = SignInLimit.objects.values_list("failures", flat=True).get(key=key)
    if failures > FREE_FAILURES:
        wait = min(timedelta(seconds=5 * 2 ** min(failures - FREE_FAILURES - 1, 10)), LONGEST_WAIT)
        SignInLimit.objects.filter(key=key).update(wait_until=now + wait)
