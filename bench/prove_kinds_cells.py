"""Which worlds each kind of figure is tried on, and what is asked of it there. Nothing runs here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bench.prove_kinds_worlds import (
    AnyYear,
    ByGrowth,
    ByMedian,
    ByShare,
    Employers,
    First,
    Naming,
    Odds,
    Open,
    Parts,
    Pay,
    World,
)
from reports.verdicts import Question, Scale, link, unlink
from simulation.kinds import Lasting, Watch

TWICE = "twice the minimum data"
_ORDER = Question((1.0, math.inf), None, 1.0, "ratio")
"""What is asked of an order: that each pair's ratio is above 1."""
_SCARCE = 0.8
"""The word's hazard ratio."""
_EVEN = Employers(tail=2.5)


@dataclass(frozen=True)
class Asked:
    """One question and where the truth stands to it: on an edge of its zone, at its value, at its rival."""

    position: str
    question: Question


@dataclass(frozen=True)
class Cell:
    """One kind of figure in one kind of world.

    Args:
        name: What tells the cell from others of its kind.
        world: How its worlds are drawn.
        asked: The same worlds are put to each.
        wide: Why its intervals may be wider than promised; coverage and wrong verdicts are promised all the same.
    """

    name: str
    world: World
    asked: tuple[Asked, ...]
    wide: str = ""

    @property
    def kind(self) -> str:
        """Return the figure's kind."""
        return self.world.kind

    @property
    def twice(self) -> bool:
        """Return whether most of its worlds must be decided."""
        return self.name.startswith(TWICE)


def design() -> list[Cell]:
    """Return every cell."""
    return [
        *_levels(), *_odds(), *_parts(), *_existence(), *_orders(), *_searched(), *_scarcity(), *_at_twice_the_data(),
    ]  # fmt: skip


_FEW = "30 employers, 3 vacancies each, tail 1.2"
_THIRTY = "three figures of thirty employers held at once: the order of so few is seldom decided, and seldom wrongly"
_WIDE = "the weight of few employers: most of these worlds do not pass the gate"


def _in_markets(make: Callable[[Employers], World], asked: tuple[Asked, ...], before: str = "") -> Iterator[Cell]:
    """Yield a kind's cells in all markets; where hardly anybody tells anything, an interval may be wide."""
    for name, employers in _markets():
        yield Cell(before + name, make(employers), asked, _WIDE if name == _FEW else "")


def _markets() -> Iterator[tuple[str, Employers]]:
    for tail in (1.2, 1.6, 2.5):
        for number, mean in ((30, 3.0), (200, 3.0), (200, 15.0)):
            yield f"{number} employers, {mean:g} vacancies each, tail {tail}", Employers(number, mean, tail)


def _levels() -> Iterator[Cell]:
    strong = Pay(Employers(), own=0.4, within=0.15)
    yield from _in_markets(Pay, _everywhere(strong.truth[0], "ratio"))
    yield Cell("employers differ more than their vacancies", strong, _everywhere(strong.truth[0], "ratio"))


def _odds() -> Iterator[Cell]:
    yield from _in_markets(Odds, _everywhere(2.0, "ratio"))
    yield Cell("strong leanings (variation 2)", Odds(Employers(), leaning=2.0), _everywhere(2.0, "ratio"))


def _parts() -> Iterator[Cell]:
    yield from _in_markets(Parts, _everywhere(0.54, "share"))
    five = Parts(Employers(), truth=(0.4, 0.25, 0.2, 0.1, 0.05))
    yield Cell("five parts", five, _everywhere(0.4, "share"))


def _existence() -> Iterator[Cell]:
    for number, share in ((60, 0.3), (60, 0.05), (400, 0.01), (400, 0.002)):
        world = Naming(Employers(number), (share,))
        yield Cell(f"{number} employers, {share:.1%} name it", world, _everywhere(share, "share"))


