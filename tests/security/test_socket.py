"""The lesson's socket: every kind of message from every seat, and everything that is no message. A real server listens."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tandem.rooms.live.messages import MESSAGES
from tests.house import House
from tests.security.expected_socket import DOORS, KINDS, SEATS
from tests.security.line import Line, refused_at_the_door

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("socket")]

LESSONS = 40


class Door:
    """The running house and what stands in it."""

    def __init__(self, house: House, known: dict[str, dict[str, str]]) -> None:
        self.house, self.sessions, self.people, self.things = house, known["sessions"], known["people"], known["things"]
        self._next = count(1)

    def fresh(self) -> str:
        """A lesson going on in which nothing has happened yet."""
        return self.things[f"live-{next(self._next)}"]

    def line(self, who: str, lesson: str) -> Line:
        return Line.to(self.house, lesson, self.sessions.get(who, ""))


@pytest.fixture
def door(open_door: Door) -> Iterator[Door]:
    """The house; when the test is over it still answers, and nothing went wrong in it that nobody foresaw."""
    before = len(open_door.house.log)
    yield open_door
    with open_door.line("teacher", open_door.things["live"]) as line:
        assert line.join("room")[0]["kind"] == "welcome"
    news = open_door.house.log[before:]
    assert "Traceback" not in news or "Invalid UTF-8 sequence received from client" in news


@pytest.fixture(scope="module")
def open_door(tmp_path_factory: Any) -> Iterator[Door]:
    home: Path = tmp_path_factory.mktemp("door")
    house = House(home)
    house.ask("from tandem.commands.database import make_ready; make_ready()")
    known = house.ask(f"from tests.security.stage import tell; tell({LESSONS})")
    house.start()
    yield Door(house, json.loads(known.splitlines()[-1]))
    house.stop()


def test_every_kind_of_message_has_its_answers_written_down() -> None:
    assert set(KINDS) == set(MESSAGES)


def answer_to(line: Line, kind: str, said: dict[str, Any]) -> str:
    line.say(kind, **said)
    answers = line.answers()
    if line.code is not None:
        return str(line.code)
    kinds = [one["kind"] for one in answers]
    assert len(kinds) <= 1, answers
    return kinds[0] if kinds else "nothing"


@pytest.mark.parametrize("seat", SEATS)
def test_a_message_is_answered_as_written_down(door: Door, seat: str) -> None:
    who, which, place = SEATS[seat]
    wrong = []
    for kind, rows in KINDS.items():
        for said, answers in rows:
            lesson = door.things[which] if kind != "close" or which == "replay" else door.fresh()
            named = {key: door.people.get(value, door.things.get(value, value)) if key in ("person", "item") else value
                     for key, value in said.items()}  # fmt: skip
            late = door.line("late", lesson) if which == "live" else None
            if late:
                late.join("room")
            with door.line(who, lesson) as line:
                if place:
                    assert [one["kind"] for one in line.join(place)] == ["welcome"]
                got = answer_to(line, kind, named)
            if late:
                late.socket.close()
            if got != answers[seat]:
                wrong.append(f"{kind} {said} from {seat}: {got}, not {answers[seat]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("which", ["live", "replay", "soon"])
def test_only_the_class_and_its_teachers_come_in(door: Door, which: str) -> None:
    codes = {}
    for who, due in DOORS.items():
        with door.line(who, door.things[which]) as line:
            codes[who] = line.end() if due else (line.answers(), None)[1] if which != "soon" else line.code
    assert codes == DOORS


def test_what_is_erased_or_past_its_day_is_not_replayed(door: Door) -> None:
    """The page waits as for a lesson that never was; not one frame comes."""
    for which in ("erased", "expired"):
        with door.line("teacher", door.things[which]) as line:
            assert line.hear() == {"kind": "waiting"}
            line.say("join", place="replay")
            with pytest.raises(TimeoutError):
                line.hear(timeout=0.5)


def test_a_lesson_of_the_other_school_and_none_at_all_look_the_same(door: Door) -> None:
    for lesson in (door.things["elsewhere replay"], "0" * 22, "z" * 22):
        with door.line("teacher", lesson) as line:
            assert line.end() == 4404
    with door.line("outsider", door.things["elsewhere replay"]) as line:
        assert line.join("replay")[0]["kind"] == "welcome"


def test_another_origin_and_another_path_are_not_even_accepted(door: Door) -> None:
    path = f"/lessons/{door.things['live']}/timeline"
    cookie = f"tandem={door.sessions['teacher']}"
    for origin in ("https://elsewhere.example", "null", f"https://127.0.0.1:{door.house.port}.example"):
        assert refused_at_the_door(door.house, path, Cookie=cookie, Origin=origin) == 403
    assert refused_at_the_door(door.house, path, Cookie=cookie, Origin=door.house.url) == 101
    assert refused_at_the_door(door.house, "/lessons/short/timeline", Cookie=cookie) == 403


GARBAGE: dict[str, str | bytes] = {
    "not JSON": "hello",
    "empty": "",
    "no object": "[1, 2]",
    "a number": "17",
    "null": "null",
    "no kind": "{}",
    "unknown kind": '{"kind": "rule"}',
    "kind is a list": '{"kind": ["say"]}',
    "kind is not a name": '{"kind": {"say": 1}}',
    "python's own": '{"kind": "__class__"}',
    "no key": '{"kind": "say", "text": "x"}',
    "key is a number": '{"kind": "say", "key": 7, "text": "x"}',
    "key too long": json.dumps({"kind": "say", "key": "k" * 65, "text": "x"}),
    "key no text can hold": '{"kind": "say", "key": "\\ud800", "text": "x"}',
    "pause with such a key": '{"kind": "hand", "key": "\\udfff", "up": true}',
    "text is a list": '{"kind": "say", "key": "k", "text": ["x"]}',
    "text no text can hold": '{"kind": "say", "key": "k", "text": "\\ud800"}',
    "place is a list": '{"kind": "join", "place": ["room"]}',
    "after is a text": '{"kind": "join", "place": "room", "after": "0"}',
    "level is an object": '{"kind": "level", "level": {}}',
    "NaN": '{"kind": "seek", "to": NaN, "n": 1}',
    "for ever": '{"kind": "seek", "to": Infinity, "n": 1}',
    "n is NaN": '{"kind": "seek", "to": 1, "n": NaN}',
    "n is endless": '{"kind": "seek", "to": 1, "n": Infinity}',
    "a moment of 4,000 digits": '{"kind": "seek", "to": 1%s, "n": 1}' % ("0" * 4000),
    "a number of 5,000 digits": '{"kind": "ping", "t": 1%s}' % ("0" * 5000),
    "deep": '{"kind": "say", "text": ' + "[" * 4000,
    "deep and closed": '{"kind": "ping", "t": ' + "[" * 4000 + "]" * 4000 + "}",
    "too long": json.dumps({"kind": "ping", "x": "y" * 9000}),
    "much too long": "x" * 1_500_000,
    "binary from a pupil": b"\x1a\x45\xdf\xa3",
    "no bytes from a pupil": b"",
}  # fmt: skip


def test_garbage_closes_its_own_line_and_nobody_elses(door: Door) -> None:
    lesson = door.fresh()
    with door.line("teacher", lesson) as teacher:
        teacher.join("room")
        for name, garbage in GARBAGE.items():
            with door.line("classmate", lesson) as pupil:
                pupil.join("room")
                pupil.send(garbage)
                assert (name, pupil.end()) == (name, 4400)
        teacher.say("say", key="after", text="Still here")
        assert [one["kind"] for one in teacher.answers()] == ["ack"]


def test_bytes_that_are_no_text_and_what_is_larger_than_any_message(door: Door) -> None:
    lesson = door.fresh()
    with door.line("classmate", lesson) as pupil:
        pupil.join("room")
        with pupil.socket.send_context():  # a text frame that is no UTF-8
            pupil.socket.protocol.send_text(b"\xff\xfe", fin=True)
        assert pupil.end() == 1007  # the web server's own answer, and its own line in the log
    with door.line("classmate", lesson) as pupil:
        pupil.join("room")
        pupil.send("x" * 3_000_000)
        assert pupil.end() in {1009, 1006}


def test_numbers_that_no_column_holds_are_only_refused(door: Door) -> None:
    with door.line("teacher", door.fresh()) as teacher:
        teacher.join("room")
        for page in (-1, 0, 2**31, 2**63, 10**300):
            teacher.say("slide", key=f"p{page}"[:60], item=door.things["slides"], page=page)
            assert [one["kind"] for one in teacher.answers()] == ["refused"], page


@pytest.mark.parametrize("at", [-5, 0, 1e6, 1e300, 10**9, None])
def test_a_reader_may_ask_for_any_moment(door: Door, at: float | None) -> None:
    """Before the beginning is the beginning, behind the end is the end."""
    with door.line("classmate", door.things["replay"]) as pupil:
        assert pupil.join("replay", at=at)[0]["kind"] == "welcome"
        pupil.say("want", until=1e300)
        pupil.say("seek", to=at, n=3)
        assert [one["kind"] for one in pupil.answers()] == ["mark"]
        pupil.say("join", place="replay", after=-(10**30))
        pupil.say("join", place="replay", after=10**30)
        assert [one["kind"] for one in pupil.answers()] == ["welcome", "welcome"]


def test_a_flood_of_messages_is_shut_out_alone(door: Door) -> None:
    lesson = door.fresh()
    with door.line("teacher", lesson) as teacher, door.line("classmate", lesson) as pupil:
        teacher.join("room")
        pupil.join("room")
        for number in range(200):
            pupil.say("ping", t=number)
        assert pupil.end() == 4429
        teacher.say("say", key="calm", text="Calm")
        assert [one["kind"] for one in teacher.answers()] == ["ack"]


def test_a_flood_of_bytes_is_shut_out(door: Door) -> None:
    with door.line("teacher", door.fresh()) as teacher:
        teacher.join("room")
        teacher.say("publish", n=1)
        for _ in range(8):
            teacher.send(bytes(1_000_000))
        assert teacher.end() == 4429
    with door.line("teacher", door.fresh()) as teacher:
        teacher.join("room")
        teacher.send(bytes(1_048_577))
        assert teacher.end() == 4429


def test_who_floods_before_the_lesson_opens_is_shut_out_too(door: Door) -> None:
    with door.line("classmate", door.things["soon"]) as pupil:
        assert pupil.hear() == {"kind": "waiting"}
        for _ in range(200):
            pupil.send("x")
        assert pupil.end() == 4429


def test_media_that_is_no_recording_ends_the_publishing_and_not_the_lesson(door: Door) -> None:
    lesson = door.fresh()
    with door.line("teacher", lesson) as teacher, door.line("classmate", lesson) as pupil:
        pupil.join("room")
        teacher.join("room")
        for junk in (b"\xff" * 500, b"\x1a\x45\xdf\xa3\x84junk" * 2, b"RIFF....WEBPVP8 "):
            teacher.say("publish", n=1)
            teacher.send(junk)
            answers = teacher.answers()
            assert [one["kind"] for one in answers] == ["publishing", "refused"], answers
        teacher.send(b"a slice under way")
        teacher.say("hand", key="h", up=False, person=door.people["late"])
        assert teacher.answers()[0]["kind"] == "refused"  # `late` is not here
        teacher.say("say", key="k", text="Look at the board")
        assert [one["kind"] for one in teacher.answers()] == ["ack"]
        pupil.answers()
        assert [one["text"] for one in pupil.lines if one["track"] == "chat"] == ["Look at the board"]
        assert not any(isinstance(said, bytes) for said in pupil.heard)


def test_nothing_that_was_acknowledged_is_lost_by_somebody_elses_garbage(door: Door) -> None:
    """Also not when the line is cut behind the last word, or the word is sent twice."""
    lesson = door.fresh()
    acknowledged = []
    for number in range(12):
        with door.line("classmate", lesson) as pupil, door.line("late", lesson) as other:
            pupil.join("room")
            other.join("room")
            other.send("garbage")
            for _ in range(2):
                pupil.say("say", key=f"k{number}", text=f"word {number}")
            acks = pupil.answers()
            assert [one["kind"] for one in acks] == ["ack", "ack"]
            assert acks[0]["seq"] == acks[1]["seq"]
            acknowledged.append(f"word {number}")
            pupil.socket.protocol.fail(1006) if number % 2 else None
    with door.line("teacher", lesson) as teacher:
        teacher.join("room")
        teacher.answers()  # what happened before comes behind the welcome
        assert [one["text"] for one in teacher.lines if one["track"] == "chat"] == acknowledged


def test_the_projector_hears_no_name_and_no_talk(door: Door) -> None:
    lesson = door.fresh()
    with (
        door.line("teacher", lesson) as wall,
        door.line("teacher", lesson) as teacher,
        door.line("pupil", lesson) as one,
    ):
        wall.join("projector")
        teacher.join("room")
        one.join("room")
        one.say("say", key="a", text="a secret")
        one.say("hand", key="b", up=True)
        teacher.say("slide", key="c", item=door.things["slides"], page=1)
        assert [len(one.answers()), len(teacher.answers())] == [2, 1]
        wall.until("here", count={"room": 1, "home": 0})
        wall.answers()
        heard = json.dumps(wall.heard)
        assert [frame["track"] for frame in wall.lines] == ["slide"]
        for word in (
            "a secret",
            "El Khatib",
            "Vermeulen",
            door.people["pupil"],
            door.people["teacher"],
            '"chat"',
            '"hand"',
        ):
            assert word not in heard, word
        assert "a secret" in json.dumps(teacher.heard + one.heard)


def test_whoever_is_put_out_is_put_out_in_mid_lesson(door: Door) -> None:
    """A role, a membership, an absence or a session ends: that person goes within seconds, the others stay."""
    lesson = door.fresh()
    seats = dict.fromkeys(["loses-role", "changes-class", "stands-in", "signed-out", "teacher"], "room") | {
        "comes-back": "home"
    }
    lines = {who: door.line(who, lesson) for who in seats}
    for who, place in seats.items():
        assert [one["kind"] for one in lines[who].join(place)] == ["welcome"]
    door.house.ask(
        """
