"""The drawn teacher: a few poses, drawn large, made small once, and then only pasted."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 150, 210
POSES = 16
_SCALE = 3
_SKIN, _HAIR, _SHIRT, _DARK = "#c98f6b", "#33261f", "#9b3d4a", "#2b2522"


def _limb(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float, fill: str) -> None:
    scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
    pen.line(scaled, fill=fill, width=round(width * _SCALE), joint="curve")
    for x, y in scaled:
        half = width * _SCALE / 2
        pen.ellipse((x - half, y - half, x + half, y + half), fill=fill)


def _oval(pen: ImageDraw.ImageDraw, x: float, y: float, w: float, h: float, fill: str) -> None:
    pen.ellipse(tuple(_SCALE * side for side in (x - w, y - h, x + w, y + h)), fill=fill)


def _head(pen: ImageDraw.ImageDraw, x: float, y: float, mouth: int, blink: bool) -> None:
    _oval(pen, x, y - 4, 27, 30, _HAIR)
    _limb(pen, [(x - 21, y), (x - 22, y + 26)], 11, _HAIR)
    _limb(pen, [(x + 21, y), (x + 22, y + 26)], 11, _HAIR)
    _oval(pen, x, y + 4, 21, 25, _SKIN)
    _limb(pen, [(x - 15, y - 13), (x + 13, y - 15)], 9, _HAIR)
    for side in (-9, 7):
        _oval(pen, x + side, y + 1, 3.1, 0.9 if blink else 3.1, _DARK)
    _oval(pen, x - 1, y + 17, 6.5, 1.2 + 1.9 * mouth, "#7c2f35")


@lru_cache(maxsize=POSES * 6)
def pose(step: int, mouth: int, blink: bool) -> Image.Image:
    """The teacher at `step` of POSES (the arm goes round once), mouth 0 (shut) to 2 (open). RGBA."""
    turn = 2 * pi * step / POSES
    sheet = Image.new("RGBA", (WIDTH * _SCALE, HEIGHT * _SCALE))
    pen = ImageDraw.Draw(sheet)
    sway = 2.5 * sin(turn)
    chest = (82 + sway, 108.0)
    _limb(pen, [(chest[0] + 24, chest[1] + 4), (112, 150), (100 - 4 * sin(turn), 176)], 17, _SHIRT)
    _limb(pen, [chest, (80, 196)], 56, _SHIRT)
    _limb(pen, [(chest[0], 84), (chest[0], 92)], 17, _SKIN)
    _head(pen, chest[0] + 0.5 * sway, 50, mouth, blink)
    elbow = (34 + 3 * cos(turn), 126 + 5 * sin(turn))
    hand = (16 + 7 * cos(turn), 88 + 15 * sin(turn))
    _limb(pen, [(chest[0] - 24, chest[1] + 4), elbow], 17, _SHIRT)
    _limb(pen, [elbow, hand], 13, _SHIRT)
    _oval(pen, hand[0], hand[1], 8, 8, _SKIN)
    return sheet.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
