"""What the teacher does around the lesson: plan, keep rule, cutting out, the film."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tandem.engines.timeline.frame import Draft, Track
from tandem.kit.ids import short
from tandem.rooms.audit.models import Entry
from tandem.rooms.courses import factories as c
from tandem.rooms.lesson.forms import seconds_of
from tandem.rooms.live import store
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.open_lesson import open_lesson
from tandem.rooms.live.kinds import Chat, pack
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.models import Lesson, LessonMaterial, Presence

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def here() -> SimpleNamespace:
    school = f.school()
    group, teacher, pupil = f.group(school), f.person(school, "teacher"), f.person(school, "pupil")
    f.member(pupil, group)
    course = c.course(group, teacher)
    lesson = t.lesson(course)
    unit = c.unit(course)
    return SimpleNamespace(
        school=school, teacher=teacher, pupil=pupil, course=course, lesson=lesson,
        items=[c.item(unit, title=title) for title in ("One", "Two", "Three")], url=f"/lessons/{short(lesson.pk)}/",
    )  # fmt: skip


def talked(here: SimpleNamespace) -> Timeline:
    """The lesson given: a line of the pupil in second 10, one of the teacher in second 20."""
    row = open_lesson(here.lesson, by=here.teacher)
    with store.writer(row) as log:
        for second, who, text in ((10, here.pupil, "SECRET WORDS"), (20, here.teacher, "PLAIN WORDS")):
            line = pack({"key": text, "text": text})
            log.append([Draft(Track.CHAT, Chat.LINE, line, author=who.pk.bytes, time=second * 1_000_000)])
    for who in (here.pupil, here.teacher):
        Presence.objects.create(
            organisation=here.school, lesson=here.lesson, person=who, place="room", first_at=row.began_at,
            last_at=row.began_at,
        )  # fmt: skip
    close_lesson(row, by=here.teacher)
    row.refresh_from_db()
    return row


def on_disk(row: Timeline) -> bytes:
    return b"".join(path.read_bytes() for path in row.folder.rglob("*") if path.is_file())


def test_a_plan_with_materials_in_order(here: SimpleNamespace, as_: As) -> None:
    client, (one, two, three) = as_(here.teacher), here.items
    form = {"topic": "Roots", "plan": "First $x$", "distance": "everyone", "materials": [str(two.pk), str(one.pk)]}
    for _ in range(2):  # twice is harmless
        answer = client.post(f"{here.url}plan/", form)
        assert (answer.status_code, answer["Location"]) == (302, here.url)
    here.lesson.refresh_from_db()
    assert (here.lesson.topic, here.lesson.distance, "<math" in here.lesson.plan_html) == ("Roots", "everyone", True)
    links = LessonMaterial.objects.filter(lesson=here.lesson)
    assert [link.item for link in links] == [one, two]
    client.post(f"{here.url}plan/", form | {"materials": [str(three.pk)], "plan": ""})
    assert [link.item for link in links.all()] == [three]
    here.lesson.refresh_from_db()
    assert here.lesson.plan_html == ""


def test_two_teachers_at_once_do_not_undo_each_other(here: SimpleNamespace, as_: As) -> None:
    """Who keeps a plan writes the plan: a keep rule chosen meanwhile stays, and the other way round."""
    from tandem.rooms.lesson.forms import KeepForm

    stale = Lesson.objects.get(pk=here.lesson.pk)
    as_(here.teacher).post(f"{here.url}plan/", {"topic": "Roots", "plan": "x", "distance": "away"})
    form = KeepForm({"keep": "live"}, instance=stale)
    assert form.is_valid()
    stale.save(update_fields=["keep", "keep_until"])
    here.lesson.refresh_from_db()
    assert (here.lesson.topic, here.lesson.keep) == ("Roots", "live")


def test_items_of_other_courses_and_bad_fields(here: SimpleNamespace, as_: As) -> None:
    other = c.item(c.unit(c.course(f.group(here.school), here.teacher)))
    client, good = as_(here.teacher), {"topic": "Roots", "plan": "x", "distance": "away"}
    for bad in ({"materials": [str(other.pk)]}, {"materials": ["x"]}, {"distance": "nobody"}, {"topic": "x" * 121}):
        answer = client.post(f"{here.url}plan/", good | bad)
        assert (answer.status_code, answer.content.decode().count('class="err"')) == (422, 1)
    here.lesson.refresh_from_db()
    assert (here.lesson.topic, here.lesson.plan) == ("", "")
    assert not LessonMaterial.objects.filter(lesson=here.lesson).exists()


def test_scripts_in_a_plan_do_not_run(here: SimpleNamespace, as_: As) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
    as_(here.teacher).post(f"{here.url}plan/", {"topic": text, "plan": text, "distance": "away"})
    page = as_(here.pupil).get(here.url).content.decode()
    assert ["<script>alert" in page, "<img src=x" in page] == [False, False]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_how_long_it_is_kept(here: SimpleNamespace, as_: As) -> None:
    client, until = as_(here.teacher), timezone.localdate() + timedelta(days=3)
    ends = here.course.school_year.ends_on
    until = min(until, ends)
    for keep, day, result in (
        ("date", str(until), until),
        ("live", "", None),
        ("year", str(until), None),
        ("", "", None),
    ):
        answer = client.post(f"{here.url}keep/", {"keep": keep, "keep_until": day})
        here.lesson.refresh_from_db()
        assert (answer.status_code, here.lesson.keep, here.lesson.keep_until) == (302, keep, result)
    assert Entry.objects.filter(object_id=here.lesson.pk, verb="lesson.keep").count() == 4


@pytest.mark.parametrize(
    ("keep", "day", "words"),
    [
        ("date", "", "Say until which day it is kept."),
        ("date", "2020-01-01", "That day comes before the lesson."),
        ("date", "9999-12-31", "Nothing is kept longer than the school year."),
        ("date", "tomorrow", "Enter a valid date."),
        ("for ever", "", "Select a valid choice."),
    ],
)
def test_a_keep_rule_that_cannot_be(here: SimpleNamespace, as_: As, keep: str, day: str, words: str) -> None:
    answer = as_(here.teacher).post(f"{here.url}keep/", {"keep": keep, "keep_until": day})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    here.lesson.refresh_from_db()
    assert (here.lesson.keep, here.lesson.keep_until) == ("", None)


def test_once_it_began_the_rule_stays(here: SimpleNamespace, as_: As) -> None:
    open_lesson(here.lesson, by=here.teacher)
    for answer in (as_(here.teacher).get(f"{here.url}keep/"), as_(here.teacher).post(f"{here.url}keep/", {"keep": ""})):
        assert (answer.status_code, "what was promised about keeping stays" in answer.content.decode()) == (422, True)


def test_a_piece_is_cut_out_and_gone(here: SimpleNamespace, as_: As) -> None:
    row, client = talked(here), as_(here.teacher)
    assert b"SECRET" in on_disk(row)
    answer = client.post(f"{here.url}cut/", {"begin": "0:08", "end": "0:12"})
    assert (answer.status_code, answer["Location"]) == (302, here.url)
    assert [b"SECRET" in on_disk(row), b"PLAIN" in on_disk(row)] == [False, True]
    assert "is gone for good" in client.get(here.url).content.decode()
    again = client.post(f"{here.url}cut/", {"begin": "0:08", "end": "0:12"})
    assert (again.status_code, b"PLAIN" in on_disk(row)) == (302, True)
    entry = Entry.objects.filter(object_id=row.pk, verb="timeline.cut").order_by("at").first()
    assert entry is not None
    assert (entry.by_id, entry.details["begin"], entry.details["end"]) == (here.teacher.pk, 8, 12)


def test_everything_of_one_person_is_cut_out_and_gone(here: SimpleNamespace, as_: As) -> None:
    row, client = talked(here), as_(here.teacher)
    assert here.pupil.name in client.get(f"{here.url}cut/").content.decode()
    assert client.post(f"{here.url}cut/", {"person": short(here.pupil.pk)}).status_code == 302
    assert [b"SECRET" in on_disk(row), here.pupil.pk.bytes in on_disk(row)] == [False, False]
    assert not Presence.objects.filter(lesson=here.lesson, person=here.pupil).exists()  # also that they were here
    assert b"PLAIN" in on_disk(row)
    assert here.pupil.name not in client.get(f"{here.url}cut/").content.decode()


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"begin": "0:20", "end": "0:10"}, 422),
        ({"begin": "0:10", "end": "0:10"}, 422),
        ({"begin": "99:00", "end": "99:10"}, 422),
        ({"begin": "ten", "end": "0:10"}, 422),
        ({"begin": "-1", "end": "0:10"}, 422),
        ({"begin": "", "end": ""}, 422),
        ({}, 422),
        ({"person": "x"}, 404),
        ({"person": "0" * 22}, 404),
        ({"person": "z" * 22}, 404),
    ],
)
def test_a_cut_that_cannot_be_cuts_nothing(here: SimpleNamespace, as_: As, form: dict[str, str], status: int) -> None:
    row = talked(here)
    before = on_disk(row)
    assert as_(here.teacher).post(f"{here.url}cut/", form).status_code == status
    assert on_disk(row) == before


def test_nobody_is_cut_out_who_was_not_there(here: SimpleNamespace, as_: As) -> None:
    row = talked(here)
    before = on_disk(row)
    absent = f.person(here.school, "pupil")
    assert as_(here.teacher).post(f"{here.url}cut/", {"person": short(absent.pk)}).status_code == 404
    assert on_disk(row) == before


def test_without_picture_there_is_no_film(here: SimpleNamespace, as_: As) -> None:
    talked(here)
    client = as_(here.pupil)
    assert "Nobody gave picture or sound" in client.get(f"{here.url}download/").content.decode()
    assert [client.get(f"{here.url}download/{number}/").status_code for number in (0, 1, 99999999999)] == [404] * 3


def test_before_it_was_given_there_is_nothing_to_cut_or_take(here: SimpleNamespace, as_: As) -> None:
    for part in ("cut/", "download/", "download/1/"):
        assert as_(here.teacher).get(here.url + part).status_code == 404


@pytest.mark.parametrize(
    ("text", "seconds"), [("2:05", 125.0), ("1:02:05", 3725.0), ("125", 125.0), (" 0:00 ", 0.0), ("100:00", 6000.0)]
)
def test_moments(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "2:5", "2:05:5", "-3", "1.5", "2:05 pm", "²:05", "123456"])
def test_no_moments(text: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        seconds_of(text)


def test_the_years_end_is_the_last_day_of_keeping(here: SimpleNamespace, as_: As) -> None:
    last: Any = here.course.school_year.ends_on
    assert as_(here.teacher).post(f"{here.url}keep/", {"keep": "date", "keep_until": str(last)}).status_code == 302
    after: date = last + timedelta(days=1)
    assert as_(here.teacher).post(f"{here.url}keep/", {"keep": "date", "keep_until": str(after)}).status_code == 422
