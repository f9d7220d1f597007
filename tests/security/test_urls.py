"""Every address of the house as every member of the cast. The addresses come from the URL table, the answers from expected.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tandem.kit.ids import short
from tandem.rooms.people.models import Session
from tests.security.conftest import browser
from tests.security.expected import LEAVER, MEMBERS, NOBODY, OPEN, PAGES, Answers
from tests.security.stage import Stage

EVERYBODY = [NOBODY, LEAVER, *MEMBERS]


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The name of every page in the URL table. A page without a name fails: nobody could write down its answer."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        else:
            assert one.name, f"{one.pattern} has no name"
            yield space + one.name


def test_every_page_has_its_answers_written_down_and_every_answer_its_page() -> None:
    assert sorted(names(get_resolver().url_patterns)) == sorted(PAGES)


def test_everybody_of_the_stage_is_in_the_table(stage: Stage) -> None:
    """But for those who are there to be guarded, to come late, or under a second name."""
    assert set(stage.people) - {"sibling", "late", "teacher-elsewhere"} == {LEAVER, *MEMBERS}


@pytest.fixture
def keys(stage: Stage, cookies: dict[str, str]) -> dict[str, Any]:
    """What the table's objects are in the database, by name."""
    things = {name: thing.pk for name, thing in stage.things.items()}
    return {
        **{key: person.pk for key, person in stage.people.items()},
        **things,
        "teacher's session": Session.objects.get(session_key=cookies["teacher"]).id,
        "elsewhere absence": stage.things["elsewhere class"].pk,  # there is none such
    }


def address(page: str, answers: Answers, keys: dict[str, Any]) -> str:
    key = [keys[answers.thing]] if answers.thing else []
    query = answers.query.format_map({name: short(key) for name, key in keys.items()})
    return reverse(page, args=[*key, *answers.rest]) + (f"?{query}" if query else "")


def asked(member: str, method: str, url: str, cookies: dict[str, str]) -> HttpResponseBase:
    """The answer; whatever it changed is undone."""
    with transaction.atomic():
        answer = browser(cookies.get(member)).generic(method, url)
        transaction.set_rollback(True)
    if answer.streaming:
        for _part in answer:  # read to the end, its file is closed
            pass
    return answer


@pytest.mark.parametrize("room", sorted({page.partition(":")[0] for page in PAGES}))
def test_pages_answer_as_written_down(room: str, keys: dict[str, Any], cookies: dict[str, str]) -> None:
    wrong = []
    for page, answers in (
        (page, one) for page, table in PAGES.items() if page.partition(":")[0] == room for one in table
    ):
        url = address(page, answers, keys)
        for method, expected in (("GET", answers.get), ("POST", answers.post)):
            for member in EVERYBODY:
                due = expected.get(member, OPEN.get(page, {}).get(method, 404))
                got = asked(member, method, url, cookies).status_code
                if got != due:
                    wrong.append(f"{method} {page} {answers.thing} {answers.rest} as {member}: {got}, not {due}")
    assert not wrong, "\n".join(wrong)
