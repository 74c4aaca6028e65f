"""Cells of cohorts, what boards can speak of, and the series behind charts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import polars as pl
import pytest

from tests.landed import REGISTRY, land, posting
from warehouse import publish, series, statements, store
from warehouse.cohorts import CELLS, COLLECTED, By, Cohort, Measure, Unit, Warehouse, cohort_sql
from warehouse.coverage import Observed
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.periods import Period, parse
from warehouse.statements import NAMED, PAY, SPELLS

GO = "You must know Golang and PostgreSQL well. Full-time backend engineer."
JAVA = "You must know Java and PostgreSQL well. Full-time backend engineer."
BOTH = "You must know Java well. Golang is a plus. Full-time backend engineer."


def periods(*labels: str) -> tuple[Period, ...]:
    return tuple(parse(label, who="test") for label in labels)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """January to March 2024: threads with Acme (Go; both), Beta (Java); an archive of China in February."""
    home = Home(tmp_path_factory.mktemp("home"))
    months = {
        "2024-01": [
            ("1", "Acme", "Go Engineer", GO),
            ("2", "Acme", "Java Developer", BOTH),
            ("3", "Beta", "Coder", JAVA),
        ],
        "2024-02": [("4", "Acme", "Go Engineer", GO), ("5", "Gamma", "Coder", GO), ("6", "Beta", "Coder", JAVA)],
        "2024-03": [("7", "Delta", "Platform Engineer", f"{GO} Platform team.")],
    }
    for month, given in months.items():
        rows = [
            posting(
                "threads", key, company=name, title=title, text=f"{name}: {text}", posted_at=f"{month}-02T09:00:00Z"
            )
            for key, name, title, text in given
        ]
        land(home, month, rows, now="2024-04-02", states={"": "partial" if month == "2024-03" else "complete"})
    chinese = posting("zh", "1", company="甲公司", location="北京", text=GO, posted_at="2024-02-10T00:00:00Z")
    land(home, "2024-02", [chinese], now="2024-04-02")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", "2024-04-02")
        store.build(home, REGISTRY)
        publish.publish(home)
    with Warehouse(home) as opened:
        yield opened


def cells(warehouse: Warehouse, cohort: Cohort) -> list[tuple[str, str, str, int, int]]:
    frame = warehouse.counts(cohort)
    assert frame.schema == pl.Schema(CELLS)
    named = frame.with_columns(pl.col("employer").map_elements(warehouse.employer_name, pl.String))
    return sorted(named.rows())


def test_opened_counts_vacancies_by_employer_and_a_repost_is_no_opening(warehouse: Warehouse) -> None:
    found = cells(warehouse, Cohort("go", "any", "ALL", periods("2024-01", "2024-02"), boards=("threads",)))
    assert found == [
        ("2024-01", "threads", "Acme", 2, 2),
        ("2024-01", "threads", "Beta", 1, 0),
        ("2024-02", "threads", "Gamma", 1, 1),
    ]


def test_the_numerator_is_counted_within_the_denominator(warehouse: Warehouse) -> None:
    found = cells(warehouse, Cohort("required(go)", "java", "ALL", periods("2024-Q1")))
    assert found == [("2024-Q1", "threads", "Acme", 1, 0), ("2024-Q1", "threads", "Beta", 1, 0)]


def test_employers_count_once_a_period(warehouse: Warehouse) -> None:
    found = cells(warehouse, Cohort("java", "any", "ALL", periods("2024-01"), unit="employer"))
    assert found == [("2024-01", "threads", "Acme", 1, 1), ("2024-01", "threads", "Beta", 1, 1)]


def test_the_chinese_population_is_what_lies_in_china(warehouse: Warehouse) -> None:
    found = cells(warehouse, Cohort("tier:first", "any", "CN", periods("2024-Q1")))
    assert found == [("2024-Q1", "zh", "甲公司", 1, 1)]


def test_open_counts_what_was_open_on_the_mean_day(warehouse: Warehouse) -> None:
    found = cells(
        warehouse, Cohort("go", "any", "ALL", periods("2024-01", "2024-02"), measure="open", boards=("threads",))
    )
    assert found == [
        ("2024-01", "threads", "Acme", 2, 2),
        ("2024-01", "threads", "Beta", 1, 0),
        ("2024-02", "threads", "Acme", 1, 1),
        ("2024-02", "threads", "Beta", 1, 0),
        ("2024-02", "threads", "Gamma", 1, 1),
    ]


def test_a_period_without_vacancies_has_no_cells(warehouse: Warehouse) -> None:
    frame = warehouse.counts(Cohort("go", "any", "ALL", periods("2020")))
    assert frame.schema == pl.Schema(CELLS)
    assert frame.is_empty()


def test_the_statement_is_one_that_any_client_can_run(warehouse: Warehouse) -> None:
    cohort = Cohort("go and not board:x'y", "any", "CN", periods("2023-Q2", "2024-Q2"), "employer", "open", ("a'b",))
    text = cohort_sql(cohort)
    assert len(duckdb.extract_statements(text)) == 1
    assert warehouse.sql(text).is_empty()


def test_an_unknown_concept_is_refused_with_near_matches(warehouse: Warehouse) -> None:
    with pytest.raises(BadUsageError, match="Did you mean python"):
        warehouse.counts(Cohort("pythn", "any", "ALL", periods("2024")))


def test_a_board_speaks_of_finished_months_that_were_crawled_whole(warehouse: Warehouse) -> None:
    def why(label: str, board: str = "threads") -> str:
        return warehouse.usable(board, *periods(label))

    assert why("2024-01") == why("2024-02") == why("2024-W05") == ""
    assert why("2024-03") == "crawl of 2024-03 partial"
    assert why("2024-Q1") == "crawl of 2024-03 partial"
    assert why("2024-04") == "2024-04 is not over"
    assert why("2023") == "nothing of 2023-01"
    assert why("2024-02", "zh") == ""
    assert why("2024-01", "ats") == "never crawled whole"
    assert warehouse.boards_in(*periods("2024-02")) == ("threads", "zh")
    assert warehouse.covered(periods("2024-01", "2024-02")) == {
        "ats": "never crawled whole",
        "threads": "",
        "zh": "nothing of 2024-01",
    }
    assert warehouse.covered(periods("2024-02"))["zh"] == ""
    assert warehouse.covered(periods("2024-02", "2024-02"))["zh"] == COLLECTED


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A census board seen from January to April 2024, whose Go opening of 1 March is in March's thread too."""
    home = Home(tmp_path_factory.mktemp("panel"))
    titles = {
        "old": ("Kernel Engineer", GO),
        "new": ("Platform Engineer", GO),
        "gone": ("Storage Engineer", JAVA),
        "edge": ("Payments Developer", JAVA),
        "next": ("Search Developer", GO),
    }
    for day, keys in {
        "2024-01-01": ("old",),
        "2024-03-01": ("old", "new", "gone"),
        "2024-03-31": ("old", "new", "edge"),
        "2024-04-01": ("old", "new", "edge", "next"),
    }.items():
        rows = [
            posting("ats", key, scope="acme", company="Acme", title=titles[key][0], text=f"{key}: {titles[key][1]}")
            for key in keys
        ]
        land(home, day, rows)
    thread = [
        posting("threads", "1", company="Acme", title="Platform Engineer", text=f"Who? {GO}", posted_at="2024-03-02"),
        posting("threads", "2", company="Beta", title="Coder", text=f"Beta: {JAVA}", posted_at="2024-03-02"),
    ]
    land(home, "2024-03", thread, now="2024-04-02")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", "2024-04-02")
        store.build(home, REGISTRY)
        publish.publish(home)
    return home


