"""What differs between two databases of the same contracts: by table, and by field with examples. Changes nothing.

The earlier database is attached as `before`; where its tables are of an earlier schema, the columns that both have are
compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import duckdb

from warehouse.schemas import META, TABLES, Table

EXAMPLES = 3
"""Changed rows shown of a field."""
SHOWN = 80
"""Characters of a value that are shown."""
_LEAD = 20
"""Of these, characters before the first that differs."""


@dataclass(frozen=True)
class Example:
    """One changed value.

    Args:
        key: The row's key; its parts are joined by ` / `.
        before: Value as text, cut around the first difference; None for null.
        after: Likewise.
    """

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class FieldDifference:
    """How one field of a table changed.

    Args:
        field: Column.
        changed_n: Rows, there before and after, whose value is another.
        examples: The first of them by key, at most EXAMPLES.
    """

    field: str
    changed_n: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class TableDifference:
    """How a table changed.

    Args:
        table: `core.postings`.
        rows_before: Rows before; 0 where there was no such table.
        rows_after: Rows after.
        added_n: Keys that are new.
        removed_n: Keys that are gone.
        changed_n: Keys whose row changed.
        before: Checksum before; empty where there was no such table.
        after: Checksum after.
        fields: Which fields changed, where that was asked for.
    """

    table: str
    rows_before: int
    rows_after: int
    added_n: int
    removed_n: int
    changed_n: int
    before: str
    after: str
    fields: tuple[FieldDifference, ...] = ()

    @property
    def same(self) -> bool:
        """Tell whether every row is what it was."""
        return self.before == self.after


def checksum(
    connection: duckdb.DuckDBPyConnection, table: Table, database: str = "", columns: Sequence[str] = ()
) -> str:
    """Return `rows:sum of row hashes` of one table, whatever its order; of some columns where any are named."""
    name = f"{database}.{table.full_name}" if database else table.full_name
    row = _hashed(columns or list(table.polars))
    [(rows, total)] = connection.execute(f"SELECT count(*), coalesce(sum({row}), 0) FROM {name}").fetchall()
    return f"{rows}:{total:x}"


def compare(
    connection: duckdb.DuckDBPyConnection, before: Mapping[str, Sequence[str]], *, fields: bool = False
) -> list[TableDifference]:
    """Return one difference a table of the current database, but for `mart.meta`.

    Args:
        connection: Both databases are attached.
        before: Table -> columns of the database `before`.
        fields: Whether to tell which fields changed: one more scan of each table that did.
    """
    return [_difference(connection, table, before.get(table.full_name), fields) for table in TABLES if table != META]


def _difference(
    connection: duckdb.DuckDBPyConnection, table: Table, known: Sequence[str] | None, fields: bool
) -> TableDifference:
    shared = [column for column in table.polars if column in (known or ())]
    if not set(table.key) <= set(shared):
        after = checksum(connection, table)
        return TableDifference(table.full_name, 0, _rows(after), _rows(after), 0, 0, "", after)
    before, after = checksum(connection, table, "before", shared), checksum(connection, table, "", shared)
    told = TableDifference(table.full_name, _rows(before), _rows(after), 0, 0, 0, before, after)
    if before == after:
        return told
    [(added, removed, changed)] = connection.execute(_counts_sql(table, shared)).fetchall()
    told = replace(told, added_n=added, removed_n=removed, changed_n=changed)
    return replace(told, fields=_fields(connection, table, shared)) if fields and changed else told


def _rows(checked: str) -> int:
    return int(checked.partition(":")[0])


def _hashed(columns: Sequence[str]) -> str:
    return f"md5_number_lower(row({_listed(columns)})::VARCHAR)"


def _listed(columns: Sequence[str], alias: str = "") -> str:
    return ", ".join(f'{alias}"{column}"' for column in columns)


def _counts_sql(table: Table, columns: Sequence[str]) -> str:
    hashed = f"SELECT {_listed(table.key)}, {_hashed(columns)} AS said FROM"
    return (
        "SELECT count_if(o.said IS NULL), count_if(n.said IS NULL), count_if(o.said <> n.said) "
        f"FROM ({hashed} {table.full_name}) AS n FULL JOIN ({hashed} before.{table.full_name}) AS o "
        f"USING ({_listed(table.key)})"
    )


def _fields(connection: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> tuple[FieldDifference, ...]:
    """Return the fields that changed, most often changed first; all are counted in one scan."""
    told = [column for column in columns if column not in table.key]
    if not told:
        return ()
    key = f"row({_listed(table.key, 'n.')})"
    parts = []
    for column in told:
        differs = f'n."{column}" IS DISTINCT FROM o."{column}"'
        name = f"concat_ws(' / ', {_listed(table.key, 'n.')})"
        shown = f'[{name}, o."{column}"::VARCHAR, n."{column}"::VARCHAR]'
        parts += [f"count_if({differs})", f"arg_min({shown}, {key}, {EXAMPLES}) FILTER ({differs})"]
    [found] = connection.execute(
        f"SELECT {', '.join(parts)} FROM {table.full_name} AS n "
        f"JOIN before.{table.full_name} AS o USING ({_listed(table.key)})"
    ).fetchall()
    changed = [
        FieldDifference(column, count, tuple(_example(*each) for each in examples))
        for column, count, examples in zip(told, found[::2], found[1::2], strict=True)
        if count
    ]
    return tuple(sorted(changed, key=lambda each: (-each.changed_n, each.field)))


def _example(key: str, before: str | None, after: str | None) -> Example:
    pairs = zip(before or "", after or "", strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return Example(key, _cut(before, start), _cut(after, start))


def _cut(text: str | None, start: int) -> str | None:
    """Return what a person needs of a value to see where it differs."""
    if text is None or len(text) <= SHOWN:
        return text
    first = max(min(start - _LEAD, len(text) - SHOWN), 0)
    last = first + SHOWN
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
