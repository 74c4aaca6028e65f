"""Towns that no seed names: read where a state follows them, or where they are the whole place field."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Entry, Hit

LONGEST_PLACE = 60
"""Characters of a place field in which a town that no seed names may stand."""
_TOWN = re.compile(
    r"(?:^|[|(/;:,\n]\s?|[–—-]\s|\b(?:or|and|in)\s)"
    r"([A-Z][a-zà-ÿ'’.-]+(?: (?:[A-Z][a-zà-ÿ'’.-]+|am|an der|of|de|del|la))?(?: [A-Z][a-zà-ÿ'’.-]+)?), ?$"
)
_TOWN_OF_PIECE = re.compile(r"(?:\||\b(?:located|based|offices?) in) ?([A-Z][a-zà-ÿ'’.-]+(?: [A-Z][a-zà-ÿ'’.-]+)?) $")
"""A town before the whole name of its state, in a head line or said to be the place (`| Hingham Massachusetts |`)."""
LONGEST_CODE = 3
_LONE_TOWN = re.compile(r"[A-ZÄÖÜ][a-zà-ÿ'’]{2,}(?:[ -](?:[A-ZÄÖÜ][a-zà-ÿ'’]+|am|an|der|im|bei|ob|of|de|la)){0,3}")
_NO_TOWN = re.compile(
    r"\b(?:remote|anywhere|world|worldwide|global|hybrid|on-?site|europe|america|asia|africa|oceania|emea|apac|latam|union"
    r"|county|area|valley|region|state|multiple|various|flexible|full|part|time|contract|university|home|office|offices"
    r"|headquarters|greater|several|all|any|locations?|countr(?:y|ies)|data|inc|corp|software|web|mobile|senior|north"
    r"|south|east|west|northern|southern|eastern|western|central|islands?|coast|district|virtual|field|online|bay)\b"
    r"|engineer|develop|design|manag|scien|architect|analyst|stack|\bend\b|security|research|lead"
)


DELAWARE = frozenset({
    "wilmington", "dover", "newark", "lewes", "new castle", "middletown", "bear", "hockessin", "claymont", "smyrna",
    "georgetown", "rehoboth beach", "milford", "seaford",
})  # fmt: skip
"""The towns before `DE` that lie in Delaware; others lie in Germany."""


def towns(found: Document, expected: list[Hit]) -> list[Hit]:
    """Return the towns that no seed names and that a state follows (`Medford, OR`), or a country in the place field."""
    if not expected:
        return []
    cities = {hit.start for hit in expected if hit.entry.kind == "city"}
    return [
        town
        for hit in expected
        if hit.entry.kind == "state" or (hit.entry.kind == "country" and found.location.holds(hit.start))
        if hit.start not in cities and (town := _town(found, hit))
    ]


def _city_of(found: Document, region: str) -> Hit | None:
    """Return the city that the text names before a region (`Athens, Attica` where the place field says `Attica`)."""
    at = found.scan.text.find(f", {region}", found.text.start)
    return next((hit for hit in found.scan.places if hit.entry.kind == "city" and hit.end == at), None)


def _town(found: Document, area: Hit) -> Hit | None:
    before = found.scan.text[max(0, area.start - LONGEST_PLACE) : area.start]
    match = _TOWN.search(before) or (_TOWN_OF_PIECE.search(before) if area.end - area.start > LONGEST_CODE else None)
    if not match:
        return None
    start = max(0, area.start - LONGEST_PLACE) + match.start(1)
    if area.entry.kind == "country" and any(hit.end == start - 2 for hit in found.scan.places):
        return None
    return _new_town(found, start, match[1], area.entry.country)


def lone_town(found: Document) -> list[Hit]:
    """Return the town that is the whole place field (`Gera`), where no seed names it."""
    field = found.slice(found.location)
    if not field or len(field) > LONGEST_PLACE or not _LONE_TOWN.fullmatch(field):
        return []
    if city := _city_of(found, field):
        return [city]
    town = _new_town(found, found.location.start, field, "")
    return [town] if town else []


def _new_town(found: Document, start: int, name: str, country: str) -> Hit | None:
    end = start + len(name)
    if country == "US" and found.scan.text[end : end + 4].endswith("DE") and name.lower() not in DELAWARE:
        country = "DE"
    known = any(start < hit.end and hit.start < end for hit in found.scan.places)
    if known or _NO_TOWN.search(name.lower()):
        return None
    return Hit(start, end, Entry("city", name.lower(), "places.py", country=country))
