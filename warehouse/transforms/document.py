"""One posting prepared for reading: fields joined into one text with zones, scanned once. Judges nothing itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from warehouse.taxonomy import Taxonomy
from warehouse.transforms import rules
from warehouse.transforms.entries import Hit
from warehouse.transforms.letters import folded, has_han, tidied
from warehouse.transforms.scan import Scan, Scanner
from warehouse.transforms.text import kept, plain

LONGEST_FIELD = 10_000
"""Characters of a published field that are read; a longer one is a text in the wrong place."""
OPENING_LINES = 2
OPENING_LONGEST = 70
HEAD_LONGEST = 280
"""Characters of a first line that can be a head line; a longer one is prose."""


_SENTENCE_END = re.compile(r"\. (?![-–—|(,])(?<!\b(?:St|Mt|Ft|Co)\. )(?<!\b(?:Inc|Ltd)\. )(?<!\bCorp\. )")
"""Where a sentence ends that is no abbreviation (`Fernly Inc. - Rome, NY`, `St. Louis`). It begins with the literal,
to which the engine jumps."""


class Span(NamedTuple):
    """Characters `start:end` of the joined text."""

    start: int
    end: int

    def holds(self, position: int) -> bool:
        """Whether `position` lies inside."""
        return self.start <= position < self.end


_span = partial(tuple.__new__, Span)
"""A Span of a tuple of its fields: three times as fast as calling Span."""


@dataclass(slots=True)
class Document:
    """One posting with its zones.

    Args:
        row: Published fields, folded; missing ones are empty.
        tags: The board's tags.
        body: Text without markup.
        scan: What was found in the joined text; `scan.text` is that text.
        company: Zone of the employer's field.
        title: Zone of the title field.
        location: Zone of the place field.
        tagged: Zone of the tags.
        opening: Zone of the body's first short lines, where places are expected.
        head: Zone of the body's first line where it is a head line (short, and divided by bars
            where the posting has a title besides), else empty.
        text: Zone of the whole body.
        mentions: Accepted terms, languages first.
    """

    row: dict[str, str]
    tags: list[str]
    body: str
    scan: Scan
    company: Span
    title: Span
    location: Span
    tagged: Span
    opening: Span
    head: Span
    text: Span
    mentions: list[Hit]
    _is_chinese: bool | None = None

    def slice(self, span: Span) -> str:
        """Return the text of a zone."""
        return self.scan.text[span.start : span.end]

    @property
    def is_chinese(self) -> bool:
        """Whether a field or the text holds a Chinese character; looked for once."""
        if self._is_chinese is None:
            self._is_chinese = has_han(self.scan.text)
        return self._is_chinese

    def in_title(self, position: int) -> bool:
        """Whether `position` lies in the title or, where there is none, in the head line."""
        return self.title.holds(position) or self.head.holds(position)


FIELDS = ("title", "company", "city", "location", "salary", "experience", "education", "employment", "remote")


def document(row: Mapping[str, Any], taxonomy: Taxonomy, scanner: Scanner) -> Document:
    """Read one posting given by its published fields (see `normalise.normalise` for their names)."""
    return documents([row], taxonomy, scanner)[0]


def documents(rows: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, scanner: Scanner) -> list[Document]:
    """Read some postings; step by step for all of them, so that each step finds its code in the processor's caches."""
    fields = [
        {
            name: _field(value) if (value := row.get(name)) and (value is not True or name == "remote") else ""
            for name in FIELDS
        }
        for row in rows
    ]
    tags = [[_cleaned(str(tag)) for tag in (row.get("tags") or ())] for row in rows]
    bodies = [plain(_text(row.get("text")), _text(row.get("text_format"))) for row in rows]
    parts = [_parts(*each) for each in zip(fields, tags, bodies, strict=True)]
    scans = [scanner.scan("\n".join(each)) for each in parts]
    found = [_zoned(*each) for each in zip(fields, tags, bodies, parts, scans, strict=True)]
    for each in found:
        each.mentions = _accepted(each.scan, each.company.end, taxonomy)
    return found


def tagged(texts: list[str], taxonomy: Taxonomy, scanner: Scanner) -> list[list[Hit]]:
    """Return the terms that mean their concept in each plain text, languages first among those with a rule."""
    return [_accepted(scan, 0, taxonomy) for scan in map(scanner.scan, texts)]


def _parts(fields: dict[str, str], tags: list[str], body: str) -> tuple[str, ...]:
    place = "; ".join([part for part in (fields["location"], fields["city"]) if part])
    return fields["company"], fields["title"], place, ", ".join(tags), folded(body)


def _zoned(fields: dict[str, str], tags: list[str], body: str, parts: tuple[str, ...], scan: Scan) -> Document:
    company, title, location, tagged, text = _spans(parts)
    joined, (start, last) = scan.text, text
    line = _first_line(joined, text)
    barred = joined.find("|", start, line) >= 0
    return Document(
        row=fields,
        tags=tags,
        body=body,
        scan=scan,
        company=company,
        title=title,
        location=location,
        tagged=tagged,
        opening=_span((start, _opening(joined, start, last, line, barred=barred))),
        head=_span((start, line if barred or not fields["title"] else start)),
        text=text,
        mentions=[],
    )


def _field(value: object) -> str:
    if isinstance(value, str):
        return _cleaned(value[:LONGEST_FIELD]) if value else ""
    if isinstance(value, list | tuple):
        return _field("; ".join(part for part in value if isinstance(part, str)))
    return _cleaned(str(value)) if value and isinstance(value, int | float) else ""


@kept
def _cleaned(text: str) -> str:
    return tidied(folded(text))


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _spans(parts: tuple[str, ...]) -> list[Span]:
    spans, start = [], 0
    for part in parts:
        end = start + len(part)
        spans.append(_span((start, end)))
        start = end + 1
    return spans


def _first_line(text: str, body: Span) -> int:
    """Return where the body's first line ends; the body's start where it is prose."""
    end = text.find("\n", body.start)
    end = body.end if end < 0 else end
    return body.start if end - body.start > HEAD_LONGEST else end


def _opening(text: str, start: int, last: int, end: int, *, barred: bool) -> int:
    """Return where the first short lines end, or the first sentence where the first line is prose.

    Args:
        text: The joined text.
        start: Of the body.
        last: End of the body.
        end: Of the first line.
        barred: Whether that holds a bar.
    """
    if not barred and text.find(". ", start, end) >= 0 and (sentence := _SENTENCE_END.search(text, start, end)):
        return sentence.start()
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


def _accepted(scan: Scan, first: int, taxonomy: Taxonomy) -> list[Hit]:
    """Return the terms that mean their concept where they stand."""
    return rules.accepted(scan, first, taxonomy.languages)


def build_scanner(taxonomy: Taxonomy) -> Scanner:
    """Return the automaton of a taxonomy with the rules of `transforms.rules`."""
    return Scanner(taxonomy, rules.compiler(taxonomy.contexts))
