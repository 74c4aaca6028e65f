"""The calibration: a sample of its cells, its parts against formulas typed from their sources, its other proofs."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from scipy import stats

from bench import calibration, calibration_page, prove, prove_controls, prove_openings
from bench.calibration_cells import GROWTH, MOST, design
from bench.calibration_run import Cell, Found, cells_of, run
from reports import estimators
from reports.cells import Cells
from reports.intervals import Measure, freedom, in_both, intervals
from simulation.openings import Openings, Plan
from simulation.worlds import Setting, Worlds, chance, draw

WORLDS = 400
SAMPLED = (
    ("Growth of a share", "300 counted, tail 1.2, overlap 0.2, board shock 0.2", "lower edge"),
    ("Growth of a share", "30 counted, tail 2.5, overlap 0.9, board shock 0.0", "value"),
    ("Growth of a count", "300 counted, tail 1.2, overlap 0.9, board shock 0.1", "upper edge"),
    ("Growth of a count", "30 counted, tail 1.6, overlap 0.2, board shock 0.0", "rival"),
    ("Share", "17 %, 300 counted, tail 1.2, board shock 0.2", "upper edge"),
    ("Share", "most, 30 counted, tail 1.6, board shock 0.0", "lower edge"),
    ("Other worlds, share's growth", "one giant with 30 %", "lower edge"),
    ("Other worlds, share's growth", "three boards, shock 0.2, truth of these", "value"),
    ("Other worlds, count's growth", "40 employers, tail 1.2, overlap 0.2", "upper edge"),
    ("Other worlds, count's growth", "five boards, shock 0.2", "rival"),
)


def cell_of(family: str, name: str, position: str, off: str = "") -> Cell:
    found = [
        cell for cell in design() if (cell.family, cell.name, cell.position, cell.off) == (family, name, position, off)
    ]
    assert len(found) == 1, (family, name, position)
    return found[0]


def below(rate: float, worlds: int) -> float:
    """Return the least part of worlds that a true rate shows but once in a thousand."""
    return float(stats.binom.ppf(0.001, worlds, rate)) / worlds


class TestCells:
    @pytest.mark.parametrize(("family", "name", "position"), SAMPLED)
    def test_a_cell_keeps_its_promise(self, family: str, name: str, position: str) -> None:
        found = run([cell_of(family, name, position)], WORLDS, calibration.SEED)[0]
        assert found.worlds >= 0.95 * WORLDS
        assert found.coverage >= below(calibration_page.COVERAGE, found.worlds)
        assert found.wrong <= 1 - below(1 - calibration_page.WRONG, found.worlds)
        assert found.width <= 1.2 * calibration_page.WIDTH

    @pytest.mark.parametrize("truth", ["when it is true, 1,200", "when it did not change, 100"])
    def test_twice_the_minimum_data_decides(self, truth: str) -> None:
        cells = [cell for cell in design() if cell.family.startswith("At twice") and f"+142 % {truth}" in cell.name]
        assert run(cells, 200, calibration.SEED)[0].decided >= below(calibration_page.DECIDED, 200)

    @pytest.mark.parametrize(
        "name", sorted({cell.name for cell in design() if cell.off and cell.family == "Corrections"})
    )
    def test_a_correction_switched_off_fails_where_it_is_needed(self, name: str) -> None:
        for cell in design():
            if cell.family == "Corrections" and cell.name == name:
                found = run([cell], 120, calibration.SEED)[0]
                if cell.off:
                    assert found.coverage < 0.75
                else:
                    assert found.coverage >= below(calibration_page.COVERAGE, found.worlds)

    def test_every_naive_reading_of_the_giants_is_wrong(self) -> None:
        found = run([cell_of("Corrections", "jackknife over employers", "lower edge")], 200, calibration.SEED)[0]
        assert found.naive_coverage < 0.7
        assert found.naive_wrong > 0.2

    def test_the_gate_costs_verdicts_and_saves_none(self) -> None:
        rare = [
            c
            for c in design()
            if c.family == "Without the gate" and c.question is MOST and "5 counted, tail 2.5" in c.name
        ]
        found = {cell.truth: run([cell], WORLDS, calibration.SEED)[0] for cell in rare}
        assert found[0.5].contradicted <= 0.05
        assert found[0.02].contradicted > 0.5


class TestDesign:
    def test_it_crosses_what_the_rules_ask_for(self) -> None:
        crossed = {cell.setting for cell in design() if cell.family == "Growth of a share"}
        for name, wanted in {
            "tail": {1.2, 1.6, 2.5}, "overlap": {0.2, 0.9}, "shock": {0.0, 0.1, 0.2}, "counted": {30, 300, 3000},
        }.items():  # fmt: skip
            assert {getattr(setting, name) for setting in crossed} == wanted
        assert len(crossed) == 54 * 4

    def test_the_truth_stands_on_both_edges_the_value_and_the_rival(self) -> None:
        truths = {cell.truth for cell in design() if cell.family == "Growth of a count"}
        assert truths == {*GROWTH.zone, GROWTH.value, GROWTH.rival}

    def test_cells_have_names_of_their_own(self) -> None:
        names = [(c.family, c.name, c.position, c.off, c.here) for c in design()]
        assert len(set(names)) == len(names)

    def test_cells_that_share_worlds_are_run_together(self) -> None:
        groups = calibration.sharing(design())
        assert sum(map(len, groups)) == len(design())
        assert all(len({cell.setting for cell in group}) == 1 for group in groups)
        assert max(map(len, groups)) > 1

    def test_figures_depend_on_the_seed_only(self) -> None:
        cell = cell_of(*SAMPLED[1])
        first, again, other = (run([cell], 50, seed)[0] for seed in (1, 1, 2))
        assert first == again
        assert first.width != other.width


PLANTED = Setting(counted=500, growth=0.4, volume=1.2, employers=300, tail=2.5, boards=(0.7, 0.3), tilt=0.5)
SIX = Setting(counted=40, employers=30, boards=(0.3, 0.2, 0.2, 0.1, 0.1, 0.1), shock=0.3)


@pytest.fixture(scope="module")
def planted() -> Worlds:
    return draw(PLANTED, 400, chance(5, "worlds"))


@pytest.fixture(scope="module")
def small() -> Worlds:
    return draw(SIX, 25, chance(3, "formula"))


@pytest.fixture(scope="module")
def one() -> Cells:
    """The later period of one world, as a share takes it."""
    return cells_of(draw(Setting(counted=300, employers=150, tail=6.0), 1, chance(9, "one")), later=True)


class TestWorlds:
    """What is planted is there, as the mean over many worlds."""

    def test_counts_and_shares_are_as_planted(self, planted: Worlds) -> None:
        n0, x0, n1, x1 = planted.counts.sum(axis=0) / planted.number
        assert x0 == pytest.approx(PLANTED.counted, rel=0.03)
        assert x0 / n0 == pytest.approx(PLANTED.share, rel=0.02)
        assert n1 / n0 == pytest.approx(PLANTED.volume, rel=0.05)
        assert (x1 / n1) / (x0 / n0) == pytest.approx(1.4, rel=0.02)

    def test_rows_are_sorted_and_numbered_without_gaps(self, planted: Worlds) -> None:
        order = np.lexsort((planted.board, planted.employer))
        assert (order == np.arange(len(order))).all()
        assert set(planted.employer) == set(range(len(planted.world_of_employer)))
        assert (planted.world_of_employer[planted.employer] == planted.world_of_board[planted.board]).all()
        assert planted.counts[:, [0, 2]].sum(axis=1).min() > 0

    def test_overlap_is_the_part_that_stays(self) -> None:
        worlds = draw(Setting(overlap=0.3, counted=8000, employers=200), 20, chance(1, "overlap"))
        by_employer = cells_of(worlds).by_employer
        stays = (by_employer[:, 0] > 0) & (by_employer[:, 2] > 0)
        assert stays.sum() / (by_employer[:, 0] > 0).sum() == pytest.approx(0.3, abs=0.01)

    def test_a_list_of_later_hirers_seems_to_grow_and_one_of_earlier_hirers_to_shrink(self) -> None:
        seen = {}
        for chosen in ("blindly", "in the base", "later"):
            worlds = draw(Setting(chosen=chosen), 100, chance(1, "lists"))
            _, x0, _, x1 = worlds.counts.sum(axis=0)
            seen[chosen] = x1 / x0
        assert seen["in the base"] < 0.8 < seen["blindly"] < 1.25 < seen["later"]

    def test_a_tagger_that_drifts_is_seen_in_the_strata(self) -> None:
        worlds = draw(Setting(found=(0.5, 1.0), mistaken=(0.0, 0.01)), 50, chance(1, "tagger"))
        n0, x0, n1, x1 = worlds.tagged.sum(axis=0)
        true0, true1 = worlds.counts[:, 1].sum(), worlds.counts[:, 3].sum()
        assert x0 / true0 == pytest.approx(0.5, abs=0.02)
        assert x1 == pytest.approx(true1 + 0.01 * (n1 - true1), rel=0.02)
        assert worlds.strata[..., 0].sum() == n0 + n1
        assert worlds.strata[..., 1].sum() == true0 + true1

    def test_a_giant_holds_its_part(self) -> None:
        worlds = draw(Setting(giant=0.4, counted=5000), 30, chance(1, "giant"))
        n = cells_of(worlds).by_employer[:, 0]
        largest = [
            n[worlds.world_of_employer == world].max() / n[worlds.world_of_employer == world].sum()
            for world in range(30)
        ]
        assert float(np.median(largest)) == pytest.approx(0.4, abs=0.05)


MEASURES: tuple[Measure, ...] = ("share", "growth", "count")


class TestOneFormula:
    """Thousands of markets at once give each market's own figure."""

    @pytest.mark.parametrize("measure", MEASURES)
    def test_many_markets_are_as_one_by_one(self, small: Worlds, measure: Measure) -> None:
        cells = cells_of(small, later=measure == "share")
        together = intervals(in_both(cells) if measure == "growth" else cells, measure)
        for world in range(small.number):
            alone = _through_the_front_door(cells, world, measure)
            assert (together.value[world], together.low[world], together.high[world]) == pytest.approx(
                (alone.interval.value, alone.interval.low, alone.interval.high), rel=1e-12
            )
            assert (together.k[world], together.g_eff[world]) == (alone.k, pytest.approx(alone.g_eff, rel=1e-12))
            assert together.by_boards[world] == (alone.clusters == "boards")

    def test_some_boards_were_the_wider_and_some_were_not(self, small: Worlds) -> None:
        wider = intervals(in_both(cells_of(small)), "growth").by_boards
        assert 0 < wider.sum() < small.number


