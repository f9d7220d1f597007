"""The head's grid: slots that recur, the lessons they make, and what stands in their way."""

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
from tandem.rooms.courses.models import Course
from tandem.rooms.live.models import Timeline
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable import factories as t
from tandem.rooms.timetable.actions.plan_slots import make_lessons
from tandem.rooms.timetable.models import Lesson, LessonMaterial, Period, Slot

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 9, 40, tzinfo=BRUSSELS)
"""A Tuesday morning."""
LAST = date(2026, 12, 18)


@pytest.fixture
def here(at_clock: Callable[[datetime], datetime]) -> SimpleNamespace:
    """A head, a class with maths, another class, and teachers."""
    at_clock(NOW)
    school = f.school()
    group, other = f.group(school, "4A"), f.group(school, "4B")
    teacher, colleague = f.person(school, "teacher"), f.person(school, "teacher")
    pupil = f.person(school, "pupil")
    f.member(pupil, group)
    return SimpleNamespace(
        school=school,
        group=group,
        other=other,
        teacher=teacher,
        colleague=colleague,
        pupil=pupil,
        head=f.person(school, "head"),
        maths=c.course(group, teacher, subject="Maths"),
        first=t.periods(school)[0],
    )


def place(group: Any, period: Period, weekday: int = 3) -> str:
    return f"/timetable/classes/{short(group.pk)}/slots/?weekday={weekday}&period={short(period.pk)}"


def filled(course: Course, **given: str) -> dict[str, str]:
    return {"course": str(course.pk), "classroom": "A1", "starts_on": "2026-11-24", "ends_on": str(LAST), **given}


def words(answer: Any) -> str:
    return str(answer.context["form"].non_field_errors().as_text()).removeprefix("* ")


def test_the_head_puts_a_course_on_the_grid(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.head)
    assert "Maths" in client.get(place(here.group, here.first)).content.decode()
    answer = client.post(place(here.group, here.first), filled(here.maths))
    assert (answer.status_code, answer["Location"]) == (302, f"/timetable/classes/{short(here.group.pk)}/")
    slot = Slot.objects.get(course=here.maths)
    begins = [timezone.localtime(one.starts_at, BRUSSELS) for one in Lesson.objects.filter(slot=slot)]
    assert begins == [datetime(2026, 11, 25, 8, 25, tzinfo=BRUSSELS) + timedelta(weeks=n) for n in range(4)]
    assert Entry.objects.filter(verb="slot.added", by_id=here.head.pk, object_id=slot.pk).count() == 1
    assert "4 lessons" in client.get(answer["Location"]).content.decode()


def test_twice_says_that_the_hour_is_taken_and_makes_nothing(here: SimpleNamespace, as_: As) -> None:
    client = as_(here.head)
    client.post(place(here.group, here.first), filled(here.maths))
    again = client.post(place(here.group, here.first), filled(here.maths))
    assert (again.status_code, words(again)) == (422, "The class has Maths at that hour.")
    assert Slot.objects.filter(course=here.maths).count() == 1
    assert Lesson.objects.filter(course=here.maths).count() == 4


def test_a_class_has_one_lesson_at_an_hour(here: SimpleNamespace, as_: As) -> None:
    t.slot(here.maths, here.first, weekday=3)
    art = c.course(here.group, here.colleague, subject="Art")
    answer = as_(here.head).post(place(here.group, here.first), filled(art))
    assert (answer.status_code, words(answer)) == (422, "The class has Maths at that hour.")
    assert not Slot.objects.filter(course=art).exists()


def test_a_teacher_cannot_be_in_two_classes(here: SimpleNamespace, as_: As) -> None:
    t.slot(here.maths, here.first, weekday=3)
    maths_too = c.course(here.other, here.teacher, subject="Maths too")
    answer = as_(here.head).post(place(here.other, here.first), filled(maths_too, classroom="A2"))
    assert (answer.status_code, words(answer)) == (422, "The teacher has Maths at that hour.")


def test_nor_a_teacher_who_has_a_class_for_everything(here: SimpleNamespace, as_: As) -> None:
    """A membership without a course means every course of the group."""
    t.slot(here.maths, here.first, weekday=3)
    f.member(here.teacher, here.other, "teacher")
    reading = c.course(here.other, subject="Reading")
    answer = as_(here.head).post(place(here.other, here.first), filled(reading, classroom="A2"))
    assert (answer.status_code, words(answer)) == (422, "The teacher has Maths at that hour.")


def test_a_teacher_who_has_left_the_course_is_free(here: SimpleNamespace, as_: As) -> None:
    t.slot(here.maths, here.first, weekday=3)
    here.teacher.memberships.filter(course_id=here.maths.pk).update(ends_on=date(2026, 11, 20))
    maths_too = c.course(here.other, here.teacher, subject="Maths too")
    answer = as_(here.head).post(place(here.other, here.first), filled(maths_too, classroom="A2"))
    assert answer.status_code == 302


