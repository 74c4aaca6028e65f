"""Work on a large published copy, shared out among processes each of which has the copy open for itself.

Belongs here: starting the processes, and that all read the very same copy. What is worked out is the caller's affair:
judging.py's verdicts and charts' figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeVar

from warehouse.cohorts import Meta, Warehouse
from warehouse.errors import JobproofError
from warehouse.home import Home

Share = TypeVar("Share")
Made = TypeVar("Made")
Work = Callable[[Share], Made]
_at_work: list[Work[Any, Any]] = []
"""In a process of the pool: what it does with a share, once it has opened the copy."""


def shared_out(
    home: Home,
    warehouse: Warehouse,
    begin: Callable[[Warehouse], Work[Share, Made]],
    shares: Sequence[Share],
    least: int,
) -> list[Made] | None:
    """Work on every share by a process a core.

    Args:
        home: Whose published copy it is.
        warehouse: The copy, open.
        begin: Called once a process with the copy, returns what is done with a share; it and all shares are pickled.
        shares: In the order in which they are begun.
        least: Vacancies below which processes are not worth their start.

    Returns:
        What was made of each share, in order; None where the caller had better do it alone: the copy is small, was
        replaced before a process opened it, or there is only one core.

    Raises:
        JobproofError: A process was killed.
    """
    workers = min(os.cpu_count() or 1, len(shares))
    [(vacancies,)] = warehouse.sql("SELECT count(*) FROM core.vacancies").iter_rows()
    if workers < 2 or vacancies < least:  # noqa: PLR2004 - one is this process
        return None
    try:
        opening = partial(_open, home, warehouse.meta(), begin)
        with ProcessPoolExecutor(workers, get_context("spawn"), opening) as pool:
            begun: list[Future[list[Made] | None]] = [pool.submit(_work_on, share) for share in shares]
            found = [each.result() for each in begun]
    except BrokenProcessPool:
        raise JobproofError(
            "working on the published copy",
            "a process was killed from outside",
            remedy="Look for a lack of memory (dmesg) and run again.",
        ) from None
    return None if any(each is None for each in found) else [one for each in found if each for one in each]


def _open(home: Home, meta: Meta, begin: Callable[[Warehouse], Work[Any, Any]]) -> None:
    """Open the copy for as long as this process lasts; another one than was meant is not worked on."""
    with suppress(JobproofError):
        warehouse = Warehouse(home).__enter__()
        if warehouse.meta() == meta:
            _at_work.append(begin(warehouse))


def _work_on(share: object) -> list[Any] | None:
    """Return what is made of a share, in a list; None where the copy is another one by now."""
    return [work(share) for work in _at_work] or None
