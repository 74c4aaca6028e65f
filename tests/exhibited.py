"""Invented exhibits for one claim of every form, and their charts: what the tests of charts and images draw."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import polars as pl

from reports import bands, claims
from reports.charts import claim, coverage, demand, forest, skills, together, waiting
from reports.charts.canvas import Chart
from reports.frames import TOGETHER, TREND, Bar, Curve, Exhibit, Trend
from reports.results import Judgement
from reports.words import Lang
from tests import invented
from tests.invented import QUARTERS, estimate, judgement, parts

BOARDS = ("ats", "threads")
SO_FAR = {"any": 2600, "opened": 800, "opened_go": 49}


def trend(growth: float = 0.4, size: int = 400, months: int = 40, part: int = 1) -> Trend:
    """Months from 2022 on whose share rises; one is a gap, the last is not finished. Of every count one `part`."""
    rows, day = [], date(2022, 1, 1)
    for at in range(months):
        n = size + (37 * at) % 60
        share = 0.08 * (1 + growth * at / months) + 0.006 * ((at * 7) % 5 - 2)
        gap, finished = at == 9, at < months - 1
        rows.append((day, 0 if gap else round(n * share), 0 if gap else n, finished, gap))
        day = (day + timedelta(days=32)).replace(day=1)
    found = pl.DataFrame(rows, schema=TREND, orient="row").with_columns(pl.col("x", "n") // part)
    return Trend(found, bands.clustered(_cells(found), found))


def _cells(months: pl.DataFrame) -> pl.DataFrame:
    """Spread each month's counts over employers, a few of whom hold much of both."""
    rows = []
    for start, x, n in months.select("period_start", "x", "n").iter_rows():
        asked, counted = Counter(_employer(at) for at in range(n)), Counter(_employer(at) for at in range(x))
        rows += [(start, BOARDS[0], f"e{one}", asked[one], counted[one]) for one in asked]
    columns = {"period_start": pl.Date, "board": pl.String, "employer": pl.String, "n": pl.Int64, "x": pl.Int64}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _employer(at: int) -> int:
    """Return whose the vacancy of a number is: forty employers, those at the front with twice as many as the others."""
    return (at * 53 % 171) % 60 % 40


@cache
def entries() -> dict[str, claims.Claim]:
    return {entry.id: entry for entry in claims.load()}


