"""Towns that no seed names: read where a state follows them, or where they are the whole place field."""

from __future__ import annotations

import re
from typing import Final

from warehouse.transforms.document import Document
from warehouse.transforms.entries import Entry
from warehouse.transforms.scan import Hit

LONGEST_PLACE: Final = 60
"""Characters of a place field in which a town that no seed names may stand."""
_TOWN: Final = re.compile(
    r"(?:^|[|(/;:,\n]\s?|[–—-]\s|\b(?:or|and|in)\s)"
    r"([A-Z][a-zà-ÿ'’.-]+(?: (?:[A-Z][a-zà-ÿ'’.-]+|am|an der|of|de|del|la))?(?: [A-Z][a-zà-ÿ'’.-]+)?), ?$"
)
_TOWN_OF_PIECE: Final = re.compile(
    r"(?:\||\b(?:located|based|offices?) in) ?([A-Z][a-zà-ÿ'’.-]+(?: [A-Z][a-zà-ÿ'’.-]+)?) $"
)
"""A town before the whole name of its state, in a head line or said to be the place (`| Hingham Massachusetts |`)."""
LONGEST_CODE: Final = 3
_LONE_TOWN: Final = re.compile(
    r"[A-ZÄÖÜ][a-zà-ÿ'’]{2,}(?:[ -](?:[A-ZÄÖÜ][a-zà-ÿ'’]+|am|an|der|im|bei|ob|of|de|la)){0,3}"
)
_NO_TOWN: Final = re.compile(
    r"\b(?:remote|anywhere|world|worldwide|global|hybrid|on-?site|europe|america|asia|africa|oceania|emea|apac|latam|union"
    r"|county|area|valley|region|state|multiple|various|flexible|full|part|time|contract|university|home|office|offices"
    r"|headquarters|greater|several|all|any|locations?|countr(?:y|ies)|data|inc|corp|software|web|mobile|senior|north"
    r"|south|east|west|northern|southern|eastern|western|central|islands?|coast|district|virtual|field|online|bay)\b"
    r"|engineer|develop|design|manag|scien|architect|analyst|stack|\bend\b|security|research|lead"
)


DELAWARE: Final = frozenset({
    "wilmington", "dover", "newark", "lewes", "new castle", "middletown", "bear", "hockessin", "claymont", "smyrna",
    "georgetown", "rehoboth beach", "milford", "seaford",
})  # fmt: skip
"""The towns before `DE` that lie in Delaware; others lie in Germany."""


def towns(found: Document, expected: list[Hit]) -> list[Hit]:
    """Return the towns that no seed names and that a state follows (`Medford, OR`), or a country in the place field."""
    new: list[Hit] = []
    first, last = found.location
    for area in expected:
        kind = area[2].kind
        if kind == "state" or (kind == "country" and first <= area[0] < last):
            town = None if _is_city(expected, area[0]) else _town(found, area)
            if town:
                new.append(town)
    return new


def _is_city(expected: list[Hit], start: int) -> bool:
    """Whether one of the places that begin at `start` is a city."""
    return any(hit[0] == start and hit[2].kind == "city" for hit in expected)


def _city_of(found: Document, region: str) -> Hit | None:
    """Return the city that the text names before a region (`Athens, Attica` where the place field says `Attica`)."""
    at = found.scan.text.find(f", {region}", found.text.start)
    return next((hit for hit in found.scan.places if hit.entry.kind == "city" and hit.end == at), None)


def _town(found: Document, area: Hit) -> Hit | None:
    """Return the town before a state or country; none where its name is a known place's."""
    text, start = found.scan.text, area[0]
    end = _end_before(text, start)
    if end < 0 or _is_known(found, end - 1, end):
        return None
    first = max(0, start - LONGEST_PLACE)
    if text[end] == ",":
        match = _TOWN.search(text[first:start])
    else:
        match = _TOWN_OF_PIECE.search(text[first:start]) if area[1] - start > LONGEST_CODE else None
    if not match:
        return None
    begin = first + match.start(1)
    if area[2].kind == "country" and any(hit[1] == begin - 2 for hit in found.scan.places):
        return None
    return _new_town(found, begin, match[1], area[2].country)


def _end_before(text: str, start: int) -> int:
    """Return where the word ends that a comma, a space or both part from `start`; -1 where neither stands there."""
    at = start - 1
    if at > 0 and text[at] == "\n":
        at -= 1
    if at > 0 and text[at] == " ":
        return at - 1 if text[at - 1] == "," else at
    return at if at >= 0 and text[at] == "," else -1


def _is_known(found: Document, start: int, end: int) -> bool:
    return any(start < hit[1] and hit[0] < end for hit in found.scan.places)


def lone_town(found: Document) -> list[Hit]:
    """Return the town that is the whole place field (`Gera`), where no seed names it."""
    first, last = found.location
    if first == last:
        return []
    field = found.scan.text[first:last]
    if len(field) > LONGEST_PLACE or not _LONE_TOWN.fullmatch(field):
        return []
    if city := _city_of(found, field):
        return [city]
    town = _new_town(found, first, field, "")
    return [town] if town else []


def _new_town(found: Document, start: int, name: str, country: str) -> Hit | None:
    end = start + len(name)
    if country == "US" and found.scan.text[end : end + 4].endswith("DE") and name.lower() not in DELAWARE:
        country = "DE"
    if _is_known(found, start, end) or _NO_TOWN.search(name.lower()):
        return None
    return Hit(start, end, Entry("city", name.lower(), "places.py", country=country))
