"""Judging against a warehouse in memory: panels, populations, what decides and what only stands beside."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from reports.claims import Claim, load
from reports.judge import export, growth_by_year, judge
from reports.results import Judgement
from reports.sentences import claimed
from warehouse.clock import months
from warehouse.cohorts import CELLS, Cohort, Measure, Meta
from warehouse.periods import Period
from warehouse.schemas import COVERAGE
from warehouse.statements import NAMED, SPELLS

TODAY = date(2026, 11, 21)
SKILLS = {"kubernetes": 3, "operator": 1, "ebpf": 1, "rpc-optimisation": 1}
RUST = Claim(
    id="X1",
    article="900",
    kind="growth",
    statement_en="Rust postings grew 37 %",
    statement_zh="Rust 职位增长 37%",
    base="2023-Q2",
    period="2024-Q2",
    numerator="rust",
    figure=0.37,
    zone=(0.37 * 2 / 3, 0.37 * 1.5),
    rival=0.0,
    subject_en="Rust's share of openings",
    subject_zh="新职位中 Rust 的占比",
)
REMOTE = Claim(
    id="X2",
    article="900",
    kind="share",
    statement_en="68 % are remote",
    statement_zh="68% 可远程",
    population="ALL",
    period="2024",
    numerator="remote:remote",
    figure=0.68,
    zone=(0.63, 0.73),
    rival=0.5,
    subject_en="the remote share of openings",
    subject_zh="可远程职位的占比",
)


@dataclass
class Board:
    """One board of the market in memory.

    Args:
        first: First month covered.
        last: Last month covered.
        share: Year -> share of vacancies that are counted.
        failed: Months whose crawl failed.
        cn: Whether its vacancies are in mainland China.
        census: Whether it lists all openings.
        employers: How many it has.
        listed: Vacancies an employer opens a quarter.
    """

    first: date
    last: date
    share: dict[int, float]
    failed: tuple[date, ...] = ()
    cn: bool = True
    census: bool = False
    employers: int = 60
    listed: int = 6


@dataclass
class Market:
    """A source in memory; deterministic."""

    boards: dict[str, Board]
    simulated: bool = False
    asked: list[Cohort] = field(default_factory=list)
    answered: dict[str, float] | None = None
    """Period -> share of the tagged postings that people say yes to; None where nobody was asked."""

    def meta(self) -> Meta:
        return Meta("2026-11-21.abcd1234", datetime(2026, 11, 21, tzinfo=UTC), self.simulated, "t", None, None)

    def audited(self, cohort: Cohort) -> pl.DataFrame | None:
        """Return what people answered: all of what was tagged, and of the rest."""
        if self.answered is None:
            return None
        rows = []
        for label, n, x in self.counts(cohort).group_by("period").agg(pl.col("n", "x").sum()).iter_rows():
            rows.append((label, "zh", "tagged", x, x, round(x * self.answered.get(label, 1.0))))
            rows.append((label, "zh", "rest", n - x, n - x, 0))
        return pl.DataFrame(rows, schema=["period", "language", "stratum", "size", "labelled", "yes"], orient="row")

    def employer_name(self, key: str) -> str:
        return key.upper()

    @property
    def board_titles(self) -> dict[str, tuple[str, str]]:
        return {name: (f"Board {name}", f"网站 {name}") for name in self.boards}

    def coverage(self) -> pl.DataFrame:
        rows = [
            (name, month, "failed" if month in board.failed else "complete", 1, 9, 9 * board.cn)
            for name, board in self.boards.items()
            for month in months(board.first, board.last)
        ]
        return pl.DataFrame(rows, schema=COVERAGE.polars, orient="row")

    def covered(self, periods: Sequence[Period], measure: Measure = "opened") -> dict[str, str]:
        assert measure in {"opened", "open"}
        return {name: self._why(board, periods) for name, board in self.boards.items()}

    def _why(self, board: Board, periods: Sequence[Period]) -> str:
        needed = [m for p in periods for m in months(p.start, p.end) if m < p.end]
        lost = [month for month in needed if month in board.failed or not board.first <= month <= board.last]
        return f"crawl of {lost[0]:%Y-%m} failed" if lost else ""

    def counts(self, cohort: Cohort) -> pl.DataFrame:
        self.asked.append(cohort)
        rows = [
            row
            for name, board in sorted(self.boards.items())
            if (not cohort.boards or name in cohort.boards) and (board.cn or cohort.population == "ALL")
            if board.census or "census" not in cohort.denominator
            for period in cohort.periods
            for row in self._cells(name, board, period, _salt(cohort))
        ]
        return pl.DataFrame(rows, schema=CELLS, orient="row")

    def cells(self, cohort: Cohort) -> pl.DataFrame:
        return self.counts(cohort)

    def pay(self, cohort: Cohort) -> pl.DataFrame:
        cells = self.counts(cohort)
        draw = np.random.default_rng(len(cohort.numerator))
        pay = [
            float(450_000 * np.exp(draw.normal(0, 0.2))) if draw.random() < 0.5 else None for _ in range(cells.height)
        ]
        return cells.select("period", "board", "employer").with_columns(pay=pl.Series(pay, dtype=pl.Float64))

    def spells(self, cohort: Cohort) -> pl.DataFrame:
        (period,) = cohort.periods
        draw = np.random.default_rng(8)
        rows = []
        for _, name, employer, *_ in self.counts(cohort).iter_rows():
            opened = period.start + timedelta(days=int(draw.integers(0, 300)))
            closed = opened + timedelta(days=1 + int(draw.exponential(40)))
            rows.append((name, employer, bool(draw.random() < 0.5), opened, closed - timedelta(days=1), closed))
        return pl.DataFrame(rows, schema=SPELLS, orient="row")

    def named(self, cohort: Cohort, dimension: str) -> pl.DataFrame:
        assert dimension == "skill"
        cells = self.counts(cohort)
        each = [cells.with_columns(concept=pl.lit(name), x=pl.col("x") * more) for name, more in SKILLS.items()]
        return pl.concat(each).select(list(NAMED))

    def _cells(self, name: str, board: Board, period: Period, salt: bytes) -> list[tuple[str, str, str, int, int]]:
        draw = np.random.default_rng([*name.encode(), period.start.toordinal(), *salt])
        quarters = max((period.end - period.start).days // 90, 1)
        n = draw.poisson(board.listed * quarters, size=board.employers) + 1
        x = draw.binomial(n, board.share.get(period.start.year, 0.1))
        return [(period.label, name, f"{name}-{e:03}", int(n[e]), int(x[e])) for e in range(board.employers)]


def _salt(cohort: Cohort) -> bytes:
    """Queries of the shipped claims count different vacancies; those of this file's own claims always the same."""
    own = cohort.numerator in {RUST.numerator, REMOTE.numerator}
    return b"" if own else f"{cohort.numerator}|{cohort.denominator}".encode()


