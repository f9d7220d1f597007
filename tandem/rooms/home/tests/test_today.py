"""Today, for pupil, teacher and head; and the door that leads everybody to their first page."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.models import CaughtUp, Lesson, LessonMaterial, Presence

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 10, 40, tzinfo=BRUSSELS)
"""Tuesday, twenty minutes into the third lesson."""


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)


@pytest.fixture
def here(at_clock: Callable[[datetime], datetime]) -> SimpleNamespace:
    """Maths at 08:25 with a replay, English now, art after midday; and yesterday's lessons."""
    at_clock(NOW)
    school = f.school()
    group, teacher = f.group(school, "4A"), f.person(school, "teacher")
    pupil = f.person(school, "pupil")
    f.member(pupil, group)
    maths, english = c.course(group, teacher, subject="Maths", hue=2), c.course(group, subject="English", hue=5)
    return SimpleNamespace(
        school=school, group=group, teacher=teacher, pupil=pupil, maths=maths, english=english, set_clock=at_clock,
        head=f.person(school, "head"),
        done=replayed(t.lesson(maths, at(8, 25), topic="Roots")),
        now=t.lesson(english, at(10, 20), classroom="A1", topic="Ships"),
        later=t.lesson(maths, at(13), classroom="A2"),
        yesterday=replayed(t.lesson(maths, at(8, 25, 23), topic="Squares")),
        plan=t.lesson(english, at(10, 20, 23), plan="Read page 4"),
        nothing=t.lesson(english, at(11, 10, 23)),
        tomorrow=t.lesson(maths, at(8, 25, 25)),
    )  # fmt: skip


def replayed(lesson: Lesson) -> Lesson:
    Timeline.objects.create(
        organisation_id=lesson.organisation_id, lesson=lesson, keep="year", began_at=lesson.starts_at,
        ended_at=lesson.ends_at, duration=3000,
    )  # fmt: skip
    return lesson


def catch_up(client: Client, url: str = "/today/") -> list[str]:
    """What stands under «To catch up»: subject and topic."""
    text = client.get(url).content.decode()
    part = text[text.index("To catch up") :] if "To catch up" in text else ""
    return re.findall(r'(?:class="big"[^>]*>|<b>)([^<]*)<', part)


def test_a_pupil_sees_what_was_what_is_and_what_comes(here: SimpleNamespace, as_: As) -> None:
    text = as_(here.pupil).get("/today/").content.decode()
    line = text[text.index('<ol class="day">') :]
    assert re.findall(r"<h3[^>]*>(?:<a[^>]*>)?(\w+)", line) == ["Maths", "English", "Maths"]
    assert line.count('aria-current="time"') == 1
    now = line[line.index('aria-current="time"') :]
    assert "until 11:10, 30 min left" in now
    assert f'<a class="btn" href="/lessons/{short(here.now.pk)}/">Go to the lesson</a>' in now
    assert now.index("Go to the lesson") < now.index("Midday break") < now.index("A2")
    assert "Watch again" in line[: line.index('aria-current="time"')]
    assert "1 more lesson to come · done at 13:50" in text
    assert catch_up(as_(here.pupil)) == []


def test_who_is_there_is_counted_by_place(here: SimpleNamespace, as_: As) -> None:
    for number, place in enumerate(["room", "room", "home"]):
        Presence.objects.create(
            organisation=here.school, lesson=here.now, person=f.person(here.school, "pupil"), place=place,
            first_at=NOW, last_at=NOW - timedelta(minutes=number),
        )  # fmt: skip
    assert "2 in the room, 1 at a distance" in as_(here.pupil).get("/today/").content.decode()


def test_after_the_last_bell(here: SimpleNamespace, as_: As) -> None:
    here.set_clock(at(14))
    assert "The lessons of today are over." in as_(here.pupil).get("/today/").content.decode()
    here.set_clock(at(10, 0, 28))
    assert "No lessons today." in as_(here.pupil).get("/today/").content.decode()


def test_what_is_cancelled_stands_there_and_counts_for_nothing(here: SimpleNamespace, as_: As) -> None:
    Lesson.objects.filter(pk=here.later.pk).update(cancelled_at=NOW)
    text = as_(here.pupil).get("/today/").content.decode()
    assert "cancelled" in text
    assert "more lesson" not in text
    assert "done at 11:10" in text


def test_a_child_that_was_away_catches_up(here: SimpleNamespace, as_: As) -> None:
    """Replays, plans and materials of what was missed; each leaves the list when it is caught up with."""
    t.absence(here.pupil, here.school, at(0, 0, 23), at(0, 0, 25))
    client = as_(here.pupil)
    assert "You are reported away." in client.get("/today/").content.decode()
    assert catch_up(client) == ["Maths: Roots", "English", "Maths: Squares"]
    for lesson, rest in ((here.done, ["English", "Maths: Squares"]), (here.plan, ["Maths: Squares"])):
        assert client.post(f"/lessons/{short(lesson.pk)}/caught-up/").status_code == 302
        assert catch_up(client) == rest
    LessonMaterial.objects.create(
        organisation=here.school, lesson=here.nothing, item=c.item(c.unit(here.english), title="Sheet")
    )
    assert catch_up(client) == ["English", "Maths: Squares"]


