"""What each kind of message on a lesson's socket is answered, once for each kind and seat. Read it as a table.

Answers: a kind of message that comes back (`ack`, `refused`, `pong` …), `nothing` (taken, without an answer) or the code
with which the server closes the line.
"""

from typing import Any

SEATS: dict[str, tuple[str, str, str]] = {
    # seat: who, in which lesson, at which place ("" is before joining)
    "teacher": ("teacher", "live", "room"),
    "substitute": ("substitute", "live", "room"),
    "projector": ("teacher", "live", "projector"),
    "teacher at the door": ("teacher", "live", ""),
    "pupil": ("classmate", "live", "room"),
    "pupil from home": ("away", "live", "home"),
    "pupil at the door": ("classmate", "live", ""),
    "teacher watching again": ("teacher", "replay", "replay"),
    "pupil watching again": ("classmate", "replay", "replay"),
}

TEACHERS = ("teacher", "substitute")
PUPILS = ("pupil", "pupil from home")
LATER = ("teacher watching again", "pupil watching again")
DOOR = ("teacher at the door", "pupil at the door")


def table(**answers: str) -> dict[str, str]:
    """Answers by seat; `rest` is for every seat that is not named."""
    groups = {"teachers": TEACHERS, "pupils": PUPILS, "later": LATER, "door": DOOR}
    found = dict.fromkeys(SEATS, answers.pop("rest"))
    for name, answer in answers.items():
        found |= dict.fromkeys(groups.get(name, (name.replace("_", " "),)), answer)
    assert set(found) == set(SEATS), set(found) ^ set(SEATS)
    return found


Row = tuple[dict[str, Any], dict[str, str]]

KINDS: dict[str, list[Row]] = {
    "ping": [({"t": 7}, table(rest="pong")), ({}, table(rest="pong"))],
    "join": [
        ({"place": "room"}, table(rest="welcome", later="refused")),
        ({"place": "home"}, table(rest="welcome", pupil="refused", pupil_at_the_door="refused", later="refused")),
        ({"place": "projector"}, table(rest="welcome", pupils="refused", pupil_at_the_door="refused", later="refused")),
        ({"place": "replay"}, table(rest="refused", later="welcome")),
        ({"place": "cellar"}, table(rest="4400")),
        ({"place": "room", "level": "loud"}, table(rest="4400")),
    ],
    "level": [({"level": "sound"}, table(rest="level")), ({"level": "loud"}, table(rest="4400"))],
    "seek": [({"to": 0, "n": 1}, table(rest="mark")), ({"to": None, "n": 1}, table(rest="mark"))],
    "want": [({"until": 5}, table(rest="nothing"))],
    "say": [
        (
            {"key": "k1", "text": "Good morning"},
            table(rest="ack", projector="refused", door="refused", later="refused"),
        ),
        ({"key": "k2", "text": "  "}, table(rest="refused")),
        ({"key": "k3", "text": "x" * 2001}, table(rest="refused")),
        ({"key": "", "text": "x"}, table(rest="4400", projector="refused", door="refused", later="refused")),
    ],
    "hand": [
        ({"key": "k4", "up": True}, table(rest="ack", projector="refused", door="refused", later="refused")),
        ({"key": "k5", "up": False}, table(rest="ack", projector="refused", door="refused", later="refused")),
        ({"key": "k6", "up": False, "person": "late"}, table(rest="refused", teachers="ack")),
        ({"key": "k7", "up": True, "person": "late"}, table(rest="refused")),
        ({"key": "k8", "up": False, "person": "outsider"}, table(rest="refused")),
    ],
    "slide": [
        ({"key": "k9", "item": "slides", "page": 1}, table(rest="refused", teachers="ack", projector="ack")),
        ({"key": "k10", "item": "slides", "page": 2}, table(rest="refused")),
        ({"key": "k11", "item": "hidden slides", "page": 1}, table(rest="refused")),
        ({"key": "k12", "item": "elsewhere slides", "page": 1}, table(rest="refused")),
    ],
    "publish": [({"n": 1}, table(rest="refused", teachers="publishing"))],
    "unpublish": [({}, table(rest="nothing"))],
    "pause": [
        ({"key": "k13", "on": True}, table(rest="refused", teachers="ack", projector="ack")),
        ({"key": "k14", "on": False}, table(rest="refused", teachers="ack", projector="ack")),
    ],
    "close": [({"key": "k15"}, table(rest="refused", teachers="ack", projector="ack"))],
}
"""`close` is tried in a lesson of its own."""

DOORS = {
    # who may knock at the line of a lesson of 4A, and is shown out with which code; None may stay
    **dict.fromkeys(("nobody", "leaver"), 4401),
    **dict.fromkeys(("teacher", "substitute", "pupil", "classmate", "away", "adult"), None),
    **dict.fromkeys(
        (
            "stranger", "colleague", "former", "head", "ict", "care", "guidance", "guardian", "guardian-who-sees",
            "guardian-of-adult", "guardian-without-sight", "authority", "partner", "outsider", "pupil-elsewhere",
        ),
        4404,
    ),
}  # fmt: skip