def flat(level: float) -> dict[int, float]:
    return dict.fromkeys(range(2015, 2027), level)


def board(share: dict[int, float], **changed: object) -> Board:
    return replace(Board(date(2021, 1, 1), date(2026, 10, 1), share), **changed)


def single(claim: Claim, market: Market) -> Judgement:
    (judged,) = judge([claim], market, today=TODAY)
    return judged


def test_growth_is_judged_on_the_stated_quarters() -> None:
    judged = single(RUST, Market({"cn": board(flat(0.2), employers=900)}))
    assert (judged.verdict, judged.reason) == ("contradicted", "overstated")
    assert judged.estimate is not None
    assert judged.estimate.periods == ("2023-Q2", "2024-Q2")
    assert judged.estimate.beside is not None
    assert judged.estimate.panel.only_these_boards
    assert judged.estimate.panel.rule.startswith(
        "boards observed throughout all of 2023-Q2, 2024-Q2 that list CN postings"
    )
    assert judged.estimate.panel.dated == "2026-11-21"
    assert judged.sentence_en.startswith("On 1 board (Board cn) and 900 employers, Rust's share of openings ")
    assert judged.sentence_en.endswith("; the article says +37%: overstated. Not corrected for tagging error.")
    assert "夸大" in judged.sentence_zh
    assert (judged.corrected, judged.vintage) == (False, "2026-11-21.abcd1234")


