"""What the calibration says: docs/calibration.csv with every cell, docs/calibration.md with the worst. Nothing runs."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.calibration_chart import drawn
from bench.calibration_run import Found
from warehouse.home import PROJECT

CSV = PROJECT / "docs" / "calibration.csv"
PAGE = PROJECT / "docs" / "calibration.md"
CHART = PROJECT / "docs" / "calibration.png"
COVERAGE, WRONG, DECIDED, WIDTH = 0.92, 0.05, 0.8, 1.5
_UNPROMISED = ("Limits", "Corrections", "Without the gate", "Degrees of freedom")
_WORST = 8
MARK = "\n<!-- below: made by the other proofs -->\n"
_SECTION = "\n## "


@dataclass(frozen=True)
class Family:
    """One family in short.

    Args:
        name: Its name.
        cells: How many.
        coverage: Least.
        median: Median coverage.
        wrong: Most frequent wrong verdict.
        width: Widest, over the oracle's.
        naive_coverage: Least, of the naive reading.
        naive_wrong: Most frequent wrong verdict of the naive reading.
        broken: Cells that miss a promise.
    """

    name: str
    cells: int
    coverage: float
    median: float
    wrong: float
    width: float
    naive_coverage: float
    naive_wrong: float
    broken: int


def promised(found: Iterable[Found]) -> list[Found]:
    """Return the cells for which something is promised: no limit, nothing switched off."""
    return [
        one for one in found if one.cell.family not in _UNPROMISED or (one.cell.family == "Corrections" and on(one))
    ]


def on(found: Found) -> bool:
    """Return whether no correction is switched off."""
    return not found.cell.off


def kept(found: Found) -> bool:
    """Return whether a cell keeps what is promised: coverage, wrong verdicts, width, decisions at twice the data."""
    decided = not found.cell.family.startswith("At twice") or found.decided >= DECIDED
    return found.coverage >= COVERAGE and found.wrong <= WRONG and found.width <= WIDTH and decided


def families(found: Iterable[Found]) -> list[Family]:
    """Return the families in short, in the order given."""
    grouped: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        grouped[one.cell.family].append(one)
    return [_family(name, some) for name, some in grouped.items()]


def summary(found: Sequence[Found]) -> str:
    """Return the families' table and the cells that miss a promise."""
    broken = [one for one in promised(found) if not kept(one)]
    lines = [_families_table(promised(found)), f"{len(broken)} of {len(promised(found))} cells miss a promise"]
    return "\n".join([*lines, *(f"  {_label(one)}: {_figures(one)}" for one in broken)])


def write(found: Sequence[Found], worlds: int, seed: int) -> None:
    """Write table, page and chart."""
    with CSV.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(_row(one) for one in found)
    PAGE.write_text(document(found, worlds, seed, _elsewhere()), encoding="utf-8")
    drawn(promised(found)).save(CHART)
    print(f"written: {PAGE}, {CSV}")


def document(found: Sequence[Found], worlds: int, seed: int, further: str) -> str:
    """Return the page.

    Args:
        found: Every cell.
        worlds: Worlds a cell.
        seed: Seed.
        further: Sections that other proofs have written; kept as they are.
    """
    cells = promised(found)
    broken = [one for one in cells if not kept(one)]
    parts = [
        _HEAD.format(worlds=worlds, seed=seed, cells=len(found), promised=len(cells), kept=len(cells) - len(broken)),
        "## Families\n",
        _families_table(cells),
        "\n![Coverage of every cell](calibration.png)\n",
        "## The worst cells\n",
        "By coverage:\n",
        _cells_table(sorted(cells, key=lambda one: one.coverage)[:_WORST]),
        "\nBy wrong verdicts:\n",
        _cells_table(sorted(cells, key=lambda one: -one.wrong)[:_WORST]),
        "\nBy width:\n",
        _cells_table(sorted(cells, key=lambda one: -one.width)[:_WORST]),
        "\n## Each correction switched off\n",
        _OFF,
        _corrections_table(_of(found, "Corrections")),
        "\n## Degrees of freedom\n",
        _FREEDOM,
        _freedom_table(_of(found, "Degrees")),
        "\n## Twice the minimum data\n",
        _cells_table(_of(found, "At twice")),
        "\n## Without the gate\n",
        _GATE,
        _cells_table(_of(found, "Without")),
        "\n## Limits\n",
        _LIMITS,
        _limits_table(_of(found, "Limits")),
    ]
    return "\n".join([*parts, further])


