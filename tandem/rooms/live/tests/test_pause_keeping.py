from collections.abc import Callable
from typing import Any

from tandem.rooms.live import store
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.make_download import films_of, make_download
from tandem.rooms.live.actions.pause_keeping import pause_keeping, resume_keeping
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.tests.conftest import Hall, Scene, disk, left_of, said


def paused_lesson(scene: Scene) -> tuple[Timeline, list[Any]]:
    """Something is kept, then keeping is paused and something happens that is not."""
    row = scene.open()
    scene.film(row)
    scene.say(row, scene.pupils[0], "before the pause")
    with store.writer(row) as log:
        scene._tick(log)
    pause_keeping(row, by=scene.teacher)
    scene.say(row, scene.pupils[1], "between us")
    return row, scene.film(row)


def test_what_happens_in_a_pause_leaves_nothing_on_the_disk(scene: Scene) -> None:
    row, unkept = paused_lesson(scene)
    assert (left_of(unkept, row) > 5, b"between us" in disk(row)) == (True, True)
    with store.writer(row) as log:
        scene._tick(log)
    resume_keeping(row, by=scene.teacher)
    assert (left_of(unkept, row), b"between us" in disk(row)) == (0, False)
    scene.say(row, scene.pupils[0], "after the pause")
    assert said(row) == ["before the pause", "after the pause"]


def test_the_bell_ends_a_pause_that_nobody_ended(scene: Scene) -> None:
    """Also when the server was killed in between: what is not kept is found by its mark on the log."""
    row, unkept = paused_lesson(scene)
    close_lesson(row, by=None)
    row.refresh_from_db()
    assert (left_of(unkept, row), said(row), row.paused_at) == (0, ["before the pause"], None)
    films = films_of(row)
    assert [make_download(row, number).exists() for number in range(len(films))] == [True] * len(films)
    assert left_of(unkept, row) == 0


def test_pausing_and_resuming_twice_is_harmless(scene: Scene) -> None:
    row = scene.open()
    assert [len(pause_keeping(row, by=scene.teacher)) for _ in range(2)] == [1, 0]
    assert [len(resume_keeping(row, by=scene.teacher)) for _ in range(2)] == [1, 0]
    close_lesson(row, by=None)
    assert pause_keeping(row, by=scene.teacher) == []


def test_nobody_goes_back_into_a_pause_and_memory_forgets_it_too(
    scene: Scene, hall_of: Callable[[Timeline], Hall]
) -> None:
    row, _ = paused_lesson(scene)
    hall = hall_of(row)
    member, sent = hall.member(scene.pupils[0], "pupil", "room")
    assert hall.session.kept_until < 8e6
    member.jump(int(hall.session.kept_until))
    member.want = 1 << 40
    hall.run(member)
    kept = [one for one in sent if isinstance(one, bytes)]
    with hall.session.lock:
        hall.session.log.clock = lambda: 20_000_000
    hall.session.keeping_changed(resume_keeping(row, by=scene.teacher))
    assert "between us" not in "".join(text or "" for line in hall.session.lines for text in line.texts.values())
    assert "before the pause" in "".join(line.texts["pupil"] or "" for line in hall.session.lines)
    assert (scene.pupils[1].pk.bytes, "between us") not in hall.session.keys
    assert len(kept) <= 2  # at most what lay before the pause
