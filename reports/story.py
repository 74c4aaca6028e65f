"""What a report says first: its headline, what moved, which charts a mail carries. No drawing, no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports import words
from reports.results import Judgement, VerdictName
from reports.words import Lang

_TELLING: tuple[VerdictName, ...] = ("contradicted", "supported", "direction_only")
_LISTED: tuple[VerdictName, ...] = (*_TELLING, "undecided")
_KNOWN = ("A3.2", "A3.1", "A1.2", "A3.6", "A0.5.share", "A2.5.pprof")
"""Claims that readers of the articles know; they lead where they are decided."""
MOST_CLAIMS = 3


def decided(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return decided claims, contradicted first, best known first, sharpest first."""
    found = [judged for judged in judgements if judged.verdict in _TELLING and judged.estimate is not None]
    return sorted(found, key=lambda judged: (_TELLING.index(judged.verdict), _fame(judged), _width(judged), judged.id))


def leading(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the claims whose charts a mail carries: the most telling, else those nearest to being testable."""
    drawable = [judged for judged in judgements if words.shown(judged) is not None]
    others = sorted(drawable, key=lambda judged: (_fame(judged), judged.id))
    best = decided(judgements)
    return [*best, *(judged for judged in others if judged not in best)][:MOST_CLAIMS]


def headline(judgements: Sequence[Judgement], lang: Lang) -> str:
    """Return the line that leads a report: the most telling finding, else what cannot be told yet."""
    if best := decided(judgements):
        return words.say(
            "headline", lang, statement=words.statement(best[0], lang), finding=words.finding(best[0], lang)
        )
    if any(words.shown(judged) is not None for judged in judgements):
        return words.say("nothing_decided", lang, n=len(judgements))
    return words.say("nothing_known", lang, n=len(judgements))


def lead(judgements: Sequence[Judgement], lang: Lang) -> str:
    """Return the leading finding in full, with its panel; empty where nothing is decided."""
    best = decided(judgements)
    return words.sentence(best[0], lang) if best else ""


def listed(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the claims that a mail lists one by one; the page has all."""
    return [judged for judged in judgements if words.shown(judged) and judged.verdict in _LISTED]


def moved(judgements: Sequence[Judgement], before: Mapping[str, str]) -> list[tuple[Judgement, str]]:
    """Return claims whose verdict differs from the report before, with the verdict then."""
    return [
        (judged, before[judged.id]) for judged in judgements if before.get(judged.id, judged.verdict) != judged.verdict
    ]


def _fame(judged: Judgement) -> int:
    return _KNOWN.index(judged.id) if judged.id in _KNOWN else len(_KNOWN)


def _width(judged: Judgement) -> float:
    return judged.estimate.interval.high - judged.estimate.interval.low if judged.estimate else float("inf")
