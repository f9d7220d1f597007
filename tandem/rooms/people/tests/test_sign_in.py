from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tandem.rooms.audit.models import Entry
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person, Role, Session, SignInLimit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return f.person(f.school(), "teacher", login="anna")


def try_in(client: Client, username: str, password: str, **more: str) -> int:
    return client.post("/sign-in/", {"username": username, "password": password, **more}).status_code


def test_somebody_signs_in_and_is_sent_where_they_wanted(anna: Person, client: Client) -> None:
    answer = client.post("/sign-in/", {"username": " Anna ", "password": f.PASSWORD, "next": "/me/"})
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert Entry.objects.filter(by_id=anna.pk).values_list("verb", flat=True).get() == "account.signed_in"


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(anna: Person, client: Client, url: str) -> None:
    answer = client.post("/sign-in/", {"username": "anna", "password": f.PASSWORD, "next": url})
    assert answer["Location"] == "/"


def test_wrong_name_wrong_password_and_somebody_who_left_look_the_same(anna: Person, client: Client) -> None:
    left = f.person(f.school(), "teacher", login="left")
    Role.objects.of(left).update(ends_on=timezone.localdate() - timedelta(days=1))
    words = {
        str(client.post("/sign-in/", {"username": name, "password": password}).context["form"].non_field_errors())
        for name, password in [("anna", "no"), ("nobody", f.PASSWORD), ("left", f.PASSWORD)]
    }
    assert len(words) == 1
    assert not Session.objects.filter(account__isnull=False).exists()


def test_the_last_day_of_a_role_still_counts(client: Client) -> None:
    last = f.person(f.school(), "teacher", login="last")
    Role.objects.of(last).update(ends_on=timezone.localdate())
    assert try_in(client, "last", f.PASSWORD) == 302


def test_failures_make_that_name_wait_and_nobody_else(anna: Person, client: Client) -> None:
    f.person(f.school(), "teacher", login="bert")
    assert [try_in(client, "anna", "no") for _ in range(6)] == [422] * 6
    assert try_in(client, "anna", f.PASSWORD) == 429
    assert try_in(client, "bert", f.PASSWORD) == 302


def test_after_the_wait_the_right_password_opens_and_forgets(anna: Person, client: Client) -> None:
    for _ in range(6):
        try_in(client, "anna", "no")
    SignInLimit.objects.update(wait_until=timezone.now())
    assert try_in(client, "anna", f.PASSWORD) == 302
    assert not SignInLimit.objects.exists()


def test_a_session_whose_role_ended_opens_nothing(anna: Person, as_: Callable[[Person], Client]) -> None:
    browser = as_(anna)
    assert browser.get("/me/").status_code == 200
    Role.objects.of(anna).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert browser.get("/me/").status_code == 404


def test_a_stranger_gets_404_with_a_form_that_leads_back(client: Client) -> None:
    answer = client.get("/me/")
    assert answer.status_code == 404
    assert answer.context["next"] == "/me/"


def test_signing_out_ends_the_session(anna: Person, as_: Callable[[Person], Client]) -> None:
    browser = as_(anna)
    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/me/").status_code == 404
