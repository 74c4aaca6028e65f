"""A claim as a line over time: what the share did, what the article says it did, what was measured. Judges nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from reports import names, words
from reports.charts import bins, palette, plot
from reports.charts.bins import Bins
from reports.charts.canvas import SMALL, Sheet
from reports.charts.plot import Label, Plot
from reports.frames import Trend
from reports.results import Estimate, Interval, Judgement
from reports.words import say
from warehouse import periods
from warehouse.periods import Period

_HIGH = 380
_ROOM_ABOVE = 1.12


def draw(sheet: Sheet, judged: Judgement, given: Estimate, trend: Trend) -> bool:
    """Draw the share month by month with the claim's periods; tell whether there was enough to draw.

    Args:
        sheet: At its cursor.
        judged: The claim.
        given: The estimate shown, whose periods are marked.
        trend: The share over time.
    """
    found = bins.pooled(trend)
    if found is None or not found.drawable:
        return False
    chosen = [periods.parse(label, who=judged.id) for label in given.periods]
    base = bins.level(trend.months, chosen[0].start, chosen[0].end) if judged.kind == "growth" else None
    frame = _frame(sheet, found, _top(found, judged, given, base))
    plot.value_axis(sheet, frame, words.percent)
    plot.shade(sheet, frame, found.gaps, found.pending)
    _periods(sheet, frame, chosen)
    line(sheet, frame, found, palette.ACCENT)
    labels: list[Label] = []
    if judged.kind != "growth":
        labels = _share(sheet, frame, judged, given, chosen[-1])
    elif base:
        labels = _growth(sheet, frame, judged, given.interval, (chosen[0], chosen[-1], base))
    plot.label(sheet, frame, labels)
    sheet.y = frame.bottom + 44
    sheet.paragraph(say(f"trend_{found.by}", sheet.lang), SMALL, color=palette.QUIET)
    sheet.y += 18
    return True


def _frame(sheet: Sheet, found: Bins, top: float) -> Plot:
    sheet.y += 34
    return plot.over_time(sheet, found.days, top, high=_HIGH, left=plot.LEFT, right=plot.RIGHT)


def _top(found: Bins, judged: Judgement, given: Estimate, base: float | None) -> float:
    seen = [share for share in found.shares if not math.isnan(share)]
    wanted = [*seen, *(share for _, share in found.dots if share <= 2 * max(seen))]
    wanted += [high for high in found.high if not math.isnan(high) and high <= 2 * max(seen)]
    named = [value for value in (judged.figure, (judged.zone or (None,))[0]) if value is not None]
    if judged.kind == "growth" and base is not None:
        wanted += [base * (1 + value) for value in named if value < 9]  # noqa: PLR2004 - a claim beyond tenfold is cut
        wanted.append(base * (1 + min(given.interval.high, 2 * max(0.5, given.interval.value))))
    elif judged.kind != "growth":
        wanted += [*named, given.interval.high]
    top = _ROOM_ABOVE * max((*wanted, 0.002))
    return min(top, 1.0) if judged.kind != "growth" else top


def _periods(sheet: Sheet, frame: Plot, chosen: Sequence[Period]) -> None:
    """Tint the periods that the figure compares, their names above."""
    free = frame.x
    for period in chosen:
        left, right = frame.day(period.start), frame.day(period.end)
        sheet.box(left, frame.y, max(right - left, 3), frame.high, palette.ZONE, z=-8)
        label = words.period(period.label, sheet.lang)
        start, end = max((left + right) / 2, free), 0.0
        _, end = sheet.within(start, frame.y - 10, label, SMALL, color=palette.ZONE_INK, bold=True)
        free = end + 70


def line(sheet: Sheet, frame: Plot, found: Bins, color: str) -> None:
    """Draw band, single months and line of a share."""
    plot.band(sheet, frame, found.middles, (found.low, found.high), color)
    if found.dots:
        sheet.dots([frame.day(day) for day, _ in found.dots], [frame.down(share) for _, share in found.dots], 6, color,
                   alpha=0.40, z=2)  # fmt: skip
    xs, ys = [frame.day(day) for day in found.middles], [frame.down(share) for share in found.shares]
    sheet.line(xs, ys, color, 4.5, z=3, cap="round")
    if not found.dots:
        sheet.dots(xs, ys, 10, color, z=3)


def _growth(sheet: Sheet, frame: Plot, judged: Judgement, spread: Interval, start: tuple[Period, Period, float]
            ) -> list[Label]:  # fmt: skip
    """Draw the claimed path from the base period's level, and the growth measured at its end."""
    before, after, base = start
    end = frame.day(after.mean_day)
    labels = _claimed_path(sheet, frame, judged, base, (frame.day(before.mean_day), end))
    at = _spread(
        sheet, frame, end, [base * (1 + max(value, -1.0)) for value in (spread.low, spread.value, spread.high)]
    )
    labels.append(Label(at, say("measured", sheet.lang, value=words.growth(spread.value)), palette.INK, bold=True))
    return labels


