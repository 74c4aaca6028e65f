"""The other kinds of figure on simulated markets: medians of pay, odds ratios, parts of a whole, employers that name.

The product's methods (`reports.kinds`) measure and rule on frames as the warehouse hands them out. The truth stands at
the lower edge of the claim's zone: both `supported` and `contradicted` are wrong there. Of a composition all parts must
hold at once.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from bench.calibration_page import COVERAGE, WRONG, percent, section, table
from reports.kinds.case import Measured, Method
from reports.kinds.composition import Composition
from reports.kinds.contrast import AGAINST, GROUP, Contrast
from reports.kinds.existence import Existence
from reports.kinds.level import OWN, Level
from reports.verdicts import Question
from simulation import kinds
from simulation.worlds import Setting, chance, draw
from warehouse import periods
from warehouse.cohorts import Cohort

WORLDS, SEED = 2000, 2026
_CHANCE = 0.999
_PARTS = {"go": 0.54, "java": 0.29, "python": 0.17}
_MEDIAN, _WIDER = 480_000.0, 1.2
_ODDS = 2.0


@dataclass(frozen=True)
class Cell:
    """One kind of figure in one kind of market.

    Args:
        kind: `level`, `contrast`, `composition` or `existence`.
        name: The market.
        tail: Pareto exponent of employers' sizes.
        employers: How many.
        mean: Mean vacancies an employer.
        share: For `existence`: part of the employers that name the thing.
    """

    kind: str
    name: str
    tail: float
    employers: int
    mean: float
    share: float = 0.3


@dataclass(frozen=True)
class Found:
    """What a cell's worlds showed; `wrong` is the more frequent of the wrong verdicts."""

    cell: Cell
    worlds: int
    coverage: float
    wrong: float

    @property
    def holds(self) -> bool:
        """Whether it keeps the promise: no worse than one time in a thousand by chance."""
        missed = float(stats.binom.ppf(_CHANCE, self.worlds, 1 - COVERAGE)) / self.worlds
        most = float(stats.binom.ppf(_CHANCE, self.worlds, WRONG)) / self.worlds
        return 1 - self.coverage <= missed and self.wrong <= most


def design() -> list[Cell]:
    """Return every cell."""
    markets = [
        (f"{employers} employers, {mean:g} vacancies each, tail {tail}", tail, employers, mean)
        for tail in (1.2, 1.6, 2.5)
        for employers, mean in ((30, 3.0), (200, 3.0), (200, 15.0))
    ]
    cells = [Cell(kind, *market) for kind in ("level", "contrast", "composition") for market in markets]
    named = [
        Cell("existence", f"{employers} employers, {share:.1%} name it", 1.6, employers, 3.0, share)
        for employers, share in ((60, 0.3), (60, 0.05), (400, 0.01), (400, 0.002))
    ]
    return [*cells, *named]


def prove() -> bool:
    """Medians, odds ratios, compositions and existence on simulated markets: docs/calibration.md."""
    found: list[Found] = []
    cells = design()
    with multiprocessing.get_context("spawn").Pool() as pool:
        for one in pool.imap(partial(run, worlds=WORLDS), cells):
            found.append(one)
            print(f"kinds: {one.cell.kind}, {one.cell.name}: {percent(one.coverage)}, wrong {percent(one.wrong)}")
    section("Other kinds of figure", document(found))
    return all(one.holds for one in found)


def run(cell: Cell, worlds: int) -> Found:
    """Draw a cell's worlds, measure each with the product's method, and put its rule to a claim on whose edge it is."""
    kind = KINDS[cell.kind]
    dice = chance(SEED, cell.kind, cell.name)
    frames = (kind.draw(cell, dice) for _ in range(worlds))
    measured = [one for frame in frames if (one := kind.method.measure(_CASE, frame)) is not None]
    question = kind.question(kind.truth or cell.share)
    verdicts = [kind.method.rule(question, one).verdict for one in measured]
    held = [kind.holds(one, kind.truth or cell.share) for one in measured]
    wrong = max(verdicts.count("supported"), verdicts.count("contradicted"))
    return Found(cell, len(measured), sum(held) / len(held), wrong / len(held))


def document(found: Sequence[Found]) -> str:
    """Return the section."""
    rows = [
        (one.cell.kind, one.cell.name, f"{one.worlds:,}", percent(one.coverage), percent(one.wrong), one.holds)
        for one in found
    ]
    heads = ("kind", "market", "worlds", "coverage", "wrong verdicts", "holds")
    return f"{(__doc__ or '').partition(chr(10))[2].strip()}\n\n{table(heads, rows)}\n"