def test_what_grew_as_claimed_is_supported() -> None:
    grown = flat(0.2) | {2024: 0.274}
    judged = single(RUST, Market({"cn": board(grown, employers=2000)}, answered={}))
    assert judged.verdict == "supported"
    assert judged.corrected
    assert judged.sentence_en.endswith("the article says +37%: supported. Corrected for tagging error by an audit.")
    assert "增长 " in judged.sentence_zh


def test_what_an_unaudited_tagger_could_turn_is_undecided_and_names_the_audit() -> None:
    judged = single(RUST, Market({"cn": board(flat(0.2) | {2024: 0.274}, employers=2000)}))
    assert (judged.verdict, judged.corrected) == ("undecided", False)
    assert judged.reason == "uncorrected: it would be supported if the tagger did not err"
    assert judged.needed == "an audit of the tagger: `jobproof audit X1`"
    assert judged.sentence_en.endswith("Not corrected for tagging error.")


def test_what_no_tagger_could_turn_is_decided_without_an_audit() -> None:
    judged = single(RUST, Market({"cn": board(flat(0.2), employers=2000)}))
    assert (judged.verdict, judged.corrected) == ("contradicted", False)


def test_an_audit_moves_the_figure_and_keeps_the_one_as_tagged() -> None:
    grown = Market({"cn": board(flat(0.2) | {2024: 0.274}, employers=2000)}, answered={"2024-Q2": 0.75})
    judged = single(RUST, grown)
    assert judged.estimate is not None
    tagged = judged.estimate.asides["uncorrected"]
    assert judged.estimate.interval.value == pytest.approx((1 + tagged) * 0.75 - 1, abs=0.002)
    assert judged.verdict == "contradicted"
    assert max(judged.estimate.leave_one_out.values()) < tagged


def test_the_newest_pair_of_quarters_stands_beside() -> None:
    recent = flat(0.2) | {2026: 0.4}
    judged = single(RUST, Market({"cn": board(recent, employers=900)}))
    assert judged.newest is not None
    assert judged.newest.periods == ("2025-Q3", "2026-Q3")
    assert judged.newest.interval.value == pytest.approx(1.0, abs=0.15)
    assert (judged.verdict, judged.newest_verdict) == ("contradicted", "contradicted")


def test_the_newest_period_is_not_shown_twice() -> None:
    judged = single(replace(RUST, base="2025-Q3", period="2026-Q3"), Market({"cn": board(flat(0.2))}))
    assert judged.estimate is not None
    assert judged.newest is None


def test_a_newest_claim_takes_the_last_finished_year() -> None:
    judged = single(replace(RUST, base="", period="newest year"), Market({"cn": board(flat(0.2))}))
    assert judged.estimate is not None
    assert judged.estimate.periods == ("2024", "2025")


def test_an_unfinished_period_gives_nothing() -> None:
    judged = single(replace(RUST, base="2025", period="2026"), Market({"cn": board(flat(0.2))}))
    assert (judged.verdict, judged.reason, judged.estimate) == ("insufficient", "2026 is not finished", None)
    assert judged.newest is not None
    assert judged.newest.periods == ("2024", "2025")