def counted(home: Home, cohort: Cohort) -> list[tuple[str, str, str, int, int]]:
    with Warehouse(home) as opened:
        return cells(opened, cohort)


def test_periods_are_half_open_and_first_sights_are_no_openings(panel: Home) -> None:
    cohort = Cohort("go", "any", "ALL", periods("2024-01", "2024-02", "2024-03", "2024-04"), boards=("ats",))
    # `old` was there before; 1 March is day 60; `edge` was first seen on 31 March, `next` on 1 April.
    assert counted(panel, cohort) == [("2024-03", "ats", "Acme", 3, 1), ("2024-04", "ats", "Acme", 1, 1)]


def test_one_opening_on_two_boards_counts_where_it_was_first(panel: Home) -> None:
    assert counted(panel, Cohort("go", "any", "ALL", periods("2024-03"))) == [
        ("2024-03", "ats", "Acme", 3, 1),
        ("2024-03", "threads", "Beta", 1, 0),
    ]


def test_census_boards_alone_may_be_asked_for(panel: Home) -> None:
    assert counted(panel, Cohort("java", "census", "ALL", periods("2024-Q1"))) == [("2024-Q1", "ats", "Acme", 3, 2)]


def test_stock_is_that_of_the_mean_day(panel: Home) -> None:
    # 16 March: `gone` is missed only by the crawl of the 31st, `old` is in stock though it never opened.
    cohort = Cohort("go", "any", "ALL", periods("2024-03"), measure="open", boards=("ats",))
    assert counted(panel, cohort) == [("2024-03", "ats", "Acme", 3, 2)]


