"""Slides become pictures beside the page, so that nobody waits for it."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from django.db import transaction
from django_tasks import task
from PIL import Image

from tandem.rooms.courses.models import Item, SlidePage
from tandem.rooms.files.actions.take_in import keep_bytes
from tandem.rooms.files.models import File

PATIENCE = 180
"""Seconds by the wall clock; the process limits its own processor time."""


@task()
def make_slides(item_id: str, file_ids: list[str]) -> None:
    """Make the pictures of a deck. Again is harmless; a deck that cannot be read says so on its item."""
    item = Item.objects.filter(pk=item_id).first()
    files = [File.objects.filter(pk=key).first() for key in file_ids]
    if item is None or any(file is None for file in files):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        problem = _render([str(file.path) for file in files if file], folder)
        if problem:
            Item.objects.filter(pk=item.pk).update(slides=Item.Slides.FAILED, slides_problem=problem)
            return
        _keep(item, folder)


def _render(sources: list[str], folder: Path) -> str:
    """Runs the renderer; returns which Item.SlidesProblem it met, or nothing."""
    command = [sys.executable, "-m", "tandem.rooms.courses.render", *sources, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return Item.SlidesProblem.SLOW
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().rpartition("\n")[2]
    return said if said in Item.SlidesProblem.values else Item.SlidesProblem.BROKEN


@transaction.atomic
def _keep(item: Item, folder: Path) -> None:
    titles = json.loads((folder / "titles.json").read_text())
    SlidePage.objects.filter(item=item).delete()
    for number, title in enumerate(titles, start=1):
        data = (folder / f"{number}.png").read_bytes()
        with Image.open(folder / f"{number}.png") as picture:
            width, height = picture.size
        by = item.file.made_by_id if item.file else None
        file = keep_bytes(data, name=f"{number}.png", kind="image/png", organisation_id=item.organisation_id, by_id=by)
        SlidePage.objects.create(
            organisation_id=item.organisation_id, item=item, number=number, title=title, picture=file,
            width=width, height=height,
        )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(slides=Item.Slides.READY, slides_problem="")