from datetime import timedelta
from django.utils import timezone
from tandem.rooms.people.models import Membership, Person, Role, Session
from tandem.rooms.timetable.models import Absence
yesterday = timezone.localdate() - timedelta(days=1)
of = lambda login: Person.objects.get(accounts__login=login)
Role.objects.of(of("loses-role")).update(ends_on=yesterday)
Membership.objects.of(of("changes-class")).update(ends_on=yesterday)
Membership.objects.of(of("stands-in")).update(ends_on=yesterday)
Absence.objects.filter(child=of("comes-back")).update(withdrawn_at=timezone.now())
Session.objects.filter(account__login="signed-out").delete()
"""
    )
    codes = {who: line.end(timeout=15) for who, line in lines.items() if who != "teacher"}
    assert codes == dict.fromkeys(codes, 4403)
    assert lines["teacher"].answers() == []
    assert [frame["kind"] for frame in lines["teacher"].lines if frame["track"] == "presence"].count("went") == 5
    for line in lines.values():
        line.socket.close()


def test_signing_out_closes_the_line_at_once(door: Door) -> None:
    lesson = door.fresh()
    with door.line("late again", lesson) as line:
        line.join("room")
        assert door.house.post("/sign-out/", door.sessions["late again"]) == 302
        assert line.end(timeout=3) == 4409
        line.send('{"kind": "say", "key": "k", "text": "still"}')


def test_what_is_said_after_being_put_out_is_not_heard(door: Door) -> None:
    """A client that does not answer the goodbye and goes on talking."""
    lesson = door.fresh()
    with door.line("teacher", lesson) as teacher, door.line("guest", lesson) as nobody:
        teacher.join("room")
        nobody.say("say", key="k", text="let me in")
        with pytest.raises(ConnectionClosed):
            nobody.socket.recv(5)
        teacher.answers()
        assert [frame for frame in teacher.lines if frame["track"] == "chat"] == []
