"""The cookbook's answers and the notebook's outputs, asked again on the market that they were made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from bench import cookbook, notebook
from pipelines import demo
from warehouse import macros
from warehouse.asking import query
from warehouse.home import PROJECT, Home

SQL_PAGE = PROJECT / "docs" / "sql.md"
RECIPES = cookbook.recipes(cookbook.PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def market() -> Iterator[Home]:
    with cookbook.market() as home:
        yield home


def test_the_page_holds_25_recipes_and_every_query_of_it_is_one() -> None:
    assert len(RECIPES) == 25
    assert cookbook.PAGE.read_text(encoding="utf-8").count("```sql") == 25


@pytest.mark.parametrize("number", range(1, len(RECIPES) + 1))
def test_the_answer_is_the_one_shown(market: Home, number: int) -> None:
    sql, shown = RECIPES[number - 1]
    assert shown.count("\n") > 2, "a question without an answer"
    assert cookbook.answer(market, sql) == shown, "renew the page: python -m bench.cookbook"


def test_the_notebook_shows_what_its_cells_yield(market: Home) -> None:
    written = json.loads(notebook.PAGE.read_text(encoding="utf-8"))
    assert all(cell["outputs"] for cell in written["cells"] if cell["cell_type"] == "code")
    assert notebook.renewed(written, market) == written, "renew it: python -m bench.notebook"


def test_every_query_of_the_how_to_runs(market: Home) -> None:
    blocks = re.findall(r"```sql\n([^`]*)```", SQL_PAGE.read_text(encoding="utf-8"))
    asked = [one for block in blocks if "ATTACH" not in block for one in block.split(";\n") if one.strip()]
    assert len(asked) >= 3
    for one in asked:
        assert query(market, one).width > 0


@pytest.mark.parametrize("question", demo.QUERIES)
def test_every_query_that_the_demo_prints_to_try_answers(market: Home, question: str) -> None:
    assert query(market, demo.QUERIES[question]).height > 0


def test_every_macro_answers_its_own_example(market: Home) -> None:
    examples = query(market, "SELECT name, example FROM macros").rows()
    assert {name for name, _ in examples} == set(macros.MACROS)
    for _, example in examples:
        assert query(market, example).width > 0


def test_the_pay_of_those_without_a_concept_is_their_median(market: Home) -> None:
    found = query(market, "FROM salary_beside('go', least := 2)")
    plain = query(
        market,
        """
        WITH paid AS (
            SELECT p.posting_id, n.pay_cny_year, list_transform(p.concepts, lambda c: c.concept) AS concepts
            FROM naming('go') AS n JOIN core.postings AS p ON p.posting_id = n.vacancy_id
            WHERE n.pay_cny_year IS NOT NULL
        ), asked AS (SELECT DISTINCT unnest(concepts) AS concept FROM paid)
        SELECT
            concept, count(*) FILTER (list_contains(concepts, concept)) AS with_n,
            median(pay_cny_year) FILTER (list_contains(concepts, concept)) AS with_cny_year,
            count(*) FILTER (NOT list_contains(concepts, concept)) AS without_n,
            median(pay_cny_year) FILTER (NOT list_contains(concepts, concept)) AS without_cny_year,
            with_cny_year / without_cny_year AS ratio
        FROM asked CROSS JOIN paid
        WHERE concept <> 'go'
        GROUP BY ALL
        HAVING with_n >= 2 AND without_n >= 2
        ORDER BY ratio DESC, concept
        """,
    )
    assert found.height > 20
    assert found.select("without_n").n_unique() > 5
    assert found.equals(plain.select(found.columns).cast(dict(found.schema)))
