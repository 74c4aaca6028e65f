"""Towns that no seed names: read where a state or country follows them, or where they are the whole place field.

Compiled by Cython (towns.pxd has the C types).
"""

from __future__ import annotations

import re

from warehouse.transforms.entries import Entry, Hit, hit_at
from warehouse.transforms.sites import Site

LONGEST_PLACE = 60
"""Characters of a place field in which a town that no seed names may stand."""
MOST_AREAS = 64
"""States and countries of a posting that are asked for a town before them: each is compared with all its places."""
_TOWN = re.compile(
    r"(?:^|[|(/;:,\n]\s?|[–—-]\s|\b(?:or|and|in|downtown|beautiful|sunny)\s)"
    r"([A-Z][a-zà-ÿ'’.-]+(?: (?:[A-Z][a-zà-ÿ'’.-]+|am|an der|of|de|del|la))?(?: [A-Z][a-zà-ÿ'’.-]+)?), ?$"
)
_TOWN_ABROAD = re.compile(r"(?:\|| [–—-]|\bin) ?([A-Z][a-zà-ÿ'’.-]+(?: [A-Z][a-zà-ÿ'’.-]+)?)(?:, [A-Z][a-zà-ÿ]+)?, ?$")
"""A town before a country in a head line, or said to be the place; another area may stand between."""
_TOWN_OF_PIECE = re.compile(r"(?:\||\b(?:located|based|offices?) in) ?([A-Z][a-zà-ÿ'’.-]+(?: [A-Z][a-zà-ÿ'’.-]+)?) $")
"""A town before the whole name of its state, in a head line or said to be the place (`| Hingham Massachusetts |`)."""
LONGEST_CODE = 3
_LONE_TOWN = re.compile(r"[A-ZÄÖÜ][a-zà-ÿ'’]{2,}(?:[ -](?:[A-ZÄÖÜ][a-zà-ÿ'’]+|am|an|der|im|bei|ob|of|de|la)){0,3}")
_NO_TOWN = re.compile(
    r"\b(?:remote|anywhere|world|worldwide|global|hybrid|on-?site|europe|america|asia|africa|oceania|emea|apac|latam|union"
    r"|(?:silicon|hudson|lehigh|central|napa|delaware|ohio|willamette|pioneer|treasure|santa clara|san \w+) valley"
    r"|county|area|region|state|multiple|various|flexible|full|part|time|contract|university|home|office|offices"
    r"|headquarters|greater|several|all|any|locations?|countr(?:y|ies)|data|inc|corp|software|web|mobile|senior|north"
    r"|south|east|west|northern|southern|eastern|western|central|islands?|coast|district|virtual|field|online|bay)\b"
    r"|engineer|develop|design|manag|scien|architect|analyst|stack|\bend\b|security|research|lead"
)

_NO_TOWN_ABROAD = re.compile(
    r"\b(?:in-house|back|front|devops?|sre|sales|marketing|support|product|android|ios|java|python|ruby|rails|php|go|node|intern"
    r"|internship|freelance|contract|contractor|permanent|startup|hardware|embedded|firmware|consultant|visa|relocation"
    r"|hq|tech|team|company|ltd|gmbh|group|labs?|technologies|systems|solutions|digital|media|studios?|cto|vp|qa|ux|ui)\b"
    r"|programm|admin|end\b|consult"
)
"""Words that stand before a country as a role or an employer does."""

DELAWARE = frozenset({
    "wilmington", "dover", "newark", "lewes", "new castle", "middletown", "bear", "hockessin", "claymont", "smyrna",
    "georgetown", "rehoboth beach", "milford", "seaford",
})  # fmt: skip
"""The towns before `DE` that lie in Delaware; others lie in Germany."""