def judged() -> dict[str, tuple[Judgement, Exhibit]]:
    """One claim of every form: judgement and exhibit."""
    at = {one.id: one for one in invented.JUDGEMENTS}
    word = replace(at["A0.8"], id="A1.8", estimate=estimate(0.2, -0.1, 0.6, "2023", "2024"))
    cities = [
        Bar(f"city:{name}", x, 94) for name, x in zip(("beijing", "shanghai", "hangzhou"), (24, 19, 12), strict=True)
    ]
    rank = judgement("A3.7.rank", "ranking", "undecided", rival=1.0, estimate=estimate(
        0.63, 0.24, 1.65, "2024-Q2", measure="ratio", about="city:hangzhou > city:shanghai",
        parts=parts(("city:hangzhou > city:shanghai", 0.63, 0.24, 1.65))))  # fmt: skip
    pay = tuple(180_000.0 + 9_000 * (step % 31) + 400 * step for step in range(90))
    scarce = judgement("A3.12.platform", "contrast", "undecided", zone=(0.0, 0.8), rival=1.0,
                       estimate=estimate(0.82, 0.6, 1.1, "2024", measure="hazard"))  # fmt: skip
    odds_of = "go and (seniority:senior or seniority:lead)"
    odds = judgement("A1.5", "contrast", "direction_only", zone=(1.2, 99.0), rival=1.0,
                     estimate=estimate(1.6, 1.1, 2.3, "2024", measure="ratio"))  # fmt: skip
    named = judgement("A0.2.sm-crypto", "existence", "supported", zone=(0.01, 1.0), rival=0.0,
                      estimate=replace(estimate(0.045, 0.028, 0.071, "2024"), cells=((447, 20),)))  # fmt: skip
    asked = replace(at["A2.5.pprof"], estimate=replace(estimate(0.233, 0.2, 0.27, "2024"), cells=((2447, 570),)))
    abroad = estimate(0.2, 0.1, 0.3, *QUARTERS, population="ALL")
    foreign = replace(at["A3.2"], estimate=None, newest=None, elsewhere=(abroad,))
    race = {"go": trend(0.9), "java": trend(-0.2), "python": trend(0.3)}
    slow, fast = ((10.0, 30.0, 60.0, 90.0), (0.9, 0.7, 0.45, 0.3)), ((10.0, 30.0, 60.0, 90.0), (0.8, 0.5, 0.25, 0.1))
    curves = tuple(Curve(query, *shape, 120) for query, shape in (("go-platform-builder", slow), ("go", fast)))
    skills_named = tuple(Bar(name, x, 900) for name, x in (("kubernetes", 420), ("ebpf", 60), ("rpc-optimisation", 0)))
    return {
        "growth": (at["A3.2"], Exhibit(trends={"go": trend()})),
        "word": (word, Exhibit(trends={"go and rust": trend(1.2, 40)})),
        "share": (at["A0.3"], Exhibit(trends={"go": trend(0.1)})),
        "race": (at["A3.5"], Exhibit(trends=race)),
        "cities": (rank, Exhibit(bars=tuple(cities))),
        "composition": (at["A3.9.microservices"], Exhibit()),
        "leading": (at["A2.4"], Exhibit(bars=skills_named)),
        "pay": (at["A1.4.rest-api"], Exhibit(pay={"go and rest-api and tier:first": pay})),
        "contrast": (odds, Exhibit(bars=(Bar(odds_of, 99, 410), Bar("go", 60, 535)))),
        "survival": (scarce, Exhibit(curves=curves)),
        "existence": (named, Exhibit()),
        "employers": (asked, Exhibit()),
        "elsewhere": (foreign, Exhibit(trends={"go": trend()})),
        "reason": (judgement("A2.2", "untestable", "untestable", reason="postings show no résumés"), Exhibit()),
    }  # fmt: skip


def form(name: str, lang: Lang) -> Chart:
    """Draw one claim of a form."""
    found, exhibit = judged()[name]
    entry = entries().get(found.id)
    claimed = {"go and work_type:backend-microservices": 0.54, "go and work_type:cloud-infrastructure": 0.29}
    return claim.draw(found, invented.setting(lang), entry, exhibit, claimed)


def pairs() -> pl.DataFrame:
    """Skills named together, from seldom to nearly always."""
    names = ("kubernetes", "docker", "mysql", "redis", "grpc", "linux", "distributed-consistency")
    rows = [
        (one, other, 300 - 30 * at, (300 - 30 * at) * (11 + 13 * ((at * 3 + to) % 7)) // 100)
        for at, one in enumerate(names)
        for to, other in enumerate(names)
        if one != other
    ]
    return pl.DataFrame(rows, schema=TOGETHER, orient="row")


def others(lang: Lang) -> dict[str, Chart]:
    """Draw the charts that belong to no single claim."""
    given = invented.setting(lang)
    made = {
        "demand": demand.shares(invented.demand("month"), "CN", "month", BOARDS, given),
        "paths": demand.paths(invented.demand("month"), invented.JUDGEMENTS, "month", BOARDS, given),
        "forest": forest.draw(invented.JUDGEMENTS, given),
        "skills": skills.draw(invented.skills(), ("2022", "2023"), BOARDS, given),
        "together": together.draw(pairs(), ("2024",), BOARDS, given),
        "coverage": coverage.draw(invented.coverage(), list(invented.TITLES), given),
        "waiting": waiting.demand(invented.demand("month", 3), SO_FAR, BOARDS, given),
    }
    return {name: chart for name, chart in made.items() if chart is not None}
