"""Level: median pay where it is stated, and one median over another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reports import verdicts
from reports.cells import Array
from reports.estimators import BOARDS_NEEDED, LARGEST, Estimated
from reports.jackknife import Spread, as_ratio
from reports.kinds.asides import STATING
from reports.kinds.case import Case, Measured, Rows, Taken
from reports.kinds.ratios import Share
from reports.results import Interval
from reports.verdicts import Ruling, Scale
from warehouse import figures
from warehouse.cohorts import Cohort
from warehouse.database import literal
from warehouse.statements import pay_sql as statement

OWN, AGAINST = "own", "against"


class Level(Share):
    """The median of the numerator's stated pay; its interval is Woodruff's (1952), clustered by employer.

    F(m), the share at or below the median m, is a share like any other: its jackknife gives ½ ± t·√V, and the quantiles
    there are the limits.
    """

    scale: Scale = "ratio"

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the pay of the group, and that of the one it is compared with."""
        return Taken(pay_arms(source, _groups(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return pay_sql(_groups(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the median, or the ratio of the two; beside it the share that states pay."""
        cohorts = [cohort for _, cohort in _groups(case)]
        asides = _stating(rows)
        if case.claim.ratio == "medians":
            ratios = PayRatios.of(rows, [(OWN, AGAINST)])
            sql = figures.medians_ratio(*cohorts)
            return Measured(ratios.estimated(0), "ratio", sql=sql, asides=asides) if ratios else None
        found = Median.of(rows.filter(arm=OWN))
        return Measured(found.estimated(), "median", sql=figures.median(cohorts[0]), asides=asides) if found else None

    def nothing(self, rows: pl.DataFrame) -> Ruling:
        """Say of how many vacancies none states pay."""
        needed = f"{verdicts.LEAST_K} employers with a counted vacancy"
        return Ruling("insufficient", f"0 counted of {rows.filter(arm=OWN).height:,}", needed)


def pay_arms(source: Rows, arms: Sequence[tuple[str, Cohort]]) -> pl.DataFrame:
    """Return the pay of several cohorts one under the other, in a column `arm` their labels."""
    return pl.concat([source.pay(cohort).with_columns(arm=pl.lit(label)) for label, cohort in arms])


def pay_sql(arms: Sequence[tuple[str, Cohort]]) -> str:
    """Return the statement of the same rows."""
    parts = (f"SELECT {literal(label)} AS arm, * FROM (\n{statement(cohort)}\n)" for label, cohort in arms)
    return "\nUNION ALL\n".join(parts) + "\nORDER BY ALL"


@dataclass(frozen=True)
class Median:
    """A median with what its interval stands on.

    Args:
        pay: Stated pay, sorted.
        employers: Keys, sorted.
        boards: Names, sorted.
        employer: Vacancy -> place among the employers.
        board: Vacancy -> place among the boards.
        asked: Vacancies, stating pay or not.
    """

    pay: Array
    employers: tuple[str, ...]
    boards: tuple[str, ...]
    employer: NDArray[np.intp]
    board: NDArray[np.intp]
    asked: int

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Median | None:
        """Gather from board, employer, pay; None where nobody states pay."""
        stated = rows.drop_nulls("pay").sort("pay", "board", "employer")
        if stated.is_empty():
            return None
        employers, boards = (stated[name].unique().sort().to_list() for name in ("employer", "board"))
        return cls(
            stated["pay"].to_numpy().astype(float),
            tuple(employers),
            tuple(boards),
            np.searchsorted(employers, stated["employer"]),
            np.searchsorted(boards, stated["board"]),
            rows.height,
        )

    @cached_property
    def value(self) -> float:
        """Return the median."""
        return float(np.median(self.pay))

    @cached_property
    def by_employer(self) -> Spread:
        """Return how F(m) moves without each employer."""
        return self._spread(self.employer, len(self.employers))

    @cached_property
    def by_board(self) -> Spread | None:
        """Return how F(m) moves without each board; None with fewer than five."""
        enough = len(self.boards) >= BOARDS_NEEDED
        return self._spread(self.board, len(self.boards), of_boards=True) if enough else None

    @cached_property
    def wider(self) -> Spread:
        """Return the jackknife that counts."""
        boards = self.by_board
        return boards if boards and boards.half_width[0] > self.by_employer.half_width[0] else self.by_employer

    @cached_property
    def interval(self) -> Interval:
        """Return Woodruff's interval; open where ½ ± t·√V leaves 0 … 1."""
        width = float(self.wider.half_width[0])
        low = self._quantile(0.5 - width) if width < 0.5 else 0.0  # noqa: PLR2004 - the median's own place
        high = self._quantile(0.5 + width) if width < 0.5 else math.inf  # noqa: PLR2004
        return Interval(self.value, min(low, self.value), max(high, self.value))

    def logs(self, names: Sequence[str], *, boards: bool = False) -> Array:
        """Return how the median's log moves without each of the named clusters, linear by Woodruff's slope.

        Infinite where the interval is open. A cluster that is not in it moves nothing.
        """
        spread, own = (self.by_board, self.boards) if boards else (self.by_employer, self.employers)
        moved = np.zeros(len(names))
        if spread is None or not math.isfinite(self.interval.high) or self.interval.low <= 0:
            return np.full(len(names), math.inf)
        slope = (math.log(self.interval.high) - math.log(self.interval.low)) / (2 * float(self.wider.half_width[0]))
        moved[np.searchsorted(names, own)] = -spread.distance[:, 0] * slope
        return moved

    def estimated(self) -> Estimated:
        """Return the median with all that it rests on."""
        boards = self.by_board
        return Estimated(
            interval=self.interval,
            boards=self.boards,
            employers=len(self.employers),
            k=len(self.employers),
            cells=((self.asked, len(self.pay)),),
            g_eff=float(self.by_employer.g_eff[0]),
            g_eff_boards=float(boards.g_eff[0]) if boards else None,
            clusters="boards" if boards is self.wider else "employers",
            without_board=self.without_boards(),
            without_employer=self.without_employers(),
        )

    def without_boards(self) -> dict[str, float]:
        """Return the median without each board."""
        left = ((name, self.pay[self.board != at]) for at, name in enumerate(self.boards))
        return {name: float(np.median(pay)) for name, pay in left if len(pay)}

    def without_employers(self) -> dict[str, float]:
        """Return the median without each of the employers with most vacancies."""
        counted = np.bincount(self.employer, minlength=len(self.employers))
        largest = np.lexsort((np.arange(len(counted)), -counted))[:LARGEST]
        left = ((self.employers[at], self.pay[self.employer != at]) for at in largest)
        return {name: float(np.median(pay)) for name, pay in left if len(pay)}

    def _spread(self, cluster: NDArray[np.intp], size: int, *, of_boards: bool = False) -> Spread:
        below = (self.pay < self.value) + 0.5 * (self.pay == self.value)
        n, x = np.bincount(cluster, minlength=size), np.bincount(cluster, weights=below, minlength=size)
        left = np.maximum(n.sum() - n, 1)
        distance = np.where(n.sum() > n, (x.sum() - x) / left - x.sum() / n.sum(), 0.0)
        return Spread(distance[:, None], np.array([size], dtype=np.intp), of_boards)

    def _quantile(self, share: float) -> float:
        return float(np.quantile(self.pay, share, method="inverted_cdf"))


@dataclass(frozen=True)
class PayRatios:
    """Medians over medians, estimated together.

    Args:
        sides: Label -> median.
        pairs: (greater, smaller).
        employers: Over the employers of all sides.
        boards: Over their boards; None with fewer than five.
    """

    sides: dict[str, Median]
    pairs: Sequence[tuple[str, str]]
    employers: Spread
    boards: Spread | None

    @classmethod
    def of(cls, rows: pl.DataFrame, pairs: Sequence[tuple[str, str]]) -> PayRatios | None:
        """Gather from arm, board, employer, pay; None where nobody states pay on one of the sides."""
        labels = dict.fromkeys(side for pair in pairs for side in pair)
        sides = {label: found for label in labels if (found := Median.of(rows.filter(arm=label)))}
        if len(sides) < len(labels):
            return None
        boards = sorted({name for side in sides.values() for name in side.boards})
        employers = sorted({name for side in sides.values() for name in side.employers})
        wide = min(len(side.boards) for side in sides.values()) >= BOARDS_NEEDED
        return cls(
            sides,
            pairs,
            _differences(sides, pairs, employers, boards=False),
            _differences(sides, pairs, boards, boards=True) if wide else None,
        )

    def part(self, at: int) -> tuple[Interval, int, float, int, int]:
        """Return a pair's interval, k, G_eff and vacancies: those asked and those stating pay."""
        greater, smaller = self._pair(at)
        n, x = greater.asked + smaller.asked, len(greater.pay) + len(smaller.pay)
        return self._interval(at), int(self.employers.k[at]), self._g_eff(at), n, x

    def estimated(self, at: int) -> Estimated:
        """Return a pair's ratio with all that it rests on."""
        greater, smaller = self._pair(at)
        boards = sorted({*greater.boards, *smaller.boards})
        return Estimated(
            interval=self._interval(at),
            boards=tuple(boards),
            employers=len({*greater.employers, *smaller.employers}),
            k=int(self.employers.k[at]),
            cells=((greater.asked, len(greater.pay)), (smaller.asked, len(smaller.pay))),
            g_eff=self._g_eff(at),
            g_eff_boards=float(self.boards.g_eff[at]) if self.boards else None,
            clusters="boards" if self._by_boards(at) else "employers",
            without_board=_over(greater.without_boards(), smaller.without_boards(), greater.value, smaller.value),
            without_employer=_over(
                greater.without_employers(), smaller.without_employers(), greater.value, smaller.value
            ),
        )

    def _pair(self, at: int) -> tuple[Median, Median]:
        greater, smaller = self.pairs[at]
        return self.sides[greater], self.sides[smaller]

    def _by_boards(self, at: int) -> bool:
        return self.boards is not None and bool(self.boards.half_width[at] > self.employers.half_width[at])

    def _g_eff(self, at: int) -> float:
        return float(self.employers.g_eff[at]) if np.isfinite(self.employers.distance[:, at]).all() else 0.0

    def _interval(self, at: int) -> Interval:
        greater, smaller = self._pair(at)
        value = greater.value / smaller.value
        spread = self.boards if self.boards and self._by_boards(at) else self.employers
        width = float(spread.half_width[at])
        if not math.isfinite(width):
            return Interval(value, 0.0, math.inf)
        return Interval(value, value * as_ratio(-width), value * as_ratio(width))


def _differences(
    sides: dict[str, Median], pairs: Sequence[tuple[str, str]], names: Sequence[str], *, boards: bool
) -> Spread:
    moved = {label: side.logs(names, boards=boards) for label, side in sides.items()}
    distance = np.stack([_apart(moved[greater], moved[smaller]) for greater, smaller in pairs], axis=1)
    k = [min(len(sides[side].boards if boards else sides[side].employers) for side in pair) for pair in pairs]
    return Spread(distance, np.array(k, dtype=np.intp), boards)


def _apart(one: Array, other: Array) -> Array:
    known = np.isfinite(one).all() and np.isfinite(other).all()
    return one - other if known else np.full(len(one), math.inf)


def _over(up: dict[str, float], down: dict[str, float], whole_up: float, whole_down: float) -> dict[str, float]:
    """Return the ratio without each name; a side that lacks it keeps its whole."""
    return {name: up.get(name, whole_up) / down.get(name, whole_down) for name in {**up, **down}}


def _groups(case: Case) -> list[tuple[str, Cohort]]:
    own = [(OWN, case.cohort())]
    return [*own, (AGAINST, case.cohort(case.claim.against))] if case.claim.ratio else own


def _stating(rows: pl.DataFrame) -> dict[str, float]:
    own = rows.filter(arm=OWN)
    return {STATING: own["pay"].count() / own.height} if own.height else {}
