"""mart/claim_history: the published copy with this vintage's verdicts in it. Judging is reports' affair."""

from collections import Counter
from collections.abc import Iterator, Sequence

import dagster as dg

from assets import metadata, steps
from assets.keys import WRITER, table_key
from assets.tables import BUILT
from reports.results import Judgement
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.schemas import CLAIM_HISTORY


def published_assets() -> list[dg.AssetsDefinition]:
    """Return the asset that publishes, judges and publishes again; it waits for the blocking checks of the tables."""

    @dg.asset(
        key=table_key(CLAIM_HISTORY),
        deps=[table_key(table) for table in BUILT],
        group_name=CLAIM_HISTORY.schema,
        description=f"{CLAIM_HISTORY.description} Publishes the copy that people query, before and after judging.",
        kinds={"duckdb"},
        metadata={"dagster/column_schema": metadata.table_schema(CLAIM_HISTORY)},
        pool=WRITER,
    )
    def claim_history(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
    ) -> Iterator[dg.MaterializeResult[None]]:
        try:
            published, judgements = steps.publish_verdicts(home)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        context.log.info("published %s: %s", published.vintage, published.path)
        yield dg.MaterializeResult(
            metadata={
                "dagster/row_count": len(judgements),
                "vintage": published.vintage,
                "published": dg.MetadataValue.path(published.path),
                "verdicts": _counts(judgements),
                "claims": _findings(judgements),
            }
        )

    return [claim_history]


def _counts(judgements: Sequence[Judgement]) -> dg.MetadataValue:
    return metadata.markdown_table(
        ("verdict", "claims"), Counter(judgement.verdict for judgement in judgements).most_common()
    )


def _findings(judgements: Sequence[Judgement]) -> dg.MetadataValue:
    return metadata.markdown_table(
        ("claim", "verdict", "finding"), [(found.id, found.verdict, found.sentence_en) for found in judgements]
    )
