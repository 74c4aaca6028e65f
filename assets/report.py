"""report/*: what readers get of one week. Drawing is reports' affair."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from assets import metadata, partitions, steps
from assets.keys import report_key, table_key
from reports.report import ReportFiles
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.schemas import CLAIM_HISTORY

DRAWN = {
    "charts": "The week as PNG: demand with the claimed lines, the scoreboard, one chart a judged claim.",
    "page": "The week's findings as one page that opens from disk.",
    "mail": "The week's mail as .eml, ready to send.",
    "claims": "Every claim with verdict, estimate and interval as JSON.",
}
"""Asset name -> what it is."""
_WEEKLY = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8))


def report_assets(home: Home, retry: dg.RetryPolicy) -> list[dg.AssetsDefinition]:
    """Return the week's report: one drawing from the published copy, one asset a kind of output, and its sending.

    Args:
        home: Its first report decides where the weekly partitions begin.
        retry: How often and how patiently a mail that not everybody has got yet is tried again.
    """
    specs = [
        dg.AssetSpec(
            report_key(name),
            deps=[table_key(CLAIM_HISTORY)],
            group_name="report",
            description=text,
            kinds={"matplotlib"},
            freshness_policy=_WEEKLY,
        )
        for name, text in DRAWN.items()
    ]

    @dg.multi_asset(name="draw_report", specs=specs, partitions_def=partitions.weeks(home))
    def draw_report(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
    ) -> Iterator[dg.MaterializeResult[None]]:
        _refuse_other_weeks(context.partition_key)
        try:
            files = steps.draw_report(home)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        for name, shown in _shown(files).items():
            yield dg.MaterializeResult(asset_key=report_key(name), metadata=shown)

    return [draw_report, _sent(home, retry)]


def _sent(home: Home, retry: dg.RetryPolicy) -> dg.AssetsDefinition:
    @dg.asset(
        key=report_key("sent"),
        deps=[report_key("mail")],
        group_name="report",
        description="The week's mail at its readers: once to each, however often this is materialised.",
        kinds={"email"},
        partitions_def=partitions.weeks(home),
        retry_policy=retry,
    )
    def sent(context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
        _refuse_other_weeks(context.partition_key)
        if not os.environ.get("JOBPROOF_SMTP_HOST", "").strip():
            return dg.MaterializeResult(metadata={"readers": "none: JOBPROOF_SMTP_HOST is not set"})
        try:
            states = Counter(record.state for record in steps.send_report(home))
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        shown = {"readers": metadata.markdown_table(("state", "readers"), states.most_common())}
        if states["waiting"]:
            raise dg.Failure(
                "the mail server has not taken every mail yet; see `jobproof mail --dry-run`", metadata=shown
            )
        return dg.MaterializeResult(metadata=shown)

    return sent


def _refuse_other_weeks(week: str) -> None:
    """Refuse to draw another week: today's data under an old date would rewrite what was reported then."""
    if week != partitions.running_week():
        raise dg.Failure(
            f"report of week {week}: only the running week {partitions.running_week()} can be drawn; what is published "
            "now is not what was known then. Materialise the running week's partition.",
            allow_retries=False,
        )


def _shown(files: ReportFiles) -> dict[str, metadata.Metadata]:
    return {
        "charts": {"charts": dg.MetadataValue.int(len(files.pngs)), **metadata.charts(files.pngs)},
        "page": {"path": dg.MetadataValue.path(files.page)},
        "mail": {"path": dg.MetadataValue.path(files.mail)},
        "claims": {"path": dg.MetadataValue.path(files.claims_json)},
    }
