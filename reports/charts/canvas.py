"""The sheet that every chart is laid out on: banner, kicker, title, subtitle, body, source.

Pixels count from the top left. A sheet grows downwards while a chart is laid out and gets its height at the end. What a
body holds is the charts' matter.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from reports.charts import palette
from reports.charts.typeset import PX, house, printable, width, wrap
from reports.words import Lang, say
from warehouse.files import replacing

WIDTH = 1080
MARGIN = 40
ROOM = WIDTH - 2 * MARGIN
DPI = 72 * PX
_COLOURS = 256
LEADING = 1.34
"""Line height over letter size."""


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
        with mpl.rc_context(house()), warnings.catch_warnings(), replacing(path) as part:
            warnings.simplefilter("error")
            if path.suffix == ".svg":
                self.figure.savefig(part, format="svg", metadata={"Date": None, "Creator": "jobproof"})
            else:
                _save_png(self.figure, part)
        return path


def _save_png(figure: Figure, path: Path) -> None:
    """Write 256 colours without dithering: a third of the bytes, and nobody sees it."""
    pixels = BytesIO()
    figure.savefig(pixels, format="raw")
    wide, high = figure.canvas.get_width_height()
    picture = Image.frombytes("RGBA", (wide, high), pixels.getvalue()).convert("RGB")
    reduced = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    reduced.save(path, format="PNG", compress_level=6)


def styled(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """Run a drawing function under the house style."""

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
        with mpl.rc_context(house()):
            return draw(*args, **kwargs)

    return drawn


@dataclass(frozen=True)
class Setting:
    """What all charts of one report share.

    Args:
        lang: Language of the labels.
        simulated: Whether to say SIMULATED in a banner and across the paper.
        vintage: Id of the published warehouse.
        titles: Board's name -> its title for readers.
    """

    lang: Lang
    simulated: bool
    vintage: str
    titles: Mapping[str, str]

    def board_titles(self, names: Iterable[str]) -> list[str]:
        """Return titles that the fonts can draw, in the order given."""
        return [printable(self.titles.get(name, name)) for name in names]


class Sheet:
    """A figure under way."""

    def __init__(self, setting: Setting) -> None:
        self.setting, self.lang = setting, setting.lang
        self.figure = Figure(figsize=(WIDTH / DPI, 1))
        FigureCanvasAgg(self.figure)
        self._flip = Affine2D()
        self.px = self._flip + self.figure.dpi_scale_trans
        self._axes: list[tuple[Axes, float, float, float, float]] = []
        self.y = float(MARGIN)
        if setting.simulated:
            self._banner()

    def _banner(self) -> None:
        self.box(0, 0, WIDTH, 52, palette.WARNING)
        self.text(MARGIN, 35, say("simulated", self.lang), 11.5, bold=True)
        self.y = 52 + 30

    def text(self, x: float, y: float, text: str, size: float, *, color: str = palette.INK, bold: bool = False,
             align: str = "left") -> Text:  # fmt: skip
        """Place one line with its baseline at `y` pixels from the top."""
        return self.figure.text(
            x, y, text, transform=self.px, size=size, color=color, weight="bold" if bold else "normal",
            ha=align, va="baseline",
        )  # fmt: skip

    def box(self, x: float, y: float, wide: float, high: float, color: str, *, hatch: str = "") -> None:
        """Fill a rectangle, pixels from the top left."""
        patch = Rectangle((x, y), wide, high, transform=self.px, facecolor=color, edgecolor="none", zorder=-5)
        if hatch:
            patch.set(hatch=hatch, edgecolor=palette.FAINT, linewidth=0)
        self.figure.add_artist(patch)

    def pill(self, x: float, y: float, word: str, ground: str, letters: str) -> float:
        """Draw a word on a rounded ground, its top at `y`; return the pill's width."""
        wide = width(word, 11, bold=True) + 28
        self.figure.add_artist(
            FancyBboxPatch(
                (x + 8, y + 8), wide - 16, 22, transform=self.px, boxstyle="round,pad=8", facecolor=ground,
                edgecolor="none", zorder=-4,
            )
        )  # fmt: skip
        self.text(x + 14, y + 27, word, 11, color=letters, bold=True)
        return wide

    def paragraph(self, text: str, size: float, *, color: str = palette.INK, bold: bool = False, x: float = MARGIN,
                  room: float = ROOM, balanced: bool = False) -> None:  # fmt: skip
        """Set a paragraph at the cursor and move below it."""
        for line in wrap(text, size, room, bold=bold, balanced=balanced):
            self.y += size * PX * LEADING
            self.text(x, self.y - size * PX * 0.3, line, size, color=color, bold=bold)

    def heading(self, kicker: str, title: str, subtitle: str) -> None:
        """Set what stands above the body."""
        if kicker:
            self.paragraph(kicker, 11.5, color=palette.ACCENT, bold=True)
            self.y += 6
        self.paragraph(title, 19, bold=True, balanced=True)
        self.y += 8
        self.paragraph(subtitle, 12, color=palette.QUIET)
        self.y += 26

    def axes(self, x: float, y: float, wide: float, high: float) -> Axes:
        """Add axes over a rectangle in pixels from the top left."""
        axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0), label=f"axes {len(self._axes)}")
        self._axes.append((axes, x, y, wide, high))
        return axes

    def finish(self, boards: Iterable[str]) -> Figure:
        """Set notes' end and source, fix the height, place the axes; return the figure."""
        self.y += 14
        self.box(MARGIN, self.y, ROOM, 2, palette.GRID)
        self.y += 8
        named = ", ".join(self.setting.board_titles(boards)) or say("no_boards", self.lang)
        self.paragraph(say("source", self.lang, boards=named, vintage=self.setting.vintage), 10.5, color=palette.QUIET)
        height = round(self.y + 26)
        self._fix(height)
        if self.setting.simulated:
            self._watermark(height)
        return self.figure

    def _fix(self, height: int) -> None:
        self.figure.set_size_inches(WIDTH / DPI, height / DPI)
        self._flip.clear().scale(1 / DPI, -1 / DPI).translate(0, height / DPI)
        for axes, x, y, wide, high in self._axes:
            axes.set_position((x / WIDTH, 1 - (y + high) / height, wide / WIDTH, high / height))

    def _watermark(self, height: int) -> None:
        for row, y in enumerate(range(260, height, 420)):
            mark = self.text(
                WIDTH * (0.33 if row % 2 else 0.62), y, say("simulated_word", self.lang), 52, color="#C98A00",
                bold=True, align="center",
            )  # fmt: skip
            mark.set(rotation=24, alpha=0.10, zorder=-8, gid="watermark", va="center")
