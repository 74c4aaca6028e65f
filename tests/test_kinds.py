"""Every kind's figure against its formula written again from the source, or against another library."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import proportion_confint

from reports import estimators, verdicts
from reports.claims import Claim
from reports.jackknife import side
from reports.kinds import scarcity
from reports.kinds.asides import MULTIPLE, OPEN_GROUP, PLANTED, STATING
from reports.kinds.case import Case, Measured
from reports.kinds.composition import Composition
from reports.kinds.contrast import Contrast, odds
from reports.kinds.existence import Existence
from reports.kinds.level import Level, Median
from reports.kinds.methods import methods
from reports.kinds.ranking import ByPay, Leading, Ranking
from reports.kinds.scarcity import Scarcity, Spells, hazard_ratio
from reports.kinds.searched import Searched
from reports.panels import Window
from reports.planted import sensitivity
from reports.turnbull import distribution, median
from reports.verdicts import Question
from warehouse import periods
from warehouse.cohorts import CELLS
from warehouse.statements import PAY, SPELLS

Row = tuple[str, str, str, str, int, int]
"""arm, period, board, employer, n, x."""
OLD, NEW = "2023", "2024"
ORDER = Question((1.0, math.inf), None, 1.0, "ratio")


def claim(kind: str, **more: object) -> Claim:
    made = Claim("X1", "900", kind, "It is so", "如此", period=NEW, subject_en="it", subject_zh="它")  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]  # the keywords are Claim's own


def case(entry: Claim, *labels: str, family: Sequence[Claim] = ()) -> Case:
    chosen = tuple(periods.parse(label, who="test") for label in labels or (NEW,))
    return Case(entry, "CN", Window(chosen, ("b0", "b1")), tuple(family))


def frame(rows: Iterable[Row]) -> pl.DataFrame:
    schema = {"arm": pl.String, **CELLS}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def drawn(
    seed: int, arms: dict[str, Sequence[float]], *, boards: int = 2, employers: int = 40, labels: Sequence[str] = (NEW,)
) -> list[Row]:
    """Return counts of a small market: each arm has a share a period; employers differ in size and leaning."""
    draw = np.random.default_rng(seed)
    rows: list[Row] = []
    for employer in range(employers):
        size, leaning = draw.pareto(2.0) + 0.5, draw.normal(0, 0.6)
        for board in range(boards):
            for at, period in enumerate(labels):
                n = int(draw.poisson(6 * size)) + 1
                for arm, shares in arms.items():
                    odds_ = math.exp(math.log(shares[at] / (1 - shares[at])) + leaning)
                    x = int(draw.binomial(n, odds_ / (1 + odds_)))
                    rows.append((arm, period, f"b{board}", f"e{employer:03}", n, x))
    return rows


def brute(rows: list[Row], linked: Callable[[list[Row]], float], counted: Callable[[Row], bool]) -> tuple[float, float]:
    """Return half width and G_eff by leaving out each employer's rows and computing all again (MNW 2023, CV3)."""
    groups = sorted({row[3] for row in rows})
    whole = linked(rows)
    squares = [(linked([row for row in rows if row[3] != group]) - whole) ** 2 for group in groups]
    k = len({row[3] for row in rows if counted(row)})
    g_eff = sum(squares) ** 2 / sum(square**2 for square in squares)
    width = stats.t.ppf(0.975, min(g_eff, k - 1)) * math.sqrt((len(groups) - 1) / len(groups) * sum(squares))
    return float(width), g_eff


def total(rows: Iterable[Row], arm: str, period: str = "", column: int = 5, board: str = "") -> int:
    return sum(int(row[column]) for row in rows if row[0] == arm and period in {"", row[1]} and board in {"", row[2]})


def ratio_by_hand(rows: list[Row], arm: str) -> float:
    """Greenland & Robins 1985 over boards."""
    up = down = 0.0
    for board in {row[2] for row in rows}:
        n0, x0, n1, x1 = (total(rows, arm, p, c, board) for p in (OLD, NEW) for c in (4, 5))
        if n0 and n1:
            up, down = up + x1 * n0 / (n0 + n1), down + x0 * n1 / (n0 + n1)
    return up / down


