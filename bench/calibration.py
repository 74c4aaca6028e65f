"""Whether the verdicts keep what they promise: every cell of the design, run on thousands of simulated worlds.

    python -m bench.calibration [--worlds 2000] [--seed 2026] [--processes 4] [--family "Growth of a share"] [--write]

The figures depend on seed and number of worlds only. `--write` renews docs/calibration.csv, docs/calibration.md and its
charts; `make prove` does the same.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from bench.calibration_cells import design
from bench.calibration_run import Cell, Found, run

WORLDS, SEED = 2000, 2026
_STEP = 20


def prove(worlds: int = WORLDS, seed: int = SEED, processes: int | None = None, family: str = "") -> list[Found]:
    """Run every cell of the design, or those of a family, and print progress.

    Args:
        worlds: Worlds a cell.
        seed: Everything follows from it.
        processes: At once; as many as there are cores where None.
        family: Beginning of a family's name; empty for all.

    Returns:
        In the design's order.
    """
    cells = [cell for cell in design() if cell.family.startswith(family)]
    groups = sorted(sharing(cells), key=_cost, reverse=True)
    found: list[Found] = []
    with multiprocessing.get_context("spawn").Pool(processes or os.cpu_count()) as pool:
        results = pool.imap_unordered(partial(run, worlds=worlds, seed=seed), groups)
        _told(results, len(groups), found.extend)
    places = {cell: place for place, cell in enumerate(cells)}
    return sorted(found, key=lambda one: places[one.cell])


def sharing(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Return the cells in groups whose worlds are the same."""
    groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.setting, cell.name, cell.position].append(cell)
    return list(groups.values())


def _cost(group: Sequence[Cell]) -> int:
    return group[0].setting.employers * (1 + len(group))


def _told(results: Iterable[list[Found]], number: int, take: Callable[[list[Found]], None]) -> None:
    began = time.monotonic()
    for done, result in enumerate(results, 1):
        take(result)
        if done % _STEP == 0 or done == number:
            print(f"calibration: {done} of {number} kinds of world, {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    """Run the calibration from the command line."""
    from bench import calibration_page  # noqa: PLC0415 - workers need no charts

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--family", default="")
    parser.add_argument("--write", action="store_true", help="renew docs/calibration.*")
    given = parser.parse_args()
    found = prove(given.worlds, given.seed, given.processes, given.family)
    print(calibration_page.summary(found))
    if given.write:
        calibration_page.write(found, given.worlds, given.seed)


if __name__ == "__main__":
    main()
