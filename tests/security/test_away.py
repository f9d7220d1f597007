"""A guardian's right to report a child away holds at the school that gave it, and for days that exist."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Absence, Lesson

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]


def test_the_right_at_one_school_is_none_at_the_other(as_: As) -> None:
    """A child in two schools: the guardian of the first neither sees nor ends what concerns the second."""
    first, second, now = f.school(), f.school(), timezone.now()
    child = f.person(first, "pupil")
    f.role(child, second, "pupil")
    guardian = f.guardian(child, first)
    klass = f.group(second)
    f.member(child, klass)
    Lesson.objects.create(
        organisation=second,
        course=c.course(klass, subject="Astronomy"),
        starts_at=now,
        ends_at=now + timedelta(hours=1),
    )
    there = {"child": child, "starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=1), "reason": "ill"}
    absence = Absence.objects.create(organisation=second, **there)
    client = as_(guardian)
    for verb in ("ending", "withdrawing"):
        assert client.post(f"/absences/{short(absence.pk)}/{verb}/").status_code == 404
    for page in ("/family/", f"/children/{short(child.pk)}/away/", f"/timetable/children/{short(child.pk)}/"):
        text = client.get(page).content.decode()
        assert child.given_name in text
        assert "Astronomy" not in text
        assert short(absence.pk) not in text
    here = Absence.objects.create(organisation=first, **there)
    assert client.post(f"/absences/{short(here.pk)}/withdrawing/").status_code == 302


@pytest.mark.parametrize("begin", ["0001-01-01", "2026-02-30", "9999-12-31", "", "x"])
@pytest.mark.parametrize("end", ["0001-01-01", "9999-12-31", "now"])
def test_days_that_no_calendar_has_are_refused_in_words(as_: As, begin: str, end: str) -> None:
    school = f.school()
    child = f.person(school, "pupil")
    url = f"/children/{short(child.pk)}/away/"
    said = {"span": "own", "begin": begin, "end": end, "reason": "ill"}
    assert as_(f.guardian(child, school)).post(url, said).status_code == 422
    assert not Absence.objects.filter(child=child).exists()
