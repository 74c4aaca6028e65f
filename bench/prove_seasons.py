"""Growth in markets with seasons: a period is compared with the same season of the year before, and with another one.

A season thins out or swells all vacancies and the counted share, by factors that are the same every year; the growth is
on top of it. The product sets a period against the same one of an earlier year and refuses a claim that does not
(`reports.claims`); what that refusal is worth shows where the season before is taken for the base. A season that is
not the same every year is growth to anybody who knows one year only: the interval speaks of employers and boards.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bench.calibration import SEED, WORLDS, sharing
from bench.calibration_cells import GROWTH
from bench.calibration_page import kept, percent, section, table, times
from bench.calibration_run import Cell, Found, run
from simulation.worlds import Setting

_LOW, _HIGH = 0.6, 1.4
"""Of the counted share."""
_LULL = 0.5
"""Of all vacancies, as around the Spring Festival."""
_ANOTHER = "another season for the base"
_UNSTEADY = 0.15
_WHY = "one year's season is no more than one draw: employers and boards tell nothing of it"


def prove() -> bool:
    """Growth year on year in markets with seasons: docs/calibration.md."""
    cells = design()
    with multiprocessing.get_context("spawn").Pool() as pool:
        groups = pool.map(partial(run, worlds=WORLDS, seed=SEED), sharing(cells), chunksize=1)
    found = [one for group in groups for one in group]
    section("Seasons", document(found))
    print(document(found))
    return holds(found)


def design() -> list[Cell]:
    """Return every cell."""
    plain = Setting(counted=600, employers=800, boards=(0.6, 0.4))
    six = replace(plain, boards=(0.24, 0.20, 0.17, 0.15, 0.13, 0.11), shock=0.1)
    worlds = {
        "the low season of two years": replace(plain, season=(_LOW, _LOW), lull=(_LULL, _LULL)),
        "the high season of two years": replace(plain, season=(_HIGH, _HIGH)),
        "the low season of two years, six boards, board shock 0.1": replace(
            six, season=(_LOW, _LOW), lull=(_LULL, _LULL)
        ),
        "a lull that falls into one of two years": replace(plain, lull=(1.0, _LULL)),
    }
    wrong = replace(plain, season=(_LOW, _HIGH), lull=(_LULL, 1.0))
    unsteady = replace(plain, season=(_LOW, _LOW), unsteady=_UNSTEADY)
    return [
        *(cell for name, setting in worlds.items() for cell in _everywhere(name, setting)),
        *_everywhere(_ANOTHER, wrong),
        *(replace(cell, limit=_WHY) for cell in _everywhere(f"the season differs by {_UNSTEADY} on the log", unsteady)),
    ]


def holds(found: Sequence[Found]) -> bool:
    """Return whether the same season keeps the promise, and another one does not."""
    same = [one for one in found if one.cell.name != _ANOTHER and not one.cell.limit]
    another = [one for one in found if one.cell.name == _ANOTHER]
    return all(map(kept, same)) and not any(map(kept, another))


def document(found: Sequence[Found]) -> str:
    """Return the section."""
    heads = ("world", "truth at", "coverage", "wrong verdicts", "width", "naive coverage", "")
    rows = [
        (
            one.cell.name, one.cell.position, percent(one.coverage), percent(one.wrong), times(one.width),
            percent(one.naive_coverage), one.cell.limit or ("holds" if kept(one) else "does not hold"),
        )
        for one in found
    ]  # fmt: skip
    return f"{(__doc__ or '').partition(chr(10))[2].strip()}\n\n{table(heads, rows)}\n"


def _everywhere(name: str, setting: Setting) -> Iterator[Cell]:
    places = {"lower edge": GROWTH.zone[0], "value": GROWTH.value, "upper edge": GROWTH.zone[1], "rival": 0.0}
    for position, truth in places.items():
        yield Cell("Seasons", name, replace(setting, growth=truth), "growth", GROWTH, truth, position)