def _orders() -> Iterator[Cell]:
    """Orders that are true, tied in one pair or in all, and reversed in one; by each of the four figures."""
    orders = {"true": (0.42, 0.33, 0.25), "tied": (1 / 3,) * 3, "one pair tied": (0.4, 0.4, 0.2),
              "one pair reversed": (0.45, 0.25, 0.3)}  # fmt: skip
    yield from _in_markets(partial(ByShare, shares=orders["one pair tied"]), _order(), "by share, one pair tied, ")
    some = Employers()
    for name, shares in orders.items():
        yield Cell(f"by share, {name}", ByShare(some, shares), _order())
        medians = tuple(1e6 * share for share in shares)
        yield Cell(f"by pay, {name}", ByMedian(some, medians), _order())
        growths = tuple(3 * share - 0.4 for share in shares)
        yield Cell(f"by growth, {name}", ByGrowth(Employers(300, 6.0), growths), _order())
    few = Employers(30)
    yield Cell("by pay, tied, 30 employers", ByMedian(few, orders["tied"]), _order(), _THIRTY)
    yield Cell("by growth, tied, 30 employers", ByGrowth(few, (0.3, 0.3, 0.3)), _order(), _THIRTY)
    rest = (0.2, 0.15, 0.1, 0.05, 0.05, 0.03)
    leaders = {"true": 0.3, "tied with one": 0.2, "second": 0.17}
    for name, share in leaders.items():
        yield Cell(f"first of seven, {name}", First(some, (share, *rest)), _order())
    yield Cell("first of seven, all tied", First(some, (0.1,) * 7), _order())


def _searched() -> Iterator[Cell]:
    """Growths alike in every pair of years, and one that stands out."""
    for tail in (1.2, 1.6, 2.5):
        for number, mean in ((60, 5.0), (300, 5.0), (300, 20.0)):
            name = f"{number} employers a year, {mean:g} vacancies each, tail {tail}"
            world = AnyYear(Employers(number, mean, tail), (0.37,) * 4)
            yield Cell(f"four pairs grow alike, {name}", world, _everywhere(0.37, "growth"))
    some = Employers(300, 10.0)
    yield Cell("one of four pairs grows", AnyYear(some, (0.0, 0.37, 0.0, 0.0)), _everywhere(0.37, "growth"))
    eight = AnyYear(some, (0.0, 0.1, -0.1, 0.37, 0.0, 0.1, -0.2, 0.1))
    yield Cell("one of eight pairs grows", eight, _everywhere(0.37, "growth"))
    moving = AnyYear(some, (0.2, 0.2, 0.2), overlap=0.2)
    yield Cell("three pairs, most employers change", moving, _everywhere(0.2, "growth"))


def _scarcity() -> Iterator[Cell]:
    yield from _in_markets(partial(Open, how=Lasting(0.7)), _hazard(0.7))
    some, how = Employers(), Lasting(0.7)
    worlds = {
        "nothing is scarce": Open(some, replace(how, ratio=1.0)),
        "six boards of different pace": Open(some, replace(how, days=(15.0, 25.0, 35.0, 50.0, 70.0, 90.0))),
        "employers differ much": Open(some, replace(how, own=0.3, apart=0.2)),
        "crawled weekly": Open(some, how, Watch(every=7)),
        "crawled weekly, closing within two weeks": Open(some, replace(how, days=(10.0, 15.0)), Watch(every=7)),
        "a board's adverts expire at 45 days": Open(some, how, Watch(expiry=45)),
        "a tenth is of the group": Open(some, replace(how, group=0.1)),
    }
    yield from (Cell(name, world, _hazard(world.truth[0])) for name, world in worlds.items())


