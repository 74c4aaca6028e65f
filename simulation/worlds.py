"""Thousands of small markets at once, as counts: what each employer opened on each board, with the truth known.

The truth is the whole market's: employers and boards are drawn from it afresh for every world, so that what a world
shows differs from the truth as a panel differs from its market. No texts, no days (`simulation.openings` has those).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]

_MAIN_BOARD = 0.65
"""Part of an employer's openings on the first of its two boards."""
_NEAR_MISSED, _NEAR_OTHERS = 0.8, 0.02
"""Part of what a tagger misses, and of what it rightly leaves, where a loose rule fires."""
_POPULATION = 4
"""Employers from among whom a list is chosen, for each one that is on it."""


@dataclass(frozen=True)
class Setting:
    """One kind of market.

    Args:
        counted: Mean of counted vacancies in the base period.
        share: Their share of all vacancies then.
        growth: Growth of the share.
        volume: Factor of all vacancies from one period to the next.
        employers: Employers active in a period.
        tail: Pareto exponent of their sizes.
        overlap: Part of a period's employers that are active in the other one too; the rest die and are born.
        births: Factor of the number of employers that are born against those that die; they share the same volume.
        leaning: Coefficient of variation of how much an employer's vacancies lean to what is counted (gamma).
        surge: Standard deviation of the log of an employer's own growth, mean 1.
        giant: Part of all vacancies that one employer holds, in both periods.
        boards: Weight of each board, sum 1.
        two_boards: Part of employers that advertise on two.
        shock: Standard deviation of the log of a board's own growth, mean 1.
        tilt: Boards differ in their share by up to this on the log.
        doubled: Factor of what the first board lists in the later period.
        again: Re-posts per counted vacancy, by period; those of others stay as in the first.
        found: Part of the counted vacancies that a tagger recognises, by period.
        mistaken: Part of the others that it takes for counted ones, by period.
        chosen: By what the employers on the list were chosen: blindly, or for what they opened in one period.
    """

    counted: float = 300.0
    share: float = 0.1
    growth: float = 0.0
    volume: float = 1.0
    employers: int = 400
    tail: float = 1.6
    overlap: float = 0.9
    births: float = 1.0
    leaning: float = 1.0
    surge: float = 0.0
    giant: float = 0.0
    boards: tuple[float, ...] = (1.0,)
    two_boards: float = 0.3
    shock: float = 0.0
    tilt: float = 0.0
    doubled: float = 1.0
    again: tuple[float, float] = (0.0, 0.0)
    found: tuple[float, float] = (1.0, 1.0)
    mistaken: tuple[float, float] = (0.0, 0.0)
    chosen: Literal["blindly", "in the base", "later"] = "blindly"


@dataclass(frozen=True)
class Worlds:
    """Counts of many worlds: one row an employer and board that opened anything, sorted by employer, then board.

    Args:
        employer: (rows,) numbered through all worlds.
        board: (rows,) the same.
        counts: (rows, 4) vacancies and counted ones of the base, then of the later period.
        adverts: The same with every re-post counted.
        tagged: The vacancies, and what the tagger takes for counted ones.
        strata: (worlds, 2 periods, 3 strata, 2): vacancies, and how many of them are to be counted, where the tagger
            says yes, where only a loose rule fires, and the rest; zeros where the tagger never errs.
        world_of_employer: (employers,).
        world_of_board: (boards,).
        here: (worlds,) growth of the share on the boards that a world has, its employers those of the whole market.
        number: Worlds.
    """

    employer: Index
    board: Index
    counts: Array
    adverts: Array
    tagged: Array
    strata: Array
    world_of_employer: Index
    world_of_board: Index
    here: Array
    number: int


def chance(seed: int, *name: object) -> np.random.Generator:
    """Return the stream that the seed and the words of its name determine."""
    return np.random.default_rng([seed, zlib.crc32(":".join(map(str, name)).encode())])


