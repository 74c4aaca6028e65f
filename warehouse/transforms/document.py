"""From published fields to documents: cleaned, joined into one text, scanned once. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.taxonomy import Taxonomy
from warehouse.transforms import rules
from warehouse.transforms.entries import Hit
from warehouse.transforms.letters import folded, simplified, tidied
from warehouse.transforms.scan import Scan, Scanner
from warehouse.transforms.text import kept, plain
from warehouse.transforms.zones import Document

LONGEST_FIELD = 10_000
"""Characters of a published field that are read; a longer one is a text in the wrong place."""

READ_ALONE = ("salary", "experience", "education")
"""Fields that are read by themselves, not in the joined text."""
FIELDS = ("title", "company", "city", "location", "salary", "experience", "education", "employment", "remote")
_NO_FIELDS = dict.fromkeys(FIELDS, "")
"""Copied for each posting."""


def document(row: Mapping[str, Any], taxonomy: Taxonomy, scanner: Scanner) -> Document:
    """Read one posting given by its published fields (see `normalise.normalise` for their names)."""
    return documents([row], taxonomy, scanner)[0]


def documents(rows: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, scanner: Scanner) -> list[Document]:
    """Read some postings; step by step for all of them, so that each step finds its code in the processor's caches."""
    fields = [_fields(dict(row)) for row in rows]
    tags = [[_cleaned(str(tag)) for tag in (row.get("tags") or ())] for row in rows]
    bodies = [plain(_text(row.get("text")), _text(row.get("text_format"))) for row in rows]
    parts = [_parts(*each) for each in zip(fields, tags, bodies, strict=True)]
    written = ["\n".join(each) for each in parts]
    scans = [scanner.scan(simplified(each)) for each in written]
    found = [Document(*each) for each in zip(fields, tags, bodies, parts, scans, strict=True)]
    for each, joined in zip(found, written, strict=True):
        each.mentions = _accepted(each.scan, each.company.end, taxonomy)
        if each.scan.text is not joined:
            each.written = joined
    return found


def tagged(texts: list[str], taxonomy: Taxonomy, scanner: Scanner) -> list[list[Hit]]:
    """Return the terms that mean their concept in each plain text, languages first among those with a rule."""
    return [_accepted(scan, 0, taxonomy) for scan in map(scanner.scan, texts)]


def _parts(fields: dict[str, str], tags: list[str], body: str) -> tuple[str, str, str, str, str]:
    place = "; ".join([part for part in (fields["location"], fields["city"]) if part])
    return fields["company"], fields["title"], place, ", ".join(tags), folded(body)


def _fields(row: dict[str, Any]) -> dict[str, str]:
    found = _NO_FIELDS.copy()
    for name in FIELDS:
        value = row.get(name)
        if value and (value is not True or name == "remote"):
            said = _field(value)
            found[name] = simplified(said) if name in READ_ALONE else said
    return found


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


def _accepted(scan: Scan, first: int, taxonomy: Taxonomy) -> list[Hit]:
    """Return the terms that mean their concept where they stand."""
    return rules.accepted(scan, first, taxonomy.languages)


def build_scanner(taxonomy: Taxonomy) -> Scanner:
    """Return the automaton of a taxonomy with the rules of `transforms.rules`."""
    return Scanner(taxonomy, rules.compiler(taxonomy.contexts))
