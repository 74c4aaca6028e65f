"""raw/<board>: an asset for each board, made from the registry. What a crawl does is spiders' affair."""

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import dagster as dg

from assets import metadata, partitions
from assets.checks import crawl_results, crawl_specs
from assets.keys import raw_key
from spiders.crawl import crawl
from warehouse import landing
from warehouse.attention import STALE_DAYS
from warehouse.boards import Board, Registry
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport

DEAD = frozenset({"blocked", "failed"})
_WARN_DAYS = {"live": 2, "history": 10}
"""Days without a crawl after which Dagster warns; after attention.STALE_DAYS it says that the board is stale."""
MONTHS_A_RUN = 12
_SAMPLE_ROWS = 5
_SHOWN = ("title", "company", "location", "posted_at", "url")


def raw_assets(home: Home, registry: Registry, retry: dg.RetryPolicy) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """Return every board's asset: crawled ones to materialise, archives (which people import) to look at.

    Args:
        home: Where landing files lie; the first day crawled decides where the daily partitions begin.
        registry: The boards.
        retry: How often and how patiently a failed crawl is tried again.
    """
    days = partitions.days(home, registry)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # backfill policies are beta, and dagster is pinned
        live = [_crawled(registry, board, days, retry) for board in registry.of_kind("live")]
        months = partitions.months(registry.of_kind("history"))
        history = [_crawled(registry, board, months, retry) for board in registry.of_kind("history")]
    return [*live, *history, *(_imported(board) for board in registry.of_kind("archive"))]


def _imported(board: Board) -> dg.AssetSpec:
    return dg.AssetSpec(raw_key(board.name), group_name="raw", description=_describe(board), kinds={"archive"})


def _crawled(
    registry: Registry, board: Board, days_or_months: dg.PartitionsDefinition, retry: dg.RetryPolicy
) -> dg.AssetsDefinition:
    @dg.asset(
        key=raw_key(board.name),
        group_name="raw",
        description=_describe(board),
        kinds={"scrapy", board.kind},
        tags={"kind": board.kind},
        partitions_def=days_or_months,
        metadata={"terms": board.terms, **_link(board)},
        freshness_policy=dg.FreshnessPolicy.time_window(
            fail_window=timedelta(days=STALE_DAYS[board.kind]), warn_window=timedelta(days=_WARN_DAYS[board.kind])
        ),
        backfill_policy=dg.BackfillPolicy.multi_run(1 if board.kind == "live" else MONTHS_A_RUN),
        retry_policy=retry,
        pool=pool(board),
        check_specs=crawl_specs(board),
    )
    def raw(context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult[None]]:
        begun = [key for key in context.partition_keys if key >= board.since]
        for key in sorted(set(context.partition_keys) - set(begun)):
            context.add_asset_metadata({"state": f"the board begins with {board.since}"}, partition_key=key)
        reports = _crawl(context, home, board, begun, simulated=registry.simulated) if begun else []
        alive = [report for report in reports if not is_dead(report)]
        if len(alive) < len(reports):
            _keep(context, home, alive)
            raise _failure(board, [report for report in reports if is_dead(report)])
        for report in reports:
            context.add_asset_metadata(landed_metadata(home, report), partition_key=report.partition)
        yield dg.MaterializeResult(check_results=list(crawl_results(board, reports)))

    return raw


def _link(board: Board) -> metadata.Metadata:
    return {"board": dg.MetadataValue.url(board.url)} if board.url else {}


def is_dead(report: CrawlReport) -> bool:
    """Tell whether no scope of the report is usable: one dead company never costs the others of its board."""
    return all(scope.state in DEAD for scope in report.scopes)


def pool(board: Board) -> str:
    """Return the pool of the board's host: boards of one host are crawled one after the other."""
    return "crawl_" + re.sub(r"\W+", "_", urlsplit(board.url).hostname or board.name)


def _crawl(
    context: dg.AssetExecutionContext, home: Home, board: Board, keys: Sequence[str], *, simulated: bool
) -> list[CrawlReport]:
    def tell(report: CrawlReport) -> None:
        context.log.info("%s %s: %s, %d kept", report.board, report.partition, report.state, report.kept)

    try:
        return crawl(board, keys, home, simulated=simulated, on_report=tell)
    except JobproofError as error:
        raise dg.Failure(error.line(), allow_retries=False) from None


def _keep(context: dg.AssetExecutionContext, home: Home, reports: Sequence[CrawlReport]) -> None:
    """Record the months that landed in a run that fails because of others."""
    for report in reports:
        context.log_event(
            dg.AssetMaterialization(
                raw_key(report.board), partition=report.partition, metadata=landed_metadata(home, report)
            )
        )


def landed_metadata(home: Home, report: CrawlReport) -> metadata.Metadata:
    """Return what a report and the first rows of its file say; a damaged file's own message instead of its rows."""
    found = metadata.crawl(report)
    if report.sha256:
        try:
            found["sample"] = metadata.sample(landing.read(home, report).select(_SHOWN).head(_SAMPLE_ROWS).to_dicts())
        except JobproofError as error:
            found["sample"] = dg.MetadataValue.text(error.line())
    return found


def _failure(board: Board, dead: Sequence[CrawlReport]) -> dg.Failure:
    reasons = [f"{report.partition}: {scope.state}: {scope.reason}" for report in dead for scope in report.scopes]
    return dg.Failure(
        f"board {board.name!r} brought nothing usable. {'; '.join(dict.fromkeys(reasons))}. "
        "Earlier data is kept; look closer with `jobproof boards`, then materialise this partition again.",
        metadata={"scopes": metadata.scopes(dead)},
        allow_retries=any(scope.state == "failed" for report in dead for scope in report.scopes),
    )


def _describe(board: Board) -> str:
    window = {
        "live": "Live: shows only what is open now, so only the running day can be crawled.",
        "history": f"History since {board.since}: true event dates, backfilled by month.",
        "archive": "Archive: landed by `jobproof import`, never crawled.",
    }[board.kind]
    parts = (f"**{board.title}** {board.url}".strip(), window, board.terms, board.attribution, board.note)
    names = ", ".join(scope.name for scope in board.scopes)
    return "\n\n".join([*filter(None, parts), *([f"Scopes: {names}"] if names else [])])
