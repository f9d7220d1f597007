"""The week and the day, for whoever looks: pupil, teacher, head, guardian."""

import re
from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.actions.plan_slots import make_lessons
from tandem.rooms.timetable.models import Lesson

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 8, 40, tzinfo=BRUSSELS)
"""Tuesday, a quarter of an hour into the first lesson."""
SHOWN = (
    (date(2026, 10, 19), date(2026, 10, 30)),
    (date(2026, 11, 23), date(2026, 11, 27)),
    (date(2027, 3, 22), date(2027, 4, 2)),
    (date(2027, 8, 30), date(2027, 9, 3)),
)
"""The weeks that are looked at here: the clock changes twice, today, the school year ends."""


@pytest.fixture
def here(at_clock: Callable[[datetime], datetime]) -> SimpleNamespace:
    """A class that has maths every day at 08:25 and art on Thursday, with its people."""
    at_clock(NOW)
    school = f.school()
    hours = t.periods(school)
    group, teacher, colleague = f.group(school, "4A"), f.person(school, "teacher"), f.person(school, "teacher")
    pupil = f.person(school, "pupil", given_name="Noor")
    f.member(pupil, group)
    maths = c.course(group, teacher, subject="Maths", hue=3)
    art = c.course(group, colleague, subject="Art")
    slots = [t.slot(maths, hours[0], day, classroom="A1") for day in range(1, 6)] + [t.slot(art, hours[2], 4)]
    for first, last in SHOWN:
        make_lessons(school, slots, first, last)
    return SimpleNamespace(
        school=school, hours=hours, group=group, teacher=teacher, colleague=colleague, pupil=pupil, maths=maths, art=art,
        guardian=f.guardian(pupil, school), head=f.person(school, "head"),
    )  # fmt: skip


