"""Who attends or teaches a course on a day: the dates of the membership, its part, and the course it is narrowed to."""

from datetime import date, timedelta

import pytest

from tandem.rooms.courses import factories as c
from tandem.rooms.courses.models import Course, CourseGroup
from tandem.rooms.people import factories as f

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 9, 7), date(2026, 10, 2)
DAY = timedelta(days=1)


def test_from_the_first_day_to_the_last() -> None:
    group = f.group(f.school())
    course, pupil = c.course(group), f.person()
    f.member(pupil, group, starts_on=FIRST, ends_on=LAST)
    days = (FIRST - DAY, FIRST, LAST, LAST + DAY)
    seen = [Course.objects.filter(pk=course.pk).attended_by(pupil, day).exists() for day in days]
    assert seen == [False, True, True, False]


def test_a_teacher_of_one_course_teaches_only_that_one() -> None:
    group = f.group(f.school())
    mine, other, teacher = c.course(group), c.course(group), f.person()
    f.member(teacher, group, "teacher", course_id=mine.pk)
    both = Course.objects.filter(pk__in=[mine.pk, other.pk])
    assert list(both.taught_by(teacher)) == [mine]
    assert list(both.attended_by(teacher)) == []


def test_a_teacher_of_the_class_teaches_all_of_it_and_a_course_of_two_classes_once() -> None:
    group = f.group(f.school())
    second = f.group(group.organisation)
    courses, teacher = {c.course(group), c.course(group)}, f.person()
    for course in courses:
        CourseGroup.objects.create(organisation=group.organisation, course=course, group=second)
    f.member(teacher, group, "teacher")
    f.member(teacher, second, "teacher")
    taught = list(Course.objects.filter(organisation=group.organisation).taught_by(teacher))
    assert (len(taught), set(taught)) == (2, courses)
