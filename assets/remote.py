"""remote/copy: the home's mirror on object storage. What is copied in which order is warehouse.mirror's affair."""

import dagster as dg

from assets.keys import table_key
from warehouse import mirror
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.schemas import CLAIM_HISTORY

REMOTE = dg.AssetKey(["remote", "copy"])


def remote_assets(url: str, retry: dg.RetryPolicy) -> list[dg.AssetsDefinition]:
    """Return the mirror at `url`; nothing where it is empty. A copy that fails is tried again as `retry` says."""
    if not url:
        return []

    @dg.asset(
        key=REMOTE,
        deps=[table_key(CLAIM_HISTORY)],
        group_name="remote",
        description=f"Landing, verdicts, reports and the published copy at {url}: what crawling cannot bring back.",
        kinds={"fsspec"},
        pool="mirror",
        retry_policy=retry,
    )
    def copy(home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
        try:
            moved = mirror.push(home, url)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        return dg.MaterializeResult(
            metadata={
                "copied": moved.files,
                "bytes": moved.bytes,
                "there": moved.there,
                "url": dg.MetadataValue.url(url),
            }
        )

    return [copy]
