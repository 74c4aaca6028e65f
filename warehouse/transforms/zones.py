"""One posting prepared for reading: where each of its fields lies in the joined text, and what was found there.

Belongs here: what every reader asks of every posting, and nothing that judges; how fields come together, document.py
says. Cython compiles this file with the C types of zones.pxd, so that other compiled modules read a zone as C does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from warehouse.transforms.letters import has_han
from warehouse.transforms.scan import Scan

if TYPE_CHECKING:
    from warehouse.transforms.entries import Hit

OPENING_LINES = 2
OPENING_LONGEST = 70
STROKE_WITHIN, RUN_ON_LONGEST = 100, 150
"""Characters at the start of a line that is one with its text in which a stroke parts its head, and of that head."""
_HEAD_LONGEST = 280
HEAD_LONGEST = _HEAD_LONGEST
"""Characters of a first line that can be a head line; a longer one is prose. Compiled code keeps the first where only
this module finds it."""

_SENTENCE_END = re.compile(r"\. (?![-–—|(,])(?<!\b(?:St|Mt|Ft|Co)\. )(?<!\b(?:Inc|Ltd)\. )(?<!\bCorp\. )")
"""Where a sentence ends that is no abbreviation (`Fernly Inc. - Rome, NY`, `St. Louis`). It begins with the literal,
to which the engine jumps."""


class Span:
    """Characters `start:end` of the joined text."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end

    def holds(self, position: int) -> bool:
        """Whether `position` lies inside."""
        return self.start <= position < self.end

    def __repr__(self) -> str:
        return f"Span({self.start}, {self.end})"


class Document:
    """One posting with its zones.

    Args:
        row: Published fields, folded; missing ones are empty.
        tags: The board's tags.
        body: Text without markup.
        parts: Employer, title, place, tags and text as they are joined.
        scan: What was found in the joined text; `scan.text` is that text.

    Besides it has
        company: Zone of the employer's field.
        title: Zone of the title field.
        location: Zone of the place field.
        tagged: Zone of the tags.
        opening: Zone of the body's first short lines, where places are expected.
        head: Zone of the body's first line where it is a head line (short, and divided by bars
            where the posting has a title besides), else empty.
        text: Zone of the whole body.
        is_chinese: Whether a field or the text holds a Chinese character.
        mentions: Accepted terms, languages first; empty until they are put there.
        written: The joined text in traditional Hanzi where it was in those; empty otherwise, and until it is put there.
    """

    def __init__(
        self, row: dict[str, str], tags: list[str], body: str, parts: tuple[str, str, str, str, str], scan: Scan
    ) -> None:
        self.row, self.tags, self.body, self.scan, self.written = row, tags, body, scan, ""
        self.mentions: list[Hit] = []
        self.is_chinese = has_han(scan.text)
        self.company = _zone(0, parts[0])
        self.title = _zone(self.company.end + 1, parts[1])
        self.location = _zone(self.title.end + 1, parts[2])
        self.tagged = _zone(self.location.end + 1, parts[3])
        self.text = _zone(self.tagged.end + 1, parts[4])
        self.opening = self.head = self.text
        self._find_head(scan.text, self.text.start, self.text.end)

    def _find_head(self, joined: str, start: int, last: int) -> None:
        line = _first_line(joined, start, last)
        barred = joined.find("|", start, line) >= 0
        self.opening = _span(start, _opening(joined, start, last, line, barred))
        self.head = _span(start, line if barred or self.title.start == self.title.end else start)

    def slice(self, span: Span) -> str:
        """Return the text of a zone."""
        return self.scan.text[span.start : span.end]

    def in_title(self, position: int) -> bool:
        """Whether `position` lies in the title or, where there is none, in the head line."""
        return self.title.holds(position) or self.head.holds(position)


def _span(start: int, end: int) -> Span:
    """Return a Span: some times faster than calling Span where it is compiled."""
    span = Span.__new__(Span)
    span.start, span.end = start, end
    return span


def _zone(start: int, part: str) -> Span:
    return _span(start, start + len(part))


def _first_line(text: str, start: int, last: int) -> int:
    """Return where the first line of the body `start:last` ends; the body's start where it is prose."""
    end = text.find("\n", start)
    if end < 0:
        end = last
    return start if end - start > _HEAD_LONGEST else end


def _opening(text: str, start: int, last: int, end: int, barred: bool) -> int:
    """Return where the first short lines end, or the first sentence where the first line is prose.

    Args:
        text: The joined text.
        start: Of the body.
        last: End of the body.
        end: Of the first line.
        barred: Whether that holds a bar.
    """
    if not barred and text.find(". ", start, end) >= 0:
        sentence = _SENTENCE_END.search(text, start, end)
        if sentence:
            return sentence.start()
    if end == start and _is_parted(text, start, min(last, start + STROKE_WITHIN)):
        end = min(last, start + RUN_ON_LONGEST)
        stop = text.find("\n", start, end)
        sentence = _SENTENCE_END.search(text, start, stop if stop >= 0 else end)
        return sentence.start() if sentence else end
    for _ in range(OPENING_LINES):
        begun = end
        while begun < last and text[begun] in "\n =-*#":
            begun += 1
        stop = text.find("\n", begun, last)
        stop = last if stop < 0 else stop
        if stop - begun > OPENING_LONGEST or stop == end:
            break
        end = stop
    return end


def _is_parted(text: str, start: int, last: int) -> bool:
    """Whether a stroke stands in `start:last`, as between firm and place."""
    return text.find(" - ", start, last) >= 0 or text.find("|", start, last) >= 0
