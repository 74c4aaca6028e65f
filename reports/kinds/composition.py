"""Composition: the parts of one whole, one type a vacancy, on intervals that hold at once."""

from __future__ import annotations

import numpy as np
import polars as pl

from reports import estimators
from reports.cells import Array
from reports.estimators import Estimated
from reports.jackknife import Figures, Jackknifed, as_share, cells, jackknife
from reports.kinds.asides import MULTIPLE
from reports.kinds.case import Case, Measured, Rows, Taken, arms, summed
from reports.kinds.ratios import Share
from reports.results import Part
from warehouse import figures
from warehouse.cohorts import Cohort
from warehouse.figures import arms_sql

_SEVERAL = "work_type:multiple"
_LEFT_OUT = f" and not {_SEVERAL}"


class Composition(Share):
    """A part of a whole whose other parts are claims too.

    The entries of one family name the same whole. Mentions are the whole where the unit is `mention`: a vacancy that
    names two of the parts counts in both, and the whole is the sum of the parts.
    """

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the cells of all parts, and the share of vacancies of several types, which compositions leave out."""
        return Taken(arms(source, _parts(case)), _asides(case, source))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return arms_sql(_parts(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the claim's own part, and all parts beside it."""
        labels = [label for label, _ in _parts(case)]
        table = cells(rows, _columns(labels, mentions=case.claim.unit == "mention"))
        if not table.counts[:, 0].sum():
            return None
        found = jackknife(table, _figures(len(labels)))
        own = labels.index(case.claim.numerator)
        parts = tuple(_part(found, at, label) for at, label in enumerate(labels))
        estimated = _bounded(found, own, rows, labels[own])
        return Measured(estimated, parts=parts if len(parts) > 1 else (), sql=_sql(case))


def _parts(case: Case) -> list[tuple[str, Cohort]]:
    numerators = dict.fromkeys(claim.numerator for claim in case.family or (case.claim,))
    return [(numerator, case.cohort(numerator)) for numerator in numerators]


def _columns(labels: list[str], *, mentions: bool) -> dict[str, pl.Expr]:
    """Return n and then x of each part; n is that of any arm, or of mentions all x."""
    whole = pl.col("x") if mentions else summed(labels[0], "n")
    return {"n": whole, **{f"x{at}": summed(label, "x") for at, label in enumerate(labels)}}


def _figures(parts: int) -> Figures:
    """Return the parts' logits: sums are each part and, behind them, what is not in it."""

    def terms(totals: Array) -> Array:
        return np.concatenate([totals[..., 1:], totals[..., :1] - totals[..., 1:]], axis=-1)

    own = np.eye(parts)
    counted = np.concatenate([np.zeros((parts, 1), dtype=bool), own.astype(bool)], axis=1)
    return Figures(terms, np.concatenate([own, -own], axis=1), _half, counted, as_share, (0.0, 1.0))


def _half(totals: Array) -> Array:
    return np.full(2 * (totals.shape[1] - 1), 0.5)


def _part(found: Jackknifed, at: int, label: str) -> Part:
    n, x = (int(found.cells.totals[:, column].sum()) for column in (0, at + 1))
    return Part(label, found.interval(at), int(found.employers.k[at]), float(found.employers.g_eff[at]), n, x)


def _bounded(found: Jackknifed, own: int, rows: pl.DataFrame, label: str) -> Estimated:
    """Return the claim's part; none or all of the whole has the one-sided bound of any share."""
    n, x = (int(found.cells.totals[:, column].sum()) for column in (0, own + 1))
    if 0 < x < n:
        return found.estimated(own, ((n, x),))
    alone = estimators.share(rows.filter(arm=label))
    return alone or found.estimated(own, ((n, x),))


def _sql(case: Case) -> str:
    if case.claim.unit == "mention":
        return figures.mentions_share(_parts(case), case.claim.numerator)
    return figures.share(case.cohort())


def _asides(case: Case, source: Rows) -> dict[str, float]:
    whole = case.claim.denominator
    if _LEFT_OUT not in whole:
        return {}
    counts = source.counts(case.cohort(_SEVERAL, whole.replace(_LEFT_OUT, "")))
    return {MULTIPLE: int(counts["x"].sum()) / max(int(counts["n"].sum()), 1)}
