"""Letters on a chart: the vendored font, widths in pixels, line breaks in both languages. Nothing is placed here."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from matplotlib import RcParams, font_manager, ft2font, rc_params_from_file
from matplotlib.font_manager import FontProperties

HOUSE = Path(__file__).parent.parent / "house.mplstyle"
FONTS = Path(__file__).parent.parent / "fonts"
PX = 2.0
"""Pixels a point."""
_EM = 100

_FULL_STOPS = "，。、；：！？）」》】’”％%…),.;:!?]"
_OPENERS = "（「《【‘“(["
_WIDE = r"\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF"
_SIGN = re.compile(rf"[{_WIDE}]")
_TOKENS = re.compile(rf"[{_WIDE}]|[^ {_WIDE}]+| +")


@cache
def register() -> None:
    """Make the vendored faces known to matplotlib, once a process."""
    for path in sorted(FONTS.glob("*.otf")):
        font_manager.fontManager.addfont(path)


@cache
def house() -> RcParams:
    """Return matplotlib's defaults under the house style, for `matplotlib.rc_context`; no user's own settings."""
    register()
    return rc_params_from_file(HOUSE, use_default_template=True)


@cache
def _files(*, bold: bool) -> tuple[str, ...]:
    register()
    weight = "bold" if bold else "normal"
    wanted = (FontProperties(family=name, weight=weight) for name in ("Jobproof Sans", "DejaVu Sans"))
    return tuple(font_manager.findfont(font, fallback_to_default=False) for font in wanted)


@cache
def _faces(*, bold: bool) -> tuple[ft2font.FT2Font, ...]:
    return tuple(font_manager.get_font(path) for path in _files(bold=bold))


@cache
def covered() -> frozenset[int]:
    """Return the code points that the chart fonts can draw."""
    return frozenset().union(*_charmaps(bold=False))


@cache
def _charmaps(*, bold: bool) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(face.get_charmap()) for face in _faces(bold=bold))


def face_file(letter: str, *, bold: bool) -> str:
    """Return the font file that holds a letter.

    Raises:
        UserWarning: None does: a chart with holes is no chart.
    """
    for path, known in zip(_files(bold=bold), _charmaps(bold=bold), strict=True):
        if ord(letter) in known:
            return path
    message = f"Glyph {ord(letter)} ({letter!r}) is missing from the chart fonts; pass names through printable()"
    raise UserWarning(message)


def printable(text: str) -> str:
    """Return a name from the data with □ for what the fonts lack (an emoji in an employer's name)."""
    return "".join(letter if ord(letter) in covered() else "□" for letter in " ".join(text.split()))


@cache
def advance(letter: str, *, bold: bool) -> float:
    """Return a letter's width in ems; a letter that no face holds is as wide as a Chinese sign."""
    for face, known in zip(_faces(bold=bold), _charmaps(bold=bold), strict=True):
        if ord(letter) in known:
            face.set_size(_EM, 72)
            return face.load_char(ord(letter), flags=ft2font.LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _EM
    return 1.0


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a line's width in pixels at `size` points, kerning aside."""
    return size * PX * _ems(text, bold=bold)


@lru_cache(maxsize=1 << 16)
def _ems(text: str, *, bold: bool) -> float:
    return sum(advance(letter, bold=bold) for letter in text)


def wrap(text: str, size: float, room: float, *, bold: bool = False, balanced: bool = False) -> list[str]:
    """Break a text into lines of at most `room` pixels: Latin words whole, Chinese anywhere but before a stop.

    Args:
        text: One paragraph.
        size: Points.
        room: Pixels.
        bold: Weight.
        balanced: Make lines equally long rather than leave a last one of one word.
    """
    lines = _fill(text, size, room, bold=bold)
    if not balanced or len(lines) < 2:  # noqa: PLR2004 - a single line has no balance
        return lines
    low, high = room / 2, room
    while high - low > 8:  # noqa: PLR2004 - pixels
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(text, size, middle, bold=bold)) == len(lines) else (middle, high)
    return _fill(text, size, high, bold=bold)


def clipped(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text in one line, with an ellipsis where it is longer than the room."""
    if width(text, size, bold=bold) <= room:
        return text
    (first, *_) = wrap(text, size, room - width("…", size, bold=bold), bold=bold)
    return f"{first}…"


def _fill(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        if width((lines[-1] + piece).rstrip(), size, bold=bold) <= room or not lines[-1]:
            lines[-1] += piece
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    """Split into what must stay together: a word and its space, a sign and its stop, a number and what it counts."""
    pieces: list[str] = []
    for token in _TOKENS.findall(text):
        if pieces and (token.isspace() or token[0] in _FULL_STOPS or _leads(pieces[-1], token)):
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _leads(piece: str, token: str) -> bool:
    """Tell whether a piece is nothing without what follows: an opening bracket, a number before a Chinese sign."""
    return piece[-1] in _OPENERS or (piece.rstrip()[-1:].isdecimal() and bool(_SIGN.match(token)))