def test_other_populations_never_decide() -> None:
    market = Market({"abroad": board(flat(0.2), cn=False), "away": board(flat(0.3), cn=False)})
    judged = single(RUST, market)
    assert (judged.verdict, judged.estimate, judged.newest) == ("insufficient", None, None)
    assert judged.reason == "no board covers 2023-Q2 and 2024-Q2 with CN postings"
    assert [found.population for found in judged.elsewhere] == ["ALL", "abroad", "away"]
    assert judged.elsewhere[0].periods == ("2023-Q2", "2024-Q2")
    assert (
        "Elsewhere (all postings), which decides nothing: on 2 boards (Board abroad; Board away)" in judged.sentence_en
    )
    assert "其他总体（全部招聘），不作判定" in judged.sentence_zh
    assert judged.sentence_en.count("Not corrected for tagging error.") == 1


def test_elsewhere_falls_back_to_its_newest_period() -> None:
    market = Market({"old": board(flat(0.2), cn=False, first=date(2015, 1, 1), last=date(2018, 2, 1))})
    judged = single(RUST, market)
    assert [found.periods for found in judged.elsewhere] == [("2016-Q4", "2017-Q4")]


def test_a_failed_crawl_drops_its_board_from_both_periods() -> None:
    market = Market({"good": board(flat(0.2)), "bad": board(flat(0.9), failed=(date(2023, 5, 1),))})
    judged = single(RUST, market)
    assert judged.estimate is not None
    assert judged.estimate.panel.boards == ("good",)
    assert judged.estimate.panel.dropped_boards == {"bad": "crawl of 2023-05 failed"}
    assert "'bad'" not in judged.estimate.sql


def test_few_employers_are_insufficient() -> None:
    judged = single(RUST, Market({"cn": board(flat(0.2), employers=6)}))
    assert (judged.verdict, judged.reason) == ("insufficient", "k 6 < 10")
    assert judged.needed == "10 employers with a counted vacancy; now 6"
    assert judged.flips == ()
    assert "too little data to tell (6 of the 10 employers that it takes)" in judged.sentence_en


def test_nothing_counted_is_insufficient_and_says_of_how_many() -> None:
    judged = single(RUST, Market({"cn": board(flat(0.0))}))
    assert judged.verdict == "insufficient"
    assert judged.reason.startswith("0 counted of ")
    assert judged.estimate is None


def test_a_share_is_judged_on_all_postings() -> None:
    judged = single(
        REMOTE, Market({"a": board(flat(0.55), employers=300), "b": board(flat(0.55), cn=False)}, answered={})
    )
    assert (judged.verdict, judged.reason) == ("contradicted", "overstated")
    assert judged.estimate is not None
    assert judged.estimate.beside is None
    assert [found.population for found in judged.elsewhere] == ["CN"]
    assert "the remote share of openings was 5" in judged.sentence_en
    assert "2024年可远程职位的占比为" in judged.sentence_zh


@pytest.mark.parametrize(
    ("census", "verdict", "measure"), [(False, "undecided", "share"), (True, "contradicted", "count")]
)
def test_a_count_decides_only_where_all_openings_are_listed(*, census: bool, verdict: str, measure: str) -> None:
    market = Market({"cn": board(flat(0.2), employers=900, census=census)})
    judged = single(replace(RUST, primary="count"), market)
    assert judged.estimate is not None
    assert (judged.verdict, judged.estimate.measure) == (verdict, measure)
    assert (judged.reason == "only the share is measured") is not census


def test_a_giant_that_decides_alone_is_named() -> None:
    market = Market({"cn": board(flat(0.2), employers=300)}, answered={})
    giant = [
        ("2023-Q2", "cn", "giant", 150, 45),
        ("2024-Q2", "cn", "giant", 150, 30),
    ]
    plain = market.counts

    def with_giant(cohort: Cohort) -> pl.DataFrame:
        rows = [row for row in giant if row[0] in {period.label for period in cohort.periods}]
        return pl.concat([plain(cohort), pl.DataFrame(rows, schema=CELLS, orient="row")])

    market.counts = with_giant  # type: ignore[method-assign]  # one employer more
    judged = single(replace(RUST, figure=0.02, zone=(-0.17, 0.17), rival=-0.5), market)
    assert judged.estimate is not None
    assert "GIANT" in judged.estimate.leave_one_out
    assert judged.verdict == "direction_only"
    assert "without GIANT: supported" in judged.flips


