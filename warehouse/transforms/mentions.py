"""What a posting names and how: as required, preferred or merely mentioned, outright or as one of several.

Compiled by Cython (mentions.pxd has the C types): mentions, cues and lines are walked through forwards, once.
"""

from __future__ import annotations

from array import array
from itertools import product
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from warehouse.transforms.choices import Choices
from warehouse.transforms.clauses import Clauses
from warehouse.transforms.cues import Places
from warehouse.transforms.grades import MENTIONED, REQUIRED, ROLES, UNSAID
from warehouse.transforms.sections import Sections

if TYPE_CHECKING:
    from warehouse.taxonomy import Taxonomy
    from warehouse.transforms.entries import Hit
    from warehouse.transforms.scan import Scan
    from warehouse.transforms.zones import Document

HOW = tuple(product(("mentioned", "preferred", "required"), (True, False)))
"""Strength and whether it is an alternative, by worth: twice the rank, and one more where it is none."""
HEAD_BARS = 2
"""Bars of a head line that lists what the posting offers; one with fewer is read like any other line."""
_OF_FIRMS = frozenset({
    "mongodb", "aws", "gcp", "azure", "docker", "elasticsearch", "vmware", "nginx", "serverless", "flutter", "spring",
    "tendermint", "nosql", "observability", "ci-cd", "llm", "blockchain", "tencent-cloud", "html-css",
})  # fmt: skip
"""Concepts that a product of whoever hires may name: MongoDB, New Relic, CircleCI, Spring, Tailwind."""
_START = attrgetter("start")
_FIRST_ROOM = 64


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
    scan = found.scan
    _READER.take(found.mentions)
    if not offers and scan.cues["offer"]:
        _READER.leave()
    else:
        _READER.read(found, scan)
    return _READER.best(taxonomy.all_broader)


