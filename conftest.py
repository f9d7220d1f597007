"""What every test may ask for."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tandem.rooms.people.models import Account, Person


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    """Files and timelines of a test lie in its own folder."""
    settings.HOME = tmp_path
    settings.FILES = tmp_path / "files"
    settings.TIMELINES = tmp_path / "timelines"


@pytest.fixture
def as_(db: None) -> Iterator[Callable[[Person | None], Client]]:
    """A browser without script in which this person is signed in; a stranger's for None."""

    def browser(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            account, _ = Account.objects.get_or_create(person=person, defaults={"login": f"login-{person.pk}"})
            client.force_login(account, backend="tandem.rooms.people.backend.AccountBackend")
        return client

    return browser


@pytest.fixture
def at_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], datetime]:
    """Set the wall clock that pages read: a lesson at ten is a lesson at ten at whatever hour the tests run."""

    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return set_to
