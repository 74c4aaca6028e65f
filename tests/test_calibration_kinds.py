"""The calibration of the other kinds of figure: a sample of its cells, its worlds as planted, its naive readings."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import proportion_confint

from bench import calibration_page, prove_kinds, prove_seasons
from bench import calibration_run as counted
from bench import prove_kinds_naive as naive
from bench.prove_kinds_cells import Cell, design, named
from bench.prove_kinds_run import Found, Position, most_wrong, run, width
from bench.prove_kinds_worlds import AnyYear, ByShare, Employers, Open
from reports.results import Interval
from reports.verdicts import Question
from simulation import kinds
from simulation.worlds import chance

SEED, WORLDS = 2026, 50
SAMPLED = (
    ("level", "200 employers, 3 vacancies each, tail 1.6"),
    ("contrast", "200 employers, 3 vacancies each, tail 1.6"),
    ("composition", "200 employers, 3 vacancies each, tail 1.6"),
    ("existence", "400 employers, 1.0% name it"),
    ("ranking", "by share, one pair tied"),
    ("ranking", "by pay, tied"),
    ("ranking", "by growth, tied, 30 employers"),
    ("ranking", "first of seven, tied with one"),
    ("searched", "one of four pairs grows"),
    ("scarcity", "200 employers, 3 vacancies each, tail 1.6"),
    ("scarcity", "a board's adverts expire at 45 days"),
    ("scarcity", "crawled weekly"),
)


def cell(kind: str, name: str) -> Cell:
    return named(design(), kind, name)


def below(rate: float, worlds: int) -> float:
    """Return the least part of worlds that a true rate shows but once in a thousand."""
    return float(stats.binom.ppf(0.001, worlds, rate)) / worlds


class TestCells:
    @pytest.mark.parametrize(("kind", "name"), SAMPLED)
    def test_a_kind_of_figure_holds_the_truth(self, kind: str, name: str) -> None:
        found = run(cell(kind, name), WORLDS, SEED)
        assert found.worlds == WORLDS
        assert found.coverage >= below(calibration_page.COVERAGE, WORLDS)
        assert found.worst.wrong <= 1 - below(1 - calibration_page.WRONG, WORLDS)

    def test_the_naive_reading_does_not(self) -> None:
        found = run(cell("level", "200 employers, 15 vacancies each, tail 1.6"), WORLDS, SEED)
        assert found.naive_coverage < 0.7
        assert max(at.naive_wrong for at in found.positions) > 0.15

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("level", "120 vacancies of 40 employers"),
            ("ranking", "an order of three when it is reversed, 5,440 vacancies"),
            ("searched", "+142 % in some year when none grew, 174 counted"),
            ("scarcity", "scarce when the ratio is 0.6, 990 openings"),
        ],
    )
    def test_twice_the_minimum_data_decides(self, kind: str, name: str) -> None:
        found = run(cell(kind, f"twice the minimum data: {name}"), WORLDS, SEED)
        assert found.decided >= below(calibration_page.DECIDED, WORLDS)

    def test_cells_have_names_of_their_own(self) -> None:
        names = [(one.kind, one.name) for one in design()]
        assert len(set(names)) == len(names)
        assert {kind for kind, _ in names} == {
            "level", "contrast", "composition", "existence", "ranking", "searched", "scarcity",
        }  # fmt: skip

    def test_the_truth_stands_on_both_edges_the_value_and_the_rival(self) -> None:
        asked = {one.position: one.question for one in cell(*SAMPLED[0]).asked}
        assert set(asked) == {"lower edge", "value", "upper edge", "rival"}
        truth = cell(*SAMPLED[0]).world.truth[0]
        assert asked["lower edge"].zone[0] == asked["upper edge"].zone[1] == asked["rival"].rival == truth
        assert asked["value"].value == pytest.approx(truth)
        assert asked["value"].zone == pytest.approx((truth / 1.2, truth * 1.2))

    def test_figures_depend_on_the_seed_only(self) -> None:
        one = cell(*SAMPLED[3])
        assert run(one, 5, 1) == run(one, 5, 1) != run(one, 5, 2)


class TestWrong:
    @pytest.fixture
    def years(self) -> AnyYear:
        return AnyYear(Employers(), (0.0, 0.37, 0.1))

    @pytest.mark.parametrize(
        ("zone", "rival", "verdict", "wrong"),
        [
            ((0.37, 0.6), 0.0, "supported", 1.0),
            ((0.37, 0.6), 0.0, "contradicted", 1.0),
            ((0.3, 0.6), 0.0, "supported", 0.0),
            ((0.4, 0.6), 0.0, "contradicted", 0.0),
            ((0.4, 0.6), 0.37, "direction_only", 1.0),
            ((0.4, 0.6), 0.2, "direction_only", 0.0),
            ((0.4, 0.6), 0.2, "undecided", 0.0),
        ],
    )
    def test_a_search_is_true_where_one_pair_is(
        self, years: AnyYear, zone: tuple[float, float], rival: float, verdict: str, wrong: float
    ) -> None:
        assert most_wrong(Question(zone, rival, 0.5, "growth"), years, [verdict]) == wrong

    @pytest.mark.parametrize(
        ("shares", "wrong"),
        [
            ((0.5, 0.3, 0.2), {"contradicted"}),
            ((0.4, 0.4, 0.2), {"contradicted", "supported"}),
            ((0.4, 0.2, 0.4), {"supported"}),
        ],
    )
    def test_an_order_is_as_true_as_its_least_sure_pair(self, shares: tuple[float, ...], wrong: set[str]) -> None:
        world = ByShare(Employers(), shares)
        (asked,) = cell("ranking", "by share, tied").asked
        found = {given for given in ("supported", "contradicted") if most_wrong(asked.question, world, [given])}
        assert found == wrong

    def test_a_kind_that_errs_does_not_hold(self) -> None:
        one = cell(*SAMPLED[0])
        fine = Found(one, 2000, 0.95, 1.0, 1.1, 0.5, (Position(one.asked[0], 0.0, 0.0, 0.03, 0.4),))
        assert fine.holds
        assert not dataclasses.replace(fine, coverage=0.91).holds
        assert not dataclasses.replace(fine, width=1.6).holds
        assert not dataclasses.replace(fine, positions=(Position(one.asked[0], 0.0, 0.0, 0.06, 0.4),)).holds
        twice = dataclasses.replace(fine, cell=next(cell for cell in design() if cell.twice))
        assert not twice.holds
        assert dataclasses.replace(twice, positions=(Position(one.asked[0], 0.5, 0.4, 0.0, 0.4),)).holds


class TestWidth:
    def test_an_oracles_own_interval_is_as_wide_as_an_oracles(self) -> None:
        values = chance(1, "width").standard_normal(20_000) * 0.3
        half = 1.96 * 0.3
        ends = np.stack([values, values - half, values + half], axis=1)[:, None, :]
        assert width(ends, np.zeros(1)) == pytest.approx(1.0, abs=0.02)
        assert width(np.concatenate([ends, ends], axis=1), np.zeros(2)) == pytest.approx(1.0, abs=0.02)

    def test_an_oracle_of_several_figures_holds_them_at_once(self) -> None:
        values = chance(2, "width").standard_normal((20_000, 3)) * np.array([0.1, 0.2, 0.3])
        half = stats.norm.isf(0.5 * (1 - 0.95 ** (1 / 3))) * np.array([0.1, 0.2, 0.3])
        ends = np.stack([values, values - half, values + half], axis=2)
        assert width(ends, np.zeros(3)) == pytest.approx(1.0, abs=0.02)

    def test_a_figure_that_is_not_shown_says_nothing(self) -> None:
        ends = np.array([[[0.1, -1, 1], [np.nan, -np.inf, np.inf]], [[-0.1, -1, 1], [0.2, -1, 1]]])
        assert width(ends, np.zeros(2)) == pytest.approx(2 / (2 * 0.1))


class TestWorlds:
    def test_employers_differ_and_the_market_is_as_planted(self) -> None:
        dice = chance(6, "kinds")
        vacancies = kinds.sizes(4000, 3.0, 2.5, dice)
        assert vacancies.mean() == pytest.approx(3.0, rel=0.1)
        employer, pay = kinds.pay(vacancies, 300.0, dice)
        assert len(employer) == vacancies.sum()
        assert float(np.median(pay)) == pytest.approx(300, rel=0.03)
        drawn = kinds.parts(vacancies, (0.5, 0.3, 0.2), dice)
        assert (drawn.sum(axis=1) == vacancies).all()
        assert drawn.sum(axis=0) / vacancies.sum() == pytest.approx([0.5, 0.3, 0.2], abs=0.03)
        assert kinds.named(vacancies, (0.5, 0.1), dice).sum(axis=0) / vacancies.sum() == pytest.approx(
            [0.5, 0.1], abs=0.03
        )

    def test_years_grow_as_planted_and_employers_stay(self) -> None:
        shares = ((0.1, 0.2), (0.15, 0.2), (0.15, 0.1))
        n, x = kinds.years(kinds.Years(shares, 6000, 5.0, 2.5, overlap=0.7), chance(7, "years"))
        assert x.sum(axis=0) / n.sum(axis=0)[:, None] == pytest.approx(np.array(shares), rel=0.06)
        there = n > 0
        assert (there[:, 0] & there[:, 1]).sum() / there[:, 0].sum() == pytest.approx(0.7, abs=0.05)
        assert len(n) == pytest.approx(6000 * (1 + 2 * 0.3), rel=0.02)

    @pytest.mark.parametrize("own", [0.0, 0.4])
    def test_hazards_stay_in_proportion_whatever_the_employers_do(self, own: float) -> None:
        """Both groups' times are exponential: at every age the share still open is e to the age over the mean."""
        how = kinds.Lasting(0.6, days=(30.0, 90.0), own=own, apart=own / 2)
        _, board, group, days = kinds.lasting(np.full(9000, 3), how, chance(8, "lasting"))
        for at, mean in enumerate(how.days):
            for own_group, factor in ((False, 1.0), (True, 0.6)):
                lasted = days[(group == own_group) & (board == at)] * factor / mean
                for age in (0.2, 1.0, 2.0):
                    assert (lasted > age).mean() == pytest.approx(math.exp(-age), abs=0.025)

    def test_crawls_see_openings_between_their_days(self) -> None:
        watch = kinds.Watch(every=7, expiry=40)
        board = np.repeat([0, 1], 3000)
        days = chance(9, "days").exponential(30.0, 6000)
        first, last, missed = kinds.watched(board, days, watch, chance(9, "watched"))
        met, closed = np.isfinite(first), np.isfinite(missed)
        assert (first[met] % 7 == 0).all()
        assert (missed[closed] == last[closed] + 7).all()
        assert not (closed & ~met).any()
        assert (last - first)[met & (board == 0)].max() <= 40
        assert (last - first)[met & (board == 1)].max() > 60
        assert 0 < (~met).sum() < (days < 7).sum()

    def test_spells_become_rows_that_the_product_reads(self) -> None:
        world = Open(Employers(), kinds.Lasting(0.7))
        frame = world.frame(chance(10, "open"))
        measured = world.method.measure(world.case, frame)
        assert measured is not None
        assert measured.estimated.interval.low < 0.7 < measured.estimated.interval.high
        assert frame["closed_on"].null_count() < 0.2 * frame.height