def found(measured: Measured | None) -> Measured:
    assert measured is not None
    return measured


# ---------------------------------------------------------------- levels that hold at once


@pytest.mark.parametrize("figures", [2, 3, 8])
def test_the_common_level_is_that_of_a_multivariate_normal(figures: int) -> None:
    draw = np.random.default_rng(3)
    distance = draw.normal(size=(400, figures)) + 1.2 * draw.normal(size=(400, 1))
    unit = distance / np.sqrt((distance**2).sum(axis=0))
    correlation = unit.T @ unit
    z = stats.norm.isf(side(distance))
    inside = stats.multivariate_normal(cov=correlation, seed=5).cdf(
        np.full(figures, z), lower_limit=np.full(figures, -z)
    )
    assert inside == pytest.approx(0.95, abs=0.003)


def test_the_common_level_lies_between_one_figures_and_bonferronis() -> None:
    draw = np.random.default_rng(4)
    alone = draw.normal(size=(300, 1))
    assert side(alone) == 0.025
    assert side(np.repeat(alone, 5, axis=1)) == pytest.approx(0.025, abs=0.0005)
    assert side(draw.normal(size=(300, 5))) == pytest.approx(0.5 * (1 - 0.95 ** (1 / 5)), rel=0.03)
    assert side(draw.normal(size=(300, 50))) == 0.025 / 50


# ---------------------------------------------------------------- composition

PARTS = {"a": (0.5,), "b": (0.3,), "c": (0.15,)}


def parts(**more: object) -> list[Claim]:
    return [claim("composition", id=f"X1.{name}", numerator=name, denominator="any", **more) for name in PARTS]


def test_a_part_alone_is_a_share() -> None:
    rows = frame(drawn(1, {"a": (0.4,)}))
    measured = found(Composition().measure(case(claim("composition", numerator="a")), rows))
    share = estimators.share(rows)
    assert share is not None
    assert measured.estimated.interval.low == pytest.approx(share.interval.low, rel=1e-9)
    assert measured.estimated.interval.high == pytest.approx(share.interval.high, rel=1e-9)
    assert (measured.estimated.g_eff, measured.estimated.k) == (pytest.approx(share.g_eff), share.k)
    assert measured.parts == ()


def test_parts_of_a_whole_have_wider_intervals_that_hold_at_once() -> None:
    rows = drawn(2, PARTS)
    family = parts()
    measured = found(Composition().measure(case(family[1], family=family), frame(rows)))
    only_b = [row for row in rows if row[0] == "b"]
    width, g_eff = brute(only_b, lambda kept: _logit(total(kept, "b"), total(kept, "b", column=4)), lambda r: r[5] > 0)
    spread = measured.estimated.interval
    half = (_log_odds(spread.high) - _log_odds(spread.low)) / 2
    assert spread.value == pytest.approx(total(rows, "b") / total(rows, "b", column=4))
    assert width < half < width * stats.t.isf(0.025 / 3, g_eff) / stats.t.isf(0.025, g_eff)
    assert measured.estimated.g_eff == pytest.approx(g_eff, rel=1e-9)
    assert [part.label for part in measured.parts] == ["a", "b", "c"]
    assert measured.parts[1].interval == spread


def _logit(x: int, n: int) -> float:
    return math.log(x / (n - x))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def test_mentions_are_parts_of_all_mentions() -> None:
    rows = drawn(3, PARTS)
    family = parts(unit="mention")
    measured = found(Composition().measure(case(family[0], family=family), frame(rows)))
    mentions = sum(total(rows, name) for name in PARTS)
    assert measured.estimated.interval.value == pytest.approx(total(rows, "a") / mentions)
    assert measured.estimated.cells == ((mentions, total(rows, "a")),)


def test_none_of_a_part_is_bounded_by_the_effective_number_of_employers() -> None:
    rows = [("a", NEW, "b0", f"e{at}", 1, 0) for at in range(200)] + [
        ("b", NEW, "b0", f"e{at}", 1, 1) for at in range(200)
    ]
    family = parts()[:2]
    measured = found(Composition().measure(case(family[0], family=family), frame(rows)))
    assert measured.estimated.interval.low == 0
    assert measured.estimated.interval.high == pytest.approx(proportion_confint(0, 200, method="beta")[1], rel=1e-6)


