"""Negative controls on real employers: halves that cannot differ, and tags thinned by a known factor.

The vacancies of a quarter on Hacker News (2011-2018, the whole way through the product) and of a day on Lagou (2017)
are split at random in two "periods", by vacancy or by employer; nothing grows between them. Then each counted vacancy
of the second half keeps its tag with a known probability f, and the share must shrink by 1 - f. Words and employers
with their tails, re-posts and leanings are real; the truth is known.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from bench.calibration_page import percent, section, table
from bench.recorded import HN, SHARED, filled
from reports.cells import Cells
from reports.intervals import Intervals, in_both, intervals
from simulation.worlds import chance
from warehouse.cohorts import Warehouse
from warehouse.home import PROJECT

LAGOU = SHARED / "data" / "lagou_2017.jsonl.gz"
SEED, SPLITS = 2026, 2000
KEPT = (1.0, 0.7, 0.4)
"""Factors by which tags are thinned; 1 leaves them all."""
_LEAST = 20
"""Counted vacancies that a half must have on average."""
_VACANCIES, _AT_ONCE = 30_000_000, 10_000_000
"""Vacancies that are thrown into halves in all, and at once."""
_GROWS, _COVERS = 0.05, 0.92
_CHANCE = 0.999

By = Literal["vacancy", "employer"]


@dataclass(frozen=True)
class Sample:
    """The real vacancies of one period that are told apart by nothing but their employer and one tag.

    Args:
        employer: (vacancies,) numbered from 0.
        tagged: (vacancies,).
    """

    employer: NDArray[np.intp]
    tagged: NDArray[np.bool_]


@dataclass(frozen=True)
class Control:
    """What many splits showed.

    Args:
        source: Board and word.
        by: What was split.
        kept: Factor of thinning.
        splits: How many.
        coverage: How often the interval holds the factor.
        grows: How often it lies above it: growth where there is none.
        shrinks: How often it lies below.
        ratio: Median of estimated over true factor.
    """

    source: str
    by: By
    kept: float
    splits: int
    coverage: float
    grows: float
    shrinks: float
    ratio: float

    @property
    def holds(self) -> bool:
        """Whether it keeps the promise: no worse than one time in a thousand by chance."""
        most = float(stats.binom.ppf(_CHANCE, self.splits, _GROWS)) / self.splits
        missed = float(stats.binom.ppf(_CHANCE, self.splits, 1 - _COVERS)) / self.splits
        return 1 - self.coverage <= missed and max(self.grows, self.shrinks) <= most


def prove() -> bool:
    """Real employers of Hacker News and Lagou, split at random and thinned by a known factor: docs/calibration.md."""
    if not HN.exists():
        print("skipped: the recorded postings (../shared/data) are not here")
        return True
    tasks = [(*task, by, kept) for task in sources() for by in ("vacancy", "employer") for kept in KEPT]
    with multiprocessing.get_context("spawn").Pool() as pool:
        found = pool.starmap(control, tasks)
    section("Real employers, known truth", document(found))
    for one in found:
        print(f"{one.source}, by {one.by}, {one.kept:.0%} kept: coverage {one.coverage:.1%}, grows {one.grows:.1%}")
    return all(one.holds for one in found)


def sources() -> Iterator[tuple[str, list[Sample]]]:
    """Yield board and word with the samples of all its periods."""
    vacancies = hacker_news()
    for word in ("go", "java", "python", "ruby"):
        tagged = vacancies.with_columns(tagged=pl.col("languages").list.contains(word))
        samples = [sample(part) for _, part in tagged.group_by("quarter", maintain_order=True)]
        yield f"Hacker News, {word}", [one for one in samples if one.tagged.sum() >= 2 * _LEAST]
    rows = lagou()
    for word in ("java", "go"):
        yield (
            f"Lagou, {word} in the title",
            [sample(rows.with_columns(tagged=pl.col("title").str.contains(rf"(?i)(^|[^a-z]){word}($|[^a-z])")))],
        )


def hacker_news() -> pl.DataFrame:
    """Return Hacker News's vacancies by quarter of opening: employer, quarter, languages."""
    home = filled(
        PROJECT / "data" / "bench" / "hn", "hn_whoishiring", date(2011, 4, 1), date(2018, 2, 1), now="2018-03-05"
    )
    with Warehouse(home) as warehouse:
        return warehouse.sql(
            "SELECT v.employer_key AS employer, date_trunc('quarter', v.opened_on) AS quarter, p.languages"
            " FROM core.vacancies AS v JOIN core.postings AS p ON p.posting_id = v.vacancy_id"
            " WHERE v.counts_as_opened AND p.is_posting ORDER BY v.opened_on, v.vacancy_id"
        )