def test_a_verdict_that_hangs_on_one_board_names_it() -> None:
    market = Market({"a": board(flat(0.2), employers=900), "b": board(flat(0.2) | {2024: 0.29}, employers=900)})
    judged = single(RUST, market)
    assert any(flip.startswith("without a: ") for flip in judged.flips)
    assert judged.estimate is not None
    assert {"a", "b"} <= set(judged.estimate.leave_one_out)


def test_a_verdict_near_the_edge_flips_with_its_zone() -> None:
    judged = single(
        replace(RUST, figure=0.14, zone=(0.08, 0.2)), Market({"cn": board(flat(0.2), employers=4000)}, answered={})
    )
    assert judged.verdict == "contradicted"
    assert any(flip.startswith("at twice the zone: ") for flip in judged.flips)


def test_what_no_posting_decides_says_why() -> None:
    claim = Claim("X3", "900", "untestable", "Half fail", "一半失败", untestable="postings do not show it")
    judged = single(claim, Market({}))
    assert (judged.verdict, judged.reason) == ("untestable", "postings do not show it")
    assert judged.sentence_en == "“Half fail” cannot be tested: postings do not show it."


def test_an_untestable_claim_says_what_postings_show_instead() -> None:
    judged = single(shipped("A2.6"), Market({"cn": board(flat(0.2))}))
    assert (judged.verdict, judged.estimate) == ("untestable", None)
    assert judged.proxy is not None
    assert judged.proxy.periods == ("2025",)
    assert (
        "What postings show instead: on 1 board (Board cn) and 60 employers, the share of Go openings"
        in judged.sentence_en
    )
    assert "招聘信息能说明的是" in judged.sentence_zh
    assert single(shipped("A2.6"), Market({})).proxy is None
    (exported,) = export([judged])
    assert exported["proxy"] is not None


def shipped(ident: str, **changed: object) -> Claim:
    (claim,) = (one for one in load() if one.id == ident)
    return replace(claim, **changed)  # type: ignore[arg-type]  # the keywords are Claim's own


@pytest.mark.parametrize(
    ("ident", "en", "zh"),
    [
        (
            "A3.9.microservices",
            "the microservice back end's share of Go openings was 5",
            "Go 职位中微服务后端的占比为 5",
        ),
        (
            "A2.4",
            "Operator > Kubernetes is the pair that decides, at ×0.33 (",
            "起决定作用的一对是 Kubernetes Operator > Kubernetes",
        ),
        ("A3.5", "is the pair that decides, at ×", "增速的排序中"),
        ("A1.4.http-api", "was CNY 4", "年薪中位数为 CNY 4"),
        (
            "A1.4.ratio-ebpf",
            "median pay of Go with eBPF and the Linux kernel over that with HTTP APIs was ×",
            "之比为 ×",
        ),
        ("A0.4.consistency", "against other Go openings was ×", "为 ×"),
        ("A4.4.asked-for", "60 of 60 employers, in 2025", "60 家雇主中有 60 家"),
        ("A3.12.platform", "Half of them close within ", "半数在 "),
        ("A3.1", ", the most of 4 pairs of years", "，为 4 对年份中最大"),
        ("A3.8", "second-tier cities' open Go vacancies over the first tier's was ×", "之比为 ×"),
    ],
)
def test_every_kind_has_a_sentence_to_quote(ident: str, en: str, zh: str) -> None:
    claims = [claim for claim in load() if claim.kind == "composition"] if ident == "A3.9.microservices" else []
    market = Market({"cn": board(flat(0.55))})
    judged = next(found for found in judge([shipped(ident), *claims], market, today=TODAY) if found.id == ident)
    assert judged.estimate is not None
    assert en in judged.sentence_en
    assert zh in judged.sentence_zh
    assert judged.estimate.panel.g_eff > 0


