"""Counting what opened, closed, reopened and was posted again, from recorded rows alone.

Nothing of the product is imported here, nor polars or SQL: sets and loops over days, so that both can be compared. The
rules are those of the design: a day is one look at a board; only a complete look shows that something is gone; a
window that shares no row with the one before leaves a gap; a posting that comes after another one of the same
employer, role and place is that one posted again, brackets in a title tell roles apart (docs/decisions/0004).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

Row = Mapping[str, Any]
NEAR = timedelta(days=92)
_LEGAL = {"inc", "incorporated", "llc", "ltd", "limited", "gmbh", "corp", "corporation", "co", "company", "plc", "ag"}
_LEGAL |= {"sa", "bv", "pty", "ab", "oy", "kg", "holding", "holdings", "group", "lp", "llp", "labs", "lab", "se"}
_SAME = {"uk": "united kingdom", "usa": "united states", "us": "united states", "south korea": "korea"}
_ANYWHERE = {"", "anywhere in the world", "anywhere", "worldwide", "global", "remote"}
_WORD = re.compile(r"[^\W_]+")


def key_of(board: str, row: Row) -> str:
    """Return a row's id on its board."""
    if board == "weworkremotely":
        return str(row["guid"]).rstrip("/").split("/")[-1]
    if board == "workingnomads":
        return str(re.findall(r"\d+", row["url"])[-1])
    return str(row[{"himalayas": "guid", "arbeitnow": "slug"}.get(board, "id")])


@dataclass(frozen=True)
class Look:
    """One crawl of one board.

    Args:
        moment: When, UTC.
        keys: The ids that it showed.
    """

    moment: datetime
    keys: frozenset[str]


@dataclass(frozen=True)
class Counts:
    """What a series of looks shows.

    Args:
        opened: Day -> postings first seen.
        closed: Day -> postings found gone.
        reopened: Day -> postings seen again after they were found gone.
        gaps: Neighbouring crawls, and how many of them share no row.
    """

    opened: dict[date, int]
    closed: dict[date, int]
    reopened: dict[date, int]
    gaps: tuple[int, int]


def count(looks: Sequence[Look], *, complete: bool) -> Counts:
    """Return the counts of one board's looks, in order of time; of windows nothing is ever found gone."""
    days: dict[date, set[str]] = {}
    for look in looks:
        days.setdefault(look.moment.date(), set()).update(look.keys)
    opened, closed, reopened = dict.fromkeys(days, 0), dict.fromkeys(days, 0), dict.fromkeys(days, 0)
    known: set[str] = set()
    gone: set[str] = set()
    before: set[str] = set()
    for day, shown in days.items():
        opened[day] = len(shown - known)
        reopened[day] = len(shown & gone)
        if complete:
            missing = before - shown
            closed[day] = len(missing)
            gone = (gone | missing) - shown
        known |= shown
        before = shown
    apart = sum(not first.keys & second.keys for first, second in pairwise(looks))
    return Counts(opened, closed, reopened, (max(0, len(looks) - 1), apart))


@dataclass
class Posting:
    """One posting as far as re-posts go.

    Args:
        id: `board:key`.
        board: Where.
        employer: Who, without legal form and signs.
        role: What, in plain words.
        places: Where the work is, as words.
        first: First day seen.
        last: Last day seen.
    """

    id: str
    board: str
    employer: str
    role: str
    places: frozenset[str]
    first: date
    last: date


def postings(board: str, looks: Iterable[tuple[datetime, Sequence[Row]]]) -> list[Posting]:
    """Return the postings of one board; what a posting says is what the first row of its newest look says."""
    found: dict[str, Posting] = {}
    for moment, rows in looks:
        newest: dict[str, Row] = {}
        for row in rows:
            newest.setdefault(key_of(board, row), row)
        for key, row in newest.items():
            first = found[key].first if key in found else moment.date()
            employer, role, places = said(board, row)
            found[key] = Posting(f"{board}:{key}", board, employer, role, places, first, moment.date())
    return list(found.values())


def said(board: str, row: Row) -> tuple[str, str, frozenset[str]]:
    """Return employer, role and places of a row in plain words."""
    title = next(str(row[name]) for name in ("title", "jobTitle", "position") if row.get(name))
    company = next((str(row[name]) for name in ("companyName", "company_name", "company") if row.get(name)), "")
    if board == "weworkremotely":
        company, _, title = title.partition(": ") if ": " in title else ("", "", title)
    place_names = ("locationRestrictions", "region", "jobGeo", "candidate_required_location", "location")
    place = next((row[name] for name in place_names if row.get(name)), "")
    listed = place if isinstance(place, list) else str(place).split(",")
    places = (" ".join(_words(each)) for each in listed)
    return _employer(company), _role(title), frozenset(_SAME.get(place, place) for place in places) - _ANYWHERE


def _employer(name: str) -> str:
    words = _words(name)
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return "".join(words)


def _role(title: str) -> str:
    words = {"sr": "senior", "jr": "junior"}
    return " ".join(words.get(word, word) for word in _words(title))


def _words(text: str) -> list[str]:
    return _WORD.findall(_unescaped(text).casefold())


def _unescaped(text: str) -> str:
    return html.unescape(html.unescape(text))


def posted_again(known: Iterable[Posting]) -> dict[str, str]:
    """Return id -> id of the vacancy's first posting, for each posting that continues an earlier one.

    A posting continues a vacancy of the same employer and role whose last day lies at most 92 days back, if the places
    are the same (on another board: if one is), and if its own board does not show that vacancy any more. Of several
    the one seen last is continued.
    """
    vacancies: dict[tuple[str, str], list[list[Posting]]] = {}
    found = {}
    for posting in sorted(known, key=lambda each: (each.first, each.id)):
        if not posting.employer or not posting.role:
            continue
        alike = vacancies.setdefault((posting.employer, posting.role), [])
        fitting = [vacancy for vacancy in alike if _continues(posting, vacancy)]
        if not fitting:
            alike.append([posting])
            continue
        chosen = max(fitting, key=lambda vacancy: (max(each.last for each in vacancy), vacancy[0].id))
        found[posting.id] = chosen[0].id
        chosen.append(posting)
    return found


def _continues(posting: Posting, vacancy: Sequence[Posting]) -> bool:
    here = [each for each in vacancy if each.board == posting.board]
    if any(each.last >= posting.first for each in here):
        return False
    if posting.first - max(each.last for each in vacancy) > NEAR:
        return False
    if any(each.places == posting.places for each in vacancy):
        return True
    return not here and any(each.places & posting.places for each in vacancy)
