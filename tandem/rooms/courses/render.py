"""Turns a deck into pictures, in a process of its own: a PDF from anywhere may be broken, huge, or meant to harm.

python -m tandem.rooms.courses.render deck.pdf folder/      → 1.png, 2.png … and titles.json
"""

import json
import resource
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

WIDTH = 1280
MOST_PAGES = 200
SECONDS, MEMORY = 120, 2 << 30


class Unfit(ValueError):
    """A deck that is read and still cannot become slides; says which Item.SlidesProblem it is."""


def limit() -> None:
    """No more than SECONDS of processor time and MEMORY bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def render_pdf(source: Path, folder: Path) -> list[str]:
    """A picture of each page, WIDTH points wide; returns the first line of text of each."""
    with pypdfium2.PdfDocument(source) as document:  # type: ignore[no-untyped-call]
        if len(document) > MOST_PAGES:
            raise Unfit("pages")
        titles = []
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            if not (0 < width < 20_000 and 0 < height < 4 * width):
                raise Unfit("size")
            page.render(scale=WIDTH / width).to_pil().convert("RGB").save(folder / f"{number}.png", optimize=True)
            text = page.get_textpage().get_text_range()
            titles.append(next((line.strip() for line in text.splitlines() if line.strip()), "")[:160])
    return titles


def render_pictures(sources: list[Path], folder: Path) -> list[str]:
    """Each picture the right way up, made small, without what the camera wrote into it (place, time, owner)."""
    for number, source in enumerate(sources, start=1):
        with Image.open(source) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
            picture.thumbnail((WIDTH, WIDTH * 2))
            picture.save(folder / f"{number}.png", optimize=True)
    return [""] * len(sources)


def main(arguments: list[str]) -> int:
    limit()
    *names, folder = (Path(argument) for argument in arguments)
    try:
        pdf = names[0].open("rb").read(5) == b"%PDF-"
        titles = render_pdf(names[0], folder) if pdf else render_pictures(names, folder)
    except (pypdfium2.PdfiumError, Image.DecompressionBombError, OSError, ValueError, MemoryError) as wrong:
        print(str(wrong)[:180] or type(wrong).__name__, file=sys.stderr)
        return 1
    (folder / "titles.json").write_text(json.dumps(titles))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
