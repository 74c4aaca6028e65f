"""What is wrong right now: boards as their crawl reports say, jobs as Dagster's runs say. Nobody is told here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from assets.keys import report_key
from warehouse.attention import What
from warehouse.boards import Registry
from warehouse.home import Home
from warehouse.status import BoardStatus, ScopeStatus, board_status

JOBS = ("crawl", "backfill", "publish", "mirror", "archives")
_SETUP: frozenset[What] = frozenset({"never crawled", "never backfilled", "missing months", "no posting yet"})
"""What somebody who sets a home up sees anyway; it goes to the weekly list."""
_GRAVE: frozenset[What] = frozenset({"gone", "blocked", "failed"})
_OF_BOARDS = frozenset({"fresh"})
"""Checks that say of boards what is told of each by itself: that its last crawls brought nothing, or are old."""
_LOOKED_BACK = 200
_RUNNING = [
    dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING,
]  # fmt: skip
_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong.

    Args:
        key: Names it for as long as it lasts: `board/greenhouse/stripe`, `run/publish`, `check/core.postings/drift`.
        about: Board or job.
        what: What is wrong, in a few words.
        detail: What was found.
        since: Day or moment from which on it is known; empty where it is not.
        last_good: Newest partition or moment at which all was well; empty where it never was.
        command: To look closer.
        remedy: What to do.
        scope: Tenant or month of a board; empty for the board or job as a whole.
        grave: Whether nothing came at all; what was only weak before and is grave now is told again.
    """

    key: str
    about: str
    what: str
    detail: str
    since: str
    last_good: str
    command: str
    remedy: str = ""
    scope: str = ""
    grave: bool = False


def of_boards(home: Home, registry: Registry, busy: Iterable[str] = ()) -> list[Trouble]:
    """Return what is wrong with boards.

    Args:
        home: Whose crawl reports.
        registry: The boards.
        busy: Boards that are being crawled: theirs is told when the last try has ended.
    """
    statuses = [status for status in board_status(home, registry) if status.board not in set(busy)]
    return [trouble for status in statuses for trouble in _of_board(status)]


def _of_board(status: BoardStatus) -> list[Trouble]:
    remedies = {each.what: each.remedy for each in status.attention}
    scopes = [_of_scope(status, scope, remedies) for scope in status.scopes if scope.what and scope.what not in _SETUP]
    whole = [
        Trouble(
            f"board/{status.board}/", status.board, each.what, each.text, status.partition, status.partition,
            f"jobproof boards {status.board}", each.remedy,
        )
        for each in status.attention
        if not each.scopes and each.what not in _SETUP and each.what not in {scope.what for scope in status.scopes}
    ]  # fmt: skip
    return [*scopes, *whole]


def _of_scope(status: BoardStatus, scope: ScopeStatus, remedies: Mapping[What, str]) -> Trouble:
    what = scope.what or "failed"
    return Trouble(
        f"board/{status.board}/{scope.scope}", status.board, what, scope.trouble, scope.troubled,
        scope.last_good, f"jobproof boards {status.board}", remedies.get(what, ""), scope.scope, what in _GRAVE,
    )  # fmt: skip


def busy_boards(instance: dg.DagsterInstance) -> set[str]:
    """Return the boards that queued or running runs crawl."""
    runs = instance.get_runs(dg.RunsFilter(statuses=_RUNNING))
    return {board for run in runs if (board := run.tags.get("board"))}


def of_runs(instance: dg.DagsterInstance, explained: Iterable[str] = ()) -> list[Trouble]:
    """Return the jobs whose newest run failed, and the warnings of the newest publish.

    Args:
        instance: Dagster's.
        explained: Boards whose own trouble is told already: a crawl that fails because of it is no second one.
    """
    found: list[Trouble] = []
    for job in JOBS:
        newest = _newest(instance, job)
        found += [
            _failed(instance, record, newest[board][1])
            for board, (record, _) in newest.items()
            if record.dagster_run.status is dg.DagsterRunStatus.FAILURE
            and board not in set(explained)
            and not _drawn_since(instance, record)
        ]
    return found + _warnings(instance)


