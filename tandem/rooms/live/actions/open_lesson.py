"""Open a lesson: its timeline begins."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.live import events, store
from tandem.rooms.live.choices import Keep
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.actions.choose import chosen
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson

EARLY = timedelta(minutes=30)


def keep_rule(lesson: Lesson) -> tuple[str, date | None]:
    """What will be kept of this lesson, and until which day: the lesson's own rule, else the school's.

    `live` has no day: it is erased at the bell.
    """
    if lesson.keep == Lesson.Keep.LIVE:
        return lesson.keep, None
    if lesson.keep == Lesson.Keep.DATE and lesson.keep_until:
        return lesson.keep, lesson.keep_until
    school = chosen(Keep, lesson.organisation_id)
    rule = lesson.keep or school.rule
    if rule == Lesson.Keep.LIVE:
        return rule, None
    if rule == Lesson.Keep.DATE:
        return rule, timezone.localdate(lesson.starts_at) + timedelta(days=school.days)
    return Lesson.Keep.YEAR, lesson.course.school_year.ends_on


def open_lesson(lesson: Lesson, *, by: Person) -> Timeline:
    """Begin the lesson's timeline; opening twice gives the one that is there. Raises Problem when it cannot be."""
    found = Timeline.objects.filter(lesson=lesson).first()
    if found:
        if not found.is_open:
            raise Problem(_("This lesson is over. What happened can be watched again on this page."))
        return found
    now = timezone.now()
    if lesson.cancelled_at:
        raise Problem(_("This lesson is cancelled; it cannot be opened."))
    if now < lesson.starts_at - EARLY:
        raise Problem(_("It is too early: a lesson opens at most half an hour before it starts."))
    if now > lesson.ends_at:
        raise Problem(_("The bell has rung for this lesson; it cannot be opened any more."))
    rule, until = keep_rule(lesson)
    row = Timeline(
        organisation_id=lesson.organisation_id,
        lesson=lesson,
        keep=rule,
        keep_until=until,
        opened_by=by,
        began_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            store.begin(row)
            record("lesson.opened", lesson, by=by)
    except IntegrityError:  # two teachers at once: the first one opened it
        return Timeline.objects.get(lesson=lesson)
    transaction.on_commit(lambda: events.lesson_opened.send(Timeline, lesson_id=lesson.pk))
    return row