def test_periods_may_overlap_and_an_employer_counts_once_in_each(panel: Home) -> None:
    cohort = Cohort("go", "any", "ALL", periods("2024-Q1", "2024-03", "2024-W13"), unit="employer", boards=("ats",))
    assert counted(panel, cohort) == [
        ("2024-03", "ats", "Acme", 1, 1),
        ("2024-Q1", "ats", "Acme", 1, 1),
        ("2024-W13", "ats", "Acme", 1, 0),
    ]


@pytest.mark.parametrize("unit", ["vacancy", "employer"])
@pytest.mark.parametrize("measure", ["opened", "open"])
def test_the_pasted_statement_gives_the_same_cells_in_any_client(panel: Home, unit: Unit, measure: Measure) -> None:
    cohort = Cohort("go or java", "not required(python)", "ALL", periods("2024-03", "2024-Q1"), unit, measure)
    with Warehouse(panel) as opened:
        found = opened.counts(cohort)
    assert found.height > 1
    assert publish.query(panel, cohort_sql(cohort)).equals(found)
    with duckdb.connect(panel.published, read_only=True) as client:
        assert client.execute(cohort_sql(cohort)).fetchall() == found.rows()


@pytest.mark.parametrize(
    "query", ["any", "go or java or census", "not (go and tier:first)", "language:en or board:ats"]
)
@pytest.mark.parametrize("denominator", ["any", "preferred(go) or required(java)", "country:cn or remote:remote"])
def test_cells_are_those_of_the_statement_whatever_is_asked(
    warehouse: Warehouse, panel: Home, query: str, denominator: str
) -> None:
    cohorts = [
        Cohort(query, denominator, "ALL", periods("2024-Q1", "2024-02")),
        Cohort(query, denominator, "CN", periods("2024-Q1"), "employer", boards=("ats", "zh")),
    ]
    with Warehouse(panel) as opened:
        for source in (warehouse, opened):
            assert all(source.counts(one).equals(source.sql(cohort_sql(one))) for one in cohorts)


