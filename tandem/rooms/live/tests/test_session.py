"""Who is here, what is told to whom, and that a word is written once."""

import json
from collections.abc import Callable

from tandem.engines.timeline.frame import Audience, Draft, Track
from tandem.rooms.live.hall import LINGER, goes_on
from tandem.rooms.live.kinds import Chat, Hand, Slide, pack
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.session import Session
from tandem.rooms.live.tests.conftest import Hall, Scene

HallOf = Callable[[Timeline], Hall]


def presences(session: Session) -> list[str]:
    names = {1: "came", 2: "went"}
    return [names[frame.kind] for frame in session.log.events(tracks={Track.PRESENCE})]


def test_two_pages_of_one_person_are_one_person(scene: Scene, hall_of: HallOf) -> None:
    hall = hall_of(scene.open())
    first, _ = hall.member(scene.pupils[0], "pupil", "room")
    second, _ = hall.member(scene.pupils[0], "pupil", "room")
    here, counted = hall.session.here()
    assert (counted["count"], len(here["room"]), presences(hall.session)) == ({"room": 1, "home": 0}, 1, ["came"])
    hall.session.went(first)
    assert presences(hall.session) == ["came"]
    hall.session.went(second)
    assert presences(hall.session) == ["came", "went"]


def test_projector_and_replay_are_nobody(scene: Scene, hall_of: HallOf) -> None:
    hall = hall_of(scene.open())
    for person, role, place in ((scene.teacher, "teacher", "projector"), (scene.pupils[0], "pupil", "replay")):
        member, _ = hall.member(person, role, place)
        hall.session.went(member)
    assert presences(hall.session) == []
    hall.member(scene.teacher, "teacher", "room")
    assert hall.session.here()[1]["count"] == {"room": 0, "home": 0}  # the teacher is not counted


def test_a_word_that_is_sent_again_is_written_once_also_after_a_restart(scene: Scene, hall_of: HallOf) -> None:
    row = scene.open()
    hall = hall_of(row)
    piet, quinten = (pupil.pk.bytes for pupil in scene.pupils)

    def word(author: bytes) -> Draft:
        return Draft(Track.CHAT, Chat.LINE, pack({"key": "k", "text": "once"}), author=author)

    first = hall.session.write_once(word(piet), "k")
    assert hall.session.write_once(word(piet), "k") == first
    other = hall.session.write_once(word(quinten), "k")
    assert other != first
    hall.session.log.close()  # the server dies and comes back
    again = hall_of(row)
    assert again.session.write_once(word(piet), "k") == first
    assert len(again.session.log.events(tracks={Track.CHAT})) == 2


def test_each_kind_of_reader_hears_what_is_for_it(scene: Scene, hall_of: HallOf) -> None:
    hall = hall_of(scene.open())
    heard = {
        who: hall.member(person, role, place)
        for who, person, role, place in (
            ("teacher", scene.teacher, "teacher", "room"),
            ("pupil", scene.pupils[0], "pupil", "room"),
            ("wall", scene.teacher, "teacher", "projector"),
        )
    }
    author = scene.pupils[1].pk.bytes
    hall.session.write([Draft(Track.CHAT, Chat.LINE, pack({"key": "a", "text": "for all"}), author=author)])
    whisper = pack({"key": "b", "text": "for teachers"})
    hall.session.write([Draft(Track.CHAT, Chat.LINE, whisper, author=author, audience=Audience.TEACHERS)])
    hall.session.write([Draft(Track.HAND, Hand.UP, pack({"key": "c"}), author=author)])
    hall.session.write([Draft(Track.SLIDE, Slide.SHOWN, pack({"key": "d", "page": 1}), author=scene.teacher.pk.bytes)])
    tracks = {}
    for who, (member, sent) in heard.items():
        hall.run(member)
        frames = [frame for text in sent if "frames" in text for frame in json.loads(text)["frames"]]
        tracks[who] = [(frame["track"], frame.get("text", "")) for frame in frames if frame["track"] != "presence"]
        if who == "wall":
            assert [frame["by"] for frame in frames] == [None]
    everything = [("chat", "for all"), ("chat", "for teachers"), ("hand", ""), ("slide", "")]
    assert tracks == {"teacher": everything, "pupil": [one for one in everything if one[1] != "for teachers"],
                      "wall": [("slide", "")]}  # fmt: skip


def test_only_one_page_gives_the_picture(scene: Scene, hall_of: HallOf) -> None:
    hall = hall_of(scene.open())
    first, sent = hall.member(scene.teacher, "teacher", "room")
    second, _ = hall.member(scene.teacher, "teacher", "room")
    hall.session.publish(first)
    hall.session.publish(second)
    hall.run(first)
    assert list(hall.session.publishing) == [second]
    assert [json.loads(text)["why"] for text in sent if "refused" in text] == ["taken"]


def test_whoever_comes_in_at_the_last_moment_keeps_the_room_open(scene: Scene, hall_of: HallOf) -> None:
    hall = hall_of(scene.open())
    assert (goes_on(hall.session, LINGER - 1), goes_on(hall.session, LINGER)) == (True, False)
    hall.member(scene.pupils[0], "pupil", "room")
    assert goes_on(hall.session, LINGER) is True
    hall.session.closed = True
    assert goes_on(hall.session, 0) is False
