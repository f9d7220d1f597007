"""Limits on guessing a password, keyed on the account's name: a whole school shares one address."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import ngettext

from tandem.kit.problems import Problem
from tandem.rooms.people.models import SignInLimit

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)


def key_of(login: str) -> str:
    """The key under which failures of a name are counted, whether there is such an account or not."""
    return hashlib.sha256(login.strip().lower().encode()).hexdigest()


def refuse_while_waiting(key: str, now: datetime) -> None:
    limit = SignInLimit.objects.filter(key=key, wait_until__gt=now).first()
    if limit and limit.wait_until:
        seconds = max(1, round((limit.wait_until - now).total_seconds()))
        words = ngettext(
            "Too many tries for this name. Wait %(n)d second and try again.",
            "Too many tries for this name. Wait %(n)d seconds and try again.",
            seconds,
        )
        raise Problem(words % {"n": seconds}, status=429)


def count_failure(key: str, now: datetime) -> None:
    """One more failure; from the sixth on the wait doubles. Forgotten a day after the last."""
    SignInLimit.objects.filter(key=key, last_at__lt=now - timedelta(days=1)).delete()
    SignInLimit.objects.get_or_create(key=key)
    SignInLimit.objects.filter(key=key).update(failures=F("failures") + 1, last_at=now)
    failures = SignInLimit.objects.values_list("failures", flat=True).get(key=key)
    if failures > FREE_FAILURES:
        wait = min(timedelta(seconds=5 * 2 ** min(failures - FREE_FAILURES - 1, 10)), LONGEST_WAIT)
        SignInLimit.objects.filter(key=key).update(wait_until=now + wait)


def forget_failures(key: str) -> None:
    SignInLimit.objects.filter(key=key).delete()
