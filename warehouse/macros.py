"""Views and macros of the published copy: which there are, their parameters, and putting them into a database.

A body is one file below models: `views/`, `macros/` (a SELECT) or `scalars/` (an expression). Its head, the comment
lines before the SQL, becomes the COMMENT that any SQL client shows. Nothing here runs them.
"""

from __future__ import annotations

import re

import duckdb

from warehouse.database import literal
from warehouse.store import model

SCALARS: dict[str, tuple[str, ...]] = {
    "known_concept": ("wanted",),
    "known_facet": ("wanted",),
    "in_population": ("wanted", "lies_in_cn"),
}
"""Scalar macros, which the others use to refuse unknown words, and their parameters."""

VIEWS = ("openings", "facets", "claims_now", "boards_seen", "macros")
"""Views, in the order in which they are made."""

_POPULATION = "population := 'ALL'"
MACROS: dict[str, tuple[str, ...]] = {
    "naming": ("wanted", _POPULATION),
    "vacancies_of": ("wanted", _POPULATION),
    "weekly_demand": ("wanted",),
    "monthly_demand": ("wanted",),
    "share_of": ("wanted", "among", _POPULATION),
    "compare": ("wanted", _POPULATION),
    "rising": ("dimension", "months := 6", "least := 20", _POPULATION),
    "co_mentions": ("wanted", _POPULATION),
    "how_strongly": ("wanted", _POPULATION),
    "demand_by": ("wanted", "facet", _POPULATION),
    "monthly_demand_by": ("wanted", "facet", _POPULATION),
    "top_employers": ("wanted", _POPULATION),
    "salary_by": ("wanted", "facet", _POPULATION),
    "salary_beside": ("wanted", "least := 10", _POPULATION),
    "open_on": ("wanted_day",),
    "as_known_on": ("known_day",),
    "open_as_known_on": ("wanted_day", "known_day"),
    "posting_events": ("from_day", "until_day"),
    "open_now": ("wanted", _POPULATION),
    "new_this_week": ("wanted", _POPULATION),
    "time_to_close": ("wanted", _POPULATION),
    "history_of": ("wanted",),
    "claim_moves": ("wanted",),
    "claim_evidence": ("wanted",),
    "reading_quality": ("wanted",),
    "find_concept": ("wanted",),
}
"""Table macros and their parameters, in the order in which they are listed."""

_EXAMPLE = re.compile(r"(?P<example>\w+(?:\(.*?\))?): (?P<tells>.*)", re.DOTALL)


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every view and macro, each with its comment, in the connection's current database.

    The tables that they read must be there.
    """
    for name, parameters in SCALARS.items():
        connection.execute(f"CREATE MACRO {name}({', '.join(parameters)}) AS ({model('scalars', name)})")
        connection.execute(f"COMMENT ON MACRO {name} IS {literal(comment('scalars', name))}")
    for name in VIEWS:
        connection.execute(f"CREATE VIEW {name} AS {model('views', name)}")
        connection.execute(f"COMMENT ON VIEW {name} IS {literal(comment('views', name))}")
    for name, parameters in MACROS.items():
        connection.execute(f"CREATE MACRO {name}({', '.join(parameters)}) AS TABLE {model('macros', name)}")
        connection.execute(f"COMMENT ON MACRO TABLE {name} IS {literal(comment('macros', name))}")


def drop(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove every view and macro of the connection's current database, also such as are no longer made."""
    listed = (
        "SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database() "
        "UNION SELECT if(function_type = 'table_macro', 'MACRO TABLE', 'MACRO'), function_name FROM duckdb_functions() "
        "WHERE NOT internal AND database_name = current_database()"
    )
    for kind, name in connection.execute(listed).fetchall():
        connection.execute(f'DROP {kind} "{name}"')


def comment(schema: str, name: str) -> str:
    """Return a body's head: what it tells, then ` Example: ` and a query or an expression.

    Raises:
        ValueError: The head does not begin with `-- <name>(<arguments>): `; a test reads them all.
    """
    lines = []
    for line in model(schema, name).splitlines():
        if not line.startswith("-- "):
            break
        lines.append(line.removeprefix("-- "))
    found = _EXAMPLE.fullmatch(" ".join(lines))
    if not found or not found["example"].startswith(name):
        raise ValueError(f"models/{schema}/{name}.sql: its head must begin with `-- {name}(...): `")
    asked = found["example"] if schema == "scalars" else f"FROM {found['example']}"
    return f"{found['tells'][0].upper()}{found['tells'][1:]} Example: {asked}"
