"""What a report says first: its headline, what changed, which charts a mail carries. No drawing, no markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports import corrections, words
from reports.corrections import Correction
from reports.results import VERDICTS, Judgement, Style, VerdictName
from reports.view import Picture, View
from reports.words import Lang

_TELLING: tuple[VerdictName, ...] = ("contradicted", "supported", "direction_only")
_LISTED: tuple[VerdictName, ...] = (*_TELLING, "undecided")
_KNOWN = ("A3.2", "A3.1", "A1.2", "A3.6", "A0.5.share", "A2.5.pprof")
"""Claims that readers of the articles know; they lead where they are decided."""
MOST_CLAIMS, MOST_CHARTS = 3, 6
_MOVED, _REVISED = 2, 1
"""Charts that a mail gives at most to verdicts that moved and to figures that were revised."""


@dataclass(frozen=True)
class Pick:
    """A chart that a mail carries.

    Args:
        picture: The chart.
        why: Why it was chosen, in the reader's language.
    """

    picture: Picture
    why: str


def picks(view: View) -> list[Pick]:
    """Return the charts that matter this week: three to six, where there are as many.

    First the statements whose verdict moved (two), then one whose published figure was revised, the headline's finding,
    demand over time, then other decided statements, best known first; coverage closes. Where fewer than three are
    found, statements nearest to a decision and the overview fill up.
    """
    chosen: dict[str, Pick] = {}
    for name, why in _wanted(view):
        if name in view.pictures and len(chosen) < MOST_CHARTS - 1:
            chosen.setdefault(name, Pick(view.pictures[name], why))
    if "coverage" in view.pictures and view.observed:
        chosen["coverage"] = Pick(view.pictures["coverage"], words.say("because_coverage", view.lang))
    return list(chosen.values())


def _wanted(view: View) -> Iterator[tuple[str, str]]:
    """Yield the names of charts with the reason, the most wanted first."""
    lang = view.lang
    for judged, was in moved(view.judgements, view.before)[:_MOVED]:
        now = words.verdict(judged.verdict, lang)
        yield f"claim-{judged.id}", words.say("because_moved", lang, before=verdict_word(was, lang), after=now)
    for change in view.revised[:_REVISED]:
        yield f"claim-{change.claim_id}", words.say("because_revised", lang)
    best = decided(view.judgements)
    yield from ((f"claim-{judged.id}", words.say("because_headline", lang)) for judged in best[:1])
    yield from ((name, words.say("because_demand", lang)) for name in _first(view, "claimed-paths", "demand-"))
    known = [judged for judged in best[1:] if _fame(judged) < len(_KNOWN)] or best[1:]
    yield from ((f"claim-{judged.id}", words.say("because_decided", lang)) for judged in known[: MOST_CLAIMS - 1])
    if len(best) < MOST_CLAIMS:
        yield "overview", words.say("because_overview", lang)
        for judged in leading(view.judgements):
            yield f"claim-{judged.id}", words.say("because_nearest", lang)


def _first(view: View, *starts: str) -> list[str]:
    """Return the first picture whose name has the earliest of the beginnings, if any has one."""
    return [name for start in starts for name in view.pictures if name.startswith(start)][:1]


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
    waiting = sum(judged.verdict in {"insufficient", "undecided"} for judged in judgements)
    key = "nothing_decided" if any(words.shown(judged) is not None for judged in judgements) else "nothing_known"
    return words.say(key, lang, n=waiting)


def lead(judgements: Sequence[Judgement], lang: Lang) -> str:
    """Return the leading finding in full, with its panel; empty where nothing is decided."""
    best = decided(judgements)
    return words.sentence(best[0], lang) if best else ""


def young(view: View) -> list[str]:
    """Return what is known, and what not, while no statement has an estimate; nothing afterwards."""
    if any(judged.estimate for judged in view.judgements):
        return []
    counts = {name: words.number(count) for name, count in view.so_far.items()}
    known = [words.say("so_far", view.lang, **counts)] if view.so_far.get("any") else []
    settled = sum(judged.kind == "consistency" and judged.verdict in _TELLING for judged in view.judgements)
    apart = [words.say("settled", view.lang, n=len(view.judgements), d=settled)] if settled else []
    return [*known, *apart, words.say("nothing_yet_weeks", view.lang)]


def listed(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the claims that a mail lists one by one, those that arithmetic decides among them; the page has all."""
    return [
        judged
        for judged in judgements
        if judged.verdict in _TELLING or (words.shown(judged) and judged.verdict in _LISTED)
    ]


def moved(judgements: Sequence[Judgement], before: Mapping[str, str]) -> list[tuple[Judgement, str]]:
    """Return claims whose verdict differs from the report before, with the verdict then."""
    return [
        (judged, before[judged.id]) for judged in judgements if before.get(judged.id, judged.verdict) != judged.verdict
    ]


def verdict_word(name: str, lang: Lang) -> str:
    """Return a verdict's word; the name itself for one that is no verdict any more."""
    return next((words.verdict(known, lang) for known in VERDICTS if known == name), name)


def revision(change: Correction, style: Style, lang: Lang, titles: Mapping[str, str]) -> str:
    """Say in a line what was revised: both values, both verdicts where they differ, and why."""
    before, after = (corrections.written(said, style, lang) for said in (change.before, change.after))
    if change.before.verdict != change.after.verdict:
        before += f" [{words.verdict(change.before.verdict, lang)}]"
        after += f" [{words.verdict(change.after.verdict, lang)}]"
    when = words.periods(change.periods, lang)
    told = words.say("revision", lang, claim=change.claim_id, when=when, before=before, after=after)
    return f"{told}{'：' if lang == 'zh' else ': '}{corrections.reasons(change, lang, titles)}"


def boards_told(view: View) -> list[str]:
    """Say which boards were observed this week, and after a first report which were gained and lost."""
    seen = view.seen
    if not seen.known:
        return []
    told = [words.say("boards_seen", view.lang, now=len(seen.now), known=len(seen.known))]
    moved = (("boards_gained", seen.gained), ("boards_lost", seen.lost)) if view.before else ()
    return told + [words.say(key, view.lang, boards=_titled(names, view)) for key, names in moved if names]


def _titled(boards: Sequence[str], view: View) -> str:
    """Return boards' titles in a row, the last of which ends in no mark of its own."""
    return words.COMMA[view.lang].join(view.titles.get(name, name) for name in boards).rstrip("?？!！.")


def _fame(judged: Judgement) -> int:
    return _KNOWN.index(judged.id) if judged.id in _KNOWN else len(_KNOWN)


def _width(judged: Judgement) -> float:
    return judged.estimate.interval.high - judged.estimate.interval.low if judged.estimate else float("inf")
