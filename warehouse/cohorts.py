"""What estimators read: cells of a cohort by period, board and employer, and what was observed.

It reads the published copy. No estimating here: a cell is a count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import polars as pl

from warehouse import audits, coverage, statements, store, texts, versions
from warehouse.audits import Answers
from warehouse.database import frame, reading
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.periods import Period
from warehouse.queries import parse
from warehouse.schemas import SCHEMA_VERSION
from warehouse.statements import CELLS, Cohort, Measure, Population, Unit, cohort_sql
from warehouse.tallies import By, Tallies
from warehouse.taxonomy import load
from warehouse.versions import Held

__all__ = [
    "CELLS", "By", "Cohort", "Measure", "Meta", "Population", "Unit", "Warehouse", "check_query", "cohort_sql",
]  # fmt: skip


COLLECTED = "an archive, collected after the fact: it tells no growth"
"""Why an archive that is not whole does not speak of several periods."""


@dataclass(frozen=True)
class Meta:
    """Which warehouse this is.

    Args:
        vintage: Id of the content.
        built_at: When it was built.
        simulated: Whether any crawl is of a simulated market.
        taxonomy: Version of the taxonomy.
        first_month: First month with a vacancy; None in an empty warehouse.
        last_month: Last month with a vacancy.
    """

    vintage: str
    built_at: datetime
    simulated: bool
    taxonomy: str
    first_month: date | None
    last_month: date | None


def check_query(text: str, known_concepts: Collection[str]) -> None:
    """Refuse a query that is malformed or names an unknown word.

    Raises:
        BadUsageError: With the word, its position, what is allowed and near matches.
    """
    parse(text, known_concepts)


class Warehouse:
    """The published copy, open for reading; a context manager.

    It keeps reading the copy that it opened, however often that is replaced meanwhile.

    Args:
        home: Whose copy and audits.
        path: Another file with the same tables, the writer's: to be read while nobody writes.
    """

    def __init__(self, home: Home, path: Path | None = None) -> None:
        self._home, self._path, self._audits = home, path or home.published, home.audits
        self._stack = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._version = SCHEMA_VERSION

    def __enter__(self) -> Self:
        store.require(self._path)
        with ExitStack() as stack:
            self._connection = stack.enter_context(reading(self._path))
            self._version = versions.of_database(self._connection)
            versions.refuse_newer(Held(self._path, self._version))
            texts.show_whole(self._connection, self._home)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection = None
        self._stack.close()

    def sql(self, text: str) -> pl.DataFrame:
        """Return a statement's rows.

        Raises:
            JobproofError: DuckDB refuses it.
        """
        if self._connection is None:
            raise JobproofError(str(self._path), "is not open", remedy="Use Warehouse as a context manager.")
        try:
            return frame(self._connection, text)
        except duckdb.Error as error:
            if self._version < SCHEMA_VERSION:
                raise JobproofError(
                    str(self._path),
                    f"was made by an earlier jobproof (schema {self._version})",
                    allowed=f"schema {SCHEMA_VERSION}",
                    remedy="Run `jobproof migrate`.",
                ) from None
            raise JobproofError(
                "SQL", str(error), remedy="Correct the query; `jobproof sql 'SHOW ALL TABLES'` lists what there is."
            ) from None

    def counts(self, cohort: Cohort) -> pl.DataFrame:
        """Return a cohort's cells: CELLS columns, one row a period, board and employer, ordered.

        Raises:
            BadUsageError: A query names an unknown word.
        """
        return self.cells(cohort).select(list(CELLS))

    def cells(self, cohort: Cohort) -> pl.DataFrame:
        """Return the same with tallies.NUMBERS beside it: board_no, employer_no."""
        self._check(cohort)
        return self._tallies.cells(cohort)

    def cells_by_start(self, cohort: Cohort, by: By) -> pl.DataFrame:
        """Return what ever opened by week or month, whatever the cohort's periods: `Tallies.by_start`."""
        self._check(cohort)
        return self._tallies.by_start(cohort, by)

    def pay(self, cohort: Cohort) -> pl.DataFrame:
        """Return the stated pay of the numerator's vacancies: statements.PAY columns, one row a vacancy."""
        return self._asked(cohort, statements.pay_sql(cohort))

    def spells(self, cohort: Cohort) -> pl.DataFrame:
        """Return how long live boards listed the denominator's vacancies: statements.SPELLS columns, one row each."""
        return self._asked(cohort, statements.spells_sql(cohort))

    def named(self, cohort: Cohort, dimension: str) -> pl.DataFrame:
        """Return which concepts of a dimension the denominator's vacancies name: statements.NAMED columns."""
        return self._asked(cohort, statements.named_sql(cohort, dimension))

    def audited(self, cohort: Cohort) -> pl.DataFrame | None:
        """Return what people answered of a cohort's postings: `audits.tally`; None where nobody answered its query."""
        answers = Answers(self._audits, cohort.numerator).read()
        if not answers:
            return None
        return audits.tally(self._asked(cohort, audits.strata_sql(cohort, load())), cohort.numerator, answers)

    def _asked(self, cohort: Cohort, text: str) -> pl.DataFrame:
        self._check(cohort)
        return self.sql(text)

    def _check(self, cohort: Cohort) -> None:
        for query in (cohort.numerator, cohort.denominator):
            check_query(query, self.concepts)

    @cached_property
    def _tallies(self) -> Tallies:
        return Tallies(self.sql)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Slugs of all concepts."""
        return frozenset(self.sql("SELECT concept FROM core.concepts")["concept"])

    @cached_property
    def _observed(self) -> coverage.Observed:
        return coverage.Observed.of(
            self.sql("SELECT board, kind FROM core.boards WHERE NOT control ORDER BY board"),
            self.coverage(),
            self.sql(coverage.DAYS_SQL),
            self.meta().built_at.date(),
        )

    def meta(self) -> Meta:
        """Return which warehouse this is."""
        columns = ", ".join(each.name for each in fields(Meta))
        return Meta(*self.sql(f"SELECT {columns} FROM mart.meta").row(0))

    def coverage(self) -> pl.DataFrame:
        """Return mart.coverage."""
        return self.sql("SELECT * FROM mart.coverage ORDER BY board, month")

    def usable(self, board: str, period: Period, measure: Measure = "opened") -> str:
        """Return why a board cannot speak of a period; empty where it can.

        A history board or archive can where every month of the period is covered and over; a live board where every
        week of it was crawled and, for openings, the board's first 60 days lie before it.
        """
        return self._observed.reason(board, period, measure)

    def covered(self, periods: Sequence[Period], measure: Measure = "opened") -> dict[str, str]:
        """Return board -> why it cannot speak of all the periods, empty where it can; for every board.

        An archive was chosen by whoever collected it, after the fact: it speaks of several periods only where it holds
        all that its board posted.
        """
        found = {
            board: next((why for period in periods if (why := self.usable(board, period, measure))), "")
            for board in self._observed.kinds
        }
        if len(periods) == 1:
            return found
        return {board: why or ("" if board not in self._collected else COLLECTED) for board, why in found.items()}

    @cached_property
    def _collected(self) -> frozenset[str]:
        """Archives of which something was chosen."""
        return frozenset(self.sql("SELECT board FROM core.boards WHERE kind = 'archive' AND NOT whole")["board"])

    def boards_in(self, period: Period, measure: Measure = "opened") -> tuple[str, ...]:
        """Return the boards that can speak of a period, sorted."""
        return tuple(board for board, why in self.covered([period], measure).items() if not why)

    def employer_name(self, key: str) -> str:
        """Return an employer's most frequent name as published; the key where it is unknown or has none."""
        return self._names.get(key, key)

    @cached_property
    def board_titles(self) -> dict[str, tuple[str, str]]:
        """Return board -> its name for readers, in English and in Chinese."""
        rows = self.sql("SELECT * FROM core.boards ORDER BY board").iter_rows(named=True)  # older copies lack title_zh
        return {row["board"]: (row["title"], row.get("title_zh") or row["title"]) for row in rows}

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(self.sql("SELECT employer_key, label FROM core.employers").iter_rows())
