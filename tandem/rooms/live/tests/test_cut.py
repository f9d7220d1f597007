import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tandem.engines.timeline.frame import Frame
from tandem.engines.timeline.tests.recorder import decoded
from tandem.kit.problems import Problem
from tandem.rooms.audit.models import Entry
from tandem.rooms.live import store
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.cut import cut_person, cut_piece
from tandem.rooms.live.actions.make_download import make_download
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.tests.conftest import Hall, Scene, disk, left_of, said
from tandem.rooms.timetable.models import Presence


def taught(scene: Scene, *, close: bool = True) -> tuple[Timeline, list[Frame]]:
    """Piet writes at 1 s, three seconds of film up to 4 s, Quinten writes at 5 s."""
    row = scene.open()
    scene.say(row, scene.pupils[0], "the word of Piet")
    frames = scene.film(row)
    scene.say(row, scene.pupils[1], "the word of Quinten")
    if close:
        close_lesson(row, by=None)
    row.refresh_from_db()
    return row, frames


@pytest.mark.parametrize("close", [True, False])
def test_a_piece_that_was_cut_is_gone_from_disk_and_film(scene: Scene, close: bool) -> None:
    row, frames = taught(scene, close=close)
    piece = [frame for frame in frames if 2e6 <= frame.time < 3e6]
    assert left_of(piece, row) > 5
    erasure = cut_piece(row, 2, 3, by=scene.teacher)
    assert erasure.count >= len(piece)
    assert left_of(piece, row) == 0
    assert said(row) == ["the word of Piet", "the word of Quinten"]


def test_a_film_is_made_anew_after_a_cut(scene: Scene) -> None:
    row, frames = taught(scene)
    before = make_download(row, 0)
    pictures = decoded(before.read_bytes())[0]
    assert make_download(row, 0) == before  # fetched again it is the same
    cut_piece(row, 2, 3, by=scene.teacher)
    assert not before.exists()
    after = make_download(row, 0)
    assert 0 < decoded(after.read_bytes())[0] < pictures
    assert left_of([frame for frame in frames if 2e6 <= frame.time < 3e6], row) == 0


def test_a_film_that_was_being_made_during_a_cut_does_not_hold_the_piece(scene: Scene) -> None:
    row, frames = taught(scene)
    with ThreadPoolExecutor(3) as pool:
        films = [pool.submit(make_download, row, 0) for _ in range(3)]
        cut_piece(row, 1.5, 3, by=scene.teacher)
        made = {film.result() for film in films}
    assert {film for film in made if film.exists()} <= {make_download(row, 0)}
    assert left_of([frame for frame in frames if 1.5e6 <= frame.time < 3e6], row) == 0
    assert [path.name for path in store.downloads(row).iterdir() if path.name.startswith("draft")] == []


@pytest.mark.parametrize("close", [True, False])
def test_one_persons_contributions_are_gone_and_that_he_was_here(scene: Scene, close: bool) -> None:
    piet, quinten = scene.pupils
    row, frames = taught(scene, close=close)
    cut_person(row, piet.pk, by=scene.teacher)
    left = disk(row)
    for trace in (b"the word of Piet", piet.name.encode(), piet.pk.bytes, piet.pk.hex.encode(), str(piet.pk).encode()):
        assert trace not in left, trace
    assert b"the word of Quinten" in left
    assert left_of(frames, row) == sum(len(frame.payload) > 24 for frame in frames)
    assert list(Presence.objects.filter(lesson=scene.lesson).values_list("person", flat=True)) == [quinten.pk]


def test_the_teachers_contributions_take_the_film_with_them(scene: Scene) -> None:
    row, frames = taught(scene)
    make_download(row, 0)
    cut_person(row, scene.teacher.pk, by=scene.teacher)
    assert (left_of(frames, row), store.downloads(row).exists()) == (0, False)
    with pytest.raises(Problem):
        make_download(row, 0)


def test_what_is_cut_from_a_lesson_that_goes_on_leaves_open_pages_and_memory(
    scene: Scene, hall_of: Callable[[Timeline], Hall]
) -> None:
    piet, quinten = scene.pupils
    row, _ = taught(scene, close=False)
    hall = hall_of(row)
    member, sent = hall.member(quinten, "pupil", "room")
    cut_person(row, piet.pk, by=scene.teacher)
    hall.settle()
    member.know(-1)  # as a page that comes anew
    hall.run(member)
    heard = "".join(one for one in sent if isinstance(one, str))
    assert '"kind":"gone"' in heard
    assert ("the word of Quinten" in heard, "the word of Piet" in heard, piet.name in heard) == (True, False, False)
    assert not any(author == piet.pk.bytes for author, _ in hall.session.keys)


def test_what_is_left_of_a_cut_is_a_hash_and_who_did_it(scene: Scene) -> None:
    row, _ = taught(scene)
    erasure = cut_piece(row, 0, 2, by=scene.teacher)
    entry = Entry.objects.get(verb="timeline.cut", organisation_id=scene.school.pk)
    assert (entry.by_id, entry.details["digest"]) == (scene.teacher.pk, erasure.digest)
    assert "the word of Piet" not in json.dumps(entry.details)


@pytest.mark.parametrize(("begin", "end"), [(2, 2), (3, 2), (-1, 2), (100, 200), (float("nan"), 2), (1, float("nan"))])
def test_a_piece_that_is_none_cuts_nothing(scene: Scene, begin: float, end: float) -> None:
    row, _ = taught(scene)
    before = disk(row)
    with pytest.raises(Problem):
        cut_piece(row, begin, end, by=scene.teacher)
    assert disk(row) == before


def test_cutting_again_finds_nothing_and_harms_nothing(scene: Scene) -> None:
    row, _ = taught(scene)
    assert cut_person(row, scene.pupils[0].pk, by=scene.teacher).count == 2
    assert cut_person(row, scene.pupils[0].pk, by=scene.teacher).count == 0
    assert said(row) == ["the word of Quinten"]
