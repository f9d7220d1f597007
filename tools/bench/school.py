"""A school of 1,000 pupils: 40 classes of 25, 60 teachers, a full timetable; in each course of mathematics 49 items.

`found` runs where the data is. Everybody signs in as bench-1, bench-2 … with the demonstration's password.
"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from tandem.demo import cast, plan
from tandem.demo.names import invented
from tandem.demo.school import Founder, school_year
from tandem.rooms.courses.models import Course, Item, Unit
from tandem.rooms.people.models import Account, Group, Organisation, Person, Role
from tandem.rooms.timetable.actions.plan_slots import make_lessons
from tandem.rooms.timetable.models import Lesson, Slot

CLASSES, PUPILS, TEACHERS, ITEMS, HALL = 40, 25, 60, 49, 400
SLUG = "school-of-a-thousand"


@transaction.atomic
def found() -> str:
    """Build the school; returns the keys that the bench asks for, as JSON."""
    community = Organisation.objects.get(slug=cast.COMMUNITY)
    school = Organisation.objects.create(
        kind="school", parent=community, name="School of a thousand", slug=SLUG, language="nl"
    )
    today = timezone.localdate()
    founder = Founder(school, school_year(community, today), invented("nl", seed=9))
    periods = founder.periods()
    teachers = founder.people(Role.Kind.TEACHER, TEACHERS)
    pupils = founder.people(Role.Kind.PUPIL, CLASSES * PUPILS, born_on=cast.born(15, today))
    _accounts(pupils, teachers[0])
    slots: list[Slot] = []
    maths: list[Course] = []
    for number in range(CLASSES):
        group = founder.group(f"{number + 1}", pupils[number * PUPILS : (number + 1) * PUPILS])
        courses = {one.name: founder.course(one, group, teachers[number % TEACHERS]) for one in plan.SUBJECTS}
        maths.append(courses["Wiskunde"])
        for place, (weekday, period) in enumerate(plan.weekly()):
            subject = plan.subject_at(place, number % 4)
            slots.append(founder.slot(courses[subject.name], weekday, periods[period - 1], f"A.{number + 1}"))
    Slot.objects.bulk_create(slots)
    made = Slot.objects.filter(organisation=school).select_related("period", "organisation")
    make_lessons(school, made, today - timedelta(days=7), today + timedelta(days=7))
    for course in maths:
        _fill(course)
    hall = founder.group("Hall", pupils[:HALL], Group.Kind.GROUP)
    lesson = _in_the_hall(founder, hall, teachers[0])
    return json.dumps(_keys(maths[0], lesson))


def _accounts(pupils: list[Person], teacher: Person) -> None:
    """One hash for all: checking it costs each of them the same as one of their own."""
    cast.give_account(teacher, "bench-teacher")
    password = Account.objects.get(login="bench-teacher").password
    Account.objects.bulk_create(
        Account(person=person, login=f"bench-{number}", password=password, demonstration=True)
        for number, person in zip(count(1), pupils, strict=False)
    )


def _fill(course: Course) -> None:
    """The demonstration's pages again and again, up to 49 items in seven units."""
    pages = list(
        Item.objects.filter(
            kind="page", organisation=Organisation.objects.get(slug=cast.ZENNE), unit__course__language="nl"
        )
    )
    units = [
        Unit(organisation_id=course.organisation_id, course=course, title=f"{n + 1}", position=n) for n in range(7)
    ]
    Unit.objects.bulk_create(units)
    Item.objects.bulk_create(
        Item(
            organisation_id=course.organisation_id, unit=units[n % 7], position=n, kind="page", title=page.title,
            body=page.body, body_html=page.body_html, published_at=timezone.now(),
        )
        for n, page in ((n, pages[n % len(pages)]) for n in range(ITEMS))
    )  # fmt: skip


def _in_the_hall(founder: Founder, hall: Group, teacher: Person) -> Lesson:
    """A lesson of now for 400, all of whom may follow from home."""
    course = founder.course(plan.SUBJECTS[0], hall, teacher, title="In the hall")
    now = timezone.now()
    return Lesson.objects.create(
        organisation=founder.school, course=course, distance=Lesson.Distance.EVERYONE,
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=3),
    )  # fmt: skip


def _keys(course: Course, hall: Lesson) -> dict[str, str]:
    page = Item.objects.filter(unit__course=course).order_by("position")[0]
    next_one = Lesson.objects.filter(course=course, starts_at__gt=timezone.now()).order_by("starts_at")[0]
    return {"course": course.pk.hex, "page": page.pk.hex, "lesson": next_one.pk.hex, "hall": hall.pk.hex}
