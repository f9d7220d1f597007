from datetime import timedelta

import pytest
from django.utils import timezone

from tandem.rooms.people import factories as f
from tandem.rooms.people.jobs import forget_sessions
from tandem.rooms.people.models import Session

pytestmark = pytest.mark.django_db


def test_sessions_that_ran_out_are_deleted() -> None:
    person = f.person(f.school(), "teacher", login="anna")
    for key, hours in (("over", -1), ("alive", 1)):
        ends = timezone.now() + timedelta(hours=hours)
        Session.objects.create(session_key=key, expire_date=ends, account=person.accounts.get())
    forget_sessions.call()
    forget_sessions.call()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]
