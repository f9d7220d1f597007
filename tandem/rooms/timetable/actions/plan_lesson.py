"""Plan a lesson: its topic, its plan, who may follow from home, the items that belong to it."""

from collections.abc import Sequence

from django.db import transaction

from tandem.rooms.audit.actions.record import record
from tandem.rooms.courses.models import Item
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Lesson, LessonMaterial


@transaction.atomic
def plan_lesson(lesson: Lesson, materials: Sequence[Item], *, by: Person) -> None:
    """Keep what was written on the lesson, and exactly these materials in this order. Twice is harmless."""
    lesson.save(update_fields=["topic", "plan", "distance"])
    LessonMaterial.objects.filter(lesson=lesson).exclude(item__in=materials).delete()
    for position, item in enumerate(materials):
        LessonMaterial.objects.update_or_create(
            lesson=lesson, item=item, defaults={"position": position, "organisation_id": lesson.organisation_id}
        )
    record("lesson.planned", lesson, by=by)
