"""What publishing writes: the copy that people query, with this vintage's verdicts. Judging is reports' affair."""

from collections import Counter
from collections.abc import Iterator, Sequence

import dagster as dg

from assets import metadata, steps
from assets.core import table_metadata
from assets.keys import WRITER, table_key
from assets.tables import BUILT, table_spec
from reports.results import Judgement
from warehouse.boards import Registry
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.schemas import CLAIM_HISTORY


def published_assets(registry: Registry) -> list[dg.AssetsDefinition]:
    """Return the step that publishes, judges and publishes again; it waits for the blocking checks of the tables."""
    built = [table_key(table) for table in BUILT]
    spec = table_spec(CLAIM_HISTORY, registry).replace_attributes(deps=built)

    @dg.multi_asset(name="publish_verdicts", specs=[spec], pool=WRITER)
    def publish_verdicts(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
    ) -> Iterator[dg.MaterializeResult[None]]:
        try:
            published, judgements = steps.publish_verdicts(home)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        context.log.info("published %s: %s", published.vintage, published.path)
        yield dg.MaterializeResult(
            asset_key=spec.key,
            metadata={
                **table_metadata(home.published, CLAIM_HISTORY),
                "vintage": published.vintage,
                "published": dg.MetadataValue.path(published.path),
                "verdicts": _counts(judgements),
                "claims": _findings(judgements),
            },
        )

    return [publish_verdicts]


def _counts(judgements: Sequence[Judgement]) -> dg.MetadataValue:
    return metadata.markdown_table(
        ("verdict", "claims"), Counter(judgement.verdict for judgement in judgements).most_common()
    )


def _findings(judgements: Sequence[Judgement]) -> dg.MetadataValue:
    return metadata.markdown_table(
        ("claim", "verdict", "finding"), [(found.id, found.verdict, found.sentence_en) for found in judgements]
    )
