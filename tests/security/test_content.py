"""What stands in a page: never more than its reader may know, and no door in it that is locked."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tandem.kit.ids import short, uuid7
from tandem.rooms.people.models import GuardianLink
from tests.security.conftest import browser
from tests.security.expected import GROUPS, PAGES
from tests.security.stage import HIDDEN, Stage
from tests.security.test_urls import address, asked, keys

assert keys  # the fixture

PLACES = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)"')
FORMS = re.compile(r'<form[^>]*method="post"(?:[^>]*action="([^"]*)")?')
PHASES = ("tomorrow", "soon", "live", "replay", "erased", "expired")


def page(stage: Stage, cookies: dict[str, str], member: str, url: str) -> str:
    return browser(cookies[member]).get(url).content.decode()


def pages_of(stage: Stage, cookies: dict[str, str], keys: dict[str, object], member: str) -> dict[str, str]:
    """Every page this member may read, by address; files are left out."""
    found = {}
    for name, table in PAGES.items():
        for answers in table:
            if answers.get.get(member) == 200 and not name.endswith((":file", ":slide", ":film")):
                url = address(name, answers, keys)
                found[url] = page(stage, cookies, member, url)
    return found


@pytest.mark.parametrize("member", ["pupil", "away", "teacher", "head", "guardian", "guardian-who-sees", "colleague"])
def test_no_page_shows_a_door_that_is_locked(
    member: str, stage: Stage, cookies: dict[str, str], keys: dict[str, object]
) -> None:
    """Every link and every form in a page works for its reader: so no teacher's link stands in a pupil's page."""
    locked = set()
    tried: set[tuple[str, str]] = set()
    for url, html in pages_of(stage, cookies, keys, member).items():
        doors = {("GET", unescape(found)) for found in PLACES.findall(html)}
        doors |= {("POST", unescape(found) or url) for found in FORMS.findall(html)}
        for method, door in doors - tried:
            if not door.startswith("/static/") and asked(member, method, door, cookies).status_code in {404, 405}:
                locked.add(f"{method} {door} in {url}")
        tried |= doors
    assert not locked, "\n".join(sorted(locked))
    assert len(tried) > 10


@pytest.mark.parametrize("member", ["pupil", "away", "head", "guardian"])
def test_what_is_hidden_stands_in_no_page_but_the_teachers(
    member: str, stage: Stage, cookies: dict[str, str], keys: dict[str, object]
) -> None:
    for url, html in pages_of(stage, cookies, keys, member).items():
        assert HIDDEN not in html, url
        assert "Not yet" not in html, url
    teachers = "".join(pages_of(stage, cookies, keys, "teacher").values())
    assert HIDDEN in teachers
    assert "Not yet" in teachers


@pytest.mark.parametrize("phase", PHASES)
def test_head_and_guardian_see_plan_and_materials_and_nothing_that_happened(
    phase: str, stage: Stage, cookies: dict[str, str]
) -> None:
    url = reverse("lesson:lesson", args=[stage.things[phase].pk])
    for member in ("head", "guardian", "guardian-who-sees"):
        html = page(stage, cookies, member, url)
        assert "Read page <strong>12</strong>." in html
        for part in (
            "/timeline",
            'id="talk"',
            'id="people"',
            'id="facts"',
            'id="decks"',
            "lesson.js",
            "A deck, page one",
        ):
            assert part not in html, f"{part} for {member}"
    pupils = page(stage, cookies, "pupil", url)
    connected = phase not in {"erased", "expired"}
    assert ("/timeline" in pupils, 'id="facts"' in pupils) == (connected, connected)


@pytest.mark.parametrize("phase", PHASES)
def test_a_pupils_lesson_has_no_control_of_the_teacher(phase: str, stage: Stage, cookies: dict[str, str]) -> None:
    url = reverse("lesson:lesson", args=[stage.things[phase].pk])
    for member in GROUPS["class"].split():
        html = page(stage, cookies, member, f"{url}?as=room")
        assert not re.search(r"/(plan|keep|cut|opening|closing|projector)/", html)
        assert not re.search(r'data-do="(previous|next|camera|screen|pause|close)"', html)
        assert 'data-role="pupil"' in html


def test_a_teachers_lesson_has_them(stage: Stage, cookies: dict[str, str]) -> None:
    live = page(stage, cookies, "teacher", reverse("lesson:lesson", args=[stage.things["live"].pk]))
    assert set(re.findall(r'data-do="(\w+)"', live)) >= {"previous", "next", "camera", "screen", "pause", "close"}


def test_the_projectors_page_holds_no_name(stage: Stage, cookies: dict[str, str]) -> None:
    html = page(stage, cookies, "teacher", reverse("lesson:projector", args=[stage.things["live"].pk]))
    for person in stage.people.values():
        assert person.family_name not in html, person
    assert 'id="talk"' not in html


def test_a_guardian_who_may_not_see_learns_nothing_of_the_child(stage: Stage, cookies: dict[str, str]) -> None:
    sees = page(stage, cookies, "guardian", reverse("home:family"))
    assert "Weggeblieben" in sees or "Krank" in sees or "Ill" in sees  # `away` is ill, and the guardian reported it
    html = page(stage, cookies, "guardian-without-sight", reverse("home:family"))
    assert stage.people["away"].given_name in html
    assert not re.search(r"Ill\b|Away until|Maths|Topic", html)


def test_the_adult_pupils_guardian_sees_the_child_after_consent_only(stage: Stage, cookies: dict[str, str]) -> None:
    from django.utils import timezone

    member, url = "guardian-of-adult", reverse("home:family")
    adult = stage.people["adult"]
    assert adult.given_name not in page(stage, cookies, member, url)
    GuardianLink.objects.filter(child=adult).update(consented_at=timezone.now())
    assert adult.given_name in page(stage, cookies, member, url)


def test_forbidden_and_missing_look_the_same(stage: Stage, cookies: dict[str, str]) -> None:
    for name in ("lesson:lesson", "courses:course", "courses:item", "timetable:child"):
        there = stage.things.get({"lesson:lesson": "replay", "courses:course": "course"}.get(name, "page"))
        assert there is not None
        urls = [reverse(name, args=[key]) for key in (there.pk, uuid7())]
        one, other = (browser(cookies["outsider"]).get(url) for url in urls)
        assert (one.status_code, other.status_code) == (404, 404)
        texts = [
            re.sub(r'data-now="\d+"', "", answer.content.decode()).replace(url, "")
            for answer, url in zip((one, other), urls, strict=True)
        ]
        assert texts[0] == texts[1]


def test_an_address_that_is_none_is_404_and_no_error(stage: Stage, cookies: dict[str, str]) -> None:
    for odd in ("z" * 22, "0" * 22, short(stage.things["live"].pk)[::-1]):
        assert browser(cookies["teacher"]).get(f"/lessons/{odd}/").status_code == 404
