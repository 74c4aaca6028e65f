"""Statements as linear arithmetic: can all of them hold at once, and how much room do they leave? No claim, no data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy  # its parts load at first use: a process that draws needs none of them

from warehouse.errors import BadUsageError

Sign = Literal["=", "<=", "<", ">=", ">"]
_SENTENCE = re.compile(r"(?P<left>[^<>=#]+)(?P<sign><=|>=|<|>|=)(?P<right>[^<>=#]+)(?:#(?P<where>.*))?")
_TERM = re.compile(
    r"\s*(?P<sign>[+-])?\s*(?:(?P<number>\d+(?:\.\d+)?)\s*(?P<times>\*)?\s*)?(?P<name>[a-z_]+|\{[^}\s]+\})?\s*"
)
_STRICTLY = 1e-6
ALLOWED = "sums such as `beijing + 2 * shanghai = {A3.6}`, with =, <, <=, > or >=, and `# where` behind"


@dataclass(frozen=True)
class Statement:
    """One linear statement: Σ coefficient · unknown, compared with a number.

    Args:
        text: As written, figures put in for claims' ids.
        where: What stands behind #: where it is said, in English or as `English | Chinese`.
        terms: Unknown -> coefficient.
        sign: How the sum compares …
        bound: … with this.
    """

    text: str
    where: str
    terms: Mapping[str, float]
    sign: Sign
    bound: float

    def told(self, *, chinese: bool = False) -> str:
        """Return it for readers: `growth = 142% (the title)`."""
        english, _, translated = (part.strip() for part in self.where.partition("|"))
        where = translated if chinese else english
        if chinese:
            return f"{self.text}（{where}）" if where else self.text
        return f"{self.text} ({where})" if where else self.text


@dataclass(frozen=True)
class Room:
    """Whether statements can all hold.

    Args:
        holds: Whether some values of the unknowns fit all of them.
        conflict: The fewest that exclude each other; empty where all hold.
        low: Least value of what is asked.
        high: Greatest.
    """

    holds: bool
    conflict: tuple[Statement, ...] = ()
    low: float = -math.inf
    high: float = math.inf


def statement(text: str, figures: Mapping[str, float], *, who: str) -> Statement:
    """Read one statement.

    Args:
        text: `beijing > hangzhou  # A3.7`.
        figures: Claim's id -> its figure, for `{A3.6}`.
        who: Who speaks in an error.

    Raises:
        BadUsageError: It is no linear statement, or names a claim that has no figure.
    """
    found = _SENTENCE.fullmatch(text.strip())
    if not found:
        raise BadUsageError(who, f"{text!r} is no statement", allowed=ALLOWED, remedy="Write it so.")
    terms, bound = _sum(found["left"], figures, text, who)
    right, other = _sum(found["right"], figures, text, who)
    for name, coefficient in right.items():
        terms[name] = terms.get(name, 0.0) - coefficient
    shown = text.partition("#")[0].strip()
    for claim, figure in figures.items():
        shown = shown.replace(f"{{{claim}}}", f"{100 * figure:g}%")
    sign: Sign = found["sign"]  # type: ignore[assignment]  # the pattern allows these five
    return Statement(shown, (found["where"] or "").strip(), terms, sign, other - bound)


def expression(text: str, *, who: str) -> dict[str, float]:
    """Read a sum of unknowns: `shanghai + shenzhen`.

    Raises:
        BadUsageError: It is no sum of unknowns.
    """
    terms, bound = _sum(text, {}, text, who)
    if bound or not terms:
        found = f"{text!r} is no sum of unknowns"
        raise BadUsageError(who, found, allowed="`shanghai + shenzhen`", remedy="Write one.")
    return terms


def room(statements: Sequence[Statement], asked: Mapping[str, float] | None = None, *, rounding: float = 0.0) -> Room:
    """Return whether all statements can hold, and between which bounds what is asked then lies.

    A linear programme (scipy's HiGHS). An equation holds to within the rounding of a stated figure.

    Args:
        statements: At least one.
        asked: Unknown -> coefficient of the sum asked for; None for none.
        rounding: Half the last digit of the figures.
    """
    if not _feasible(statements, rounding):
        return Room(holds=False, conflict=_fewest(statements, rounding))
    if not asked:
        return Room(holds=True)
    low, high = _least(statements, asked, rounding), _least(statements, {n: -c for n, c in asked.items()}, rounding)
    return Room(holds=True, low=low, high=-high)


def _sum(text: str, figures: Mapping[str, float], whole: str, who: str) -> tuple[dict[str, float], float]:
    """Return a sum's coefficients and its constant."""
    terms: dict[str, float] = {}
    bound, at = 0.0, 0
    while at < len(text):
        found = _TERM.match(text, at)
        if not found or found.end() == at or not _whole_term(found, first=at == 0):
            raise BadUsageError(who, f"{whole!r} at position {at + 1}", allowed=ALLOWED, remedy="Correct the sum.")
        size = float(found["number"] or 1) * (-1 if found["sign"] == "-" else 1)
        name = found["name"] or ""
        if name.startswith("{"):
            bound += size * _figure(name[1:-1], figures, who)
        elif name:
            terms[name] = terms.get(name, 0.0) + size
        else:
            bound += size
        at = found.end()
    return terms, bound


def _whole_term(found: re.Match[str], *, first: bool) -> bool:
    """Tell whether a term has a number or a name, a sign before every later one, and a * between number and name."""
    joined = bool(found["times"]) == bool(found["number"] and found["name"])
    return bool(found["number"] or found["name"]) and joined and (first or bool(found["sign"]))


def _figure(claim: str, figures: Mapping[str, float], who: str) -> float:
    if claim not in figures:
        allowed = ", ".join(figures) or "none: `with` names no claim that has a figure"
        raise BadUsageError(who, f"{{{claim}}} names no figure", allowed=allowed, remedy="Name it in `with` too.")
    return figures[claim]


def _feasible(statements: Sequence[Statement], rounding: float) -> bool:
    return bool(_solved(statements, {}, rounding).status != _INFEASIBLE)


_INFEASIBLE, _UNBOUNDED = 2, 3


def _least(statements: Sequence[Statement], asked: Mapping[str, float], rounding: float) -> float:
    solved = _solved(statements, asked, rounding)
    return -math.inf if solved.status == _UNBOUNDED else float(solved.fun)


def _solved(
    statements: Sequence[Statement], asked: Mapping[str, float], rounding: float
) -> scipy.optimize.OptimizeResult:
    names = sorted({name for one in statements for name in one.terms} | set(asked)) or [""]
    rows, bounds = [], []
    for one in statements:
        row = np.array([one.terms.get(name, 0.0) for name in names])
        for sign, slack in _SIDES[one.sign]:
            rows.append(sign * row)
            bounds.append(sign * one.bound + (rounding if one.sign == "=" else slack))
    target = [asked.get(name, 0.0) for name in names]
    return scipy.optimize.linprog(target, A_ub=np.array(rows), b_ub=bounds, bounds=(None, None), method="highs")


_SIDES: dict[Sign, tuple[tuple[int, float], ...]] = {
    "=": ((1, 0.0), (-1, 0.0)),
    "<=": ((1, 0.0),),
    "<": ((1, -_STRICTLY),),
    ">=": ((-1, 0.0),),
    ">": ((-1, -_STRICTLY),),
}
"""Sign -> rows of an upper bound: factor, and by how much the bound moves."""


def _fewest(statements: Sequence[Statement], rounding: float) -> tuple[Statement, ...]:
    """Return statements that exclude each other, none of which can be spared (deletion filter: Chinneck 1991)."""
    kept = list(statements)
    for one in statements:
        rest = [other for other in kept if other is not one]
        if rest and not _feasible(rest, rounding):
            kept = rest
    return tuple(kept)
