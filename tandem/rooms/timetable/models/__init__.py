"""The school day: periods, recurring slots, lessons made of them, absences, who took part."""

from tandem.rooms.timetable.models.absence import Absence
from tandem.rooms.timetable.models.lesson import CaughtUp, Lesson, LessonMaterial, Presence, own, own_at
from tandem.rooms.timetable.models.period import Period, Slot

__all__ = ["Absence", "CaughtUp", "Lesson", "LessonMaterial", "Period", "Presence", "Slot", "own", "own_at"]
