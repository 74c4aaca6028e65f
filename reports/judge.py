"""Judges claims: chooses period and panel, has counts taken, estimated and ruled on. No formula, wording or SQL here.

A claim is judged on its own population and period only. Beside it stand, labelled, the newest period that the data can
test and the same statement on other populations; neither decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import polars as pl

from reports import estimators, sentences, verdicts
from reports.claims import NEWEST, Claim
from reports.estimators import Estimated
from reports.export import export
from reports.panels import Panels, Window
from reports.results import Estimate, Judgement, Panel, VerdictName
from reports.verdicts import Evidence, Question, Ruling, Scale
from warehouse import periods
from warehouse.cohorts import Cohort, Measure, Meta, Population, cohort_sql
from warehouse.periods import Period

__all__ = ["ESTIMATED", "Source", "YearPair", "export", "growth_by_year", "judge"]

ESTIMATED = frozenset({"growth", "share"})
"""Kinds that have an estimator."""
ONLY_THE_SHARE = Ruling("undecided", "only the share is measured", "a panel that lists all openings of its employers")
_OTHER: dict[Population, Population] = {"CN": "ALL", "ALL": "CN"}
_NARROWED, _WIDENED = 0.5, 2.0


class Source(Protocol):
    """What judging needs of a published warehouse."""

    def counts(self, cohort: Cohort) -> pl.DataFrame:
        """Return period, board, employer, n, x."""

    def coverage(self) -> pl.DataFrame:
        """Return `mart.coverage`."""

    def covered(self, periods: Sequence[Period], measure: Measure = "opened") -> dict[str, str]:
        """Return board -> why it cannot speak of all the periods; empty text where it can."""

    def employer_name(self, key: str) -> str:
        """Return an employer's name for readers."""

    def meta(self) -> Meta:
        """Return which warehouse this is."""


@dataclass(frozen=True)
class YearPair:
    """One statement on one board and one pair of years.

    Args:
        estimate: Growth of the share, with that of the count beside it.
        share: What the rule says of the share.
        count: What it says of the count, as if a count could decide.
    """

    estimate: Estimate
    share: Ruling
    count: Ruling


@dataclass(frozen=True)
class _Case:
    """A statement put to one population and its periods."""

    claim: Claim
    population: Population
    window: Window

    @property
    def cohort(self) -> Cohort:
        return Cohort(
            numerator=self.claim.numerator,
            denominator=self.claim.denominator,
            population=self.population,
            periods=self.window.periods,
            unit="employer" if self.claim.unit == "employer" else "vacancy",
            measure=self.claim.measure,
            boards=self.window.boards,
        )

    @property
    def question(self) -> Question:
        """What the entry declares; `load` has seen to it that a tested claim has a zone."""
        if self.claim.zone is None or self.claim.value is None:
            message = f"claim {self.claim.id} has no zone"
            raise ValueError(message)
        scale: Scale = "growth" if self.claim.kind == "growth" else "share"
        return Question(self.claim.zone, self.claim.rival, self.claim.value, scale)

    def estimated(self, counts: pl.DataFrame, measure: str = "share") -> Estimated | None:
        """Estimate the statement on counts; None where nothing is counted."""
        if self.claim.kind == "share":
            return estimators.share(counts, unit=self.claim.unit)
        estimator = estimators.growth_of_count if measure == "count" else estimators.growth
        return estimator(counts, *self.window.labels, unit=self.claim.unit)

    def ruled(self, estimated: Estimated) -> Ruling:
        return verdicts.rule(self.question, _evidence(estimated))


@dataclass(frozen=True)
class _Found:
    """An estimate with what further estimates need."""

    case: _Case
    estimate: Estimate
    estimated: Estimated
    counts: pl.DataFrame
    ruling: Ruling

    def again(self, counts: pl.DataFrame) -> VerdictName:
        """Return the verdict on other counts."""
        estimated = self.case.estimated(counts, self.estimate.measure)
        return self.case.ruled(estimated).verdict if estimated else "insufficient"


def judge(claims: Sequence[Claim], source: Source, *, today: date) -> list[Judgement]:
    """Judge every claim, in order.

    Args:
        claims: As `reports.claims.load` returns them.
        source: A published warehouse.
        today: Periods that end later are not finished.
    """
    court = _Court(source, today)
    return [court.judge(claim) for claim in claims]


