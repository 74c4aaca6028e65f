"""Judges claims: chooses period and panel, has counts taken, estimated and ruled on. No formula, wording or SQL here.

A claim is judged on its own population and period only. Beside it stand, labelled, the newest period that the data can
test and the same statement on other populations; neither decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import polars as pl

from reports import estimators, sentences, verdicts
from reports.arithmetic import Room
from reports.beside import Beside, beside
from reports.claims import ANY_YEAR, NEWEST, Claim
from reports.controls import STABLE, Controls, controls
from reports.export import export
from reports.kinds.case import Case, Measured, Method, Rows, Taken
from reports.kinds.consistency import checked, ruled
from reports.kinds.methods import methods
from reports.kinds.ratios import GrowthOfCount, OnlyTheShare, Share
from reports.kinds.tagger import AUDITED, UNCORRECTED, checked_for_tagger
from reports.panels import Panels, Window
from reports.results import Estimate, Judgement, Panel, VerdictName
from reports.verdicts import Question, Ruling
from warehouse import periods
from warehouse.cohorts import Cohort, Measure, Meta, Population
from warehouse.periods import Period

__all__ = ["AUDITED", "Source", "YearPair", "cohort_of", "export", "growth_by_year", "judge", "sitting"]

_OTHER: dict[Population, Population] = {"CN": "ALL", "ALL": "CN"}
_NARROWED, _WIDENED = 0.5, 2.0
_ORDER = Question((1.0, math.inf), None, 1.0, "ratio")
"""What a ranking is asked: is the greater side the greater one."""


class Source(Rows, Protocol):
    """What judging needs of a published warehouse."""

    def cells(self, cohort: Cohort) -> pl.DataFrame:
        """Return what `counts` does; it may have `warehouse.tallies.NUMBERS` beside it."""

    def coverage(self) -> pl.DataFrame:
        """Return `mart.coverage`."""

    def covered(self, periods: Sequence[Period], measure: Measure = "opened") -> dict[str, str]:
        """Return board -> why it cannot speak of all the periods; empty text where it can."""

    def audited(self, cohort: Cohort) -> pl.DataFrame | None:
        """Return what people answered of a cohort's postings; None where nobody answered its query."""

    def employer_name(self, key: str) -> str:
        """Return an employer's name for readers."""

    def meta(self) -> Meta:
        """Return which warehouse this is."""

    @property
    def board_titles(self) -> Mapping[str, tuple[str, str]]:
        """Return board -> its name for readers, in English and in Chinese."""


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
class _Found:
    """An estimate with what further estimates need."""

    case: Case
    method: Method
    taken: Taken
    measured: Measured
    estimate: Estimate
    ruling: Ruling

    @property
    def question(self) -> Question:
        """Return what the entry asks."""
        return _question(self.case.claim, self.method)

    def again(self, rows: pl.DataFrame) -> VerdictName:
        """Return the verdict on other rows."""
        measured = self.method.measure(self.case, rows)
        return self.method.rule(self.question, measured).verdict if measured else "insufficient"

    def rezoned(self, factor: float) -> VerdictName:
        """Return the verdict with the zone narrowed or widened."""
        return self.method.rule(verdicts.rescaled(self.question, factor), self.measured).verdict


def _question(claim: Claim, method: Method) -> Question:
    """Return what the entry declares; `load` has seen to it that a tested claim has a zone."""
    if claim.kind == "ranking":
        return _ORDER
    if claim.zone is None or claim.value is None:
        message = f"claim {claim.id} has no zone"
        raise ValueError(message)
    unit = "employers" if claim.unit == "employer" else "vacancies"
    return Question(claim.zone, claim.rival, claim.value, method.scale, unit)


def judge(claims: Sequence[Claim], source: Source, *, today: date, only: Collection[str] = ()) -> list[Judgement]:
    """Judge every claim, in order.

    Args:
        claims: As `reports.claims.load` returns them.
        source: A published warehouse.
        today: Periods that end later are not finished.
        only: Ids of those to be judged, the others being known besides; all where empty.
    """
    judged = sitting(claims, source, today=today)
    return [judged(claim) for claim in claims if not only or claim.id in only]


def sitting(claims: Sequence[Claim], source: Source, *, today: date) -> Callable[[Claim], Judgement]:
    """Return what judges one claim after another, and takes the rows that several need once; see `judge`."""
    return _Court(source, today, claims).judge