def draw(setting: Setting, number: int, dice: np.random.Generator) -> Worlds:
    """Draw worlds of one kind.

    Args:
        setting: The market.
        number: How many worlds.
        dice: Chance.
    """
    weights = _employers(setting, number, dice)
    boards, parts = _boards(setting, weights.shape[:2], dice)
    leaning = _gamma(dice, setting.leaning, weights.shape[:2])
    surge = _lognormal(dice, setting.surge, weights.shape[:2])
    by_board = _lognormal(dice, setting.shock, (number, len(setting.boards)))
    shocks = np.take_along_axis(by_board[:, None, :], boards, axis=2)
    rates = weights[:, :, None, :] * parts[..., None] * _volumes(setting, boards)
    counted = _shares(setting, boards) * leaning[..., None, None]
    counted[..., 1] *= surge[..., None] * shocks
    x = dice.poisson(rates * counted)
    others = dice.poisson(rates * (1 - _shares(setting, boards)))
    here = (1 + setting.growth) * (by_board @ _weights(setting)) - 1
    return _rows(setting, _Drawn(boards, x, others), _chosen(setting, x, dice), here, dice)


@dataclass(frozen=True)
class _Drawn:
    """What was drawn: (worlds, employers, 2) boards; (worlds, employers, 2 boards, 2 periods) counted and others."""

    boards: Index
    x: NDArray[np.int64]
    others: NDArray[np.int64]


def _employers(setting: Setting, number: int, dice: np.random.Generator) -> Array:
    """Return (worlds, employers, 2) parts of a period's mean volume; they add up to 1 on average, not in each world."""
    stays = round(setting.overlap * setting.employers)
    born = round((setting.employers - stays) * setting.births)
    active = np.repeat(
        [[1.0, 1.0], [1.0, 0.0], [0.0, 1.0 / setting.births]], [stays, setting.employers - stays, born], axis=0
    )
    if setting.chosen != "blindly":
        active = np.tile(active, (_POPULATION, 1))
    mean = setting.tail / (setting.tail - 1)
    sizes = (1 + dice.pareto(setting.tail, (number, len(active)))) / (mean * setting.employers)
    if setting.giant:
        sizes *= 1 - setting.giant
        sizes[:, 0] = setting.giant
    return np.asarray(sizes[..., None] * active)


def _boards(setting: Setting, shape: tuple[int, ...], dice: np.random.Generator) -> tuple[Index, Array]:
    """Return each employer's first and second board and the part of its openings there, (worlds, employers, 2)."""
    boards = len(setting.boards)
    first = dice.choice(boards, p=np.array(setting.boards), size=shape)
    second = (first + dice.integers(1, max(boards, 2), shape)) % boards
    two = (dice.random(shape) < setting.two_boards) & (boards > 1)
    part = np.where(two, _MAIN_BOARD, 1.0)
    return np.stack([first, second], axis=2), np.stack([part, 1 - part], axis=2)


def _volumes(setting: Setting, boards: Index) -> Array:
    """Return mean vacancies of the whole market in each period, as seen on each board."""
    whole = setting.counted / setting.share
    later = np.where(boards == 0, setting.doubled, 1.0) * whole * setting.volume
    return np.stack([np.full(boards.shape, whole), later], axis=-1)


def _levels(setting: Setting) -> Array:
    """Return the base's counted share on each board."""
    levels = np.exp(np.linspace(-setting.tilt, setting.tilt, len(setting.boards)))
    return np.asarray(setting.share * levels / (levels @ _volume(setting)))


def _volume(setting: Setting) -> Array:
    """Return each board's part of all vacancies of the base: first boards by weight, second ones any other alike."""
    first = np.array(setting.boards)
    if len(first) == 1:
        return first
    moved = setting.two_boards * (1 - _MAIN_BOARD)
    return (1 - moved) * first + moved * (1 - first) / (len(first) - 1)


def _weights(setting: Setting) -> Array:
    """Return each board's part of the counted vacancies of the base."""
    return np.asarray(_volume(setting) * _levels(setting) / setting.share)


def _shares(setting: Setting, boards: Index) -> Array:
    """Return the counted share on each board in each period."""
    base = _levels(setting)[boards]
    return np.stack([base, base * (1 + setting.growth)], axis=-1)


def _gamma(dice: np.random.Generator, variation: float, shape: tuple[int, ...]) -> Array:
    """Return draws of mean 1 with this coefficient of variation."""
    return dice.gamma(variation**-2, variation**2, shape) if variation else np.ones(shape)


