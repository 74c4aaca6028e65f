"""The other kinds of figure on simulated markets: pay, odds, parts, existence, orders, the best of many years, spells.

The product's methods (`reports.kinds`) measure and rule on frames as the warehouse hands them out. Each cell's worlds
are put to several claims, so that the truth stands on either edge of the zone (where both `supported` and
`contradicted` are wrong), at the value, and at the rival (where `direction only` is wrong too); the table shows the
place where wrong verdicts are most frequent, [calibration_kinds.csv](calibration_kinds.csv) every one. Where a method
shows several figures - the parts of a whole, the pairs of an order, the pairs of years of a search - all of their
intervals must hold at once. *Width* is over an oracle's whose intervals hold at once too. *Naive* takes every posting
for an independent draw, all boards for one, each figure by itself, a search's best year for the only one looked at, and
adverts that closed for all adverts. At twice the minimum data at least 80 % must be decided.
"""

from __future__ import annotations

import csv
import math
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from unittest.mock import patch

from bench.calibration_page import WIDTH, percent, section, table, times
from bench.prove_kinds_cells import design
from bench.prove_kinds_run import Found, run
from warehouse.home import PROJECT

_CHANGED = """What this calibration changed: hazard ratios took closings on one day by Breslow's (1974) way.
Weekly crawls of boards whose adverts close within two weeks tie half of all closings, which draws the ratio towards 1:
the interval held the truth in 91.0 % of such worlds, and 8.8 % of the verdicts were wrong. Ties are Efron's (1977)
since. A claim on no year in particular was contradicted by the years with data enough alone, wrongly in 8.0 % of the
worlds in which one of four years grew; a year with few data keeps it open since."""
WORLDS, SEED = 2000, 2026
CSV = PROJECT / "docs" / "calibration_kinds.csv"


def prove() -> bool:
    """Every other kind of figure on simulated markets of known truth: docs/calibration.md."""
    cells = design()
    measured = partial(run, worlds=WORLDS, seed=SEED)
    found: list[Found] = []
    one_thread = patch.dict(os.environ, {"POLARS_MAX_THREADS": "1"})
    with one_thread, multiprocessing.get_context("spawn").Pool() as pool:
        for one in pool.imap(measured, reversed(cells)):
            found.append(one)
            print(f"kinds: {len(found)} of {len(cells)}, {_told(one)}", flush=True)
    found.reverse()
    section("Other kinds of figure", document(found))
    write(found)
    return all(one.holds for one in found)


def document(found: Sequence[Found]) -> str:
    """Return the section."""
    kept = sum(one.holds for one in found)
    parts = [
        (__doc__ or "").partition("\n")[2].strip(),
        f"**{kept} of the {len(found)} cells keep what is promised** ({WORLDS:,} worlds each, seed {SEED}).",
        _kinds(found),
        _CHANGED,
        _cells(one for one in found if not one.cell.twice),
        "At twice the minimum data:",
        _decided(one for one in found if one.cell.twice),
    ]
    return "\n\n".join(parts) + "\n"


def write(found: Iterable[Found]) -> None:
    """Write every question of every cell."""
    with CSV.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(row for one in found for row in _rows(one))


_COLUMNS = (
    "kind", "cell", "truth_at", "zone_from", "zone_to", "rival", "wide", "worlds", "coverage", "passing", "width",
    "supported", "contradicted", "wrong", "naive_coverage", "naive_wrong",
)  # fmt: skip


def _rows(one: Found) -> list[list[object]]:
    return [
        [
            one.cell.kind, one.cell.name, at.asked.position, *(f"{end:.4g}" for end in at.asked.question.zone),
            "" if at.asked.question.rival is None else f"{at.asked.question.rival:.4g}", one.cell.wide, one.worlds,
            *(f"{rate:.4f}" for rate in (one.coverage, one.passing, one.width)),
            *(f"{rate:.4f}" for rate in (at.supported, at.contradicted, at.wrong, one.naive_coverage, at.naive_wrong)),
        ]
        for at in one.positions
    ]  # fmt: skip


def _kinds(found: Sequence[Found]) -> str:
    heads = (
        "kind", "cells", "miss a promise", "least coverage", "most wrong verdicts", "widest",
        "naive: least coverage", "naive: most wrong",
    )  # fmt: skip
    grouped = [(kind, list(some)) for kind, some in groupby(sorted(found, key=_kind), key=_kind)]
    rows = [
        (
            kind, len(some), sum(not one.holds for one in some), percent(min(one.coverage for one in some)),
            percent(max(one.worst.wrong for one in some)),
            times(max((one.width for one in some if not math.isnan(one.width)), default=math.nan)),
            percent(min(one.naive_coverage for one in some)), percent(max(map(_naive_wrong, some))),
        )
        for kind, some in grouped
    ]  # fmt: skip
    return table(heads, rows)


def _kind(one: Found) -> str:
    return one.cell.kind


def _naive_wrong(one: Found) -> float:
    return max(at.naive_wrong for at in one.positions)


def _cells(found: Iterable[Found]) -> str:
    heads = (
        "kind", "world", "worlds", "passing", "coverage", "wrong", "truth at", "width", "naive coverage",
        "naive wrong", "holds",
    )  # fmt: skip
    rows = [
        (
            one.cell.kind, one.cell.name, f"{one.worlds:,}", percent(one.passing), percent(one.coverage),
            percent(one.worst.wrong), one.worst.asked.position, times(one.width), percent(one.naive_coverage),
            percent(_naive_wrong(one)), _said(one),
        )
        for one in found
    ]  # fmt: skip
    return table(heads, rows)


def _said(one: Found) -> str:
    """Return whether a cell holds, and why it may be wide where it is."""
    return f"yes, but {one.cell.wide}" if one.holds and one.cell.wide and one.width > WIDTH else _held(one)


def _held(one: Found) -> str:
    return "yes" if one.holds else "**no**"


def _decided(found: Iterable[Found]) -> str:
    heads = ("kind", "world", "truth at", "supported", "contradicted", "wrong", "coverage", "width", "holds")
    rows = [
        (
            one.cell.kind, one.cell.name.partition(": ")[2], at.asked.position, percent(at.supported),
            percent(at.contradicted), percent(at.wrong), percent(one.coverage), times(one.width), _held(one),
        )
        for one in found
        for at in one.positions
    ]  # fmt: skip
    return table(heads, rows)


def _told(one: Found) -> str:
    rates = f"coverage {percent(one.coverage)}, wrong {percent(one.worst.wrong)}, decided {percent(one.decided)}"
    return f"{one.cell.kind}: {one.cell.name}: {rates}, width {times(one.width)}{'' if one.holds else ' MISSES'}"
