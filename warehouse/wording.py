"""The words of adverts, and how likely two are one advert by these alone.

Belongs here: which words of a text are kept, which of them name a role, and how those that two texts share, and those
that only one has, weigh. The weights lie in a seed, a line a word; bench/linking_words.py learns them on labelled pairs
(decision 32).
"""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SEED = Path(__file__).parent / "seeds" / "wording.csv"
WEIGHTS = ("both", "alone", "rarity", "roles", "role_named", "role_alone")
"""The columns of the seed beside the word itself."""
NEUTRAL = 0.5
"""What is said where either text has no word that is known."""
_WORD = re.compile(r"[a-z][a-z0-9+#]*(?:'[a-z]+)?|[\u4e00-\u9fff]{2}")
_ONE_WORD = {
    f"{first}{between}{second}": first + second
    for first, second in (("front", "end"), ("back", "end"), ("full", "stack"), ("dev", "ops"))
    for between in " -"
}
"""What is written as one word as well."""
_BESIDE_ROLES = frozenset({
    "dev", "devs", "eng", "engr", "engineer", "engineers", "engineering", "development", "developer", "developers",
    "designer", "designers", "manager", "managers", "scientist", "scientists", "analyst", "analysts", "architect",
    "architects", "programmer", "programmers", "sre", "sres", "marketer", "marketers", "admin", "admins",
    "administrator", "administrators", "writer", "writers", "tester", "testers", "specialist", "specialists", "rep",
    "reps", "intern", "interns", "hacker", "hackers", "coder", "coders", "lead", "role", "roles", "position",
    "positions", "hiring", "seeking", "looking", "wanted", "need", "工程", "程师", "开发", "招聘", "经理", "设计",
})  # fmt: skip
"""Words beside which adverts say what they seek."""
_BEFORE, _AFTER = 2, 1
"""So many words before each of them, and after it, name the role."""
_SOUGHT = re.compile(
    r"\b(?:looking (?:for|to (?:hire|add|grow))|hiring|seeking|search(?:ing)? for|recruiting|we need|in need of"
    r"|openings?|(?:open )?(?:roles?|positions?)|opportunities|love to hear from|wanted|join (?:us|our \w+) as)\b[ :]*"
    r"([^.!?\n]{2,140})"
)
"""Whom a sentence seeks."""
_BRACKETED = re.compile(
    r"\b(?:engineers?|developers?|devs?|designers?|programmers?|hackers?|coders?|positions?|roles?|people|folks"
    r"|experts?)[ ,:]*\(([^)\n]{2,90})\)"
)
"""Of what kinds they are: `engineers (front end, iOS)`."""
_MOST = 12
"""Words of each that are taken to name a role."""
_READ, _HEAD = 20_000, 250
"""Letters of a text that are read, and of its first line that are taken to name a role."""

_Numbers = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]
_Lines = npt.NDArray[np.uint16]


class Words(NamedTuple):
    """The words of a text that are known, rising.

    Args:
        line: Of the seed.
        of_role: Whether each names a role.
    """

    line: _Lines
    of_role: _Flags


class Shared(NamedTuple):
    """What two texts have in common, and what one alone has: lines of the seed.

    Args:
        both: Words of both texts.
        alone: Words of one alone.
        roles: Words that name a role in both.
        role_named: Words that name a role in one, and are said in the other.
        gone: Words that name a role in the first, and that the second does not have.
        new: The other way round.
    """

    both: _Lines
    alone: _Lines
    roles: _Lines
    role_named: _Lines
    gone: _Lines
    new: _Lines


class Compared(NamedTuple):
    """What the words of an earlier and a later text tell.

    Args:
        chance: That they are one advert, by all words.
        rare_within: Which share of the rarity they share, of that text whose words are less rare together.
        gone: How many words name a role in the earlier one, and are not in the later one.
        new: The other way round.
        roles: Log odds of one advert by the words that name roles in both.
        role_named: By those that name a role in one, and are said in the other.
        more_alone: By those that name a role in one, and are not in the other: of that side that speaks more for one
            advert.
        less_alone: Of the other side.
    """

    chance: float
    rare_within: float
    gone: float
    new: float
    roles: float
    role_named: float
    more_alone: float
    less_alone: float


