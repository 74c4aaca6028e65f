"""An earlier warehouse's copy brought to what landing holds now, by writing the rows that differ. No file opened.

Rows of touched postings (touched.py) are made by the same models as all rows are, out of the looks at these postings
alone; what differs from the rows that stand is written. Links are found for all postings, as in every build, and with
them vacancies are made whole and compared. Counts by week and month are sums over vacancies: the models count the
vacancies that differ, as they were and as they are, and the difference is added. All other tables are made whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse import contracts, touched
from warehouse.database import at_once
from warehouse.earlier import UnlikeError, is_sparse
from warehouse.linking import link_postings
from warehouse.modelled import make, model
from warehouse.readings import Readings
from warehouse.schemas import (
    MENTIONED,
    MONTHLY_FLOW,
    NORMALISED,
    OBSERVATIONS,
    POSTING_VERSIONS,
    POSTINGS,
    SIGHTINGS,
    VACANCIES,
    WEEKLY_FLOW,
    WEEKLY_STOCK,
    Table,
)

_BY_VERSION = {*NORMALISED.polars, "version", "changed", "in_cn", "cn_basis"}
"""Columns that follow from what a version of a posting says, and the versions before it."""
_OF_NEWEST = tuple(name for name in POSTINGS.polars if name not in {*POSTINGS.key, *_BY_VERSION, "board", "vacancy_id"})
"""Columns of a posting that do not follow from what its version says; stage.current has them as well."""
_OF_CURRENT = (*_OF_NEWEST, "counts_as_opened", "threaded")
"""Columns of built.current that do not follow from its version; the others it takes over with that."""
_DAYS = tuple(name for name in POSTING_VERSIONS.polars if name not in {*POSTING_VERSIONS.key, *_BY_VERSION})
_ENDS = ("last_seen_on", "closed_on", "postings_n", "employer_key", "base_id", "work_type", "industry")
"""Columns of a vacancy that no count of what opened is made from."""
_FLOW = "FROM altered WHERE opens"
_STOCK = """
SELECT * REPLACE (CASE WHEN opens THEN opened_on ELSE greatest(opened_on, same_until) END AS opened_on) FROM altered
"""
"""Altered vacancies as counts by week and month need them. Until the earlier of its two ends one that opened as before
was open both before and now: what is counted there would be taken off and added again."""
_CHANGED = """
CREATE TABLE stage.changed AS
SELECT t.posting_id
FROM stage.touched AS t
LEFT JOIN built.current AS o ON o.posting_id = t.posting_id
LEFT JOIN anew.current AS n ON n.posting_id = t.posting_id
WHERE o.version IS DISTINCT FROM n.version
"""
"""Postings that say something else than before, or came, or went."""
_TOLD = "SELECT posting_id, version_n, version FROM {} SEMI JOIN stage.touched USING (posting_id)"
_EDITED = f"""
CREATE TABLE stage.edited AS
WITH told AS ({_TOLD.format("anew.told")}), known AS ({_TOLD.format("core.posting_versions")})
SELECT DISTINCT posting_id FROM ((FROM told EXCEPT FROM known) UNION ALL (FROM known EXCEPT FROM told))
"""
"""Postings that have said other things one after the other than was known."""
_COMPLETE = "(SELECT DISTINCT board FROM {}.crawls WHERE chosen AND state = 'complete')"


class Renewal:
    """One build that goes on from an earlier warehouse.

    Args:
        connection: Its current database, `target`, is a copy of that warehouse; stage is restricted to what touched
            postings need (touched.restrict).
        readings: What touched postings have said, and where links are kept between builds.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, readings: Readings) -> None:
        self._connection, self._readings = connection, readings
        one, other = (_COMPLETE.format(schema) for schema in ("core", "stage"))
        self._same_stock = not self._run(
            f"FROM ({one} EXCEPT {other}) UNION ALL FROM ({other} EXCEPT {one})"
        ).fetchall()
        for database in ("anew", "was", "now"):
            self._run(f"ATTACH ':memory:' AS {database}; CREATE SCHEMA {database}.core; CREATE SCHEMA {database}.mart")
        self._make_touched()

    def write(self, table: Table) -> None:
        """Bring one table to what it is now; in the order of schemas.TABLES."""
        if table in {SIGHTINGS, OBSERVATIONS}:
            rest = [name for name in table.polars if name not in table.key]
            self._merge(table.full_name, f"anew.{table.full_name}", table.key, rest)
        elif table == POSTINGS:
            self._write_postings()
        elif table == POSTING_VERSIONS:
            self._write_versions()
        elif table == VACANCIES:
            self._write_vacancies()
        elif table == MENTIONED:
            self._write_mentions()
        elif table in {WEEKLY_FLOW, MONTHLY_FLOW} or (table == WEEKLY_STOCK and self._same_stock):
            self._add_up(table)
        else:
            self._run(f"DROP TABLE {table.full_name}")
            make(self._connection, table)
        self._compact(table.full_name, contracts.ddl(table), contracts.comments(table))

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(sql)

    def _make_touched(self) -> None:
        """Make the rows of touched postings, in the database `anew`, and renew built.current by them."""
        contents = self._readings.contents()
        touched.show_contents(self._connection, contents, "stage.touched")
        self._run("USE anew")
        make(self._connection, SIGHTINGS)
        self._run(f"CREATE TABLE stage.stated_spans AS {model('stage', 'stated_spans')}")
        make(self._connection, OBSERVATIONS)
        self._run(f"CREATE TABLE anew.current AS {model('stage', 'current')}")
        said = model(POSTING_VERSIONS.schema, POSTING_VERSIONS.name)
        self._run(f"CREATE TABLE told AS SELECT posting_id, version_n, version, {', '.join(_DAYS)} FROM ({said})")
        self._run("USE target")
        self._run(_CHANGED)
        self._run(_EDITED)
        self._merge("built.current", "anew.current", ("posting_id", "version"), _OF_CURRENT)
        self._compact("built.current", "CREATE TABLE built.current AS FROM stage.spare LIMIT 0")
        self._run("CREATE VIEW stage.current AS FROM target.built.current")
        touched.show_contents(self._connection, contents, "(FROM stage.changed UNION FROM stage.edited)")

    def _merge(
        self,
        table: str,
        rows: str,
        key: Sequence[str],
        columns: Sequence[str],
        of: str = "SEMI JOIN stage.touched USING (posting_id)",
    ) -> None:
        """Bring some rows of a table to those of a relation: take out, change in place, put in.

        Args:
            table: Which.
            rows: All that it is to hold of the rows in question.
            key: What tells a row; a value of it never changes.
            columns: What may differ of a row that stays.
            of: Which rows of the table are in question; all where empty.

        Raises:
            UnlikeError: They are not what they were brought to.
        """
        same = " AND ".join(f'o."{name}" = n."{name}"' for name in key)
        differs = " OR ".join(f'o."{name}" IS DISTINCT FROM n."{name}"' for name in columns)
        listed = ", ".join(f'n."{name}"' for name in columns)
        old = f"(SELECT rowid AS line, * FROM {table} {of})"
        self._run(
            f"CREATE OR REPLACE TABLE stage.beside AS SELECT o.line, {listed}"
            f" FROM {old} AS o JOIN {rows} AS n ON {same} WHERE {differs}"
        )
        with at_once(self._connection):
            self._run(
                f"DELETE FROM {table} WHERE rowid IN (SELECT line FROM {old} AS o ANTI JOIN {rows} AS n ON {same})"
            )
            for name in columns:
                self._run(
                    f'UPDATE {table} AS o SET "{name}" = n."{name}" FROM stage.beside AS n'
                    f' WHERE o.rowid = n.line AND o."{name}" IS DISTINCT FROM n."{name}"'
                )
        self._run(f"INSERT INTO {table} BY NAME SELECT n.* FROM {rows} AS n ANTI JOIN {table} AS o ON {same}")
        if self._run(f"FROM {old} AS o JOIN {rows} AS n ON {same} WHERE {differs} LIMIT 1").fetchall():
            raise UnlikeError(f"{table} does not hold what was written")

    def _write_postings(self) -> None:
        """Write postings of another version anew; of all others where they belong, and their days."""
        link_postings(self._connection, self._readings.folder)
        name = POSTINGS.full_name
        self._run(f"DELETE FROM {name} WHERE posting_id IN (FROM stage.changed)")
        self._run(
            "CREATE OR REPLACE VIEW stage.current AS"
            " FROM target.built.current SEMI JOIN stage.changed USING (posting_id)"
        )
        self._run(f"INSERT INTO {name} BY NAME {model(POSTINGS.schema, POSTINGS.name)}")
        self._run("CREATE OR REPLACE VIEW stage.current AS FROM target.built.current")
        self._run(
            f"CREATE TABLE stage.placed AS SELECT c.posting_id, {', '.join(f'c.{each}' for each in _OF_NEWEST)},"
            " coalesce(l.vacancy_id, c.posting_id) AS vacancy_id"
            " FROM stage.current AS c LEFT JOIN stage.links AS l ON l.posting_id = c.posting_id"
        )
        self._run(
            "CREATE TABLE stage.named AS SELECT posting_id FROM stage.changed UNION SELECT o.posting_id"
            f" FROM {name} AS o JOIN stage.placed AS n ON n.posting_id = o.posting_id AND n.vacancy_id <> o.vacancy_id"
        )
        self._merge(name, "stage.placed", ("posting_id",), (*_OF_NEWEST, "vacancy_id"), "")

    def _write_versions(self) -> None:
        """Write what a posting has said anew where that is another sequence of versions; else its days alone."""
        name = POSTING_VERSIONS.full_name
        self._run(f"DELETE FROM {name} WHERE posting_id IN (FROM stage.edited)")
        self._run("DELETE FROM anew.core.sightings WHERE posting_id NOT IN (FROM stage.edited)")
        self._run("USE anew")
        self._run(f"INSERT INTO target.{name} BY NAME {model(POSTING_VERSIONS.schema, POSTING_VERSIONS.name)}")
        self._run("USE target")
        self._merge(name, "anew.told", ("posting_id", "version_n"), _DAYS)

    def _write_vacancies(self) -> None:
        """Make all vacancies and write those that differ; these are kept as they were and as they are."""
        name, rest = VACANCIES.full_name, [each for each in VACANCIES.polars if each != "vacancy_id"]
        self._run(f"CREATE TABLE anew.{name} AS {model(VACANCIES.schema, VACANCIES.name)}")
        differs, opens_otherwise = (
            " OR ".join(f"o.{each} IS DISTINCT FROM n.{each}" for each in rest if each not in but)
            for but in ((), _ENDS)
        )
        ends = ", ".join(f"coalesce({one}.closed_on, {one}.last_seen_on + 1)" for one in "on")
        self._run(
            "CREATE TABLE stage.altered AS"
            " SELECT vacancy_id, bool_or(opens) AS opens, min(same_until) AS same_until FROM"
            f" (SELECT vacancy_id, {opens_otherwise} AS opens, least({ends}) AS same_until"
            f" FROM {name} AS o FULL JOIN anew.{name} AS n USING (vacancy_id) WHERE {differs}"
            " UNION ALL SELECT posting_id, true, NULL FROM stage.named) GROUP BY ALL"
        )
        for database, source in (("was", name), ("now", f"anew.{name}")):
            self._run(f"CREATE TABLE {database}.altered AS FROM {source} JOIN stage.altered USING (vacancy_id)")
        self._merge(name, f"anew.{name}", ("vacancy_id",), rest, "")

    def _write_mentions(self) -> None:
        """Write the mentions of postings that say or belong otherwise; of altered vacancies they are kept both ways."""
        name = MENTIONED.full_name
        # Between these two nothing is written to the file, so that row ids stay.
        self._run(
            f"CREATE TABLE was.{name} AS SELECT rowid AS line, * FROM {name}"
            " WHERE posting_id IN (SELECT vacancy_id FROM stage.altered)"
        )
        self._run(
            f"DELETE FROM {name} WHERE rowid IN (SELECT line FROM was.{name} SEMI JOIN stage.named USING (posting_id))"
        )
        self._run(
            "CREATE VIEW anew.core.postings AS FROM target.core.postings SEMI JOIN stage.named USING (posting_id)"
        )
        self._run("USE anew")
        make(self._connection, MENTIONED)
        self._run("USE target")
        self._run(f"INSERT INTO {name} BY NAME FROM anew.{name}")
        self._run(
            f"CREATE TABLE now.{name} AS SELECT * EXCLUDE (line) FROM was.{name}"
            f" ANTI JOIN stage.named USING (posting_id) UNION ALL BY NAME FROM anew.{name}"
        )

    def _add_up(self, table: Table) -> None:
        """Add to a table of counts what the altered vacancies count now, less what they counted before.

        Raises:
            UnlikeError: More would go than was counted.
        """
        name, when = table.full_name, table.columns[0].name
        for database in ("was", "now"):
            counted = _STOCK if table == WEEKLY_STOCK else _FLOW
            self._run(f"USE {database}")
            self._run(f"CREATE OR REPLACE VIEW {VACANCIES.full_name} AS {counted}")
            self._run(f"CREATE TABLE {name} AS {model(table.schema, table.name)}")
        self._run("USE target")
        cell = f"{when}, board, population"
        self._run(
            f"CREATE OR REPLACE TABLE stage.added AS SELECT {cell}, concept, sum(n)::BIGINT AS n FROM"
            f" (SELECT {cell}, concept, vacancies_n AS n FROM now.{name}"
            f" UNION ALL SELECT {cell}, concept, -vacancies_n AS n FROM was.{name}) GROUP BY ALL HAVING sum(n) <> 0"
        )
        self._run(
            f"CREATE OR REPLACE TABLE stage.counts AS SELECT {cell}, concept, sum(n)::BIGINT AS vacancies_n FROM"
            f" (SELECT {cell}, concept, vacancies_n AS n FROM {name} SEMI JOIN stage.added USING ({cell})"
            f" UNION ALL FROM stage.added) GROUP BY ALL HAVING sum(n) <> 0"
        )
        if self._run("FROM stage.counts WHERE vacancies_n < 0 LIMIT 1").fetchall():
            raise UnlikeError(f"the earlier {name} counts less than its vacancies")
        self._run(f"DELETE FROM {name} WHERE ({cell}) IN (SELECT ({cell}) FROM stage.added)")
        self._run(
            f"INSERT INTO {name} BY NAME SELECT c.*, t.vacancies_n AS total_n, c.vacancies_n / t.vacancies_n AS share"
            f" FROM stage.counts AS c JOIN stage.counts AS t USING ({cell}) WHERE t.concept = 'any'"
        )

    def _compact(self, name: str, definition: str, comments: Sequence[str] = ()) -> None:
        """Write a table anew where many of its row ids are of removed rows."""
        if is_sparse(self._connection, name):
            self._run(f"CREATE OR REPLACE TABLE stage.spare AS FROM {name}; DROP TABLE {name}")
            for statement in (definition, f"INSERT INTO {name} FROM stage.spare", *comments):
                self._run(statement)
            self._run("DROP TABLE stage.spare")
