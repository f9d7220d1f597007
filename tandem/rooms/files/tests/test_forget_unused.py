import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from tandem.rooms.courses import factories as c
from tandem.rooms.courses.models import Item, SlidePage
from tandem.rooms.files.actions.forget_unused import forget_unused
from tandem.rooms.files.actions.take_in import keep_bytes
from tandem.rooms.files.jobs import sweep_files
from tandem.rooms.files.models import File
from tandem.rooms.people import factories as f

pytestmark = pytest.mark.django_db


def keep(organisation_id: UUID, made_at: datetime) -> File:
    file = keep_bytes(b"text", name="a.txt", kind="text/plain", organisation_id=organisation_id, by_id=None)
    File.objects.filter(pk=file.pk).update(made_at=made_at)
    return file


def kept(file: File) -> tuple[bool, bool]:
    return File.objects.filter(pk=file.pk).exists(), file.path.exists()


def test_only_what_nothing_points_to_for_a_day_is_forgotten() -> None:
    now = timezone.now()
    school = f.school()
    used, removed, young, picture = (keep(school.pk, now - timedelta(hours=hours)) for hours in (25, 25, 23, 25))
    unit = c.unit(c.course(f.group(school)))
    deck = c.item(unit, Item.Kind.SLIDES, file=used)
    SlidePage.objects.create(organisation=school, item=deck, number=1, picture=picture, width=4, height=3)
    c.item(unit, Item.Kind.FILE, file=used)
    c.item(unit, Item.Kind.FILE, file=removed).delete()
    assert forget_unused(now) == 1
    assert forget_unused(now) == 0
    there, gone = (True, True), (False, False)
    assert [kept(file) for file in (used, removed, young, picture)] == [there, gone, there, there]
    assert forget_unused(now + timedelta(hours=2)) == 1


def test_bytes_without_a_row_go_too_and_nothing_beside_the_store() -> None:
    folder = Path(settings.FILES) / "ab"
    folder.mkdir(parents=True)
    half, fresh = folder / ("0" * 30 + "ab.part"), folder / ("0" * 30 + "ab")
    half.write_bytes(b"cut in the mid")
    fresh.write_bytes(b"its row is being written")
    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(half, (old, old))
    file = keep(f.school().pk, timezone.now())
    os.utime(file.path, (old, old))
    sweep_files.call()
    assert (half.exists(), fresh.exists(), file.path.exists()) == (False, True, True)
