"""Asset checks, made from the schemas and from the registry's expected bounds; none is written by hand."""

from collections.abc import Collection, Iterator, Sequence

import dagster as dg
import polars as pl

from assets import metadata, steps
from assets.keys import WRITER, raw_key, table_key
from assets.tables import BUILT
from warehouse import vitals
from warehouse.boards import Board
from warehouse.contracts import CheckResult, conditions
from warehouse.home import Home
from warehouse.records import CrawlReport, ScopeReport
from warehouse.schemas import POSTINGS, Table

ACCEPT = "jobproof/accept"
"""Run tag: kinds of check, apart by commas, that a person has looked at and lets pass this once."""
WHOLE = "every_scope_whole"
EXPECTED = "rows_as_expected"
_MEANING = {
    "key": "No two rows share the key {key}.",
    "required": "Columns that are never empty are never empty.",
    "allowed": "Columns with a closed set of words hold no other word.",
    "low": "No number lies below its least allowed value.",
    "high": "No number lies above its greatest allowed value.",
}


def crawl_specs(board: Board) -> list[dg.AssetCheckSpec]:
    """Return the checks of one board's crawl; both warn, neither blocks: publish counts with what landed."""
    low, high = board.expected
    key = raw_key(board.name)
    return [
        dg.AssetCheckSpec(WHOLE, asset=key, description="No scope is partial, capped, blocked or failed."),
        dg.AssetCheckSpec(EXPECTED, asset=key, description=f"Each scope keeps {low} to {high} rows."),
    ]


def crawl_results(board: Board, reports: Sequence[CrawlReport]) -> Iterator[dg.AssetCheckResult]:
    """Judge the scopes of all reports of one run by the two checks of crawl_specs."""
    low, high = board.expected
    scopes = [(report, scope) for report in reports for scope in report.scopes]
    yield _warning(WHOLE, board, [(report, scope) for report, scope in scopes if _torn(board, scope)])
    yield _warning(EXPECTED, board, [(report, scope) for report, scope in scopes if not low <= scope.kept <= high])


def _torn(board: Board, scope: ScopeReport) -> bool:
    """Tell whether a scope shows less than it should.

    A window is all that a board which is no census ever shows, and captures are always partial.
    """
    if board.captures:
        return scope.state not in {"complete", "window", "partial"}
    return scope.state != "complete" and (board.census or scope.state != "window")


def _warning(name: str, board: Board, found: Sequence[tuple[CrawlReport, ScopeReport]]) -> dg.AssetCheckResult:
    rows = [(report.partition, scope.scope, scope.state, scope.kept, scope.reason) for report, scope in found]
    return dg.AssetCheckResult(
        passed=not found,
        check_name=name,
        asset_key=raw_key(board.name),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{len(found)} scopes; look closer with `jobproof boards`." if found else "",
        metadata={"scopes": metadata.markdown_table(("partition", "scope", "state", "kept", "reason"), rows)},
    )


def table_checks() -> list[dg.AssetChecksDefinition]:
    """Return one run over the contracts of all built tables, before anything is published."""

    @dg.multi_asset_check(
        name="check_contracts",
        specs=[spec for table in BUILT for spec in _table_specs(table)],
        can_subset=True,
        pool=WRITER,
    )
    def check_contracts(
        context: dg.AssetCheckExecutionContext, home: dg.ResourceParam[Home]
    ) -> Iterator[dg.AssetCheckResult]:
        accepted = context.run.tags.get(ACCEPT, "").split(",")
        broken, shares = steps.check_tables(home), vitals.measured(home)
        for key in sorted(context.selected_asset_check_keys):
            table = ".".join(key.asset_key.path)
            found = [each for each in broken if each.table == table and _kind(each.check) == key.name]
            shown = shares.filter(pl.col("check").str.starts_with(f"{key.name}: ") | (pl.lit(key.name) == "drift"))
            yield _contract(key, found, accepted, shown if table == POSTINGS.full_name else shares.clear())

    return [check_contracts]


def _table_specs(table: Table) -> list[dg.AssetCheckSpec]:
    rows = {kind: _MEANING[kind] for kind in ("key", *map(_kind, conditions(table)))}
    return [
        dg.AssetCheckSpec(
            kind,
            asset=table_key(table),
            description=text.format(key=", ".join(table.key)),
            blocking=steps.blocks(kind),
        )
        for kind, text in (rows | vitals.KINDS.get(table.full_name, {})).items()
    ]


def _kind(check: str) -> str:
    return check.partition(":")[0]


def _contract(
    key: dg.AssetCheckKey, broken: Sequence[CheckResult], accepted: Collection[str], shares: pl.DataFrame
) -> dg.AssetCheckResult:
    rows = [(found.check, found.failed_n, found.sample.to_dicts()) for found in broken]
    shown: metadata.Metadata = {"failed": dg.MetadataValue.int(sum(found.failed_n for found in broken))}
    if rows:
        shown["broken"] = metadata.markdown_table(("check", "failed", "first"), rows)
    if shares.height:
        shown["measured"] = metadata.sample(shares.with_columns(pl.col(pl.Float64).round(3)).to_dicts())
    return dg.AssetCheckResult(
        passed=not broken,
        asset_key=key.asset_key,
        check_name=key.name,
        severity=dg.AssetCheckSeverity.ERROR if steps.blocks(key.name, accepted) else dg.AssetCheckSeverity.WARN,
        description=steps.broken_text(broken) if broken else "",
        metadata=shown,
    )