def _through_the_front_door(cells: Cells, world: int, measure: Measure) -> estimators.Estimated:
    rows = np.nonzero(cells.market_of_employer[cells.employer] == world)[0]
    frame = pl.DataFrame(
        [
            (period, f"b{cells.board[row]:09}", f"e{cells.employer[row]:09}", int(n), int(x))
            for row in rows
            for period, (n, x) in (("1", cells.counts[row, :2]), ("2", cells.counts[row, 2:]))
            if n
        ],
        schema=["period", "board", "employer", "n", "x"],
        orient="row",
    )
    if measure == "share":
        found = estimators.share(frame)
    else:
        found = (estimators.growth if measure == "growth" else estimators.growth_of_count)(frame, "1", "2")
    assert found is not None
    return found


class TestAgainstOthers:
    """The same digits from other libraries and from formulas typed from their sources."""

    def test_the_variance_is_that_of_a_clustered_logit(self, one: Cells) -> None:
        """Statsmodels' logit with clustered errors is CV1; CV3 of an intercept is near, and above for small G."""
        n, x = one.by_employer[:, 0].astype(int), one.by_employer[:, 1].astype(int)
        answers = np.concatenate([np.repeat([1, 0], (hits, total - hits)) for hits, total in zip(x, n, strict=True)])
        groups = np.repeat(np.arange(len(n)), n)
        fit = sm.Logit(answers, np.ones(len(answers))).fit(disp=0, cov_type="cluster", cov_kwds={"groups": groups})
        found = intervals(one, "share")
        degrees = float(freedom(found.g_eff, found.k)[0])
        low, high = (math.log(end / (1 - end)) for end in (float(found.low[0]), float(found.high[0])))
        error = (high - low) / 2 / float(stats.t.ppf(0.975, degrees))
        assert (low + high) / 2 == pytest.approx(float(fit.params[0]), rel=1e-6)
        assert float(fit.bse[0]) < error < 1.25 * float(fit.bse[0])

    def test_the_jackknife_is_mnw_cv3_by_deleting_employers_one_by_one(self, one: Cells) -> None:
        n, x = one.by_employer[:, 0], one.by_employer[:, 1]

        def logit(keep: np.ndarray) -> float:
            return math.log(x[keep].sum() / (n[keep] - x[keep]).sum())

        everybody = np.ones(len(n), dtype=bool)
        left = [logit(np.arange(len(n)) != out) for out in range(len(n))]
        squares = (np.array(left) - logit(everybody)) ** 2
        groups = len(n)
        satterthwaite = squares.sum() ** 2 / (squares**2).sum()
        width = stats.t.ppf(0.975, min(satterthwaite, (x > 0).sum() - 1)) * math.sqrt(
            (groups - 1) / groups * squares.sum()
        )
        found = intervals(one, "share")
        assert float(found.high[0]) == pytest.approx(1 / (1 + math.exp(-logit(everybody) - width)), rel=1e-9)
        assert float(found.g_eff[0]) == pytest.approx(satterthwaite, rel=1e-9)

    @pytest.mark.parametrize("squares", [[1.0] * 12, [9.0, 1.0, 1.0, 4.0, 0.25], [100.0, 1.0, 1.0]])
    def test_degrees_of_freedom_are_satterthwaites(self, squares: Sequence[float]) -> None:
        """Welch-Satterthwaite for one degree each: (Σv)²/Σ(v²/1), written as scipy's unequal-variance t-test has it."""
        wanted = sum(squares) ** 2 / sum(square**2 / 1 for square in squares)
        g_eff = np.array([sum(squares)]) ** 2 / np.array([sum(square**2 for square in squares)])
        assert float(freedom(g_eff, np.array([1000.0]))[0]) == pytest.approx(wanted)
        assert float(freedom(g_eff, np.array([3.0]))[0]) == min(2.0, wanted)

    def test_equal_employers_have_as_many_degrees_as_a_mean_has_less_none(self) -> None:
        """With n employers of one vacancy each d is alike within each kind: G_eff is Kish's number of two kinds."""
        employers, hits = 60, 20
        x = np.arange(employers) < hits
        counts = np.stack([np.ones(employers), x, np.zeros(employers), np.zeros(employers)], axis=1).astype(float)
        zeros = np.zeros(employers, dtype=np.intp)
        cells = Cells(np.arange(employers), zeros, counts, zeros, np.zeros(1, dtype=np.intp), 1)
        whole = math.log(hits / (employers - hits))
        with_hit, without = math.log((hits - 1) / (employers - hits)), math.log(hits / (employers - hits - 1))
        parts = [(with_hit - whole) ** 2] * hits + [(without - whole) ** 2] * (employers - hits)
        assert float(intervals(cells, "share").g_eff[0]) == pytest.approx(
            sum(parts) ** 2 / sum(part**2 for part in parts)
        )


