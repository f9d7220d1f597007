"""The clock in the picture: words for people, bars for machines.

The bars lie across the top of the picture: 48 cells of equal width, white is 1, black is 0, most significant first;
together they are the milliseconds since 1970 (UTC). A reader samples the middle of each cell, so it works at any size
the picture is shown at and survives the codec: no detail is smaller than a cell.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

CELLS = 48
HEIGHT = 12
_FONT = ImageFont.load_default(22)


def bars(ms: int, width: int) -> Image.Image:
    """The bars for a moment (ms since 1970), as a grey picture of `width` × HEIGHT pixels."""
    bits = bytes(255 if ms >> (CELLS - 1 - cell) & 1 else 0 for cell in range(CELLS))
    return Image.frombytes("L", (CELLS, 1), bits).resize((width, HEIGHT), Image.Resampling.NEAREST)


def read(picture: Image.Image) -> int:
    """The moment that a picture shows, in ms since 1970. A picture without bars gives nonsense, not an error."""
    grey = picture.convert("L")
    row = round(HEIGHT / 2 * grey.width / 480)
    moment = 0
    for cell in range(CELLS):
        value = grey.getpixel((int((cell + 0.5) * grey.width / CELLS), row))
        assert isinstance(value, int | float)
        moment = moment * 2 + (value > 127)
    return moment


@lru_cache(maxsize=16)
def _glyph(char: str) -> Image.Image:
    glyph = Image.new("L", (8 if char in ":." else 14, 26), 24)
    ImageDraw.Draw(glyph).text((glyph.width // 2, 13), char, fill=255, font=_FONT, anchor="mm")
    return glyph


def words(ms: int, zone: tzinfo) -> Image.Image:
    """The moment as people read it, to the tenth of a second: 10:42:07.3 (a grey picture)."""
    at = datetime.fromtimestamp(ms / 1000, zone)
    text = f"{at:%H:%M:%S}.{ms // 100 % 10}"
    strip = Image.new("L", (sum(_glyph(char).width for char in text) + 8, 26), 24)
    left = 4
    for char in text:
        strip.paste(_glyph(char), (left, 0))
        left += _glyph(char).width
    return strip
