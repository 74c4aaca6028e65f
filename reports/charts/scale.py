"""How a figure becomes a place on a strip: growth and ratios on the log, shares and pay straight. No drawing here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.results import Estimate, Judgement, Style
from reports.words import figure

_LEAST, _MOST = 0.1, 10.0
"""Factors at which a log strip is cut."""
BEYOND = 1_000.0
"""A factor that is as good as infinite."""
_GROWTH_TICKS = (-0.9, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 9.0)
_RATIO_TICKS = (0.1, 0.2, 0.33, 0.5, 0.8, 1.0, 1.25, 2.0, 3.0, 5.0, 10.0)
_SHARE_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
_MONEY_STEPS = tuple(size * 10**power for power in range(3, 8) for size in (1, 2, 5))
_WHOLE = 0.7
"""A share strip that reaches beyond this runs to 100 %."""


@dataclass(frozen=True)
class Scale:
    """A strip's axis.

    Args:
        style: Growth and ratios stand on the log, shares and pay straight.
        low: Left end, a figure.
        high: Right end.
    """

    style: Style
    low: float
    high: float

    def place(self, fraction: float) -> float:
        """Return 0..1 along the strip; what lies beyond an end is put on it."""
        held = min(max(fraction, self.low), self.high)
        return (self._warp(held) - self._warp(self.low)) / (self._warp(self.high) - self._warp(self.low))

    def holds(self, fraction: float) -> bool:
        """Tell whether the fraction lies on the strip."""
        return self.low <= fraction <= self.high

    def _warp(self, fraction: float) -> float:
        if self.style == "ratio":
            return math.log(fraction)
        return math.log1p(fraction) if self.style == "growth" else fraction

    def ticks(self, apart: float) -> list[float]:
        """Return round figures at least `apart` (0..1) from each other, no change first among them."""
        if self.style in {"share", "money"}:
            return self._even_ticks(apart)
        kept: list[float] = []
        ticks = _GROWTH_TICKS if self.style == "growth" else _RATIO_TICKS
        for tick in sorted(filter(self.holds, ticks), key=lambda tick: abs(self._warp(tick))):
            if all(abs(self.place(tick) - self.place(other)) >= apart for other in kept):
                kept.append(tick)
        return sorted(kept)

    def _even_ticks(self, apart: float) -> list[float]:
        steps = _SHARE_STEPS if self.style == "share" else _MONEY_STEPS
        step = next((s for s in steps if s / (self.high - self.low) >= apart), steps[-1])
        first = math.ceil(self.low / step - 1e-9)
        return [step * tick for tick in range(first, math.floor(self.high / step + 1e-9) + 1)]

    def label(self, fraction: float) -> str:
        """Write a tick."""
        return figure(round(fraction, 4), self.style, "en")


def spanning(values: Iterable[float], style: Style) -> Scale:
    """Return a scale that holds all finite values, and no change; extremes are cut at a tenth and tenfold."""
    finite = [value for value in values if math.isfinite(value)]
    if style in {"growth", "ratio"}:
        plus = 1.0 if style == "growth" else 0.0
        held = [min(max(value + plus, _LEAST), _MOST) for value in (*finite, 0.75 - plus, 1.25 - plus)]
        low, high = math.log(min(held)), math.log(max(held))
        pad = 0.06 * (high - low)
        return Scale(style, low=math.exp(low - pad) - plus, high=math.exp(high + pad) - plus)
    if style == "money":
        return Scale(style, low=0.0, high=max((*finite, 1000.0)) * 1.12)
    top = max((*finite, 0.005))
    return Scale(style, low=0.0, high=1.0 if top > _WHOLE else top * 1.12)


def of_claim(judged: Judgement, estimates: Sequence[Estimate]) -> Scale:
    """Return the scale of one claim's chart."""
    values = [value for value in (judged.figure, judged.rival, *(judged.zone or ())) if value is not None]
    for estimate in estimates:
        values += [estimate.interval.value, estimate.interval.low, estimate.interval.high]
        values += [] if estimate.beside is None else [estimate.beside.value]
        values += [part.interval.value for part in estimate.parts]
    return spanning(values, judged.written)