def lagou() -> pl.DataFrame:
    """Return one day's postings of Lagou: employer, title."""
    with gzip.open(LAGOU, "rt", encoding="utf-8") as lines:
        rows = [(row["company"], row["title"]) for row in map(json.loads, lines)]
    return pl.DataFrame(rows, schema=["employer", "title"], orient="row")


def sample(rows: pl.DataFrame) -> Sample:
    """Return the rows' employers, numbered, and tags."""
    employer = (rows["employer"].rank("dense").cast(pl.Int64) - 1).to_numpy().astype(np.intp)
    return Sample(employer, rows["tagged"].to_numpy())


def control(source: str, samples: list[Sample], by: By, kept: float) -> Control:
    """Split the samples SPLITS times in all, large ones less often; estimate the share's growth from half to half."""
    dice = chance(SEED, source, by, kept)
    found = [_estimated(halves(one, by, kept, size, dice)) for one in samples for size in _sizes(one, len(samples))]
    value, low, high = (np.concatenate([getattr(one, name) for one in found]) for name in ("value", "low", "high"))
    truth = kept - 1
    return Control(
        source=source,
        by=by,
        kept=kept,
        splits=len(value),
        coverage=float(((low <= truth) & (truth <= high)).mean()),
        grows=float((low > truth).mean()),
        shrinks=float((high < truth).mean()),
        ratio=float(np.median((1 + value) / kept)),
    )


def _sizes(one: Sample, samples: int) -> list[int]:
    """Return how many splits of a sample are held at once, run by run."""
    splits, most = min(-(-SPLITS // samples), _VACANCIES // len(one.employer)), _AT_ONCE // len(one.employer)
    return [min(most, splits - start) for start in range(0, splits, most)]


def halves(one: Sample, by: By, kept: float, splits: int, dice: np.random.Generator) -> Cells:
    """Return `splits` random splits of a sample as two periods of a market each.

    Args:
        one: The sample.
        by: Split vacancies, so that large employers are in both halves, or whole employers.
        kept: Part of the second half's tags that stay.
        splits: How many.
        dice: Chance.
    """
    employers = int(one.employer.max()) + 1
    units = len(one.employer) if by == "vacancy" else employers
    second = dice.random((splits, units)) < 0.5
    later = second if by == "vacancy" else second[:, one.employer]
    tagged = one.tagged & ~(later & (dice.random(later.shape) >= kept))
    place = np.arange(splits)[:, None] * employers + one.employer
    columns = [
        np.bincount(place[flags], minlength=splits * employers)
        for flags in (~later, ~later & tagged, later, later & tagged)
    ]
    counts = np.stack(columns, axis=1).astype(float)
    here = np.repeat(np.arange(splits), employers)
    return Cells(np.arange(splits * employers), here, counts, here, np.arange(splits), splits)


def _estimated(cells: Cells) -> Intervals:
    with np.errstate(all="ignore"):
        return intervals(in_both(cells), "growth")


def document(found: list[Control]) -> str:
    """Return the section."""
    heads = (
        "board and word",
        "split by",
        "tags kept",
        "splits",
        "holds it",
        "above",
        "below",
        "median estimate / truth",
    )
    rows = [
        (
            one.source, one.by, f"{one.kept:.0%}", f"{one.splits:,}", percent(one.coverage), percent(one.grows),
            percent(one.shrinks), f"{one.ratio:.3f}",
        )
        for one in found
    ]  # fmt: skip
    return f"{re.sub(r'^[^.]*[.]', '', __doc__ or '', count=1).strip()}\n\n{table(heads, rows)}\n"
