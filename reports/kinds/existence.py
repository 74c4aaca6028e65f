"""Existence: how many employers, out of all that were asked, name a thing at all. None is an answer too."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from scipy import stats

from reports import estimators
from reports.estimators import Estimated
from reports.kinds.asides import PLANTED
from reports.kinds.case import Case, Measured
from reports.kinds.ratios import Share
from reports.planted import sensitivity
from reports.results import Interval
from warehouse import figures

FEW = 10
"""With fewer naming employers than this the jackknife sees too little: each employer is one draw, counted exactly."""
_NONE = 3.0


class Existence(Share):
    """Employers out of employers.

    All employers asked are the ones that count towards k and G_eff: each is one draw, whether it names the thing or
    not, so that none out of many is evidence.
    """

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the share of employers; for none, the upper bound 3/(G·Se), Se from planted texts."""
        found = estimators.share(rows, unit="employer")
        if found is None:
            return None
        ((asked, naming),) = found.cells
        if naming:
            return Measured(_counted(found, asked, naming), sql=figures.share(case.cohort()))
        seen = sensitivity(case.claim.numerator)
        bound = Interval(0.0, 0.0, min(_NONE / (asked * seen), 1.0) if seen else 1.0)
        none = replace(found, interval=bound, k=asked, g_eff=float(asked))
        return Measured(none, sql=figures.share(case.cohort()), asides={PLANTED: seen})


def _counted(found: Estimated, asked: int, naming: int) -> Estimated:
    """Return the estimate with exact limits for few (Clopper & Pearson 1934), the jackknife's else; gated on all."""
    spread = found.interval
    if naming < FEW:
        exact = stats.binomtest(naming, asked).proportion_ci(method="exact")
        spread = Interval(spread.value, float(exact.low), float(exact.high))
    return replace(found, interval=spread, k=asked, g_eff=float(asked))
