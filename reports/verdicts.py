"""The rule that turns an interval into a verdict: a closed set, in a fixed order. No estimating and no wording here.

The entry declares before the estimate is seen: the zone that a fair reader would call true, the rival that the claim
must beat, and the value it states. Two one-sided tests at 2.5 % each (Schuirmann 1987; Goeman, Solari & Stijnen 2010).

Widths and distances are measured where the interval is symmetric: growth on log(1+g), shares on the logit, ratios and
pay on the log.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from reports.results import Interval, Part, VerdictName

Scale = Literal["growth", "share", "ratio"]
LEAST_G_EFF = 5.0
LEAST_K = 10


@dataclass(frozen=True)
class Question:
    """What is asked of an estimate, fixed before it is seen.

    Args:
        zone: Fractions that a fair reader would call true; either end may be the scale's own.
        rival: What the claim must beat; None where there is none.
        value: What the claim states, or the zone's edge nearest the rival where it gives words only.
        scale: `growth` (−1 … ∞), `share` (0 … 1) or `ratio` (0 … ∞, also a level of pay).
        unit: What more of would decide: `vacancies` or `employers`.
    """

    zone: tuple[float, float]
    rival: float | None
    value: float
    scale: Scale
    unit: str = "vacancies"


@dataclass(frozen=True)
class Evidence:
    """What was found.

    Args:
        interval: Figure and 95 % interval.
        k: Employers with a counted vacancy.
        g_eff: Effective number of employers.
        n: Vacancies in the denominator over all periods.
    """

    interval: Interval
    k: int
    g_eff: float
    n: int


@dataclass(frozen=True)
class Ruling:
    """A verdict with its clause and, where the data cannot decide, what would.

    Args:
        verdict: One of the closed set.
        reason: `overstated`, `k 4 < 10`, …
        needed: In plain words; empty where the verdict is decided.
    """

    verdict: VerdictName
    reason: str
    needed: str = ""


def rule(question: Question, evidence: Evidence) -> Ruling:
    """Return the first verdict that fits.

    The order is the method's: too few employers are insufficient; an interval that misses the zone contradicts; one
    that lies in it supports; one that excludes the rival on the claim's side gives the direction only; one wider than
    the distance from value to rival is insufficient, since it cannot tell them apart; what is left is undecided.
    """
    steps = (_contradicted, _supported, _direction, _too_wide)
    found = (gate(evidence), *(step(question, evidence) for step in steps))
    return next((ruling for ruling in found if ruling), None) or undecided(question, evidence)


def gate(evidence: Evidence) -> Ruling | None:
    """Return `insufficient` where too few employers count, or few carry most of the weight; None else."""
    if evidence.k < LEAST_K:
        needed = f"{LEAST_K} employers with a counted vacancy; now {evidence.k}"
        return Ruling("insufficient", f"k {evidence.k} < {LEAST_K}", needed)
    if evidence.g_eff < LEAST_G_EFF:
        needed = f"the weight of {LEAST_G_EFF:.0f} equal employers; now {evidence.g_eff:.1f}"
        return Ruling("insufficient", f"G_eff {evidence.g_eff:.1f} < {LEAST_G_EFF:.0f}", needed)
    return None


def passes(part: Part) -> bool:
    """Return whether one of several figures rests on employers enough to be put to the rule by itself."""
    return part.k >= LEAST_K and part.g_eff >= LEAST_G_EFF


def undecided(question: Question, evidence: Evidence) -> Ruling:
    """Return what is left where nothing else fits, with what it would take."""
    return Ruling("undecided", "the interval reaches into the zone and out of it", _to_decide(question, evidence))


def rescaled(question: Question, factor: float) -> Question:
    """Return the question with its zone narrowed (factor ½) or widened (factor 2) on its own scale.

    Both ends move about the value. A zone whose one end is the scale's own asks for more (½) or less (2) than its edge:
    growth and ratios double or halve the edge's distance from the rival, a share the odds at the edge.
    """
    low, high = (_edge(question, edge, factor) for edge in question.zone)
    return replace(question, zone=(low, high))


def link(value: float, scale: Scale) -> float:
    """Return the value where intervals are symmetric: log(1+g), logit or log; the scale's ends become infinite."""
    if scale == "growth":
        return math.log1p(value) if value > -1 else -math.inf
    if value <= 0:
        return -math.inf
    if scale == "ratio":
        return math.log(value)
    return math.log(value / (1 - value)) if value < 1 else math.inf


