from collections.abc import Callable

import pytest
from django.test import Client

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
