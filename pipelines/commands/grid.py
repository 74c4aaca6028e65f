"""A query's result as a table for people: aligned, cut to the terminal, and saying whatever it leaves out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click
import polars as pl
from rich.cells import cell_len, set_cell_size

ROWS = 40
"""Rows shown unless told otherwise."""
_LISTED = 4
_CELL = 60
_NARROWEST = 14
_GAP = 2


def print_grid(frame: pl.DataFrame, *, rows: int = ROWS, room: int | None = None) -> None:
    """Print the first rows of a frame.

    Columns that the terminal has no room for, rows beyond the limit, long texts and long lists are cut, and the last
    line says so. A single row that is too wide is printed one column a line. Where stdout is no terminal nothing but
    the number of rows is cut.

    Args:
        frame: What to show.
        rows: At most so many; 0 for all.
        room: Cells of the screen that a line may fill; 0 for any number; what the terminal has where None.
    """
    if room is None:
        room = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for line in grid(frame, rows=rows, room=room):
        click.echo(line)


def grid(frame: pl.DataFrame, *, rows: int = ROWS, room: int = 0) -> list[str]:
    """Return the lines that print_grid() prints; the last one says how many rows there are and what is left out."""
    shown = frame.head(rows) if rows else frame
    cells = {name: [_cell(value, cut=bool(room)) for value in shown[name].to_list()] for name in frame.columns}
    widths = {name: max(map(cell_len, [name, *cells[name]])) for name in frame.columns}
    if frame.height == 1 and room and sum(widths.values()) + _GAP * (len(widths) - 1) > room:
        return _row({name: _cell(frame[name][0], cut=False) for name in frame.columns})
    fitting = _fitting(widths, room) if room else widths
    return [*_lines(frame, cells, fitting), _left_out(frame, shown.height, list(fitting))]


def _row(cells: dict[str, str]) -> list[str]:
    pad = max(map(len, cells))
    return [f"{name:<{pad}}  {said}" for name, said in cells.items()]


def _fitting(widths: dict[str, int], room: int) -> dict[str, int]:
    """Return the first columns that fit side by side, and their widths; wide ones shrink so that more find room."""
    fitting: dict[str, int] = {}
    left = room
    for name, width in widths.items():
        least = min(width, _NARROWEST)
        if fitting and least > left:
            break
        fitting[name] = least
        left -= least + _GAP
    left += _GAP
    for name, width in fitting.items():
        more = max(0, min(widths[name] - width, left))
        fitting[name] = width + more
        left -= more
    return fitting


def _lines(frame: pl.DataFrame, cells: dict[str, list[str]], widths: dict[str, int]) -> list[str]:
    gap = " " * _GAP
    right = {name for name in widths if frame.schema[name].is_numeric()}
    columns = [
        [_fit(said, width, right=name in right) for said in (name, *cells[name])] for name, width in widths.items()
    ]
    head, *body = (gap.join(row).rstrip() for row in zip(*columns, strict=True))
    return [head, gap.join("─" * width for width in widths.values()), *body]


def _fit(said: str, width: int, *, right: bool) -> str:
    """Return a text that fills exactly `width` cells of the screen; Chinese letters fill two."""
    length = cell_len(said)
    if length > width:
        return set_cell_size(said, width - 1) + "…"
    return " " * (width - length) + said if right else said + " " * (width - length)


def _left_out(frame: pl.DataFrame, shown_n: int, columns: Sequence[str]) -> str:
    said = f"{frame.height:,} row{'' if frame.height == 1 else 's'}"
    if shown_n < frame.height:
        said = f"first {shown_n:,} of {frame.height:,} rows (--rows 0 for all)"
    if missing := frame.columns[len(columns) :]:
        said += f"; {len(columns)} of {frame.width} columns, without {', '.join(missing)}"
    return said


def _cell(value: object, *, cut: bool) -> str:
    said = _said(value, _LISTED if cut else 0)
    return said if not cut or cell_len(said) <= _CELL else set_cell_size(said, _CELL - 1) + "…"


def _said(value: object, listed: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (list, pl.Series)):
        items = list(value)
        more = f", … ({len(items)} in all)" if listed and len(items) > listed else ""
        return "[" + ", ".join(_said(item, listed) for item in items[: listed or None]) + more + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_said(held, listed)}" for key, held in value.items()) + "}"
    return " ".join(str(value).split()) if listed else str(value)


def _number(value: float) -> str:
    """Return a number with what people read of it: four significant digits below a thousand, whole above."""
    if value != value or abs(value) >= 1e15:  # noqa: PLR0124, PLR2004 - only NaN differs from itself
        return str(value)
    return f"{value:.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:.4g}"  # noqa: PLR2004
