"""What stands in a posting and was not taken, and why as far as it can be told. Decides nothing itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from warehouse.classes import REMOTES
from warehouse.taxonomy import Taxonomy
from warehouse.transforms.entries import Hit
from warehouse.transforms.places import refusal
from warehouse.transforms.scan import longest
from warehouse.transforms.zones import Document

MOST = 6
"""Values of one field that are told of."""
CANDIDATES = 3
"""Losing classes that are told of."""
_MONEY = re.compile(r"[$€£¥￥]\s?\d[\d,.]*\s?[kKmMwW万]?|\d[\d,.]*\s?(?:[kKwW](?![a-zA-Z])|万|元|美元|USD|EUR|RMB)")
_YEARS = re.compile(r"\d{1,2}\s?\+?\s?(?:[-~–]\s?\d{1,2}\s?)?(?:年|years?\b|yrs?\b)")


class Refusal(NamedTuple):
    """One value that was found at `start:end` and not concluded."""

    field: str
    value: str
    start: int
    end: int
    reason: str
    seed: str


def refusals(found: Document, full: Mapping[str, Any], taxonomy: Taxonomy) -> Iterator[Refusal]:
    """Yield what was not taken, field by field, each value once.

    Args:
        found: The posting.
        full: What was concluded, `normalise_row`.
        taxonomy: What it was read with.
    """
    rules = {term.seed: term.rule for term in taxonomy.terms}
    named = {mention["concept"] for mention in full["concepts"]}
    terms = (hit for hit in found.scan.ruled if hit.start >= found.company.end)
    for hit in _others(terms, named):
        yield _refused("concepts", hit, f"{rules[hit.entry.seed]}: the words around mean something else")
    remote = (hit for hit in _cues(found, "remote") if hit.entry.value in REMOTES)
    for hit in _others(remote, full["remote"]):
        yield _refused("remote", hit, "refused, said of a thing, or less than what field and title say")
    if full["pay_currency"] is None:
        yield from _figures("pay", found, _MONEY, "money, but nothing says that it is pay")
    cities = (hit for hit in longest(found.scan.places) if hit.entry.kind == "city")
    for hit in _others(cities, full["cities"]):
        yield _refused("places", hit, refusal(found, hit))
    if full["experience_min_years"] is None and full["experience_max_years"] is None:
        yield from _figures("experience", found, _YEARS, "years, but nothing says that experience is asked for")
    for hit in _others(_cues(found, "education"), [full["education"]]):
        yield _refused("education", hit, "merely welcome, no degree here, or not the least asked for first")
    for hit in _others(_cues(found, "seniority"), full["seniority"]):
        yield _refused("seniority", hit, "not said of the role offered")
    for field in ("work_type", "industry"):
        yield from _losers(field, found, full[field])


def _cues(found: Document, dimension: str) -> list[Hit]:
    return [hit for hit in found.scan.cues[dimension] if hit.start >= found.title.start]


def _others(hits: Iterable[Hit], taken: Iterable[str]) -> list[Hit]:
    """Return the first hit of each value that was not taken."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.entry.value, hit)
    for value in taken:
        first.pop(value, None)
    return list(first.values())[:MOST]


def _refused(field: str, hit: Hit, reason: str) -> Refusal:
    return Refusal(field, hit.entry.value, hit.start, hit.end, reason, hit.entry.seed)


def _figures(field: str, found: Document, pattern: re.Pattern[str], reason: str) -> Iterator[Refusal]:
    for number, match in enumerate(pattern.finditer(found.scan.text, found.title.start)):
        if number >= MOST:
            break
        yield Refusal(field, match[0], match.start(), match.end(), reason, "")


def _losers(field: str, found: Document, taken: str) -> Iterator[Refusal]:
    """Yield the classes that lost, by the plain sum of their cues, each with its heaviest cue."""
    sums: dict[str, float] = {}
    heaviest: dict[str, Hit] = {}
    for hit in found.scan.cues[field]:
        value, weight = hit.entry.value, hit.entry.weight
        sums[value] = sums.get(value, 0.0) + weight
        if value not in heaviest or weight > heaviest[value].entry.weight:
            heaviest[value] = hit
    for value in sorted(sums.keys() - {taken}, key=lambda value: (-sums[value], value))[:CANDIDATES]:
        reason = f"lost: its cues weigh {sums[value]:g} before place and repeats count"
        yield _refused(field, heaviest[value], reason)
