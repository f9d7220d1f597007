"""The second look at everybody in a lesson, all at once, says what the first one said of each."""

from typing import Any

import pytest

from tandem.rooms.live.door import Seat, look_up, still_allowed
from tandem.rooms.people.access import identity_of
from tandem.rooms.people.models import Account, Role, Session
from tandem.rooms.timetable.models import Absence, Lesson
from tests.security.stage import Stage


def by_the_first_look(lesson: Lesson, seat: Seat) -> bool:
    who = identity_of(seat.session_key)
    found = look_up(who, lesson.pk) if who else None
    return found is not None and found.role == seat.role and (seat.place != "home" or found.from_home)


def both(lesson: Lesson, cookies: dict[str, str]) -> tuple[set[Seat], set[Seat]]:
    seats = {
        Seat(key, role, place) for key in cookies.values() for role in ("teacher", "pupil") for place in ("", "home")
    }
    return still_allowed(lesson.pk, seats), {seat for seat in seats if by_the_first_look(lesson, seat)}


@pytest.mark.parametrize("distance", ["away", "everyone"])
def test_both_looks_agree_about_everybody(stage: Stage, cookies: dict[str, str], distance: str) -> None:
    lessons = [thing for thing in stage.things.values() if isinstance(thing, Lesson)]
    assert len(lessons) > 3
    stayed = 0
    for lesson in lessons:
        Lesson.objects.filter(pk=lesson.pk).update(distance=distance)
        at_once, one_by_one = both(lesson, cookies)
        assert at_once == one_by_one
        stayed += len(at_once)
    assert stayed > 10


def test_who_left_lost_the_session_or_is_no_longer_away_does_not_stay(stage: Stage, cookies: dict[str, str]) -> None:
    lesson = stage.things["live"]

    def stays(who: str, role: str, place: str) -> bool:
        at_once, one_by_one = both(lesson, cookies)
        assert at_once == one_by_one
        return Seat(cookies[who], role, place) in at_once

    assert stays("away", "pupil", "home")
    Absence.objects.filter(child=stage.people["away"]).update(ends_at=lesson.starts_at)
    assert not stays("away", "pupil", "home")
    assert stays("away", "pupil", "")
    Session.objects.filter(session_key=cookies["away"]).delete()
    assert not stays("away", "pupil", "")
    assert stays("classmate", "pupil", "")
    Role.objects.filter(person=stage.people["classmate"]).delete()
    assert not stays("classmate", "pupil", "")
    assert stays("teacher", "teacher", "home")
    Account.objects.filter(person=stage.people["teacher"]).update(ended_at=lesson.starts_at)
    assert not stays("teacher", "teacher", "home")


def test_many_seats_cost_as_much_as_one(stage: Stage, cookies: dict[str, str], django_assert_num_queries: Any) -> None:
    seats = [Seat(key, "pupil", "home") for key in cookies.values()]
    for some in (seats[:1], seats):
        with django_assert_num_queries(5):
            still_allowed(stage.things["live"].pk, some)
