"""What Dagster shows beside an asset: small tables, charts, schemas. Values in, MetadataValue out; no reading."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import dagster as dg

from warehouse.records import CrawlReport
from warehouse.schemas import Column, Table

Metadata = dict[str, dg.MetadataValue]
INLINE_BYTES = 3_000_000
"""Charts beyond this sum are named by path: every event with inline charts is read whole by the web page."""
_CELL = 80


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """Return rows as a Markdown table whose long cells are cut."""
    lines = [_line(headings), "|" + " --- |" * len(headings), *(_line(row) for row in rows)]
    return dg.MetadataValue.md("\n".join(lines))


def sample(rows: Sequence[Mapping[str, object]]) -> dg.MetadataValue:
    """Return a few rows of a table as a Markdown table."""
    return markdown_table(list(rows[0]) if rows else ["no rows"], [list(row.values()) for row in rows])


def table_schema(table: Table) -> dg.TableSchema:
    """Return a table's contract as Dagster shows it."""
    return dg.TableSchema(columns=[_column(column) for column in table.columns])


def crawl(report: CrawlReport) -> Metadata:
    """Return what one crawl report says: rows, state, and each scope with its reason."""
    return {
        "dagster/partition_row_count": dg.MetadataValue.int(report.kept),
        "state": dg.MetadataValue.text(report.state),
        "run": dg.MetadataValue.text(report.run),
        "requests": dg.MetadataValue.int(sum(scope.requests for scope in report.scopes)),
        "bytes": dg.MetadataValue.int(sum(scope.bytes for scope in report.scopes)),
        "dropped": dg.MetadataValue.int(sum(sum(scope.dropped.values()) for scope in report.scopes)),
        "scopes": scopes([report]),
    }


def scopes(reports: Iterable[CrawlReport]) -> dg.MetadataValue:
    """Return one line for each scope of each report: state, rows, what was dropped, the reason."""
    return markdown_table(
        ("partition", "scope", "state", "kept", "declared", "dropped", "reason"),
        [
            (
                report.partition,
                scope.scope,
                scope.state,
                scope.kept,
                scope.declared,
                _dropped(scope.dropped),
                scope.reason,
            )
            for report in reports
            for scope in report.scopes
        ],
    )


def charts(pngs: Sequence[Path]) -> Metadata:
    """Return the charts by file name: inline up to INLINE_BYTES in their order, as a path beyond."""
    found: Metadata = {}
    spent = 0
    for png in pngs:
        spent += png.stat().st_size
        found[png.stem] = _inline(png) if spent <= INLINE_BYTES else dg.MetadataValue.path(png)
    return found


def _inline(png: Path) -> dg.MetadataValue:
    return dg.MetadataValue.md(f"![{png.stem}](data:image/png;base64,{base64.b64encode(png.read_bytes()).decode()})")


def _column(column: Column) -> dg.TableColumn:
    limits = [f"{sign} {value:g}" for sign, value in ((">=", column.low), ("<=", column.high)) if value is not None]
    allowed = [f"one of {', '.join(column.allowed)}"] if column.allowed else []
    return dg.TableColumn(
        column.name,
        type=str(column.dtype),
        description=column.description,
        constraints=dg.TableColumnConstraints(nullable=not column.required, other=[*limits, *allowed]),
    )


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _dropped(dropped: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {why}" for why, n in dropped.items())
