"""The words of adverts, and how likely two are one advert by these alone.

Belongs here: how the words of a text are kept, and how those that two texts share, and those that only one has, weigh.
The weights lie in a seed, a line a word; bench/linking_words.py learns them on labelled pairs (decision 32). What words
in their order tell is passages.py's affair.
"""

from __future__ import annotations

import csv
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

SEED = Path(__file__).parent / "seeds" / "wording.csv"
WEIGHTS = ("both", "alone", "rarity", "roles", "role_named", "role_alone")
"""The columns of the seed beside the word itself."""
NEUTRAL = 0.5
"""What is said where either text has no word that is known."""
HEAD, SOUGHT, ADDRESS, NUMBER, LINE = (1 << bit for bit in range(5))
"""Flags of a word: of the first line; with which a sentence says whom it seeks; of an address; a number and no word;
the first of its line."""
FLAGS = 8
"""Bits that are kept for them."""
_UNKNOWN = 1 << 23
"""Above all lines of the seed: what is told of words that it does not name begins here."""
_TOKEN = re.compile(r"([a-z][a-z0-9+#]*(?:'[a-z]+)?|[\u4e00-\u9fff]{2})|[0-9]+")
_ADDRESS = re.compile(r"https?://\S+")
_LINE = re.compile(r"[^\n]+")
_ONE_WORD = {
    f"{first}{between}{second}": first + second
    for first, second in (("front", "end"), ("back", "end"), ("full", "stack"), ("dev", "ops"))
    for between in " -"
}
"""What is written as one word as well."""
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
"""Words of each that are flagged."""
_SEVERAL = 3
_READ, _HEAD = 20_000, 250
"""Letters of a text that are read, and of its first line that are flagged."""

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
    """What an earlier and a later text have in common, and what one alone has: lines of the seed.

    Args:
        both: Words of both texts.
        gone: Words of the earlier one alone.
        new: Words of the later one alone.
        roles: Words that name a role in both.
        role_named: Words that name a role in one, and are said in the other.
        gone_roles: Words of `gone` that name a role.
        new_roles: Words of `new` that do.
    """

    both: _Lines
    gone: _Lines
    new: _Lines
    roles: _Lines
    role_named: _Lines
    gone_roles: _Lines
    new_roles: _Lines


class Compared(NamedTuple):
    """What the words of an earlier and a later text tell; all but the first four are log odds of one advert.

    Of the two texts `more` is that whose words speak more for one advert, `less` the other one.

    Args:
        chance: That they are one advert, by all words.
        rare_within: Which share of the rarity they share, of that text whose words are less rare together.
        gone: How many words name a role in the earlier one, and are not in the later one.
        new: The other way round.
        roles: By the words that name roles in both.
        role_named: By those that name a role in one, and are said in the other.
        more_alone: By those that name a role in one, and are not in the other.
        less_alone: Of the other side.
        roles_sum: As `roles`, but not by how many words name roles, as all that follow.
        named_sum: As `role_named`.
        alone_sum: As `more_alone`.
        words_alone: By all words that are in one text alone, `more`.
        worst_alone: By the one of these that speaks most against one advert, `less`.
        three_worst_alone: By three such, `more`.
        worst_role: By the worst one that names a role, and is in one alone, `more`.
        worse_role: The same, `less`.
    """

    chance: float
    rare_within: float
    gone: float
    new: float
    roles: float
    role_named: float
    more_alone: float
    less_alone: float
    roles_sum: float
    named_sum: float
    alone_sum: float
    words_alone: float
    worst_alone: float
    three_worst_alone: float
    worst_role: float
    worse_role: float


