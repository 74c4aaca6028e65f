"""What commands share: the home with its registry, a progress bar for people, tables, JSON for programs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from warehouse import boards
from warehouse.home import Home
from warehouse.records import CrawlReport, ScopeReport

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that must be there: anything else is bad usage."""
OnProgress = Callable[[str, int, int], None]
_NAMED = 3
"""Scopes that a line names before it only counts them."""
COLOURS = {"complete": "green", "window": "green", "partial": "yellow", "capped": "yellow"}


@dataclass(frozen=True)
class Place:
    """Where a command works.

    Args:
        home: All paths.
        registry: The boards known there.
    """

    home: Home
    registry: boards.Registry


def place() -> Place:
    """Return the home that the environment names, with its registry."""
    home = Home.from_environment()
    return Place(home, boards.load(home))


@contextmanager
def progress() -> Iterator[OnProgress]:
    """Yield a callback (step, done, total) that moves a bar on stderr while a person watches, and does nothing else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _stand_still
        return
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        tasks: dict[str, int] = {}

        def move(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]  # rich's TaskID is an int

        yield move


def _stand_still(step: str, done: int, total: int) -> None:
    """Show nothing: no person watches."""


def print_json(value: object) -> None:
    """Print a value as indented JSON on stdout."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_DATACLASS).decode())


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table; as tab-separated lines where stdout is no terminal."""
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            click.echo("\t".join("" if cell is None else str(cell) for cell in row))
        return
    table = Table(*headings, header_style="bold", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console().print(table)


def warn(line: str) -> None:
    """Print on stderr what was left out, and go on."""
    click.echo(f"{click.style('warning', fg='yellow')}: {line}", err=True)


def tell(report: CrawlReport) -> None:
    """Print one line for all scopes of a crawl that ended alike: state, how many, rows kept and dropped, the reason."""
    alike: dict[tuple[str, str], list[ScopeReport]] = {}
    for scope in report.scopes:
        alike.setdefault((scope.state, scope.reason), []).append(scope)
    for (state, reason), scopes in alike.items():
        said = click.style(f"{state:8}", fg=COLOURS.get(state, "red"))
        name = _name(report, [scope.scope for scope in scopes])
        click.echo(f"{said} {name} {report.partition}  {_rows(scopes)}{reason and f' — {reason}'}")


def _name(report: CrawlReport, scopes: Sequence[str]) -> str:
    if len(report.scopes) == 1:
        return f"{report.board}:{scopes[0]}" if scopes[0] else report.board
    few = ", ".join(scopes[:_NAMED])
    more = f", … ({len(scopes)} of {len(report.scopes)})" if len(scopes) > _NAMED else ""
    return f"{report.board}:{few}{more}"


def _rows(scopes: Sequence[ScopeReport]) -> str:
    declared = [scope.declared for scope in scopes if scope.declared is not None]
    dropped = Counter[str]()
    for scope in scopes:
        dropped.update(scope.dropped)
    kept = f"{sum(scope.kept for scope in scopes)} kept" + (f" of {sum(declared)} declared" if declared else "")
    return kept + "".join(f", {n} dropped ({why})" for why, n in dropped.items())


def exit_code(reports: Sequence[CrawlReport]) -> int:
    """Return 1 where any board brought no usable scope at all, else 0: a dead board never hides, a weak scope may."""
    alive: dict[str, bool] = {}
    for report in reports:
        usable = any(scope.state not in {"blocked", "failed"} for scope in report.scopes)
        alive[report.board] = alive.get(report.board, False) or usable
    return 0 if all(alive.values()) else 1
