"""The sheet that every chart is laid out on: banner, kicker, title, subtitle, body, source.

Pixels count from the top left. A sheet grows downwards while a chart is laid out and gets its height at the end. What a
body holds is the charts' matter.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from PIL import Image

from reports.charts import colours, letters, palette
from reports.charts.typeset import PX, house, printable, width, wrap
from reports.words import COMMA, Lang, say
from warehouse.files import replacing

WIDTH = 900
"""Pixels. On a phone of 390 the smallest letters are nine high."""
MARGIN = 40
ROOM = WIDTH - 2 * MARGIN
DPI = 72 * PX
LEADING = 1.34
"""Line height over letter size."""
SMALL, BODY, SUB, TITLE = 10.5, 11.5, 12.0, 19.0
"""Points: sources and notes, labels, subtitles, titles."""
_NAMED = 5
"""Boards that a source line names before it counts the rest."""
_DASH = (3.0, 2.2)
_HOUSED = ContextVar("housed", default=False)
"""Whether the house style is on: to put it on and off takes as long as a dozen labels."""

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn", bound="Chart | None")


@dataclass(frozen=True)
class Chart:
    """One drawn chart.

    Args:
        name: File name without language and ending: `claim-A3.2`.
        figure: Ready to be saved.
        title: The finding.
        alt: The finding and what is drawn, for who cannot see it.
    """

    name: str
    figure: Figure
    title: str
    alt: str

    def save(self, path: Path) -> Path:
        """Write the chart whole or not at all: the same bytes for the same values. PNG or SVG by the ending.

        Raises:
            UserWarning: A glyph is in neither font; a chart with holes is no chart.
        """
        with housed(), warnings.catch_warnings(), replacing(path) as part:
            warnings.simplefilter("error")
            if path.suffix == ".svg":
                self.figure.savefig(part, format="svg", metadata={"Date": None, "Creator": "jobproof"})
            else:
                _save_png(self.figure, part)
        return path


def _save_png(figure: Figure, path: Path) -> None:
    """Write everything with its letters, in the colours of `colours.reduced`."""
    pixels = _painted(figure)
    picture = letters.over(pixels)
    for text in figure.texts:
        _set(picture, text)
    colours.reduced(pixels).save(path, format="PNG", compress_level=6)


def _painted(figure: Figure) -> NDArray[np.uint8]:
    """Return everything but the letters, opaque, (high, wide, 4)."""
    canvas = FigureCanvasAgg(figure)
    for text in figure.texts:
        text.set_visible(False)
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib has no types there
    for text in figure.texts:
        text.set_visible(True)
    return np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # nor here


def _set(picture: Image.Image, text: Text) -> None:
    x, y = (float(part) for part in text.get_transform().transform(text.get_position()))
    pen = letters.Pen(float(text.get_fontsize()), str(text.get_color()), bold=text.get_fontweight() == "bold")
    said, down = text.get_text(), picture.height - y
    if text.get_rotation():
        letters.mark(picture, (x, down), said, pen)
        return
    before = {"left": 0.0, "center": 0.5, "right": 1.0}[text.get_horizontalalignment()]
    letters.line(picture, (x - before * width(said, pen.size, bold=pen.bold), down), said, pen)


@contextmanager
def housed() -> Iterator[None]:
    """Put matplotlib under the house style; within such a block it is so already."""
    if _HOUSED.get():
        yield
        return
    entered = _HOUSED.set(True)
    try:
        with mpl.rc_context(house()):
            yield
    finally:
        _HOUSED.reset(entered)


def styled(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """Run a drawing function under the house style."""

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
        with housed():
            return draw(*args, **kwargs)

    return drawn


@dataclass(frozen=True)
class Setting:
    """What all charts of one report share.

    Args:
        lang: Language of the labels.
        simulated: Whether to say SIMULATED in a banner and across the paper.
        vintage: Id of the published warehouse.
        titles: Board's name -> its title for readers; all boards of the registry.
        known: How many boards there could be data of; all where 0.
    """

    lang: Lang
    simulated: bool
    vintage: str
    titles: Mapping[str, str]
    known: int = 0

    def board_titles(self, names: Iterable[str]) -> list[str]:
        """Return titles that the fonts can draw, in the order given."""
        return [printable(self.titles.get(name, name)) for name in names]

    def first_titles(self, boards: Sequence[str], most: int) -> str:
        """Return so many boards' titles as one text, and how many more there are."""
        listed = COMMA[self.lang].join(self.board_titles(boards[:most]))
        more = len(boards) - most
        return say("and_more", self.lang, named=listed, n=more) if more > 0 else listed

    def source(self, boards: Sequence[str]) -> str:
        """Return the line below a chart: which boards, how many of those known, which vintage."""
        listed = self.first_titles(boards, _NAMED) or say("no_boards", self.lang)
        counted = say("of_boards", self.lang, seen=len(boards), known=max(self.known or len(self.titles), len(boards)))
        return say("source", self.lang, boards=listed, counted=counted, vintage=self.vintage)

    def alt(self, text: str) -> str:
        """Return an alternative text, marked where the market is simulated."""
        return f"{say('simulated_word', self.lang)}. {text}" if self.simulated else text

    def joined(self, parts: Iterable[str]) -> str:
        """Join clauses by the language's comma."""
        return ("，" if self.lang == "zh" else ", ").join(part for part in parts if part)


