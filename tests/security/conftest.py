"""The stage of the security tests, and browsers of its people."""

import pytest
from django.test import Client
from django.test.client import ClientHandler

from tests.security.stage import Stage, build, sign_in


@pytest.fixture
def stage(db: None) -> Stage:
    return build(live=2)


@pytest.fixture
def cookies(stage: Stage) -> dict[str, str]:
    """A session's cookie for each member of the cast."""
    return {key: sign_in(person) for key, person in stage.people.items()}


HOUSE = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers: each of its own would look through the static files anew."""


def browser(cookie: str | None) -> Client:
    client = Client()
    client.handler = HOUSE
    if cookie:
        client.cookies["tandem"] = cookie
    return client
