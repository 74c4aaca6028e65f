"""What one posting says and where it belongs, as far as linking goes.

Belongs here: the shapes that kin.py and vacancies.py hand to each other. What two postings have in common is signs.py's
affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.roles import kinds, tells

_NO_WORK: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Lasting:
    """What is shown until a day.

    Args:
        until: Last day seen, as an ordinal.
    """

    until: int


@dataclass(eq=False, slots=True)
class Told(Lasting):
    """What one posting says, as far as kin is decided by it.

    Args:
        until: Last day seen, as an ordinal.
        id: Its own.
        board: Registry key.
        opened: First day, as an ordinal.
        sign: Signature of its title; None where unknown.
        sketch: Of its text; empty where it has none.
        places: Cities, or where none is stated countries.
        countries: Countries.
        offered: Roles that its text lists (roles.offered), where it has no title.
        wanted: Kinds of work that its text seeks (roles.Work), where no title tells more.
        named: All kinds of work that its text names then (roles.Work).
        links: Hashes of its links that lead to one advert each (applying.py).
        skills: Slugs of the languages and other skills that it mentions.
        threaded: Whether its board lists by threads what people post, rather than each opening until it is filled.
        words: Those of its text, in order (wording.words_of).
        role: Its signature where that tells a role: `full time` does not.
        work: The kinds of work that it is for: those of its title, else those listed, else those sought.
        all_work: Those of its title, else all that are listed, sought or named.
        within: What it is a part of: a vacancy that may last longer than the posting; at first itself.
    """

    id: str
    board: str
    opened: int
    sign: str | None
    sketch: bytes
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    offered: Sequence[str] = ()
    wanted: Sequence[str] = ()
    named: Sequence[str] = ()
    links: Sequence[int] = ()
    skills: Sequence[str] = ()
    threaded: bool = False
    words: bytes = b""
    role: str | None = field(init=False)
    work: frozenset[str] = field(init=False)
    all_work: frozenset[str] = field(init=False)
    within: Lasting = field(init=False)
    belongs: Belongs = field(init=False)

    def __post_init__(self) -> None:
        self.role = self.sign if tells(self.sign) else None
        titled = kinds(self.sign) if self.sign else _NO_WORK
        listed = _NO_WORK.union(*map(kinds, self.offered)) if self.offered else _NO_WORK
        self.work = titled or listed or (frozenset(self.wanted) if self.wanted else _NO_WORK)
        self.all_work = titled or (listed.union(self.wanted, self.named) if self.wanted or self.named else listed)
        self.within = self


class Belongs(NamedTuple):
    """Where a posting belongs among its employer's.

    Args:
        family: Id of the first posting of the advert in other words.
        opening: The same whatever places it is listed for.
        nearest: The posting of the family that is most like it; None where it is the first, or that is not known.
    """

    family: str
    opening: str
    nearest: Told | None = None
