"""Processes that read what postings say: they start when there is enough to read, and stay until all of it is.

Belongs here: sharing rows out and bringing what was made of them back in order. What is made of a row is the
normaliser's and likeness.py's affair, where it is kept readings.py's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import polars as pl

from warehouse import taxonomy
from warehouse.applying import apply_links
from warehouse.errors import JobproofError
from warehouse.hirers import hirer_of, own_site
from warehouse.likeness import sketches, telling
from warehouse.roles import listed_roles, work_of
from warehouse.schemas import NORMALISED
from warehouse.transforms.normalise import normalise
from warehouse.wording import words_of

CHUNK = 1_000
"""Rows that a process takes at once."""
LEAST = 2_000
"""Rows from which on processes are worth their start, which is that of reading some hundreds."""

Awaited = Callable[[], pl.DataFrame]
"""Waits for what was begun, and returns the columns of stage.CONTENTS in the order of its rows."""


def read_contents(frame: pl.DataFrame, said: taxonomy.Taxonomy) -> pl.DataFrame:
    """Return the columns of stage.CONTENTS, one row for each of a frame as normalise() takes it."""
    return with_sketch(normalise(frame, said).select(*NORMALISED.polars))


def with_sketch(said: pl.DataFrame) -> pl.DataFrame:
    """Return contents with what linking compares and looks up of their texts."""
    texts = said["text_plain"].to_list()
    held = list(sketches(texts))
    work = list(map(work_of, said["role"], texts))
    return said.with_columns(
        pl.Series("sketch", held, dtype=pl.Binary),
        pl.Series("telling", list(map(telling, held)), dtype=pl.List(pl.UInt32)),
        pl.Series("words", list(map(words_of, texts)), dtype=pl.Binary),
        _lists("offered", map(listed_roles, said["role"], texts), pl.String),
        _lists("wanted", (each.wanted for each in work), pl.String),
        _lists("named", (each.named for each in work), pl.String),
        _lists("links", map(apply_links, texts), pl.UInt32),
        pl.Series("hirer", list(map(hirer_of, said["company_key"], texts)), dtype=pl.String),
        pl.Series("site", list(map(own_site, said["company_key"], texts)), dtype=pl.String),
    )


def _lists(name: str, values: Iterable[Sequence[object]], of: type[pl.DataType]) -> pl.Series:
    """Return a column of lists, null where one is empty: most are, and nulls are entered in a fifth of the time."""
    return pl.Series(name, [each or None for each in values], dtype=pl.List(of))


def _read_chunk(frame: pl.DataFrame) -> pl.DataFrame:
    return read_contents(frame, taxonomy.load())


class Readers:
    """As a context manager: its processes end with the block.

    Args:
        said: What to read with. Only the product's own taxonomy is read with by several processes, which load it.
        workers: Processes at most; one for each core unless given.
    """

    def __init__(self, said: taxonomy.Taxonomy, workers: int = 0) -> None:
        self._said = said
        self._workers = (workers or os.cpu_count() or 1) if said is taxonomy.load() else 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes; what was begun and not awaited is dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def begin(self, frame: pl.DataFrame) -> Awaited:
        """Begin to read rows; few rows are read here, when they are awaited, unless processes are at work anyway.

        Raises:
            JobproofError: A process was killed; also whoever awaits the rows may meet it.
        """
        if self._workers == 1 or (self._pool is None and frame.height <= LEAST):
            return lambda: read_contents(frame, self._said)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
        with _told():
            begun = [self._pool.submit(_read_chunk, chunk) for chunk in frame.iter_slices(CHUNK)]
        return lambda: _together(begun)


def _together(begun: list[Future[pl.DataFrame]]) -> pl.DataFrame:
    with _told():
        return pl.concat(each.result() for each in begun)


@contextmanager
def _told() -> Iterator[None]:
    """Say in a line that a process was killed."""
    try:
        yield
    except BrokenProcessPool:
        raise JobproofError(
            "reading postings",
            "a process that read them was killed from outside",
            remedy="Look for a lack of memory (dmesg) and run again: what was read before is kept.",
        ) from None
