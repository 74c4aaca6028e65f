"""Erasing a posting or a company from everything that a home holds, so that it does not come back.

Belongs here: finding and the order of the work. Tombstones are set up first and landing files are rewritten last, so
that a kill at any moment leaves what the next run of the same command finishes. Where rows lie in databases, Parquet
files and other places is scrubbing.py's affair; building and publishing again is the caller's.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from warehouse import landing, scrubbing
from warehouse.database import reading
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.lock import only_writer
from warehouse.records import CrawlReport, RawPosting
from warehouse.scrubbing import Erased
from warehouse.tombstones import Tombstones, is_of
from warehouse.transforms.names import all_signs, company_key

_SAID = "SELECT posting_id, url, company FROM core.postings WHERE "


@dataclass(frozen=True)
class Wanted:
    """What is to be erased: one of the two.

    Args:
        posting_id: `board:key`.
        company: An employer's name as anybody writes it.
    """

    posting_id: str = ""
    company: str = ""


@dataclass
class Traces:
    """Where it was found.

    Args:
        what: The posting or company, in words.
        postings: Ids.
        names: The employer's name, as it was published; empty where one posting is erased.
        addresses: The postings' public pages.
        runs: Landing runs that hold some of them, with how many rows.
        places: Place -> rows or files.
    """

    what: str
    postings: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    runs: list[tuple[CrawlReport, int]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Erasure:
    """What was done.

    Args:
        what: The posting or company, in words.
        postings: How many were found.
        tombstones: New ones.
        places: Place -> rows or files that were changed.
        left: Files in the home that hold traces and are not jobproof's to change.
    """

    what: str
    postings: int
    tombstones: int
    places: dict[str, int]
    left: tuple[str, ...]


def find(home: Home, wanted: Wanted) -> Traces:
    """Look for a posting or a company in landing files, databases and vintages, without changing anything.

    Raises:
        BadUsageError: Neither or both are given, or the name holds nothing but a legal form.
        JobproofError: A landing file is damaged: it may hold what is looked for.
    """
    holds, where = _matching(wanted)
    traces = Traces(f"company {wanted.company!r}" if wanted.company else f"posting {wanted.posting_id!r}")
    traces.postings |= {wanted.posting_id} if wanted.posting_id else set()
    traces.names |= {wanted.company} if wanted.company else set()
    for report in landing.reports(home):
        landing.verify(home, report)
        rows = [row for row in landing.raw_lines(home, report) if holds(row)]
        if rows:
            traces.runs.append((report, len(rows)))
            _note(traces, ((f"{row['board']}:{row['key']}", row["url"], row["company"]) for row in rows), wanted)
    traces.places |= Counter({f"landing {report.board}": n for report, n in traces.runs})
    for path in scrubbing.databases(home):
        found = _rows(path, where)
        _note(traces, iter(found), wanted)
        if found:
            traces.places[str(path.relative_to(home.root))] = len(found)
    return traces


def _matching(wanted: Wanted) -> tuple[Callable[[dict[str, Any]], bool], str]:
    """Return what tells the rows of landing files, and the SQL condition for tables of postings."""
    if bool(wanted.posting_id) == bool(wanted.company):
        raise BadUsageError(
            "erase", "neither or both given", allowed="POSTING_ID or --company NAME", remedy="Name one of them."
        )
    if wanted.posting_id:
        board, colon, key = wanted.posting_id.partition(":")
        if not colon:
            raise BadUsageError("erase", f"{wanted.posting_id!r}", allowed="board:key", remedy="Name the board too.")
        quoted = wanted.posting_id.replace("'", "''")
        return lambda row: row["board"] == board and row["key"] == key, f"posting_id = '{quoted}'"
    name = company_key(wanted.company)
    if not name:
        raise BadUsageError("erase", f"{wanted.company!r} names nobody", remedy="Name the company in full.")
    written = all_signs(wanted.company or "")
    return lambda row: is_of(RawPosting(**row), name.__eq__), f"company_key IN ('{name}', '{written}')"


def _note(traces: Traces, rows: Iterator[tuple[Any, ...]], wanted: Wanted) -> None:
    for ident, url, company in rows:
        traces.postings.add(ident)
        traces.addresses |= {url} if url else set()
        if wanted.company and company:
            traces.names.add(company)


def _rows(path: Path, where: str) -> list[tuple[Any, ...]]:
    try:
        with reading(path) as connection:
            return connection.execute(_SAID + where).fetchall()
    except (duckdb.Error, JobproofError):
        return []  # An older vintage without these columns, or a damaged file, which scrubbing takes away.


def erase(home: Home, wanted: Wanted) -> Erasure:
    """Remove every trace and set up tombstones; warehouse and copy are to be built again afterwards.

    Args:
        home: What to erase from.
        wanted: Which posting or company.

    Returns:
        What was done. A second run finds nothing and does no harm.

    Raises:
        BadUsageError: As in `find`.
        JobproofError: A landing file is damaged, or another process crawls an affected board or writes the warehouse.
    """
    traces = find(home, wanted)
    stones = Tombstones(home)
    new = stones.add("posting", *traces.postings) if traces.postings else 0
    if wanted.company:
        new += stones.add("company", company_key(wanted.company) or "")
    with ExitStack() as held:
        held.enter_context(only_writer(home, "erasing"))
        for board in landing.boards(home):
            held.enter_context(landing.one_at_a_time(home, board))
            landing.settle_killed(home, board)
        traces = find(home, wanted)
        gone = Erased.of(home, traces.postings, traces.names, traces.addresses, company_key(wanted.company) or "")
        places, left = scrubbing.scrub(home, gone)
        boards = {report.board for report, _ in traces.runs} | {ident.partition(":")[0] for ident in traces.postings}
        _forget_readings(home, boards)
        for report, n in traces.runs:
            kept = [row for row in landing.raw_lines(home, report) if f"{row['board']}:{row['key']}" not in gone.idents]
            landing.renew(home, report, kept)
            places[f"landing {report.board}"] = places.get(f"landing {report.board}", 0) + n
    return Erasure(traces.what, len(traces.postings), new, places, left)


def _forget_readings(home: Home, boards: set[str]) -> None:
    """Remove what was read of the boards, and all links: they are made again from landing."""
    for folder in home.normalised.glob("*"):
        for path in folder.iterdir():
            if path.is_file():
                path.unlink()
            elif path.name in boards:
                shutil.rmtree(path)
    for board in boards:
        shutil.rmtree(home.quarantine / board, ignore_errors=True)
