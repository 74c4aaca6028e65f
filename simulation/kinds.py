"""Single worlds of other kinds than counts of two periods: pay, parts of a whole, employers that name a thing or not.

Sizes are Pareto as in `simulation.worlds`; an employer's own way is drawn apart from its size, so that the truth of the
market is that of one draw from it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