def cohort_of(claim: Claim, source: Source, *, today: date) -> Cohort | None:
    """Return what a claim counts in its own period, else in the newest that is covered; None where none is."""
    return _Court(source, today, [claim]).cohort(claim)


def growth_by_year(
    claim: Claim, source: Source, *, today: date, board: str, population: Population = "ALL"
) -> list[YearPair]:
    """Judge a growth claim on every finished pair of neighbouring years that one board covers, oldest first.

    The pairs are judged one by one, each on its own 95 % interval: with many pairs looked at, some miss by chance. A
    claim with the period `any year` is judged on all of them at once.
    """
    court = _Court(source, today, [claim])
    windows = court.panels.year_pairs(population, board)
    return [pair for window in windows if (pair := court.year_pair(claim, window, population))]


class _Once:
    """Rows of a warehouse, each taken once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._taken: dict[tuple[object, ...], pl.DataFrame] = {}
        self._audited: dict[Cohort, pl.DataFrame | None] = {}

    def counts(self, cohort: Cohort) -> pl.DataFrame:
        """Return a cohort's cells."""
        return self._kept("cells", cohort)

    def pay(self, cohort: Cohort) -> pl.DataFrame:
        """Return a cohort's pay."""
        return self._kept("pay", cohort)

    def spells(self, cohort: Cohort) -> pl.DataFrame:
        """Return a cohort's spells."""
        return self._kept("spells", cohort)

    def named(self, cohort: Cohort, dimension: str) -> pl.DataFrame:
        """Return how often a cohort names the concepts of a dimension."""
        return self._kept("named", cohort, dimension)

    def audited(self, cohort: Cohort) -> pl.DataFrame | None:
        """Return what people answered of a cohort's postings."""
        if cohort not in self._audited:
            self._audited[cohort] = self._source.audited(cohort)
        return self._audited[cohort]

    def _kept(self, name: str, *asked: object) -> pl.DataFrame:
        if (name, *asked) not in self._taken:
            self._taken[name, *asked] = getattr(self._source, name)(*asked)
        return self._taken[name, *asked]


