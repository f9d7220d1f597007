from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tandem.kit.problems import Problem
from tandem.rooms.audit.models import Entry
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.open_lesson import keep_rule, open_lesson
from tandem.rooms.live.choices import Keep
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.tests.conftest import Scene
from tandem.rooms.people.actions.choose import choose


def test_opening_twice_gives_the_one_that_is_there(scene: Scene) -> None:
    row = scene.open()
    assert open_lesson(scene.lesson, by=scene.teacher) == row
    assert row.folder.is_dir()
    assert Entry.objects.filter(object_id=scene.lesson.pk).values_list("verb", flat=True).get() == "lesson.opened"


@pytest.mark.parametrize(
    ("begins", "changes"),
    [(timedelta(minutes=31), {}), (timedelta(hours=-2), {}), (timedelta(0), {"cancelled_at": timezone.now()})],
)
def test_too_early_too_late_and_cancelled_open_nothing(
    scene: Scene, begins: timedelta, changes: dict[str, Any]
) -> None:
    starts = timezone.now() + begins
    with pytest.raises(Problem):
        scene.open(starts_at=starts, ends_at=starts + timedelta(minutes=50), **changes)
    assert not Timeline.objects.filter(lesson=scene.lesson).exists()


def test_a_lesson_that_is_over_is_not_opened_again(scene: Scene) -> None:
    close_lesson(scene.open(), by=scene.teacher)
    with pytest.raises(Problem):
        open_lesson(scene.lesson, by=scene.teacher)


def test_where_the_folder_cannot_be_made_there_is_no_lesson_either(scene: Scene, settings, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.TIMELINES = tmp_path / "file"
    with pytest.raises(OSError, match="file"):
        scene.open()
    assert not Timeline.objects.filter(lesson=scene.lesson).exists()


def test_what_is_kept_is_the_lessons_rule_and_else_the_schools(scene: Scene) -> None:
    lesson, day = scene.lesson, timezone.localdate(scene.lesson.starts_at)
    year = lesson.course.school_year.ends_on
    assert keep_rule(lesson) == ("year", year)
    choose(Keep(rule="date", days=10), scene.school, by=None)
    assert keep_rule(lesson) == ("date", day + timedelta(days=10))
    choose(Keep(rule="live"), scene.school, by=None)
    assert keep_rule(lesson) == ("live", None)
    lesson.keep, lesson.keep_until = "date", date(2027, 1, 5)
    assert keep_rule(lesson) == ("date", date(2027, 1, 5))
    lesson.keep = "live"
    assert keep_rule(lesson) == ("live", None)


def test_the_rule_that_was_shown_stays_when_the_school_changes_it(scene: Scene) -> None:
    choose(Keep(rule="live"), scene.school, by=None)
    row = scene.open()
    choose(Keep(rule="year"), scene.school, by=None)
    row.refresh_from_db()
    assert (row.keep, row.keep_until) == ("live", None)
