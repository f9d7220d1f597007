"""The lesson's page before, during and after, for everybody who may open it."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from tandem.kit.ids import short
from tandem.rooms.audit.models import Entry
from tandem.rooms.courses import factories as c
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.open_lesson import open_lesson
from tandem.rooms.live.choices import Keep
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.actions.choose import choose
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.models import Lesson, LessonMaterial, Presence

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def here() -> SimpleNamespace:
    """A lesson that began twenty minutes ago, not opened yet, with everybody around it."""
    school = f.school()
    group, teacher = f.group(school, "4A"), f.person(school, "teacher", given_name="Anna", family_name="Peeters")
    pupil, absent = f.person(school, "pupil"), f.person(school, "pupil")
    for one in (pupil, absent):
        f.member(one, group)
    course = c.course(group, teacher, subject="Maths")
    lesson = t.lesson(course, topic="Roots", plan="Solve $x^2=9$", classroom="A.104")
    t.absence(absent, school, lesson.starts_at, lesson.ends_at)
    colleague, elsewhere = f.person(school, "teacher"), f.school()
    c.course(f.group(school), colleague)
    return SimpleNamespace(
        school=school, group=group, teacher=teacher, pupil=pupil, absent=absent, course=course, lesson=lesson,
        guardian=f.guardian(pupil, school), head=f.person(school, "head"),
        strangers=[
            colleague, f.person(school, "pupil"), f.guardian(f.person(school, "pupil"), school), f.person(school, "ict"),
            f.guardian(pupil, school, may_see=False), f.person(elsewhere, "teacher"), f.person(elsewhere, "head"), None,
        ],
        url=f"/lessons/{short(lesson.pk)}/",
    )  # fmt: skip


def state(text: str) -> str:
    found = re.search(r'<p class="state" id="state">(.*?)</p>', text, re.S)
    assert found
    return " ".join(re.sub(r"<.*?>", "", found[1]).split())


def data(text: str) -> dict[str, str]:
    """The data- attributes of the page's main part."""
    found = re.search(r"<main[^>]*>", text)
    assert found
    return dict(re.findall(r'data-(\w+)="([^"]*)"', found[0]))


def test_before(here: SimpleNamespace, as_: As) -> None:
    LessonMaterial.objects.create(
        organisation=here.school, lesson=here.lesson, item=c.item(c.unit(here.course), title="Sheet")
    )
    hidden = c.item(c.unit(here.course), title="Answers", published_at=None)
    LessonMaterial.objects.create(organisation=here.school, lesson=here.lesson, item=hidden, position=1)
    text = as_(here.pupil).get(here.url).content.decode()
    assert "<h1>Maths <span" in text
    assert "4A · Anna Peeters · A.104" in text
    assert "<msup>" in text
    assert ["Sheet" in text, "Answers" in text, "Open the lesson" in text] == [True, False, False]
    assert state(text) == f"starts now · kept until 31 August {here.course.school_year.ends_on.year}"
    assert "Kept until" in text
    assert (data(text)["phase"], data(text)["role"]) == ("before", "pupil")
    teachers = as_(here.teacher).get(here.url).content.decode()
    assert ["Sheet" in teachers, "Answers" in teachers, "Open the lesson" in teachers] == [True, True, True]


@pytest.mark.parametrize("minutes", [-31, 29, 70, 1500])
def test_when_it_begins_is_said_in_words(here: SimpleNamespace, as_: As, minutes: int) -> None:
    begin = timezone.now() + timedelta(minutes=minutes, seconds=30)
    Lesson.objects.filter(pk=here.lesson.pk).update(starts_at=begin, ends_at=begin + timedelta(minutes=50))
    text = as_(here.teacher).get(here.url).content.decode()
    said = state(text)
    if minutes < 0:
        assert said.startswith("starts now")
    elif minutes < 60:
        assert said.startswith("starts in 29 min")
    else:
        assert f"{timezone.localtime(begin):%H:%M} – " in said
    assert ("Open the lesson" in text) is (minutes < 30)
    assert ("You can open this lesson from half an hour" in text) is (minutes >= 30)


def test_the_teacher_opens_it_once(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.teacher)
    answers = [client.post(f"{here.url}opening/") for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, here.url)] * 2
    assert Timeline.objects.filter(lesson=here.lesson).count() == 1
    assert Entry.objects.filter(object_id=here.lesson.pk, verb="lesson.opened").count() == 1
    text = client.get(here.url).content.decode()
    assert (data(text)["phase"], data(text)["place"], data(text)["role"]) == ("live", "room", "teacher")
    assert "End the lesson" in text
    answers = [client.post(f"{here.url}closing/") for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, here.url)] * 2
    assert Entry.objects.filter(object_id=here.lesson.pk, verb="lesson.closed").count() == 1
    assert client.post(f"{here.url}opening/").status_code == 422
    assert state(client.get(here.url).content.decode()).startswith("replay · 1 min · ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cancelled_at": timezone.now()}, "This lesson is cancelled; it cannot be opened."),
        ({"minutes": 40}, "It is too early: a lesson opens at most half an hour before it starts."),
        ({"minutes": -60}, "The bell has rung for this lesson; it cannot be opened any more."),
    ],
)
def test_not_at_any_time(here: SimpleNamespace, as_: As, change: dict[str, object], words: str) -> None:
    if "minutes" in change:
        begin = timezone.now() + timedelta(minutes=int(str(change["minutes"])))
        change = {"starts_at": begin, "ends_at": begin + timedelta(minutes=50)}
    Lesson.objects.filter(pk=here.lesson.pk).update(**change)
    answer = as_(here.teacher).post(f"{here.url}opening/")
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Timeline.objects.filter(lesson=here.lesson).exists()
    assert "Open the lesson" not in as_(here.teacher).get(here.url).content.decode()


