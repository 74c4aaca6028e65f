"""Contrast: one group against another within the boards, as odds, rates or counts."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from reports import estimators
from reports.cells import Array
from reports.estimators import Estimated
from reports.jackknife import Figures, as_ratio, cells, halves, jackknife
from reports.kinds.case import Case, Measured, Rows, Taken, arms, summed
from reports.kinds.ratios import Share, shifted
from reports.verdicts import Scale
from warehouse import figures
from warehouse.figures import Arms, arms_sql

GROUP, AGAINST = "group", "against"
_SQL = {"odds": figures.odds_ratio, "rates": figures.rates_ratio, "counts": figures.counts_ratio}


class Contrast(Share):
    """The numerator in the denominator's vacancies against the numerator in those of `against`."""

    scale: Scale = "ratio"

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the cells of both groups."""
        return Taken(arms(source, groups(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return arms_sql(groups(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return Mantel–Haenszel's odds or rate ratio over boards, or the ratio of the counts."""
        by_arm = rows.with_columns(period=pl.col("arm"))
        ratio = case.claim.ratio
        if ratio == "odds":
            found = odds(rows)
        else:
            estimator = estimators.growth_of_count if ratio == "counts" else estimators.growth
            growth = estimator(by_arm, AGAINST, GROUP)
            found = shifted(growth) if growth else None
        return Measured(found, "ratio", sql=_SQL[ratio](groups(case))) if found else None


def groups(case: Case) -> Arms:
    """Return both groups' cohorts, the one that is spoken of first."""
    claim = case.claim
    return [(GROUP, case.cohort()), (AGAINST, case.cohort(denominator=claim.against))]


def odds(rows: pl.DataFrame) -> Estimated | None:
    """Return the odds ratio within boards: Σ x₁(n₀−x₀)/N ÷ Σ x₀(n₁−x₁)/N (Mantel & Haenszel 1959).

    Where one group counts nothing, or everything, the log is blind: the rate ratio's one-sided bound stands in.

    Args:
        rows: arm (`group`, `against`), board, employer, n, x.

    Returns:
        None where no board has both groups, or neither counts a vacancy.
    """
    both = [name for name, found in rows.filter(pl.col("n") > 0).group_by("board") if found["arm"].n_unique() == 2]  # noqa: PLR2004 - both groups
    usable = rows.filter(pl.col("board").is_in([name for (name,) in both]))
    table = cells(usable, {f"{column}{arm}": summed(arm, column) for arm in (AGAINST, GROUP) for column in "nx"})
    if not table.counts[:, [1, 3]].any():
        return None
    found = jackknife(table, _FIGURES)
    n0, x0, n1, x1 = (int(total) for total in table.totals.sum(axis=0))
    counted = ((n0, x0), (n1, x1))
    if found.sums.all():
        return found.estimated(0, counted)
    bounded = estimators.growth(usable.with_columns(period=pl.col("arm")), AGAINST, GROUP)
    return shifted(bounded) if bounded else found.estimated(0, counted)


def _terms(totals: Array) -> Array:
    n0, x0, n1, x1 = (totals[..., column] for column in range(4))
    both = np.maximum(n0 + n1, 1)
    return np.stack([x1 * (n0 - x0) / both, x0 * (n1 - x1) / both], axis=-1)


def _half(totals: Array) -> Array:
    return halves(totals, (0, 2))


_FIGURES = Figures(
    _terms, np.array([[1.0, -1.0]]), _half, np.array([[False, True, False, True]]), as_ratio, (0.0, math.inf)
)
