"""Which method a claim is estimated by."""

from __future__ import annotations

from reports.claims import ANY_YEAR, Claim
from reports.kinds.case import Method
from reports.kinds.composition import Composition
from reports.kinds.contrast import Contrast
from reports.kinds.existence import Existence
from reports.kinds.level import Level
from reports.kinds.ranking import ByPay, Leading, Ranking
from reports.kinds.ratios import Growth, GrowthOfCount, OnlyTheShare, Share
from reports.kinds.scarcity import Scarcity
from reports.kinds.searched import Searched

_BY_KIND: dict[str, Method] = {
    "share": Share(),
    "existence": Existence(),
    "composition": Composition(),
    "level": Level(),
}


def methods(claim: Claim) -> tuple[Method, ...]:
    """Return the methods to try, in order: a later one speaks only where those before it have nothing to count."""
    if claim.kind == "growth":
        return _growth(claim)
    if claim.kind == "ranking":
        return (Leading() if claim.top else ByPay() if claim.by == "pay" else Ranking(),)
    if claim.kind == "contrast":
        return (Scarcity() if claim.ratio == "hazard" else Contrast(),)
    return (_BY_KIND[claim.kind],)


def _growth(claim: Claim) -> tuple[Method, ...]:
    if claim.period == ANY_YEAR:
        return (Searched(),)
    return (GrowthOfCount(), OnlyTheShare()) if claim.primary == "count" else (Growth(),)