def unlink(linked: float, scale: Scale) -> float:
    """Undo `link`."""
    if scale == "growth":
        return math.expm1(linked)
    if scale == "ratio":
        return math.exp(linked)
    return 1 / (1 + math.exp(-linked)) if linked > -math.inf else 0.0


def width(interval: Interval, scale: Scale) -> float:
    """Return the interval's width on the linked scale; infinite where an end is the scale's own."""
    return link(interval.high, scale) - link(interval.low, scale)


def vacancies_needed(n: int, ratio: float) -> int | None:
    """Return n · ratio² rounded up to two digits, `ratio` the present width over the wanted one; None if endless."""
    if not math.isfinite(ratio):
        return None
    exact = n * ratio**2
    unit = 10 ** max(int(math.log10(exact)) - 1, 0) if exact >= 1 else 1
    return math.ceil(exact / unit) * unit


def _contradicted(question: Question, evidence: Evidence) -> Ruling | None:
    low, high = question.zone
    if evidence.interval.high < low or evidence.interval.low > high:
        return Ruling("contradicted", _how(question, evidence.interval))
    return None


def _how(question: Question, interval: Interval) -> str:
    """Return how a claim misses: its size for a share, its size or direction for growth and ratios.

    A share claimed higher than the interval is `overstated`, lower `understated`. Growth or a ratio beyond the rival is
    `reversed`, between rival and zone `overstated`, beyond the zone `understated`, be it a rise or a fall.
    """
    if question.scale == "share":
        return "overstated" if interval.high < question.zone[0] else "understated"
    up = question.rival is None or question.value >= question.rival
    if question.rival is not None and (interval.high < question.rival if up else interval.low > question.rival):
        return "reversed"
    short = interval.high < question.zone[0] if up else interval.low > question.zone[1]
    return "overstated" if short else "understated"


def _supported(question: Question, evidence: Evidence) -> Ruling | None:
    low, high = question.zone
    inside = low <= evidence.interval.low and evidence.interval.high <= high
    return Ruling("supported", "the whole interval is in the zone") if inside else None


def _direction(question: Question, evidence: Evidence) -> Ruling | None:
    if question.rival is None or question.value == question.rival:
        return None
    up = question.value > question.rival
    beaten = evidence.interval.low > question.rival if up else evidence.interval.high < question.rival
    if not beaten:
        return None
    return Ruling("direction_only", "the direction holds, the size is open", _to_decide(question, evidence))


def _too_wide(question: Question, evidence: Evidence) -> Ruling | None:
    if question.rival is None:
        return None
    apart = abs(link(question.value, question.scale) - link(question.rival, question.scale))
    wide = width(evidence.interval, question.scale)
    if wide <= apart:
        return None
    needed = vacancies_needed(evidence.n, wide / apart) if apart else None
    reason = "the interval is wider than the distance from value to rival"
    return Ruling("insufficient", reason, _more(needed, question, evidence))


def _to_decide(question: Question, evidence: Evidence) -> str:
    """Say how many vacancies would decide if the figure stayed: n · (half width / distance to the nearest edge)²."""
    here = link(evidence.interval.value, question.scale)
    edges = [link(edge, question.scale) for edge in question.zone]
    distance = min(abs(here - edge) for edge in edges if math.isfinite(edge))
    half = width(evidence.interval, question.scale) / 2
    known = distance > 0 and math.isfinite(distance)
    return _more(vacancies_needed(evidence.n, half / distance) if known else None, question, evidence)


def _more(needed: int | None, question: Question, evidence: Evidence) -> str:
    if needed is None:
        return f"no number of {question.unit} can be told from this interval"
    return f"about {needed:,} {question.unit} where there are {evidence.n:,}, if the figure stays"


def _edge(question: Question, edge: float, factor: float) -> float:
    low, high = (link(end, question.scale) for end in question.zone)
    here = link(edge, question.scale)
    if not math.isfinite(here):
        return edge
    if math.isfinite(low) and math.isfinite(high):
        middle = link(question.value, question.scale)
        return unlink(middle + factor * (here - middle), question.scale)
    return _one_sided_edge(question, edge, factor)


def _one_sided_edge(question: Question, edge: float, factor: float) -> float:
    here = link(edge, question.scale)
    if question.scale == "share":
        away = 1 if question.zone[1] == 1 else -1
        return unlink(here - away * math.log(factor), question.scale)
    neutral = 0.0 if question.scale == "growth" else 1.0
    rival = link(neutral if question.rival is None else question.rival, question.scale)
    return unlink(rival + (here - rival) / factor, question.scale)
