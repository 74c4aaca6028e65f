"""The data dictionary, docs/data-dictionary.md, from the contracts and from the heads of views and macros."""

from __future__ import annotations

from warehouse import macros
from warehouse.contracts import sql_type
from warehouse.home import PROJECT
from warehouse.schemas import TABLES, Column, Table


def dictionary() -> str:
    """Return docs/data-dictionary.md: every table of the warehouse, column by column, then every view and macro."""
    head = (
        "# Data dictionary\n\n"
        "Made from warehouse/schemas.py and the heads of views and macros by `python -m warehouse.dictionary`; a test\n"
        "keeps it current. The same words are in the database itself, as comments.\n"
    )
    return head + "".join(_chapter(table) for table in TABLES) + _views() + _macros()


def _chapter(table: Table) -> str:
    rows = "".join(
        f"| {column.name} | {sql_type(column)} | {'yes' if column.required else ''} | {_text(column)} |\n"
        for column in table.columns
    )
    return (
        f"\n## {table.full_name}\n\n{table.description} Key: {', '.join(table.key)}.\n\n"
        f"| column | type | required | what |\n|---|---|---|---|\n{rows}"
    )


def _views() -> str:
    rows = "".join(f"| {name} | {_cell(macros.comment('views', name))} |\n" for name in macros.VIEWS)
    return f"\n## Views\n\n| view | what |\n|---|---|\n{rows}"


def _macros() -> str:
    rows = "".join(
        f"| {name}({_cell(', '.join(parameters))}) | {_cell(macros.comment(kind, name))} |\n"
        for kind, listed in (("macros", macros.MACROS), ("scalars", macros.SCALARS))
        for name, parameters in listed.items()
    )
    return f"\n## Macros\n\n| macro | what |\n|---|---|\n{rows}"


def _cell(text: str) -> str:
    return text.replace("|", "/")


def _text(column: Column) -> str:
    words = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
    bounds = [f"at least {column.low:g}" if column.low is not None else ""]
    bounds += [f"at most {column.high:g}" if column.high is not None else ""]
    limits = ", ".join(bound for bound in bounds if bound)
    return f"{_cell(column.description)}{'.' if words or limits else ''}{words}" + (
        f" {limits.capitalize()}." if limits else ""
    )


if __name__ == "__main__":
    (PROJECT / "docs" / "data-dictionary.md").write_text(dictionary(), encoding="utf-8")
