"""The colours: after Okabe and Ito, told apart by colour-blind readers, never the only carrier of a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from reports.results import VerdictName

INK = "#1F2328"
QUIET = "#57606A"
FAINT = "#8A9097"
GRID = "#E4E7EB"
HATCH = "#C4C9CF"
PAPER = "#FFFFFF"
ZONE = "#DCEAF6"
ZONE_INK = "#2B6592"
WARNING = "#FFD24D"
ACCENT = "#0B5CAD"

CONTRAST = "#B8430B"
MUTED = "#B9C2CC"
TRACK = "#F2F4F6"

LINES: Mapping[str, str] = {"go": "#0072B2", "java": "#C2500A", "python": "#00795A"}

SERIES: tuple[str, ...] = (*LINES.values(), "#8F5AA5", "#7A6A00")
"""Lines on one plot, in this order; tests/test_colours.py sees that colour-blind readers can tell them apart."""

VERDICT: Mapping[VerdictName, tuple[str, str]] = {
    "supported": ("#0B5CAD", "#FFFFFF"),
    "contradicted": ("#B8430B", "#FFFFFF"),
    "direction_only": ("#8CC7EE", INK),
    "undecided": ("#F2C14E", INK),
    "insufficient": ("#B48EAD", INK),
    "untestable": ("#D5D9DE", INK),
}
"""Verdict -> (ground, letters); every pair has a contrast of 4.5 or more."""

STATE: Mapping[str, str] = {
    "complete": "#0B5CAD",
    "window": "#8CC7EE",
    "partial": "#F2C14E",
    "capped": "#F2C14E",
    "blocked": "#B8430B",
    "failed": "#B8430B",
}
"""How a crawl ended -> colour."""

_HEAT = ((0.0, (245, 248, 251)), (0.35, (158, 202, 233)), (0.7, (33, 113, 181)), (1.0, (8, 48, 107)))
"""Light to dark blue: the order can be read in grey, and by colour-blind readers."""
_DARK = 0.5
"""Share from which letters on it are white."""


def heat(share: float) -> tuple[str, str]:
    """Return (ground, letters) of a share from 0 to 1."""
    held = min(max(share, 0.0), 1.0)
    (low, first), (high, second) = next((left, right) for left, right in pairwise(_HEAT) if left[0] <= held <= right[0])
    part = (held - low) / (high - low)
    mixed = (round(a + part * (b - a)) for a, b in zip(first, second, strict=True))
    return "#{:02X}{:02X}{:02X}".format(*mixed), PAPER if held >= _DARK else INK
