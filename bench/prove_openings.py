"""The corrections that live in the warehouse: small markets by days, crawled weekly, through the product's own SQL.

Every world is landed crawl by crawl, normalised, linked, built, published and counted by the product; the panel is its
choice. Each fault has its own worlds, in which the estimate is taken as the product takes it and with the correction
switched off: a board first crawled on the first day of the base (what it lists then was opened earlier), a board whose
crawls fail in the later month, vacancies that are posted again in the later month under new ids.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl

from bench.calibration_page import percent, section, table
from reports import estimators
from reports.panels import Panels
from reports.results import Interval
from simulation.openings import BASE, LATER, Look, Openings, Plan, Shown
from warehouse import coverage, periods, publish, store
from warehouse.boards import Board, Registry
from warehouse.cohorts import Cohort, Warehouse, cohort_sql
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport, State

SEED, WORLDS = 2026, 12
_TODAY = "2024-07-02"
_COVERS = 0.8
"""Least coverage in so few worlds: 95 % less three standard errors."""
_BIASED = 3.0
"""Standard errors of the mean by which a switched-off correction must miss the truth."""


@dataclass(frozen=True)
class Fault:
    """A fault of the boards, and how the correction that mends it is switched off.

    Args:
        name: The correction.
        plan: The worlds, seed apart.
        measure: `growth` of a share or of a `count`.
        sql: What of the cohort's statement is replaced, and by what.
    """

    name: str
    plan: Plan
    measure: str
    sql: tuple[str, str] = ("", "")


_POSTINGS = """(
        SELECT posting_id AS vacancy_id, board, employer_key, opened_on, true AS counts_as_opened
        FROM core.postings
        WHERE is_posting
    ) AS v"""
FAULTS = (
    Fault("no fault", Plan(0), "count"),
    Fault(
        "a live board counts no openings in its first 60 days", Plan(0, late=True), "count",
        (" AND v.counts_as_opened", ""),
    ),
    Fault("a board whose crawls failed is in neither period", Plan(0, failed=True), "count"),
    Fault("a re-post is no opening", Plan(0, again=(0.5, 0.05)), "growth", ("core.vacancies AS v", _POSTINGS)),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One world: the product's estimate and interval, and the estimate without the correction, as log(1 + growth)."""

    fault: str
    on: float
    low: float
    high: float
    off: float


def prove() -> bool:
    """Small markets by days through landing, linking, SQL and panel, each fault mended and not: docs/calibration.md."""
    tasks = [(fault, SEED + world) for fault in FAULTS for world in range(WORLDS)]
    rows: list[Row] = []
    with multiprocessing.get_context("spawn").Pool() as pool:
        for done, row in enumerate(pool.imap_unordered(world, tasks), 1):
            rows.append(row)
            if done % WORLDS == 0:
                print(f"openings: {done} of {len(tasks)} worlds", flush=True)
    section("Openings through the warehouse", document(rows))
    print(document(rows))
    return all(holds(fault, rows) for fault in FAULTS)


def world(task: tuple[Fault, int]) -> Row:
    """Return what a world of a fault shows.

    Args:
        task: The fault and the world's seed; one argument, since it crosses to another process.
    """
    fault, seed = task
    openings = Openings(replace(fault.plan, seed=seed))
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for look in openings.looks():
            _land(home, openings, look)
        with _clock(_TODAY):
            store.build(home, Registry({name: Board(name, name, "live", census=True) for name in openings.boards}))
            publish.publish(home)
        with Warehouse(home) as warehouse:
            on = _estimate(fault, warehouse.sql(cohort_sql(_cohort(warehouse))))
        off = on if fault is FAULTS[0] else _switched_off(fault, home)
    return Row(fault.name, *(math.log1p(end) for end in (on.value, on.low, on.high, off.value)))


