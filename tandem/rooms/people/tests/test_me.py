from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override

from tandem.kit.ids import short
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Account, Person, Session

pytestmark = pytest.mark.django_db


def test_somebody_ends_a_session_elsewhere(as_: Callable[[Person], Client]) -> None:
    anna = f.person(f.school(), "teacher", login="anna")
    here, there = as_(anna), as_(anna)
    there.get("/me/")
    session = Session.objects.get(session_key=there.session.session_key)
    url = f"/me/sessions/{short(session.id)}/ending/"
    assert here.post(url).status_code == 302
    assert there.get("/me/").status_code == 404
    assert here.post(url).status_code == 404


def test_somebody_ends_the_session_of_this_very_device(as_: Callable[[Person], Client]) -> None:
    anna = f.person(f.school(), "teacher", login="anna")
    here = as_(anna)
    here.get("/me/")
    session = Session.objects.get(session_key=here.session.session_key)
    answer = here.post(f"/me/sessions/{short(session.id)}/ending/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert here.get("/me/").status_code == 404


def test_nobody_ends_somebody_elses_session(as_: Callable[[Person], Client]) -> None:
    school = f.school()
    anna, bert = f.person(school, "teacher", login="anna"), f.person(school, "teacher", login="bert")
    annas = as_(anna)
    annas.get("/me/")
    session = Session.objects.get(session_key=annas.session.session_key)
    assert as_(bert).post(f"/me/sessions/{short(session.id)}/ending/").status_code == 404
    assert annas.get("/me/").status_code == 200


def test_a_new_password_signs_out_everywhere_else(as_: Callable[[Person], Client]) -> None:
    anna = f.person(f.school(), "teacher", login="anna")
    here, there = as_(anna), as_(anna)
    there.get("/me/")
    answer = here.post("/me/password/", {"current": f.PASSWORD, "new": "seven dry camels"})
    assert answer.status_code == 302
    assert [here.get("/me/").status_code, there.get("/me/").status_code] == [200, 404]
    assert Account.objects.get(login="anna").check_password("seven dry camels")


@pytest.mark.parametrize(
    ("current", "new"), [("wrong", "seven dry camels"), (f.PASSWORD, "short"), (f.PASSWORD, f.PASSWORD)]
)
def test_a_bad_change_of_password_changes_nothing(as_: Callable[[Person], Client], current: str, new: str) -> None:
    anna = f.person(f.school(), "teacher", login="anna")
    assert as_(anna).post("/me/password/", {"current": current, "new": new}).status_code == 422
    assert Account.objects.get(login="anna").check_password(f.PASSWORD)


def test_language_is_the_persons(as_: Callable[[Person], Client]) -> None:
    anna = f.person(f.school(), "teacher", login="anna")
    browser = as_(anna)
    browser.post("/me/reading/", {"language": "fr", "text_size": "bigger"})
    assert browser.get("/me/")["Content-Language"] == "fr"


def test_each_session_with_its_device_and_none_that_has_run_out(as_: Callable[[Person], Client]) -> None:
    anna = f.person(f.school(), "teacher", login="anna")
    here, phone = as_(anna), as_(anna)
    phone.get("/me/")
    agents = {
        phone.session.session_key: "Mozilla/5.0 (Linux; Android 14) Gecko/128 Firefox/128.0",
        here.session.session_key: "Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126",
    }
    for key, agent in agents.items():
        Session.objects.filter(session_key=key).update(agent=agent)
    gone = Session.objects.create(
        session_key="old", account=anna.accounts.get(), agent="Netscape", expire_date=timezone.now() - timedelta(days=1)
    )
    text = here.get("/me/").content.decode()
    assert ["Firefox · Android" in text, "Edge · Windows" in text, "Netscape" in text] == [True, True, False]
    assert text.count("Sign out there") == 1
    assert gone.device == "Netscape"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_choice_is_confirmed_in_the_language_chosen(as_: Callable[[Person], Client], language: str) -> None:
    browser = as_(f.person(f.school(), "teacher", language="de"))
    for _ in range(2):  # twice is harmless
        assert browser.post("/me/reading/", {"language": language, "text_size": "normal"}).status_code == 302
    page = browser.get("/me/")
    with override(language):
        assert f"<span>{gettext('Saved.')}</span>" in page.content.decode()
        assert f"<h2>{gettext('Where you are signed in')}</h2>" in page.content.decode()
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("bad", [{"language": "xx"}, {"text_size": "huge"}, {"language": ""}])
def test_a_choice_that_is_none_says_so_and_changes_nothing(
    as_: Callable[[Person], Client], bad: dict[str, str]
) -> None:
    anna = f.person(f.school(), "teacher")
    answer = as_(anna).post("/me/reading/", {"language": "fr", "text_size": "bigger", "calm": "on", **bad})
    assert (answer.status_code, answer.content.decode().count('class="err"')) == (422, 1)
    assert answer["Content-Language"] == "en"
    anna.refresh_from_db()
    assert (anna.language, anna.text_size, anna.calm) == ("en", "normal", False)


def test_bigger_text_and_a_calm_page(as_: Callable[[Person], Client]) -> None:
    browser = as_(f.person(f.school(), "pupil"))
    browser.post("/me/reading/", {"language": "en", "text_size": "bigger", "calm": "on"})
    text = browser.get("/me/").content.decode()
    assert ['data-text="bigger"' in text, "data-calm" in text] == [True, True]


def test_only_for_who_is_signed_in_and_by_the_right_method(as_: Callable[[Person], Client], client: Client) -> None:
    browser = as_(f.person(f.school(), "partner"))
    assert [browser.post("/me/").status_code, browser.delete("/me/").status_code] == [405, 405]
    for url in ("/me/reading/", "/me/password/", f"/me/sessions/{'0' * 22}/ending/"):
        assert [browser.get(url).status_code, client.post(url).status_code] == [405, 404]
    assert browser.post(f"/me/sessions/{'0' * 22}/ending/").status_code == 404


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_what_is_wrong_with_a_password_is_said_in_the_readers_language(
    as_: Callable[[Person], Client], language: str
) -> None:
    anna = f.person(f.school(), "teacher", login="anna", language=language)
    answer = as_(anna).post("/me/password/", {"current": "wrong", "new": "seven dry camels"})
    with override(language):
        words = gettext("That is not your current password. Nothing was changed.")
    assert (answer.status_code, escape(words) in answer.content.decode()) == (422, True)
