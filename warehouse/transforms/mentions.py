"""What a posting names and how: as required, preferred or merely mentioned, outright or as one of several."""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter
from typing import NamedTuple

from warehouse.taxonomy import Taxonomy
from warehouse.transforms.choices import alternatives
from warehouse.transforms.clauses import ranks
from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit
from warehouse.transforms.sections import MENTIONED, REQUIRED, ROLES, Sections, cues_of, line_of, names_a_role

RANKS = ("mentioned", "preferred", "required")
HEAD_BARS = 2
"""Bars of a head line that lists what the posting offers; one with fewer is read like any other line."""
SHORT_LINE = 60
"""Characters up to which a line in a list of openings is an opening."""


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
    if not found.mentions:
        return []
    hits, broader = sorted(found.mentions, key=itemgetter(0)), taxonomy.all_broader
    seeks = not offers and found.scan.cues["offer"]
    best: dict[str, int] = {}
    for hit, worth in zip(hits, [1] * len(hits) if seeks else _worths(found, hits), strict=True):
        slug = hit[2].value
        if best.setdefault(slug, worth) < worth:
            best[slug] = worth
        for wider in broader[slug]:
            if best.setdefault(wider, worth) < worth:
                best[wider] = worth
    return [Mention(slug, RANKS[worth >> 1], not worth & 1) for slug, worth in best.items()]


def _worths(found: Document, hits: list[Hit]) -> list[int]:
    """Return for each place twice its rank, and one more where it is no alternative."""
    text, starts = found.scan.text, [hit[0] for hit in hits]
    reader = _Reader(found, starts)
    worths: list[int] = []
    while len(worths) < len(hits):
        first = len(worths)
        opened, closed = line_of(text, starts[first])
        behind = bisect_left(starts, closed, first)
        worths += reader.worths(opened, closed, hits if behind - first == len(hits) else hits[first:behind])
    return worths


class _Reader:
    """Reads the lines of one posting that name something, one after the other."""

    __slots__ = ("_choice_ends", "_choices", "_cue_ends", "_cues", "_found", "_head_end", "_sections")

    def __init__(self, found: Document, starts: list[int]) -> None:
        cues = found.scan.cues
        self._found = found
        self._head_end = max(found.title.end, found.head.end)
        self._sections = Sections(found, starts)
        self._cues, self._choices = cues["strength"], cues["choice"]
        self._cue_ends = [cue[1] for cue in self._cues]
        self._choice_ends = [choice[1] for choice in self._choices]

    def worths(self, opened: int, closed: int, hits: list[Hit]) -> list[int]:
        """Return what `_worths` does for the technologies of one line."""
        asked = self._ranks(opened, closed, hits)
        free = cues_of(self._choices, self._choice_ends, opened, closed) if self._choices else ()
        if free and max(asked) > MENTIONED:
            others = alternatives(self._found.scan.low, hits, free)
            return [2 * rank + (rank == MENTIONED or place not in others) for place, rank in enumerate(asked)]
        return [2 * rank + 1 for rank in asked]

    def _ranks(self, opened: int, closed: int, hits: list[Hit]) -> list[int]:
        if opened < self._head_end and self._heads(opened, closed, hits[0][0]):
            return [REQUIRED] * len(hits)
        sections = self._sections
        section = sections.at(opened, closed)
        if section == ROLES:
            section = REQUIRED if closed - opened <= SHORT_LINE else None
        spoken = cues_of(self._cues, self._cue_ends, opened, closed)
        asked = ranks(self._found.scan.text, (opened, closed), hits, spoken, section)
        if min(asked) == REQUIRED:
            return asked
        role, low = sections.role_end(opened, closed), self._found.scan.low
        if section is not None and not role:
            return asked
        return [
            REQUIRED if hit[0] < role or (rank == MENTIONED and section is None and names_a_role(low, hit)) else rank
            for hit, rank in zip(hits, asked, strict=True)
        ]

    def _heads(self, opened: int, closed: int, position: int) -> bool:
        """Whether a line is the title, or a head line that lists what the posting offers."""
        found = self._found
        return found.title.holds(position) or (
            found.head.holds(position) and _bars(found.scan.text, opened, closed) >= HEAD_BARS
        )


def _bars(text: str, opened: int, closed: int) -> int:
    return text.count("|", opened, closed) + text.count(" * ", opened, closed)
