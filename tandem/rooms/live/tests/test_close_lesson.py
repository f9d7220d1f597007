from collections.abc import Callable

import pytest

from tandem.rooms.audit.models import Entry
from tandem.rooms.live import store
from tandem.rooms.live.actions.close_lesson import close_lesson, erase_all
from tandem.rooms.live.actions.make_download import make_download
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.session import LessonOver
from tandem.rooms.live.tests.conftest import Hall, Scene, disk, said


def test_the_bell_ends_the_lesson_once(scene: Scene) -> None:
    row = scene.open()
    scene.say(row, scene.pupils[0], "a question")
    assert [close_lesson(row, by=scene.teacher), close_lesson(row, by=None)] == [True, False]
    row.refresh_from_db()
    assert (row.is_open, row.erased_at, row.size > 0, row.duration > 0) == (False, None, True, True)
    assert said(row) == ["a question"]
    verbs = Entry.objects.filter(organisation_id=scene.school.pk).values_list("verb", flat=True)
    assert list(verbs).count("lesson.closed") == 1


def test_live_only_leaves_nothing_at_the_bell(scene: Scene) -> None:
    row = scene.open(keep="live")
    scene.film(row)
    scene.say(row, scene.pupils[0], "a question that nobody keeps")
    assert b"a question that nobody keeps" in disk(row)
    close_lesson(row, by=None)
    row.refresh_from_db()
    assert (row.erased_at is not None, row.size, row.folder.exists(), disk(row)) == (True, 0, False, b"")


def test_nothing_is_written_behind_the_bell(scene: Scene, hall_of: Callable[[Timeline], Hall]) -> None:
    row = scene.open()
    hall = hall_of(row)
    member, _ = hall.member(scene.pupils[0], "pupil", "room")
    before = hall.session.log.next_seq
    close_lesson(row, by=scene.teacher)
    with pytest.raises(LessonOver):
        hall.session.write([hall.session._presence(member, 1)])  # type: ignore[arg-type]
    hall.session.went(member)
    assert hall.session.log.next_seq == before + 1  # only that it is closed


def test_erasing_while_somebody_watches_takes_the_files_from_under_nobody(
    scene: Scene, hall_of: Callable[[Timeline], Hall]
) -> None:
    """The replay expires while it is open: the page is sent no more, the session lets go, the folder is gone."""
    row = scene.open()
    scene.film(row)
    close_lesson(row, by=None)
    row.refresh_from_db()
    make_download(row, 0)
    hall = hall_of(row)
    member, sent = hall.member(scene.pupils[0], "pupil", "replay")
    member.jump(0)
    member.want = 500_000
    hall.run(member)
    assert any(isinstance(one, bytes) for one in sent)
    assert erase_all(row, by=None)
    assert disk(row) == b""
    del sent[:]
    member.want = 10_000_000
    hall.run(member)
    assert sent == []
    hall.session.log.close()  # as whoever tends it does
    assert not row.folder.exists()
    assert hall.session.closed
    assert not erase_all(row, by=None)


def test_films_go_with_the_lesson(scene: Scene) -> None:
    row = scene.open()
    scene.film(row)
    close_lesson(row, by=None)
    film = make_download(row, 0)
    assert film.stat().st_size > 1000
    erase_all(row, by=None)
    assert not film.exists()
    assert not store.downloads(row).exists()
