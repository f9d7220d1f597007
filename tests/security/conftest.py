"""The stage of the security tests, and browsers of its people."""

import pytest
from django.test import Client

from tests.security.stage import Stage, build, sign_in


@pytest.fixture
def stage(db: None) -> Stage:
    return build(live=2)


@pytest.fixture
def cookies(stage: Stage) -> dict[str, str]:
    """A session's cookie for each member of the cast."""
    return {key: sign_in(person) for key, person in stage.people.items()}


def browser(cookie: str | None) -> Client:
    client = Client()
    if cookie:
        client.cookies["tandem"] = cookie
    return client
