"""A few markets the whole way: served in the boards' own protocols, crawled by the real spiders, read, linked, judged.

The growth of each language's share from year to year is planted in the simulated market and nowhere else; texts are
written in words of its own. What comes out at the end must hold it: tagging, linking and the estimator together.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy import stats

from bench.calibration_page import percent, section, table
from pipelines.demo import TODAY, WHOLE, demo
from reports import estimators
from simulation.market import ARCHIVE_BOARD, Market
from warehouse import periods
from warehouse.cohorts import Cohort, Warehouse
from warehouse.home import Home

SEEDS = (101, 102, 103)
BOARDS = {ARCHIVE_BOARD: "CN", "hn_whoishiring": "abroad"}
"""Board -> the planted market that it shows."""
_YEARS = (("2022", "2023"), ("2023", "2024"))
_LANGUAGES = ("go", "java", "python")
_COVERS, _CHANCE = 0.92, 0.001


@dataclass(frozen=True)
class Growth:
    """One language on one board from one year to the next: planted and estimated."""

    seed: int
    board: str
    language: str
    years: str
    planted: float
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the interval holds what is planted."""
        return self.low <= self.planted <= self.high


def prove() -> bool:
    """Simulated markets through protocols, spiders, texts and linking: docs/calibration.md."""
    found = [growth for seed in SEEDS for growth in growths(seed)]
    section("Markets through the boards' protocols", document(found))
    print(document(found))
    held = sum(one.holds for one in found)
    return held >= int(stats.binom.ppf(_CHANCE, len(found), _COVERS))


def growths(seed: int) -> Iterator[Growth]:
    """Run the demo's market of a seed the whole way and yield every growth that is planted in it."""
    planted = Market(seed=seed, end=TODAY, months=WHOLE.months).truth["planted"]
    with tempfile.TemporaryDirectory() as folder:
        demo(Home(Path(folder)), seed=seed)
        with Warehouse(Home(Path(folder) / "demo")) as warehouse:
            for board, market in BOARDS.items():
                for language in _LANGUAGES:
                    truth = planted[market]["yearly_growth_of_share"][language]
                    yield from _estimated(warehouse, seed, board, language, truth)


def _estimated(warehouse: Warehouse, seed: int, board: str, language: str, truth: float) -> Iterator[Growth]:
    for years in _YEARS:
        both = tuple(periods.parse(year, who="protocols") for year in years)
        found = estimators.growth(warehouse.counts(Cohort(language, "any", "ALL", both, boards=(board,))), *years)
        if found:
            ends = found.interval.value, found.interval.low, found.interval.high
            yield Growth(seed, board, language, " → ".join(years), truth, *ends)


def document(found: Sequence[Growth]) -> str:
    """Return the section."""
    heads = ("seed", "board", "language", "years", "planted", "estimated", "from", "to", "holds it")
    rows = [
        (
            one.seed, one.board, one.language, one.years, percent(one.planted), percent(one.value), percent(one.low),
            percent(one.high), one.holds,
        )
        for one in found
    ]  # fmt: skip
    held = f"{sum(one.holds for one in found)} of {len(found)} intervals hold what is planted."
    return f"{(__doc__ or '').partition(chr(10))[2].strip()}\n\n{held}\n\n{table(heads, rows)}\n"
