"""The colours: after Okabe and Ito, told apart by colour-blind readers, never the only carrier of a meaning."""

from __future__ import annotations

from collections.abc import Mapping

from reports.results import VerdictName

INK = "#1F2328"
QUIET = "#57606A"
FAINT = "#8A9097"
GRID = "#E4E7EB"
PAPER = "#FFFFFF"
ZONE = "#DCEAF6"
ZONE_INK = "#2B6592"
WARNING = "#FFD24D"
ACCENT = "#0B5CAD"

LINES: Mapping[str, str] = {"go": "#0072B2", "java": "#C2500A", "python": "#00795A"}

VERDICT: Mapping[VerdictName, tuple[str, str]] = {
    "supported": ("#0B5CAD", "#FFFFFF"),
    "contradicted": ("#B8430B", "#FFFFFF"),
    "direction_only": ("#8CC7EE", INK),
    "undecided": ("#F2C14E", INK),
    "insufficient": ("#C9B7DA", INK),
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
