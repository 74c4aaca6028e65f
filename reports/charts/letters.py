"""Letters on a PNG: each glyph is rendered once a process and pasted at a quarter of a pixel. No line is broken here.

matplotlib lays a line out twice and loads every glyph each time, which took four fifths of a chart; an SVG still has
its letters from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFont

from reports.charts.typeset import PX, advance, face_file

_QUARTERS = 4
_TURN, _SHOWS = 24, 0.10
"""A mark's slope in degrees, and how much of its colour shows."""


@dataclass(frozen=True)
class Pen:
    """How letters look.

    Args:
        size: Points.
        color: `#RRGGBB`.
        bold: Weight.
    """

    size: float
    color: str
    bold: bool = False


def over(pixels: NDArray[np.uint8]) -> Image.Image:
    """Return opaque pixels, (high, wide, 4), as a picture: what is written on it is written on them."""
    high, wide, _ = pixels.shape
    picture = Image.frombuffer("RGBA", (wide, high), pixels, "raw", "RGBA", 0, 1)
    picture.readonly = 0
    return picture


def line(picture: Image.Image, at: tuple[float, float], text: str, pen: Pen) -> None:
    """Draw a line from its left end on its baseline, in pixels.

    Raises:
        UserWarning: No face holds a letter.
    """
    (x, y), ink, paper = at, ImageColor.getcolor(pen.color, picture.mode), picture.im
    down = round(y)
    for letter in text:
        if not letter.isspace():
            whole, quarter = divmod(round(x * _QUARTERS), _QUARTERS)
            mask, (left, top, right, bottom) = _glyph(letter, pen.size, quarter, bold=pen.bold)
            paper.paste(ink, (whole + left, down + top, whole + right, down + bottom), mask.im)
        x += pen.size * PX * advance(letter, bold=pen.bold)


def mark(picture: Image.Image, middle: tuple[float, float], text: str, pen: Pen) -> None:
    """Lay a slanting word over the picture, so faint that everything below stays readable."""
    (x, y), mask = middle, _slanted(text, pen.size)
    picture.paste(pen.color, (floor(x - mask.width / 2), floor(y - mask.height / 2)), mask)


@cache
def _slanted(text: str, size: float) -> Image.Image:
    long = sum(size * PX * advance(letter, bold=True) for letter in text)
    word = Image.new("L", (round(long), round(size * PX * 1.4)), 0)
    line(word, (0, size * PX * 1.05), text, Pen(size, "#FFFFFF", bold=True))
    return word.rotate(_TURN, Image.Resampling.BICUBIC, expand=True).point([round(_SHOWS * at) for at in range(256)])


@cache
def _glyph(letter: str, size: float, quarter: int, *, bold: bool) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """Return a letter's mask, and where its left top and right bottom corners lie from the pen."""
    font = _font(face_file(letter, bold=bold), size * PX)
    room = int(size * PX) + 8
    sheet = Image.new("L", (3 * room, 3 * room), 0)
    ImageDraw.Draw(sheet).text((room + quarter / _QUARTERS, 2 * room), letter, fill=255, font=font, anchor="ls")
    left, top, right, bottom = sheet.getbbox() or (room, room, room + 1, room + 1)
    mask = sheet.crop((left, top, right, bottom))
    return mask, (left - room, top - 2 * room, right - room, bottom - 2 * room)


@cache
def _font(path: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
