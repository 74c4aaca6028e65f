"""Colours that must be told apart are told apart by readers who see no red or no green."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from reports.charts import palette

# Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
SIGHTS = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ @ np.ones(3)
LEAST = 18.0
"""CIE 1976 distance; about 2.3 is just noticeable side by side, thin lines and small dots need several times it."""

TOGETHER = {
    "lines of the languages": tuple(palette.LINES.values()),
    "lines of a race": palette.SERIES[:3],
    "verdicts": tuple(dict.fromkeys(ground for ground, _ in palette.VERDICT.values())),
    "how a crawl ended": tuple(dict.fromkeys(palette.STATE.values())),
    "holds, does not, open": (palette.VERDICT["supported"][0], palette.VERDICT["contradicted"][0], palette.QUIET),
    "bars": (palette.ACCENT, palette.MUTED),
    "employers": (palette.CONTRAST, palette.ACCENT, palette.MUTED),
    "curves": (palette.CONTRAST, palette.QUIET),
}


def lab(color: str, sight: str) -> np.ndarray:
    """Return CIE L*a*b* of a colour as somebody sees it."""
    parts = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    ratios = XYZ @ np.clip(SIGHTS[sight] @ linear, 0, 1) / WHITE
    f = np.where(ratios > (6 / 29) ** 3, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("kind", TOGETHER)
def test_colours_that_stand_together_are_told_apart(kind: str, sight: str) -> None:
    for one, other in itertools.combinations(TOGETHER[kind], 2):
        assert distance(one, other, sight) >= LEAST, f"{one} and {other} under {sight}"


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_heat_map_darkens_step_by_step(sight: str) -> None:
    light = [lab(palette.heat(share / 20)[0], sight)[0] for share in range(21)]
    assert all(after < before for before, after in itertools.pairwise(light))
    assert light[0] - light[-1] > 60


def test_the_simulation_confuses_what_colour_blind_readers_confuse() -> None:
    assert distance("#D62728", "#2CA02C", "full") > 100
    assert distance("#B5651D", "#5B8C00", "deuteranopia") < LEAST < distance("#B5651D", "#5B8C00", "full")
    assert all(math.isclose(distance("#FFFFFF", "#FFFFFF", sight), 0) for sight in SIGHTS)
