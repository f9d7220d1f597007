"""Who may lead, watch, or join from home."""

from uuid import UUID

from tandem.rooms.courses.models import Course
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Absence, Lesson


def may_lead(person: Person, lesson: Lesson) -> bool:
    """Its teachers today: teach, pause keeping, close, cut."""
    return Course.objects.editable_by(person).filter(pk=lesson.course_id).exists()


def attends(person: Person, lesson: Lesson) -> bool:
    """Pupils of the course today."""
    return Course.objects.filter(pk=lesson.course_id).attended_by(person).exists()


def may_watch(person: Person, lesson: Lesson) -> bool:
    """Live and replay are for the class and its teachers; not for head or guardian."""
    return may_lead(person, lesson) or attends(person, lesson)


def away_during(person: Person, lesson: Lesson) -> Absence | None:
    """The absence, at the school of the lesson, that covers some of it."""
    mine = Absence.objects.filter(child=person, organisation=lesson.organisation_id)
    return mine.overlapping(lesson.starts_at, lesson.ends_at).first()


def may_join_from_home(person: Person, lesson: Lesson) -> bool:
    """A pupil who is reported away, or anybody of the class when the lesson is open to everyone at a distance."""
    if lesson.distance == Lesson.Distance.EVERYONE:
        return may_watch(person, lesson)
    return may_lead(person, lesson) or (attends(person, lesson) and away_during(person, lesson) is not None)


def away_from(lesson: Lesson) -> set[UUID]:
    """Keys of all who are reported away from some of the lesson, at its school."""
    theirs = Absence.objects.filter(organisation=lesson.organisation_id)
    return set(theirs.overlapping(lesson.starts_at, lesson.ends_at).values_list("child_id", flat=True))