def test_a_classroom_holds_one_lesson(here: SimpleNamespace, as_: As) -> None:
    t.slot(here.maths, here.first, weekday=3, classroom="Lab 2")
    art = c.course(here.other, here.colleague, subject="Art")
    answer = as_(here.head).post(place(here.other, here.first), filled(art, classroom=" lab 2 "))
    assert (answer.status_code, words(answer)) == (422, "lab 2 is taken at that hour by Maths.")
    free = as_(here.head).post(place(here.other, here.first), filled(art, classroom="Lab 3"))
    assert free.status_code == 302


def test_slots_one_after_the_other_do_not_clash(here: SimpleNamespace, as_: As) -> None:
    t.slot(here.maths, here.first, weekday=3, ends_on=date(2026, 11, 30))
    art = c.course(here.group, here.colleague, subject="Art")
    answer = as_(here.head).post(place(here.group, here.first), filled(art, starts_on="2026-12-01"))
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        ("2026-12-10", "2026-12-01"),
        ("2026-11-24", "2027-09-01"),
        ("2026-11-24", "9999-12-31"),
        ("2025-01-01", "2026-12-01"),
    ],
)
def test_days_outside_the_school_year_or_the_wrong_way_round(
    here: SimpleNamespace, as_: As, starts_on: str, ends_on: str
) -> None:
    answer = as_(here.head).post(
        place(here.group, here.first), filled(here.maths, starts_on=starts_on, ends_on=ends_on)
    )
    assert answer.status_code == 422
    assert words(answer)
    assert not Slot.objects.filter(course=here.maths).exists()


@pytest.mark.parametrize(
    "query",
    ["", "weekday=8&period={p}", "weekday=0&period={p}", "weekday=x&period={p}", "weekday=1&period=x", "weekday=1"],
)
def test_a_place_that_is_not_on_the_grid(here: SimpleNamespace, as_: As, query: str) -> None:
    url = f"/timetable/classes/{short(here.group.pk)}/slots/?{query.format(p=short(here.first.pk))}"
    assert as_(here.head).get(url).status_code == 404
    elsewhere = t.periods(f.school())[0]
    assert as_(here.head).get(place(here.group, elsewhere)).status_code == 404


def test_only_the_head_of_this_school(here: SimpleNamespace, as_: As) -> None:
    slot = t.slot(here.maths, here.first)
    stranger = f.person(f.school(), "head")
    for reader in (here.teacher, here.colleague, here.pupil, stranger, None):
        client = as_(reader)
        assert client.get(place(here.group, here.first)).status_code == 404
        assert client.post(place(here.group, here.first), filled(here.maths)).status_code == 404
        assert client.post(f"/timetable/slots/{short(slot.pk)}/", {"do": "remove"}).status_code == 404
    assert as_(here.head).put(place(here.group, here.first)).status_code == 405
    assert as_(here.head).delete(f"/timetable/slots/{short(slot.pk)}/").status_code == 405
    assert Slot.objects.filter(pk=slot.pk).exists()


def test_a_course_of_another_class_is_no_choice(here: SimpleNamespace, as_: As) -> None:
    elsewhere = c.course(here.other, here.colleague, subject="Art")
    answer = as_(here.head).post(place(here.group, here.first), filled(elsewhere))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["course"])


@pytest.fixture
def year(here: SimpleNamespace) -> Slot:
    """Maths every Tuesday at 10:20 since September, with its lessons until the Christmas holidays."""
    slot = t.slot(here.maths, Period.objects.get(organisation=here.school, number=3), 2, classroom="A1", ends_on=LAST)
    make_lessons(here.school, [slot], date(2026, 11, 3), LAST)
    assert Lesson.objects.filter(slot=slot).count() == 7
    return slot


def moments(course: Course) -> list[date]:
    lessons = Lesson.objects.filter(course=course).order_by("starts_at")
    return [timezone.localdate(one.starts_at, BRUSSELS) for one in lessons]


def test_taking_an_hour_off_keeps_what_was_taught_and_what_has_something_in_it(
    here: SimpleNamespace, as_: As, year: Slot
) -> None:
    coming = list(Lesson.objects.filter(slot=year, starts_at__gt=NOW).order_by("starts_at"))
    planned, topic, kept, material = coming
    Lesson.objects.filter(pk=planned.pk).update(plan="Roots")
    Lesson.objects.filter(pk=topic.pk).update(topic="Parabola")
    Lesson.objects.filter(pk=kept.pk).update(keep="live")
    item = c.item(c.unit(here.maths))
    LessonMaterial.objects.create(organisation=here.school, lesson=material, item=item)
    client, url = as_(here.head), f"/timetable/slots/{short(year.pk)}/"
    answer = client.post(url, {"do": "remove"})
    assert answer.status_code == 302
    assert moments(here.maths) == [date(2026, 11, day) for day in (3, 10, 17, 24)] + [
        date(2026, 12, day) for day in (1, 8, 15)
    ]
    assert not Lesson.objects.filter(slot=year.pk).exists()
    assert client.post(url, {"do": "remove"}).status_code == 404


