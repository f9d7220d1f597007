from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, ngettext, override

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


TOO_MANY = (
    "Too many tries for this name. Wait %(n)d second and try again.",
    "Too many tries for this name. Wait %(n)d seconds and try again.",
)
WRONG = "Name and password do not fit together. Nothing is blocked; try again."


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_strangers_are_spoken_to_in_the_language_of_their_browser_or_their_choice(
    anna: Person, client: Client, language: str
) -> None:
    with override(language):
        words = escape(gettext(WRONG))
    form = {"username": "anna", "password": "no"}
    asked = client.post("/sign-in/", form, headers={"Accept-Language": f"{language}-BE,xx;q=0.5"})
    assert (asked["Content-Language"], words in asked.content.decode()) == (language, True)
    answer = client.get("/sign-in/", {"language": language, "next": "/me/"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fme%2F")
    chosen = client.post("/sign-in/", form, headers={"Accept-Language": "xx"})
    assert (chosen["Content-Language"], words in chosen.content.decode()) == (language, True)


def test_how_long_to_wait_is_said_in_the_readers_language(anna: Person, client: Client) -> None:
    for _ in range(6):
        try_in(client, "anna", "no")
    for language in ("nl", "fr", "de", "en"):
        SignInLimit.objects.update(wait_until=timezone.now() + timedelta(seconds=30.4))
        form = {"username": "ANNA ", "password": f.PASSWORD}
        answer = client.post("/sign-in/", form, headers={"Accept-Language": language})
        with override(language):
            words = ngettext(*TOO_MANY, 30) % {"n": 30}
        assert (answer.status_code, escape(words) in answer.content.decode()) == (429, True)


def test_the_wait_doubles_and_has_an_end(anna: Person, client: Client) -> None:
    waits = []
    for _ in range(16):
        SignInLimit.objects.update(wait_until=None)
        before = timezone.now()
        try_in(client, "anna", "no")
        until = SignInLimit.objects.get().wait_until
        waits.append(round((until - before).total_seconds()) if until else 0)
    assert waits == [0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]


@pytest.mark.parametrize("form", [{}, {"username": "anna"}, {"username": "a\0", "password": "x"}])
def test_an_empty_or_odd_form_is_answered(client: Client, form: dict[str, str], db: None) -> None:
    answer = client.post("/sign-in/", form)
    assert (answer.status_code, 'class="err"' in answer.content.decode()) == (422, True)
    assert not SignInLimit.objects.exists()


def test_the_wrong_method_and_a_language_nobody_speaks(client: Client, db: None) -> None:
    assert client.delete("/sign-in/").status_code == 405
    assert client.get("/sign-in/", {"language": "xx"}).status_code == 200


def test_signing_in_gives_a_new_session(anna: Person, client: Client) -> None:
    """Whoever planted a session in the browser beforehand holds nothing."""
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key
    assert try_in(client, "anna", f.PASSWORD) == 302
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_who_is_signed_in_is_sent_on(anna: Person, as_: Callable[[Person], Client]) -> None:
    answer = as_(anna).get("/sign-in/", {"next": "/courses/"})
    assert (answer.status_code, answer["Location"]) == (302, "/courses/")