def test_who_followed_from_home_or_was_there_missed_nothing(here: SimpleNamespace, as_: As) -> None:
    t.absence(here.pupil, here.school, at(0, 0, 23), at(0, 0, 25))
    for lesson, place in ((here.done, "home"), (here.yesterday, "room")):
        Presence.objects.create(
            organisation=here.school, lesson=lesson, person=here.pupil, place=place, first_at=NOW, last_at=NOW
        )
    assert catch_up(as_(here.pupil)) == ["English"]


@pytest.mark.parametrize("why", ["withdrawn", "cancelled", "erased", "long ago", "another school", "ended before"])
def test_what_is_no_catching_up(here: SimpleNamespace, as_: As, why: str) -> None:
    absence = t.absence(here.pupil, here.school, at(0, 0, 23), at(9, 30, 23))
    assert catch_up(as_(here.pupil)) == ["Maths: Squares"]
    if why == "withdrawn":
        absence.withdrawn_at = NOW
    elif why == "another school":
        absence.organisation = f.school()
    elif why == "ended before":
        absence.ends_at = at(8, 25, 23)
    elif why == "cancelled":
        Lesson.objects.filter(pk=here.yesterday.pk).update(cancelled_at=NOW)
    elif why == "erased":
        Timeline.objects.filter(lesson=here.yesterday).update(erased_at=NOW)
    else:
        here.set_clock(at(10, 40) + timedelta(days=14))
    absence.save()
    assert catch_up(as_(here.pupil)) == []


def test_a_teacher_sees_her_day_and_what_has_no_plan(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.teacher)
    text = client.get("/today/").content.decode()
    line = text[text.index('<ol class="day">') : text.index("</ol>")]
    assert re.findall(r"<h3[^>]*>(?:<a[^>]*>)?(\w+)", line) == ["Maths", "Maths"]
    assert "4A" in line
    plans = [f"/lessons/{short(one.pk)}/plan/" for one in (here.later, here.tomorrow)]
    assert re.findall(r'href="(/lessons/\w+/plan/)"', text) == plans
    assert "To catch up" not in text
    Lesson.objects.filter(pk=here.later.pk).update(plan="Three examples")
    LessonMaterial.objects.create(
        organisation=here.school, lesson=here.tomorrow, item=c.item(c.unit(here.maths), title="Sheet")
    )
    assert "Every lesson of the coming days has a plan or materials." in client.get("/today/").content.decode()


def test_a_head_sees_the_school_at_this_moment(here: SimpleNamespace, as_: As) -> None:
    Timeline.objects.create(organisation=here.school, lesson=here.now, keep="year", began_at=NOW)
    for number in range(3):
        child = f.person(here.school, "pupil")
        t.absence(child, here.school, at(0), at(0, 0, 25), reason="ill" if number else "travel")
    t.absence(here.pupil, here.school, at(0, 0, 23), at(0, 0, 24))
    elsewhere = f.school()
    t.lesson(c.course(f.group(elsewhere), subject="Elsewhere"), at(10, 20))
    t.absence(f.person(elsewhere, "pupil"), elsewhere, at(0), at(0, 0, 25))
    text = as_(here.head).get("/today/").content.decode()
    assert re.findall(r'<time datetime="[^"]*">(\d\d:\d\d)</time>', text) == ["08:25", "10:20", "13:00"]
    now = text[text.index('aria-current="time"') :]
    assert re.findall(r'<li><a href="/lessons/(\w+)/">(.*?)</a>', text) == [(short(here.now.pk), "4A · English")]
    assert now.index("1 lesson") < now.index("until 11:10") < now.index("open for those at a distance")
    assert "1 to watch again" in text[: text.index('aria-current="time"')]
    counts = dict(re.findall(r'<th scope="row">(.*?)</th><td class="n big">(\d+)</td>', text))
    assert counts == {"Ill": "2", "The way to school is blocked": "1"}
    assert "4 pupils" in text
    assert f'href="/timetable/classes/{short(here.group.pk)}/"' in text


