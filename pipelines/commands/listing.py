"""How `jobproof boards` looks: on a terminal in blocks that fit 100 columns, elsewhere as tab-separated lines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.commands.common import COLOURS, print_table
from warehouse.records import STATES
from warehouse.status import BoardStatus, ScopeStatus

_FIGURES = ("state", "declared", "kept", "age")
_MONTHS = 12
"""Crawled months of a history board that are shown where nothing is wrong with them."""


def show_boards(boards: Sequence[BoardStatus]) -> None:
    """Print a line for each board, then what needs attention, then the terms of use."""
    headings = ("board", "kind", "whole", "last crawl", *_FIGURES)
    if not sys.stdout.isatty():
        rows = [(*_line(board), board.landed or None, _attention(board), board.terms) for board in boards]
        print_table((*headings, "landed", "attention", "terms"), rows)
        return
    console = Console()
    table = _table(*headings, "attention")
    for board in boards:
        kinds = ", ".join(f"{len(each.scopes) or ''} {each.what}".strip() for each in board.attention)
        table.add_row(*_cells(_line(board)), Text(kinds, "yellow"))
    console.print(table)
    _block(console, "Needs attention", _troubles(boards))
    _block(console, "Terms of use", {board.board: board.terms for board in boards})
    console.print("\n[dim]jobproof boards BOARD shows each of its scopes; --json all there is.[/dim]")


def show_board(board: BoardStatus) -> None:
    """Print what the registry says of a board, what needs attention, and a line for each scope or month."""
    shown = _ordered(board)
    names = ("month",) if board.kind == "history" else ("scope", "name", "last crawl")
    rows = [(*_names(scope, len(names)), *_figures(scope), _trouble(scope)) for scope in shown]
    if not sys.stdout.isatty():
        print_table((*names, *_FIGURES, "attention"), rows)
        return
    console = Console()
    _block(console, f"{board.title}, {board.kind}", _facts(board))
    table = _table(*names, *_FIGURES, "attention")
    for *cells, trouble in rows:
        table.add_row(*_cells(cells), Text(str(trouble), "yellow"))
    console.print()
    console.print(table)
    if hidden := len(board.scopes) - len(shown):
        console.print(f"[dim]… and {hidden} earlier months without trouble; --json shows them.[/dim]", highlight=False)


def _troubles(boards: Sequence[BoardStatus]) -> dict[str, str]:
    """Return board -> lines; boards that were never crawled at all share one."""
    new = [board.board for board in boards if not board.landed and board.kind == "live" and not board.state]
    rest = {board.board: _attention(board, "\n") for board in boards if board.attention and board.board not in new}
    return rest | ({"never crawled": f"{', '.join(new)} — jobproof crawl BOARD"} if new else {})


def _names(scope: ScopeStatus, columns: int) -> tuple[str, ...]:
    return (scope.scope, scope.name, scope.partition)[:columns]


def _line(board: BoardStatus) -> tuple[object, ...]:
    whole = f"{board.whole}/{len(board.scopes)}" if board.scopes else None
    return (board.board, board.kind, whole, board.partition, board.state, board.declared, board.kept, _days(board.age))


def _figures(scope: ScopeStatus) -> tuple[object, ...]:
    return (scope.state, scope.declared, scope.kept, _days(scope.age))


def _attention(board: BoardStatus, between: str = "; ") -> str:
    return between.join(each.line for each in board.attention)


def _trouble(scope: ScopeStatus) -> str:
    is_late = scope.what and scope.last_good not in {"", scope.partition}
    late = f", last whole {scope.last_good}" if is_late else ""
    return f"{scope.what}{late}{scope.trouble and ': '}{scope.trouble}"


def _ordered(board: BoardStatus) -> list[ScopeStatus]:
    """Return what is shown: scopes with trouble first; of a history board those and the newest months."""
    if board.kind == "history":
        return [scope for n, scope in enumerate(board.scopes) if scope.what or n < _MONTHS]
    return sorted(board.scopes, key=lambda scope: not scope.what)


def _facts(board: BoardStatus) -> dict[str, str]:
    low, high = board.expected
    facts = {
        "address": board.url,
        "terms": board.terms,
        "attribution": board.attribution,
        "note": board.note,
        "expected": f"{low} to {high} rows a scope" if board.kind != "archive" else "",
        "industries": _counted(scope.industry for scope in board.scopes),
        "work": _counted(scope.work for scope in board.scopes),
        "landed": f"{board.landed} rows in all runs" if board.landed else "nothing yet",
        "attention": _attention(board, "\n"),
    }
    return {name: text for name, text in facts.items() if text}


def _counted(classes: Iterable[str]) -> str:
    named = Counter(each for each in classes if each)
    return ", ".join(f"{each} {n}" for each, n in named.most_common())


def _days(age: int | None) -> str | None:
    return None if age is None else f"{age} d"


def _table(*headings: str) -> Table:
    table = Table(header_style="bold", box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(
            heading,
            justify="right" if heading in {"whole", "declared", "kept", "age"} else "left",
            no_wrap=heading not in {"name", "attention", "scope"},
            max_width=18 if heading in {"scope", "name"} else None,
            overflow="fold",
        )
    return table


def _cells(cells: Sequence[object]) -> list[Text]:
    texts = ["" if cell is None else str(cell) for cell in cells]
    return [Text(text, COLOURS.get(text, "red") if text in STATES else "") for text in texts]


def _block(console: Console, heading: str, lines: dict[str, str]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, text in lines.items():
        table.add_row(Text(name), Text(text))
    console.print(f"\n[bold]{heading}[/bold]")
    console.print(table)