class _Court:
    """One sitting: the warehouse, its coverage, all claims, and rows already taken."""

    def __init__(self, source: Source, today: date, claims: Sequence[Claim]) -> None:
        self._source = source
        self._rows = _Once(source)
        self._meta = source.meta()
        self._claims = claims
        self._figures = {claim.id: claim.figure for claim in claims if claim.figure is not None}
        self.panels = Panels(source, today)

    def judge(self, claim: Claim) -> Judgement:
        """Judge one claim."""
        if claim.kind == "untestable":
            return self._judgement(claim, Ruling("untestable", claim.untestable), proxy=self._proxy(claim))
        if claim.kind == "consistency":
            room = checked(claim, self._figures)
            return self._judgement(claim, ruled(room), room=room)
        own = self._own_case(claim, claim.population)
        found = self._find(own)
        return self._judgement(
            claim,
            found.ruling if found else self._without_estimate(own),
            found=found,
            newest=self._newest(own),
            elsewhere=self._elsewhere(claim),
        )

    def cohort(self, claim: Claim) -> Cohort | None:
        """Return what a claim counts; None where no board covers its period or a newer one."""
        own = self._own_case(claim, claim.population)
        window = own.window if own.window.boards else self._newest_window(claim, claim.population)
        return replace(own, window=window).cohort() if window else None

    def _proxy(self, claim: Claim) -> Estimate | None:
        """Return what postings show in place of a claim that none can decide: the proxy's share in the newest year."""
        if not claim.proxy:
            return None
        share = replace(
            claim, kind="share", period="newest year", numerator=claim.proxy, denominator=claim.proxy_denominator
        )
        case, method = self._own_case(share, claim.population), Share()
        taken = method.take(case, self._rows) if case.window.boards else None
        measured = method.measure(case, taken.rows) if taken else None
        return self._estimate(case, method, taken, measured) if taken and measured else None

    def year_pair(self, claim: Claim, window: Window, population: Population) -> YearPair | None:
        """Judge a growth claim on one board and pair of years; None where nothing is counted."""
        dated = replace(claim, base=window.labels[0], period=window.labels[1])
        found = self._find(Case(dated, population, window))
        if found is None:
            return None
        count = estimators.growth_of_count(found.taken.rows, *window.labels, unit=claim.unit)
        ruling = GrowthOfCount().rule(found.question, Measured(count)) if count else None
        return YearPair(found.estimate, found.ruling, ruling) if ruling else None

    def _own_case(self, claim: Claim, population: Population) -> Case:
        if claim.period == ANY_YEAR:
            windows = tuple(self.panels.year_pairs(population))
            return Case(claim, population, _spanning(windows, population), windows=windows)
        if claim.period in NEWEST:
            window = self._newest_window(claim, population)
            missing = Window((), reason=f"no board covers a {claim.period[7:]}")
            return self._case(claim, population, window or missing)
        labels = (claim.base, claim.period) if claim.compares else (claim.period,)
        chosen = tuple(periods.parse(label, who=f"claim {claim.id}") for label in labels)
        return self._case(claim, population, self.panels.window(chosen, population, claim.measure))

    def _case(self, claim: Claim, population: Population, window: Window) -> Case:
        family = tuple(one for one in self._claims if one.whole == claim.whole) if claim.kind == "composition" else ()
        return Case(claim, population, window, family or (claim,))

    def _newest_window(self, claim: Claim, population: Population) -> Window | None:
        return self.panels.newest(claim.period, claim.years, population, claim.measure)

    def _newest(self, own: Case) -> _Found | None:
        """Return the estimate on the newest testable period, unless that is the claim's own."""
        if own.claim.period == ANY_YEAR:
            return None
        window = self._newest_window(own.claim, own.population)
        if window is None or window.labels == own.window.labels:
            return None
        return self._find(replace(own, window=window))

    def _elsewhere(self, claim: Claim) -> tuple[Estimate, ...]:
        """Return the statement on the other population, over all boards and on each; its own period if covered."""
        case = self._own_case(claim, _OTHER[claim.population])
        if not case.window.boards and claim.period != ANY_YEAR:
            case = replace(case, window=self._newest_window(claim, case.population) or case.window)
        found = self._find(case)
        return (found.estimate, *self._board_by_board(found)) if found else ()

    def _board_by_board(self, found: _Found) -> list[Estimate]:
        boards = found.case.window.boards
        if found.case.population != "ALL" or len(boards) == 1:
            return []
        each = [self._on_board(found, board) for board in boards]
        return [one for one in each if one]

    def _on_board(self, found: _Found, board: str) -> Estimate | None:
        case = found.case.on(board)
        taken = Taken(estimators.only(found.taken.rows, board=board))
        measured = found.method.measure(case, taken.rows)
        return replace(self._estimate(case, found.method, taken, measured), population=board) if measured else None

    def _find(self, case: Case) -> _Found | None:
        """Estimate and rule; None where no board covers the window or nothing is counted."""
        if not case.window.boards:
            return None
        for plain in methods(case.claim):
            method = checked_for_tagger(plain, case, self._rows.audited)
            taken = method.take(case, self._rows)
            measured = method.measure(case, taken.rows)
            if measured:
                ruling = method.rule(_question(case.claim, method), measured)
                return _Found(case, method, taken, measured, self._estimate(case, method, taken, measured), ruling)
        return None

    def _estimate(self, case: Case, method: Method, taken: Taken, measured: Measured) -> Estimate:
        found = measured.estimated
        return Estimate(
            periods=measured.periods or case.window.labels,
            population=case.population,
            measure=measured.measure,
            interval=found.interval,
            panel=_panel(case, found, self._meta),
            cells=found.cells,
            beside=measured.beside,
            leave_one_out=self._leave_one_out(found),
            sql=method.sql(case),
            sql_figure=measured.sql,
            parts=measured.parts,
            about=measured.about,
            asides=taken.asides | measured.asides,
        )

    def _leave_one_out(self, estimated: estimators.Estimated) -> dict[str, float]:
        named = {self._source.employer_name(key): value for key, value in estimated.without_employer.items()}
        return named | estimated.without_board

    def _without_estimate(self, case: Case) -> Ruling:
        """Say why there is nothing to rule on."""
        if case.window.reason:
            return Ruling(
                "insufficient", case.window.reason, "a board that covers the claim's own population and period"
            )
        method = methods(case.claim)[-1]
        return method.nothing(method.take(case, self._rows).rows)

    def _flips(self, found: _Found) -> tuple[str, ...]:
        """Return what turns the verdict: the largest employer or a board left out, half or twice the zone."""
        if found.ruling.verdict == "insufficient" or isinstance(found.method, OnlyTheShare):
            return ()
        ruled = {f"without {name}": found.again(rows) for name, rows in self._absences(found)}
        ruled |= {"at half the zone": found.rezoned(_NARROWED), "at twice the zone": found.rezoned(_WIDENED)}
        return tuple(f"{what}: {verdict}" for what, verdict in ruled.items() if verdict != found.ruling.verdict)

    def _beside(self, found: _Found) -> Beside | None:
        """Return who is in a figure of counted vacancies, and the controls of a growth."""
        if found.case.claim.kind not in AUDITED or found.case.windows:
            return None
        labels = found.case.window.labels
        checks = self._controls(found) if found.case.claim.kind == "growth" else None
        return beside(found.taken.rows, labels, checks)

    def _controls(self, found: _Found) -> Controls:
        """Put stable words and random halves to a growth's own panel and periods."""
        counted = {word: self._rows.counts(found.case.cohort(numerator=word)) for word in STABLE}
        first, last = found.case.window.labels
        return controls(found.taken.rows, first, last, counted)

    def _absences(self, found: _Found) -> Iterator[tuple[str, pl.DataFrame]]:
        estimated, rows = found.measured.estimated, found.taken.rows
        for employer in list(estimated.without_employer)[:1]:
            yield self._source.employer_name(employer), estimators.without(rows, employer=employer)
        if len(estimated.boards) > 1:
            for board in estimated.boards:
                yield board, estimators.without(rows, board=board)

    def _judgement(
        self,
        claim: Claim,
        ruling: Ruling,
        *,
        found: _Found | None = None,
        newest: _Found | None = None,
        elsewhere: tuple[Estimate, ...] = (),
        room: Room | None = None,
        proxy: Estimate | None = None,
    ) -> Judgement:
        judged = Judgement(
            id=claim.id,
            kind=claim.kind,
            population=claim.population,
            verdict=ruling.verdict,
            reason=ruling.reason,
            figure=claim.figure,
            zone=claim.zone,
            rival=1.0 if claim.kind == "ranking" else claim.rival,
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
            corrected=found is not None and UNCORRECTED in found.estimate.asides,
            vintage=self._meta.vintage,
            simulated=self._meta.simulated,
            style=sentences.style(claim),
            proxy=proxy,
            beside=self._beside(found) if found else None,
        )
        return replace(
            judged,
            sentence_en=sentences.english(claim, judged, self._source.board_titles, room),
            sentence_zh=sentences.chinese(claim, judged, self._source.board_titles, room),
        )