def test_a_head_who_is_a_guardian_elsewhere_sees_her_own_school(here: SimpleNamespace, as_: As) -> None:
    """The older role is at the other school; its absences are not hers to count."""
    person = f.person(here.school, "guardian")
    own = f.school(name="Her school")
    f.role(person, own, "head", starts_on=NOW.date())
    t.absence(here.pupil, here.school, at(0), at(0, 0, 25))
    text = as_(person).get("/today/").content.decode()
    assert "Her school" in text
    assert "English" not in text
    assert "Nobody is reported away." in text


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("pupil", "/today/"), ("teacher", "/today/"), ("head", "/today/"), ("guardian", "/family/"), ("ict", "/me/"),
        ("care", "/me/"), ("guidance", "/me/"), ("authority", "/me/"), ("partner", "/me/"),
    ],
)  # fmt: skip
def test_the_door_leads_to_the_first_page_of_the_role(as_: As, kind: str, place: str) -> None:
    client = as_(f.person(f.school(), kind))
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, place)
    page = client.get(place)
    assert page.status_code == 200
    other = {"/today/", "/family/"} - {place}
    assert [client.get(url).status_code for url in other] == [404] * len(other)


def test_strangers_sign_in_and_nobody_posts(here: SimpleNamespace, as_: As, client: Client) -> None:
    assert client.get("/")["Location"] == "/sign-in/"
    assert client.get("/today/").status_code == 404
    guardian = f.guardian(here.pupil, here.school)
    for reader, url in ((here.pupil, "/"), (here.pupil, "/today/"), (guardian, "/family/")):
        assert [as_(reader).post(url).status_code, as_(reader).delete(url).status_code] == [405, 405]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_today_speaks_the_readers_language(here: SimpleNamespace, as_: As, language: str) -> None:
    Person.objects.filter(pk=here.pupil.pk).update(language=language)
    here.pupil.refresh_from_db()
    page = as_(here.pupil).get("/today/")
    days = {"nl": "Dinsdag 24 november", "fr": "Mardi 24 novembre", "de": "Dienstag, 24. November"}
    assert f"<h1>{days.get(language, 'Tuesday 24 November')}</h1>" in page.content.decode()
    with override(language):
        assert f"<h2>{gettext('To catch up')}</h2>" in page.content.decode()


def test_caught_up_twice_and_not_after_all(here: SimpleNamespace, as_: As) -> None:
    t.absence(here.pupil, here.school, at(0, 0, 23), at(0, 0, 24))
    client, url = as_(here.pupil), f"/lessons/{short(here.plan.pk)}/caught-up/"
    page = client.get(f"/lessons/{short(here.plan.pk)}/").content.decode()
    assert f'action="{url}"' in page  # also where there is only a plan
    assert [client.post(url, {"done": "yes"}).status_code for _ in range(2)] == [302, 302]
    assert CaughtUp.objects.filter(lesson=here.plan, person=here.pupil).count() == 1
    assert 'value="no"' in client.get(f"/lessons/{short(here.plan.pk)}/").content.decode()
    client.post(url, {"done": "no"})
    assert catch_up(client) == ["English", "Maths: Squares"]
    guardian = f.guardian(here.pupil, here.school)
    for reader, lesson in (
        (here.teacher, here.plan),
        (here.head, here.plan),
        (guardian, here.plan),
        (f.person(here.school, "pupil"), here.plan),
        (here.pupil, here.tomorrow),
        (None, here.plan),
    ):
        assert as_(reader).post(f"/lessons/{short(lesson.pk)}/caught-up/").status_code == 404
    assert client.get(url).status_code == 405


def test_a_head_who_also_teaches_has_both(here: SimpleNamespace, as_: As) -> None:
    f.role(here.teacher, here.school, "head")
    client = as_(here.teacher)
    school, own, odd = (
        client.get(url).content.decode() for url in ("/today/", "/today/?as=teacher", "/today/?as=pupil")
    )
    for page, here_, there in ((school, "head", "teacher"), (own, "teacher", "head"), (odd, "head", "teacher")):
        assert f'href="?as={here_}" aria-current="page"' in page
        assert f'href="?as={there}">' in page
    assert ("Still without a plan" in school, "Still without a plan" in own) == (False, True)
    assert "?as=" not in as_(here.pupil).get("/today/").content.decode()


def test_a_lesson_that_goes_on_over_midnight_is_now_on_both_days(here: SimpleNamespace, as_: As) -> None:
    night = t.lesson(here.maths, at(23, 30), minutes=90, topic="Stars")
    guardian = f.guardian(here.pupil, here.school)
    for moment in (at(23, 50), at(0, 20, 25)):
        here.set_clock(moment)
        for person, url in (
            (here.pupil, "/today/"),
            (here.teacher, "/today/"),
            (here.head, "/today/"),
            (guardian, "/family/"),
        ):
            page = as_(person).get(url).content.decode()
            now = page[page.index('aria-current="time"') :]
            assert f"/lessons/{short(night.pk)}/" in now
    here.set_clock(at(10, 0, 30))  # Monday after a lesson in the night of Sunday
    t.lesson(here.maths, at(23, 30, 29), minutes=90, topic="Moons")
    t.lesson(here.maths, at(8, 25, 30))
    week = as_(here.pupil).get("/timetable/").content.decode()
    assert ("Moons" in week, week.count('scope="col"')) == (False, 5)