def test_taking_an_hour_off_takes_the_empty_lessons_to_come(here: SimpleNamespace, as_: As, year: Slot) -> None:
    opened = Lesson.objects.filter(slot=year, starts_at__gt=NOW).order_by("starts_at").first()
    assert opened is not None
    Timeline.objects.create(organisation=here.school, lesson=opened, keep="year", began_at=NOW)
    as_(here.head).post(f"/timetable/slots/{short(year.pk)}/", {"do": "remove"})
    assert moments(here.maths) == [date(2026, 11, day) for day in (3, 10, 17, 24)]
    assert Entry.objects.filter(verb="slot.removed", object_id=year.pk).count() == 1


def test_another_room_and_a_nearer_last_day(here: SimpleNamespace, as_: As, year: Slot) -> None:
    answer = as_(here.head).post(f"/timetable/slots/{short(year.pk)}/", {"classroom": "B7", "ends_on": "2026-12-01"})
    assert answer.status_code == 302
    lessons = Lesson.objects.filter(course=here.maths).order_by("starts_at")
    assert [one.classroom for one in lessons] == ["A1", "A1", "A1", "B7", "B7"]
    assert moments(here.maths)[-1] == date(2026, 12, 1)


def test_a_later_last_day_makes_the_lessons_in_between_and_no_others(
    here: SimpleNamespace, as_: As, year: Slot
) -> None:
    """A lesson that somebody took away, as for a holiday, does not come back."""
    Lesson.objects.get(slot=year, starts_at__date=date(2026, 12, 8)).delete()
    as_(here.head).post(f"/timetable/slots/{short(year.pk)}/", {"classroom": "A1", "ends_on": "2027-01-06"})
    assert moments(here.maths)[-4:] == [date(2026, 12, 15), date(2026, 12, 22), date(2026, 12, 29), date(2027, 1, 5)]
    assert date(2026, 12, 8) not in moments(here.maths)


@pytest.mark.parametrize("ends_on", ["", "2026-02-30", "2020-01-01", "2027-09-01"])
def test_a_bad_change_changes_nothing(here: SimpleNamespace, as_: As, year: Slot, ends_on: str) -> None:
    answer = as_(here.head).post(f"/timetable/slots/{short(year.pk)}/", {"classroom": "B7", "ends_on": ends_on})
    assert answer.status_code == 422
    year.refresh_from_db()
    assert (year.classroom, year.ends_on, Lesson.objects.filter(slot=year).count()) == ("A1", LAST, 7)


@pytest.mark.parametrize(
    ("first", "utc"),
    [(date(2026, 10, 19), ["06:25", "07:25"]), (date(2027, 3, 22), ["07:25", "06:25"])],
)
def test_lessons_recur_by_the_wall_clock_when_it_changes(here: SimpleNamespace, first: date, utc: list[str]) -> None:
    """Brussels put its clocks back on 25 October 2026 and forward on 28 March 2027."""
    slot = t.slot(here.maths, here.first, weekday=1)
    assert make_lessons(here.school, [slot], first, first + timedelta(days=7)) == 2
    assert make_lessons(here.school, [slot], first, first + timedelta(days=7)) == 0
    lessons = list(Lesson.objects.filter(slot=slot).order_by("starts_at"))
    assert [f"{one.starts_at.astimezone(ZoneInfo('UTC')):%H:%M}" for one in lessons] == utc
    assert [f"{timezone.localtime(one.starts_at, BRUSSELS):%H:%M}" for one in lessons] == ["08:25", "08:25"]
    assert {one.ends_at - one.starts_at for one in lessons} == {timedelta(minutes=50)}


def test_what_is_wrong_is_said_in_the_heads_language(here: SimpleNamespace, as_: As) -> None:
    t.slot(here.maths, here.first, weekday=3)
    Person.objects.filter(pk=here.head.pk).update(language="nl")
    here.head.refresh_from_db()
    client = as_(here.head)
    answer = client.post(place(here.group, here.first), filled(here.maths))
    with override("nl"):
        dutch = gettext("The class has %(subject)s at that hour.") % {"subject": "Maths"}
    assert (words(answer), answer["Content-Language"]) == (dutch, "nl")
    answer = client.post(place(here.group, here.first), filled(here.maths, ends_on="2026-02-30"))
    assert "Voer een geldige datum in." in answer.content.decode()
