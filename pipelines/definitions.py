"""The one Definitions object that Dagster loads: assets, checks, jobs, schedules and sensors of one home."""

import dagster as dg

from assets.checks import table_checks
from assets.core import warehouse_assets
from assets.mart import published_assets
from assets.raw import raw_assets
from assets.report import report_assets
from pipelines.jobs import jobs
from pipelines.schedules import schedules
from pipelines.sensors import sensors
from warehouse import boards
from warehouse.home import Home

RETRY = dg.RetryPolicy(max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
"""A failed crawl is tried twice more over some five minutes: a hiccup passes, and trouble is told soon."""


def build(home: Home, *, retry: dg.RetryPolicy = RETRY) -> dg.Definitions:
    """Return the definitions of one home.

    Args:
        home: Its registry decides which boards there are.
        retry: How failed crawls are tried again.
    """
    registry = boards.load(home)
    return dg.Definitions(
        assets=[
            *raw_assets(home, registry, retry),
            *warehouse_assets(registry),
            *published_assets(registry),
            *report_assets(home),
        ],
        asset_checks=table_checks(),
        jobs=jobs(registry),
        schedules=schedules(registry),
        sensors=sensors(registry),
        resources={"home": home},
        executor=dg.in_process_executor,
    )


defs = build(Home.from_environment())
