"""What the school teaches, when, and by whom: a timetable without a clash, computed and not drawn.

Every class has the same 32 hours a week, in the same cyclic order but shifted by a quarter: hour `h` of class number `k`
is entry `h mod 8 + 8 × ((h div 8 + k) mod 4)` of `HOURS`. The entries of a teacher stand together and are at most
eight, so two classes never need one teacher at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

PERIODS = (
    (time(8, 25), time(9, 15)),
    (time(9, 15), time(10, 5)),
    (time(10, 20), time(11, 10)),
    (time(11, 10), time(12, 0)),
    (time(13, 0), time(13, 50)),
    (time(13, 50), time(14, 40)),
    (time(14, 55), time(15, 45)),
)
CLASSES = ("4A", "4B", "5A", "3B")
SHORT_DAY = 3
"""Wednesday: lessons in the morning only."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`teacher` is a place on the staff list; `room` is empty where the class has its own."""

    name: str
    hours: int
    hue: int
    teacher: str
    room: str = ""


SUBJECTS = (
    Subject("Wiskunde", 5, 1, "maths"),
    Subject("Economie", 1, 8, "colleague"),
    Subject("Nederlands", 4, 3, "dutch"),
    Subject("Artistieke vorming", 1, 10, "dutch", "Atelier"),
    Subject("Frans", 4, 6, "french"),
    Subject("Engels", 3, 5, "english"),
    Subject("Levensbeschouwing", 2, 11, "english"),
    Subject("Geschiedenis", 2, 2, "past"),
    Subject("Aardrijkskunde", 2, 4, "past"),
    Subject("Natuurwetenschappen", 4, 7, "science", "Labo 2"),
    Subject("Lichamelijke opvoeding", 2, 9, "sport", "Sportzaal"),
    Subject("Informatica", 2, 12, "sport", "B.12"),
)
STAFF = ("dutch", "french", "english", "past", "science", "sport")
"""Teachers besides the two of the cast, who share mathematics: the teacher has 4A and 4B, the colleague the others."""

ROOMS = {"4A": "A.104", "4B": "A.105", "5A": "A.201", "3B": "A.012"}
HOURS = tuple(subject for subject in SUBJECTS for _ in range(subject.hours))
_STRIDE = 23
"""Which hour of the cycle follows which; odd, so that all 32 come; chosen because it spreads each subject best."""


def weekly() -> tuple[tuple[int, int], ...]:
    """The 32 places of a week as (weekday 1 to 5, period 1 to 7)."""
    return tuple(
        (day, period) for day in range(1, 6) for period in range(1, len(PERIODS) + 1) if day != SHORT_DAY or period <= 4
    )


def subject_at(place: int, number: int, stride: int = _STRIDE) -> Subject:
    """What class `number` has at the week's place 0 to 31."""
    hour = place * stride % 32
    return HOURS[hour % 8 + 8 * ((hour // 8 + number) % 4)]


def teacher_of(subject: Subject, class_name: str) -> str:
    """The staff key of who teaches a subject to a class."""
    if subject.teacher == "maths":
        return "teacher" if class_name in ("4A", "4B") else "colleague"
    return subject.teacher
