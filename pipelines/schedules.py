"""When the jobs run, in UTC; all are on by default. What they do is in jobs.py and the assets.

Each board has a run of its own, so that a dead one is retried and told alone. Monday: crawl, history, publish. These
are schedules and no automation conditions: `on_cron` waits until everything above an asset is new, and thereby one
dead board would hold back the week that `publish` is to draw out of whatever has landed.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import dagster as dg

from assets import partitions
from assets.keys import raw_key
from warehouse import clock
from warehouse.boards import Board, Registry

CRAWL = "0 4 * * *"
BACKFILL = "30 4 * * 1"
PUBLISH = "0 9 * * 1"
_PRIORITY = {"live": "1", "history": "0"}
"""What a live board shows today is gone tomorrow; a month of history waits."""
MIRROR = ["0 7 * * *", "0 12 * * 1"]


def schedules(registry: Registry, remote: str = "") -> list[dg.ScheduleDefinition]:
    """Return all schedules: daily crawls, Monday's history and report, and the mirror where there is one."""
    return [
        *([_crawl(registry.of_kind("live"))] if registry.of_kind("live") else []),
        *([_backfill(registry.of_kind("history"))] if registry.of_kind("history") else []),
        _publish(),
        *([_mirror()] if remote else []),
    ]


def _crawl(boards: Sequence[Board]) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="crawl_daily",
        job_name="crawl",
        cron_schedule=CRAWL,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Every live board, each in a run of its own, filed under the running day.",
    )
    def crawl_daily() -> Iterator[dg.RunRequest]:
        day = clock.today().isoformat()
        for board in boards:
            yield _of_board(board, day, run_key=f"{board.name} {day}")

    return crawl_daily


def _backfill(boards: Sequence[Board]) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="backfill_mondays",
        job_name="backfill",
        cron_schedule=BACKFILL,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Each board's last month and the running one: a thread gathers postings after its month's end.",
    )
    def backfill_mondays() -> Iterator[dg.RunRequest]:
        for board, month in product(boards, partitions.running_months()):
            if month >= board.since:
                yield _of_board(board, month, run_key=f"{board.name} {month} {partitions.running_week()}")

    return backfill_mondays


def _of_board(board: Board, partition: str, *, run_key: str) -> dg.RunRequest:
    """Return the request of a run that crawls one partition of one board only."""
    return dg.RunRequest(
        run_key=run_key,
        partition_key=partition,
        asset_selection=[raw_key(board.name)],
        tags={"board": board.name, "kind": board.kind, "dagster/priority": _PRIORITY[board.kind]},
    )


def _publish() -> dg.ScheduleDefinition:
    @dg.schedule(
        name="publish_mondays",
        job_name="publish",
        cron_schedule=PUBLISH,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Warehouse, verdicts, published copy and report out of whatever has landed.",
    )
    def publish_mondays() -> dg.RunRequest:
        week = partitions.running_week()
        return dg.RunRequest(run_key=f"publish {week}", partition_key=week)

    return publish_mondays


def _mirror() -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(
        name="mirror_daily",
        job_name="mirror",
        cron_schedule=MIRROR,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="After each day's crawls and each week's publish: what has landed to object storage.",
    )
