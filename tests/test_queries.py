"""The query language: what it means and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.errors import BadUsageError
from warehouse.queries import FACETS, compile_query, parse

KNOWN = ("go", "java", "python", "kubernetes", "c++")
VACANCIES = {
    "1": {"go": "required", "java": "mentioned"},
    "2": {"java": "preferred"},
    "3": {"python": "required", "kubernetes": "preferred", "go": "mentioned"},
    "4": {},
}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("""
            CREATE SCHEMA core;
            CREATE TABLE core.boards AS FROM (VALUES ('ats', true), ('feed', false)) AS t (board, census);
            CREATE TABLE core.cities AS FROM (VALUES ('beijing', 'first'), ('wuhan', 'new-first')) AS t (city, tier);
            CREATE TABLE core.vacancies (vacancy_id VARCHAR, board VARCHAR, work_type VARCHAR, industry VARCHAR);
            INSERT INTO core.vacancies VALUES
                ('1', 'ats', 'game', 'games'), ('2', 'feed', 'game', 'finance'), ('3', 'feed', 'other', 'finance'),
                ('4', 'feed', 'other', 'other');
            CREATE TABLE core.postings (posting_id VARCHAR, cities VARCHAR[], countries VARCHAR[],
                seniority VARCHAR[], remote VARCHAR[], text_language VARCHAR);
            INSERT INTO core.postings VALUES
                ('1', ['beijing'], ['CN'], ['senior'], [], 'zh'),
                ('2', ['new york', 'wuhan'], ['US', 'CN'], [], ['remote'], 'en'),
                ('3', [], [], ['lead', 'senior'], ['remote', 'hybrid'], 'en'),
                ('4', ['aix-en-provence'], ['FR'], [], [], 'fr');
            CREATE TABLE core.mentions (posting_id VARCHAR, concept VARCHAR, strength VARCHAR)""")
        rows = [(ident, *pair) for ident, named in VACANCIES.items() for pair in named.items()]
        opened.executemany("INSERT INTO core.mentions VALUES (?, ?, ?)", rows)
        yield opened


def chosen(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    condition = compile_query(parse(query, KNOWN))
    rows = connection.execute(f"SELECT vacancy_id FROM core.vacancies AS v WHERE {condition} ORDER BY ALL").fetchall()
    return "".join(ident for (ident,) in rows)


@pytest.mark.parametrize(
    ("query", "vacancies"),
    [
        ("any", "1234"),
        ("go", "13"),
        ("not go", "24"),
        ("not not go", "13"),
        ("go and java", "1"),
        ("go or java", "123"),
        ("go or java and python", "13"),
        ("(go or java) and python", "3"),
        ("not (go or java)", "4"),
        ("required(go)", "1"),
        ("preferred(java)", "2"),
        ("preferred( kubernetes )", "3"),
        ("c++", ""),
        ("census", "1"),
        ("not census", "234"),
        ("board:feed", "234"),
        ("work_type:game", "12"),
        ("industry:finance and not work_type:game", "3"),
        ("seniority:senior", "13"),
        ("remote:remote", "23"),
        ("city:beijing", "1"),
        ("city:new-york", "2"),
        ('city:"new york"', "2"),
        ("city:aix-en-provence", "4"),
        ("tier:first", "1"),
        ("tier:first or tier:new-first", "12"),
        ("country:CN", "12"),
        ("country:fr", "4"),
        ("language:zh", "1"),
        ("language:en and (go or city:beijing)", "3"),
    ],
)
def test_a_query_chooses(connection: duckdb.DuckDBPyConnection, query: str, vacancies: str) -> None:
    assert chosen(connection, query) == vacancies


@pytest.mark.parametrize(
    ("query", "found", "remedy"),
    [
        ("go and pyhton", "unexpected 'pyhton' at position 8", "Did you mean python?"),
        ("kubernets", "unexpected 'kubernets' at position 1", "Did you mean kubernetes?"),
        ("citi:berlin", "unexpected 'citi' at position 1", "Did you mean city"),
        ("go and tier:frist", "unexpected 'frist' at position 13", "Did you mean first?"),
        ("work_type:games", "unexpected 'games' at position 11", "Did you mean game?"),
        ("go and", "ends at position 6", "Correct the query."),
        ("", "ends at position 0", "Correct the query."),
        ("(go or java", "ends at position 11", "Correct the query."),
        ("go java", "unexpected 'java' at position 4", "Correct the query."),
        ("go)", "unexpected ')' at position 3", "Correct the query."),
        ("and go", "unexpected 'and' at position 1", "Correct the query."),
        ("required(go and java)", "unexpected 'and' at position 13", "Correct the query."),
        ("required(city:beijing)", "unexpected 'city:beijing' at position 10", "Correct the query."),
        ('go "java"', "unexpected '\"' at position 4", "Correct the query."),
    ],
)
def test_a_wrong_query_is_refused_by_word_and_position(query: str, found: str, remedy: str) -> None:
    with pytest.raises(BadUsageError) as caught:
        parse(query, KNOWN)
    assert caught.value.found == found
    assert caught.value.allowed
    assert remedy in caught.value.remedy


def test_every_facet_is_refused_without_a_value() -> None:
    for facet in FACETS:
        with pytest.raises(BadUsageError):
            parse(f"{facet}:", KNOWN)


def test_a_quote_in_a_value_stays_a_value(connection: duckdb.DuckDBPyConnection) -> None:
    assert chosen(connection, "board:x'_OR_true") == ""


@given(st.text(alphabet="go av()notr:\"'x", max_size=30))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        condition = compile_query(parse(text, KNOWN))
    except BadUsageError as error:
        assert error.allowed  # noqa: PT017  # the other outcome is as good
    else:
        assert condition.count("(") == condition.count(")")
