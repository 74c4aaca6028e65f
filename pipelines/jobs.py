"""The jobs: which assets run together. When they run is in schedules.py, what they do is in assets/.

Crawls and publish are apart, so that a dead board never stops the week: publish reads whatever has landed.
"""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from assets.keys import raw_key
from assets.remote import REMOTE
from warehouse.boards import Registry


def jobs(registry: Registry, remote: str = "", archives: str = "") -> list[UnresolvedAssetJobDefinition]:
    """Return `crawl` (live boards, by day), `backfill` (history boards, by month) and `publish` (by week).

    Args:
        registry: The boards.
        remote: URL of the mirror; with one there is the job `mirror` besides.
        archives: URL of archives of the open web; with one there is the job `archives` besides, by crawl.
    """
    live = [board.name for board in registry.of_kind("live")]
    history = [board.name for board in registry.of_kind("history")]
    crawled = [*([_crawl(live)] if live else []), *([_backfill(history)] if history else [])]
    return [*crawled, _publish(), *_mirror(remote), *_archives(archives)]


def _crawl(boards: list[str]) -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        "crawl",
        selection=dg.AssetSelection.assets(*map(raw_key, boards)),
        description=(
            "What live boards show today, each daily at 04:00 UTC in a run of its own. By hand: choose `Latest`, since "
            "only the running day can be crawled; for one board materialise its asset in the group raw."
        ),
        tags={"step": "crawl"},
    )


def _backfill(boards: list[str]) -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        "backfill",
        selection=dg.AssetSelection.assets(*map(raw_key, boards)),
        description=(
            "Months of history boards; on Mondays the last and the running one. By hand: materialise a board's asset "
            "in the group raw and choose months, twelve of which make a run; what landed stays when others fail."
        ),
        tags={"step": "backfill"},
    )


def _publish() -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        "publish",
        selection=dg.AssetSelection.groups("core", "mart", "report"),
        description=(
            "Warehouse, checks, verdicts, published copy, report and mail out of whatever has landed. By hand: choose "
            "`Latest`, since only the running week's report can be drawn. Where the check `rows` stopped it and the "
            "postings are meant to be gone, add the tag jobproof/accept = rows."
        ),
        tags={"step": "publish"},
    )


def _mirror(remote: str) -> list[UnresolvedAssetJobDefinition]:
    job = dg.define_asset_job(
        "mirror",
        selection=dg.AssetSelection.assets(REMOTE),
        description="What crawling cannot bring back, copied to object storage.",
        tags={"step": "mirror"},
    )
    return [job] if remote else []


def _archives(url: str) -> list[UnresolvedAssetJobDefinition]:
    job = dg.define_asset_job(
        "archives",
        selection=dg.AssetSelection.groups("archives"),
        description="Archives of the open web, a crawl a partition: rows as Parquet, postings into landing.",
        tags={"step": "archives"},
    )
    return [job] if url else []