@dataclass(frozen=True)
class _Kind:
    """A kind of figure.

    Args:
        method: The product's.
        draw: One world's rows, as the warehouse hands them out.
        truth: The figure's; 0 where the cell says.
        question: Truth -> what is asked, with the truth at the zone's lower edge.
        holds: Whether what was measured holds the truth.
    """

    method: Method
    draw: Callable[[Cell, np.random.Generator], pl.DataFrame]
    truth: float
    question: Callable[[float], Question]
    holds: Callable[[Measured, float], bool]


def _pay(cell: Cell, dice: np.random.Generator) -> pl.DataFrame:
    employer, pay = kinds.pay(kinds.sizes(cell.employers, cell.mean, cell.tail, dice), _MEDIAN, dice)
    return pl.DataFrame({"arm": OWN, "board": "b", "employer": [f"e{one}" for one in employer], "pay": pay})


def _arms(cell: Cell, dice: np.random.Generator) -> pl.DataFrame:
    """Return two groups whose odds are _ODDS apart, most employers in both, on two boards."""
    share, odds = 0.2, _ODDS * 0.2 / 0.8
    counted = cell.employers * cell.mean * share
    setting = Setting(
        counted=counted, share=share, growth=odds / (1 + odds) / share - 1, employers=cell.employers, tail=cell.tail,
        boards=(0.6, 0.4),
    )  # fmt: skip
    worlds = draw(setting, 1, dice)
    both = [_counts(worlds.employer, worlds.board, worlds.counts[:, at : at + 2]) for at in (0, 2)]
    return pl.concat([one.with_columns(arm=pl.lit(arm)) for one, arm in zip(both, (AGAINST, GROUP), strict=True)])


def _parts(cell: Cell, dice: np.random.Generator) -> pl.DataFrame:
    vacancies = kinds.sizes(cell.employers, cell.mean, cell.tail, dice)
    drawn = kinds.parts(vacancies, list(_PARTS.values()), dice)
    employer, board = np.arange(cell.employers), np.zeros(cell.employers, dtype=np.intp)
    arms = [
        _counts(employer, board, np.stack([vacancies, drawn[:, at]], axis=1)).with_columns(arm=pl.lit(name))
        for at, name in enumerate(_PARTS)
    ]
    return pl.concat(arms)


def _naming(cell: Cell, dice: np.random.Generator) -> pl.DataFrame:
    vacancies = np.maximum(kinds.sizes(cell.employers, cell.mean, cell.tail, dice), 1)
    names = kinds.naming(cell.employers, cell.share, dice)
    employer, board = np.arange(cell.employers), np.zeros(cell.employers, dtype=np.intp)
    return _counts(employer, board, np.stack([vacancies, vacancies * names], axis=1))


def _counts(employer: NDArray[np.intp], board: NDArray[np.intp], counts: NDArray[Any]) -> pl.DataFrame:
    there = counts[:, 0] > 0
    return pl.DataFrame(
        {
            "period": "2024",
            "board": [f"b{one}" for one in board[there]],
            "employer": [f"e{one}" for one in employer[there]],
            "n": counts[there, 0].astype(int),
            "x": counts[there, 1].astype(int),
        }
    )


def _share_asked(truth: float) -> Question:
    return Question((truth, min(truth * 1.5, 0.99)), truth / 2, truth * 1.2, "share")


def _ratio_asked(truth: float) -> Question:
    return Question((truth, truth * _WIDER**2), None, truth * _WIDER, "ratio")


def _inside(measured: Measured, truth: float) -> bool:
    return measured.estimated.interval.low <= truth <= measured.estimated.interval.high


def _all_inside(measured: Measured, _: float) -> bool:
    return all(part.interval.low <= _PARTS[part.label] <= part.interval.high for part in measured.parts)


def _cohort(numerator: str = "go", denominator: str = "any") -> Cohort:
    return Cohort(numerator, denominator, "ALL", (periods.parse("2024", who="kinds"),))


_CLAIM = SimpleNamespace(numerator="go", denominator="any", against="java", ratio="odds", unit="vacancy")
_FAMILY = tuple(SimpleNamespace(**{**vars(_CLAIM), "numerator": name}) for name in _PARTS)
_CASE: Any = SimpleNamespace(claim=_CLAIM, family=_FAMILY, cohort=_cohort)
"""What a method asks of a case: the claim's words, its family, its cohorts."""
KINDS = {
    "level": _Kind(Level(), _pay, _MEDIAN, _ratio_asked, _inside),
    "contrast": _Kind(Contrast(), _arms, _ODDS, _ratio_asked, _inside),
    "composition": _Kind(Composition(), _parts, _PARTS["go"], _share_asked, _all_inside),
    "existence": _Kind(Existence(), _naming, 0.0, _share_asked, _inside),
}
"""Name -> kind."""
