"""Partitions: the day of a live crawl, the month of a history board, the ISO week of a report. No asset is made here.

The running day, month and week have a partition (`end_offset=1`): without it Monday's crawl is filed under last week.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import dagster as dg

from warehouse import clock
from warehouse.boards import Board, Registry
from warehouse.errors import JobproofError
from warehouse.home import Home


def days(home: Home, registry: Registry) -> dg.DailyPartitionsDefinition:
    """Return the days of live crawls, from the first that landed: no earlier day can ever be crawled."""
    folders = [home.landing / board.name for board in registry.of_kind("live")]
    first = min((_first(folder) for folder in folders), default=clock.today())
    return dg.DailyPartitionsDefinition(start_date=first.isoformat(), end_offset=1)


def months(boards: Sequence[Board]) -> dg.MonthlyPartitionsDefinition:
    """Return the months since the first one of any history board: one definition, so that one job backfills them all.

    Raises:
        JobproofError: A board names no first month.
    """
    for board in boards:
        _check_since(board)
    first = min((board.since for board in boards), default=f"{clock.today():%Y-%m}")
    return dg.MonthlyPartitionsDefinition(start_date=first, fmt="%Y-%m", end_offset=1)


def _check_since(board: Board) -> None:
    if not board.since:
        raise JobproofError(
            f"boards.toml entry [{board.name}]",
            "a history board without `since`",
            allowed="since = 'YYYY-MM'",
            remedy="Name its first month in boards.toml.",
        )
    clock.month_of(board.since, who=f"boards.toml entry [{board.name}] since")


def weeks(home: Home) -> dg.WeeklyPartitionsDefinition:
    """Return the ISO weeks of reports, named by their Mondays, from the first that was drawn."""
    first = clock.monday(_first(home.reports))
    return dg.WeeklyPartitionsDefinition(start_date=first.isoformat(), day_offset=1, end_offset=1)


def running_week() -> str:
    """Return the key of the running week's partition."""
    return clock.monday(clock.today()).isoformat()


def running_months() -> list[str]:
    """Return the month before the running one and the running one: a thread gathers comments after its month's end."""
    this = clock.today().replace(day=1)
    return [
        f"{month:%Y-%m}"
        for month in clock.months(date(this.year - (this.month == 1), (this.month - 2) % 12 + 1, 1), this)
    ]


def _first(folder: Path) -> date:
    """Return the first day that names an entry of `folder`, today where there is none."""
    found = [day for path in folder.glob("????-??-??") if (day := _day(path.name))]
    return min([*found, clock.today()])


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