def grid(page: Any) -> list[list[str]]:
    """What stands in each cell of the week, row by row: subjects, with ! on what is now."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page.content.decode(), re.S)
    return [
        [
            " ".join(
                ("!" if " now" in les else "") + re.sub(r"<.*?>", "", subject).strip()
                for les, subject in re.findall(r'<a class="les ([^"]*)".*?<b>(.*?)</b>', cell, re.S)
            )
            for cell in re.findall(r"<td.*?</td>", row, re.S)
        ]
        for row in rows
    ]


def test_a_pupil_sees_the_week_with_now_marked(here: SimpleNamespace, as_: As) -> None:
    page = as_(here.pupil).get("/timetable/")
    assert grid(page) == [["Maths", "!Maths", "Maths", "Maths", "Maths"], [""] * 5, ["", "", "", "Art", ""], [""] * 5]
    text = page.content.decode()
    assert text.count('aria-current="date"') == 1
    assert "Monday 23 November – Friday 27 November" in text
    assert "Add a course" not in text


def test_a_teacher_sees_only_what_she_teaches_and_to_whom(here: SimpleNamespace, as_: As) -> None:
    assert grid(as_(here.colleague).get("/timetable/")) == [[""] * 5, [""] * 5, ["", "", "", "4A · Art", ""], [""] * 5]


def test_a_head_chooses_a_class_and_gets_its_grid(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.head)
    answer = client.get("/timetable/")
    assert (answer.status_code, answer["Location"]) == (302, "/timetable/classes/")
    url = f"/timetable/classes/{short(here.group.pk)}/"
    assert f'href="{url}"' in client.get("/timetable/classes/").content.decode()
    page = client.get(url)
    assert grid(page)[0] == ["Maths", "!Maths", "Maths", "Maths", "Maths"]
    assert page.content.decode().count("/slots/?weekday=") == 14  # 4 hours × 5 days less 6 lessons
    assert "/timetable/slots/" in page.content.decode()


def test_classes_of_last_year_are_no_choice(here: SimpleNamespace, as_: As) -> None:
    old = f.group(here.school, "3A old")
    old.school_year = f.school_year(here.school, date(2025, 10, 1))
    old.save()
    text = as_(here.head).get("/timetable/classes/").content.decode()
    assert ("4A" in text, "3A old" in text) == (True, False)


def test_a_guardian_goes_from_child_to_child(here: SimpleNamespace, as_: As) -> None:
    other = f.person(here.school, "pupil", given_name="Milo")
    f.member(other, f.group(here.school))
    f.guardian(other, here.school, here.guardian)
    hidden = f.person(here.school, "pupil", given_name="Unseen")
    f.guardian(hidden, here.school, here.guardian, may_see=False)
    client = as_(here.guardian)
    first = client.get("/timetable/")
    assert first.status_code == 302
    noors, milos = (f"/timetable/children/{short(one.pk)}/" for one in (here.pupil, other))
    assert first["Location"] in {noors, milos}
    text = client.get(noors, {"day": "2026-12-03"}).content.decode()
    assert f'href="{milos}?day=2026-12-03">Milo</a>' in text
    assert "Unseen" not in text
    assert client.get(f"/timetable/children/{short(hidden.pk)}/").status_code == 404
    assert grid(client.get(noors))[0] == ["Maths", "!Maths", "Maths", "Maths", "Maths"]
    assert "No lessons this week." in client.get(milos).content.decode()


def test_a_guardian_sees_only_the_school_of_the_link(here: SimpleNamespace, as_: As) -> None:
    """A child in two schools: who is guardian at one does not see the other."""
    there = f.school()
    group = f.group(there)
    f.role(here.pupil, there, "pupil")
    f.member(here.pupil, group)
    t.lesson(c.course(group, subject="Elsewhere"), datetime(2026, 11, 25, 13, tzinfo=BRUSSELS))
    url = f"/timetable/children/{short(here.pupil.pk)}/"
    assert "Elsewhere" not in as_(here.guardian).get(url).content.decode()
    assert "Elsewhere" in as_(here.pupil).get("/timetable/").content.decode()
    assert "Elsewhere" in as_(f.guardian(here.pupil, there)).get(url).content.decode()


def test_nobody_elses_week(here: SimpleNamespace, as_: As) -> None:
    outsider, parent = f.person(f.school(), "head"), f.guardian(f.person(here.school, "pupil"), here.school)
    former = f.guardian(here.pupil, here.school, ends_on=date(2026, 11, 23))
    for reader in (here.teacher, here.pupil, outsider, parent, former, here.head, None):
        assert as_(reader).get(f"/timetable/children/{short(here.pupil.pk)}/").status_code == 404
    for reader in (here.teacher, here.pupil, outsider, here.guardian, None):
        assert as_(reader).get(f"/timetable/classes/{short(here.group.pk)}/").status_code == 404
    for reader in (here.teacher, here.pupil, here.guardian):
        assert as_(reader).get("/timetable/classes/").status_code == 404


def test_an_adult_child_is_asked_first(here: SimpleNamespace, as_: As) -> None:
    Person.objects.filter(pk=here.pupil.pk).update(born_on=date(2008, 11, 24))  # eighteen today
    url = f"/timetable/children/{short(here.pupil.pk)}/"
    assert as_(here.guardian).get(url).status_code == 404
    here.guardian.children_links.update(consented_at=timezone.now())
    assert as_(here.guardian).get(url).status_code == 200


@pytest.mark.parametrize("url", ["/timetable/", "/timetable/day/"])
@pytest.mark.parametrize(
    "day", ["x", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11", "<script>", "2026-11-24T10:00"]
)
def test_a_day_that_is_none(here: SimpleNamespace, as_: As, url: str, day: str) -> None:
    answer = as_(here.pupil).get(url, {"day": day})
    assert answer.status_code == 404
    assert "There is no such page for you" in answer.content.decode()


@pytest.mark.parametrize("day", ["2026-10-19", "2026-10-26", "2027-03-22", "2027-03-29"])
def test_the_hour_stays_when_the_clock_changes(here: SimpleNamespace, as_: As, day: str) -> None:
    """25 October and 28 March lie between these weeks; the first lesson is at 08:25 in all of them."""
    page = as_(here.pupil).get("/timetable/", {"day": day})
    assert grid(page) == [["Maths"] * 5, [""] * 5, ["", "", "", "Art", ""], [""] * 5]
    line = as_(here.pupil).get("/timetable/day/", {"day": day}).content.decode()
    assert re.findall(r'<time datetime="[^"]*">(\d\d:\d\d)</time>', line) == ["08:25"]


def test_a_lesson_late_on_the_evening_the_clock_changes_is_on_its_own_day(here: SimpleNamespace, as_: As) -> None:
    """Sunday 25 October 2026 has twenty-five hours; a day that is counted in twenty-four loses its last."""
    t.lesson(here.maths, datetime(2026, 10, 25, 23, tzinfo=BRUSSELS), topic="Stars")
    client = as_(here.pupil)
    assert "Stars" in client.get("/timetable/day/", {"day": "2026-10-25"}).content.decode()
    assert "Stars" not in client.get("/timetable/day/", {"day": "2026-10-26"}).content.decode()
    assert [len(row) for row in grid(client.get("/timetable/", {"day": "2026-10-25"}))] == [7] * 5


def test_the_week_in_which_the_school_year_ends(here: SimpleNamespace, as_: As) -> None:
    """1 September 2027 is a Wednesday: lessons on Monday and Tuesday, none after, and the week has all its days."""
    page = as_(here.pupil).get("/timetable/", {"day": "2027-09-01"})
    assert grid(page)[0] == ["Maths", "Maths", "", "", ""]
    assert "Monday 30 August – Friday 3 September" in page.content.decode()


def test_the_day_on_a_line(here: SimpleNamespace, as_: As) -> None:
    t.lesson(here.art, NOW.replace(hour=13, minute=0), classroom="Studio")
    gone = t.lesson(here.maths, NOW.replace(hour=15, minute=0))
    Lesson.objects.filter(pk=gone.pk).update(cancelled_at=NOW)
    text = as_(here.pupil).get("/timetable/day/").content.decode()
    line = text[text.index('<ol class="day">') :]
    assert re.findall(r"<h3[^>]*>(?:<a[^>]*>)?(\w+)", line) == ["Maths", "Art", "Maths"]
    assert line.count('aria-current="time"') == 1
    assert "until 09:15, 35 min left" in line
    assert line.index("Midday break") < line.index("Studio") < line.index("cancelled")


def test_a_day_without_lessons_and_a_school_without_hours(as_: As) -> None:
    alone = f.person(f.school(), "pupil")
    client = as_(alone)
    assert "No lessons on this day." in client.get("/timetable/day/").content.decode()
    page = client.get("/timetable/")
    assert page.status_code == 200
    assert "as soon as the school has entered its hours" in page.content.decode()


def test_only_get(here: SimpleNamespace, as_: As) -> None:
    for reader, urls in (
        (here.pupil, ["/timetable/", "/timetable/day/"]),
        (here.head, ["/timetable/classes/", f"/timetable/classes/{short(here.group.pk)}/"]),
        (here.guardian, [f"/timetable/children/{short(here.pupil.pk)}/"]),
    ):
        for url in urls:
            assert [as_(reader).post(url).status_code, as_(reader).delete(url).status_code] == [405, 405]


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert [client.get(url).status_code for url in ("/timetable/", "/timetable/day/", "/timetable/classes/")] == [
        404
    ] * 3


def test_days_in_the_readers_language(here: SimpleNamespace, as_: As) -> None:
    expected = {"nl": "Maandag 23 november", "fr": "Lundi 23 novembre", "de": "Montag, 23. November"}
    for language, day in expected.items():
        Person.objects.filter(pk=here.pupil.pk).update(language=language)
        here.pupil.refresh_from_db()
        page = as_(here.pupil).get("/timetable/")
        assert (page["Content-Language"], day in page.content.decode()) == (language, True)


def test_a_weekend_shows_only_when_something_happens(here: SimpleNamespace, as_: As) -> None:
    assert [len(row) for row in grid(as_(here.pupil).get("/timetable/"))] == [5] * 4
    t.lesson(here.art, datetime(2026, 11, 28, 10, 20, tzinfo=BRUSSELS))
    assert grid(as_(here.pupil).get("/timetable/"))[2] == ["", "", "", "Art", "", "Art", ""]