_HEAD = """# Calibration: how often the verdicts are right

Made by `make prove` (`python -m bench.prove calibration`): {cells} cells of {worlds:,} simulated markets each, seed
{seed}; the figures depend on these two only. Every cell is in [calibration.csv](calibration.csv).

**{kept} of the {promised} cells for which something is promised keep it**: the 95 % interval holds the truth in at
least 92 % of worlds, each wrong verdict comes in at most 5 %, the interval is at most 1.5 times as wide as an oracle's,
and at twice the minimum data at least 80 % are decided.

The truth is the whole market's: employers and, with a board shock, boards are drawn anew for every world from a market
whose growth is known, so the interval must cover what the panel stands for, not what it holds. With fewer than five
boards the verdict speaks of these boards, and the truth is theirs. Estimator (`reports.intervals`) and rule
(`reports.verdicts`) are the product's own functions; no copy is tested. A cell's truth stands on an edge of the
claim's zone (where both `supported` and `contradicted` are wrong), at the claimed value, or at the rival (where
`direction only` is wrong too). *Passing* is the part of worlds that pass the gate (k >= 10, G_eff >= 5), *gated* the
coverage among them. *Width* is the median width over that of an oracle that knows how far such estimates err: the
narrowest interval of fixed width that covers 95 % of these worlds. *Naive* takes every posting for an independent draw
and all boards for one.
"""
_OFF = """The same worlds with the correction and without it, truth on the lower edge of the zone of +37 %.
"""
_FREEDOM = """What this calibration changed: the interval's quantile was t(.975, k - 1), which takes every employer with
a counted vacancy for one more degree of freedom. Where a few carry most of the weight that is too narrow, above all
among the worlds that pass the gate: there, by luck, no giant is in the panel. The degrees are now Satterthwaite's
(1946), min(G_eff, k - 1).
"""
_GATE = """What the rule would say if it did not ask for ten employers with a counted vacancy. `Contradicted` would
hardly ever be wrong here, and a share far below the claim would be called so: the gate costs verdicts on rare skills,
it does not protect from wrong ones. It stays, since the rule was fixed before
([decision 6](decisions/0006-the-order-of-the-verdict-rule-is-kept.md)).
"""
_LIMITS = """Worlds in which the promise does not hold, and what the product does about it.
"""
_COLUMNS = (
    "family", "cell", "truth_at", "truth", "off", "truth_of_these_boards", "limit", "worlds", "coverage",
    "coverage_gated", "passing", "supported", "contradicted", "wrong", "width", "g_eff", "naive_coverage",
    "naive_wrong",
)  # fmt: skip


def _row(one: Found) -> list[object]:
    cell = one.cell
    rates = (one.coverage, one.gated, one.passing, one.supported, one.contradicted, one.wrong, one.width)
    return [
        cell.family, cell.name, cell.position, f"{cell.truth:.4f}", cell.off, cell.here, cell.limit, one.worlds,
        *(f"{rate:.4f}" for rate in rates), f"{one.g_eff:.1f}", f"{one.naive_coverage:.4f}", f"{one.naive_wrong:.4f}",
    ]  # fmt: skip