# ---------------------------------------------------------------- contrast


def contrasted(seed: int, group: float, against: float, *, boards: int = 2) -> list[Row]:
    return drawn(seed, {"group": (group,), "against": (against,)}, boards=boards)


def test_odds_ratio_is_mantel_and_haenszels() -> None:
    rows = contrasted(4, 0.3, 0.2, boards=4)
    tables = []
    for board in range(4):
        (n1, x1), (n0, x0) = (
            (total(rows, arm, column=4, board=f"b{board}"), total(rows, arm, board=f"b{board}"))
            for arm in ("group", "against")
        )
        tables.append(np.array([[x1, n1 - x1], [x0, n0 - x0]], dtype=float))
    estimated = odds(frame(rows))
    assert estimated is not None
    assert estimated.interval.value == pytest.approx(StratifiedTable(tables).oddsratio_pooled, rel=1e-12)


def test_odds_ratio_has_the_brute_force_jackknifes_interval() -> None:
    rows = contrasted(5, 0.3, 0.2)

    def log_odds_ratio(kept: list[Row]) -> float:
        up = down = 0.0
        for board in ("b0", "b1"):
            (n1, x1), (n0, x0) = (
                (total(kept, arm, column=4, board=board), total(kept, arm, board=board)) for arm in ("group", "against")
            )
            up, down = up + x1 * (n0 - x0) / (n0 + n1), down + x0 * (n1 - x1) / (n0 + n1)
        return math.log(up / down)

    width, g_eff = brute(rows, log_odds_ratio, lambda row: row[5] > 0)
    estimated = odds(frame(rows))
    assert estimated is not None
    assert math.log(estimated.interval.high / estimated.interval.value) == pytest.approx(width, rel=1e-9)
    assert estimated.g_eff == pytest.approx(g_eff, rel=1e-9)
    without = [row for row in rows if row[3] != next(iter(estimated.without_employer))]
    assert next(iter(estimated.without_employer.values())) == pytest.approx(math.exp(log_odds_ratio(without)), rel=1e-9)


@pytest.mark.parametrize("ratio", ["rates", "counts"])
def test_rate_and_count_ratios_are_growths_between_groups(ratio: str) -> None:
    rows = contrasted(6, 0.3, 0.2)
    entry = claim("contrast", ratio=ratio, numerator="x", denominator="g", against="h")
    value = found(Contrast().measure(case(entry), frame(rows))).estimated.interval.value
    up, down = 0.0, 0.0
    for board in ("b0", "b1"):
        (n1, x1), (n0, x0) = (
            (total(rows, arm, column=4, board=board), total(rows, arm, board=board)) for arm in ("group", "against")
        )
        weights = (n0, n1, n0 + n1) if ratio == "rates" else (1, 1, 1)
        up, down = up + x1 * weights[0] / weights[2], down + x0 * weights[1] / weights[2]
    assert value == pytest.approx(up / down, rel=1e-12)


def test_a_group_that_counts_nothing_is_bounded_from_above() -> None:
    rows = [("group", NEW, "b0", f"g{at}", 3, 0) for at in range(80)]
    rows += [("against", NEW, "b0", f"a{at}", 3, int(at < 20)) for at in range(80)]
    estimated = odds(frame(rows))
    assert estimated is not None
    assert (estimated.interval.value, estimated.interval.low) == (0, 0)
    assert 0 < estimated.interval.high < 1
    assert odds(frame(row for row in rows if row[0] == "group")) is None


# ---------------------------------------------------------------- ranking

PAIRS = (("a", "b"), ("b", "c"))


