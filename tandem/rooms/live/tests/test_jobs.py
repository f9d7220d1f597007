"""The bell and the calendar."""

import os
import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.make_download import make_download
from tandem.rooms.live.jobs import expire, ring
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.tests.conftest import Hall, Scene, disk
from tandem.rooms.timetable.models import Lesson


def over_since(scene: Scene, minutes: int) -> None:
    ends = timezone.now() - timedelta(minutes=minutes)
    Lesson.objects.filter(pk=scene.lesson.pk).update(starts_at=ends - timedelta(minutes=50), ends_at=ends)


def is_open(row: Timeline) -> bool:
    row.refresh_from_db()
    return row.is_open


def test_the_bell_closes_what_is_over_and_nothing_else(scene: Scene) -> None:
    row = scene.open()
    ring.call()
    assert is_open(row)
    over_since(scene, 1)
    ring.call()
    ring.call()
    assert not is_open(row)


def test_a_teacher_who_still_speaks_has_ten_minutes(scene: Scene, hall_of: Callable[[Timeline], Hall]) -> None:
    row = scene.open()
    hall = hall_of(row)
    member, _ = hall.member(scene.teacher, "teacher", "room")
    hall.session.publish(member)
    over_since(scene, 5)
    ring.call()
    assert is_open(row)
    over_since(scene, 11)
    ring.call()
    assert not is_open(row)


def test_the_calendar_erases_what_is_past_its_day(scene: Scene) -> None:
    row = scene.open()
    scene.say(row, scene.pupils[0], "kept for a while")
    close_lesson(row, by=None)
    for days, left in ((1, True), (0, True), (-1, False)):
        day = timezone.now().date() + timedelta(days=days)
        Timeline.objects.filter(pk=row.pk).update(keep="date", keep_until=day)
        expire.call()
        expire.call()
        assert (b"kept for a while" in disk(row)) == left
    row.refresh_from_db()
    assert row.erased_at is not None


def test_what_is_not_over_does_not_expire(scene: Scene) -> None:
    row = scene.open()
    Timeline.objects.filter(pk=row.pk).update(keep_until=timezone.now().date() - timedelta(days=9))
    expire.call()
    assert row.folder.exists()


def test_live_only_is_erased_later_when_the_server_died_at_the_bell(scene: Scene) -> None:
    """The row says it is over, the files are still there: the calendar finishes it."""
    row = scene.open(keep="live")
    scene.say(row, scene.pupils[0], "nobody keeps this")
    Timeline.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    expire.call()
    assert disk(row) == b""


def test_films_that_nobody_fetched_today_are_forgotten(scene: Scene) -> None:
    row = scene.open()
    scene.film(row)
    close_lesson(row, by=None)
    film = make_download(row, 0)
    expire.call()
    assert film.exists()
    old = time.time() - 90_000
    os.utime(film, (old, old))
    expire.call()
    assert not film.exists()


def test_what_a_server_left_that_died_while_erasing_is_finished(scene: Scene) -> None:
    row = scene.open()
    scene.say(row, scene.pupils[0], "half erased")
    close_lesson(row, by=None)
    Timeline.objects.filter(pk=row.pk).update(erased_at=timezone.now())
    expire.call()
    assert disk(row) == b""
