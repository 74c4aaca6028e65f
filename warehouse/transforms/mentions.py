"""What a posting names and how: as required, preferred or merely mentioned, outright or as one of several.

Compiled by Cython (mentions.pxd has the C types): mentions, cues and lines are walked through forwards, once.
"""

from __future__ import annotations

from itertools import product
from operator import itemgetter
from typing import NamedTuple

from warehouse.taxonomy import Taxonomy
from warehouse.transforms.choices import Choices
from warehouse.transforms.clauses import Clauses
from warehouse.transforms.cues import Cues
from warehouse.transforms.document import Document
from warehouse.transforms.entries import Entry
from warehouse.transforms.grades import MENTIONED, REQUIRED, ROLES, UNSAID
from warehouse.transforms.sections import Sections

HOW = tuple(product(("mentioned", "preferred", "required"), (True, False)))
"""Strength and whether it is an alternative, by worth: twice the rank, and one more where it is none."""
HEAD_BARS = 2
"""Bars of a head line that lists what the posting offers; one with fewer is read like any other line."""
SHORT_LINE = 60
"""Characters up to which a line in a list of openings is an opening."""
_START = itemgetter(0)


class Mention(NamedTuple):
    """One concept that a posting names.

    Args:
        concept: Slug.
        strength: required, preferred or mentioned; that of its strongest place.
        alternative: Whether it is one of several of which some suffice, in every place of that strength.
    """

    concept: str
    strength: str
    alternative: bool


def strengths(found: Document, taxonomy: Taxonomy, *, offers: bool) -> list[Mention]:
    """Return what a posting names, in order of first mention; what names a concept names the broader ones alike.

    Args:
        found: The posting.
        taxonomy: All seeds.
        offers: Whether the text offers a job: who seeks one asks for nothing.
    """
    return [Mention(slug, *HOW[worth]) for slug, worth in worths(found, taxonomy, offers=offers).items()]


def worths(found: Document, taxonomy: Taxonomy, *, offers: bool) -> dict[str, int]:
    """Return what `strengths` does as concept -> number, see HOW."""
    if not found.mentions:
        return {}
    starts, ends, entries = map(list, zip(*sorted(found.mentions, key=_START), strict=True))
    seeks = not offers and found.scan.cues["offer"]
    read = [1] * len(starts) if seeks else _Reader(found, starts, ends).worths()
    return _best(entries, read, taxonomy.all_broader)


def _best(entries: list[Entry], worths: list[int], broader: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the best worth of each concept and of all broader ones."""
    best: dict[str, int] = {}
    for number in range(len(entries)):
        entry, worth = entries[number], worths[number]
        slug = entry.value
        if best.get(slug, -1) < worth:
            best[slug] = worth
            for wider in broader[slug]:
                if best.get(wider, -1) < worth:
                    best[wider] = worth
    return best


class _Reader:
    """Reads the lines of one posting that name something, one after the other."""

    def __init__(self, found: Document, starts: list[int], ends: list[int]) -> None:
        scan, head, title = found.scan, found.head, found.title
        self._text, self._low = scan.text, scan.low
        self._starts, self._ends = starts, ends
        self._title_start, self._title_end = title.start, title.end
        self._head_start, self._head_end = head.start, head.end
        self._sections = Sections(found, self._starts)
        self._clauses = Clauses(scan.text, scan.cues["strength"], self._starts)
        self._choices = Cues(scan.cues["choice"])
        self._choice = 0

    def worths(self) -> list[int]:
        """Return the worth of each place, see HOW."""
        worths: list[int] = []
        first, count = 0, len(self._starts)
        while first < count:
            opened = self._sections.line_start(self._starts[first])
            closed = self._sections.line_end(self._starts[first])
            last = first + 1
            while last < count and self._starts[last] < closed:
                last += 1
            self._read(opened, closed, first, last, worths)
            first = last
        return worths

    def _read(self, opened: int, closed: int, first: int, last: int, worths: list[int]) -> None:
        """Append what `worths` tells of the technologies `first:last` of one line."""
        ranks = self._ranks(opened, closed, first, last)
        before = self._choices.behind(self._choice, opened)
        self._choice = self._choices.behind(before, closed)
        if self._choice > before and _asks(ranks):
            choices = Choices(self._low, self._starts, self._ends, first, last)
            others = choices.alternatives(self._choices.widest(before, self._choice))
            for place in range(last - first):
                rank = ranks[place]
                worths.append(2 * rank + (rank == MENTIONED or not others[place]))
        else:
            worths += [2 * rank + 1 for rank in ranks]

    def _ranks(self, opened: int, closed: int, first: int, last: int) -> list[int]:
        """Return how strongly each technology of a line is asked for."""
        if self._heads(opened, closed, self._starts[first]):
            return [REQUIRED] * (last - first)
        section = self._sections.at(opened, closed)
        if section == ROLES:
            section = REQUIRED if closed - opened <= SHORT_LINE else UNSAID
        ranks = self._clauses.ranks(opened, closed, first, last, section)
        if not _requires(ranks):
            self._raise_roles(self._sections.role_end(opened, closed), first, ranks, section)
        return ranks

    def _raise_roles(self, role: int, first: int, ranks: list[int], section: int) -> None:
        """Require what stands in a role's name, which ends at `role`, or beside one in prose."""
        if section != UNSAID and not role:
            return
        for place in range(len(ranks)):
            start = self._starts[first + place]
            if start < role or (
                section == UNSAID
                and ranks[place] == MENTIONED
                and self._sections.names_a_role(start, self._ends[first + place])
            ):
                ranks[place] = REQUIRED

    def _heads(self, opened: int, closed: int, position: int) -> bool:
        """Whether a line is the title, or a head line that lists what the posting offers."""
        if self._title_start <= position < self._title_end:
            return True
        if not self._head_start <= position < self._head_end:
            return False
        return self._text.count("|", opened, closed) + self._text.count(" * ", opened, closed) >= HEAD_BARS


def _asks(ranks: list[int]) -> bool:
    """Whether anything is more than mentioned."""
    for rank in ranks:  # noqa: SIM110 - a loop of C, a generator is none
        if rank > MENTIONED:
            return True
    return False


def _requires(ranks: list[int]) -> bool:
    """Whether everything is required."""
    for rank in ranks:  # noqa: SIM110 - see _asks
        if rank < REQUIRED:
            return False
    return True
