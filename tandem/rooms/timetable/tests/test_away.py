"""A guardian says that a child is away: two taps, many spans, ended early, taken back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from tandem.kit.ids import short
from tandem.rooms.audit.models import Entry
from tandem.rooms.courses import factories as c
from tandem.rooms.people import factories as f
from tandem.rooms.people.actions.choose import choose
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.access import may_join_from_home, may_watch
from tandem.rooms.timetable.actions.note_presence import note_presence
from tandem.rooms.timetable.choices import Away
from tandem.rooms.timetable.models import Absence, Lesson, Presence

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 7, 50, tzinfo=BRUSSELS)
"""Tuesday, before school."""


def day(number: int, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, number, tzinfo=BRUSSELS)


@pytest.fixture
def here(at_clock: Callable[[datetime], datetime]) -> SimpleNamespace:
    at_clock(NOW)
    school = f.school()
    group, teacher = f.group(school), f.person(school, "teacher")
    child, classmate = f.person(school, "pupil", given_name="Noor"), f.person(school, "pupil")
    f.member(child, group)
    f.member(classmate, group)
    maths = c.course(group, teacher)
    return SimpleNamespace(
        school=school,
        teacher=teacher,
        child=child,
        classmate=classmate,
        guardian=f.guardian(child, school),
        first=t.lesson(maths, day(24).replace(hour=8, minute=25)),
        second=t.lesson(maths, day(24).replace(hour=13)),
        tomorrow=t.lesson(maths, day(25).replace(hour=8, minute=25)),
        set_clock=at_clock,
    )


def page_of(child: Person) -> str:
    return f"/children/{short(child.pk)}/away/"


def spans(child: Person) -> list[tuple[datetime, datetime]]:
    rows = Absence.objects.filter(child=child).in_force().order_by("starts_at", "ends_at")
    return [(row.starts_at.astimezone(BRUSSELS), row.ends_at.astimezone(BRUSSELS)) for row in rows]


def test_two_taps(here: SimpleNamespace, as_: As) -> None:
    """The button on Family opens the page, a reason on it is all that is needed."""
    client = as_(here.guardian)
    assert f'href="{page_of(here.child)}"' in client.get("/family/").content.decode()
    assert client.get(page_of(here.child)).content.decode().count('name="reason"') == 6
    answer = client.post(page_of(here.child), {"span": "today", "reason": "ill"})
    assert (answer.status_code, answer["Location"]) == (302, "/family/")
    assert spans(here.child) == [(day(24), day(25))]
    text = client.get("/family/").content.decode()
    assert "Noor is reported away." in text
    assert "Away until Tuesday 24 November · Ill" in text
    entry = Entry.objects.get(organisation_id=here.school.pk, verb="absence.reported")
    assert (entry.by_id, entry.organisation_id) == (here.guardian.pk, here.school.pk)


@pytest.mark.parametrize(
    ("form", "span"),
    [
        ({"span": "today"}, (day(24), day(25))),
        ({"span": "two"}, (day(24), day(26))),
        ({"span": "week"}, (day(24), day(28))),
        ({}, (day(24), day(25))),
        ({"span": "own", "begin": "2026-11-26", "end": "2026-11-26"}, (day(26), day(27))),
        ({"span": "own", "begin": "2026-11-16", "end": "2026-11-20"}, (day(16), day(21))),
        ({"span": "own", "begin": "2026-11-24", "end": "2027-01-29"}, (day(24), day(30, 1, 2027))),
    ],
)
def test_from_a_day_to_many_weeks(
    here: SimpleNamespace, as_: As, form: dict[str, str], span: tuple[datetime, datetime]
) -> None:
    assert as_(here.guardian).post(page_of(here.child), {"reason": "family", **form}).status_code == 302
    assert spans(here.child) == [span]


@pytest.mark.parametrize("reason", ["ill", "doctor", "family", "belief", "travel", "other"])
def test_the_reasons_a_school_allows(here: SimpleNamespace, as_: As, reason: str) -> None:
    as_(here.guardian).post(page_of(here.child), {"span": "today", "reason": reason})
    assert Absence.objects.get(child=here.child).reason == reason


def test_a_school_that_allows_fewer_reasons(here: SimpleNamespace, as_: As) -> None:
    choose(Away(reasons=("ill",), longest_days=5), here.school, by=None)
    client = as_(here.guardian)
    assert client.get(page_of(here.child)).content.decode().count('name="reason"') == 1
    refused = client.post(page_of(here.child), {"span": "today", "reason": "travel"})
    assert (refused.status_code, refused.context["problem"]) == (
        422,
        "Choose one of the reasons that the school allows.",
    )
    long = client.post(
        page_of(here.child), {"span": "own", "reason": "ill", "begin": "2026-11-24", "end": "2026-11-29"}
    )
    assert "At most 5 days" in long.context["problem"]
    assert spans(here.child) == []


def test_one_lesson(here: SimpleNamespace, as_: As) -> None:
    key = f"lesson-{short(here.second.pk)}"
    as_(here.guardian).post(page_of(here.child), {"span": key, "reason": "doctor"})
    assert spans(here.child) == [(here.second.starts_at, here.second.ends_at)]
    assert [may_join_from_home(here.child, one) for one in (here.first, here.second)] == [False, True]
    assert "Away until" not in as_(here.guardian).get("/family/").content.decode()


def test_only_lessons_that_are_left_can_be_chosen(here: SimpleNamespace, as_: As) -> None:
    here.set_clock(NOW.replace(hour=12))
    client = as_(here.guardian)
    text = client.get(page_of(here.child)).content.decode()
    assert [short(one.pk) in text for one in (here.first, here.second, here.tomorrow)] == [False, True, False]
    for key in (short(here.first.pk), short(here.tomorrow.pk), "nothing", "x" * 22):
        answer = client.post(page_of(here.child), {"span": f"lesson-{key}", "reason": "doctor"})
        assert (answer.status_code, answer.context["problem"]) == (
            422,
            "That lesson is over or not your child's. Choose again.",
        )
    assert spans(here.child) == []


@pytest.mark.parametrize(
    ("begin", "end", "problem"),
    [
        ("", "", "Say from which day until which day."),
        ("2026-02-30", "2026-03-01", "Say from which day until which day."),
        ("2026-11-24", "9999-12-31", "Say from which day until which day."),
        ("0001-01-01", "0001-01-01", "That is more than two weeks ago. Ask the school to change it."),
        ("2026-11-02", "2026-11-24", "That is more than two weeks ago. Ask the school to change it."),
        ("2026-11-26", "2026-11-25", "The last moment comes before the first. Nothing was reported."),
        ("2026-11-26", "2026-11-20", "The last moment comes before the first. Nothing was reported."),
        ("2026-11-24", "2027-02-24", "At most 70 days fit in one report. Ask the school about a longer absence."),
        ("2027-12-01", "2027-12-02", "That is more than a year ahead. Nothing was reported."),
    ],
)
def test_days_that_cannot_be(here: SimpleNamespace, as_: As, begin: str, end: str, problem: str) -> None:
    form = {"span": "own", "reason": "ill", "begin": begin, "end": end}
    answer = as_(here.guardian).post(page_of(here.child), form)
    assert (answer.status_code, answer.context["problem"]) == (422, problem)
    assert spans(here.child) == []
    if begin:
        assert f'name="begin" value="{begin}"' in answer.content.decode()  # what was typed is not lost


def test_the_same_twice_is_one(here: SimpleNamespace, as_: As) -> None:
    other = f.guardian(here.child, here.school)
    for guardian in (here.guardian, here.guardian, other):
        assert as_(guardian).post(page_of(here.child), {"span": "week", "reason": "ill"}).status_code == 302
    as_(other).post(page_of(here.child), {"span": "today", "reason": "ill"})
    assert spans(here.child) == [(day(24), day(28))]
    assert Entry.objects.filter(organisation_id=here.school.pk, verb="absence.reported").count() == 1


def test_reports_that_overlap_say_the_last_day_and_end_together(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.guardian)
    client.post(page_of(here.child), {"span": "today", "reason": "ill"})
    client.post(page_of(here.child), {"span": "week", "reason": "doctor"})
    client.post(page_of(here.child), {"span": "own", "reason": "family", "begin": "2026-12-01", "end": "2026-12-01"})
    assert "Away until Friday 27 November · Doctor or hospital" in client.get("/family/").content.decode()
    here.set_clock(NOW.replace(hour=12))
    first = Absence.objects.filter(child=here.child).order_by("ends_at").first()
    assert first is not None
    client.post(f"/absences/{short(first.pk)}/ending/")
    noon = NOW.replace(hour=12)
    assert spans(here.child) == [(day(24), noon), (day(24), noon), (day(1, 12), day(2, 12))]
    text = client.get("/family/").content.decode()
    assert "Noor is back at school from now on." in text
    assert "Away until" not in text
    assert [may_join_from_home(here.child, one) for one in (here.first, here.second)] == [True, False]


def test_ended_early_twice_is_harmless(here: SimpleNamespace, as_: As) -> None:
    absence = t.absence(here.child, here.school, day(23), day(28))
    client, url = as_(here.guardian), f"/absences/{short(absence.pk)}/ending/"
    assert client.post(url).status_code == 302
    here.set_clock(NOW.replace(hour=15))
    assert client.post(url).status_code == 302
    assert spans(here.child) == [(day(23), NOW)]
    assert Entry.objects.filter(organisation_id=here.school.pk, verb="absence.ended").count() == 1


def test_an_absence_that_has_not_begun_is_taken_back(here: SimpleNamespace, as_: As) -> None:
    absence = t.absence(here.child, here.school, day(25), day(28))
    client = as_(here.guardian)
    client.post(f"/absences/{short(absence.pk)}/ending/")
    assert spans(here.child) == []
    assert "Taken back: Noor is not away." in client.get("/family/").content.decode()


def test_a_mistake_is_as_if_never_reported(here: SimpleNamespace, as_: As) -> None:
    absence = t.absence(here.child, here.school, day(24), day(28))
    client, url = as_(here.guardian), f"/absences/{short(absence.pk)}/withdrawing/"
    assert [client.post(url).status_code for _ in range(2)] == [302, 302]
    client.post(f"/absences/{short(absence.pk)}/ending/")
    assert spans(here.child) == []
    assert Entry.objects.filter(object_id=absence.pk).values_list("verb", flat=True).get() == "absence.withdrawn"
    assert may_join_from_home(here.child, here.first) is False


def readers(here: SimpleNamespace) -> dict[str, Person | None]:
    """Everybody who may not report this child away."""
    return {
        "no right": f.guardian(here.child, here.school, may_report_away=False),
        "not any more": f.guardian(here.child, here.school, ends_on=date(2026, 11, 23)),
        "of another child": f.guardian(here.classmate, here.school),
        "elsewhere": f.guardian(f.person(f.school(), "pupil"), f.school()),
        "teacher": here.teacher,
        "head": f.person(here.school, "head"),
        "the child": here.child,
        "stranger": None,
    }


def test_nobody_else_reports_ends_or_takes_back(here: SimpleNamespace, as_: As) -> None:
    absence = t.absence(here.child, here.school, day(24), day(28))
    for who, reader in readers(here).items():
        client = as_(reader)
        answers = [
            client.get(page_of(here.child)).status_code,
            client.post(page_of(here.child), {"span": "two", "reason": "travel"}).status_code,
            client.post(f"/absences/{short(absence.pk)}/ending/").status_code,
            client.post(f"/absences/{short(absence.pk)}/withdrawing/").status_code,
        ]
        assert (who, answers) == (who, [404] * 4)
    assert spans(here.child) == [(day(24), day(28))]
    client = as_(here.guardian)
    assert client.put(page_of(here.child)).status_code == 405
    assert client.get(f"/absences/{short(absence.pk)}/ending/").status_code == 405
    assert client.get(f"/absences/{short(absence.pk)}/withdrawing/").status_code == 405


def test_an_absence_at_another_school_is_not_this_guardians(here: SimpleNamespace, as_: As) -> None:
    there = f.school()
    absence = t.absence(here.child, there, day(24), day(28))
    assert as_(here.guardian).post(f"/absences/{short(absence.pk)}/withdrawing/").status_code == 404
    assert may_join_from_home(here.child, here.first) is False


def test_an_adult_child_consents_first(here: SimpleNamespace, as_: As) -> None:
    Person.objects.filter(pk=here.child.pk).update(born_on=date(2008, 11, 24))  # eighteen today
    client = as_(here.guardian)
    assert client.post(page_of(here.child), {"span": "today", "reason": "ill"}).status_code == 404
    here.guardian.children_links.update(consented_at=timezone.now())
    assert client.post(page_of(here.child), {"span": "today", "reason": "ill"}).status_code == 302


def test_from_home_is_for_that_child_and_that_time_only(here: SimpleNamespace) -> None:
    t.absence(here.child, here.school, day(24), day(25))
    lessons = (here.first, here.second, here.tomorrow)
    assert [may_join_from_home(here.child, one) for one in lessons] == [True, True, False]
    assert [may_join_from_home(here.classmate, one) for one in lessons] == [False] * 3
    assert [may_watch(here.classmate, one) for one in lessons] == [True] * 3
    stranger = f.person(here.school, "pupil")
    t.absence(stranger, here.school, day(24), day(25))
    assert may_join_from_home(stranger, here.first) is False
    Lesson.objects.filter(pk=here.tomorrow.pk).update(distance="everyone")
    here.tomorrow.refresh_from_db()
    assert [may_join_from_home(one, here.tomorrow) for one in (here.child, here.classmate, stranger)] == [
        True,
        True,
        False,
    ]


def test_following_from_home_is_never_being_in_the_room(here: SimpleNamespace) -> None:
    """What the lesson saw says where; and who came into the room later was in the room."""
    at = here.first.starts_at
    for minutes in (3, 1, 9):
        note_presence(here.first, here.child, place="home", at=at + timedelta(minutes=minutes))
    row = Presence.objects.get(lesson=here.first, person=here.child)
    assert (row.place, row.first_at, row.last_at) == (
        "home",
        at + timedelta(minutes=3),
        at + timedelta(minutes=9),
    )
    note_presence(here.first, here.child, place="room", at=at + timedelta(minutes=20))
    note_presence(here.first, here.child, place="home", at=at + timedelta(minutes=30))
    row.refresh_from_db()
    assert (row.place, row.last_at) == ("room", at + timedelta(minutes=30))


def test_problems_are_said_in_the_guardians_language(here: SimpleNamespace, as_: As) -> None:
    for language in ("nl", "fr", "de", "en"):
        Person.objects.filter(pk=here.guardian.pk).update(language=language)
        here.guardian.refresh_from_db()
        answer: Any = as_(here.guardian).post(page_of(here.child), {"span": "own", "reason": "ill"})
        with override(language):
            assert answer.context["problem"] == gettext("Say from which day until which day.")
        assert answer["Content-Language"] == language
