"""The head puts a course on the grid: a slot that recurs, and the lessons it makes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.people.models import Membership, Organisation, Person
from tandem.rooms.timetable.models import Lesson, LessonMaterial, Slot


def days_of(slot: Slot, first: date, last: date) -> Iterator[date]:
    """The days on which the slot recurs, between two days."""
    day = max(slot.starts_on, first)
    day += timedelta(days=(slot.weekday - day.isoweekday()) % 7)
    while day <= min(slot.ends_on, last):
        yield day
        day += timedelta(weeks=1)


def make_lessons(school: Organisation, slots: Iterable[Slot], first: date, last: date) -> int:
    """Make the lessons of these slots that are missing between two days. Returns how many; again makes none."""
    zone = school.timezone
    wanted = {
        (slot.pk, datetime.combine(day, slot.period.starts, zone)): (slot, day)
        for slot in slots
        for day in days_of(slot, first, last)
    }
    if not wanted:
        return 0
    moments = [at for _key, at in wanted]
    there = set(
        Lesson.objects.filter(organisation=school, slot__isnull=False)
        .filter(starts_at__gte=min(moments), starts_at__lte=max(moments))
        .values_list("slot_id", "starts_at")
    )
    missing = [
        Lesson(
            organisation=school,
            course_id=slot.course_id,
            slot=slot,
            classroom=slot.classroom,
            starts_at=at,
            ends_at=datetime.combine(day, slot.period.ends, zone),
        )
        for (key, at), (slot, day) in wanted.items()
        if (key, at) not in there
    ]
    return len(Lesson.objects.bulk_create(missing))


@transaction.atomic
def add_slot(slot: Slot, *, by: Person) -> int:
    """Put a slot on the grid with its lessons from its first day, or today, on. Returns how many lessons it made.

    Raises Problem when class, teacher or classroom are taken at that hour, or its days lie outside the school year.
    """
    _days_must_fit(slot, slot.ends_on)
    _must_be_free(slot)
    slot.save()
    record("slot.added", slot, by=by)
    return make_lessons(slot.organisation, [slot], max(slot.starts_on, timezone.localdate()), slot.ends_on)


@transaction.atomic
def change_slot(slot: Slot, *, classroom: str, ends_on: date, by: Person) -> int:
    """Another classroom, or another last day. Lessons to come follow; those that hold something stay.

    Returns how many go. Raises Problem as `add_slot` does.
    """
    _days_must_fit(slot, ends_on)
    before = slot.ends_on
    slot.classroom, slot.ends_on = classroom, ends_on
    _must_be_free(slot)
    slot.save(update_fields=["classroom", "ends_on"])
    coming = Lesson.objects.filter(slot=slot, starts_at__gt=timezone.now())
    coming.update(classroom=classroom)
    gone = _drop(coming.filter(starts_at__gte=_midnight_after(ends_on, slot)))
    make_lessons(slot.organisation, [slot], max(before + timedelta(days=1), timezone.localdate()), ends_on)
    record("slot.changed", slot, by=by)
    return gone


@transaction.atomic
def remove_slot(slot: Slot, *, by: Person) -> int:
    """Take a slot off the grid with its lessons to come; what was taught stays. Returns how many lessons go."""
    gone = _drop(Lesson.objects.filter(slot=slot, starts_at__gt=timezone.now()))
    record("slot.removed", slot, by=by)
    slot.delete()
    return gone


def _drop(lessons: QuerySet[Lesson]) -> int:
    """Remove lessons that nobody has put anything into; the others stay as they are."""
    given = LessonMaterial.objects.filter(lesson__in=lessons).values("lesson")
    empty = lessons.filter(topic="", plan="", keep="", timeline=None).exclude(pk__in=given)
    return empty.delete()[1].get("timetable.Lesson", 0)


def _midnight_after(day: date, slot: Slot) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), slot.organisation.timezone)


def _days_must_fit(slot: Slot, ends_on: date) -> None:
    year = slot.course.school_year
    if ends_on < slot.starts_on:
        raise Problem(_("The last day comes before the first. Nothing was changed."))
    if slot.starts_on < year.starts_on or ends_on > year.ends_on:
        words = _("The school year goes from %(first)s to %(last)s. Choose days in it. Nothing was changed.")
        first, last = (date_format(day, "DATE_FORMAT") for day in (year.starts_on, year.ends_on))
        raise Problem(words % {"first": first, "last": last})


def _must_be_free(slot: Slot) -> None:
    """Nobody can be in two places at the same hour, and a classroom holds one lesson."""
    Organisation.objects.select_for_update().get(pk=slot.organisation_id)  # two heads at once: one after the other
    others = Slot.objects.filter(organisation=slot.organisation_id, weekday=slot.weekday, period=slot.period_id)
    others = others.filter(starts_on__lte=slot.ends_on, ends_on__gte=slot.starts_on).exclude(pk=slot.pk)
    others = others.select_related("course")
    groups = slot.course.group_links.values("group")
    if same_class := others.filter(course__group_links__group__in=groups).first():
        raise Problem(_("The class has %(subject)s at that hour.") % {"subject": same_class.course.subject})
    if taught := others.filter(_taught_by_the_same(slot)).first():
        raise Problem(_("The teacher has %(subject)s at that hour.") % {"subject": taught.course.subject})
    held = others.filter(classroom__iexact=slot.classroom).first() if slot.classroom else None
    if held:
        words = _("%(room)s is taken at that hour by %(subject)s.")
        raise Problem(words % {"room": slot.classroom, "subject": held.course.subject})


def _taught_by_the_same(slot: Slot) -> Exists:
    """The condition that a teacher of the slot's course, when it begins, also teaches the other slot's course."""
    now = Membership.objects.current(max(slot.starts_on, timezone.localdate())).teachers()
    mine = now.filter(
        Q(course_id=None) | Q(course_id=slot.course_id), group__in=slot.course.group_links.values("group")
    )
    theirs = Q(course_id=None) | Q(course_id=OuterRef("course"))
    links = {"group__course_links__course": OuterRef("course"), "person__in": mine.values("person")}
    return Exists(now.filter(theirs, **links))
