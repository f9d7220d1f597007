"""What a page asks of the database is a number known beforehand, whatever is on it (DESIGN.md: at most ten)."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tandem.rooms.people.models import Account, Person
from tests.budgets.school import NOW, School

pytestmark = pytest.mark.django_db

MOST = 10
COSTS = {
    "today, pupil": 10,
    "today, teacher": 9,
    "today, head": 9,
    "family": 8,
    "away": 8,
    "week, pupil": 6,
    "week, teacher": 6,
    "week, child": 7,
    "week, class": 7,
    "classes": 4,
    "day": 6,
    "courses, pupil": 6,
    "courses, teacher": 6,
    "course, pupil": 9,
    "course, teacher": 9,
    "page": 5,
    "slides": 6,
    "plan": 6,
    "cut": 6,
    "projector": 6,
    "me": 4,
    "lesson before, pupil": 9,
    "lesson before, teacher": 9,
    "lesson before, head": 8,
    "lesson during, pupil": 9,
    "lesson during, teacher": 9,
    "lesson during, head": 7,
    "lesson after, pupil": 9,
    "lesson after, teacher": 9,
    "lesson after, head": 7,
}
"""Of each page that has a list on it. Three of them say who asks: session, account with person, roles."""


def costs_of(school: School, as_: Callable[[Person | None], Client]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, (reader, url) in school.urls.items():
        client = as_(reader)
        client.get("/sign-in/")  # the visit is noted on the session once in five minutes, not on every page
        if name == "me":
            school.sign_in_everywhere(Account.objects.get(person=reader))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200, name
        found[name] = len(queries)
    return found


@pytest.mark.parametrize(("rows", "children"), [(1, 1), (3, 3), (300, 1)])
def test_pages_cost_the_same_whatever_is_on_them(
    as_: Callable[[Person | None], Client], at_clock: Callable[[datetime], datetime], rows: int, children: int
) -> None:
    at_clock(NOW)
    assert costs_of(School(rows, children), as_) == COSTS


def test_no_page_costs_more_than_the_budget() -> None:
    assert {name: cost for name, cost in COSTS.items() if cost > MOST} == {}
