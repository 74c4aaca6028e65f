"""Why a posting got each field: the words, the rule and the seed line. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.taxonomy import Taxonomy
from warehouse.transforms import kinds, requirements
from warehouse.transforms.document import document
from warehouse.transforms.entries import Hit
from warehouse.transforms.normalise import normalise_row, read_pay, scanner_of
from warehouse.transforms.offers import STRUCTURED, score
from warehouse.transforms.places import places
from warehouse.transforms.refusals import refusals
from warehouse.transforms.remote import meant
from warehouse.transforms.zones import Document

AROUND = 24
"""Characters each side that are shown with the words."""
LONGEST = 160
"""Characters of a line that are shown."""
CUES = 6
"""Cues for and against an offer that are shown."""


@dataclass(frozen=True)
class Evidence:
    """One reason.

    Args:
        field: Column of `schemas.NORMALISED`; `pay`, `places` and `experience` stand for several.
        value: What was concluded.
        words: The words with what stands around them; empty where no single place decided.
        rule: The rule or module that concluded.
        seed: `FILE:LINE` of the seed; empty where code alone decided.
        taken: Whether it was concluded; else `rule` says why it was not.
    """

    field: str
    value: str
    words: str
    rule: str
    seed: str
    taken: bool = True


def explain(row: Mapping[str, Any], taxonomy: Taxonomy) -> list[Evidence]:
    """Return the reasons for every field of one posting, in the order of the fields, then what was not taken."""
    found = document(row, taxonomy, scanner_of(taxonomy))
    full = normalise_row(row, taxonomy)
    return [
        *_posting(found, full),
        *_mentions(found, full, taxonomy),
        *_remote(found, full),
        *_pay(found, full, taxonomy),
        *_hits("places", found, places(found).hits),
        *_experience(found, full, taxonomy),
        *_education(found, full, taxonomy),
        *_hits("seniority", found, requirements.levels(found)),
        *_kind("work_type", found, *kinds.work_type(found)),
        *_kind("industry", found, *kinds.industry(found)),
        *_rest(found, full),
        *(
            Evidence(each.field, each.value, _words(found, each.start, each.end), each.reason, each.seed, taken=False)
            for each in refusals(found, full, taxonomy)
        ),
    ]


def _posting(found: Document, full: Mapping[str, Any]) -> Iterator[Evidence]:
    """Yield whether it offers a job, and the cues that were weighed, the heaviest first."""
    value = str(full["is_posting"])
    given = [name for name in STRUCTURED if found.row[name]]
    if found.row["title"] and given:
        yield Evidence("is_posting", value, found.row["title"], f"a title and a job board's fields: {given[0]}", "")
        return
    yield Evidence("is_posting", value, "", f"balance of cues and shape {score(found):+.1f}", "")
    for hit in sorted(found.scan.cues["posting"], key=lambda hit: -hit.entry.weight)[:CUES]:
        rule = f"speaks {'for' if hit.entry.value == 'yes' else 'against'} an offer, cue weighs {hit.entry.weight:g}"
        yield Evidence("is_posting", value, _words(found, hit.start, hit.end), rule, hit.entry.seed)


def _mentions(found: Document, full: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[Evidence]:
    mentions = {mention["concept"]: mention for mention in full["concepts"]}
    rules = {term.seed: term.rule for term in taxonomy.terms}
    for hit in sorted(found.mentions, key=lambda hit: hit.start):
        mention = mentions[hit.entry.value]
        field = "languages" if mention["concept"] in taxonomy.languages else "concepts"
        words = ", ".join([mention["strength"], *(["alternative"] if mention.get("alternative") else [])])
        rule = f"{rules[hit.entry.seed] or 'boundary'}{_asked(found, hit, mention['strength'])}"
        value = f"{mention['concept']} ({words})"
        yield Evidence(field, value, _words(found, hit.start, hit.end), rule, hit.entry.seed)


def _asked(found: Document, hit: Hit, strength: str) -> str:
    """Return the nearest words in the line that ask as strongly, where they are what the strength can rest on."""
    text = found.scan.text
    if found.in_title(hit.start):
        return f"; {strength}: in the title or head line" if strength == "required" else ""
    start, end = text.rfind("\n", 0, hit.start) + 1, text.find("\n", hit.end)
    line = [cue for cue in found.scan.cues["strength"] if start <= cue.start and (end < 0 or cue.end <= end)]
    alike = [cue for cue in line if cue.entry.value == strength]
    if not alike:
        return f"; {strength}: by the section or the absence of words that ask"
    cue = min(alike, key=lambda cue: max(hit.start - cue.end, cue.start - hit.end))
    return f"; {strength}: {text[cue.start : cue.end]} ({cue.entry.seed})"


def _hits(field: str, found: Document, hits: Iterable[Hit]) -> Iterator[Evidence]:
    for hit in hits:
        yield Evidence(field, hit.entry.value, _words(found, hit.start, hit.end), field, hit.entry.seed)


def _kind(field: str, found: Document, value: str, hits: list[Hit]) -> Iterator[Evidence]:
    if not hits:
        yield Evidence(field, value, "", _WITHOUT_CUES.get(value, "technologies named"), "")
    for hit in hits:
        rule = f"cue weighs {hit.entry.weight:g}"
        yield Evidence(field, value, _words(found, hit.start, hit.end), rule, hit.entry.seed)


_WITHOUT_CUES = {
    "business-crud": "back-end work in Chinese that names no scale (concurrency, distribution, microservices)",
    "full-stack": "technologies of both ends are named",
    "other": "no cue found",
    "unknown": "no cue is heavy enough",
}
"""Class -> why it was concluded without a cue of its own."""


def _remote(found: Document, full: Mapping[str, Any]) -> Iterator[Evidence]:
    taken = [hit for hit in meant(found) if hit.entry.value in full["remote"]]
    yield from _hits("remote", found, taken)
    for value in full["remote"]:
        if value in {hit.entry.value for hit in taken}:
            continue
        if found.row["remote"]:
            yield Evidence("remote", value, found.row["remote"], "remote field", "")
        else:
            cue = next(iter(found.scan.cues["remote"]))
            rule = "remote work is refused" if value == "onsite" else "days of each kind are named"
            yield Evidence("remote", value, _words(found, cue.start, cue.end), rule, cue.entry.seed)


def _pay(found: Document, full: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[Evidence]:
    field = found.row["salary"]
    stated = read_pay(found, full["countries"], chinese=full["text_language"] == "zh")
    if stated:
        months = f", {stated.months:g} months" if stated.months else ""
        ends = "-".join("" if end is None else f"{end:.10g}" for end in (stated.low, stated.high))
        value = f"{ends} {stated.currency} a {stated.period}{months}"
        where = "title" if found.title.holds(stated.start) else "text"
        words = field or _words(found, stated.start, stated.end)
        yield Evidence("pay", value, words, "pay field" if field else f"pay in {where}", "")
        yield Evidence("pay_min_cny_year", _annual(full), "", _factor(stated.currency, taxonomy), "")
    elif field:
        yield Evidence("pay", "", field, "pay field: no amount that is pay", "", taken=False)


def _annual(full: Mapping[str, Any]) -> str:
    ends = (full["pay_min_cny_year"], full["pay_max_cny_year"])
    return "-".join("" if end is None else f"{end:.0f}" for end in ends)


def _factor(currency: str, taxonomy: Taxonomy) -> str:
    rate = taxonomy.rates.get(currency)
    return f"1 {currency} = {rate:g} CNY; a year: 12 months, 250 days or 2,000 hours" if rate else "no rate is known"


def _experience(found: Document, full: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[Evidence]:
    """Yield the field, title or line of the text that by itself says the same as the whole."""
    years = full["experience_min_years"], full["experience_max_years"]
    if years == (None, None):
        return
    value = "-".join("" if end is None else f"{end:g}" for end in years)
    given = ({"experience": found.row["experience"]}, {"title": found.row["title"]})
    lines = ({"text": line} for line in found.slice(found.text).split("\n"))
    for part in (*given, *lines):
        if requirements.experience(document(part, taxonomy, scanner_of(taxonomy))) == years:
            (where, words), *_ = part.items()
            yield Evidence("experience", value, words[:LONGEST], f"years in {where}", "")
            return
    yield Evidence("experience", value, "", "years in the text", "")


def _education(found: Document, full: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[Evidence]:
    field = found.row["education"]
    alone = document({"education": field}, taxonomy, scanner_of(taxonomy))
    if field and requirements.education(alone) == full["education"] != "unspecified":
        yield Evidence("education", full["education"], field, "education field", "")
    else:
        yield from _hits("education", found, requirements.degrees(found))


def _rest(found: Document, full: Mapping[str, Any]) -> Iterator[Evidence]:
    yield Evidence("text_language", full["text_language"], "", "letters and frequent words", "")
    for field, name in (("company", "company"), ("role", "title")):
        if full[field]:
            yield Evidence(field, full[field], *_named_in(found, name, full[field]), "")


def _named_in(found: Document, name: str, value: str) -> tuple[str, str]:
    """Return where an employer or title was read, and the rule."""
    if given := found.row[name]:
        return given, f"{name} field"
    if (title := found.row["title"]) and value in title:
        return title, "title before its word for hiring"
    if value in (head := found.slice(found.head)):
        return head[:LONGEST], "head line"
    return value, "first employer that the text names"


def _words(found: Document, start: int, end: int) -> str:
    text = found.scan.text
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")
