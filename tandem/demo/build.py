"""Builds the demonstration: what is missing is made, what is there stays, and there is a lesson going on now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tandem.demo import calendar, cast, school
from tandem.demo.lessons import Stage
from tandem.demo.library import Shelf
from tandem.rooms.courses.models import Course
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Group, Organisation

Tell = Callable[[str], None]
Progress = Callable[[float], None]


def build(tell: Tell, progress: Progress, at: datetime | None = None) -> None:
    """Bring the demonstration up to `at` (now). On the same day, the second run takes a fraction of a second."""
    at = at or timezone.now()
    schools = school.organisations()
    zenne = schools[cast.ZENNE]
    today = timezone.localdate(at, zenne.timezone)
    _found(schools, today, tell)
    _shelve(schools, tell)
    for each in (zenne, schools[cast.TILLEULS]):
        if made := calendar.fill(each, today):
            tell(f"{each}: {made} lessons in the timetable")
    stage = Stage(zenne, at)
    stage.set_away()
    taught = stage.taught()
    if taught is not None and not Timeline.objects.filter(lesson=taught).exists():
        tell(f"The lesson of {timezone.localtime(taught.starts_at):%A %d %B}, filmed again (about half a minute)")
        stage.teach(taught, progress)
    lesson = stage.set_going_on()
    stage.set_to_come()
    begin, end = (timezone.localtime(moment, zenne.timezone) for moment in (lesson.starts_at, lesson.ends_at))
    tell(f"A lesson is going on: {lesson.topic}, 4A, {begin:%H:%M} to {end:%H:%M}")


@transaction.atomic
def _found(schools: dict[str, Organisation], today: date, tell: Tell) -> None:
    """Both schools with their people, all or nothing."""
    if Group.objects.filter(organisation=schools[cast.ZENNE]).exists():
        return
    years = {slug: school.school_year(_community(schools[slug]), today) for slug in (cast.ZENNE, cast.TILLEULS)}
    people = cast.make(schools, since=years[cast.ZENNE].starts_on)
    school.found_zenne(schools[cast.ZENNE], years[cast.ZENNE], people, today)
    school.found_tilleuls(schools[cast.TILLEULS], years[cast.TILLEULS], people, today)
    tell(f"{schools[cast.ZENNE]} and {schools[cast.TILLEULS]}: people, classes, courses")


def _shelve(schools: dict[str, Organisation], tell: Tell) -> None:
    """The course on quadratic equations, in the language of each class that takes it."""
    zenne, tilleuls = schools[cast.ZENNE], schools[cast.TILLEULS]
    courses = [
        *Course.objects.filter(organisation=zenne, subject="Wiskunde", groups__name__in=["4A", "4B", GERMAN]),
        *Course.objects.filter(organisation=tilleuls, subject="Mathématiques"),
    ]
    for course in courses:
        teacher = cast.person("outsider" if course.organisation_id == tilleuls.pk else "teacher")
        if made := Shelf(course, teacher).fill():
            tell(f"The course in {course.get_language_display()}: {made} items")


GERMAN = "Mathe auf Deutsch"


def _community(of: Organisation) -> Organisation:
    while of.parent is not None:
        of = of.parent
    return of
