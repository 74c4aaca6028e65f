"""The tagger's error beside a figure: an audit corrects it; without one it decides only what no such error could turn.

A wrapper around the methods of growth and share. What an audit means is reports.audited's; here it meets a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from reports import audited
from reports.audited import Audited
from reports.kinds.case import Case, Measured, Method, Rows, Taken
from reports.kinds.ratios import OnlyTheShare
from reports.results import Interval
from reports.verdicts import Question, Ruling, Scale
from warehouse.cohorts import Cohort

AUDITED = frozenset({"growth", "share"})
"""Kinds whose figure an audit of the numerator corrects."""
UNCORRECTED = "uncorrected"
"""Name of the aside that holds the figure as tagged, where an audit corrected it."""
_DECIDED = frozenset({"supported", "contradicted", "direction_only"})


@dataclass(frozen=True)
class Checked:
    """A method with the tagger's error.

    Args:
        method: What measures and rules.
        claim_id: Whose figure, for the advice.
        found: What an audit found; None without one.
    """

    method: Method
    claim_id: str
    found: Audited | None

    @property
    def scale(self) -> Scale:
        """Return where its intervals are symmetric."""
        return self.method.scale

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the rows that the figure stands on."""
        return self.method.take(case, source)

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return self.method.sql(case)

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the figure, corrected where there is an audit; the one as tagged then stands among the asides."""
        measured = self.method.measure(case, rows)
        if measured is None or self.found is None:
            return measured
        plain = measured.estimated
        corrected = replace(
            plain,
            interval=self._correct(plain.interval, self.found),
            without_board=self._each(plain.without_board, self.found),
            without_employer=self._each(plain.without_employer, self.found),
        )
        asides = measured.asides | {UNCORRECTED: plain.interval.value}
        return replace(measured, estimated=corrected, sql="", asides=asides)

    def _correct(self, interval: Interval, found: Audited) -> Interval:
        return audited.growth(interval, found) if self.scale == "growth" else audited.share(interval, found)

    def _each(self, figures: dict[str, float], found: Audited) -> dict[str, float]:
        return {name: self._correct(Interval(value, value, value), found).value for name, value in figures.items()}

    def rule(self, question: Question, measured: Measured) -> Ruling:
        """Return the verdict; undecided where an unaudited tagger's error could turn it."""
        ruling = self.method.rule(question, measured)
        if self.found or ruling.verdict not in _DECIDED:
            return ruling
        plain = measured.estimated
        wider = replace(measured, estimated=replace(plain, interval=audited.stretched(plain.interval, self.scale)))
        if self.method.rule(question, wider).verdict == ruling.verdict:
            return ruling
        reason = f"uncorrected: it would be {ruling.verdict} if the tagger did not err"
        return Ruling("undecided", reason, f"an audit of the tagger: `jobproof audit {self.claim_id}`")

    def nothing(self, rows: pl.DataFrame) -> Ruling:
        """Return what to say where there is no figure."""
        return self.method.nothing(rows)


def checked_for_tagger(method: Method, case: Case, tally_of: Callable[[Cohort], pl.DataFrame | None]) -> Method:
    """Return a method with the tagger's error beside it, where that is known to move its figure.

    Args:
        method: Any; one of another kind than growth and share is returned as it is.
        case: What it is put to.
        tally_of: Returns `warehouse.audits.tally` of a cohort; None where nobody has answered its query.
    """
    if case.claim.kind not in AUDITED or case.windows or isinstance(method, OnlyTheShare):
        return method
    tally = tally_of(case.cohort())
    return Checked(method, case.claim.id, audited.audited(tally, case.window.labels) if tally is not None else None)