def _switched_off(fault: Fault, home: Home) -> Interval:
    """Return the estimate on every board, with the statement that knows nothing of the correction."""
    blind = patch.multiple(coverage, FIRST_DAYS=0, WHOLE_SHARE=0.0)
    with blind, Warehouse(home) as warehouse:
        statement = cohort_sql(_cohort(warehouse))
        if fault.sql[0] not in statement:
            raise ValueError(f"the cohort's statement has no {fault.sql[0]!r}: the correction is no longer there")
        return _estimate(fault, warehouse.sql(statement.replace(*fault.sql) if fault.sql[0] else statement))


def _cohort(warehouse: Warehouse) -> Cohort:
    chosen = tuple(periods.parse(label, who="openings") for label in (BASE, LATER))
    window = Panels(warehouse, date.fromisoformat(_TODAY)).window(chosen, "ALL", "opened")
    return Cohort("go", "any", "ALL", chosen, boards=window.boards)


def _estimate(fault: Fault, counts: pl.DataFrame) -> Interval:
    estimator = estimators.growth_of_count if fault.measure == "count" else estimators.growth
    found = estimator(counts, BASE, LATER)
    if found is None:
        raise ValueError(f"{fault.name}: no opening is counted in {BASE} or {LATER}")
    return found.interval


def _land(home: Home, openings: Openings, look: Look) -> None:
    """Land one crawl as its spider would."""
    with _clock(f"{look.day}T06:00:00"), LandingFile(home, look.board, f"{look.day}", simulated=True) as file:
        for one in look.shown:
            file.add(_posting(openings, look, one))
        state: State = "failed" if look.failed else "complete"
        file.commit((ScopeReport("", state, "status 503" if look.failed else "", kept=len(look.shown)),))


def _posting(openings: Openings, look: Look, one: Shown) -> RawPosting:
    advert = openings.write(one)
    text = " ".join((advert.about, *advert.duties, *advert.musts, *advert.pluses, *advert.perks, advert.contact))
    return RawPosting(
        board=look.board,
        key=one.key,
        fetched_at=f"{look.day}T06:00:00+00:00",
        title=advert.title,
        company=one.vacancy.employer.name,
        location=advert.place,
        text=text,
        text_format="plain",
    )


@contextmanager
def _clock(moment: str) -> Iterator[None]:
    with patch.dict(os.environ, {"JOBPROOF_NOW": moment}):
        yield


def holds(fault: Fault, rows: Sequence[Row]) -> bool:
    """Return whether the product covers the truth, and misses it on average with the correction switched off."""
    biased = fault is FAULTS[0] or abs(_bias([row.off for row in _of(fault, rows)], fault)) > _BIASED
    unbiased = abs(_bias([row.on for row in _of(fault, rows)], fault)) <= _BIASED
    return _coverage(fault, rows) >= _COVERS and unbiased and biased


def document(rows: Sequence[Row]) -> str:
    """Return the section."""
    heads = ("correction", "worlds", "coverage", "median growth", "with the correction off", "truth", "holds")
    lines = [
        (
            fault.name, len(_of(fault, rows)), percent(_coverage(fault, rows)),
            percent(_median([row.on for row in _of(fault, rows)])),
            percent(_median([row.off for row in _of(fault, rows)])), percent(fault.plan.growth), holds(fault, rows),
        )
        for fault in FAULTS
    ]  # fmt: skip
    return f"{(__doc__ or '').partition(chr(10))[2].strip()}\n\n{table(heads, lines)}\n"


def _of(fault: Fault, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.fault == fault.name]


def _coverage(fault: Fault, rows: Sequence[Row]) -> float:
    truth = math.log1p(fault.plan.growth)
    return float(np.mean([row.low <= truth <= row.high for row in _of(fault, rows)]))


def _bias(estimates: Sequence[float], fault: Fault) -> float:
    """Return the mean's distance from the truth in standard errors."""
    error = float(np.std(estimates, ddof=1)) / math.sqrt(len(estimates))
    return (float(np.mean(estimates)) - math.log1p(fault.plan.growth)) / error


def _median(estimates: Sequence[float]) -> float:
    return math.expm1(float(np.median(estimates)))
