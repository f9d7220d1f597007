"""Family: the day of each child, as far as the guardian's rights go."""

import re
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.models import Presence

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 10, 40, tzinfo=BRUSSELS)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)


@pytest.fixture
def here(at_clock: Callable[[datetime], datetime]) -> SimpleNamespace:
    """A guardian with two children in two classes of one school."""
    at_clock(NOW)
    school = f.school()
    guardian = f.person(school, "guardian")
    children, courses = [], []
    for name, subject, born in (("Noor", "Maths", 2011), ("Milo", "Music", 2014)):
        child, group = f.person(school, "pupil", given_name=name, born_on=date(born, 5, 1)), f.group(school)
        f.member(child, group)
        f.guardian(child, school, guardian)
        children.append(child)
        courses.append(c.course(group, subject=subject))
    t.lesson(courses[0], at(10, 20))
    t.lesson(courses[1], at(13))
    return SimpleNamespace(school=school, guardian=guardian, children=children, courses=courses)


def sections(client: Client) -> dict[str, str]:
    """The part of the page that belongs to each child, by given name."""
    text = client.get("/family/").content.decode()
    parts = re.findall(
        r"<section aria-label=\"[^\"]*\">\n<header><h2>(\w+)</h2>(.*?)(?=<section aria-label=|</main>)", text, re.S
    )
    return dict(parts)


def subjects(part: str) -> list[str]:
    return re.findall(r"<h3[^>]*>(?:<a[^>]*>)?(\w+)", part)


def test_each_child_with_its_own_day(here: SimpleNamespace, as_: As) -> None:
    found = sections(as_(here.guardian))
    assert {name: subjects(part) for name, part in found.items()} == {"Noor": ["Maths"], "Milo": ["Music"]}
    assert ['aria-current="time"' in part for part in found.values()] == [True, False]
    assert "See the lesson" in found["Noor"]
    for child, part in zip(here.children, found.values(), strict=True):
        assert f'href="/children/{short(child.pk)}/away/"' in part
        assert f'href="/timetable/children/{short(child.pk)}/"' in part


def test_what_one_child_missed_is_not_the_others(here: SimpleNamespace, as_: As) -> None:
    for course in here.courses:
        lesson = t.lesson(course, at(8, 25, 23), topic="Old")
        Timeline.objects.create(
            organisation=here.school, lesson=lesson, keep="year", began_at=lesson.starts_at, ended_at=lesson.ends_at
        )
    for child in here.children:
        t.absence(child, here.school, at(0, 0, 23), at(0, 0, 24))
    found = sections(as_(here.guardian))
    assert ["Maths: Old" in found["Noor"], "Music: Old" in found["Noor"]] == [True, False]
    assert ["Maths: Old" in found["Milo"], "Music: Old" in found["Milo"]] == [False, True]
    Presence.objects.create(
        organisation=here.school, lesson=lesson, person=here.children[1], place="home", first_at=NOW, last_at=NOW
    )
    found = sections(as_(here.guardian))
    assert ["To catch up" in part for part in found.values()] == [True, False]


def test_rights_one_by_one(here: SimpleNamespace, as_: As) -> None:
    links = here.guardian.children_links
    links.filter(child=here.children[0]).update(may_see=False)
    links.filter(child=here.children[1]).update(may_report_away=False)
    t.absence(here.children[1], here.school, at(0), at(0, 0, 25))
    noor, milo = sections(as_(here.guardian)).values()
    assert [subjects(noor), "Report away" in noor, "The week" in noor] == [[], True, False]
    assert [subjects(milo), "Report away" in milo, "The week" in milo] == [["Music"], False, True]
    assert ["Away until" in milo, "Back now" in milo] == [True, False]


def test_an_absence_that_begins_later_or_at_another_school_is_not_shown(here: SimpleNamespace, as_: As) -> None:
    t.absence(here.children[0], here.school, at(13), at(0, 0, 25))
    t.absence(here.children[1], f.school(), at(0), at(0, 0, 25))
    assert ["Away until" in part for part in sections(as_(here.guardian)).values()] == [False, False]


def test_while_away_more_can_be_reported(here: SimpleNamespace, as_: As) -> None:
    t.absence(here.children[0], here.school, at(0), at(12))
    part = sections(as_(here.guardian))["Noor"]
    assert "Away until Tuesday 24 November, 12:00 · Ill" in part
    assert f'href="/children/{short(here.children[0].pk)}/away/"' in part


def test_a_guardian_without_children_is_told_what_will_be_here(as_: As) -> None:
    text = as_(f.person(f.school(), "guardian")).get("/family/").content.decode()
    assert "Here will be your children" in text


def test_only_guardians(here: SimpleNamespace, as_: As) -> None:
    readers = [here.children[0], f.person(here.school, "teacher"), f.person(here.school, "head"), None]
    assert [as_(reader).get("/family/").status_code for reader in readers] == [404] * 4
