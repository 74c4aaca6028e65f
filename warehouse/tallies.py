"""Cells of many cohorts from one reading of the copy: the rows of `statements.cohort_sql`, without a scan for each.

Every vacancy has a place, in the order of its first day. A query's words are looked up once a session, as one truth a
place, by the very condition that stands in the statement; `and`, `or` and `not` join them here. Tests hold the cells
against the statements'. No text of a statement that readers see is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from warehouse.periods import Period
from warehouse.queries import Concept, Facet, Joined, Not, Query, compile_query, parse, without
from warehouse.statements import CELLS, UNKNOWN_EMPLOYER, Cohort, outside_sql

NUMBERS = {"board_no": pl.UInt32, "employer_no": pl.UInt32}
"""Columns beside statements.CELLS: places among the warehouse's boards and employers, each sorted by name."""

_VACANCIES = """SELECT
    rowid AS row, board, employer_key, opened_on, coalesce(closed_on, last_seen_on + 1) AS gone_on, counts_as_opened,
    in_cn
FROM core.vacancies"""
_MENTIONS = """SELECT
    v.rowid::INTEGER AS row, c.rowid::SMALLINT AS concept,
    CASE m.strength WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 0 END::TINYINT AS strength
FROM core.mentions AS m
JOIN core.concepts AS c ON c.concept = m.concept
JOIN core.vacancies AS v ON v.vacancy_id = m.posting_id"""
_STRENGTHS = {"required": 1, "preferred": 2}
_KEPT = 256
"""Truths of queries kept; each takes a byte a vacancy."""

By = Literal["week", "month"]
Ask = Callable[[str], pl.DataFrame]
Truth = NDArray[np.bool_]
Places = NDArray[np.intp]
Days = NDArray["np.datetime64"]


@dataclass(frozen=True)
class _Mentions:
    """Which vacancies name what, by concept.

    Args:
        numbers: Slug -> number.
        starts: (concepts + 1,) where each number's mentions begin.
        place: Mention -> vacancy's place.
        strength: Mention -> 1 required, 2 preferred, 0 neither.
    """

    numbers: dict[str, int]
    starts: NDArray[np.int64]
    place: NDArray[np.int64]
    strength: NDArray[np.int8]

    def naming(self, concept: Concept) -> NDArray[np.int64]:
        """Return the places of the vacancies that name a concept."""
        number = self.numbers.get(concept.slug)
        start, end = (0, 0) if number is None else self.starts[number : number + 2]
        place, strength = self.place[start:end], self.strength[start:end]
        return place[strength == _STRENGTHS[concept.strength]] if concept.strength else place


