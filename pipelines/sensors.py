"""What is noticed between schedules: files that landed without Dagster, new crawls, and what newly needs a person.

What a trouble is stands in troubles.py, who is told of it when in alerts.py.
"""

from collections.abc import Iterable

import dagster as dg

from assets import open_web
from assets.keys import raw_key
from assets.raw import is_dead, landed_metadata
from pipelines import alerts
from pipelines.troubles import busy_boards, of_boards, of_runs
from warehouse import landing
from warehouse.boards import Registry
from warehouse.home import Home
from warehouse.records import CrawlReport

_AT_ONCE = 200
"""Reports told in one tick: a tick must end within a minute."""


def sensors(registry: Registry, archives: str = "") -> list[dg.SensorDefinition]:
    """Return the sensors: what `jobproof crawl`, `backfill` and `import` landed, the alerts, and new crawls.

    Args:
        registry: The boards.
        archives: URL of archives of the open web; empty where there are none.
    """

    @dg.sensor(
        name="landed_by_hand",
        minimum_interval_seconds=120,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks partitions as materialised that `jobproof crawl`, `backfill` or `import` landed.",
    )
    def landed_by_hand(context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home]) -> dg.SensorResult:
        fresh = _fresh(landing.reports(home), registry, context.cursor or "")[:_AT_ONCE]
        events = [_event(home, report) for report in fresh if not _known(context.instance, report)]
        return dg.SensorResult(asset_events=events, cursor=fresh[-1].finished_at if fresh else context.cursor)

    return [landed_by_hand, _alerts(registry), *_new_crawls(archives)]


def _alerts(registry: Registry) -> dg.SensorDefinition:
    @dg.sensor(
        name="alerts",
        minimum_interval_seconds=300,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Mails what newly failed or is degraded, once, and what is well again, once.",
    )
    def alerts_sensor(context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home]) -> dg.SkipReason:
        busy = busy_boards(context.instance)
        found = of_boards(home, registry, busy)
        told = alerts.tell(home, [*found, *of_runs(context.instance, {each.about for each in found} | busy)], busy=busy)
        return dg.SkipReason(f"{len(found)} troubles of boards; {told}")

    return alerts_sensor


def _new_crawls(url: str) -> list[dg.SensorDefinition]:
    @dg.sensor(
        name="new_crawls",
        minimum_interval_seconds=600,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Makes a partition of each new folder of archives; reading it is left to an operator.",
    )
    def new_crawls(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        known = context.instance.get_dynamic_partitions(open_web.CRAWLS.name or "")
        try:
            fresh = sorted(set(open_web.crawls(url)) - set(known))
        except OSError as error:
            return dg.SkipReason(f"{url} cannot be read: {error}")
        return dg.SensorResult(dynamic_partitions_requests=[open_web.CRAWLS.build_add_request(fresh)] if fresh else [])

    return [new_crawls] if url else []


def _fresh(reports: Iterable[CrawlReport], registry: Registry, since: str) -> list[CrawlReport]:
    """Return usable reports in the order in which they were finished, those of the cursor's own moment once more."""
    usable = (report for report in reports if report.board in registry.boards and not is_dead(report))
    return sorted(
        (report for report in usable if report.finished_at >= since),
        key=lambda report: (report.finished_at, report.run),
    )


def _known(instance: dg.DagsterInstance, report: CrawlReport) -> bool:
    """Tell whether an asset's run, or an earlier tick, has told this report."""
    told = instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=raw_key(report.board), asset_partitions=_partitions(report)), limit=20
    )
    runs = (record.asset_materialization.metadata.get("run") for record in told.records if record.asset_materialization)
    return any(run is not None and run.value == report.run for run in runs)


def _event(home: Home, report: CrawlReport) -> dg.AssetMaterialization:
    return dg.AssetMaterialization(
        raw_key(report.board), partition=report.partition, metadata=landed_metadata(home, report)
    )


def _partitions(report: CrawlReport) -> list[str]:
    return [report.partition]