def _newest(instance: dg.DagsterInstance, job: str) -> dict[str, tuple[dg.RunRecord, str]]:
    """Return board (empty for a job that has none) -> its newest ended run, and when its last good one began."""
    found: dict[str, tuple[dg.RunRecord, str]] = {}
    for record in instance.get_run_records(dg.RunsFilter(job_name=job, statuses=_ENDED), limit=_LOOKED_BACK):
        board = record.dagster_run.tags.get("board", "")
        newest, good = found.setdefault(board, (record, ""))
        if not good and record.dagster_run.status is dg.DagsterRunStatus.SUCCESS:
            found[board] = newest, _when(record)
    return found


def _failed(instance: dg.DagsterInstance, record: dg.RunRecord, last_good: str) -> Trouble:
    run = record.dagster_run
    board = run.tags.get("board", "")
    return Trouble(
        f"run/{run.job_name}/{board}".rstrip("/"),
        board or run.job_name,
        f"{run.job_name} failed" if board else "failed",
        _reason(instance, run.run_id),
        _when(record),
        last_good,
        f"jobproof boards {board}" if board else "jobproof doctor",
        f"Run {run.run_id[:8]} in Dagster's web page has the log.",
        grave=True,
    )


def _reason(instance: dg.DagsterInstance, run_id: str) -> str:
    """Return why a run failed: broken blocking checks first, since they say what to do, else the first failed step."""
    broken = [check.description or check.check_name for check in _checks(instance, run_id) if _blocks(check)]
    if broken:
        return broken[0]
    records = instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.STEP_FAILURE).records
    for record in records:
        event = record.event_log_entry.dagster_event
        failure = event.step_failure_data if event else None
        if failure and failure.user_failure_data and failure.user_failure_data.description:
            return failure.user_failure_data.description
        if failure and failure.error:
            return " ".join(_root(failure.error).message.split())
    return "its process ended without a word: the machine may have run out of memory or been restarted"


def _root(error: SerializableErrorInfo) -> SerializableErrorInfo:
    """Return what was first, behind Dagster's words of retries."""
    return _root(error.cause) if error.cause else error


def _warnings(instance: dg.DagsterInstance) -> list[Trouble]:
    """Return the checks that warned in the newest publish that went through."""
    runs = instance.get_run_records(
        dg.RunsFilter(job_name="publish", statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1
    )  # fmt: skip
    return [
        Trouble(
            f"check/{'.'.join(check.asset_key.path)}/{check.check_name}", ".".join(check.asset_key.path),
            f"check {check.check_name}", check.description or "", _when(record), "", "jobproof doctor",
        )
        for record in runs
        for check in _checks(instance, record.dagster_run.run_id)
        if not check.passed and not _blocks(check) and check.check_name not in _OF_BOARDS
    ]  # fmt: skip


def _checks(instance: dg.DagsterInstance, run_id: str) -> Sequence[dg.AssetCheckEvaluation]:
    records = instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
    events = [record.event_log_entry.dagster_event for record in records]
    return [event.asset_check_evaluation_data for event in events if event]


def _blocks(check: dg.AssetCheckEvaluation) -> bool:
    return not check.passed and check.severity is dg.AssetCheckSeverity.ERROR


def _drawn_since(instance: dg.DagsterInstance, record: dg.RunRecord) -> bool:
    """Tell whether a person had the report drawn after a publish that failed, by materialising assets by hand."""
    if record.dagster_run.job_name != "publish":
        return False
    event = instance.get_latest_materialization_event(report_key("mail"))
    return bool(event and record.start_time and event.timestamp > record.start_time)


def _when(record: dg.RunRecord) -> str:
    """Return the partition of a run, which says more than the moment at which it was tried."""
    return record.dagster_run.tags.get("dagster/partition") or _moment(record.start_time)


def _moment(seconds: float | None) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M UTC}" if seconds else ""