NOTHING = Compared(NEUTRAL, NEUTRAL, *([0.0] * (len(Compared._fields) - 2)))


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

    def of(self, mine: Words, theirs: Words) -> Compared:
        """Return what the words of an earlier and a later text tell."""
        if not len(mine.line) or not len(theirs.line):
            return NOTHING
        found = shared(mine, theirs)
        less = min(self.rarity[mine.line].sum(), self.rarity[theirs.line].sum())
        alone = self.alone[found.gone], self.alone[found.new]
        odds = self.both[found.both].sum() + sum(side.sum() for side in alone)
        roles_alone = self.role_alone[found.gone_roles], self.role_alone[found.new_roles]
        less_alone, more_alone = sorted(float(side.sum()) for side in roles_alone)
        worse_role, worst_role = sorted(_worst(side, 1) for side in roles_alone)
        roles, role_named = self.roles[found.roles].sum(), self.role_named[found.role_named].sum()
        scale = np.sqrt(len(found.roles) + len(found.role_named) + sum(map(len, roles_alone)) or 1)
        return Compared(
            chance=float(1 / (1 + np.exp(-odds / np.sqrt(len(found.both) + sum(map(len, alone)))))),
            rare_within=float(self.rarity[found.both].sum() / less) if less else NEUTRAL,
            gone=len(found.gone_roles),
            new=len(found.new_roles),
            roles=float(roles / scale),
            role_named=float(role_named / scale),
            more_alone=float(more_alone / scale),
            less_alone=float(less_alone / scale),
            roles_sum=float(roles),
            named_sum=float(role_named),
            alone_sum=more_alone,
            words_alone=max(float(side.sum()) for side in alone),
            worst_alone=min(_worst(side, 1) for side in alone),
            three_worst_alone=max(_worst(side, _SEVERAL) for side in alone),
            worst_role=worst_role,
            worse_role=worse_role,
        )


def _worst(weights: _Numbers, most: int) -> float:
    """Return the sum of so many of the least weights."""
    return float(np.sort(weights)[:most].sum())


def shared(one: Words, other: Words) -> Shared:
    """Return what an earlier and a later text have in common, and what one alone has."""
    both, mine, theirs = np.intersect1d(one.line, other.line, assume_unique=True, return_indices=True)
    of_one, of_other = one.of_role[mine], other.of_role[theirs]
    gone, new = (np.ones(len(words.line), np.bool_) for words in (one, other))
    gone[mine], new[theirs] = False, False
    return Shared(
        both, one.line[gone], other.line[new], both[of_one & of_other], both[of_one ^ of_other],
        one.line[gone & one.of_role], other.line[new & other.of_role],
    )  # fmt: skip


def said_in(text: str) -> Iterator[tuple[str, int]]:
    """Return the words and numbers of a text in order, in small letters, each with its flags.

    Chinese is told by pairs of characters.
    """
    read = text[:_READ].lower()
    for written, joined in _ONE_WORD.items():
        read = read.replace(written, joined)
    found = list(_TOKEN.finditer(read))
    begins = [each.start() for each in found]
    flags = [0 if each[1] else NUMBER for each in found]
    _mark(flags, begins, (0, len(read[:_HEAD].partition("\n")[0])), HEAD)
    for address in _ADDRESS.finditer(read):
        _mark(flags, begins, address.span(), ADDRESS)
    for sought in chain(_SOUGHT.finditer(read), _BRACKETED.finditer(read)):
        _mark(flags, begins, sought.span(1), SOUGHT, _MOST)
    for line in _LINE.finditer(read):
        _mark(flags, begins, line.span(), LINE, 1)
    return zip((each[0] for each in found), flags, strict=True)


def _mark(flags: list[int], begins: list[int], span: tuple[int, int], flag: int, most: int | None = None) -> None:
    """Set a flag of what begins within a part of the text: of the first ones where only so many count."""
    first, behind = (bisect_left(begins, at) for at in span)
    for at in range(first, behind if most is None else min(behind, first + most)):
        flags[at] |= flag


def words_of(text: str | None) -> bytes:
    """Return the words and numbers of a text in order, 4 bytes each: their code, and their flags in the last bits."""
    if not text:
        return b""
    known = lines()
    told = [(known[word] if word in known else code(word)) << FLAGS | flags for word, flags in said_in(text)]
    return array("I", told).tobytes()


def code(word: str) -> int:
    """Return a word's line in the seed; of one that it does not name, or a number, what is told of its letters."""
    line = lines().get(word)
    return _UNKNOWN | crc32(word.encode()) & (_UNKNOWN - 1) if line is None else line


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