def _claimed_path(sheet: Sheet, frame: Plot, judged: Judgement, base: float, ends: tuple[float, float]) -> list[Label]:
    text = say("claimed", sheet.lang, value=words.claimed(judged, sheet.lang))
    if judged.figure is not None:
        height = frame.down(base * (1 + judged.figure))
        sheet.line(ends, [frame.down(base), height], palette.INK, 3, dashed=True, z=4)
        sheet.dots([ends[1]], [height], 15, palette.INK, mark="v", z=5)
        return [Label(height, text, palette.QUIET)]
    if judged.zone is None:
        return []
    low, high = (frame.down(base * (1 + min(end, 99.0))) for end in judged.zone)
    sheet.area([(ends[0], frame.down(base)), (ends[1], low), (ends[1], high)], palette.INK, alpha=0.10, z=1)
    sheet.line(ends, [frame.down(base), low if judged.zone[0] > 0 else high], palette.INK, 2, dashed=True, z=4)
    return [Label(low if judged.zone[0] > 0 else high, text, palette.QUIET)]


def _spread(sheet: Sheet, frame: Plot, x: float, values: Sequence[float]) -> float:
    low, middle, high = (frame.down(value) for value in values)
    sheet.line([x, x], [low, high], palette.INK, 9, alpha=0.45, z=5)
    sheet.dots([x], [middle], 17, palette.PAPER, z=6)
    sheet.dots([x], [middle], 13, palette.INK, z=7)
    return middle


def _share(sheet: Sheet, frame: Plot, judged: Judgement, given: Estimate, period: Period) -> list[Label]:
    """Draw what counts as true as a band across, the claimed value as a line, and the share measured."""
    labels = []
    if judged.zone is not None:
        low, high = (frame.down(min(end, 1.0)) for end in judged.zone)
        sheet.box(frame.x, high, frame.wide, max(low - high, 2), palette.INK, alpha=0.08, z=-6)
    value = judged.figure if judged.figure is not None else (judged.zone or (None,))[0]
    if value is not None:
        y = frame.down(value)
        sheet.line([frame.x, frame.right], [y, y], palette.INK, 2.5, dashed=True, z=1)
        text = say("claimed", sheet.lang, value=words.claimed(judged, sheet.lang))
        labels.append(Label(y, text, palette.QUIET))
    spread = given.interval
    at = _spread(sheet, frame, frame.day(period.mean_day), [spread.low, spread.value, spread.high])
    text = say("measured", sheet.lang, value=words.percent(spread.value))
    return [*labels, Label(at, text, palette.INK, bold=True)]


def race(sheet: Sheet, given: Estimate, trends: Mapping[str, Trend]) -> bool:
    """Draw several shares as indices of their base period, named at their ends."""
    chosen = [periods.parse(label, who="a ranking") for label in given.periods]
    lines = {query: _indexed(trend, chosen[0]) for query, trend in trends.items()}
    known = {query: found for query, found in lines.items() if found is not None and found.drawable}
    if len(known) < 2:  # noqa: PLR2004 - one alone races nobody
        return False
    days = min(found.days[0] for found in known.values()), max(found.days[1] for found in known.values())
    peak = max(share for found in known.values() for share in found.shares if not math.isnan(share))
    sheet.y += 34
    frame = plot.over_time(sheet, days, peak * _ROOM_ABOVE, high=_HIGH, left=plot.LEFT, right=plot.RIGHT)
    plot.value_axis(sheet, frame, lambda value: f"{value:.0f}")
    _periods(sheet, frame, chosen)
    sheet.line([frame.x, frame.right], [frame.down(100.0)] * 2, palette.FAINT, 2, z=0)
    ends = []
    for color, (query, found) in zip(palette.SERIES, known.items(), strict=False):
        line(sheet, frame, found, color)
        last = next(share for share in reversed(found.shares) if not math.isnan(share))
        ends.append(Label(frame.down(last), f"{names.query(query, sheet.lang)} {last:.0f}", color, bold=True))
    plot.label(sheet, frame, ends)
    sheet.y = frame.bottom + 44
    how = say(f"trend_{next(iter(known.values())).by}", sheet.lang)
    base = words.period(chosen[0].label, sheet.lang)
    sheet.paragraph(say("race", sheet.lang, base=base, how=how), SMALL, color=palette.QUIET)
    sheet.y += 18
    return True


def _indexed(trend: Trend, base: Period) -> Bins | None:
    found, level = bins.pooled(trend), bins.level(trend.months, base.start, base.end)
    if found is None or not level:
        return None
    scaled = {name: [100 * share / level for share in getattr(found, name)] for name in ("shares", "low", "high")}
    dots: list[tuple[date, float]] = []
    return Bins(found.by, found.middles, **scaled, dots=dots, gaps=found.gaps, pending=found.pending, days=found.days)