def test_a_ranking_by_share_is_jackknifed_pair_by_pair() -> None:
    rows = drawn(7, PARTS)
    entry = claim("ranking", by="share", pairs=PAIRS)
    measured = found(Ranking().measure(case(entry), frame(rows)))
    for part, (greater, smaller) in zip(measured.parts, PAIRS, strict=True):
        both = [row for row in rows if row[0] in {greater, smaller}]
        width, _ = brute(
            both,
            lambda kept, up=greater, down=smaller: math.log(total(kept, up) / total(kept, down)),
            lambda r: r[5] > 0,
        )
        assert part.interval.value == pytest.approx(total(rows, greater) / total(rows, smaller), rel=1e-12)
        half = math.log(part.interval.high / part.interval.low) / 2
        assert width < half < 1.5 * width
    assert Ranking().rule(ORDER, measured).verdict == "supported"
    reverse = replace(entry, pairs=tuple((b, a) for a, b in PAIRS))
    turned = found(Ranking().measure(case(reverse), frame(rows)))
    assert (Ranking().rule(ORDER, turned).verdict, Ranking().rule(ORDER, turned).reason) == ("contradicted", "reversed")
    assert turned.estimated.interval.high < 1


def test_a_ranking_by_growth_compares_mantel_haenszel_ratios() -> None:
    rows = drawn(8, {"go": (0.2, 0.3), "java": (0.3, 0.3)}, labels=(OLD, NEW))
    entry = claim("ranking", by="growth", pairs=(("go", "java"),), base=OLD)
    measured = found(Ranking().measure(case(entry, OLD, NEW), frame(rows)))

    def log_ratio(kept: list[Row]) -> float:
        return math.log(ratio_by_hand(kept, "go") / ratio_by_hand(kept, "java"))

    width, g_eff = brute(rows, log_ratio, lambda row: row[5] > 0)
    spread = measured.estimated.interval
    assert spread.value == pytest.approx(math.exp(log_ratio(rows)), rel=1e-9)
    assert math.log(spread.high / spread.value) == pytest.approx(width, rel=1e-9)
    assert measured.estimated.g_eff == pytest.approx(g_eff, rel=1e-9)


def test_one_unsure_pair_leaves_a_ranking_open() -> None:
    rows = drawn(9, {"a": (0.5,), "b": (0.3,), "c": (0.29,)}, employers=200)
    measured = found(Ranking().measure(case(claim("ranking", by="share", pairs=PAIRS)), frame(rows)))
    assert measured.about == "b > c"
    assert Ranking().rule(ORDER, measured).verdict == "undecided"


def test_concepts_that_lead_must_outrank_all_others_of_their_dimension() -> None:
    named = frame(drawn(10, {"ebpf": (0.1,), "kubernetes": (0.5,), "sql": (0.05,)})).rename({"arm": "concept"})
    entry = claim("ranking", by="share", top=("ebpf",), among="skill", denominator="go")
    measured = found(Leading().measure(case(entry), named))
    assert {part.label for part in measured.parts} == {"ebpf > kubernetes", "ebpf > sql"}
    assert measured.about == "ebpf > kubernetes"
    assert Leading().rule(ORDER, measured).reason == "reversed"


# ---------------------------------------------------------------- level


def paid(seed: int, middle: float, *, employers: int = 30, arm: str = "own", stated: float = 0.6) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    rows = []
    for employer in range(employers):
        level = middle * math.exp(draw.normal(0, 0.2))
        for _ in range(draw.integers(1, 9)):
            pay = level * math.exp(draw.normal(0, 0.1)) if draw.random() < stated else None
            rows.append((NEW, f"b{employer % 2}", f"e{employer}", pay, arm))
    return pl.DataFrame(rows, schema={**PAY, "arm": pl.String}, orient="row")


def test_a_median_has_woodruffs_interval_clustered_by_employer() -> None:
    rows = paid(11, 480_000)
    stated = rows.drop_nulls("pay")
    pay, employers = stated["pay"].to_numpy(), stated["employer"].to_list()
    middle = np.median(pay)

    def below(left_out: str) -> float:
        kept = [value for value, name in zip(pay, employers, strict=True) if name != left_out]
        return float(np.mean([(value < middle) + 0.5 * (value == middle) for value in kept]))

    names = sorted(set(employers))
    g = len(names)
    squares = [(below(name) - below("")) ** 2 for name in names]
    freedom = min(sum(squares) ** 2 / sum(square**2 for square in squares), g - 1)
    width = stats.t.ppf(0.975, freedom) * math.sqrt((g - 1) / g * sum(squares))
    ordered = sorted(pay)
    low, high = (ordered[math.ceil(len(ordered) * (0.5 + sign * width)) - 1] for sign in (-1, 1))
    measured = found(Level().measure(case(claim("level", numerator="go", figure=480_000.0)), rows))
    assert measured.estimated.interval.value == pytest.approx(middle)
    assert (measured.estimated.interval.low, measured.estimated.interval.high) == pytest.approx((low, high))
    assert measured.asides[STATING] == pytest.approx(len(pay) / rows.height)
    assert measured.estimated.cells == ((rows.height, len(pay)),)


