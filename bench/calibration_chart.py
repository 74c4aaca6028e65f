"""Every cell's coverage beside the naive reading's, one strip a family. Nothing runs here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.calibration_run import Found
from reports.charts import palette
from reports.charts.canvas import Chart
from reports.charts.typeset import house

_PROMISED = 0.92
_STRIP = 0.62
_TITLE = "The product's intervals hold the truth; those of independent postings do not"


def drawn(found: Sequence[Found]) -> Chart:
    """Draw one dot a cell: the product's coverage above the line of its family, the naive one below."""
    grouped: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        grouped[one.cell.family].append(one)
    with mpl.rc_context(house()):
        figure = Figure(figsize=(7.5, 1.3 + _STRIP * len(grouped)), layout="constrained")
        axes = figure.subplots()
        for line, some in enumerate(grouped.values()):
            _strip(axes, line, some)
        _dressed(axes, list(grouped))
        figure.suptitle(_TITLE, x=0.01, ha="left", fontsize=11)
    return Chart("calibration", figure, _TITLE, f"{_TITLE}: coverage of {len(found)} kinds of simulated market.")


def _strip(axes: Axes, line: int, some: Sequence[Found]) -> None:
    for side, colour, coverages in (
        (-0.16, palette.ACCENT, [one.coverage for one in some]),
        (0.16, palette.VERDICT["contradicted"][0], [one.naive_coverage for one in some]),
    ):
        axes.scatter(coverages, [line + side] * len(coverages), s=9, color=colour, alpha=0.35, linewidths=0)


def _dressed(axes: Axes, names: Sequence[str]) -> None:
    axes.axvline(_PROMISED, color=palette.FAINT, linewidth=1)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 1.005)
    axes.set_xticks([0, 0.25, 0.5, 0.75, _PROMISED], ["0", "25 %", "50 %", "75 %", "92 %"])
    axes.set_xlabel("part of markets whose interval holds the truth (blue: product, red: naive)", fontsize=9)