class _Reader:
    """Reads the lines of one posting that name something, one after the other; then the next posting."""

    def __init__(self) -> None:
        self._text = ""
        self._named = Places()
        self._title_start = self._title_end = self._head_start = self._head_end = 0
        self._sections, self._clauses, self._choices = Sections(), Clauses(), Choices()
        self._room = _FIRST_ROOM
        self._worths = array("i", bytes(4 * self._room))

    def take(self, mentions: list[Hit]) -> None:
        """Take what a posting names in the place of what the one before does."""
        self._named.put(mentions)
        if not self._are_by_starts():
            self._named.put(sorted(mentions, key=_START))
        if self._named.count > self._room:
            self._room = 2 * self._named.count
            self._worths = array("i", bytes(4 * self._room))

    def _are_by_starts(self) -> bool:
        """Whether mentions lie by their starts, as those of most postings do."""
        for number in range(1, self._named.count):
            if self._named.starts[number] < self._named.starts[number - 1]:
                return False
        return True

    def leave(self) -> None:
        """Take all for merely mentioned."""
        for number in range(self._named.count):
            self._worths[number] = 1

    def read(self, found: Document, scan: Scan) -> None:
        """Find the worth of each place, see HOW."""
        title, head, text = found.title, found.head, found.text
        self._text = scan.text
        self._title_start, self._title_end = title.start, title.end
        self._head_start, self._head_end = head.start, head.end
        cues = scan.cues
        self._sections.take(scan, text.start, self._named)
        self._clauses.take(self._text, cues["strength"], self._named)
        self._choices.take(scan.low, cues["choice"], self._named)
        self._read_lines()

    def best(self, broader: dict[str, tuple[str, ...]]) -> dict[str, int]:
        """Return the best worth of each concept and of all broader ones."""
        best: dict[str, int] = {}
        for number in range(self._named.count):
            entry = self._named.entries[number]
            slug, worth = entry.value, self._worths[number]
            if best.get(slug, -1) < worth:
                best[slug] = worth
                for wider in broader[slug]:
                    if best.get(wider, -1) < worth:
                        best[wider] = worth
        return best

    def _read_lines(self) -> None:
        first, count = 0, self._named.count
        while first < count:
            opened = self._sections.line_start(self._named.starts[first])
            closed = self._sections.line_end(self._named.starts[first])
            last = first + 1
            while last < count and self._named.starts[last] < closed:
                last += 1
            self._read(opened, closed, first, last)
            first = last

    def _read(self, opened: int, closed: int, first: int, last: int) -> None:
        """Find the worths of the technologies `first:last` of one line."""
        self._rank(opened, closed, first, last)
        ranks = self._clauses.ranks
        chooses = self._choices.reach(opened, closed) and self._asks(first, last)
        if chooses:
            self._choices.read(first, last)
        for place in range(first, last):
            rank = ranks[place]
            other = chooses and rank != MENTIONED and self._choices.taken[self._choices.place_of[place - first]] != 0
            self._worths[place] = 2 * rank + (0 if other else 1)

    def _rank(self, opened: int, closed: int, first: int, last: int) -> None:
        """Find how strongly each technology of a line is asked for."""
        if self._heads(opened, closed, self._named.starts[first]):
            hirer = self._hirer_end(first)
            for place in range(first, last):
                self._clauses.ranks[place] = MENTIONED if self._named.starts[place] < hirer else REQUIRED
            return
        section = self._sections.at(opened, closed)
        if section == ROLES:
            section = REQUIRED if self._sections.is_short(opened, closed) else UNSAID
        self._clauses.read(opened, closed, first, last, section)
        if not self._requires(first, last):
            self._raise_roles(self._sections.role_end(opened, closed), first, last, section)

    def _raise_roles(self, role: int, first: int, last: int, section: int) -> None:
        """Require what stands in a role's name, which ends at `role`, or beside one in prose."""
        if section != UNSAID and not role:
            return
        ranks = self._clauses.ranks
        for place in range(first, last):
            start = self._named.starts[place]
            if start < role or (
                section == UNSAID
                and ranks[place] == MENTIONED
                and self._sections.names_a_role(start, self._named.ends[place])
            ):
                ranks[place] = REQUIRED

    def _asks(self, first: int, last: int) -> bool:
        """Whether any of a line is more than mentioned."""
        for place in range(first, last):  # noqa: SIM110 - a loop of C, a generator is none
            if self._clauses.ranks[place] > MENTIONED:
                return True
        return False

    def _requires(self, first: int, last: int) -> bool:
        """Whether all of a line are required."""
        for place in range(first, last):  # noqa: SIM110 - see _asks
            if self._clauses.ranks[place] < REQUIRED:
                return False
        return True

    def _heads(self, opened: int, closed: int, position: int) -> bool:
        """Whether a line is the title, or a head line that lists what the posting offers."""
        if self._title_start <= position < self._title_end:
            return True
        return self._head_start <= position < self._head_end and _lists(self._text, opened, closed)

    def _hirer_end(self, first: int) -> int:
        """Return where the product ends that a head line begins with as its maker's name: `MongoDB | Oslo`; else 0."""
        start, end, entry = self._named.starts[first], self._named.ends[first], self._named.entries[first]
        if not self._head_start <= start < self._head_end or entry.value not in _OF_FIRMS:
            return 0
        if self._text[self._head_start : start].strip() or not _ends_name(self._text, end, self._head_end):
            return 0
        return end


_READER = _Reader()
"""Reads one posting at a time, as `rules._SPOT` does: a process reads postings in one thread."""


def _ends_name(text: str, at: int, closed: int) -> bool:
    """Whether a name ends here before a sign that parts a head line, with `Inc.` or without."""
    if text.startswith((", Inc", " Inc"), at):
        at += 5
    while at < closed and text[at] in " .,":
        at += 1
    return at + 1 < closed and (text[at] in "|(–—" or (text[at] == "-" and text[at - 1] == " " == text[at + 1]))


def _lists(text: str, opened: int, closed: int) -> bool:
    """Whether a line has HEAD_BARS bars, or asterisks between spaces that are its own."""
    bars, free, at = 0, opened, opened
    while at < closed and bars < HEAD_BARS:
        if text[at] == "|":
            bars += 1
        elif text[at] == "*" and free < at < closed - 1 and text[at - 1] == " " == text[at + 1]:
            bars, free = bars + 1, at + 2
        at += 1
    return bars >= HEAD_BARS
