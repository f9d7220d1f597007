"""Puts the written course into a course of the school: units, pages, the link, the sheet, the decks with their pictures."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tandem.demo import content, slides
from tandem.rooms.courses.models import Course, Item, SlidePage, Unit
from tandem.rooms.files.models import File
from tandem.rooms.people.models import Person


@dataclass
class Shelf:
    """Where things are put: a course, and the teacher who made them."""

    course: Course
    teacher: Person

    @transaction.atomic
    def fill(self) -> int:
        """Write all items of the course's language; returns how many, 0 when they are there."""
        if Unit.objects.filter(course=self.course).exists():
            return 0
        course = content.read(self.course.language)
        if not self.course.title:
            Course.objects.filter(pk=self.course.pk).update(title=course.title)
        count = 0
        for position, (title, pieces) in enumerate(course.units):
            unit = Unit.objects.create(
                organisation_id=self.course.organisation_id, course=self.course, title=title, position=position
            )
            for place, piece in enumerate(pieces):
                self._item(unit, place, piece)
                count += 1
        return count

    def _item(self, unit: Unit, position: int, piece: content.Piece) -> None:
        item = Item(
            organisation_id=unit.organisation_id, unit=unit, kind=piece.kind, title=piece.title, body=piece.body,
            url=piece.url, position=position, published_at=timezone.now(),
        )  # fmt: skip
        if piece.made:
            name = f"{piece.title.replace(':', '')}.pdf"
            item.file = self._file(name, "application/pdf", slides.pdf(piece.made, self.course.language))
        if piece.kind == Item.Kind.SLIDES:
            item.slides = Item.Slides.READY
        item.save()
        if piece.kind == Item.Kind.SLIDES:
            self._pages(item, piece.made)

    def _pages(self, item: Item, deck: str) -> None:
        titles = slides.titles(deck, self.course.language)
        pictures = slides.pictures(deck, self.course.language)
        for number, (title, png) in enumerate(zip(titles, pictures, strict=True), start=1):
            width, height = struct.unpack(">II", png[16:24])
            SlidePage.objects.create(
                organisation_id=item.organisation_id, item=item, number=number, title=title, width=width,
                height=height, picture=self._file(f"{number}.png", "image/png", png),
            )  # fmt: skip

    def _file(self, name: str, kind: str, data: bytes) -> File:
        file = File(
            organisation_id=self.course.organisation_id, name=name, kind=kind, size=len(data),
            sha256=hashlib.sha256(data).hexdigest(), made_by=self.teacher,
        )  # fmt: skip
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_bytes(data)
        file.save()
        return file