def _spanning(windows: Sequence[Window], population: Population) -> Window:
    """Return from the first to the last year of all pairs, with every board that covers one of them."""
    if not windows:
        return Window((), reason=f"no board covers two years with {population} postings")
    boards = tuple(sorted({board for window in windows for board in window.boards}))
    dropped: Mapping[str, str] = {name: why for window in windows for name, why in window.dropped.items()}
    first, last = windows[0].periods[0], windows[-1].periods[-1]
    return Window((first, last), boards, {name: why for name, why in dropped.items() if name not in boards})


def _panel(case: Case, estimated: estimators.Estimated, meta: Meta) -> Panel:
    window = case.window
    hazard = case.claim.ratio == "hazard"
    why = "no opening of either group was seen to close" if hazard else "no vacancy in one of the periods"
    silent = {board: why for board in window.boards if board not in estimated.boards}
    return Panel(
        boards=estimated.boards,
        dropped_boards=window.dropped | silent,
        employers=estimated.employers,
        k=estimated.k,
        n=sum(n for n, _ in estimated.cells),
        x=sum(x for _, x in estimated.cells),
        g_eff=estimated.g_eff,
        clusters=estimated.clusters,
        only_these_boards=estimated.g_eff_boards is None,
        g_eff_boards=estimated.g_eff_boards,
        rule=_rule(case),
        dated=meta.built_at.date().isoformat(),
    )


def _rule(case: Case) -> str:
    """Return how boards and employers were chosen: by what was observed, never by what it shows."""
    every = "every pair of" if case.windows else "all of"
    boards = f"boards observed throughout {every} {', '.join(case.window.labels)} that list {case.population} postings"
    if len(case.window.periods) == 1:
        return boards
    return f"{boards}; on live boards the employers whose lists were crawled from the first of these days to the last"