def test_during_each_comes_in_by_the_own_door(here: SimpleNamespace, as_: As) -> None:
    open_lesson(here.lesson, by=here.teacher)
    in_class, at_home = (data(as_(one).get(here.url).content.decode()) for one in (here.pupil, here.absent))
    assert (in_class["place"], at_home["place"]) == ("room", "home")
    forced = data(as_(here.pupil).get(here.url, {"as": "home"}).content.decode())
    assert forced["place"] == "room"
    Lesson.objects.filter(pk=here.lesson.pk).update(distance="everyone")
    asked = as_(here.pupil).get(here.url).content.decode()
    assert "Where are you?" in asked
    assert 'id="slide"' not in asked
    home = as_(here.pupil).get(here.url, {"as": "home"}).content.decode()
    assert (data(home)["place"], "Where are you?" in home) == ("home", False)


def test_head_and_guardian_see_that_it_goes_on_and_nothing_of_it(here: SimpleNamespace, as_: As) -> None:
    open_lesson(here.lesson, by=here.teacher)
    for reader in (here.head, here.guardian):
        text = as_(reader).get(here.url).content.decode()
        assert "What happens in it is for the class and its teachers." in text
        assert ["lesson.js" in text, "data-socket" in text, 'id="talk"' in text] == [False] * 3
    close_lesson(Timeline.objects.get(lesson=here.lesson), by=here.teacher)
    for reader in (here.head, here.guardian):
        text = as_(reader).get(here.url).content.decode()
        assert "The replay is for the class and its teachers." in text
        assert ["data-socket" in text, "Download the film" in text] == [False, False]
        assert as_(reader).get(f"{here.url}download/").status_code == 404


def test_a_late_pupil_may_begin_at_the_beginning(here: SimpleNamespace, as_: As) -> None:
    row = open_lesson(here.lesson, by=here.teacher)
    Timeline.objects.filter(pk=row.pk).update(began_at=timezone.now() - timedelta(minutes=12))
    client = as_(here.absent)
    text = client.get(here.url).content.decode()
    assert "The lesson has been going on for 12 minutes." in text
    assert 'href="?as=home&amp;from=0"' in text
    assert data(client.get(here.url, {"from": "0"}).content.decode())["from"] == "0"
    assert data(client.get(here.url, {"from": "0;x"}).content.decode())["from"] == ""
    Presence.objects.create(
        organisation=here.school, lesson=here.lesson, person=here.absent, place="home",
        first_at=timezone.now(), last_at=timezone.now(),
    )  # fmt: skip
    assert "You come in late." not in client.get(here.url).content.decode()


def test_after_it_is_watched_again_and_what_was_missed_is_said(here: SimpleNamespace, as_: As) -> None:
    row = open_lesson(here.lesson, by=here.teacher)
    close_lesson(row, by=here.teacher)
    Timeline.objects.filter(pk=row.pk).update(duration=2880)
    following = t.lesson(here.course, timezone.now() + timedelta(days=2), topic="Graphs")
    text = as_(here.absent).get(here.url).content.decode()
    assert state(text).startswith("replay · 48 min · ")
    assert ["You were away." in text, "I have caught up" in text] == [True, True]
    assert f'href="/lessons/{short(following.pk)}/">Graphs' in text
    assert "You were away." not in as_(here.pupil).get(here.url).content.decode()
    assert "Cut something out" not in text
    assert "Cut something out" in as_(here.teacher).get(here.url).content.decode()


@pytest.mark.parametrize("how", ["never opened", "expired", "live only"])
def test_after_without_a_replay_it_says_why(here: SimpleNamespace, as_: As, how: str) -> None:
    if how == "live only":
        Lesson.objects.filter(pk=here.lesson.pk).update(keep="live")
        here.lesson.refresh_from_db()
    if how != "never opened":
        row = open_lesson(here.lesson, by=here.teacher)
        close_lesson(row, by=here.teacher)
    past = timezone.now() - timedelta(days=40)
    Lesson.objects.filter(pk=here.lesson.pk).update(starts_at=past, ends_at=past + timedelta(minutes=50))
    if how == "expired":
        Timeline.objects.filter(lesson=here.lesson).update(
            keep_until=timezone.localdate() - timedelta(days=1), erased_at=timezone.now()
        )
    text = as_(here.pupil).get(here.url).content.decode()
    words = "This lesson was not opened in Tandem" if how == "never opened" else "was not kept, or its day has passed"
    assert words in text
    assert ["data-socket" in text, "<msup>" in text] == [False, True]
    for part in ("download/", "download/1/"):
        assert as_(here.pupil).get(f"{here.url}{part}").status_code == 404