def test_figures_that_exclude_each_other_contradict_without_a_posting() -> None:
    claims = [shipped("A3.1"), shipped("A3.2"), shipped("A3.21")]
    judged = judge(claims, Market({}), today=TODAY)[-1]
    assert (judged.verdict, judged.estimate) == ("contradicted", None)
    assert judged.sentence_en.endswith("cannot all hold: growth = 142% (the title); growth = 37% (the body).")
    assert judged.sentence_zh.endswith("以下各项不能同时成立：growth = 142%（标题）；growth = 37%（正文）。")


def test_figures_that_leave_room_say_how_much() -> None:
    claims = [shipped(ident) for ident in ("A3.6", "A3.7.share", "A3.7.rank", "A3.7.room")]
    judged = judge(claims, Market({}), today=TODAY)[-1]
    assert judged.verdict == "supported"
    assert "that leaves Shanghai and Shenzhen together at 0% … 2" in judged.sentence_en


def test_a_growth_of_no_year_is_judged_on_all_of_them() -> None:
    reached = flat(0.1) | dict.fromkeys(range(2024, 2027), 0.25)
    market = Market({"cn": board(reached, employers=2500, listed=10)})
    judged = single(shipped("A3.1"), market)
    assert (judged.verdict, judged.reason) == ("supported", "reached in 2023 → 2024")
    assert judged.estimate is not None
    assert judged.estimate.periods == ("2023", "2024")
    assert len(judged.estimate.parts) == 4
    assert judged.newest is None
    never = single(shipped("A3.1"), Market({"cn": board(flat(0.1), employers=300)}))
    assert (never.verdict, never.reason) == ("contradicted", "overstated")


def test_the_newest_period_stands_beside_every_kind() -> None:
    judged = single(shipped("A3.7.rank"), Market({"cn": board(flat(0.3))}))
    assert judged.newest is not None
    assert judged.newest.periods == ("2026-Q3",)
    assert judged.newest_verdict == "undecided"


def test_no_posting_abroad_decides_any_kind() -> None:
    market = Market({"abroad": board(flat(0.3), cn=False), "away": board(flat(0.3), cn=False)})
    judgements = judge(load(), market, today=TODAY)
    tested = [
        found for found in judgements if found.population == "CN" and found.kind not in {"untestable", "consistency"}
    ]
    assert {found.verdict for found in tested} == {"insufficient"}
    assert all(found.elsewhere and found.estimate is None for found in tested)
    assert all([one.population for one in found.elsewhere] == ["ALL", "abroad", "away"] for found in tested)


def test_an_empty_warehouse_decides_nothing() -> None:
    judgements = judge(load(), Market({}), today=TODAY)
    tested = {found.verdict for found in judgements if found.kind != "consistency"}
    assert tested == {"insufficient", "untestable"}
    assert all(judged.sentence_en and judged.sentence_zh for judged in judgements)


def test_all_shipped_claims_are_judged_and_exported() -> None:
    market = Market({"cn": board(flat(0.3)), "abroad": board(flat(0.3), cn=False)}, simulated=True)
    judgements = judge(load(), market, today=TODAY)
    exported = export(judgements)
    text = json.dumps(exported, allow_nan=False)
    assert [entry["id"] for entry in json.loads(text)] == [claim.id for claim in load()]
    keys = [tuple(entry) for entry in exported]
    assert len(set(keys)) == 1
    assert {"id", "kind", "population", "verdict", "estimate", "low", "high", "n", "panel", "vintage", "elsewhere",
            "sentence_en", "sentence_zh"} <= set(keys[0])  # fmt: skip
    estimated = [entry for entry in exported if entry["estimate"] is not None]
    assert len(estimated) > 80
    assert all(entry["sql"] and entry["simulated"] for entry in estimated)
    assert [entry["id"] for entry in estimated if not entry["sql_figure"]] == [
        "A3.12.full-stack", "A3.12.low-level", "A3.12.platform",
    ]  # fmt: skip
    assert all("The market is simulated." in str(entry["sentence_en"]) for entry in estimated)
    assert all("模拟数据" in str(entry["sentence_zh"]) for entry in estimated)