def growth_by_year(
    claim: Claim, source: Source, *, today: date, board: str, population: Population = "ALL"
) -> list[YearPair]:
    """Judge a growth claim on every finished pair of neighbouring years that one board covers, oldest first.

    The pairs are judged one by one, each on its own 95 % interval: with many pairs looked at, some miss by chance.
    """
    court = _Court(source, today)
    windows = court.panels.year_pairs(population, board)
    return [pair for window in windows if (pair := court.year_pair(claim, window, population))]


class _Court:
    """One sitting: the warehouse, its coverage, and counts already taken."""

    def __init__(self, source: Source, today: date) -> None:
        self._source = source
        self._meta = source.meta()
        self._counts: dict[Cohort, pl.DataFrame] = {}
        self.panels = Panels(source, today)

    def judge(self, claim: Claim) -> Judgement:
        """Judge one claim."""
        if claim.kind == "untestable":
            return self._judgement(claim, Ruling("untestable", claim.untestable))
        if claim.kind not in ESTIMATED:
            return self._judgement(claim, Ruling("not_yet_estimated", f"no estimator of kind {claim.kind} yet"))
        own = self._own_case(claim, claim.population)
        found = self._find(own)
        return self._judgement(
            claim,
            found.ruling if found else self._without_estimate(own),
            found=found,
            newest=self._newest(own),
            elsewhere=self._elsewhere(claim),
        )

    def year_pair(self, claim: Claim, window: Window, population: Population) -> YearPair | None:
        """Judge a growth claim on one board and pair of years; None where nothing is counted."""
        case = _Case(claim, population, window)
        found = self._find(case)
        count = case.estimated(found.counts, "count") if found else None
        return YearPair(found.estimate, found.ruling, case.ruled(count)) if found and count else None

    def _own_case(self, claim: Claim, population: Population) -> _Case:
        if claim.period in NEWEST:
            window = self._newest_window(claim, population)
            return _Case(claim, population, window or Window((), reason=f"no board covers a {claim.period[7:]}"))
        labels = (claim.base, claim.period) if claim.kind == "growth" else (claim.period,)
        chosen = tuple(periods.parse(label, who=f"claim {claim.id}") for label in labels)
        return _Case(claim, population, self.panels.window(chosen, population, claim.measure))

    def _newest_window(self, claim: Claim, population: Population) -> Window | None:
        return self.panels.newest(claim.period, claim.years, population, claim.measure)

    def _newest(self, own: _Case) -> _Found | None:
        """Return the estimate on the newest testable period, unless that is the claim's own."""
        window = self._newest_window(own.claim, own.population)
        if window is None or window.labels == own.window.labels:
            return None
        return self._find(replace(own, window=window))

    def _elsewhere(self, claim: Claim) -> tuple[Estimate, ...]:
        """Return the statement on the other population, over all boards and on each; its own period if covered."""
        case = self._own_case(claim, _OTHER[claim.population])
        if not case.window.boards:
            case = replace(case, window=self._newest_window(claim, case.population) or case.window)
        found = self._find(case)
        return (found.estimate, *self._board_by_board(found)) if found else ()

    def _board_by_board(self, found: _Found) -> list[Estimate]:
        window = found.case.window
        if found.case.population != "ALL" or len(window.boards) == 1:
            return []
        single = [replace(found.case, window=replace(window, boards=(board,), dropped={})) for board in window.boards]
        each = [
            self._find(case, estimators.only(found.counts, board=board))
            for case, board in zip(single, window.boards, strict=True)
        ]
        return [replace(one.estimate, population=one.case.window.boards[0]) for one in each if one]

    def _find(self, case: _Case, counts: pl.DataFrame | None = None) -> _Found | None:
        """Estimate and rule; None where no board covers the window or nothing is counted."""
        if not case.window.boards:
            return None
        taken = self._take(case.cohort) if counts is None else counts
        estimated = case.estimated(taken)
        if estimated is None:
            return None
        ruling = ONLY_THE_SHARE if case.claim.primary == "count" else case.ruled(estimated)
        found = _Found(case, self._estimate(case, case.cohort, estimated, taken), estimated, taken, ruling)
        return self._count_decides(found) if case.claim.primary == "count" else found

    def _count_decides(self, found: _Found) -> _Found:
        """Let the count decide on boards that list all openings; without any, only the share is measured."""
        cohort = replace(found.case.cohort, denominator=f"({found.case.claim.denominator}) and census")
        taken = self._take(cohort)
        counted = found.case.estimated(taken, "count")
        if counted is None:
            return found
        estimate = self._estimate(found.case, cohort, counted, taken)
        estimate = replace(estimate, measure="count", beside=found.estimate.interval)
        return _Found(found.case, estimate, counted, taken, found.case.ruled(counted))

    def _take(self, cohort: Cohort) -> pl.DataFrame:
        if cohort not in self._counts:
            self._counts[cohort] = self._source.counts(cohort)
        return self._counts[cohort]

    def _estimate(self, case: _Case, cohort: Cohort, estimated: Estimated, counts: pl.DataFrame) -> Estimate:
        beside = case.estimated(counts, "count") if case.claim.kind == "growth" else None
        return Estimate(
            periods=case.window.labels,
            population=case.population,
            measure="share",
            interval=estimated.interval,
            panel=_panel(case.window, estimated),
            cells=estimated.cells,
            beside=beside.interval if beside else None,
            leave_one_out=self._leave_one_out(estimated),
            sql=cohort_sql(cohort),
        )

    def _leave_one_out(self, estimated: Estimated) -> dict[str, float]:
        named = {self._source.employer_name(key): value for key, value in estimated.without_employer.items()}
        return named | estimated.without_board

    def _without_estimate(self, case: _Case) -> Ruling:
        """Say why there is nothing to rule on."""
        if case.window.reason:
            return Ruling(
                "insufficient", case.window.reason, "a board that covers the claim's own population and period"
            )
        total = int(self._take(case.cohort)["n"].sum())
        return Ruling("insufficient", f"0 counted of {total:,}", f"{verdicts.LEAST_K} employers with a counted vacancy")

    def _flips(self, found: _Found) -> tuple[str, ...]:
        """Return what turns the verdict: the largest employer or a board left out, half or twice the zone."""
        if found.ruling.verdict == "insufficient" or found.ruling is ONLY_THE_SHARE:
            return ()
        absent = {f"without {name}": found.again(counts) for name, counts in self._absences(found)}
        ruled = absent | _rulings_by_zone(found)
        return tuple(f"{what}: {verdict}" for what, verdict in ruled.items() if verdict != found.ruling.verdict)

    def _absences(self, found: _Found) -> Iterator[tuple[str, pl.DataFrame]]:
        for employer in list(found.estimated.without_employer)[:1]:
            yield self._source.employer_name(employer), estimators.without(found.counts, employer=employer)
        if len(found.estimated.boards) > 1:
            for board in found.estimated.boards:
                yield board, estimators.without(found.counts, board=board)

    def _judgement(
        self,
        claim: Claim,
        ruling: Ruling,
        *,
        found: _Found | None = None,
        newest: _Found | None = None,
        elsewhere: tuple[Estimate, ...] = (),
    ) -> Judgement:
        judged = Judgement(
            id=claim.id,
            kind=claim.kind,
            population=claim.population,
            verdict=ruling.verdict,
            reason=ruling.reason,
            figure=claim.figure,
            zone=claim.zone,
            rival=claim.rival,
            estimate=found.estimate if found else None,
            newest=newest.estimate if newest else None,
            newest_verdict=newest.ruling.verdict if newest else None,
            elsewhere=elsewhere,
            flips=self._flips(found) if found else (),
            needed=ruling.needed,
            statement_en=claim.statement_en,
            statement_zh=claim.statement_zh,
            sentence_en="",
            sentence_zh="",
            corrected=False,
            vintage=self._meta.vintage,
            simulated=self._meta.simulated,
        )
        return replace(
            judged, sentence_en=sentences.english(claim, judged), sentence_zh=sentences.chinese(claim, judged)
        )


def _evidence(estimated: Estimated) -> Evidence:
    n = sum(n for n, _ in estimated.cells)
    return Evidence(estimated.interval, estimated.k, estimated.g_eff, n)


def _rulings_by_zone(found: _Found) -> dict[str, VerdictName]:
    factors = {"at half the zone": _NARROWED, "at twice the zone": _WIDENED}
    evidence = _evidence(found.estimated)
    return {
        name: verdicts.rule(verdicts.rescaled(found.case.question, factor), evidence).verdict
        for name, factor in factors.items()
    }


def _panel(window: Window, estimated: Estimated) -> Panel:
    silent = {board: "no vacancy in one of the periods" for board in window.boards if board not in estimated.boards}
    return Panel(
        boards=estimated.boards,
        dropped_boards=window.dropped | silent,
        employers=estimated.employers,
        k=estimated.k,
        n=sum(n for n, _ in estimated.cells),
        x=sum(x for _, x in estimated.cells),
        g_eff=estimated.g_eff,
        clusters=estimated.clusters,
        only_these_boards=(estimated.g_eff_boards or 0) < estimators.BOARDS_NEEDED,
        g_eff_boards=estimated.g_eff_boards,
    )