def towns(site: Site, expected: list[Hit]) -> list[Hit]:
    """Return the towns that no seed names and that a state or a country follows (`Medford, OR`, `Remagen, Germany`)."""
    new: list[Hit] = []
    asked = 0
    for area in expected:
        entry = area.entry
        if entry.kind == "city":
            continue
        asked += 1
        if asked > MOST_AREAS:
            break
        if not _is_city(expected, area.start) and (town := _town(site, area)):
            new.append(town)
    return new


def _is_city(expected: list[Hit], begun: int) -> bool:
    """Whether one of the places that begin at `begun` is a city."""
    for hit in expected:
        start, entry = hit.start, hit.entry
        if start == begun and entry.kind == "city":
            return True
    return False


def _city_of(site: Site, region: str) -> Hit | None:
    """Return the city that the text names before a region (`Athens, Attica` where the place field says `Attica`)."""
    at = site.text.find(f", {region}", site.body)
    for hit in site.names:
        if hit.end == at and hit.entry.kind == "city":
            return hit
    return None


def _town(site: Site, area: Hit) -> Hit | None:
    """Return the town before a state or country; none where its name is a known place's."""
    text, start = site.text, area.start
    end = _end_before(text, start)
    if end < 0 or _is_known(site, end - 1, end):
        return None
    first = max(0, start - LONGEST_PLACE)
    if text[end] == "," and area.entry.kind == "country" and not site.in_place(start):
        match = _TOWN_ABROAD.search(text[first:start])
        if match and _is_role(match[1]):
            return None
    elif text[end] == ",":
        match = _TOWN.search(text[first:start])
    else:
        of_state = area.entry.kind == "state" or site.in_place(start)
        match = _TOWN_OF_PIECE.search(text[first:start]) if of_state and _ends_piece(text, start, area.end) else None
    if not match:
        return None
    begin = first + match.start(1)
    if area.entry.kind == "country" and _ends_known(site, begin - 2):
        return None
    return _new_town(site, begin, match[1], area.entry.country)


def _is_role(name: str) -> bool:
    return _NO_TOWN_ABROAD.search(name.lower()) is not None


def _ends_piece(text: str, start: int, end: int) -> bool:
    """Whether an area is a whole name, or a state's code behind which a piece of a head line ends (`| Monroe MI |`)."""
    if end - start > LONGEST_CODE:
        return True
    if end < len(text) and text[end] == " ":
        end += 1
    return end >= len(text) or text[end] in "|\n"


def _end_before(text: str, start: int) -> int:
    """Return where the word ends that a comma, a space or both part from `start`; -1 where neither stands there."""
    at = start - 1
    if at > 0 and text[at] == "\n":
        at -= 1
    if at > 0 and text[at] == " ":
        return at - 1 if text[at - 1] == "," else at
    return at if at >= 0 and text[at] == "," else -1


def _ends_known(site: Site, end: int) -> bool:
    for hit in site.names:  # noqa: SIM110 - a loop of C, a generator is none
        if hit.end == end:
            return True
    return False


def _is_known(site: Site, start: int, end: int) -> bool:
    for hit in site.names:  # noqa: SIM110 - a loop of C, a generator is none
        if start < hit.end and hit.start < end:
            return True
    return False


def lone_town(site: Site) -> list[Hit]:
    """Return the town that is the whole place field (`Gera`), where no seed names it."""
    first, last = site.place, site.place_end
    if first == last or last - first > LONGEST_PLACE:
        return []
    field = site.text[first:last]
    if not _LONE_TOWN.fullmatch(field):
        return []
    town = _city_of(site, field) or _new_town(site, first, field, "")
    return [town] if town else []


def _new_town(site: Site, start: int, name: str, country: str) -> Hit | None:
    end = start + len(name)
    if country == "US" and site.text[end : end + 4].endswith("DE") and name.lower() not in DELAWARE:
        country = "DE"
    if _is_known(site, start, end) or _NO_TOWN.search(name.lower()):
        return None
    return hit_at(start, end, Entry("city", name.lower(), "places.py", country=country))
