"""The queries behind every figure, run on a simulated market as anyone would run them on the published copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import polars as pl
import pytest

from reports import claims, judge
from reports.results import Estimate, Judgement
from simulation.market import Market, Volume
from warehouse import boards, publish, store, taxonomy
from warehouse.archives import import_file
from warehouse.cohorts import Cohort, Warehouse, cohort_sql
from warehouse.home import Home

TODAY = date(2025, 1, 6)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Two years of the demo's Chinese archive, imported, built and published."""
    home = Home(tmp_path_factory.mktemp("market") / "home")
    market = Market(seed=7, end=TODAY, months=24, volume=Volume(archive=120))
    market.write_boards_toml(home.boards)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", f"{TODAY}T06:00:00+00:00")
        registry = boards.load(home)
        (archive,) = registry.of_kind("archive")
        import_file(market.write_archive(home.root / "archive"), archive, home, simulated=True)
        store.build(home, registry)
        publish.publish(home)
        yield home


@pytest.fixture(scope="module")
def judged(home: Home) -> list[Judgement]:
    entries = claims.load(known_concepts=taxonomy.load().concepts)
    with Warehouse(home) as warehouse:
        return judge.judge(entries, warehouse, today=TODAY)


def estimates(judged: list[Judgement]) -> list[tuple[str, Estimate]]:
    return [
        (found.id, estimate)
        for found in judged
        for estimate in (found.estimate, found.newest, *found.elsewhere)
        if estimate is not None
    ]


def test_every_kind_is_estimated(judged: list[Judgement]) -> None:
    estimated = {found.kind for found in judged if found.estimate}
    assert estimated == {"growth", "share", "composition", "ranking", "level", "contrast", "existence"}
    assert {found.verdict for found in judged if found.kind == "consistency"} == {"supported", "contradicted"}
    assert all(found.sentence_en and found.sentence_zh for found in judged)


def test_every_figure_is_what_its_query_yields_in_any_client(home: Home, judged: list[Judgement]) -> None:
    found = estimates(judged)
    assert len(found) > 100
    with duckdb.connect(home.published, read_only=True) as client:
        for claim, estimate in found:
            [(figure,)] = client.execute(estimate.sql_figure).fetchall()
            value = estimate.interval.value
            if figure is None or figure != figure:  # noqa: PLR0124 - x/0 is null or NaN in DuckDB
                assert value in {float("inf"), 0.0, -1.0}, claim
            else:
                assert figure == pytest.approx(value, rel=1e-9), claim


def test_every_query_of_cells_runs_and_tells_board_and_employer(home: Home, judged: list[Judgement]) -> None:
    with duckdb.connect(home.published, read_only=True) as client:
        for claim, estimate in estimates(judged):
            done = client.execute(estimate.sql)
            rows = pl.DataFrame(done.fetchall(), schema=[column for column, *_ in done.description], orient="row")
            assert {"board", "employer"} <= set(rows.columns), claim
            assert set(estimate.panel.boards) <= set(rows["board"]), claim


def test_cells_of_every_kind_of_claim_are_those_of_the_statement(home: Home) -> None:
    class Recording(Warehouse):
        def cells(self, cohort: Cohort) -> pl.DataFrame:
            asked.append(cohort)
            return super().cells(cohort)

    asked: list[Cohort] = []
    entries = claims.load(known_concepts=taxonomy.load().concepts)
    with Recording(home) as warehouse:
        judge.judge(entries, warehouse, today=TODAY)
        for cohort in list(dict.fromkeys(asked))[::4]:
            assert warehouse.counts(cohort).equals(warehouse.sql(cohort_sql(cohort))), cohort


def test_the_example_beyond_the_articles_is_judged(home: Home) -> None:
    entries = claims.load(claims.DEFAULT.parent / "examples" / "rust_and_shanghai.toml")
    with Warehouse(home) as warehouse:
        found = {one.id: one for one in judge.judge(entries, warehouse, today=TODAY)}
    assert found["R5.sum"].verdict == "contradicted"
    assert all(one.estimate for one in found.values() if one.kind != "consistency")
    assert found["R3.back-end"].estimate.parts[1].label == "rust and work_type:cloud-infrastructure"  # type: ignore[union-attr]


def test_the_same_vintage_gives_the_same_digits(home: Home, judged: list[Judgement]) -> None:
    entries = claims.load(known_concepts=taxonomy.load().concepts)
    with Warehouse(home) as warehouse:
        again = judge.judge(entries, warehouse, today=TODAY)
    assert again == judged
