"""How a fraction becomes a place on a strip: growth on the log of its ratio, shares straight. No drawing here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.results import Estimate, Judgement
from reports.words import growth, percent

_LEAST, _MOST = -0.9, 9.0
_GROWTH_TICKS = (-0.9, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 9.0)
_SHARE_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


@dataclass(frozen=True)
class Scale:
    """A strip's axis.

    Args:
        growth: Log of the ratio (growth) or straight (share).
        low: Left end, a fraction.
        high: Right end.
    """

    growth: bool
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
        return math.log1p(fraction) if self.growth else fraction

    def ticks(self, apart: float) -> list[float]:
        """Return round fractions at least `apart` (0..1) from each other, zero first among them."""
        if not self.growth:
            return self._even_ticks(apart)
        kept: list[float] = []
        for tick in sorted(filter(self.holds, _GROWTH_TICKS), key=lambda tick: (tick != 0, abs(math.log1p(tick)))):
            if all(abs(self.place(tick) - self.place(other)) >= apart for other in kept):
                kept.append(tick)
        return sorted(kept)

    def _even_ticks(self, apart: float) -> list[float]:
        step = next((s for s in _SHARE_STEPS if s / (self.high - self.low) >= apart), _SHARE_STEPS[-1])
        first = math.ceil(self.low / step - 1e-9)
        return [step * tick for tick in range(first, math.floor(self.high / step + 1e-9) + 1)]

    def label(self, fraction: float) -> str:
        """Write a tick."""
        return growth(fraction) if self.growth else percent(round(fraction, 4))


def spanning(values: Iterable[float], *, is_growth: bool) -> Scale:
    """Return a scale that holds all finite values, and zero; extremes are cut at −90 % and +900 %."""
    finite = [value for value in values if math.isfinite(value)]
    if is_growth:
        held = [min(max(value, _LEAST), _MOST) for value in (*finite, -0.25, 0.25)]
        low, high = math.log1p(min(held)), math.log1p(max(held))
        pad = 0.06 * (high - low)
        return Scale(growth=True, low=math.expm1(low - pad), high=math.expm1(high + pad))
    top = max((*finite, 0.005))
    return Scale(growth=False, low=0.0, high=1.0 if top > 0.7 else top * 1.12)  # noqa: PLR2004 - near enough to all


def of_claim(judged: Judgement, estimates: Sequence[Estimate]) -> Scale:
    """Return the scale of one claim's chart."""
    values = [value for value in (judged.figure, judged.rival, *(judged.zone or ())) if value is not None]
    for estimate in estimates:
        values += [estimate.interval.value, estimate.interval.low, estimate.interval.high]
        values += [] if estimate.beside is None else [estimate.beside.value]
    return spanning(values, is_growth=judged.kind == "growth")
