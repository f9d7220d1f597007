"""Signing in and staying signed in: limits, sessions, cookies, where one is sent, and forms from elsewhere."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Account, Person, Session, SignInLimit
from tests.security.expected import PAGES
from tests.security.stage import Stage
from tests.security.test_urls import address, keys

assert keys  # the fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return f.person(f.school(), "teacher", login="anna")


def try_in(client: Client, name: str = "anna", password: str = f.PASSWORD, **more: Any) -> int:
    return client.post("/sign-in/", {"username": name, "password": password}, **more).status_code


def cookie(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def holding(value: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = value
    return client


# limits


def test_a_whole_school_behind_one_address_may_mistype(anna: Person) -> None:
    """A dozen pupils, one address, each with four wrong tries: nobody waits."""
    client = Client(REMOTE_ADDR="192.0.2.1")
    assert {try_in(client, f"pupil-{n}", "no") for n in range(12) for _ in range(4)} == {422}
    assert try_in(client) == 302


@pytest.mark.parametrize("name", ["anna", " ANNA ", "Anna", "\tanna"])
def test_another_address_or_another_spelling_is_no_new_account(anna: Person, name: str) -> None:
    for n in range(6):
        try_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), "anna", "no", headers={"X-Forwarded-For": f"198.51.100.{n}"})
    assert try_in(Client(REMOTE_ADDR="203.0.113.9"), name) == 429
    assert not Session.objects.filter(account__isnull=False).exists()


def test_a_name_that_nobody_has_waits_just_the_same(anna: Person) -> None:
    client = Client()
    assert [try_in(client, "nobody", "no") for _ in range(7)] == [422] * 6 + [429]


def test_whoever_found_a_screen_unlocked_guesses_no_faster(anna: Person, client: Client) -> None:
    try_in(client)
    said = {"current": "guess", "new": "seven dry camels"}
    assert [client.post("/me/password/", said).status_code for _ in range(7)] == [422] * 6 + [429]
    assert client.post("/me/password/", said | {"current": f.PASSWORD}).status_code == 429
    SignInLimit.objects.update(wait_until=timezone.now())
    assert client.post("/me/password/", said | {"current": f.PASSWORD}).status_code == 302
    assert not SignInLimit.objects.exists()


# sessions


def test_the_session_before_signing_in_is_not_the_one_after(anna: Person) -> None:
    """Neither one that an attacker planted, nor one the server once gave, becomes somebody's."""
    for planted in ("a" * 32, cookie_of_a_stranger()):
        client = holding(planted)
        assert try_in(client) == 302
        assert cookie(client) != planted
        assert client.get("/me/").status_code == 200
        assert holding(planted).get("/me/").status_code == 404


def cookie_of_a_stranger() -> str:
    client = Client()
    session = client.session
    session["something"] = 1
    session.save()
    return cookie(client)


def test_the_next_who_signs_in_on_this_device_ends_the_last_ones_session(anna: Person, client: Client) -> None:
    f.person(f.school(), "teacher", login="bert")
    try_in(client, headers={"User-Agent": "Firefox/140.0 Linux"})
    annas = cookie(client)
    assert try_in(client, "bert", headers={"User-Agent": "Firefox/140.0 Linux"}) == 302
    assert holding(annas).get("/me/").status_code == 404
    assert Session.objects.get(account__login="bert").device == "Firefox · Linux"


@pytest.mark.parametrize("end", ["sign out", "account", "password", "row"])
def test_an_ended_session_opens_nothing_wherever_its_cookie_went(anna: Person, client: Client, end: str) -> None:
    try_in(client)
    stolen = cookie(client)
    assert holding(stolen).get("/me/").status_code == 200
    if end == "sign out":
        assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache"'
    elif end == "account":
        Account.objects.filter(login="anna").update(ended_at=timezone.now())
    elif end == "password":
        account = Account.objects.get(login="anna")
        account.set_password("another password")
        account.save()
    else:
        Session.objects.filter(session_key=stolen).delete()
    assert holding(stolen).get("/me/").status_code == 404


def test_a_session_that_expired_opens_nothing(anna: Person, client: Client) -> None:
    try_in(client)
    Session.objects.filter(session_key=cookie(client)).update(expire_date=timezone.now())
    assert client.get("/me/").status_code == 404


# where one is sent

ELSEWHERE = [
    "https://elsewhere.example/", "//elsewhere.example", "///elsewhere.example", "/\\elsewhere.example",
    "\\\\elsewhere.example", "https:elsewhere.example", "http:///elsewhere.example", "javascript:alert(1)",
    "data:text/html,x", "\x01//elsewhere.example", " //elsewhere.example", "http://testserver.elsewhere.example/",
    "http://testserver@elsewhere.example/", "//testserver:80@elsewhere.example",
]  # fmt: skip


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nobody_is_sent_elsewhere(anna: Person, client: Client, url: str) -> None:
    for language in ("nl", "xx"):
        answer = Client().get("/sign-in/", {"next": url, "language": language})
        assert answer.get("Location", "/sign-in/") == "/sign-in/"
    answer = client.post("/sign-in/", {"username": "anna", "password": f.PASSWORD, "next": url})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    answer = client.get("/sign-in/", {"next": url})
    assert (answer.status_code, answer["Location"]) == (302, "/")


# forms from elsewhere


def test_no_form_from_elsewhere_changes_anything(stage: Stage, cookies: dict[str, str], keys: dict[str, Any]) -> None:
    """Every page that takes a form, as somebody whom it serves, without the token of this session: 403."""
    taken = []
    for page, table in PAGES.items():
        for answers in table:
            members = [who for who, status in answers.post.items() if status not in {404, 405}]
            if members and page not in {"healthz", "home:first"}:  # which change nothing
                client = Client(enforce_csrf_checks=True)
                client.cookies[settings.SESSION_COOKIE_NAME] = cookies[members[0]]
                url = address(page, answers, keys)
                assert client.post(url, headers={"Origin": "https://elsewhere.example"}).status_code == 403, page
                client.cookies["csrftoken"] = "a" * 32
                assert client.post(url, headers={"X-CSRFToken": "b" * 32}).status_code == 403, page
                taken.append(page)
    assert len(set(taken)) > 15


def test_nobody_is_signed_in_by_a_form_from_elsewhere(anna: Person) -> None:
    assert try_in(Client(enforce_csrf_checks=True)) == 403


# cookies and headers


def test_the_sessions_cookie_is_for_the_browser_alone(anna: Person, client: Client) -> None:
    try_in(client)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"], session["domain"], session["path"]) == (True, "Lax", "", "/")
    client.get("/sign-in/", {"language": "nl"})
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_over_https_no_cookie_goes_in_the_clear(tmp_path: Path) -> None:
    code = (
        "import django, json; from django.conf import settings as s; django.setup();"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.DEBUG]))"
    )
    others = {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}
    env = others | {"TANDEM_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tandem.settings"}
    for https, flags in (("true", [True, True, True, False]), ("false", [False, False, True, False])):
        done = subprocess.run(
            [sys.executable, "-c", code], env=env | {"TANDEM_HTTPS": https}, capture_output=True, text=True, check=True
        )
        assert json.loads(done.stdout) == flags


@pytest.mark.parametrize("url", ["/sign-in/", "/me/", "/nowhere/", "/healthz"])
def test_every_answer_forbids_what_no_page_needs(anna: Person, client: Client, url: str) -> None:
    try_in(client) if url == "/me/" else None
    headers = client.get(url).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"].startswith("private")