def _family(name: str, some: Sequence[Found]) -> Family:
    coverages = sorted(one.coverage for one in some)
    return Family(
        name=name,
        cells=len(some),
        coverage=coverages[0],
        median=coverages[len(some) // 2],
        wrong=max(one.wrong for one in some),
        width=max((one.width for one in some if not math.isnan(one.width)), default=math.nan),
        naive_coverage=min(one.naive_coverage for one in some),
        naive_wrong=max(one.naive_wrong for one in some),
        broken=sum(not kept(one) for one in some),
    )


def _families_table(found: Sequence[Found]) -> str:
    heads = (
        "family", "cells", "miss a promise", "least coverage", "median coverage", "most wrong verdicts", "widest",
        "naive: least coverage", "naive: most wrong",
    )  # fmt: skip
    rows = [
        (
            one.name, one.cells, one.broken, percent(one.coverage), percent(one.median), percent(one.wrong),
            times(one.width), percent(one.naive_coverage), percent(one.naive_wrong),
        )
        for one in families(found)
    ]  # fmt: skip
    return table(heads, rows)


def _cells_table(found: Iterable[Found]) -> str:
    heads = ("cell", "truth at", "coverage", "gated", "passing", "supported", "contradicted", "wrong", "width", "naive")
    rows = [
        (
            f"{one.cell.family}: {one.cell.name}", one.cell.position, percent(one.coverage), percent(one.gated),
            percent(one.passing), percent(one.supported), percent(one.contradicted), percent(one.wrong),
            times(one.width), percent(one.naive_coverage),
        )
        for one in found
    ]  # fmt: skip
    return table(heads, rows)


def _corrections_table(found: Iterable[Found]) -> str:
    rows = [
        (one.cell.name, "on" if on(one) else "off", percent(one.coverage), percent(one.wrong), times(one.width))
        for one in found
    ]
    return table(("correction", "", "coverage", "wrong verdicts", "width"), rows)


def _freedom_table(found: Iterable[Found]) -> str:
    rows = [
        (
            one.cell.name, "min(G_eff, k - 1)" if on(one) else "k - 1", percent(one.coverage), percent(one.gated),
            times(one.width),
        )
        for one in found
    ]  # fmt: skip
    return table(("world", "degrees", "coverage", "among those that pass the gate", "width"), rows)


def _limits_table(found: Iterable[Found]) -> str:
    rows = [
        (
            one.cell.name,
            one.cell.measure,
            one.cell.position,
            percent(one.coverage),
            percent(one.wrong),
            one.cell.limit,
        )
        for one in found
    ]
    return table(("world", "figure", "truth at", "coverage", "wrong verdicts", "why"), rows)


def _of(found: Iterable[Found], family: str) -> list[Found]:
    return [one for one in found if one.cell.family.startswith(family)]


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def percent(rate: float) -> str:
    """Return a rate as per cent."""
    return "–" if math.isnan(rate) else f"{100 * rate:.1f} %"


def times(factor: float) -> str:
    """Return a factor; nothing where the oracle has no width."""
    return "–" if math.isnan(factor) else f"{factor:.2f}"


def _label(one: Found) -> str:
    return f"{one.cell.family}: {one.cell.name}, truth at {one.cell.position}"


def _figures(one: Found) -> str:
    rates = f"coverage {percent(one.coverage)}, wrong {percent(one.wrong)}, decided {percent(one.decided)}"
    return f"{rates}, width {times(one.width)}"


def section(title: str, text: str) -> None:
    """Renew another proof's section of the page, below the mark."""
    above, mark, below = PAGE.read_text(encoding="utf-8").partition(MARK) if PAGE.exists() else ("", "", "")
    others = dict(part.split("\n", 1) for part in below.split(_SECTION) if part.strip())
    others[title] = f"\n{text.strip()}\n"
    sections = "".join(f"{_SECTION}{name}\n{others[name]}" for name in sorted(others))
    PAGE.write_text(above + (mark or MARK) + sections, encoding="utf-8")


def _elsewhere() -> str:
    """Return the mark and the sections below it, which other proofs write."""
    return MARK + (PAGE.read_text(encoding="utf-8").partition(MARK)[2] if PAGE.exists() else "")
