"""The estimators against formulas written again from their sources, by hand or by another library."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import proportion_confint

from reports import estimators
from reports.estimators import Estimated, growth, growth_of_count, only, share, without

Row = tuple[str, str, str, int, int]
OLD, NEW = "2023", "2024"


def frame(rows: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows),
        schema={"period": pl.String, "board": pl.String, "employer": pl.String, "n": pl.Int64, "x": pl.Int64},
        orient="row",
    )


def market(
    seed: int, *, boards: int = 2, employers: int = 40, shares: Sequence[float] = (0.2, 0.26), mean: float = 8
) -> list[Row]:
    """Return counts of a small market: every employer has its own size, leaning and boards."""
    draw = np.random.default_rng(seed)
    rows: list[Row] = []
    for employer in range(employers):
        size, leaning = draw.pareto(2.0) + 0.3, draw.normal(0, 0.8)
        for board in draw.choice(boards, size=draw.integers(1, boards + 1), replace=False):
            for period, level in zip((OLD, NEW), shares, strict=False):
                n = int(draw.poisson(mean * size))
                odds = math.exp(math.log(level / (1 - level)) + leaning)
                if n:
                    rows.append((period, f"b{board}", f"e{employer:03}", n, int(draw.binomial(n, odds / (1 + odds)))))
    return rows


def mantel_haenszel(rows: Iterable[Row]) -> float:
    """Greenland & Robins 1985, equation 1, over boards; written on plain dictionaries."""
    cells: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for period, board, _, n, x in rows:
        cells[board, period][0] += n
        cells[board, period][1] += x
    top = bottom = 0.0
    for board in {board for board, _ in cells}:
        (n0, x0), (n1, x1) = cells[board, OLD], cells[board, NEW]
        if n0 and n1:
            top += x1 * n0 / (n0 + n1)
            bottom += x0 * n1 / (n0 + n1)
    return top / bottom


def brute_force(rows: list[Row], statistic: object, *, by: int = 2) -> tuple[float, float, float]:
    """Return (half width, G_eff, k) by deleting each group's rows and computing all again (MNW 2023, CV3).

    Degrees of freedom over employers are Satterthwaite's (1946, equation 17) for a sum of squares with one each.
    """
    assert callable(statistic)
    groups = sorted({row[by] for row in rows})
    whole = statistic(rows)
    distances = [statistic([row for row in rows if row[by] != group]) - whole for group in groups]
    squares = [distance**2 for distance in distances]
    k = len({row[by] for row in rows if row[4] > 0})
    variance = (len(groups) - 1) / len(groups) * sum(squares)
    satterthwaite = sum(squares) ** 2 / sum(square**2 for square in squares)
    freedom = min(satterthwaite, k - 1) if by == 2 else k - 1
    return float(stats.t.ppf(0.975, freedom)) * math.sqrt(variance), satterthwaite, k


def logit_of(rows: Iterable[Row]) -> float:
    kept = list(rows)
    x, n = sum(row[4] for row in kept), sum(row[3] for row in kept)
    return math.log(x / (n - x))


def log_mantel_haenszel(rows: Iterable[Row]) -> float:
    return math.log(mantel_haenszel(list(rows)))


def log_count(rows: Iterable[Row]) -> float:
    kept = list(rows)
    return math.log(sum(r[4] for r in kept if r[0] == NEW) / sum(r[4] for r in kept if r[0] == OLD))


def found(estimated: Estimated | None) -> Estimated:
    assert estimated is not None
    return estimated


def test_share_is_the_brute_force_jackknife_on_the_logit() -> None:
    rows = [row for row in market(1) if row[0] == NEW]
    width, g_eff, k = brute_force(rows, logit_of)
    estimate = found(share(frame(rows)))
    centre = logit_of(rows)
    assert estimate.interval.value == pytest.approx(1 / (1 + math.exp(-centre)), rel=1e-12)
    assert estimate.interval.low == pytest.approx(1 / (1 + math.exp(-centre + width)), rel=1e-9)
    assert estimate.interval.high == pytest.approx(1 / (1 + math.exp(-centre - width)), rel=1e-9)
    assert (estimate.g_eff, estimate.k) == (pytest.approx(g_eff, rel=1e-9), k)


@pytest.mark.parametrize(("estimator", "statistic"), [(growth, log_mantel_haenszel), (growth_of_count, log_count)])
def test_growth_is_the_brute_force_jackknife_on_the_log(estimator: object, statistic: object) -> None:
    assert callable(estimator)
    assert callable(statistic)
    rows = market(2)
    width, g_eff, k = brute_force(rows, statistic)
    estimate: Estimated = estimator(frame(rows), OLD, NEW)
    centre = statistic(rows)
    assert estimate.interval.value == pytest.approx(math.exp(centre) - 1, rel=1e-12)
    assert estimate.interval.low == pytest.approx(math.exp(centre - width) - 1, rel=1e-9)
    assert estimate.interval.high == pytest.approx(math.exp(centre + width) - 1, rel=1e-9)
    assert (estimate.g_eff, estimate.k, estimate.clusters) == (pytest.approx(g_eff, rel=1e-9), k, "employers")


def test_growth_of_a_share_by_hand() -> None:
    rows = [
        (OLD, "hn", "a", 60, 6), (OLD, "hn", "b", 40, 4), (NEW, "hn", "a", 100, 15), (NEW, "hn", "c", 100, 15),
        (OLD, "ats", "a", 50, 20), (NEW, "ats", "d", 150, 90),
    ]  # fmt: skip
    by_hand = (30 * 100 / 300 + 90 * 50 / 200) / (10 * 200 / 300 + 20 * 150 / 200) - 1
    estimate = found(growth(frame(rows), OLD, NEW))
    assert estimate.interval.value == pytest.approx(by_hand, rel=1e-14)
    assert estimate.cells == ((150, 30), (350, 120))
    assert (estimate.boards, estimate.employers, estimate.k) == (("ats", "hn"), 4, 4)


def test_growth_agrees_with_statsmodels_stratified_risk_ratio() -> None:
    rows = market(3, boards=4)
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for period, board, _, n, x in rows:
        totals[board, period][0] += x
        totals[board, period][1] += n - x
    tables = [np.array([totals[f"b{b}", NEW], totals[f"b{b}", OLD]], dtype=float) for b in range(4)]
    estimate = found(growth(frame(rows), OLD, NEW))
    assert estimate.interval.value == pytest.approx(StratifiedTable(tables).riskratio_pooled - 1, rel=1e-12)


@pytest.mark.parametrize("estimator", [growth, growth_of_count])
def test_the_order_of_rows_moves_no_digit(estimator: object) -> None:
    assert callable(estimator)
    rows = market(4, boards=6)
    shuffled = rows.copy()
    random.Random(7).shuffle(shuffled)  # noqa: S311 - any order will do
    assert estimator(frame(rows), OLD, NEW) == estimator(frame(shuffled), OLD, NEW)
    assert share(frame(rows)) == share(frame(shuffled))


def test_rows_split_over_lines_count_the_same() -> None:
    rows = market(4)
    split = [part for p, b, e, n, x in rows for part in ((p, b, e, x, x), (p, b, e, n - x, 0)) if part[3]]
    assert growth(frame(rows), OLD, NEW) == growth(frame(split), OLD, NEW)


cells = st.tuples(st.integers(1, 60), st.integers(1, 60), st.sampled_from((1, 2, 3, 5)))


@settings(max_examples=60, deadline=None)
@given(st.lists(cells, min_size=2, max_size=6), st.integers(2, 9))
def test_a_doubled_board_cannot_move_the_ratio(boards: list[tuple[int, int, int]], times: int) -> None:
    """Boards differ in size and in their shares, which double on each: listing more on one of them changes nothing."""
    rows = [
        row
        for board, (base, period, tenths) in enumerate(boards)
        for row in (
            (OLD, f"b{board}", f"e{board}", 10 * base, tenths * base),
            (NEW, f"b{board}", f"e{board}", 10 * period, 2 * tenths * period),
        )
    ]
    doubled = [(p, b, e, n * times, x * times) if (p, b) == (NEW, "b0") else (p, b, e, n, x) for p, b, e, n, x in rows]
    before, after = (found(growth(frame(given_rows), OLD, NEW)) for given_rows in (rows, doubled))
    assert before.interval.value == pytest.approx(1, abs=1e-9)
    assert after.interval.value == pytest.approx(1, abs=1e-9)
    counted, recounted = (found(growth_of_count(frame(given_rows), OLD, NEW)) for given_rows in (rows, doubled))
    assert recounted.interval.value > counted.interval.value


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_every_figure_lies_in_its_interval_and_nothing_is_nan(seed: int) -> None:
    rows = market(seed, boards=3, employers=seed % 14 + 1, shares=(0.03, 0.05), mean=2)
    for estimate in (share(frame(rows)), growth(frame(rows), OLD, NEW), growth_of_count(frame(rows), OLD, NEW)):
        if estimate is None:
            continue
        low, value, high = estimate.interval.low, estimate.interval.value, estimate.interval.high
        assert low <= value <= high
        assert not any(map(math.isnan, (low, value, high, estimate.g_eff, *estimate.without_employer.values())))


def test_boards_count_where_they_are_the_wider_clusters() -> None:
    draw = np.random.default_rng(11)
    rows = [
        (period, f"b{board}", f"e{board}-{employer}", 30, int(draw.binomial(30, min(0.9, level * shock))))
        for board, shock in enumerate((0.5, 0.7, 1.0, 1.6, 2.6, 3.0))
        for employer in range(20)
        for period, level in ((OLD, 0.15), (NEW, 0.15 * shock**0.5))
    ]
    estimate = found(growth(frame(rows), OLD, NEW))
    width, g_eff, _ = brute_force(rows, log_mantel_haenszel, by=1)
    employers, _, _ = brute_force(rows, log_mantel_haenszel)
    assert width > employers
    assert estimate.clusters == "boards"
    assert estimate.g_eff_boards == pytest.approx(g_eff, rel=1e-9)
    assert math.log1p(estimate.interval.high) - math.log1p(estimate.interval.value) == pytest.approx(width, rel=1e-9)


def test_four_boards_are_too_few_to_be_clusters() -> None:
    assert found(growth(frame(market(5, boards=4)), OLD, NEW)).g_eff_boards is None


def test_leave_one_out_names_each_board_and_the_largest_employers() -> None:
    rows = market(6, boards=3)
    estimate = found(growth(frame(rows), OLD, NEW))
    assert set(estimate.without_board) == set(estimate.boards)
    for board, value in estimate.without_board.items():
        assert value == pytest.approx(mantel_haenszel(r for r in rows if r[1] != board) - 1, rel=1e-12)
    counted: dict[str, int] = defaultdict(int)
    for _, _, employer, _, x in rows:
        counted[employer] += x
    largest = sorted(counted, key=lambda name: (-counted[name], name))[: estimators.LARGEST]
    assert list(estimate.without_employer) == largest
    for employer, value in estimate.without_employer.items():
        assert value == pytest.approx(mantel_haenszel(r for r in rows if r[2] != employer) - 1, rel=1e-9)


def test_no_counted_vacancy_bounds_a_share_from_above_only() -> None:
    rows = [(NEW, "hn", f"e{index}", 1, 0) for index in range(300)]
    estimate = found(share(frame(rows)))
    bound = proportion_confint(0, 300, alpha=0.05, method="beta")[1]
    assert estimate.interval.value == estimate.interval.low == 0
    assert estimate.interval.high == pytest.approx(bound, rel=1e-9)
    assert estimate.interval.high == pytest.approx(-math.log(0.025) / 300, rel=0.01)
    assert (estimate.k, estimate.g_eff) == (0, pytest.approx(300))


def test_an_employer_with_half_of_all_vacancies_widens_the_bound_of_none() -> None:
    even = [(NEW, "hn", f"e{index}", 1, 0) for index in range(300)]
    uneven = [*even, (NEW, "hn", "giant", 300, 0)]
    assert found(share(frame(uneven))).interval.high > 20 * found(share(frame(even))).interval.high


def test_all_counted_mirrors_none_counted() -> None:
    everything = found(share(frame((NEW, "hn", f"e{index}", 2, 2) for index in range(40)))).interval
    nothing = found(share(frame((NEW, "hn", f"e{index}", 2, 0) for index in range(40)))).interval
    assert (everything.value, everything.high) == (1, 1)
    assert everything.low == pytest.approx(1 - nothing.high, rel=1e-12)


def test_growth_to_nothing_and_from_nothing_are_one_sided() -> None:
    gone = [(OLD, "hn", f"e{i}", 5, int(i < 12)) for i in range(60)] + [(NEW, "hn", f"e{i}", 5, 0) for i in range(60)]
    new = [({OLD: NEW, NEW: OLD}[p], b, e, n, x) for p, b, e, n, x in gone]
    fall, rise = found(growth(frame(gone), OLD, NEW)).interval, found(growth(frame(new), OLD, NEW)).interval
    most = proportion_confint(0, 12, alpha=0.05, method="beta")[1]
    assert (fall.value, fall.low) == (-1, -1)
    assert fall.high == pytest.approx(most / (1 - most) - 1, rel=1e-9)
    assert (rise.value, rise.high) == (math.inf, math.inf)
    assert (1 + rise.low) * (1 + fall.high) == pytest.approx(1, rel=1e-9)


def test_one_counted_employer_gives_the_widest_interval() -> None:
    rows = [(p, "hn", f"e{i}", 5, int(i == 3) * 2) for i in range(40) for p in (OLD, NEW)]
    interval = found(growth(frame(rows), OLD, NEW)).interval
    assert (interval.low, interval.high) == (-1, math.inf)
    assert interval.value == pytest.approx(0)


def test_half_a_vacancy_stands_in_where_one_employer_holds_a_whole_period() -> None:
    rows = [(OLD, "hn", "only", 10, 4), (NEW, "hn", "only", 10, 4)]
    rows += [(p, "hn", f"e{i}", 10, int(p == NEW)) for i in range(30) for p in (OLD, NEW)]
    estimate = found(growth(frame(rows), OLD, NEW))

    def log_with_half(kept: list[Row]) -> float:
        x0, x1 = (sum(r[4] for r in kept if r[0] == p) for p in (OLD, NEW))
        n0, n1 = (sum(r[3] for r in kept if r[0] == p) for p in (OLD, NEW))
        h0, h1 = 0.5 * 310 / 620, 0.5 * 310 / 620
        return math.log((x1 * n0 / (n0 + n1) + h1) / (x0 * n1 / (n0 + n1) + h0))

    width, _, _ = brute_force(rows, log_with_half)
    assert estimate.interval.value == pytest.approx(34 / 4 - 1)
    assert estimate.interval.low == pytest.approx(math.exp(log_with_half(rows) - width) - 1, rel=1e-9)
    assert math.isinf(estimate.without_employer["only"])


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(OLD, "hn", "a", 5, 1)],
        [(OLD, "hn", "a", 5, 0), (NEW, "hn", "a", 5, 0)],
        [(OLD, "hn", "a", 5, 2), (NEW, "ats", "a", 5, 2)],
    ],
)
def test_nothing_to_compare_gives_no_growth(rows: list[Row]) -> None:
    assert growth(frame(rows), OLD, NEW) is None


def test_nothing_at_all_gives_no_share() -> None:
    assert share(frame([])) is None


def test_a_dead_board_counts_zero_in_a_count_and_leaves_a_share() -> None:
    rows = [*market(8, boards=1), (OLD, "dead", "z", 40, 20)]
    assert found(growth(frame(rows), OLD, NEW)).boards == ("b0",)
    assert found(growth_of_count(frame(rows), OLD, NEW)).cells[0][1] == 20 + sum(
        r[4] for r in rows if r[0] == OLD and r[1] == "b0"
    )


def test_an_employer_counts_once_wherever_it_appears() -> None:
    rows = [(NEW, "hn", "a", 7, 3), (NEW, "ats", "a", 9, 0), (NEW, "hn", "b", 5, 0), (NEW, "ats", "c", 1, 1)]
    estimate = found(share(frame(rows), unit="employer"))
    assert estimate.cells == ((3, 2),)
    assert estimate.interval.value == pytest.approx(2 / 3)


def test_leaving_out_and_keeping_by_name() -> None:
    rows = market(9)
    table = frame(rows)
    assert set(only(table, board="b1")["board"]) == {"b1"}
    assert "b1" not in set(without(table, board="b1")["board"])
    assert "e000" not in set(without(table, employer="e000")["employer"])


def _coverage(worlds: int, *, clustered: bool) -> float:
    """Return how often the interval holds the truth: a share that rises by a fifth among unlike employers."""
    covered = 0
    for seed in range(worlds):
        draw = np.random.default_rng(seed)
        leanings = draw.beta(0.5, 2.0, size=(100, 1)) * np.array([0.8, 0.96])
        n = draw.geometric(0.1, size=(100, 2))
        x = draw.binomial(n, leanings)
        table = pl.DataFrame(
            {
                "period": [OLD, NEW] * 100,
                "board": "hn",
                "employer": [f"e{employer:02}" for employer in range(100) for _ in range(2)],
                "n": n.ravel(),
                "x": x.ravel(),
            }
        )
        interval = found(growth(table if clustered else _each_alone(table), OLD, NEW)).interval
        covered += interval.low <= RISE <= interval.high
    return covered / worlds


def _each_alone(table: pl.DataFrame) -> pl.DataFrame:
    """Return the counts as if every vacancy were an employer: the clustering switched off."""
    single = table.with_columns(pl.int_ranges("n").alias("one")).explode("one")
    return single.with_columns(
        pl.int_range(pl.len()).cast(pl.String).alias("employer"),
        (pl.col("one") < pl.col("x")).cast(pl.Int64).alias("x"),
        pl.lit(1).alias("n"),
    ).drop("one")


RISE = 0.2


def test_the_interval_covers_the_truth_only_with_employers_as_clusters() -> None:
    assert _coverage(500, clustered=True) >= 0.92
    assert _coverage(50, clustered=False) < 0.85
