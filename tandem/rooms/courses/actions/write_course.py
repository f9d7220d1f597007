"""What a teacher does to a course: units and items, their order, what pupils see of them."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.kit.problems import Problem
from tandem.rooms.audit.actions.record import record
from tandem.rooms.courses.models import Course, Item, Unit
from tandem.rooms.files.actions.take_in import Upload, take_in_all
from tandem.rooms.files.models import File
from tandem.rooms.people.models import Person

MOST_PICTURES = 100


@transaction.atomic
def add_unit(course: Course, title: str, *, by: Person) -> Unit:
    unit = Unit.objects.create(
        organisation_id=course.organisation_id,
        course=course,
        title=title,
        position=_next(Unit.objects.filter(course=course)),
    )
    record("unit.added", unit, by=by)
    return unit


@transaction.atomic
def rename_unit(unit: Unit, title: str, *, by: Person) -> None:
    unit.title = title
    unit.save(update_fields=["title"])
    record("unit.renamed", unit, by=by)


@transaction.atomic
def remove_unit(unit: Unit, *, by: Person) -> None:
    """Only an empty unit goes; what pupils work with is moved or taken away first."""
    if Item.objects.filter(unit=unit).exists():
        raise Problem(_("This unit still holds something. Take its items away first."))
    record("unit.removed", unit, by=by)
    unit.delete()


@transaction.atomic
def add_item(item: Item, uploads: list[Upload], *, by: Person) -> Item:
    """Keep a new item at the end of its unit, with its file. Slides are made by a job afterwards."""
    item.organisation_id = item.unit.organisation_id
    item.position = _next(Item.objects.filter(unit=item.unit_id))
    item.published_at = timezone.now()
    _put_files(item, uploads, by=by)
    record("item.added", item, by=by, kind=item.kind)
    return item


@transaction.atomic
def change_item(item: Item, uploads: list[Upload], *, by: Person) -> Item:
    """Keep what the teacher changed; a new file takes the place of the old one."""
    if uploads:
        item.pages.all().delete()
        _put_files(item, uploads, by=by)
    else:
        item.save()
    record("item.changed", item, by=by)
    return item


def _put_files(item: Item, uploads: list[Upload], *, by: Person) -> None:
    from tandem.rooms.courses.jobs import make_slides

    if item.kind in {Item.Kind.FILE, Item.Kind.SLIDES} and not uploads:
        raise Problem(_("Choose a file first."))
    files = take_in_all(uploads[:MOST_PICTURES], organisation_id=item.organisation_id, by=by, fit=_kinds_of(item))
    item.file = files[0] if files else None
    item.slides = Item.Slides.WAITING if item.kind == Item.Kind.SLIDES else Item.Slides.NONE
    item.save()
    if item.kind == Item.Kind.SLIDES:
        make_slides.enqueue(str(item.pk), [str(file.pk) for file in files])


def _kinds_of(item: Item) -> Callable[[list[File]], None]:
    """What this kind of item can be made of; raises Problem for anything else."""

    def fit(files: list[File]) -> None:
        is_pdf = {file.kind for file in files} == {"application/pdf"}
        if item.kind == Item.Kind.SLIDES and not is_pdf and not all(file.is_picture for file in files):
            raise Problem(_("Slides are one PDF, or pictures. Export the presentation as PDF and send that."))

    return fit


@transaction.atomic
def publish(item: Item, *, on: bool, by: Person) -> None:
    """Show the item to the pupils, or hide it again."""
    item.published_at = timezone.now() if on else None
    item.save(update_fields=["published_at", "changed_at"])
    record("item.published" if on else "item.hidden", item, by=by)


@transaction.atomic
def remove_item(item: Item, *, by: Person) -> None:
    record("item.removed", item, by=by, title=item.title)
    item.delete()


@transaction.atomic
def move(row: Unit | Item, *, up: bool, by: Person) -> None:
    """Change places with the neighbour; at the end of the list nothing happens."""
    around: QuerySet[Unit] | QuerySet[Item]
    around = (
        Item.objects.filter(unit=row.unit_id) if isinstance(row, Item) else Unit.objects.filter(course=row.course_id)
    )
    order: list[UUID] = list(around.order_by("position", "id").values_list("pk", flat=True))
    at = order.index(row.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, key in enumerate(order):
        around.filter(pk=key).update(position=position)
    record("unit.moved" if isinstance(row, Unit) else "item.moved", row, by=by)


def _next(rows: "QuerySet[Unit] | QuerySet[Item]") -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1