def test_what_is_kept_is_said_before(here: SimpleNamespace, as_: As) -> None:
    choose(Keep(rule="date", days=10), here.school, by=None)
    day = timezone.localdate(here.lesson.starts_at) + timedelta(days=10)
    text = as_(here.pupil).get(here.url).content.decode()
    assert f"kept until {day.day} {day:%B %Y}" in state(text)
    choose(Keep(rule="live"), here.school, by=None)
    text = as_(here.pupil).get(here.url).content.decode()
    assert "nothing is kept: erased at the bell" in state(text)
    assert "Nothing of this lesson is kept" in text


@pytest.mark.parametrize("part", ["", "projector/", "plan/", "keep/", "cut/", "download/", "download/1/"])
def test_strangers_find_nothing(here: SimpleNamespace, as_: As, part: str) -> None:
    row = open_lesson(here.lesson, by=here.teacher)
    close_lesson(row, by=here.teacher)
    for reader in here.strangers:
        assert as_(reader).get(here.url + part).status_code == 404
    if part in {"plan/", "keep/", "cut/"}:
        for reader in (*here.strangers, here.pupil, here.head, here.guardian):
            assert as_(reader).post(here.url + part, {"topic": "x", "keep": "live"}).status_code == 404


def test_only_the_teacher_opens_closes_and_projects(here: SimpleNamespace, as_: As) -> None:
    for part in ("opening/", "closing/"):
        for reader in (*here.strangers, here.pupil, here.head, here.guardian):
            assert as_(reader).post(here.url + part).status_code == 404
    assert as_(here.teacher).post(f"{here.url}closing/").status_code == 404  # nothing to close
    open_lesson(here.lesson, by=here.teacher)
    for reader in (*here.strangers, here.pupil, here.head, here.guardian):
        assert as_(reader).get(f"{here.url}projector/").status_code == 404


def test_a_substitute_teaches_while_the_dates_say_so(here: SimpleNamespace, as_: As) -> None:
    today = timezone.localdate()
    substitute = f.person(here.school, "teacher")
    dated = f.member(substitute, here.group, "teacher", course_id=here.course.pk, starts_on=today, ends_on=today)
    assert as_(substitute).post(f"{here.url}opening/").status_code == 302
    dated.ends_on = dated.starts_on = today - timedelta(days=1)
    dated.save()
    assert as_(substitute).get(here.url).status_code == 404


def test_the_wrong_method(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.teacher)
    for part in ("", "projector/", "download/", "download/1/"):
        assert client.post(here.url + part).status_code == 405
    for part in ("opening/", "closing/", "caught-up/"):
        assert client.get(here.url + part).status_code == 405
    for part in ("plan/", "keep/", "cut/"):
        assert client.delete(here.url + part).status_code == 405


def test_the_wall_shows_no_names_and_no_talk(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.teacher)
    assert client.get(f"{here.url}projector/")["Location"] == here.url  # not before it is open
    open_lesson(here.lesson, by=here.teacher)
    text = client.get(f"{here.url}projector/").content.decode()
    assert data(text)["place"] == "projector"
    assert ['id="talk"' in text, 'id="people"' in text, 'id="hands"' in text] == [False] * 3
    body = re.sub(r"<script.*?</script>", "", text, flags=re.S)
    assert [name in body for name in ("Peeters", here.pupil.family_name)] == [False, False]


def test_the_data_saver_is_remembered_or_asked_by_the_browser(here: SimpleNamespace, as_: As) -> None:
    open_lesson(here.lesson, by=here.teacher)
    client = as_(here.pupil)
    levels = [
        data(client.get(here.url, query, headers=headers).content.decode())["level"]
        for query, headers in (({}, {}), ({}, {"Save-Data": "on"}), ({"level": "sound"}, {}), ({"level": "loud"}, {}))
    ]
    assert levels == ["full", "slides", "sound", "full"]
    client.cookies["level"] = "slides"
    assert data(client.get(here.url).content.decode())["level"] == "slides"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_page_and_problems_in_the_readers_language(here: SimpleNamespace, as_: As, language: str) -> None:
    Person.objects.filter(pk=here.teacher.pk).update(language=language)
    here.teacher.refresh_from_db()
    client = as_(here.teacher)
    Lesson.objects.filter(pk=here.lesson.pk).update(cancelled_at=timezone.now())
    answer = client.post(f"{here.url}opening/")
    with override(language):
        from django.utils.html import escape

        assert escape(gettext("This lesson is cancelled; it cannot be opened.")) in answer.content.decode()
        assert state(client.get(here.url).content.decode()) == gettext("Cancelled")
    assert f'<html lang="{language}"' in answer.content.decode()
