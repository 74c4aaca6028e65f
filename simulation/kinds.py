"""Single worlds of other kinds than counts of two periods: pay, parts of a whole, concepts named, years, spells.

Sizes are Pareto as in `simulation.worlds`; an employer's own way is drawn apart from its size, so that the truth of the
market is that of one draw from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
Index = NDArray[np.intp]


def sizes(employers: int, mean: float, tail: float, dice: np.random.Generator) -> Index:
    """Return each employer's number of vacancies, at least one for those that are there at all."""
    drawn = (1 + dice.pareto(tail, employers)) * (tail - 1) / tail
    return dice.poisson(mean * drawn).astype(np.intp)


def pay(
    vacancies: Index, median: float, dice: np.random.Generator, *, own: float = 0.25, within: float = 0.3
) -> tuple[Index, Array]:
    """Return employer and pay of every vacancy: log-normal around the employer's own level, in whole thousands.

    Args:
        vacancies: (employers,).
        median: Of the market.
        dice: Chance.
        own: Standard deviation of the employers' levels on the log.
        within: Standard deviation around them.
    """
    employer = np.repeat(np.arange(len(vacancies)), vacancies)
    level = own * dice.standard_normal(len(vacancies))
    logs = np.log(median) + level[employer] + within * dice.standard_normal(len(employer))
    return employer, np.exp(logs)


def parts(vacancies: Index, shares: Sequence[float], dice: np.random.Generator, *, alike: float = 4.0) -> Index:
    """Return (employers, parts) vacancies: each employer has shares of its own around the market's (Dirichlet).

    Args:
        vacancies: (employers,).
        shares: The market's, sum 1.
        dice: Chance.
        alike: Sum of Dirichlet's parameters: the larger, the more alike employers are.
    """
    own = dice.dirichlet(alike * np.asarray(shares), len(vacancies))
    return dice.multinomial(vacancies, own).astype(np.intp)


def naming(employers: int, share: float, dice: np.random.Generator) -> NDArray[np.bool_]:
    """Return which employers name a thing."""
    return np.asarray(dice.random(employers) < share)


def named(vacancies: Index, shares: Sequence[float], dice: np.random.Generator, *, alike: float = 4.0) -> Index:
    """Return (employers, concepts) vacancies that name each concept, whatever else they name.

    Args:
        vacancies: (employers,).
        shares: The market's.
        dice: Chance.
        alike: Sum of the Beta parameters of the employers' own shares: the larger, the more alike they are.
    """
    market = np.asarray(shares)
    own = dice.beta(alike * market, alike * (1 - market), (len(vacancies), len(market)))
    return dice.binomial(vacancies[:, None], own).astype(np.intp)


@dataclass(frozen=True)
class Years:
    """A market over several periods.

    Args:
        shares: (periods, concepts) of all vacancies; those of a period sum to less than 1.
        employers: In a period.
        mean: Vacancies an employer and period.
        tail: Pareto exponent of the employers' sizes.
        overlap: Part of the employers that stay from one period to the next; new ones take the others' places.
        leaning: Coefficient of variation of how much an employer leans to a concept (gamma).
    """

    shares: tuple[tuple[float, ...], ...]
    employers: int
    mean: float
    tail: float
    overlap: float = 0.8
    leaning: float = 0.7


def years(market: Years, dice: np.random.Generator) -> tuple[Index, Index]:
    """Return one row an employer: (employers, periods) vacancies, (employers, periods, concepts) those that name each.

    An employer keeps its size and its leaning while it stays; its successor has others.
    """
    shares = np.asarray(market.shares)
    place, active = _staying(market, len(shares), dice)
    size = (1 + dice.pareto(market.tail, len(place))) * market.mean * (market.tail - 1) / market.tail
    variation = market.leaning
    leaning = dice.gamma(variation**-2, variation**2, (len(place), shares.shape[1]))
    rates = size[:, None] * active
    x = dice.poisson(rates[:, :, None] * shares * leaning[:, None, :])
    others = dice.poisson(rates * (1 - shares.sum(axis=1)))
    return (x.sum(axis=2) + others).astype(np.intp), x.astype(np.intp)


