"""Whose posting it is, where an earlier text or the own site tells that better than the posting itself. Pure.

Belongs here: which postings meet over all employers, and what one that meets takes over. What is linked within one
employer is vacancies.py's affair.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from warehouse.hirers import STEM, begin_alike
from warehouse.kin import EDITED, NEAR_DAYS, REPOST, TINY
from warehouse.likeness import BYTES, likeness

UNNAMED = "posting:"
"""How the key of an employer begins of whom nothing is known."""
_NAMED, _SAID, _POSTER = "name:", "said:", "person:"
"""How the key begins of one whom head line or fields name, of one whom only the text does (hirers.py), and of one of
whom only the poster is known."""
NAMELESS = 0.3
"""Of texts so much alike of which one names nobody in head line or fields the employer is one."""
_WHOLE = 8
"""A name of so many letters that is part of another tells as much as none."""

_32, _LOW = np.uint64(32), np.uint64(2**32 - 1)
_NEVER = 2.0
"""More than two texts can be alike."""
_AT_ONCE = 1 << 22
"""Telling windows that are held against each other at once, what bounds memory."""

_Numbers = npt.NDArray[np.int64]
_Places = npt.NDArray[np.int32]
_Days = npt.NDArray[np.int32 | np.int64]
_Codes = npt.NDArray[np.uint64]


class Postings(NamedTuple):
    """Postings of all employers, ordered by opened, then by id; all columns in this order.

    Args:
        keys: Each one's employer as it tells itself.
        opened: First days, as numbers.
        until: Last days seen, as numbers.
        sketches: Of their texts; empty where there is none.
        tellings: All postings' telling windows (likeness.telling) one after the other.
        counts: How many of these each has.
        sites: What the employer's own site is called (hirers.own_site); null where the text names none.
        threaded: Whether each was posted in a thread (vacancies.Listed).
    """

    keys: pl.Series
    opened: _Days
    until: _Days
    sketches: pl.Series
    tellings: npt.NDArray[np.uint32]
    counts: _Numbers
    sites: pl.Series
    threaded: npt.NDArray[np.bool_]


def key_of(posting_id: str, name: str | None, author: str | None, said: str | None) -> str:
    """Return the employer's key as the posting tells it, as models/stage/told.sql does."""
    if name and not said:
        return f"{_NAMED}{name}"
    if author and not name:
        return f"{_POSTER}{author}"
    return f"{_SAID}{said}" if said else f"{UNNAMED}{posting_id}"


def of_name(key: str) -> str:
    """Return the key of the employer of that name, whoever told it."""
    return f"{_NAMED}{key[len(_SAID) :]}" if key.startswith(_SAID) else key


def told(postings: Postings) -> dict[int, str]:
    """Return place -> employer of those whose employer an earlier posting tells better.

    An employer that nobody names, one known by its poster only, and a name that is part of the other name (`Acme`,
    `Acme United`) take the employer of an earlier, nearly equal text; so does any name in a later thread (an employer
    that was renamed, or whose head line was misread). Else a posting of the same own site, under whatever name, takes
    that of the last one before it that has the site. A name that was lately seen stays with the employer that it was
    told, or with itself: all this is asked of names that are new, and of who is not named. Nothing that
    was last seen more than NEAR_DAYS before tells anything. A text is held against the last one before it that has one
    of its telling windows, of each window; only those are looked at that one of another employer tells, or that meet
    one told itself.
    """
    met, sites, names = _Met(postings), _sites(postings), _names(postings)
    found: dict[int, str] = {}
    employers = _codes(postings.keys)
    waiting = sorted({*met.apart(employers), *sites.apart(employers)})
    last = -1
    while waiting:
        at = heappop(waiting)
        if at == last:
            continue
        last = at
        named = names.before(at)
        if named is None:
            employer = _told_by_text(postings, at, met, found) or _told_by_site(postings, at, sites.before(at), found)
        else:
            employer = found.get(named)
        if employer:
            found[at] = employer
            for later in (*met.after(at), *sites.after(at), *names.after(at)):
                heappush(waiting, later)
    return found


def _sites(postings: Postings) -> _Chain:
    """Return the chains of one own site; who is known by a poster only may hire for several employers."""
    posters = postings.keys.str.starts_with(_POSTER)
    return _Chain(postings, pl.select(pl.when(~posters).then(postings.sites)).to_series())


def _names(postings: Postings) -> _Chain:
    named = postings.keys.str.starts_with(_NAMED)
    return _Chain(postings, pl.select(pl.when(named).then(postings.keys)).to_series())


