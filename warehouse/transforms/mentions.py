"""What a posting names and how: as required, preferred or merely mentioned, outright or as one of several."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import NamedTuple

from warehouse.taxonomy import Taxonomy
from warehouse.transforms.choices import alternatives
from warehouse.transforms.clauses import ranks
from warehouse.transforms.document import Document
from warehouse.transforms.scan import Found, Hit
from warehouse.transforms.sections import MENTIONED, REQUIRED, ROLES, Sections, line_of

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
    text = found.scan.text
    sections = Sections(found, [hit[0] for hit in hits])
    cues, choices = _ByLine(found.scan.cues["strength"]), _ByLine(found.scan.cues["choice"])
    worths: list[int] = []
    while len(worths) < len(hits):
        line = line_of(text, hits[len(worths)][0])
        some = _until(hits, len(worths), line[1])
        asked = _ranks(found, line, some, cues.within(line), sections)
        free = choices.within(line)
        others = alternatives(found.scan.low, some, free) if free and max(asked) > MENTIONED else ()
        worths += [2 * rank + (rank == MENTIONED or place not in others) for place, rank in enumerate(asked)]
    return worths


def _until(hits: list[Hit], first: int, end: int) -> list[Hit]:
    last = first + 1
    while last < len(hits) and hits[last][0] < end:
        last += 1
    return hits[first:last]


class _ByLine:
    """Cues in the order of their ends, which no line's end parts: handed out line by line."""

    __slots__ = ("_cues", "_ends")

    def __init__(self, cues: list[Found]) -> None:
        self._cues = cues
        self._ends = [cue[1] for cue in cues]

    def within(self, line: tuple[int, int]) -> list[Found]:
        """Return the cues of a line."""
        first = bisect_right(self._ends, line[0])
        return self._cues[first : bisect_right(self._ends, line[1], first)]


def _ranks(found: Document, line: tuple[int, int], hits: list[Hit], cues: list[Found], sections: Sections) -> list[int]:
    first = hits[0][0]
    if found.title.holds(first) or (found.head.holds(first) and _bars(found.scan.text, line) >= HEAD_BARS):
        return [REQUIRED] * len(hits)
    section = sections.at(line[0])
    if section == ROLES:
        section = REQUIRED if line[1] - line[0] <= SHORT_LINE else None
    asked = ranks(found.scan.text, line, hits, cues, section)
    role = sections.role_end(line[0])
    return [REQUIRED if hit[0] < role else rank for hit, rank in zip(hits, asked, strict=True)] if role else asked


def _bars(text: str, line: tuple[int, int]) -> int:
    return text.count("|", *line) + text.count(" * ", *line)
