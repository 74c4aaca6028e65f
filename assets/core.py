"""core/* and mart/*: one atomic build of the warehouse, one asset a table. How it is built is warehouse's affair."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets import metadata, steps
from assets.keys import WRITER, table_key
from assets.tables import BUILT, table_spec
from warehouse.boards import Registry
from warehouse.database import frame, reading
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.schemas import Table

_SAMPLE_ROWS = 5


def warehouse_assets(registry: Registry) -> list[dg.AssetsDefinition]:
    """Return the build of the warehouse: whatever has landed goes in, a missing board costs nobody else."""

    @dg.multi_asset(name="build_warehouse", specs=[table_spec(table, registry) for table in BUILT], pool=WRITER)
    def build_warehouse(home: dg.ResourceParam[Home]) -> Iterator[dg.MaterializeResult[None]]:
        try:
            built = steps.build_warehouse(home)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        for table in BUILT:
            said = {**table_metadata(home.warehouse, table), "build": dg.MetadataValue.text(built.how)}
            yield dg.MaterializeResult(asset_key=table_key(table), metadata=said)

    return [build_warehouse]


def table_metadata(database: Path, table: Table) -> metadata.Metadata:
    """Return how many rows a table of a DuckDB file holds, and the first of them."""
    with reading(database) as connection:
        rows = frame(connection, f"SELECT count(*) FROM {table.full_name}").item()
        first = frame(connection, f"SELECT * FROM {table.full_name} LIMIT {_SAMPLE_ROWS}").to_dicts()
    return {"dagster/row_count": dg.MetadataValue.int(rows), "sample": metadata.sample(first)}
