"""Which worlds the verdicts are tried on: crossed designs, the truth of each at four places. Nothing runs here."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from bench.calibration_run import Cell, Off
from reports.intervals import Measure
from reports.verdicts import Question
from simulation.worlds import Setting

FIVE = (0.28, 0.24, 0.20, 0.16, 0.12)
SIX = (0.24, 0.20, 0.17, 0.15, 0.13, 0.11)
EVEN = (1 / 6,) * 6
GROWTH = Question(zone=(0.37 * 2 / 3, 0.37 * 1.5), rival=0.0, value=0.37, scale="growth")
"""+37 % (A3.2), the zone of the rules."""
LEAP = Question(zone=(1.42 * 2 / 3, 1.42 * 1.5), rival=0.0, value=1.42, scale="growth")
"""+142 % (A3.1)."""
CREEP = Question(zone=(0.08 * 2 / 3, 0.08 * 1.5), rival=0.0, value=0.08, scale="growth")
"""+8 % (A3.3)."""
GROWS = Question(zone=(0.1, math.inf), rival=0.0, value=0.1, scale="growth")
"""The word: more than 10 % a year."""
HOLDS = Question(zone=(0.63, 0.73), rival=0.5, value=0.68, scale="share")
"""68 % (A3.6)."""
LESSER = Question(zone=(0.12, 0.22), rival=1 / 3, value=0.17, scale="share")
"""17 % of three types (A3.9)."""
MOST = Question(zone=(0.5, 1.0), rival=0.01, value=0.5, scale="share")
"""The word: at least half."""
ASKED_FOR = Question(zone=(0.01, 1.0), rival=0.0, value=0.01, scale="share")
"""The word: at least 1 %."""

_EMPLOYERS = {30: 100, 300: 400, 3000: 1000}
"""Mean of counted vacancies -> employers active in a period."""
_MOST = 15_000
"""Employers in the largest markets: no world needs more."""
_TAILS, _OVERLAPS, _SHOCKS = (1.2, 1.6, 2.5), (0.2, 0.9), (0.0, 0.1, 0.2)


def design() -> list[Cell]:
    """Return every cell."""
    return [
        *_crossed(),
        *_shares(),
        *_others(),
        *_limits(),
        *_corrections(),
        *_at_twice_the_data(),
        *_gate(),
        *_freedom(),
    ]


def _crossed() -> Iterator[Cell]:
    """Growth of a share and of a count: tail x overlap x board shock x counts, truth on the edges, value and rival."""
    for counted, tail, overlap, shock in product(_EMPLOYERS, _TAILS, _OVERLAPS, _SHOCKS):
        name = f"{counted} counted, tail {tail}, overlap {overlap}, board shock {shock}"
        setting = Setting(
            counted=counted, employers=_EMPLOYERS[counted], tail=tail, overlap=overlap, shock=shock, boards=SIX
        )
        for measure in ("growth", "count"):
            family = {"growth": "Growth of a share", "count": "Growth of a count"}[measure]
            yield from _everywhere(family, name, setting, measure, GROWTH)


def _shares() -> Iterator[Cell]:
    """Shares: tail x board shock x counts x level."""
    asked = ((HOLDS, "68 %"), (LESSER, "17 %"), (MOST, "most"), (ASKED_FOR, "at least 1 %"))
    for counted, tail, shock, (question, level) in product(_EMPLOYERS, _TAILS, (0.0, 0.2), asked):
        share = max(question.zone[0], 0.01)
        boards = SIX if shock else (0.6, 0.4)
        employers = max(_EMPLOYERS[counted], min(round(counted / share / 3), 1500))
        setting = Setting(counted=counted, employers=employers, tail=tail, shock=shock, boards=boards)
        name = f"{level}, {counted} counted, tail {tail}, board shock {shock}"
        yield from _everywhere("Share", name, setting, "share", question)


def _others() -> Iterator[Cell]:
    """Worlds apart from the crossed design: what else a market may do to the growth of a share and of a count."""
    plain = Setting(counted=300, employers=400, boards=(0.6, 0.4))
    worlds = {
        "one board": replace(plain, boards=(1.0,)),
        "six even boards, every employer on two": replace(plain, boards=EVEN, two_boards=1.0, shock=0.1),
        "five boards": replace(plain, boards=FIVE),
        "five boards, 30 counted": replace(plain, boards=FIVE, counted=30, employers=100),
        "five boards, shock 0.1": replace(plain, boards=FIVE, shock=0.1),
        "five boards, shock 0.2": replace(plain, boards=FIVE, shock=0.2),
        "ten boards, shock 0.2": replace(plain, boards=(0.1,) * 10, shock=0.2),
        "births outnumber deaths by half": replace(plain, overlap=0.2, births=1.5),
        "deaths outnumber births by half": replace(plain, overlap=0.2, births=0.67),
        "market grows by half": replace(plain, volume=1.5),
        "employers' own growth varies (log 0.5)": replace(plain, surge=0.5),
        "employers' own growth varies (log 1), tail 2.5": replace(plain, surge=1.0, tail=2.5),
        "strong leanings (variation 2)": replace(plain, leaning=2.0),
        "one giant with 30 %": replace(plain, giant=0.3),
        "40 employers, tail 1.2": replace(plain, employers=40, tail=1.2),
        "40 employers, tail 1.2, overlap 0.2": replace(plain, employers=40, tail=1.2, overlap=0.2),
        "30 employers, 30 counted": replace(plain, employers=30, counted=30),
        "10 counted": replace(plain, employers=60, counted=10),
        "share of 1 %": replace(plain, share=0.01, counted=100, employers=1000),
        "share of 40 %": replace(plain, share=0.4, counted=1200),
        "boards differ in their share by a factor of 4": replace(plain, boards=FIVE, tilt=0.7),
        "a doubled board": replace(plain, boards=FIVE, tilt=0.7, doubled=2.0),
    }
    for name, setting in worlds.items():
        yield from _everywhere("Other worlds, share's growth", name, setting, "growth", GROWTH)
        if setting.doubled == 1 and setting.volume == 1:
            yield from _everywhere("Other worlds, count's growth", name, setting, "count", GROWTH)
    few = replace(plain, boards=(0.5, 0.3, 0.2), shock=0.2)
    here = _everywhere("Other worlds, share's growth", "three boards, shock 0.2, truth of these", few, "growth", GROWTH)
    yield from (replace(cell, here=True) for cell in here)
    yield from _everywhere("Other worlds, share's growth", "+142 %", plain, "growth", LEAP)
    yield from _everywhere("Other worlds, share's growth", "grows", plain, "growth", GROWS)


def _limits() -> Iterator[Cell]:
    """Worlds in which the interval is not promised to hold, and why."""
    plain = Setting(counted=3000, employers=1000, boards=FIVE)
    uneven = (0.5, 0.1, 0.1, 0.1, 0.1, 0.1)
    worlds: dict[str, tuple[Setting, Measure, str]] = {
        "one board with half of all, shock 0.2": (
            replace(plain, boards=uneven, shock=0.2, tail=2.5), "growth",
            "the weight of fewer than five boards: the verdict speaks of these boards",
        ),
        "two boards, shock 0.2": (
            replace(plain, boards=(0.5, 0.5), shock=0.2, tail=2.5), "growth",
            "fewer than five boards: the verdict speaks of these boards",
        ),
        "a doubled board": (
            replace(plain, doubled=2.0, tail=2.5), "count", "a doubled board is more openings: a count decides on none"
        ),
        "5 counted": (
            replace(plain, counted=5, employers=60, boards=(0.6, 0.4)), "growth",
            "wider than an oracle's by more than half: five vacancies are insufficient for any growth",
        ),
        "tail 1.2, employers' own growth varies (log 1)": (
            replace(plain, counted=300, employers=400, tail=1.2, surge=1.0, boards=(0.6, 0.4)), "count",
            "no mean to speak of: the giants' luck is the market's growth",
        ),
    }  # fmt: skip
    for name, (setting, measure, why) in worlds.items():
        yield from (replace(cell, limit=why) for cell in _everywhere("Limits", name, setting, measure, GROWTH))


def _corrections() -> Iterator[Cell]:
    """Each correction on, and switched off in the world that it is for."""
    giants = Setting(counted=300, share=0.3, employers=60, tail=1.6, overlap=0.5, boards=(0.6, 0.4), leaning=1.5)
    shaken = Setting(counted=3000, employers=1000, tail=2.5, boards=EVEN, shock=0.2)
    doubled = Setting(counted=1000, employers=800, tail=2.5, boards=FIVE, tilt=1.0, doubled=3.0)
    again = Setting(counted=1000, employers=800, tail=2.5, boards=(0.6, 0.4), again=(0.1, 0.4))
    drifting = Setting(
        counted=1000, employers=800, tail=2.5, boards=(0.6, 0.4), found=(0.8, 0.95), mistaken=(0.002, 0.006)
    )
    listed = Setting(counted=300, employers=400, tail=2.5, boards=(0.6, 0.4))
    worlds: list[tuple[Off, str, Setting, Measure]] = [
        ("employers", "jackknife over employers", giants, "growth"),
        ("boards", "jackknife over boards", shaken, "growth"),
        ("mantel-haenszel", "Mantel-Haenszel over boards", doubled, "growth"),
        ("linking", "re-posts are one vacancy", again, "growth"),
        ("audit", "audit of the tagger", drifting, "growth"),
    ]
    for off, name, setting, measure in worlds:
        for switched in ("", off):
            yield _corrected(name, setting, measure, switched)
    yield _corrected("a list blind to hiring", listed, "count", "")
    for chosen in ("in the base", "later"):
        cell = _corrected("a list blind to hiring", replace(listed, chosen=chosen), "count", "blind list")
        yield replace(cell, name=f"{cell.name}: chosen for hiring {chosen}")


def _corrected(name: str, setting: Setting, measure: Measure, off: Off) -> Cell:
    truth = GROWTH.zone[0]
    return Cell(
        "Corrections", name, replace(setting, growth=truth), measure, GROWTH, truth, "lower edge", off
    )  # fmt: skip


def _at_twice_the_data() -> Iterator[Cell]:
    """Twice the minimum data of the rules, on worlds of a design effect of about 1.3, as on Hacker News, or more."""
    asked = (
        (LEAP, "+142 %", 0.0, 100), (LEAP, "+142 %", 1.42, 1200), (GROWTH, "+37 %", 0.0, 840),
        (GROWTH, "+37 %", 0.37, 6000), (CREEP, "+8 %", 0.0, 15_000), (CREEP, "+8 %", 0.08, 80_000),
    )  # fmt: skip
    for question, claim, truth, counted in asked:
        setting = Setting(counted=counted, growth=truth, employers=min(counted, _MOST), tail=2.5, overlap=0.75)
        name = f"{claim} when it {'is true' if truth else 'did not change'}, {counted:,} counted"
        yield Cell("At twice the minimum data", name, setting, "growth", question, truth, "value" if truth else "rival")
    for truth in (0.68, 0.5):
        setting = Setting(counted=round(4000 * truth), share=truth, employers=2000, tail=2.5, leaning=0.3)
        name = f"68 % when it is {truth:.0%}, 4,000 vacancies"
        position = "value" if truth == HOLDS.value else "rival"
        yield Cell("At twice the minimum data", name, setting, "share", HOLDS, truth, position)


def _gate() -> Iterator[Cell]:
    """The rule without its gate on k and G_eff, where few employers have a counted vacancy."""
    asked = ((ASKED_FOR, 0.01), (ASKED_FOR, 0.001), (MOST, 0.5), (MOST, 0.02))
    for (question, truth), counted, tail in product(asked, (2, 5, 8), (1.2, 2.5)):
        employers = max(round(counted / truth / 2), 5)
        setting = Setting(counted=counted, share=truth, employers=employers, tail=tail)
        claim = "at least 1 %" if question is ASKED_FOR else "most"
        name = f"{claim} when it is {truth:.1%}, {counted} counted, tail {tail}"
        position = "lower edge" if truth == question.zone[0] else "below"
        yield Cell("Without the gate", name, setting, "share", question, truth, position, "gate")


def _freedom() -> Iterator[Cell]:
    """Degrees of freedom of G_eff, and of k - 1, where a few employers carry most of the weight."""
    few = Setting(counted=300, employers=40, tail=1.2, boards=(0.6, 0.4))
    many = replace(few, employers=400)
    switched: tuple[Off, ...] = ("", "satterthwaite")
    worlds = {
        "40 employers, own growth varies (log 0.5)": replace(few, surge=0.5),
        "40 employers, overlap 0.2": replace(few, overlap=0.2),
        "400 employers, own growth varies (log 1)": replace(many, surge=1.0),
        "400 employers, strong leanings, overlap 0.2": replace(many, overlap=0.2, leaning=2.0),
    }
    for (name, setting), off in product(worlds.items(), switched):
        yield Cell("Degrees of freedom", f"tail 1.2, {name}", setting, "growth", GROWTH, 0.0, "rival", off)


def _everywhere(family: str, name: str, setting: Setting, measure: Measure, question: Question) -> Iterator[Cell]:
    """Put the truth on each edge of the zone that is not the scale's own, at the value and at the rival."""
    low, high = question.zone
    ends = {-1.0, 0.0, 1.0, math.inf}
    places = {"lower edge": low, "value": question.value, "upper edge": high, "rival": question.rival}
    for position, truth in places.items():
        repeated = position == "value" and truth == low
        if truth is None or repeated or (truth in ends and position != "rival") or (measure == "share" and truth == 0):
            continue
        yield Cell(family, name, _true(setting, measure, truth), measure, question, truth, position)


def _true(setting: Setting, measure: Measure, truth: float) -> Setting:
    return replace(setting, share=truth) if measure == "share" else replace(setting, growth=truth)
