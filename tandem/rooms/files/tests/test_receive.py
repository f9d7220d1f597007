"""A form far beyond the limit is read to its end and not kept, so that its sender gets words instead of a broken line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tandem.kit.ids import short
from tandem.rooms.courses import factories as c
from tandem.rooms.courses.models import Item
from tandem.rooms.files import receive
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_too_much_at_once_is_refused_in_words(
    as_: Callable[[Person], Client], settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, count: int
) -> None:
    settings.UPLOAD_LIMIT = 3000
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr(receive, "FIELDS", 1000)
    school = f.school()
    teacher = f.person(school, "teacher", language="fr")
    unit = c.unit(c.course(f.group(school), teacher))
    files = [SimpleUploadedFile(f"scan {n}.pdf", b"%PDF-1.7 " + b"x" * (4500 // count)) for n in range(count)]
    answer = as_(teacher).post(f"/units/{short(unit.pk)}/new/slides/", {"title": "Deck", "file": files})
    assert (answer.status_code, answer["Content-Language"]) == (413, "fr")
    assert "scan 0.pdf" in answer.context["problem"]
    assert 'value="Deck"' in answer.content.decode()
    assert not Item.objects.filter(unit=unit).exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