class TestNaive:
    def test_shares_and_odds_are_those_of_statsmodels(self) -> None:
        low, high = Table2x2([[30, 70], [20, 80]]).oddsratio_confint()
        found = naive.odds_ratio(30, 100, 20, 100)
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-4)
        low, high = Table2x2([[30, 70], [20, 80]]).riskratio_confint()
        rates = naive.rates_ratio(30, 100, 20, 100)
        assert (rates.low, rates.high) == pytest.approx((low, high), rel=1e-4)
        low, high = proportion_confint(300, 1000, method="normal")
        share = naive.share(300, 1000)
        assert (share.low, share.high) == pytest.approx((low, high), abs=0.002)

    def test_none_says_nothing(self) -> None:
        assert naive.share(0, 10) == Interval(0.0, 0.0, 1.0)
        assert naive.counts_ratio(0, 10) == Interval(0.0, 0.0, math.inf)
        assert naive.growth(5, 10, 0, 10).high == math.inf

    @pytest.mark.parametrize(
        ("draw", "truth"),
        [
            (lambda dice: naive.median(dice.lognormal(0, 1, 101)), 1.0),
            (lambda dice: naive.medians_ratio(dice.lognormal(1, 1, 90), dice.lognormal(0, 1, 90)), math.e),
            (lambda dice: naive.counts_ratio(*map(float, dice.poisson((120, 60)))), 2.0),
        ],
    )
    def test_it_is_right_of_independent_postings(
        self, draw: Callable[[np.random.Generator], Interval], truth: float
    ) -> None:
        dice = chance(11, "naive")
        found = [draw(dice) for _ in range(400)]
        assert 0.91 <= sum(one.low <= truth <= one.high for one in found) / 400 <= 0.98

    def test_closed_adverts_alone_tell_their_mean_days(self) -> None:
        world = Open(Employers(2000, tail=2.5), kinds.Lasting(0.5, days=(5.0,), own=0.0, apart=0.0))
        (found,) = world.naive(world.frame(chance(12, "days")))
        assert found.low < 0.55 < found.high or found.value == pytest.approx(0.5, rel=0.12)


class TestSeasons:
    def test_the_same_season_holds_and_another_does_not(self) -> None:
        chosen = {
            one.name: one for one in prove_seasons.design() if one.position == "lower edge" and not one.setting.shock
        }
        found = [counted.run([one], 100, SEED)[0] for one in chosen.values()]
        for one in found:
            if one.cell.limit or one.cell.name.startswith("another"):
                assert one.coverage < 0.85
            else:
                assert one.coverage >= below(calibration_page.COVERAGE, one.worlds)
        assert "does not hold" in prove_seasons.document(found)


class TestPage:
    def test_every_question_of_every_cell_is_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prove_kinds, "CSV", tmp_path / "kinds.csv")
        found = [run(cell(*one), 5, SEED) for one in (SAMPLED[0], SAMPLED[3])]
        prove_kinds.write(found)
        rows = pl.read_csv(tmp_path / "kinds.csv")
        assert rows.height == sum(len(one.positions) for one in found)
        page = prove_kinds.document([*found, run(next(one for one in design() if one.twice), 5, SEED)])
        assert page.count("| level |") == 4
        assert "40 employers" in page
