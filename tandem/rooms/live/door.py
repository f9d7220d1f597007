"""Who comes through the door of a lesson: looked up once, in a thread; and again while the page stays open."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tandem.kit.socket import Identity
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.access import holders_of
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.access import attends, away_during, away_from, may_join_from_home, may_lead
from tandem.rooms.timetable.models import Lesson


@dataclass(frozen=True)
class Pass:
    """What somebody may do in this lesson. `row` is None until it is opened."""

    lesson: Lesson
    person: Person
    role: str
    from_home: bool
    away: bool
    row: Timeline | None


def look_up(who: Identity, lesson_id: UUID) -> Pass | None:
    """The pass of this person, or None where the lesson does not exist for them (strangers, head, guardians)."""
    lesson = Lesson.objects.visible_to(who.person).select_related("course", "organisation").filter(pk=lesson_id).first()
    if lesson is None:
        return None
    role = "teacher" if may_lead(who.person, lesson) else "pupil" if attends(who.person, lesson) else ""
    if not role:
        return None
    row = Timeline.objects.filter(lesson=lesson).first()
    if row is not None and not (row.is_open or row.is_kept_on(timezone.localdate())):
        row = None  # erased, or its day has passed and the job that erases it has not come by yet
    return Pass(
        lesson=lesson,
        person=who.person,
        role=role,
        from_home=may_join_from_home(who.person, lesson),
        away=role == "pupil" and away_during(who.person, lesson) is not None,
        row=row,
    )


@dataclass(frozen=True)
class Seat:
    """Where an open page sits: whose session it is, and as what it came in. `place` is empty while it waits."""

    session_key: str
    role: str
    place: str


def still_allowed(lesson_id: UUID, seats: Collection[Seat]) -> set[Seat]:
    """Those who may stay, by the same questions as `look_up`: session alive, role of today, still of this class,
    still allowed from home. Five queries, however many sit there.
    """
    lesson = Lesson.objects.filter(pk=lesson_id).select_related("course").first()
    if lesson is None:
        return set()
    holders = holders_of({seat.session_key for seat in seats})
    members, away = lesson.course.members(), away_from(lesson)

    def may_stay(seat: Seat) -> bool:
        person = holders.get(seat.session_key)
        role = "teacher" if person in members["teacher"] else "pupil" if person in members["pupil"] else ""
        if person is None or not role or role != seat.role:
            return False
        from_home = role == "teacher" or lesson.distance == Lesson.Distance.EVERYONE or person in away
        return seat.place != "home" or from_home

    return {seat for seat in seats if may_stay(seat)}


def names_of(authors: set[bytes]) -> dict[bytes, str]:
    """Display names of people by the identifier that frames carry."""
    people = Person.objects.filter(pk__in=[UUID(bytes=author) for author in authors])
    return {person.pk.bytes: person.name for person in people}