def _staying(market: Years, periods: int, dice: np.random.Generator) -> tuple[Index, NDArray[np.bool_]]:
    """Return the place that each employer holds, and (employers, periods) when."""
    leaves = dice.random((market.employers, periods)) >= market.overlap
    leaves[:, 0] = False
    number = np.cumsum(leaves, axis=1)
    first = np.cumsum(number[:, -1] + 1) - number[:, -1] - 1
    own = first[:, None] + number
    active = np.zeros((int(own[-1, -1]) + 1, periods), dtype=bool)
    np.put_along_axis(active, own, values=True, axis=0)
    return np.repeat(np.arange(market.employers), number[:, -1] + 1), active


@dataclass(frozen=True)
class Lasting:
    """How long openings last.

    Args:
        ratio: Hazard of closing, the group's over the others'.
        group: Part of the vacancies that are of the group, on average over employers.
        days: Mean days open of the others', by board.
        own: Part of what moves an opening's time that its employer's openings share, 0 … 1.
        apart: Part that those of one group share within the employer.
    """

    ratio: float
    group: float = 0.4
    days: tuple[float, ...] = (30.0, 60.0)
    own: float = 0.1
    apart: float = 0.05


def lasting(vacancies: Index, how: Lasting, dice: np.random.Generator) -> tuple[Index, Index, NDArray[np.bool_], Array]:
    """Return employer, board, group and days open of every vacancy; each employer is on one board.

    A Gaussian copula ties an employer's openings together: each time alone is exponential, so that the hazards of the
    two groups stay in proportion at every age, whatever the employers do (a frailty would bend them).
    """
    employers = len(vacancies)
    employer = np.repeat(np.arange(employers), vacancies)
    group = dice.random(len(employer)) < dice.beta(2 * how.group, 2 * (1 - how.group), employers)[employer]
    board = dice.integers(len(how.days), size=employers)[employer]
    shared = dice.standard_normal(employers)[employer]
    of_group = dice.standard_normal((employers, 2))[employer, group.astype(int)]
    alone = dice.standard_normal(len(employer))
    rest = 1 - how.own - how.apart
    z = np.sqrt(how.own) * shared + np.sqrt(how.apart) * of_group + np.sqrt(rest) * alone
    mean = np.asarray(how.days)[board] / np.where(group, how.ratio, 1.0)
    return employer, board, group, -stats.norm.logsf(z) * mean


@dataclass(frozen=True)
class Watch:
    """How boards are watched; days count from the period's first.

    Args:
        every: Days from crawl to crawl.
        before: Days before the period on which the oldest opening is opened.
        until: Last day on which openings are opened.
        last: Day after which nothing more is known.
        expiry: Age at which the first board takes every advert down; 0 for never.
    """

    every: int = 1
    before: int = 120
    until: int = 366
    last: int = 380
    expiry: int = 0


def watched(board: Index, days: Array, watch: Watch, dice: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return the day on which each opening is first seen, last seen, and missed; NaN where it is not.

    An opening that no crawl meets has NaN for the first day too.
    """
    opened = dice.uniform(-watch.before, watch.until, len(days))
    expired = (board == 0) & (watch.expiry > 0)
    gone = opened + np.where(expired, np.minimum(days, watch.expiry), days)
    first = np.ceil(opened / watch.every) * watch.every
    end = watch.last // watch.every * watch.every
    last = np.minimum((np.ceil(gone / watch.every) - 1) * watch.every, end)
    met = (first <= last) & (first <= end)
    missed = last + watch.every
    return np.where(met, first, np.nan), last, np.where(met & (missed <= end), missed, np.nan)