def test_ends_without_bound_are_null_in_json() -> None:
    judged = single(replace(RUST, zone=(0.1, math.inf), figure=None), Market({"cn": board(flat(0.2) | {2023: 0.0})}))
    (entry,) = export([judged])
    assert entry["zone"] == [0.1, None]
    assert (entry["estimate"], entry["high"]) == (None, None)
    assert isinstance(entry["low"], float)
    assert "rose from none" in judged.sentence_en
    assert "从无到有" in judged.sentence_zh


def test_an_endless_looking_range_is_not_spelt_out() -> None:
    judged = single(RUST, Market({"cn": board(flat(0.3), employers=2, listed=3)}))
    assert judged.estimate is not None
    assert judged.estimate.interval.high > 99
    assert "> ×100)" in judged.sentence_en


@pytest.mark.parametrize(
    ("claim", "en", "zh"),
    [
        (RUST, "+37%", "+37%"),
        (replace(RUST, figure=None, word="grows"), "“grows” (by more than 10% a year)", "“增长”（每年超过 10%）"),
        (REMOTE, "68%", "68%"),
        (replace(REMOTE, kind="level", figure=480_000.0), "CNY 480,000", "CNY 480,000"),
        (replace(REMOTE, kind="level", figure=2.0, ratio="medians"), "×2", "×2"),
        (replace(REMOTE, kind="untestable", figure=3.2), "×3.2", "×3.2"),
        (replace(REMOTE, figure=None), "63% to 73%", "63% 至 73%"),
        (replace(REMOTE, figure=None, zone=None), "no figure", "（无数字）"),
        (replace(REMOTE, kind="ranking", figure=None, zone=None), "this order", "此排序"),
        (replace(REMOTE, kind="contrast", figure=None, zone=(1.2, math.inf)), "×1.2 or more", "不低于 ×1.2"),
    ],
)
def test_what_the_article_says(claim: Claim, en: str, zh: str) -> None:
    assert (claimed(claim, "en"), claimed(claim, "zh")) == (en, zh)


def test_the_same_cohort_is_counted_once() -> None:
    market = Market({"cn": board(flat(0.2))})
    judge([RUST, replace(RUST, id="X9", figure=0.5, zone=(0.3, 0.7))], market, today=TODAY)
    assert len(market.asked) == len(set(market.asked))


def test_every_pair_of_years_on_one_board() -> None:
    market = Market(
        {"old": board(flat(0.2) | {2018: 0.5}, first=date(2015, 1, 1), last=date(2020, 12, 1), cn=False),
         "other": board(flat(0.9))}
    )  # fmt: skip
    claim = replace(RUST, base="", period="newest year")
    pairs = growth_by_year(claim, market, today=TODAY, board="old")
    assert [pair.estimate.periods for pair in pairs] == [
        ("2015", "2016"), ("2016", "2017"), ("2017", "2018"), ("2018", "2019"), ("2019", "2020"),
    ]  # fmt: skip
    assert {pair.estimate.panel.boards for pair in pairs} == {("old",)}
    assert pairs[2].estimate.interval.value == pytest.approx(1.5, abs=0.2)
    assert pairs[2].share.verdict == "contradicted"
    assert pairs[2].share.reason == "understated"
    assert all(pair.estimate.beside is not None and pair.count.verdict for pair in pairs)


def test_pairs_are_of_the_population_asked_for() -> None:
    market = Market({"old": board(flat(0.2), cn=False)})
    assert growth_by_year(replace(RUST, base="", period="newest year"), market, today=TODAY, board="old") != []
    assert (
        growth_by_year(replace(RUST, base="", period="newest year"), market, today=TODAY, board="old", population="CN")
        == []
    )
