"""Columns of readings as a frame of `schemas.NORMALISED`: what polars makes of Python's lists only slowly, made fast.

Belongs here: how lists of short texts, and what is said of concepts, become columns. What they hold is `normalise`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from polars.datatypes import DataTypeClass

from warehouse.schemas import MENTIONS, NORMALISED, TEXTS
from warehouse.transforms.mentions import HOW

_ITEM_END, _PART_END = "\x1e", "\x1f"
"""Signs that no class, slug or name of a place holds."""
_PARTS = ("concept", "strength", "alternative")
_ITEMS = f"[^{_ITEM_END}]+"
_HOW = tuple(f"{_PART_END}{strength}{_PART_END}{alternative:d}" for strength, alternative in HOW)


def framed(columns: Mapping[str, Sequence[Any]]) -> pl.DataFrame:
    """Return a frame of columns.

    Args:
        columns: A list for each column of NORMALISED; lists of texts hold no empty ones, and what is said of concepts
            is what `mentions.worths` returns.
    """
    return pl.DataFrame([_series(name, kind, columns[name]) for name, kind in NORMALISED.polars.items()])


def _series(name: str, kind: pl.DataType | DataTypeClass, values: Sequence[Any]) -> pl.Series:
    if kind == TEXTS:
        return _lists(name, map(_ITEM_END.join, values))
    if kind == MENTIONS:
        return _mentions(name, values)
    return pl.Series(name, values, dtype=kind)


def _lists(name: str, joined: Iterable[str]) -> pl.Series:
    """Return a column of lists, each given as one text: polars looks at every item of a list as a Python object."""
    return pl.Series(name, list(joined), dtype=pl.String).str.extract_all(_ITEMS)


def _mentions(name: str, values: Sequence[Mapping[str, int]]) -> pl.Series:
    parts = pl.element().str.split_exact(_PART_END, len(_PARTS) - 1).struct.rename_fields(_PARTS)
    said = parts.struct.with_fields(pl.field("alternative") == "1")
    joined = [_ITEM_END.join([slug + _HOW[worth] for slug, worth in each.items()]) for each in values]
    return _lists(name, joined).list.eval(said)