NOTHING = Compared(NEUTRAL, NEUTRAL, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Weights:
    """What each word tells, by its line in the seed: log odds of one advert, by the root of how many words either has.

    Args:
        both: Where both texts have it.
        alone: Where one alone has it.
        rarity: Log of the texts for each one that has it.
        roles: Where it names a role in both; this and the next two by the root of how many words name roles.
        role_named: Where it names a role in one, and the other has it.
        role_alone: Where it names a role in one, and the other does not have it.
    """

    both: _Numbers
    alone: _Numbers
    rarity: _Numbers
    roles: _Numbers
    role_named: _Numbers
    role_alone: _Numbers

    def of(self, one: bytes, other: bytes) -> Compared:
        """Return what the words of an earlier and a later text tell.

        Args:
            one: Words of a text, as words_of() tells them.
            other: Those of another one.
        """
        mine, theirs = read_words(one), read_words(other)
        if not len(mine.line) or not len(theirs.line):
            return NOTHING
        found = shared(mine, theirs)
        less = min(self.rarity[mine.line].sum(), self.rarity[theirs.line].sum())
        odds = self.both[found.both].sum() + self.alone[found.alone].sum()
        alone = sorted((self.role_alone[found.gone].sum(), self.role_alone[found.new].sum()))
        of_roles = (self.roles[found.roles].sum(), self.role_named[found.role_named].sum(), alone[1], alone[0])
        scale = np.sqrt(len(found.roles) + len(found.role_named) + len(found.gone) + len(found.new) or 1)
        return Compared(
            float(1 / (1 + np.exp(-odds / np.sqrt(len(found.both) + len(found.alone))))),
            float(self.rarity[found.both].sum() / less) if less else NEUTRAL,
            len(found.gone), len(found.new), *(float(each / scale) for each in of_roles),
        )  # fmt: skip


def shared(one: Words, other: Words) -> Shared:
    """Return what an earlier and a later text have in common, and what one alone has."""
    both, mine, theirs = np.intersect1d(one.line, other.line, assume_unique=True, return_indices=True)
    of_one, of_other = one.of_role[mine], other.of_role[theirs]
    gone, new = (np.delete(words.line, at) for words, at in ((one, mine), (other, theirs)))
    gone_roles, new_roles = (np.delete(words.of_role, at) for words, at in ((one, mine), (other, theirs)))
    return Shared(
        both, np.concatenate([gone, new]), both[of_one & of_other], both[of_one ^ of_other],
        gone[gone_roles], new[new_roles],
    )  # fmt: skip


def said_in(text: str) -> tuple[set[str], set[str]]:
    """Return the words of a text in small letters, Chinese by pairs of characters; and those of them that name a role.

    These are the words of its first line, those beside an `engineer` and its like and in brackets behind them, and
    those with which a sentence says whom it seeks.
    """
    read = text[:_READ].lower()
    for written, joined in _ONE_WORD.items():
        read = read.replace(written, joined)
    head = read[:_HEAD].partition("\n")[0]
    below = _WORD.findall(read, len(head))
    roles = set(_WORD.findall(head))
    for at, word in enumerate(below):
        if word in _BESIDE_ROLES:
            roles.update(below[max(at - _BEFORE, 0) : at + _AFTER + 1])
    for sought in chain(_SOUGHT.finditer(read), _BRACKETED.finditer(read)):
        roles.update(_WORD.findall(sought[1])[:_MOST])
    return roles.union(below), roles


def words_of(text: str | None) -> bytes:
    """Return which lines of the seed name words of a text: 2 bytes each, rising; the last bit tells roles."""
    if not text:
        return b""
    line = lines()
    words, roles = said_in(text)
    return array("H", sorted([2 * line[word] + (word in roles) for word in words if word in line])).tobytes()


def read_words(words: bytes) -> Words:
    """Return the words that words_of() told."""
    told = np.frombuffer(words, np.uint16)
    return Words(told >> np.uint16(1), (told & np.uint16(1)).astype(np.bool_))


def read(rows: Iterable[Mapping[str, str]]) -> Weights:
    """Return the weights of a table with the columns of seeds/wording.csv."""
    found = [[float(row[name]) for name in WEIGHTS] for row in rows]
    return Weights(*np.array(found, np.float64).reshape(-1, len(WEIGHTS)).T)


@cache
def load() -> Weights:
    """Return the product's own weights."""
    return read(_rows())


@cache
def lines() -> dict[str, int]:
    """Return the words of the seed in order, each with its line."""
    return {row["word"]: line for line, row in enumerate(_rows())}


@cache
def _rows() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
