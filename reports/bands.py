"""How sure a share over time is: 95 % bands of months, quarters and years, clustered by employer. Draws nothing.

The formula is the claims' own (`reports.intervals`), for all points of a line at once: each is a market of its own.
A point with few counted employers is not told by leaving them out, and has Clopper & Pearson's (1934) interval at the
effective number of employers in place of the number of vacancies (Korn & Graubard 1998). A band holds at each point by
itself, not along the whole line.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
from scipy import stats

from reports.cells import Array, Cells, Index, numbers, sum_by
from reports.frames import BAND, WINDOW
from reports.intervals import SIDE, Intervals, intervals
from reports.verdicts import LEAST_G_EFF, LEAST_K

_POINTS = {"month": "1mo", "quarter": "1q", "year": "1y"}
"""Length of a point; a month is pooled with its neighbours."""
_ENDS = {name: kind for name, kind in BAND.items() if name != "by"}
Rhythm = Literal["week", "month"]


def clustered(cells: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Return the band of a share over time.

    Args:
        cells: period_start (of a month), board, employer, n, x (`warehouse.series.trend_cells`).
        months: frames.TREND columns; what is not finished, or a gap, is in no point.

    Returns:
        frames.BAND columns: for each length of points, and each point with a vacancy, the ends of the 95 % interval.
    """
    known = months.filter(pl.col("finished") & ~pl.col("gap")).select("period_start")
    held = _held(cells, known)
    if held.is_empty():
        return pl.DataFrame(schema=BAND)
    return pl.concat(_band(_pointed(held, by, length), by=pl.lit(by)) for by, length in _POINTS.items())


def averaged(cells: pl.DataFrame, periods: pl.DataFrame, by: Rhythm) -> pl.DataFrame:
    """Return the band of a share's centred average over frames.WINDOW.

    Args:
        cells: period_start, board, employer, n, x (`warehouse.series.trend_cells`).
        periods: period_start, finished, gap of every period; what is not finished, or a gap, is in no average.
        by: How long a period is.

    Returns:
        period_start, low, high: a row each finished period whose window holds a vacancy, the ends of the 95 % interval.
    """
    finished = periods.filter("finished")
    known = finished.filter(~pl.col("gap")).select("period_start")
    held = _held(cells, known)
    around = _around(held, by).join(finished, on="period_start", how="semi")
    return _band(around) if around.height else pl.DataFrame(schema=_ENDS)


def _pointed(held: pl.DataFrame, by: str, length: str) -> pl.DataFrame:
    """Return the cells under the point that they belong to; under three points each for months."""
    own = held.with_columns(pl.col("period_start").dt.truncate(length))
    return _around(own, "month") if by == "month" else own


def _around(held: pl.DataFrame, by: Rhythm) -> pl.DataFrame:
    """Return the cells under each period whose centred window they lie in."""
    reach, unit = WINDOW[by][0] // 2, {"week": "w", "month": "mo"}[by]
    shifts = range(-reach, reach + 1)
    return pl.concat(held.with_columns(pl.col("period_start").dt.offset_by(f"{shift}{unit}")) for shift in shifts)


def _held(cells: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of known periods by numbers of boards and employers in place of their names."""
    named = {f"{name}_no": pl.Series(numbers(cells, name)) for name in ("board", "employer")}
    held = cells.select("period_start", "n", "x").with_columns(**named)
    return held.filter(pl.col("n") > 0).join(known, on="period_start")


def _band(pointed: pl.DataFrame, **more: pl.Expr) -> pl.DataFrame:
    points, point = np.unique(pointed["period_start"].to_numpy(), return_inverse=True)
    cells = _cells(point, numbers(pointed, "employer"), numbers(pointed, "board"), pointed.select("n", "x").to_numpy())
    low, high = _ends(cells)
    ends = pl.DataFrame({"period_start": points.astype("datetime64[D]"), "low": low, "high": high}, schema=_ENDS)
    return ends.select(**more, **{name: pl.col(name) for name in _ENDS})


def _cells(point: Index, employer: Index, board: Index, values: Array) -> Cells:
    """Return n and x summed by point, employer and board, in that order; each point is a market."""
    employers, boards = int(employer.max(initial=0)) + 1, int(board.max(initial=0)) + 1
    rows, place = np.unique((point * employers + employer) * boards + board, return_inverse=True)
    counts = sum_by(place, values, len(rows))
    its_employer, its_board = np.divmod(rows, boards)
    own_employers, employer_place = np.unique(its_employer, return_inverse=True)
    own_boards, board_place = np.unique(its_employer // employers * boards + its_board, return_inverse=True)
    return Cells(
        employer_place,
        board_place,
        np.column_stack([counts, np.zeros_like(counts)]),
        own_employers // employers,
        own_boards // boards,
        int(point.max()) + 1,
    )


def _ends(cells: Cells) -> tuple[Array, Array]:
    found = intervals(cells, "share")
    few = (found.k < LEAST_K) | (found.g_eff < LEAST_G_EFF)
    exact = _exact(cells, found)
    return np.where(few, exact[0], found.low), np.where(few, exact[1], found.high)


def _exact(cells: Cells, found: Intervals) -> tuple[Array, Array]:
    """Return Clopper & Pearson's ends with Kish's (1965) effective number of employers for the number of trials."""
    sizes = cells.by_employer[:, [0]]
    trials = (cells.over_employers(sizes) ** 2 / cells.over_employers(sizes**2))[:, 0]
    hits = found.value * trials
    low = np.where(hits > 0, stats.beta.ppf(SIDE, np.maximum(hits, 1e-9), trials - hits + 1), 0.0)
    left = np.maximum(trials - hits, 1e-9)
    high = np.where(hits < trials, stats.beta.ppf(1 - SIDE, hits + 1, left), 1.0)
    return np.asarray(low), np.asarray(high)