class _Chain:
    """Which postings share a sign: of each the one before it that was not last seen too long before, and the one after.

    Args:
        postings: Of all employers.
        signs: Of each; null for those that have none.
    """

    def __init__(self, postings: Postings, signs: pl.Series) -> None:
        known = signs.is_not_null().arg_true().to_numpy()
        codes = _codes(signs.gather(known))
        order = np.argsort(codes, kind="stable")
        rising = known[order].astype(np.int32)
        twins = np.flatnonzero(np.diff(codes[order]) == 0)
        earlier, later = rising[twins], rising[twins + 1]
        near = postings.opened[later] - postings.until[earlier] <= NEAR_DAYS
        self._before, self._after = (np.full(len(signs), -1, np.int32) for _ in range(2))
        self._before[later[near]] = earlier[near]
        self._after[earlier[near]] = later[near]

    def before(self, at: int) -> int | None:
        """Return the last posting with that sign before one."""
        before = int(self._before[at])
        return before if before >= 0 else None

    def after(self, at: int) -> list[int]:
        """Return the next posting with that sign, if there is one."""
        after = int(self._after[at])
        return [after] if after >= 0 else []

    def apart(self, employers: _Codes) -> list[int]:
        """Return those before which the sign was another employer's."""
        later = np.flatnonzero(self._before >= 0)
        apart: list[int] = later[employers[later] != employers[self._before[later]]].tolist()
        return apart


def _told_by_site(postings: Postings, at: int, last: int | None, found: dict[int, str]) -> str | None:
    """Return the employer of the last posting of that site, if it is another one."""
    if last is None:
        return None
    employer = found.get(last) or str(postings.keys[last])
    return employer if employer != postings.keys[at] else None


def _codes(values: pl.Series) -> _Codes:
    """Return a number for each of some strings, the same for the same."""
    return values.cast(pl.Categorical).to_physical().to_numpy().astype(np.uint64)


class _Met:
    """Who meets whom: for each telling window of each posting the last one before it and the next one after it."""

    def __init__(self, postings: Postings) -> None:
        counts = np.asarray(postings.counts, np.int64)
        self._postings = postings
        self._written = postings.threaded & (postings.sketches.bin.size().to_numpy() >= TINY * BYTES)
        self._ends = np.cumsum(counts)
        self._place = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        self._earlier, self._later = (np.full(len(self._place), -1, np.int32) for _ in range(2))
        hashed = _hashed(postings.tellings)
        for first in range(0, len(hashed), _AT_ONCE):
            some = hashed[first : first + _AT_ONCE + 1]
            twins = np.flatnonzero(some[1:] >> _32 == some[:-1] >> _32)
            one, other = (some[twins + at] & _LOW for at in (0, 1))
            self._earlier[other] = self._place[one]
            self._later[one] = self._place[other]

    def before(self, at: int) -> list[int]:
        """Return the postings that one meets, by the rising hash of the window, each once."""
        return _distinct(self._of(self._earlier, at))

    def after(self, at: int) -> list[int]:
        """Return the postings that meet one."""
        return _distinct(self._of(self._later, at))

    def apart(self, codes: _Codes) -> list[int]:
        """Return, rising, those whom one of another employer that they meet tells better as both stand."""
        sketches, found = self._postings.sketches, dict[int, None]()
        for first in range(0, len(self._earlier), _AT_ONCE):
            mine, theirs = self._near(first, codes)
            asked = _asked_of_each(self._postings.keys, codes, mine, theirs)
            asked[(asked > 1) & self.renamed(mine, theirs)] = EDITED
            some = np.flatnonzero(asked <= 1)
            for one, other, least in zip(*(each[some].tolist() for each in (mine, theirs, asked)), strict=True):
                if one not in found and likeness(sketches[one], sketches[other]) >= least:
                    found[one] = None
        return list(found)

    @overload
    def renamed(self, mine: _Places, theirs: _Places) -> npt.NDArray[np.bool_]: ...

    @overload
    def renamed(self, mine: int, theirs: int) -> np.bool_: ...

    def renamed(self, mine: _Places | int, theirs: _Places | int) -> npt.NDArray[np.bool_] | np.bool_:
        """Tell of which pairs two names may be one employer's that speak against each other, if EDITED is alike.

        Who writes an advert for a thread changes its name or its head line sooner than all else; other boards have many
        employers' adverts in the words of one form, as tiny adverts are.
        """
        later = self._postings.opened[mine] > self._postings.until[theirs]
        renamed: npt.NDArray[np.bool_] | np.bool_ = self._written[mine] & self._written[theirs] & later
        return renamed

    def _near(self, first: int, codes: npt.NDArray[np.uint64]) -> tuple[_Places, _Places]:
        """Return who meets whom of another employer that was seen not too long before, by some of the windows."""
        entries = first + np.flatnonzero(self._earlier[first : first + _AT_ONCE] >= 0)
        mine, theirs = self._place[entries], self._earlier[entries]
        days = self._postings.opened[mine] - self._postings.until[theirs]
        near = (codes[mine] != codes[theirs]) & (days <= NEAR_DAYS)
        met = _rising(mine[near].astype(np.uint64) << _32 | theirs[near].astype(np.uint64))
        return (met >> _32).astype(np.int32), (met & _LOW).astype(np.int32)

    def _of(self, entries: npt.NDArray[np.int32], at: int) -> list[int]:
        found: list[int] = entries[(self._ends[at - 1] if at else 0) : self._ends[at]].tolist()
        return found