@pytest.mark.parametrize("by", ["week", "month"])
def test_cells_over_time_are_those_of_a_statement(panel: Home, by: By) -> None:
    counted = "count(*) FILTER (WHERE vacancy_id IN (SELECT posting_id FROM core.mentions WHERE concept = 'go')) AS x"
    with Warehouse(panel) as opened:
        found = series.trend_cells(opened, "go", "any", "ALL", by=by).select("period_start", *list(CELLS)[1:])
        stated = opened.sql(
            f"SELECT date_trunc('{by}', opened_on)::DATE, board, employer_key, count(*), {counted}"
            " FROM core.vacancies WHERE counts_as_opened GROUP BY ALL"
        )
    assert found["x"].sum()
    assert sorted(found.rows()) == sorted(stated.rows())


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A census board seen from January 2024, to whose list Beta came in May; each firm opens a posting a quarter."""
    home = Home(tmp_path_factory.mktemp("joined"))
    first = {"a1": "2024-04-10", "a2": "2024-08-10", "b0": "2024-05-01", "b1": "2024-05-10", "b2": "2024-08-12"}
    titles = dict(
        zip(first, ("Kernel Engineer", "Search Developer", "Coder", "Storage Engineer", "Tester"), strict=True)
    )
    for day in ("2024-01-01", "2024-04-10", "2024-05-01", "2024-05-10", "2024-08-10", "2024-08-12", "2024-09-30"):
        rows = [
            posting("ats", key, scope=scope, company=scope.title(), title=titles[key], text=f"{key}: {GO}")
            for key, since in first.items()
            if since <= day and (scope := "acme" if key.startswith("a") else "beta")
        ]
        scopes = ("acme", "beta") if day >= "2024-05-01" else ("acme",)
        land(home, day, rows, board="ats", states=dict.fromkeys(scopes, "complete"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", "2024-10-02")
        store.build(home, REGISTRY)
        publish.publish(home)
    return home


def test_an_employer_that_joined_the_list_later_is_no_growth(joined: Home) -> None:
    def compared(measure: Measure) -> list[tuple[str, str, str, int, int]]:
        return counted(joined, Cohort("go", "any", "ALL", periods("2024-Q2", "2024-Q3"), measure=measure))

    assert compared("opened") == [("2024-Q2", "ats", "Acme", 1, 1), ("2024-Q3", "ats", "Acme", 1, 1)]
    newest = counted(joined, Cohort("go", "any", "ALL", periods("2024-Q3")))
    assert newest == [("2024-Q3", "ats", "Acme", 1, 1), ("2024-Q3", "ats", "Beta", 1, 1)]
    assert {employer for _, _, employer, _, _ in compared("open")} == {"Acme", "Beta"}  # mid-May: Beta was observed
    earlier = Cohort("go", "any", "ALL", periods("2024-04", "2024-09"), measure="open")
    assert {employer for _, _, employer, _, _ in counted(joined, earlier)} == {"Acme"}


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A census board seen in 2024 whose Beta was crawled to May only; Acme's list is empty in the third quarter."""
    home = Home(tmp_path_factory.mktemp("left"))
    opened = {"a1": "2024-04-10", "b1": "2024-04-11", "b2": "2024-05-02"}
    titles = dict(zip(opened, ("Kernel Engineer", "Search Developer", "Storage Engineer"), strict=True))
    for day in ("2024-01-01", "2024-04-10", "2024-04-11", "2024-05-02", "2024-07-15", "2024-09-30"):
        scopes = {"acme": "a", "beta": "b"} if day < "2024-06-01" else {"acme": "a"}
        rows = [
            posting("ats", key, scope=scope, company=scope.title(), title=titles[key], text=f"{key}: {GO}")
            for scope, letter in scopes.items()
            for key, since in opened.items()
            if key.startswith(letter) and since <= day < "2024-06-01"
        ]
        land(home, day, rows, board="ats", states=dict.fromkeys(scopes, "complete"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", "2024-10-02")
        store.build(home, REGISTRY)
        publish.publish(home)
    return home


def test_an_employer_whose_list_was_lost_is_no_fall_and_an_empty_list_is_one(left: Home) -> None:
    quarter = ("2024-Q2", "ats", "Acme", 1, 1)
    assert counted(left, Cohort("go", "any", "ALL", periods("2024-Q2", "2024-Q3"))) == [quarter]
    alone = counted(left, Cohort("go", "any", "ALL", periods("2024-Q2")))
    assert alone == [quarter, ("2024-Q2", "ats", "Beta", 2, 2)]
    earlier = counted(left, Cohort("go", "any", "ALL", periods("2024-03", "2024-04")))
    assert {employer for _, _, employer, _, _ in earlier} == {"Acme", "Beta"}  # both were watched to the end of April


def test_spells_are_those_that_live_boards_were_seen_to_open_and_close(left: Home) -> None:
    with Warehouse(left) as opened:
        found = opened.spells(Cohort("go", "any", "ALL", periods("2024"), measure="open"))
    assert found.schema == pl.Schema(SPELLS)
    acme = found.filter(pl.col("opened_on") == date(2024, 4, 10)).row(0, named=True)
    assert (acme["counted"], acme["last_seen_on"], acme["closed_on"]) == (True, date(2024, 5, 2), date(2024, 7, 15))
    assert found["closed_on"].null_count() == 2  # nobody looked after Beta's list any more


def test_threads_have_no_spells_and_employers_nobody_names_are_no_employers(unnamed: Home) -> None:
    with Warehouse(unnamed) as opened:
        assert opened.spells(Cohort("go", "any", "ALL", periods("2024"))).is_empty()
        vacancies = opened.counts(Cohort("go", "any", "ALL", periods("2024-01")))
        employers = opened.counts(Cohort("go", "any", "ALL", periods("2024-01"), unit="employer"))
    assert vacancies["n"].sum() == 3
    assert [employer.partition(":")[0] for employer in sorted(employers["employer"])] == ["name", "person"]


def test_pay_is_the_middle_of_what_is_stated_a_year(unnamed: Home) -> None:
    with Warehouse(unnamed) as opened:
        found = opened.pay(Cohort("go", "any", "ALL", periods("2024-01")))
        text = statements.pay_sql(Cohort("go", "any", "ALL", periods("2024-01")))
    assert found.schema == pl.Schema(PAY)
    assert sorted(found["pay"].to_list(), key=str) == [480_000.0, None, None]
    assert publish.query(unnamed, text).equals(found)


def test_concepts_are_counted_by_dimension(unnamed: Home) -> None:
    cohort = Cohort("any", "go", "ALL", periods("2024-01"))
    with Warehouse(unnamed) as opened:
        skills, languages = opened.named(cohort, "skill"), opened.named(cohort, "language")
    assert skills.schema == pl.Schema(NAMED)
    assert skills.group_by("concept").agg(pl.col("x").sum()).rows() == [("postgresql", 3)]
    assert languages.group_by("concept").agg(pl.col("x").sum()).rows() == [("go", 3)]


@pytest.fixture(scope="module")
def unnamed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three threads' postings: of a named employer, of a poster, of nobody known."""
    home = Home(tmp_path_factory.mktemp("unnamed"))
    given: list[dict[str, str | None]] = [
        {"key": "1", "company": "Acme", "salary": "30k-50k CNY per month", "author": "person:a1"},
        {"key": "2", "company": None, "author": "person:b2", "title": None},
        {"key": "3", "company": None, "author": None, "title": None},
    ]
    own = {
        "1": "Our ferries cross the strait all winter long and somebody has to tell the harbours when they come.",
        "2": "Bakers order their flour from us before dawn, and it has to be at the oven when the first of them wakes.",
        "3": "Museums lend each other paintings and we write down where every one of them hangs and who carried it.",
    }
    rows = [
        posting(
            "threads",
            text=f"We hire, {one['key']}. {own[str(one['key'])]} {GO}",
            posted_at="2024-01-02T09:00:00Z",
            **one,
        )  # type: ignore[arg-type]  # the key is a text
        for one in given
    ]
    land(home, "2024-01", rows, now="2024-02-02")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", "2024-02-02")
        store.build(home, REGISTRY)
        publish.publish(home)
    return home


def live(*days: str, today: str = "2024-06-01", whole: float = 1.0, state: str = "complete") -> Observed:
    seen = [(date.fromisoformat(day), whole) for day in days]
    return Observed.of(
        pl.DataFrame({"board": ["ats"], "kind": ["live"]}),
        pl.DataFrame({"board": ["ats"], "month": [date(2024, 1, 1)], "state": [state]}),
        pl.DataFrame([("ats", *one) for one in seen], schema=["board", "day", "whole"], orient="row"),
        date.fromisoformat(today),
    )


def test_a_live_board_needs_a_whole_crawl_in_every_week() -> None:
    weeks = periods("2024-W14")[0]
    assert live("2024-01-01", "2024-04-03").reason("ats", weeks, "opened") == ""
    assert live("2024-01-01", "2024-03-29").reason("ats", weeks, "opened") == "no whole crawl in the week of 2024-04-01"
    assert live("2024-04-03", whole=0.8).reason("ats", weeks, "opened") == "never crawled whole"


def test_a_live_boards_first_60_days_count_no_openings_but_have_a_stock() -> None:
    seen = live("2024-03-01", "2024-04-03")
    assert "counts from 2024-04-30" in seen.reason("ats", periods("2024-W14")[0], "opened")
    assert seen.reason("ats", periods("2024-W14")[0], "open") == ""


def test_a_board_that_shows_its_newest_only_has_no_stock() -> None:
    seen = live("2024-01-01", "2024-04-03", state="window")
    assert "newest" in seen.reason("ats", periods("2024-W14")[0], "open")
    assert seen.reason("ats", periods("2024-W14")[0], "opened") == ""


def test_the_meta_row_says_which_warehouse_it_is(warehouse: Warehouse) -> None:
    meta = warehouse.meta()
    assert meta.vintage.startswith("2024-04-02.")
    assert (meta.simulated, meta.first_month, meta.last_month) == (False, date(2024, 1, 1), date(2024, 3, 1))


def test_an_unknown_employer_bears_its_key(warehouse: Warehouse) -> None:
    assert warehouse.employer_name("name:nobody") == "name:nobody"


def test_a_closed_warehouse_says_so(warehouse: Warehouse) -> None:
    shut = Warehouse(Home(warehouse._path.parent.parent))
    with pytest.raises(JobproofError, match="is not open"):
        shut.sql("SELECT 1")


def test_monthly_demand_has_a_row_for_every_month_and_concept(warehouse: Warehouse) -> None:
    found = series.demand(warehouse, ["go", "rust"], "ALL", "month", ["threads"])
    columns = ["period_start", "concept", "vacancies_n", "total_n", "finished", "gap"]
    assert found.select(columns).rows() == [
        (date(2024, 1, 1), "go", 2, 3, True, False),
        (date(2024, 1, 1), "rust", 0, 3, True, False),
        (date(2024, 2, 1), "go", 1, 1, True, False),
        (date(2024, 2, 1), "rust", 0, 1, True, False),
        (date(2024, 3, 1), "go", 1, 1, True, True),
        (date(2024, 3, 1), "rust", 0, 1, True, True),
    ]
    assert found["share"].to_list()[:2] == [pytest.approx(2 / 3), 0.0]


def test_weekly_demand_fills_the_weeks_between(warehouse: Warehouse) -> None:
    found = series.demand(warehouse, ["go"], "ALL", "week", ["threads"])
    assert found["period_start"].to_list()[:2] == [date(2024, 1, 1), date(2024, 1, 8)]
    assert found["period_start"].to_list()[-1] == date(2024, 2, 26)
    assert found.row(1, named=True)["share"] is None
    assert found["total_n"].sum() == 5


def test_demand_can_keep_boards_apart(warehouse: Warehouse) -> None:
    found = series.demand(warehouse, ["go"], "ALL", "month", per_board=True)
    assert found.filter(board="zh").select("period_start", "vacancies_n", "gap").rows() == [
        (date(2024, 2, 1), 1, False)
    ]


def test_demand_of_nobody_is_empty_but_shaped(warehouse: Warehouse) -> None:
    found = series.demand(warehouse, ["go"], "ALL", "month", ["nowhere"])
    assert (found.height, found.columns[0], found.schema["gap"]) == (0, "period_start", pl.Boolean)


def test_top_concepts_leave_out_the_one_that_they_stand_beside(warehouse: Warehouse) -> None:
    found = series.top_concepts(warehouse, "ALL", date(2024, 1, 15), date(2024, 2, 1), beside="go", limit=2)
    assert "go" not in found["concept"].to_list()
    assert found.row(0, named=True)["concept"] == "postgresql"
    assert found.select("vacancies_n", "total_n").row(0) == (3, 4)


def test_pairs_count_each_and_both(warehouse: Warehouse) -> None:
    assert series.pairs(warehouse, "go", "java", "ALL").row(0) == (date(2024, 1, 1), 3, 2, 2, 1)


def test_coverage_is_ordered(warehouse: Warehouse) -> None:
    found = series.coverage(warehouse)
    assert found.select("board", "month").rows() == sorted(found.select("board", "month").rows())
