"""Small references of reviewed charts: what a chart looked like when a person last said that it is well.

    python -m tests.chart_images          renews every reference; look at them before committing

A reference is the chart shrunk to greys, so that it costs a few kilobytes; a letter that moves by a pixel changes
nothing, a label that moves, a line that is gone or a bar of another length does.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from reports.charts.canvas import Chart
from reports.words import LANGS
from tests import exhibited

FOLDER = Path(__file__).parent / "images"
_WIDE, _STEP = 180, 17
TOLERANCE = 6.0
"""Mean difference of greys (0 … 255) within the worst block of a chart."""
_BLOCK = 12


def charts() -> Iterator[tuple[str, Chart]]:
    """Yield name and chart of everything that has a reference."""
    for lang in LANGS:
        for name in exhibited.judged():
            yield f"{name}.{lang}", exhibited.form(name, lang)
        for name, chart in exhibited.others(lang).items():
            yield f"{name}.{lang}", chart


def shrunk(chart: Chart) -> Image.Image:
    """Return a chart as its reference shows it."""
    with tempfile.TemporaryDirectory() as folder, Image.open(chart.save(Path(folder) / "chart.png")) as picture:
        size = (_WIDE, round(picture.height * _WIDE / picture.width))
        greys = picture.convert("L").resize(size, Image.Resampling.BOX)
        return greys.point([_STEP * round(grey / _STEP) for grey in range(256)])


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference within the worst block; infinite for another shape."""
    if one.size != other.size:
        return float("inf")
    apart = np.abs(np.asarray(one, dtype=float) - np.asarray(other.convert("L"), dtype=float))
    high, wide = (side // _BLOCK * _BLOCK for side in apart.shape)
    blocks = apart[:high, :wide].reshape(high // _BLOCK, _BLOCK, wide // _BLOCK, _BLOCK)
    return float(blocks.mean(axis=(1, 3)).max())


def main() -> None:
    """Write every reference anew, and remove those of charts that are gone."""
    FOLDER.mkdir(exist_ok=True)
    written = set()
    for name, chart in charts():
        path = FOLDER / f"{name}.png"
        shrunk(chart).save(path, optimize=True)
        written.add(path)
    for path in set(FOLDER.glob("*.png")) - written:
        path.unlink()
    size = sum(path.stat().st_size for path in written)
    sys.stdout.write(f"{len(written)} references in {FOLDER}, {size:,} bytes; look at them before committing\n")


if __name__ == "__main__":
    main()