def _lognormal(dice: np.random.Generator, sigma: float, shape: tuple[int, ...]) -> Array:
    """Return draws of mean 1."""
    return np.exp(sigma * dice.standard_normal(shape) - sigma**2 / 2)


def _chosen(setting: Setting, x: NDArray[np.int64], dice: np.random.Generator) -> NDArray[np.bool_]:
    """Return who is on the list: everybody, or those with most counted vacancies in one period."""
    everybody = np.ones(x.shape[:2], dtype=bool)
    if setting.chosen == "blindly":
        return everybody
    found = x[..., 0 if setting.chosen == "in the base" else 1].sum(axis=2) + dice.random(x.shape[:2])
    nobody = ~everybody
    listed = np.argsort(-found, axis=1)[:, : found.shape[1] // _POPULATION]
    np.put_along_axis(nobody, listed, values=True, axis=1)
    return nobody


def _rows(setting: Setting, drawn: _Drawn, listed: NDArray[np.bool_], here: Array, dice: np.random.Generator) -> Worlds:
    """Return the rows of the listed that hold anything, employers and boards numbered without gaps."""
    boards, x, others = (array[listed] for array in (drawn.boards, drawn.x, drawn.others))
    swap = boards[:, 0] > boards[:, 1]
    for array in (boards, x, others):
        array[swap] = array[swap][:, ::-1]
    employer, slot = np.nonzero((x + others).sum(axis=2))
    x, others = x[employer, slot], others[employer, slot]
    world = np.nonzero(listed)[0]
    known, board = np.unique(
        world[employer] * len(setting.boards) + boards[employer, slot],
        return_inverse=True,
    )
    present, employer = np.unique(employer, return_inverse=True)
    counts = _four(x, others)
    tagged, strata = _tagged(setting, _Some(x, others, world[present][employer], len(listed)), dice)
    return Worlds(
        employer=employer,
        board=board,
        counts=counts,
        adverts=_four(*_posted_again(setting, x, others, dice)) if any(setting.again) else counts,
        tagged=tagged,
        strata=strata,
        world_of_employer=world[present],
        world_of_board=known // len(setting.boards),
        here=here,
        number=len(listed),
    )


def _posted_again(
    setting: Setting, x: NDArray[np.int64], others: NDArray[np.int64], dice: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return counted and other adverts, re-posts included."""
    return x + dice.poisson(x * np.array(setting.again)), others + dice.poisson(others * setting.again[0])


@dataclass(frozen=True)
class _Some:
    """Rows of vacancies: (rows, 2 periods) counted and others, the world of each, and how many worlds there are."""

    x: NDArray[np.int64]
    others: NDArray[np.int64]
    world: Index
    worlds: int


def _tagged(setting: Setting, rows: _Some, dice: np.random.Generator) -> tuple[Array, Array]:
    """Return what the tagger makes of the rows, and the strata of an audit."""
    strata = np.zeros((rows.worlds, 2, 3, 2))
    if setting.found == (1.0, 1.0) and setting.mistaken == (0.0, 0.0):
        return _four(rows.x, rows.others), strata
    right, wrong = dice.binomial(rows.x, setting.found), dice.binomial(rows.others, setting.mistaken)
    missed, passed = rows.x - right, rows.others - wrong
    near_right, near_wrong = dice.binomial(missed, _NEAR_MISSED), dice.binomial(passed, _NEAR_OTHERS)
    yes = np.stack([right, near_right, missed - near_right], axis=2)
    no = np.stack([wrong, near_wrong, passed - near_wrong], axis=2)
    np.add.at(strata, rows.world, np.stack([yes + no, yes], axis=3))
    n = rows.x + rows.others
    return _four(right + wrong, n - right - wrong), strata


def _four(x: NDArray[np.int64], others: NDArray[np.int64]) -> Array:
    """Return (rows, 4) n₀ x₀ n₁ x₁."""
    n = x + others
    return np.stack([n[:, 0], x[:, 0], n[:, 1], x[:, 1]], axis=1).astype(float)