class TestControls:
    def test_halves_of_a_market_do_not_grow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prove_controls, "SPLITS", 400)
        dice = chance(4, "halves")
        sizes = np.ceil(dice.pareto(1.3, 300) + 0.5).astype(int)
        employer = np.repeat(np.arange(300), sizes)
        sample = prove_controls.Sample(employer, dice.random(len(employer)) < dice.beta(0.6, 3, 300)[employer])
        for by in ("vacancy", "employer"):
            for kept in (1.0, 0.5):
                found = prove_controls.control("invented", [sample], by, kept)
                assert found.holds, found
                assert found.ratio == pytest.approx(1, abs=0.1)

    def test_halves_hold_every_vacancy_once(self) -> None:
        sample = prove_controls.Sample(np.array([0, 0, 1, 2, 2, 2]), np.array([True, False, True, True, False, False]))
        cells = prove_controls.halves(sample, "vacancy", 1.0, 50, chance(1, "h"))
        assert (cells.over_boards(cells.totals)[:, [0, 2]].sum(axis=1) == 6).all()
        assert (cells.over_boards(cells.totals)[:, [1, 3]].sum(axis=1) == 3).all()
        whole = prove_controls.halves(sample, "employer", 1.0, 50, chance(1, "h")).by_employer
        assert not ((whole[:, 0] > 0) & (whole[:, 2] > 0)).any()

    def test_a_control_that_grows_does_not_hold(self) -> None:
        plain = prove_controls.Control("x", "vacancy", 1.0, 2000, 0.95, 0.025, 0.025, 1.0)
        assert plain.holds
        assert not dataclasses.replace(plain, grows=0.08).holds
        assert not dataclasses.replace(plain, coverage=0.89).holds