def test_woodruffs_interval_covers_the_median() -> None:
    inside = 0
    for seed in range(200):
        spread = Median.of(paid(1000 + seed, 100_000, employers=40))
        assert spread is not None
        inside += spread.interval.low <= 100_000 <= spread.interval.high
    assert inside >= 184


def test_the_ratio_of_two_medians_errs_as_both_do() -> None:
    rows = pl.concat([paid(12, 960_000), paid(13, 480_000, arm="against")])
    entry = claim("level", ratio="medians", numerator="a", against="b", figure=2.0)
    spread = found(Level().measure(case(entry), rows)).estimated.interval
    own, other = (Median.of(rows.filter(arm=arm)) for arm in ("own", "against"))
    assert own is not None
    assert other is not None
    assert spread.value == pytest.approx(own.value / other.value)
    assert spread.low < 2.0 < spread.high
    widths = [math.log(one.interval.high / one.interval.low) for one in (own, other)]
    assert max(widths) * 0.5 < math.log(spread.high / spread.low) < sum(widths)


def test_pay_is_ranked_by_medians() -> None:
    rows = pl.concat([paid(14, 900_000, arm="a"), paid(15, 500_000, arm="b"), paid(16, 300_000, arm="c")])
    measured = found(ByPay().measure(case(claim("ranking", by="pay", pairs=PAIRS)), rows))
    assert ByPay().rule(ORDER, measured).verdict == "supported"
    assert measured.estimated.k >= 10


def test_a_side_without_pay_gives_nothing() -> None:
    rows = paid(17, 900_000, arm="a")
    assert ByPay().measure(case(claim("ranking", by="pay", pairs=PAIRS)), rows) is None
    assert Median.of(rows.with_columns(pay=pl.lit(None, dtype=pl.Float64))) is None


def test_two_employers_leave_a_median_open() -> None:
    spread = Median.of(paid(18, 500_000, employers=2))
    assert spread is not None
    assert (spread.interval.low, spread.interval.high) == (0, math.inf)


# ---------------------------------------------------------------- existence


def asked(employers: int, naming: int) -> pl.DataFrame:
    return frame(("", NEW, f"b{at % 2}", f"e{at}", 3, int(at < naming)) for at in range(employers)).drop("arm")


def test_none_of_all_employers_is_bounded_by_three_over_their_number_and_sensitivity() -> None:
    entry = claim("existence", unit="employer", numerator="go and ebpf", denominator="go")
    measured = found(Existence().measure(case(entry), asked(600, 0)))
    seen = sensitivity("go and ebpf")
    assert 0.5 < seen <= 1
    assert measured.estimated.interval.high == pytest.approx(3 / (600 * seen))
    assert measured.asides == {PLANTED: seen}
    question = Question((0.01, 1.0), 0.0, 0.01, "share", "employers")
    assert Existence().rule(question, measured).verdict == "contradicted"


def test_few_employers_are_counted_exactly() -> None:
    entry = claim("existence", unit="employer", numerator="go and ebpf", denominator="go")
    measured = found(Existence().measure(case(entry), asked(300, 4)))
    low, high = proportion_confint(4, 300, method="beta")
    assert (measured.estimated.interval.low, measured.estimated.interval.high) == pytest.approx((low, high))
    assert (measured.estimated.k, measured.estimated.g_eff) == (300, 300)


def test_six_employers_prove_no_absence() -> None:
    entry = claim("existence", unit="employer", numerator="go and ebpf", denominator="go")
    measured = found(Existence().measure(case(entry), asked(6, 0)))
    assert Existence().rule(Question((0.01, 1.0), 0.0, 0.01, "share"), measured).reason == "k 6 < 10"