def _at_twice_the_data() -> Iterator[Cell]:
    """Twice what the rules ask for, on worlds of a design effect of about 1.3, as on Hacker News.

    Where the rules give no number it is made as theirs are: one-sided tests at 2.5 % with a power of .8, the error
    sqrt(1.3 v / n) of the link at most (1.96 + .84) of the way from the truth to the zone's edge, (1.96 + 1.28) to both
    edges. A figure of several takes the max-|t| quantile for 1.96.
    """
    pay = Pay(replace(_EVEN, number=40), own=0.09, within=0.28)
    yield _twice("120 vacancies of 40 employers", pay, _everywhere(pay.truth[0], "ratio", "value", "rival"))
    for odds, counted in ((2.0, 8850), (1.0, 976)):
        groups = Odds(replace(_EVEN, number=counted // 3), leaning=0.3, truth=(odds,))
        position = "value" if odds > 1 else "rival"
        asked = Asked(position, Question((2 / 1.2, 2.4), 1.0, 2.0, "ratio"))
        yield _twice(f"odds ratio 2 when it is {odds:g}, {counted:,} vacancies a group", groups, (asked,))
    parts = Parts(Employers(2000, 2.0, 2.5), alike=11.0)
    yield _twice("three parts of 4,000 vacancies", parts, _everywhere(0.54, "share", "value", "rival"))
    asked_for = Question((0.01, 1.0), 0.0, 0.01, "share", "employers")
    for share, number in ((0.03, 440), (0.0, 600)):
        all_asked = Naming(Employers(number), (share,))
        position = "above" if share else "rival"
        yield _twice(f"at least 1 % when {share:.0%} of {number} name it", all_asked, (Asked(position, asked_for),))
    yield from _orders_at_twice()
    yield from _years_at_twice()
    for ratio, number in ((0.6, 330), (1.0, 550)):
        spells = Open(replace(_EVEN, number=number), Lasting(ratio, group=0.5, own=0.04, apart=0.02))
        asked = Asked("below" if ratio < 1 else "rival", Question((0.0, _SCARCE), 1.0, _SCARCE, "ratio"))
        yield _twice(f"scarce when the ratio is {ratio:g}, {3 * number:,} openings", spells, (asked,))


def _orders_at_twice() -> Iterator[Cell]:
    for name, shares in {"true": (0.45, 0.30, 0.25), "reversed": (0.45, 0.25, 0.30)}.items():
        world = ByShare(Employers(1800, 3.0, 2.5), shares, alike=11.0)
        yield _twice(f"an order of three when it is {name}, 5,440 vacancies", world, _order())


def _years_at_twice() -> Iterator[Cell]:
    asked = Question((1.42 * 2 / 3, 1.42 * 1.5), 0.0, 1.42, "growth")
    for growth, counted in ((1.42, 1474), (0.0, 174)):
        world = AnyYear(Employers(counted, 10.0, 2.5), (0.0, growth, 0.0), leaning=0.3)
        name = f"+142 % in some year when {'one of three grew so' if growth else 'none grew'}, {counted:,} counted"
        yield _twice(name, world, (Asked("value" if growth else "rival", asked),))


def _twice(name: str, world: World, asked: tuple[Asked, ...]) -> Cell:
    return Cell(f"{TWICE}: {name}", world, asked)


def _order() -> tuple[Asked, ...]:
    return (Asked("", _ORDER),)


def _hazard(truth: float) -> tuple[Asked, ...]:
    """Ask for the word and for a figure, the truth at each edge, and at the rival."""
    word = Question((0.0, truth), truth / _SCARCE, truth, "ratio")
    short = Question((0.0, _SCARCE * truth), truth, _SCARCE * truth, "ratio")
    return (Asked("word's edge", word), Asked("word's rival", short), *_everywhere(truth, "ratio"))


_HALF = {"ratio": math.log(1.2), "growth": 0.1, "share": 0.2}
"""Half a zone on the link: a factor of 1.2, about that of +37 %, 5 points in the middle."""
_APART = {"ratio": math.log(1.5), "growth": math.log(1.37), "share": 0.85}
"""From value to rival on the link."""
_SMALL = 0.1


def _everywhere(truth: float, scale: Scale, *positions: str) -> tuple[Asked, ...]:
    """Move a claim about the truth: onto either edge of its zone, its value, its rival."""
    small = scale == "share" and not _SMALL <= truth <= 1 - _SMALL
    half, apart = math.log(2) if small else _HALF[scale], _APART[scale] * (2 if small else 1)
    moved = {"lower edge": half, "value": 0.0, "upper edge": -half, "rival": apart}
    chosen = {position: by for position, by in moved.items() if not positions or position in positions}
    return tuple(
        Asked(position, _exact(_claimed(link(truth, scale) + by, half, apart, scale), truth, position))
        for position, by in chosen.items()
    )


def _claimed(value: float, half: float, apart: float, scale: Scale) -> Question:
    """Return a claim of this linked value."""
    low, high, rival = (unlink(end, scale) for end in (value - half, value + half, value - apart))
    return Question((low, high), rival, unlink(value, scale), scale)


def _exact(question: Question, truth: float, position: str) -> Question:
    """Return the question with the truth in the place where it stands, to the digit."""
    low, high = question.zone
    zone = (truth if position == "lower edge" else low, truth if position == "upper edge" else high)
    return replace(question, zone=zone, rival=truth if position == "rival" else question.rival)


def named(cells: Sequence[Cell], kind: str, name: str) -> Cell:
    """Return the one cell of a kind with this name."""
    (found,) = (cell for cell in cells if (cell.kind, cell.name) == (kind, name))
    return found
