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
Counts = NDArray[np.int64]

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
        counted: Mean of counted vacancies in the base period, seasons apart.
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
        season: Factor of the counted share in the season of each period; the growth is on top of it.
        lull: Factor of all vacancies in the season of each period.
        unsteady: Standard deviation of the log by which the later season departs from the base's, for all alike.
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
    season: tuple[float, float] = (1.0, 1.0)
    lull: tuple[float, float] = (1.0, 1.0)
    unsteady: float = 0.0
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
    sizes, active = _employers(setting, number, dice)
    leaning = _gamma(dice, setting.leaning, sizes.size)
    surge = _lognormal(dice, setting.surge, sizes.size)
    by_board = _lognormal(dice, setting.shock, number * len(setting.boards))
    employer, board, part = _places(setting, sizes.size, dice)
    world = employer // sizes.shape[1]
    shock = by_board[world * len(setting.boards) + board]
    rates = (sizes.ravel()[employer] * part)[:, None] * active[employer % sizes.shape[1]] * _volumes(setting)[board]
    shares = _shares(setting)[board]
    season = _lognormal(dice, setting.unsteady, number)
    later = np.stack([np.ones(len(shock)), surge[employer] * shock * season[world]], axis=1)
    x = dice.poisson(rates * shares * leaning[employer][:, None] * later)
    others = dice.poisson(rates * (1 - shares))
    here = (1 + setting.growth) * (by_board.reshape(number, -1) @ _weights(setting)) - 1
    drawn = _Drawn(employer, world * len(setting.boards) + board, x, others, world, number)
    return _rows(setting, _listed(setting, drawn, sizes.shape, dice), here, dice)


@dataclass(frozen=True)
class _Drawn:
    """Rows of an employer and board: (rows,) numbers, (rows, 2 periods) counted and other vacancies."""

    employer: Index
    board: Index
    x: Counts
    others: Counts
    world: Index
    worlds: int

    def only(self, rows: NDArray[np.bool_]) -> _Drawn:
        employer, board, world = self.employer[rows], self.board[rows], self.world[rows]
        return _Drawn(employer, board, self.x[rows], self.others[rows], world, self.worlds)


def _employers(setting: Setting, number: int, dice: np.random.Generator) -> tuple[Array, Array]:
    """Return (worlds, employers) parts of a period's mean volume, and (employers, 2) in which period each is active.

    The parts of those active in a period add up to 1 on average, not in each world.
    """
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
    return sizes, active


def _places(setting: Setting, employers: int, dice: np.random.Generator) -> tuple[Index, Index, Array]:
    """Return rows of employer, board and the part of its openings there, sorted by employer, then board."""
    boards = len(setting.boards)
    first = np.searchsorted(np.cumsum(setting.boards)[:-1], dice.random(employers), side="right")
    second = (first + dice.integers(1, max(boards, 2), employers)) % boards
    two = (dice.random(employers) < setting.two_boards) & (boards > 1)
    employer = np.repeat(np.arange(employers), 1 + two)
    begins = np.cumsum(1 + two) - 1 - two
    board, part = first[employer], np.where(two, _MAIN_BOARD, 1.0)[employer]
    other = begins[two] + (second > first)[two]
    board[begins[two]], board[begins[two] + 1] = np.minimum(first, second)[two], np.maximum(first, second)[two]
    part[other] = 1 - _MAIN_BOARD
    return employer, board, part


def _volumes(setting: Setting) -> Array:
    """Return (boards, 2) mean vacancies of the whole market in each period, as seen on each board."""
    whole = setting.counted / setting.share
    volumes = np.tile([whole * setting.lull[0], whole * setting.volume * setting.lull[1]], (len(setting.boards), 1))
    volumes[0, 1] *= setting.doubled
    return volumes


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


def _shares(setting: Setting) -> Array:
    """Return (boards, 2) counted shares."""
    base = _levels(setting)
    return np.stack([base * setting.season[0], base * (1 + setting.growth) * setting.season[1]], axis=-1)


def _gamma(dice: np.random.Generator, variation: float, number: int) -> Array:
    """Return draws of mean 1 with this coefficient of variation."""
    return dice.gamma(variation**-2, variation**2, number) if variation else np.ones(number)


def _lognormal(dice: np.random.Generator, sigma: float, number: int) -> Array:
    """Return draws of mean 1."""
    return np.exp(sigma * dice.standard_normal(number) - sigma**2 / 2) if sigma else np.ones(number)


def _listed(setting: Setting, drawn: _Drawn, shape: tuple[int, int], dice: np.random.Generator) -> _Drawn:
    """Return the rows of who is on the list: everybody, or those with most counted vacancies in one period."""
    if setting.chosen == "blindly":
        return drawn
    x = drawn.x[:, 0 if setting.chosen == "in the base" else 1]
    found = np.bincount(drawn.employer, weights=x, minlength=shape[0] * shape[1]) + dice.random(shape[0] * shape[1])
    listed = np.zeros(shape, dtype=bool)
    best = np.argsort(-found.reshape(shape), axis=1)[:, : shape[1] // _POPULATION]
    np.put_along_axis(listed, best, values=True, axis=1)
    return drawn.only(listed.ravel()[drawn.employer])


def _rows(setting: Setting, drawn: _Drawn, here: Array, dice: np.random.Generator) -> Worlds:
    """Return the rows that hold anything, employers and boards numbered without gaps."""
    rows = drawn.only(np.asarray((drawn.x + drawn.others).any(axis=1)))
    employer, world_of_employer = _numbered(rows.employer, rows.world)
    board, world_of_board = _numbered(rows.board, rows.world)
    counts = _four(rows.x, rows.others)
    tagged, strata = _tagged(setting, rows, dice)
    return Worlds(
        employer=employer,
        board=board,
        counts=counts,
        adverts=_four(*_posted_again(setting, rows, dice)) if any(setting.again) else counts,
        tagged=tagged,
        strata=strata,
        world_of_employer=world_of_employer,
        world_of_board=world_of_board,
        here=here,
        number=drawn.worlds,
    )


def _numbered(group: Index, world: Index) -> tuple[Index, Index]:
    """Return the groups numbered without gaps, and the world of each."""
    worlds = np.full(int(group.max(initial=-1)) + 1, -1)
    worlds[group] = world
    return (np.cumsum(worlds >= 0) - 1)[group], worlds[worlds >= 0]


def _posted_again(setting: Setting, rows: _Drawn, dice: np.random.Generator) -> tuple[Counts, Counts]:
    """Return counted and other adverts, re-posts included."""
    again = dice.poisson(rows.x * np.array(setting.again))
    return rows.x + again, rows.others + dice.poisson(rows.others * setting.again[0])


def _tagged(setting: Setting, rows: _Drawn, dice: np.random.Generator) -> tuple[Array, Array]:
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


def _four(x: Counts, others: Counts) -> Array:
    """Return (rows, 4) n₀ x₀ n₁ x₁."""
    n = x + others
    return np.stack([n[:, 0], x[:, 0], n[:, 1], x[:, 1]], axis=1).astype(float)
