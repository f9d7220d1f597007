"""What every page shares: headers, problems in words, fragments, places, whether it is up."""

from collections.abc import Callable

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import gettext, override

from tandem.kit import places
from tandem.kit.answer import answer
from tandem.kit.problems import Problem, ProblemMiddleware, broken
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person


@pytest.mark.django_db
def test_every_answer_is_guarded(client: Client) -> None:
    for url in ("/sign-in/", "/healthz", "/nowhere/"):
        headers = client.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in policy
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_it_is_up(client: Client) -> None:
    found = client.get("/healthz").json()
    assert (found["status"], found["database"]) == ("ok", "ok")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(
    as_: Callable[[Person], Client], language: str
) -> None:
    page = as_(f.person(f.school(), "pupil", language=language)).get(f"/lessons/{'0' * 22}/")
    with override(language):
        assert f"<h1>{gettext('There is no such page for you')}</h1>" in page.content.decode()
    assert (page.status_code, f'<html lang="{language}"' in page.content.decode()) == (404, True)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words(as_: Callable[[Person], Client]) -> None:
    person = f.person(f.school(), "pupil")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = as_(person).cookies
    refused = strict.post("/me/reading/", {"language": "fr", "text_size": "normal"})
    assert (refused.status_code, "came from elsewhere" in refused.content.decode()) == (403, True)
    person.refresh_from_db()
    assert person.language == "en"


def test_a_problem_is_shown_with_its_own_status_and_nothing_else_is() -> None:
    shows = ProblemMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    page = shows.process_exception(request, Problem("Too <many>.", status=429))
    assert page is not None
    assert (page.status_code, "Too &lt;many&gt;." in page.content.decode()) == (429, True)
    assert shows.process_exception(request, ValueError("x")) is None
    assert shows.process_exception(request, Http404()) is None


def test_what_broke_is_said_without_the_database() -> None:
    """No fixture for the database: a query here would be an error."""
    page = broken(HttpRequest())
    assert (page.status_code, "That is our fault, not yours." in page.content.decode()) == (500, True)


def test_a_fragment_for_htmx_and_the_way_back_for_everybody_else() -> None:
    whole, part = (RequestFactory().post("/", headers=headers) for headers in ({}, {"HX-Request": "true"}))
    given = {"form": None, "else_to": "people:sign-in"}
    redirect = answer(whole, "ui/_mark.html", {}, else_to=given["else_to"])
    assert (redirect.status_code, redirect["Location"]) == (302, "/sign-in/")
    fragment = answer(part, "ui/_mark.html", {}, else_to=given["else_to"], status=422)
    assert (fragment.status_code, fragment.content[:4]) == (422, b"<svg")


@pytest.mark.parametrize("kind", ["pupil", "teacher", "guardian", "head", "ict", "care", "authority", "partner"])
def test_at_most_five_places_and_one_begins_the_day(kind: str) -> None:
    found = places.places_of({kind})
    assert len(found) <= 5
    first = {"guardian": "home:family", "pupil": "home:today", "teacher": "home:today", "head": "home:today"}
    assert found[0].name == first.get(kind, "people:me")
    assert [place.order for place in found] == sorted(place.order for place in found)


@pytest.mark.django_db
def test_the_rail_marks_where_one_is(as_: Callable[[Person], Client]) -> None:
    client = as_(f.person(f.school(), "pupil"))
    for url in ("/today/", "/timetable/", "/courses/"):
        text = client.get(url).content.decode()
        rail = text[text.index('<nav class="rail"') : text.index("</nav>")]
        assert rail.count('aria-current="page"') == 1
        assert f'<a href="{url}" aria-current="page">' in rail