class Sheet:
    """A figure under way."""

    def __init__(self, setting: Setting) -> None:
        self.setting, self.lang = setting, setting.lang
        self.figure = Figure(figsize=(WIDTH / DPI, 1))
        self._flip = Affine2D()
        self.px = self._flip + self.figure.dpi_scale_trans
        self.y = float(MARGIN)
        if setting.simulated:
            self._banner()

    def _banner(self) -> None:
        self.box(0, 0, WIDTH, 48, palette.WARNING)
        self.text(MARGIN, 33, say("simulated", self.lang), SMALL, bold=True)
        self.y = 48 + 26

    def text(self, x: float, y: float, text: str, size: float = BODY, *, color: str = palette.INK, bold: bool = False,
             align: str = "left") -> Text:  # fmt: skip
        """Place one line with its baseline at `y` pixels from the top."""
        return self.figure.text(
            x, y, text, transform=self.px, size=size, color=color, weight="bold" if bold else "normal",
            ha=align, va="baseline",
        )  # fmt: skip

    def within(self, x: float, y: float, text: str, size: float = BODY, *, color: str = palette.INK,
               bold: bool = False) -> tuple[float, float]:  # fmt: skip
        """Place a line with its middle at `x`, but on the sheet; return its ends."""
        wide = width(text, size, bold=bold)
        start = min(max(x - wide / 2, MARGIN), WIDTH - MARGIN - wide)
        self.text(start, y, text, size, color=color, bold=bold)
        return start, start + wide

    def box(self, x: float, y: float, wide: float, high: float, color: str, *, hatch: str = "", alpha: float = 1.0,
            z: float = -5) -> None:  # fmt: skip
        """Fill a rectangle, pixels from the top left; with a hatch only hatch it."""
        patch = Rectangle(
            (x, y), wide, high, transform=self.px, facecolor=color, edgecolor="none", alpha=alpha, zorder=z, lw=0
        )
        if hatch:
            patch.set(hatch=hatch, facecolor="none", edgecolor=color)
        self.figure.add_artist(patch)

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, wide: float = 2.0, *, dashed: bool = False,
             alpha: float = 1.0, z: float = 1, cap: Literal["butt", "round"] = "butt") -> None:  # fmt: skip
        """Draw a line `wide` pixels thick; a NaN interrupts it."""
        drawn = Line2D(
            xs, ys, transform=self.px, color=color, lw=wide / PX, alpha=alpha, zorder=z, solid_capstyle=cap,
            ls=(0, _DASH) if dashed else "-",
        )  # fmt: skip
        self.figure.add_artist(drawn)

    def dots(self, xs: Sequence[float], ys: Sequence[float], size: float, color: str, *, hollow: bool = False,
             mark: str = "o", alpha: float = 1.0, z: float = 3) -> None:  # fmt: skip
        """Draw marks `size` pixels wide."""
        drawn = Line2D(
            xs, ys, transform=self.px, ls="", marker=mark, ms=size / PX, mfc=palette.PAPER if hollow else color,
            mec=color, mew=1.6 if hollow else 0, alpha=alpha, zorder=z,
        )  # fmt: skip
        self.figure.add_artist(drawn)

    def area(self, points: Sequence[tuple[float, float]], color: str, *, alpha: float = 1.0, z: float = 0) -> None:
        """Fill a polygon."""
        self.figure.add_artist(
            Polygon(points, closed=True, transform=self.px, facecolor=color, edgecolor="none", alpha=alpha, zorder=z)
        )

    def pill(self, x: float, y: float, word: str, ground: str, letters: str) -> float:
        """Draw a word on a rounded ground, its top at `y`; return the pill's width."""
        wide = width(word, SMALL, bold=True) + 28
        self.figure.add_artist(
            FancyBboxPatch(
                (x + 8, y + 8), wide - 16, 20, transform=self.px, boxstyle="round,pad=8", facecolor=ground,
                edgecolor="none", zorder=-4,
            )
        )  # fmt: skip
        self.text(x + 14, y + 25, word, SMALL, color=letters, bold=True)
        return wide

    def paragraph(self, text: str, size: float = BODY, *, color: str = palette.INK, bold: bool = False,
                  x: float = MARGIN, room: float = ROOM, balanced: bool = False) -> None:  # fmt: skip
        """Set a paragraph at the cursor and move below it."""
        for line in wrap(text, size, room, bold=bold, balanced=balanced):
            self.y += size * PX * LEADING
            self.text(x, self.y - size * PX * 0.3, line, size, color=color, bold=bold)

    def heading(self, kicker: str, title: str, subtitle: str) -> None:
        """Set what stands above the body."""
        if kicker:
            self.paragraph(kicker, SMALL, color=palette.ACCENT, bold=True)
            self.y += 6
        self.paragraph(title, TITLE, bold=True, balanced=True)
        self.y += 6
        self.paragraph(subtitle, SUB, color=palette.QUIET)
        self.y += 24

    def finish(self, boards: Iterable[str]) -> Figure:
        """Set notes' end and source, fix the height; return the figure."""
        self.y += 14
        self.box(MARGIN, self.y, ROOM, 2, palette.GRID)
        self.y += 6
        self.paragraph(self.setting.source(list(boards)), SMALL, color=palette.QUIET)
        height = round(self.y + 24)
        self.figure.set_size_inches(WIDTH / DPI, height / DPI)
        self._flip.clear().scale(1 / DPI, -1 / DPI).translate(0, height / DPI)
        if self.setting.simulated:
            self._watermark(height)
        return self.figure

    def _watermark(self, height: int) -> None:
        for row, y in enumerate(range(300, height - 60, 460)):
            word = say("simulated_word", self.lang)
            mark = self.text(WIDTH * (0.32 if row % 2 else 0.66), y, word, 46, color="#C98A00", bold=True)
            mark.set(rotation=24, alpha=0.10, zorder=-8, gid="watermark", va="center", ha="center")
