"""sql: the published copy and its vintages, asked from a terminal or a script."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.common import EXISTING, print_table
from pipelines.commands.grid import ROWS
from warehouse.errors import BadUsageError
from warehouse.home import Home

if TYPE_CHECKING:
    import polars as pl

    from warehouse.output import Format

_EPILOG = """\b
Examples:
  jobproof sql --macros
  jobproof sql "FROM weekly_demand('go') ORDER BY week DESC LIMIT 12"
  jobproof sql "FROM salary_by('go', 'city')" --out pay.csv
  jobproof sql --file question.sql --format json | head
  jobproof sql "FROM claims_now" --vintage 2026-10-01
25 questions with their answers: docs/cookbook.md. Other clients: docs/sql.md."""


@click.command("sql", epilog=_EPILOG)
@click.argument("query", required=False)
@click.option("--file", type=EXISTING, help="Read the query from this file.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), help="table, or what --out is named."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write to; needed for parquet.")
@click.option("--rows", type=click.IntRange(min=0), default=ROWS, show_default=True, help="Rows of a table; 0 for all.")
@click.option("--vintage", default="", help="Ask an earlier copy: its id, or the newest built until this day.")
@click.option("--tables", is_flag=True, help="List the tables and views.")
@click.option("--macros", is_flag=True, help="List the questions that are macros, each with an example.")
@click.option("--vintages", "list_vintages", is_flag=True, help="List the earlier copies that are kept.")
def sql_command(
    query: str | None,
    *,
    file: Path | None,
    form: str | None,
    out: Path | None,
    rows: int,
    vintage: str,
    tables: bool,
    macros: bool,
    list_vintages: bool,
) -> int:
    """Run QUERY (`-` reads it from stdin) on the published copy, read-only.

    Exit codes: 0 done, 1 failed (nothing published, no space), 2 a wrong query or option.
    """
    from warehouse import asking

    home = Home.from_environment()
    if list_vintages:
        return _show_vintages(home)
    listed = [asking.TABLES] * tables + [asking.MACROS] * macros
    found = asking.query(home, _text(query, file, listed), vintage=vintage)
    _show(found, form, out, 0 if listed else rows)
    return 0


def _text(query: str | None, file: Path | None, listed: list[str]) -> str:
    given = [*filter(None, (query, file)), *listed]
    if len(given) != 1:
        raise BadUsageError(
            "sql",
            f"{len(given)} queries",
            allowed="one: QUERY, -, --file, --tables, --macros or --vintages",
            remedy="See `jobproof sql --help`.",
        )
    if file:
        return file.read_text(encoding="utf-8")
    return sys.stdin.read() if query == "-" else str(given[0])


def _show(found: pl.DataFrame, form: str | None, out: Path | None, rows: int) -> None:
    from pipelines.commands.grid import print_grid
    from warehouse.output import form_of, write_frame

    chosen = form or (form_of(out) if out else "table")
    if chosen != "table":
        written: Format = chosen  # type: ignore[assignment]  # click has checked it
        write_frame(found, written, out)
    elif out:
        raise BadUsageError("sql --format table", "is for the terminal", remedy="Leave --out away, or name csv.")
    else:
        print_grid(found, rows=rows)


def _show_vintages(home: Home) -> int:
    from warehouse import vintages

    newest = vintages.name_of(home.published)
    rows = [(newest, _size(home.published.stat().st_size), home.published)] if newest else []
    rows += [(each.name, _size(each.size), each.path) for each in vintages.kept(home)]
    print_table(("vintage", "size", "file"), rows)
    return 0


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB"
