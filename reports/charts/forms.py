"""Which form a claim's chart takes, by what it claims. How a form looks is its own module's matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.charts import bars, employers, pay, survival, trend
from reports.charts.canvas import Sheet
from reports.claims import Claim
from reports.frames import Exhibit
from reports.results import Estimate, Judgement


@dataclass(frozen=True)
class Shown:
    """What there is to show of a claim.

    Args:
        judged: The claim.
        given: The estimate that is drawn.
        claim: Its entry; None where nobody gave it.
        exhibit: What is drawn beyond the intervals.
        claimed: Query -> the article's figure, of all parts of the whole that the claim is a part of.
    """

    judged: Judgement
    given: Estimate
    claim: Claim | None
    exhibit: Exhibit
    claimed: Mapping[str, float]


def draw(sheet: Sheet, shown: Shown) -> bool:
    """Draw the form that the kind asks for; tell whether there was anything to draw."""
    exhibit = shown.exhibit
    if exhibit.curves:
        return survival.draw(sheet, shown.given, exhibit.curves)
    if exhibit.pay:
        return pay.draw(sheet, shown.judged, shown.given, exhibit.pay)
    if exhibit.trends:
        return _over_time(sheet, shown)
    return _side_by_side(sheet, shown) or _employers(sheet, shown)


def _over_time(sheet: Sheet, shown: Shown) -> bool:
    trends = shown.exhibit.trends
    if len(trends) > 1:
        return trend.race(sheet, shown.given, trends)
    (only,) = trends.values()
    return trend.draw(sheet, shown.judged, shown.given, only)


def _side_by_side(sheet: Sheet, shown: Shown) -> bool:
    claim, groups = shown.claim, shown.exhibit.bars
    if shown.judged.kind == "composition" and shown.given.parts:
        bars.of_parts(sheet, shown.given, shown.claimed, claim.numerator if claim else "")
        return True
    if groups and claim:
        bars.of_groups(sheet, shown.given, groups, _named(claim, shown.exhibit), counts=claim.ratio == "counts")
        return True
    return False


def _named(claim: Claim, exhibit: Exhibit) -> frozenset[str]:
    """Return the groups that the claim speaks of."""
    if claim.kind == "contrast":
        return frozenset({claim.denominator})
    sides = frozenset((*claim.top, *(greater for greater, _ in claim.pairs)))
    return sides or frozenset(bar.query for bar in exhibit.bars if bar.query in claim.numerator)


def _employers(sheet: Sheet, shown: Shown) -> bool:
    alone = shown.claim is not None and shown.claim.unit == "employer" and len(shown.given.cells) == 1
    return alone and employers.draw(sheet, shown.judged, shown.given)
