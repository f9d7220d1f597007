"""Choose how long one lesson is kept, before it begins."""

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson


def must_not_have_begun(lesson: Lesson) -> None:
    """Raises Problem once there is a timeline: everybody has seen what will be kept of it."""
    if Timeline.objects.filter(lesson=lesson).exists():
        raise Problem(
            _("The lesson has begun: what was promised about keeping stays. You can cut out pieces afterwards.")
        )


@transaction.atomic
def choose_keeping(lesson: Lesson, *, by: Person) -> None:
    """Keep the rule that was put on the lesson. Raises Problem when it has begun."""
    must_not_have_begun(lesson)
    lesson.save(update_fields=["keep", "keep_until"])
    record("lesson.keep", lesson, by=by, keep=lesson.keep)