class Tallies:
    """What counting needs of every vacancy, read once.

    Args:
        ask: Returns a statement's rows.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        rows = ask(_VACANCIES).sort("opened_on", "row")
        self._places = _inverse(rows["row"].to_numpy())
        self._opened, self._gone = (_days(rows[name]) for name in ("opened_on", "gone_on"))
        self._counts, self._in_cn = (_truth(rows[name]) for name in ("counts_as_opened", "in_cn"))
        self._boards, board = _numbered(rows["board"])
        self._employers, employer = _numbered(rows["employer_key"])
        pairs, self._cell = np.unique(board * max(len(self._employers), 1) + employer, return_inverse=True)
        self._board_of, self._employer_of = np.divmod(pairs, max(len(self._employers), 1))
        self.holds = lru_cache(maxsize=_KEPT)(self._holds)
        self._outside = lru_cache(maxsize=_KEPT)(self._found)

    def cells(self, cohort: Cohort) -> pl.DataFrame:
        """Return statements.CELLS and NUMBERS, one row a period, board and employer, ordered."""
        denominator = parse(cohort.denominator)
        counted = self.holds(without(parse(cohort.numerator), denominator))
        chosen = self._chosen(cohort, denominator)
        shown = self._shown(cohort)
        found = [self._period(cohort, period, chosen, counted, shown) for period in _by_label(cohort.periods)]
        return pl.concat([pl.DataFrame(schema={**CELLS, **NUMBERS}), *found])

    def by_start(self, cohort: Cohort, by: By) -> pl.DataFrame:
        """Return the same by week or month, `period_start`, of all that ever opened, whatever the periods.

        Unordered; a row each where n is not 0.
        """
        chosen = self._chosen(cohort, parse(cohort.denominator)) & self._counts & self._shown(cohort)[self._cell]
        starts, start = np.unique(_starts(self._opened[chosen], by), return_inverse=True)
        cells = max(len(self._board_of), 1)
        held, place = np.unique(start * cells + self._cell[chosen], return_inverse=True)
        counted = self.holds(parse(cohort.numerator))[chosen]
        n, x = (np.bincount(rows, minlength=len(held)) for rows in (place, place[counted]))
        period, cell = np.divmod(held, cells)
        return self._frame(cell, n, x, period_start=pl.Series(starts[period].astype("datetime64[D]"), dtype=pl.Date))

    def _period(self, cohort: Cohort, period: Period, chosen: Truth, counted: Truth, shown: Truth) -> pl.DataFrame:
        span, within = self._within(cohort, period)
        held = chosen[span] & within
        cell = self._cell[span][held]
        n = np.bincount(cell, minlength=len(shown))
        x = np.bincount(cell[counted[span][held]], minlength=len(shown))
        here = np.flatnonzero((n > 0) & shown)
        n, x = n[here], x[here]
        if cohort.unit == "employer":
            n, x = np.ones_like(n), (x > 0).astype(n.dtype)
        return self._frame(here, n, x, period=pl.repeat(period.label, len(here), dtype=pl.String, eager=True))

    def _frame(self, cell: Places, n: Places, x: Places, **period: pl.Series) -> pl.DataFrame:
        board, employer = self._board_of[cell].astype(np.uint32), self._employer_of[cell].astype(np.uint32)
        return pl.DataFrame(
            {
                **period,
                "board": self._boards[board],
                "employer": self._employers[employer],
                "n": n.astype(np.int64),
                "x": x.astype(np.int64),
                "board_no": board,
                "employer_no": employer,
            }
        )

    def _chosen(self, cohort: Cohort, denominator: Query) -> Truth:
        """Return which vacancies of the denominator are of the population and of a scope observed throughout."""
        chosen = self.holds(denominator)
        if cohort.population == "CN":
            chosen = chosen & self._in_cn
        if outside := outside_sql(cohort):
            chosen = chosen & ~self._outside(outside)
        return chosen

    def _shown(self, cohort: Cohort) -> Truth:
        """Return of which cells a cohort tells: those of its boards and, where they are the unit, known employers."""
        shown = np.ones(len(self._board_of), dtype=bool)
        if cohort.boards:
            shown &= _truth(self._boards.is_in(list(cohort.boards)))[self._board_of]
        if cohort.unit == "employer":
            shown &= ~_truth(self._employers.str.starts_with(UNKNOWN_EMPLOYER))[self._employer_of]
        return shown

    def _within(self, cohort: Cohort, period: Period) -> tuple[slice, Truth]:
        """Return the places among which a period's vacancies lie, and which of these are its own."""
        if cohort.measure == "opened":
            span = slice(*np.searchsorted(self._opened, [np.datetime64(period.start), np.datetime64(period.end)]))
            return span, self._counts[span]
        day = np.datetime64(period.mean_day)
        span = slice(0, int(np.searchsorted(self._opened, day, side="right")))
        return span, self._gone[span] > day

    def _holds(self, query: Query) -> Truth:
        """Return of which vacancies a query holds."""
        if isinstance(query, Not):
            return ~self.holds(query.query)
        if isinstance(query, Joined):
            join = np.logical_and if query.joint == "and" else np.logical_or
            return np.asarray(join.reduce([self.holds(part) for part in query.parts]))
        if isinstance(query, Concept):
            return self._at(self._mentions.naming(query))
        if query == Facet("any"):
            return np.ones(len(self._opened), dtype=bool)
        return self._found(f"SELECT v.rowid AS row FROM core.vacancies AS v WHERE {compile_query(query)}")

    def _found(self, statement: str) -> Truth:
        """Return which vacancies a statement finds, by its column `row`."""
        return self._at(self._places[self._ask(statement)["row"].to_numpy()])

    def _at(self, places: NDArray[np.int64]) -> Truth:
        truth = np.zeros(len(self._opened), dtype=bool)
        truth[places] = True
        return truth

    @cached_property
    def _mentions(self) -> _Mentions:
        names = self._ask("SELECT concept, rowid AS number FROM core.concepts")
        rows = self._ask(_MENTIONS)
        concept = rows["concept"].to_numpy()
        order = np.argsort(concept, kind="stable")
        numbers = dict(names.iter_rows())
        starts = np.concatenate([[0], np.cumsum(np.bincount(concept, minlength=max(numbers.values(), default=0) + 1))])
        return _Mentions(
            numbers, starts, self._places[rows["row"].to_numpy()[order]], rows["strength"].to_numpy()[order]
        )


def _inverse(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return row -> place."""
    places = np.zeros(int(rows.max(initial=-1)) + 1, dtype=np.int64)
    places[rows] = np.arange(len(rows))
    return places


def _numbered(names: pl.Series) -> tuple[pl.Series, NDArray[np.int64]]:
    """Return the distinct names, sorted, and each row's place among them."""
    known = names.unique().sort()
    numbers = pl.DataFrame({"name": known}).with_row_index("number")
    joined = names.to_frame("name").join(numbers, on="name", how="left", maintain_order="left")
    return known, joined["number"].to_numpy().astype(np.int64)


def _days(days: pl.Series) -> Days:
    return np.asarray(days.to_numpy(), dtype="datetime64[D]")


def _truth(values: pl.Series) -> Truth:
    return values.fill_null(value=False).to_numpy()


def _starts(days: Days, by: By) -> Days:
    """Return the first day of each day's month or ISO week; 1970 began on a Thursday."""
    if by == "month":
        return days.astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(days - (days.astype(np.int64) + 3) % 7)


def _by_label(periods: tuple[Period, ...]) -> list[Period]:
    return sorted(periods, key=lambda period: period.label)
