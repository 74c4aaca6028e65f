"""What stands beside a verdict: who is in it, how much a few employers weigh, and what the negative controls say.

Counts in, plain figures out. No figure of a claim is estimated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from reports.controls import Controls

LORENZ_STEPS = 20


@dataclass(frozen=True)
class Group:
    """Employers that behave alike over two periods.

    Args:
        employers: How many.
        before: Their vacancies in the earlier period's denominator.
        after: The same in the later one.
    """

    employers: int
    before: int
    after: int


@dataclass(frozen=True)
class Beside:
    """Who is in an estimate, and what its controls say.

    Args:
        stayed: Employers with vacancies in both periods; in a single period, all of them.
        entered: With vacancies in the later one only.
        left: With vacancies in the earlier one only.
        lorenz: Share of the counted vacancies that the smallest 1/20, 2/20, … of the counting employers hold together
            (Lorenz 1905); empty where nothing is counted.
        largest: Share of the counted vacancies that the largest employer holds.
        controls: Of a growth; None for other figures.
    """

    stayed: Group
    entered: Group
    left: Group
    lorenz: tuple[float, ...]
    largest: float
    controls: Controls | None = None


def beside(counts: pl.DataFrame, periods: Sequence[str], controls: Controls | None = None) -> Beside:
    """Return what stands beside a figure.

    Args:
        counts: period, board, employer, n, x: the claim's own.
        periods: Labels, base first; of several, the first and the last are set against each other.
        controls: What was found for it.
    """
    first, last = periods[0], periods[-1]
    rows = counts.group_by("employer").agg(
        pl.col("n").filter(pl.col("period") == first).sum().alias("before"),
        pl.col("n").filter(pl.col("period") == last).sum().alias("after"),
        pl.col("x").sum().alias("x"),
    )
    before, after = pl.col("before") > 0, pl.col("after") > 0
    held: list[int] = rows["x"].to_list()
    return Beside(
        stayed=_group(rows.filter(before & after)),
        entered=_group(rows.filter(~before & after)),
        left=_group(rows.filter(before & ~after)),
        lorenz=lorenz(held),
        largest=max(held) / sum(held) if any(held) else 0.0,
        controls=controls,
    )


def lorenz(counted: Sequence[int]) -> tuple[float, ...]:
    """Return the cumulated shares at LORENZ_STEPS even steps of the employers with a count, smallest first."""
    held = sorted(value for value in counted if value > 0)
    total = sum(held)
    return (
        tuple(sum(held[: round(len(held) * step / LORENZ_STEPS)]) / total for step in range(1, LORENZ_STEPS + 1))
        if total
        else ()
    )


def _group(rows: pl.DataFrame) -> Group:
    return Group(rows.height, int(rows["before"].sum()), int(rows["after"].sum()))
