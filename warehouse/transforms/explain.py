"""Why a posting got each field: the words, the rule and the seed line. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.taxonomy import Taxonomy
from warehouse.transforms import kinds, requirements
from warehouse.transforms.document import Document, document
from warehouse.transforms.mentions import strengths
from warehouse.transforms.normalise import normalise_row, read_pay, scanner_of
from warehouse.transforms.offers import is_posting
from warehouse.transforms.places import places
from warehouse.transforms.remote import meant
from warehouse.transforms.scan import Hit
from warehouse.transforms.tongue import text_language

AROUND = 24
"""Characters each side that are shown with the words."""


@dataclass(frozen=True)
class Evidence:
    """One reason.

    Args:
        field: Column of `schemas.NORMALISED`.
        value: What was concluded.
        words: The words with what stands around them; empty where no single place decided.
        rule: The rule or module that concluded.
        seed: `FILE:LINE` of the seed; empty where code alone decided.
    """

    field: str
    value: str
    words: str
    rule: str
    seed: str


def explain(row: Mapping[str, Any], taxonomy: Taxonomy) -> list[Evidence]:
    """Return the reasons for every field of one posting, in the order of the fields."""
    found = document(row, taxonomy, scanner_of(taxonomy))
    full = normalise_row(row, taxonomy)
    return [
        *_mentions(found, taxonomy),
        *_hits("remote", found, meant(found)),
        *_pay(found, full),
        *_hits("places", found, places(found).hits),
        *_hits("education", found, requirements.degrees(found)),
        *_hits("seniority", found, requirements.levels(found)),
        *_kind("work_type", found, *kinds.work_type(found)),
        *_kind("industry", found, *kinds.industry(found)),
        *_rest(full),
    ]


def _mentions(found: Document, taxonomy: Taxonomy) -> Iterator[Evidence]:
    mentions = {mention.concept: mention for mention in strengths(found, taxonomy, offers=is_posting(found))}
    rules = {term.seed: term.rule for term in taxonomy.terms}
    for hit in sorted(found.mentions, key=lambda hit: hit.start):
        field = "languages" if hit.entry.value in taxonomy.languages else "concepts"
        rule = rules[hit.entry.seed] or "boundary"
        mention = mentions[hit.entry.value]
        value = f"{mention.concept} ({mention.strength}{', alternative' if mention.alternative else ''})"
        yield Evidence(field, value, _words(found, hit.start, hit.end), rule, hit.entry.seed)


def _hits(field: str, found: Document, hits: Iterable[Hit]) -> Iterator[Evidence]:
    for hit in hits:
        yield Evidence(field, hit.entry.value, _words(found, hit.start, hit.end), field, hit.entry.seed)


def _kind(field: str, found: Document, value: str, hits: list[Hit]) -> Iterator[Evidence]:
    if not hits:
        yield Evidence(field, value, "", "kinds: no cue decided", "")
    for hit in hits:
        rule = f"cue weighs {hit.entry.weight:g}"
        yield Evidence(field, value, _words(found, hit.start, hit.end), rule, hit.entry.seed)


def _pay(found: Document, full: Mapping[str, Any]) -> Iterator[Evidence]:
    chinese = text_language(found.scan.text) == "zh"
    stated = read_pay(found, full["countries"], chinese=chinese)
    if stated:
        value = f"{stated.low}-{stated.high} {stated.currency} a {stated.period}"
        words = found.row["salary"] or _words(found, stated.start, stated.end)
        yield Evidence("pay", value, words, "pay field" if found.row["salary"] else "pay in text", "")


def _rest(full: Mapping[str, Any]) -> Iterator[Evidence]:
    for field in ("is_posting", "experience_min_years", "experience_max_years", "text_language", "company", "role"):
        if full[field] is not None:
            yield Evidence(field, str(full[field]), "", "see warehouse/transforms", "")


def _words(found: Document, start: int, end: int) -> str:
    text = found.scan.text
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")