def _hashed(tellings: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Return each window's hash with its place in the lower half, sorted: half the memory of sorting the places."""
    hashed = tellings.astype(np.uint64)
    hashed <<= _32
    hashed |= np.arange(len(hashed), dtype=np.uint32)
    hashed.sort()
    return hashed


def _distinct(places: list[int]) -> list[int]:
    return [place for place in dict.fromkeys(places) if place >= 0]


def _rising(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the distinct numbers, sorted: ten times as fast as np.unique, which hashes them first."""
    numbers = np.sort(numbers)
    first: npt.NDArray[np.bool_] = np.diff(numbers, prepend=~numbers[:1]) != 0
    return numbers[first]


def _told_by_text(postings: Postings, at: int, met: _Met, found: dict[int, str]) -> str | None:
    keys, key = postings.keys, str(postings.keys[at])
    for other in met.before(at):
        employer = found.get(other) or str(keys[other])
        apart = postings.opened[at] - postings.until[other] > NEAR_DAYS
        may_be_one = _may_be_one(key, employer)
        if employer == key or apart or not (may_be_one or met.renamed(at, other)):
            continue
        asked = _asked_of(key, employer) if may_be_one else EDITED
        if likeness(postings.sketches[at], postings.sketches[other]) >= asked:
            return employer
    return None


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two employers' keys do not speak against each other."""
    if one.startswith(_NAMED) and other.startswith(_NAMED):
        name, other_name = one[len(_NAMED) :], other[len(_NAMED) :]
        return name in other_name or other_name in name or begin_alike(name, other_name)
    return True


def _asked_of(one: str, other: str) -> float:
    """Return how much two texts must be alike to have one employer."""
    if one.startswith((UNNAMED, _SAID)) or other.startswith((UNNAMED, _SAID)):
        return NAMELESS
    names = one.startswith(_NAMED) and other.startswith(_NAMED)
    if not names:
        return EDITED
    name, other_name = one[len(_NAMED) :], other[len(_NAMED) :]
    if min(len(name), len(other_name)) >= _WHOLE and (name in other_name or other_name in name):
        return NAMELESS
    return EDITED if begin_alike(name, other_name) else REPOST


def _asked_of_each(
    keys: pl.Series, codes: npt.NDArray[np.uint64], mine: _Places, theirs: _Places
) -> npt.NDArray[np.float64]:
    """Return _asked_of of each pair of postings, _NEVER where two keys speak against each other."""
    _, first, place = np.unique(codes[mine] << _32 | codes[theirs], return_index=True, return_inverse=True)
    pairs = pl.DataFrame({"one": keys.gather(mine[first]), "other": keys.gather(theirs[first])})
    asked = pairs.select(_asked_of_pair(pl.col("one"), pl.col("other"))).to_series()
    return asked.to_numpy()[place]


def _asked_of_pair(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Return _may_be_one and _asked_of of two columns of keys."""
    named = one.str.starts_with(_NAMED) & other.str.starts_with(_NAMED)
    unnamed = pl.any_horizontal(each.str.starts_with(kind) for each in (one, other) for kind in (UNNAMED, _SAID))
    name, other_name = one.str.slice(len(_NAMED)), other.str.slice(len(_NAMED))
    begins = (name.str.len_chars() >= STEM) & (name.str.head(STEM) == other_name.str.head(STEM))
    within = name.str.contains(other_name, literal=True) | other_name.str.contains(name, literal=True)
    long = pl.min_horizontal(name.str.len_chars(), other_name.str.len_chars()) >= _WHOLE
    of_names = (
        pl.when(within & long).then(NAMELESS).when(begins).then(EDITED).when(within).then(REPOST).otherwise(_NEVER)
    )
    return pl.when(named).then(of_names).when(unnamed).then(NAMELESS).otherwise(EDITED)