def test_what_a_query_rules_out_is_not_planted() -> None:
    assert sensitivity("go and not ebpf") == 1.0
    assert sensitivity("go") == 1.0
    assert 0.5 < sensitivity("go and (kunpeng or required(phytium))") <= 1


# ---------------------------------------------------------------- searched


def pairs_of_years(growths: Sequence[float], *, employers: int = 150) -> tuple[Case, pl.DataFrame]:
    years = [str(2018 + at) for at in range(len(growths) + 1)]
    level, rows, windows = 0.1, [], []
    for at, growth in enumerate(growths):
        labels = (years[at], years[at + 1])
        name = " → ".join(labels)
        rows += drawn(20 + at, {name: (level, level * (1 + growth))}, labels=labels, employers=employers)
        windows.append(Window(tuple(periods.parse(label, who="test") for label in labels), ("b0", "b1")))
        level *= 1 + growth
    entry = claim("growth", period="any year", numerator="go", figure=1.42, zone=(1.42 / 1.5, 2.13), rival=0.0)
    spanning = Window((windows[0].periods[0], windows[-1].periods[1]), ("b0", "b1"))
    return Case(entry, "CN", spanning, windows=tuple(windows)), frame(rows)


QUESTION = Question((1.42 * 2 / 3, 2.13), 0.0, 1.42, "growth")


def test_the_greatest_of_several_growths_is_bounded_at_once() -> None:
    given, rows = pairs_of_years((0.1, 0.25, 0.05))
    measured = found(Searched().measure(given, rows))
    spread = measured.estimated.interval
    assert spread.value == max(part.interval.value for part in measured.parts)
    assert spread.low == max(part.interval.low for part in measured.parts)
    assert spread.high == max(part.interval.high for part in measured.parts)
    best = measured.about
    chosen = rows.filter(arm=best)
    alone = estimators.growth(chosen, *best.split(" → "))
    assert alone is not None
    assert alone.interval.value == pytest.approx(spread.value, rel=1e-9)
    own = next(part.interval for part in measured.parts if part.label == best)
    assert own.low < alone.interval.low < alone.interval.high < own.high
    assert (Searched().rule(QUESTION, measured).verdict, Searched().rule(QUESTION, measured).reason) == (
        "contradicted", "overstated",
    )  # fmt: skip
    assert measured.periods == tuple(best.split(" → "))


def test_one_pair_that_reached_it_supports() -> None:
    given, rows = pairs_of_years((0.1, 1.42, 0.05), employers=900)
    measured = found(Searched().measure(given, rows))
    assert Searched().rule(QUESTION, measured).reason == "reached in 2019 → 2020"


def test_pairs_with_few_employers_support_nothing_and_keep_a_claim_open() -> None:
    given, rows = pairs_of_years((0.1, 0.2))
    few = rows.filter((pl.col("arm") != "2018 → 2019") | (pl.col("employer") < "e004"))
    measured = found(Searched().measure(given, few))
    assert [(part.label, verdicts.passes(part)) for part in measured.parts] == [
        ("2019 → 2020", True),
        ("2018 → 2019", False),
    ]
    assert measured.about == "2019 → 2020"
    beyond = Question((5.0, 9.0), 0.0, 7.0, "growth")
    told = [replace(part, interval=replace(part.interval, high=6.0)) for part in measured.parts[1:]]
    assert Searched().rule(beyond, replace(measured, parts=measured.parts[:1])).verdict == "contradicted"
    assert Searched().rule(beyond, replace(measured, parts=(measured.parts[0], *told))).verdict != "contradicted"


# ---------------------------------------------------------------- scarcity

START = date(2024, 1, 1)


