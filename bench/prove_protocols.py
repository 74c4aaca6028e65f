"""A few markets the whole way: served in the boards' own protocols, crawled by the real spiders, read, linked, judged.

The growth of each language's share from year to year is planted in the simulated market and nowhere else; texts are
written in words of its own. *Shown* is the growth among the vacancies that a board really showed first in each year,
cross-posts of other streams with them: in 2024 the threads begin to hold openings of companies that ask for Go more
often. What comes out at the end must hold that: tagging, linking and the estimator together.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy import stats

from bench.calibration_page import percent, section, table
from pipelines.demo import TODAY, WHOLE, demo
from reports import estimators
from simulation.market import ARCHIVE_BOARD, Market
from simulation.vacancies import Vacancy
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
    """One language on one board from one year to the next: planted, shown and estimated."""

    seed: int
    board: str
    language: str
    years: str
    planted: float
    shown: float
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the interval holds what the board showed."""
        return self.low <= self.shown <= self.high


def prove() -> bool:
    """Simulated markets through protocols, spiders, texts and linking: docs/calibration.md."""
    found = [growth for seed in SEEDS for growth in growths(seed)]
    section("Markets through the boards' protocols", document(found))
    print(document(found))
    held = sum(one.holds for one in found)
    return held >= int(stats.binom.ppf(_CHANCE, len(found), _COVERS))


def growths(seed: int) -> Iterator[Growth]:
    """Run the demo's market of a seed the whole way and yield every growth that is planted in it."""
    market = Market(seed=seed, end=TODAY, months=WHOLE.months)
    planted = market.truth["planted"]
    with tempfile.TemporaryDirectory() as folder:
        demo(Home(Path(folder)), seed=seed)
        with Warehouse(Home(Path(folder) / "demo")) as warehouse:
            for board, name in BOARDS.items():
                truth, shown = planted[name]["yearly_growth_of_share"], _shares(_firsts(market, board))
                for language in _LANGUAGES:
                    for years in _YEARS:
                        grown = shown[years[1], language] / shown[years[0], language] - 1
                        if ends := _estimated(warehouse, board, language, years):
                            yield Growth(seed, board, language, " → ".join(years), truth[language], grown, *ends)


def _firsts(market: Market, board: str) -> Iterator[tuple[str, Vacancy]]:
    """Yield (year, vacancy) of each one that a board shows, in the year in which it shows it first."""
    if board == ARCHIVE_BOARD:
        yield from ((str(one.opened.year), one) for one in market.vacancies("archive"))
        return
    met: set[Vacancy] = set()
    for month, thread in sorted(market.threads("hn").items()):
        yield from ((str(month.year), one) for one in thread if one not in met)
        met.update(thread)


def _shares(firsts: Iterable[tuple[str, Vacancy]]) -> dict[tuple[str, str], float]:
    """Return (year, language) -> share of the year's vacancies."""
    every, naming = Counter[str](), Counter[tuple[str, str]]()
    for year, vacancy in firsts:
        every[year] += 1
        naming.update((year, language) for language in vacancy.languages)
    return {(year, language): n / every[year] for (year, language), n in naming.items()}


def _estimated(
    warehouse: Warehouse, board: str, language: str, years: tuple[str, str]
) -> tuple[float, float, float] | None:
    both = tuple(periods.parse(year, who="protocols") for year in years)
    found = estimators.growth(warehouse.counts(Cohort(language, "any", "ALL", both, boards=(board,))), *years)
    return (found.interval.value, found.interval.low, found.interval.high) if found else None


def document(found: Sequence[Growth]) -> str:
    """Return the section."""
    heads = ("seed", "board", "language", "years", "planted", "shown", "estimated", "from", "to", "holds it")
    rows = [
        (
            one.seed, one.board, one.language, one.years, percent(one.planted), percent(one.shown),
            percent(one.value), percent(one.low), percent(one.high), "yes" if one.holds else "no",
        )
        for one in found
    ]  # fmt: skip
    held = f"{sum(one.holds for one in found)} of {len(found)} intervals hold what the board showed."
    return f"{(__doc__ or '').partition(chr(10))[2].strip()}\n\n{held}\n\n{table(heads, rows)}\n"