class TestOpenings:
    def test_a_world_goes_through_the_warehouse(self) -> None:
        fault = next(fault for fault in prove_openings.FAULTS if fault.sql[0] == "core.vacancies AS v")
        small = dataclasses.replace(fault, plan=dataclasses.replace(fault.plan, monthly=150.0, again=(0.9, 0.0)))
        row = prove_openings.world((small, 11))
        assert row.low < math.log1p(fault.plan.growth) < row.high
        assert row.off > row.on + 0.05

    def test_what_is_planted_is_shown(self) -> None:
        openings = Openings(Plan(3, late=True, failed=True))
        looks = list(openings.looks())
        assert min(look.day for look in looks if look.board == "board0").isoformat() == "2024-05-01"
        assert sum(look.failed for look in looks) == 3
        assert all(look.failed == (not look.shown) for look in looks)
        months = {
            month: [o for o in openings._vacancies if "go" in o.languages and o.opened.month == month]
            for month in (5, 6)
        }
        assert len(months[6]) / len(months[5]) == pytest.approx(1.37, rel=0.3)


class TestPage:
    @pytest.fixture
    def found(self) -> list[Found]:
        chosen = [cell_of(*SAMPLED[1]), cell_of("Corrections", "audit of the tagger", "lower edge", "audit")]
        return [run([cell], 60, 1)[0] for cell in chosen]

    def test_every_cell_is_in_the_table(
        self, found: list[Found], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("CSV", "PAGE"):
            monkeypatch.setattr(calibration_page, name, tmp_path / name)
        monkeypatch.setattr(calibration_page, "CHART", tmp_path / "chart.png")
        calibration_page.write(found, 60, 1)
        calibration_page.section("Another", "It says so.")
        calibration_page.write(found, 60, 1)
        calibration_page.section("Another", "It says more.")
        page = (tmp_path / "PAGE").read_text(encoding="utf-8")
        assert page.count("## Another") == 1
        assert "It says more." in page
        assert "It says so." not in page
        assert (tmp_path / "CSV").read_text(encoding="utf-8").count("\n") == 3
        assert (tmp_path / "chart.png").stat().st_size > 5000

    def test_what_is_switched_off_promises_nothing(self, found: list[Found]) -> None:
        assert calibration_page.promised(found) == found[:1]
        assert not calibration_page.kept(found[1])
        assert "audit" not in calibration_page.summary(found)

    def test_a_broken_promise_is_named(self, found: list[Found]) -> None:
        broken = dataclasses.replace(found[0], coverage=0.91)
        assert "1 of 1 cells miss a promise" in calibration_page.summary([broken])
        assert found[0].cell.name in calibration_page.summary([broken])


class TestProve:
    def test_a_proof_that_fails_is_said_and_exits_1(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def good() -> bool:
            """Hold."""
            return True

        def bad() -> bool:
            """Break."""
            return False

        monkeypatch.setattr(prove, "PROOFS", {"good": good, "bad": bad})
        for argv, code in ((["prove"], 1), (["prove", "good"], 0), (["prove", "worse"], 2)):
            monkeypatch.setattr("sys.argv", argv)
            with pytest.raises(SystemExit) as ended:
                prove.main()
            assert ended.value.code == code
        assert "bad: DOES NOT HOLD" in capsys.readouterr().out