def spells(seed: int, ratio: float, *, employers: int = 60, boards: int = 2, every: int = 1) -> pl.DataFrame:
    """Return spells whose group closes `ratio` times as fast; crawled every so many days."""
    draw = np.random.default_rng(seed)
    rows = []
    for employer in range(employers):
        pace = math.exp(draw.normal(0, 0.3))
        for _ in range(draw.integers(2, 8)):
            group = bool(draw.random() < 0.4)
            opened = START + timedelta(days=int(draw.integers(-60, 300)))
            lasted = draw.exponential(40 / (pace * (ratio if group else 1.0)))
            last = int(lasted // every) * every
            gone = opened + timedelta(days=last + every)
            seen = gone < date(2025, 1, 15)
            known = opened + timedelta(days=last) if seen else date(2025, 1, 14)
            rows.append((f"b{employer % boards}", f"e{employer:02}", group, opened, known, gone if seen else None))
    return pl.DataFrame(rows, schema=SPELLS, orient="row")


@pytest.mark.parametrize("every", [1, 7])
def test_the_hazard_ratio_is_that_of_statsmodels(every: int) -> None:
    cut = Spells.of(spells(31, 0.7, every=every), START, date(2025, 1, 1))
    after = cut.entry + 1e-6  # statsmodels takes one who enters at a moment to be at risk in it, we (and R) do not
    model = PHReg(
        cut.exit, cut.group.astype(float)[:, None], status=cut.closed.astype(int), entry=after, strata=cut.board,
        ties="efron",
    ).fit()  # fmt: skip
    estimated = hazard_ratio(cut)
    assert estimated is not None
    assert estimated.interval.value == pytest.approx(math.exp(float(model.params[0])), rel=1e-6)


def test_the_hazard_ratio_is_jackknifed_over_employers() -> None:
    rows = spells(32, 0.7, employers=30)
    whole = hazard_ratio(Spells.of(rows, START, date(2025, 1, 1)))
    assert whole is not None
    logs = []
    for employer in sorted(set(rows["employer"])):
        left = hazard_ratio(Spells.of(rows.filter(pl.col("employer") != employer), START, date(2025, 1, 1)))
        assert left is not None
        logs.append(math.log(left.interval.value) - math.log(whole.interval.value))
    g = len(logs)
    g_eff = sum(d**2 for d in logs) ** 2 / sum(d**4 for d in logs)
    width = stats.t.ppf(0.975, min(g_eff, whole.k - 1)) * math.sqrt((g - 1) / g * sum(d**2 for d in logs))
    assert math.log(whole.interval.high / whole.interval.value) == pytest.approx(width, rel=1e-6)


def test_employers_left_out_in_chunks_leave_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = Spells.of(spells(36, 0.7), START, date(2025, 1, 1))
    at_once = hazard_ratio(cut)
    monkeypatch.setattr(scarcity, "_CHUNK", 500)
    by_and_by = hazard_ratio(cut)
    assert at_once is not None
    assert by_and_by is not None
    assert by_and_by.interval.low == pytest.approx(at_once.interval.low, rel=1e-10)
    assert by_and_by.without_employer == pytest.approx(at_once.without_employer, rel=1e-10)


def test_rare_crawls_widen_the_hazard_ratios_interval() -> None:
    entry = claim("contrast", ratio="hazard", unit="spell", numerator="any", denominator="a", against="b")
    measured = found(Scarcity().measure(case(entry), spells(33, 0.6, every=7)))
    middle = hazard_ratio(Spells.of(spells(33, 0.6, every=7), START, date(2025, 1, 1)))
    assert middle is not None
    spread = measured.estimated.interval
    assert spread.value == middle.interval.value
    assert spread.low <= middle.interval.low < middle.interval.high <= spread.high
    assert (spread.low, spread.high) != (middle.interval.low, middle.interval.high)
    assert measured.sql == ""
    assert measured.asides[OPEN_GROUP] > 0


def test_a_scarce_type_is_told_from_others() -> None:
    entry = claim("contrast", ratio="hazard", unit="spell", numerator="any", denominator="a", against="b")
    measured = found(Scarcity().measure(case(entry), spells(34, 0.4, employers=400)))
    assert Scarcity().rule(Question((0.0, 0.8), 1.0, 0.8, "ratio"), measured).verdict == "supported"


def test_a_boards_expiry_day_is_no_closing() -> None:
    rows = spells(35, 1.0)
    opened = pl.col("opened_on")
    late = (pl.col("closed_on") - opened).dt.total_days() > 30
    expiring = rows.with_columns(
        closed_on=pl.when(late).then(opened + timedelta(days=30)).otherwise("closed_on"),
        last_seen_on=pl.when(late).then(opened + timedelta(days=29)).otherwise("last_seen_on"),
    )
    cut = Spells.of(expiring, START, date(2025, 1, 1))
    assert cut.closed.any()
    assert cut.exit[cut.closed].max() < 30


def test_no_closing_gives_no_hazard() -> None:
    entry = claim("contrast", ratio="hazard", unit="spell", numerator="any", denominator="a", against="b")
    rows = spells(36, 1.0).with_columns(closed_on=pl.lit(None, dtype=pl.Date))
    assert Scarcity().measure(case(entry), rows) is None
    assert Scarcity().nothing(rows).reason.startswith("0 closings seen of ")


def test_turnbull_without_intervals_is_kaplan_and_meier() -> None:
    draw = np.random.default_rng(41)
    time = np.ceil(draw.exponential(20, size=300))
    ended = draw.random(300) < 0.7
    days, mass = distribution(np.zeros(300), np.where(ended, time, time + 1), np.where(ended, time, math.inf))
    other = SurvfuncRight(time, ended.astype(int))
    ours = 1 - np.cumsum(mass)[np.searchsorted(days, other.surv_times)]
    assert ours == pytest.approx(other.surv_prob, abs=2e-3)


def test_turnbull_with_delayed_entry_is_kaplan_and_meier_with_it() -> None:
    draw = np.random.default_rng(42)
    time, entry = np.ceil(draw.exponential(30, size=3000)), np.floor(draw.uniform(0, 15, size=3000))
    kept = time > entry
    time, entry = time[kept], entry[kept]
    days, mass = distribution(entry, time, time)
    other = SurvfuncRight(time, np.ones(len(time), dtype=int), entry=entry)
    ours = 1 - np.cumsum(mass)[np.searchsorted(days, other.surv_times)]
    assert ours == pytest.approx(other.surv_prob, abs=5e-3)


def test_a_time_known_to_a_week_still_has_its_median() -> None:
    draw = np.random.default_rng(43)
    time = draw.exponential(30, size=4000)
    first = np.floor(time / 7) * 7 + 1
    assert median(np.zeros(4000), first, first + 6) == pytest.approx(30 * math.log(2), abs=3.5)
    assert median(np.zeros(10), np.full(10, 5.0), np.full(10, math.inf)) is None


# ---------------------------------------------------------------- all of them


def test_every_kind_has_a_method() -> None:
    kinds = {
        "growth": claim("growth"),
        "count": claim("growth", primary="count"),
        "searched": claim("growth", period="any year"),
        "share": claim("share"),
        "existence": claim("existence"),
        "composition": claim("composition"),
        "level": claim("level"),
        "contrast": claim("contrast", ratio="odds"),
        "scarcity": claim("contrast", ratio="hazard"),
        "ranking": claim("ranking", by="share", pairs=PAIRS),
        "pay": claim("ranking", by="pay", pairs=PAIRS),
        "top": claim("ranking", by="share", top=("ebpf",)),
    }
    chosen = {name: type(methods(entry)[0]).__name__ for name, entry in kinds.items()}
    assert chosen == {
        "growth": "Growth", "count": "GrowthOfCount", "searched": "Searched", "share": "Share",
        "existence": "Existence", "composition": "Composition", "level": "Level", "contrast": "Contrast",
        "scarcity": "Scarcity", "ranking": "Ranking", "pay": "ByPay", "top": "Leading",
    }  # fmt: skip


def test_multiple_is_told_beside_a_composition() -> None:
    class Source:
        def counts(self, cohort: object) -> pl.DataFrame:
            several = "multiple" in str(getattr(cohort, "numerator", ""))
            return frame([("", NEW, "b0", "e", 50, 10 if several else 20)]).drop("arm")

    entry = claim("composition", numerator="go and work_type:web3", denominator="go and not work_type:multiple")
    assert Composition().take(case(entry), Source()).asides == {MULTIPLE: 0.2}  # type: ignore[arg-type]  # counts alone
