"""The claims' query language: what it means, what it refuses and where, and that no value escapes its quotes."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from warehouse import contracts, queries
from warehouse.cohorts import check_query
from warehouse.database import in_memory
from warehouse.errors import BadUsageError
from warehouse.queries import Concept, Facet, Joined, Not, Query, compile_query, parse
from warehouse.schemas import TABLES

KNOWN = ("go", "java", "kubernetes", "c-plus-plus")
A, B, C = Concept("a"), Concept("b"), Concept("c")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", A),
        ("  a  ", A),
        ("a or b and c", Joined("or", (A, Joined("and", (B, C))))),
        ("a and b or c", Joined("or", (Joined("and", (A, B)), C))),
        ("(a or b) and c", Joined("and", (Joined("or", (A, B)), C))),
        ("((a))", A),
        ("a and b and c", Joined("and", (A, B, C))),
        ("not a and b", Joined("and", (Not(A), B))),
        ("not (a and b)", Not(Joined("and", (A, B)))),
        ("not not a", Not(Not(A))),
        ("a\n  and(b or(c))", Joined("and", (A, Joined("or", (B, C))))),
        ("required(a)", Concept("a", "required")),
        ("preferred( a )", Concept("a", "preferred")),
        ("any", Facet("any")),
        ("census", Facet("census")),
        ("work_type:web3", Facet("work_type", "web3")),
        ("city:hangzhou", Facet("city", "hangzhou")),
        ('city:"new york"', Facet("city", "new york")),
        ('not city:"new york" and a', Joined("and", (Not(Facet("city", "new york")), A))),
        ("city:北京", Facet("city", "北京")),
        ("android", Concept("android")),
        ("nothing", Concept("nothing")),
    ],
)
def test_a_query_means(text: str, meant: Query) -> None:
    assert parse(text) == meant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "ends at position 0"),
        ("   ", "ends at position"),
        ("a and", "ends at position 5"),
        ("and a", "'and' at position 1"),
        ("a b", "'b' at position 3"),
        ("a or or b", "'or' at position 6"),
        ("a and not", "ends at position 9"),
        ("(a or b", "ends at position 7"),
        ("a or b)", "')' at position 7"),
        ("()", "')' at position 2"),
        ("required()", "')' at position 10"),
        ("required(a", "ends at position 10"),
        ("required(a or b)", "'or' at position 12"),
        ("required(not a)", "'not' at position 10"),
        ("a and wrok_type:web3", "'wrok_type' at position 7"),
        ("work_type:web4", "'web4' at position 11"),
        ("a or  remote:sometimes", "'sometimes' at position 14"),
        ("tier:third", "'third' at position 6"),
        ("language:fr", "'fr' at position 10"),
        ("city:", "':' at position 5"),
        ('a and "b"', "'\"' at position 7"),
        ('city:"new york', "':' at position 5"),
    ],
)
def test_what_is_wrong_is_named_with_its_position(text: str, found: str) -> None:
    with pytest.raises(BadUsageError) as refused:
        parse(text)
    assert found in refused.value.line()
    assert refused.value.allowed
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "position", "remedy"),
    [
        ("kubernets", 1, "Did you mean kubernetes?"),
        ("go and (java or kubernete)", 17, "Did you mean kubernetes?"),
        ("required(jav)", 10, "Did you mean java?"),
        ("Go", 1, "Correct the query."),
        ("wholly-else", 1, "Correct the query."),
    ],
)
def test_an_unknown_concept_is_refused_with_near_matches(text: str, position: int, remedy: str) -> None:
    with pytest.raises(BadUsageError) as refused:
        check_query(text, KNOWN)
    assert f"at position {position}" in refused.value.line()
    assert refused.value.remedy == remedy


def test_near_matches_of_facets_and_values_are_named() -> None:
    with pytest.raises(BadUsageError, match="Did you mean seniority"):
        parse("seniorty:lead")
    with pytest.raises(BadUsageError, match="Did you mean new-first"):
        parse("tier:newfirst")


def test_known_queries_pass() -> None:
    check_query("go and not (java or required(kubernetes)) or c-plus-plus and work_type:web3", KNOWN)


@pytest.fixture(scope="module")
def market() -> Iterator[duckdb.DuckDBPyConnection]:
    """Three vacancies, of Beijing, of New York and of nowhere; `a:again` re-posts the last and counts for nothing."""
    with in_memory() as connection:
        for schema in dict.fromkeys(table.schema for table in TABLES):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in TABLES:
            connection.execute(contracts.ddl(table))
        connection.execute(
            """
            INSERT INTO core.boards BY NAME SELECT unnest(['a', 'b']) AS board, unnest([true, false]) AS census;
            INSERT INTO core.cities BY NAME SELECT 'beijing' AS city, 'first' AS tier;
            INSERT INTO core.vacancies BY NAME
                SELECT 'a:go' AS vacancy_id, 'a' AS board, 'web3' AS work_type, 'finance' AS industry UNION ALL
                SELECT 'a:java', 'a', 'game', 'games' UNION ALL
                SELECT 'b:none', 'b', 'other', 'unknown';
            INSERT INTO core.postings BY NAME
                SELECT 'a:go' AS posting_id, ['beijing'] AS cities, ['CN'] AS countries, ['remote'] AS remote,
                    ['lead', 'senior'] AS seniority, 'zh' AS text_language UNION ALL
                SELECT 'a:java', ['new york'], ['US'], ['onsite', 'hybrid'], [], 'en' UNION ALL
                SELECT 'b:none', [], [], [], [], 'und' UNION ALL
                SELECT 'a:again', ['beijing'], ['CN'], ['remote'], ['lead'], 'zh';
            INSERT INTO core.mentions BY NAME
                SELECT 'a:go' AS posting_id, 'a:go' AS vacancy_id, 'go' AS concept, 'required' AS strength UNION ALL
                SELECT 'a:go', 'a:go', 'java', 'preferred' UNION ALL
                SELECT 'a:java', 'a:java', 'java', 'required' UNION ALL
                SELECT 'a:again', 'b:none', 'go', 'required';
            """
        )
        yield connection


def chosen(market: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    rows = market.execute(
        f"SELECT v.vacancy_id FROM core.vacancies AS v WHERE {compile_query(parse(text))} ORDER BY ALL"
    )
    return [vacancy for (vacancy,) in rows.fetchall()]


@pytest.mark.parametrize(
    ("text", "vacancies"),
    [
        ("any", ["a:go", "a:java", "b:none"]),
        ("not any", []),
        ("census", ["a:go", "a:java"]),
        ("not census", ["b:none"]),
        ("go", ["a:go"]),
        ("java", ["a:go", "a:java"]),
        ("required(java)", ["a:java"]),
        ("preferred(java)", ["a:go"]),
        ("not java", ["b:none"]),
        ("not not go", ["a:go"]),
        ("java and not go", ["a:java"]),
        ("go or not java", ["a:go", "b:none"]),
        ("not go and java", ["a:java"]),
        ("not (go or java)", ["b:none"]),
        ("go or java and board:b", ["a:go"]),
        ("(go or java) and board:b", []),
        ("work_type:web3", ["a:go"]),
        ("not work_type:web3 and industry:games", ["a:java"]),
        ("industry:unknown", ["b:none"]),
        ("seniority:lead", ["a:go"]),
        ("not seniority:lead", ["a:java", "b:none"]),
        ("remote:hybrid", ["a:java"]),
        ("city:beijing", ["a:go"]),
        ("city:new-york", ["a:java"]),
        ('city:"new york"', ["a:java"]),
        ("tier:first", ["a:go"]),
        ("not tier:first", ["a:java", "b:none"]),
        ("tier:second", []),
        ("not tier:second", ["a:go", "a:java", "b:none"]),
        ("country:us", ["a:java"]),
        ("country:CN", ["a:go"]),
        ("language:en", ["a:java"]),
        ("board:b", ["b:none"]),
    ],
)
def test_a_query_chooses(market: duckdb.DuckDBPyConnection, text: str, vacancies: list[str]) -> None:
    assert chosen(market, text) == vacancies


def test_every_facet_is_tried_above() -> None:
    marks = next(mark for mark in test_a_query_chooses.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]  # set by pytest
    tried = " ".join(text for text, _ in marks.args[1])
    assert all(f"{facet}:" in tried for facet in queries.FACETS)


@pytest.mark.parametrize(
    "text",
    [
        "x'or'1'='1",
        "go';DROP-TABLE-core.vacancies;--",
        'city:"x\') OR true --"',
        "board:\"a' OR ''='\"",
        "board:a'OR'1'='1",
        "required(go'--)",
        'country:"\'] OR true) --"',
        "city:\\'",
    ],
)
def test_no_value_escapes_its_quotes(market: duckdb.DuckDBPyConnection, text: str) -> None:
    assert chosen(market, text) == []
    assert chosen(market, "any") == ["a:go", "a:java", "b:none"]
