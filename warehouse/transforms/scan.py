"""One pass over a text that finds every term, place and cue with its position. What a hit means is judged elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from warehouse.taxonomy import City, Country, Cue, Taxonomy, Term
from warehouse.transforms.text import lowered

ALNUM = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
AFTER = ALNUM | frozenset("+#")
PLURAL_FROM = 3
NEIGHBOURS = 4
"""Technologies each side that a rule may look at."""

Test = Callable[["Scan", "Hit"], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one way of writing stands for.

    Args:
        kind: term, city, country or the cue's dimension.
        value: Concept slug, city, country or class.
        seed: The seed line.
        cased: The exact spelling that a place or cue needs (empty: any), and that a term's rule `case` asks for.
        weak: A place name that counts only where a place is expected.
        country: ISO 3166 alpha-2 of a place.
        weight: Of a cue.
        where: Zone that a cue needs: title, text or empty for both.
        not_before: Texts that may not stand right before.
        not_after: Texts that may not stand right after.
        test: Context rule; None where there is none.
    """

    kind: str
    value: str
    seed: str
    cased: str = ""
    weak: bool = False
    country: str = ""
    weight: float = 0.0
    where: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    test: Test | None = None


class Hit(NamedTuple):
    """One entry found at `start:end` (characters) of the scanned text."""

    start: int
    end: int
    entry: Entry


@dataclass(slots=True)
class Scan:
    """Everything found in one text.

    Args:
        text: As written.
        low: The same in lower case, equally long.
        terms: Terms whose boundaries fit and that need no rule.
        ruled: Terms that still have to pass their rule.
        places: Cities and countries.
        cues: Dimension -> cues.
    """

    text: str
    low: str
    terms: list[Hit]
    ruled: list[Hit]
    places: list[Hit]
    cues: dict[str, list[Hit]]
    named: frozenset[str] = frozenset()
    technologies: list[Hit] = field(default_factory=list)

    def neighbours(self, position: int, *, left: bool) -> list[Hit]:
        """Return up to NEIGHBOURS technologies that end before (left) or start after `position`, the nearest first."""
        if left:
            last = bisect_right(self.technologies, position, key=_end)
            return self.technologies[max(0, last - NEIGHBOURS) : last][::-1]
        first = bisect_left(self.technologies, position, key=_start)
        return self.technologies[first : first + NEIGHBOURS]


def _start(hit: Hit) -> int:
    return hit.start


def _end(hit: Hit) -> int:
    return hit.end


class Scanner:
    """The automaton over all seeds of a taxonomy; built once, used by every posting of a process."""

    def __init__(self, taxonomy: Taxonomy, rule_of: Callable[[str], Test | None]) -> None:
        entries: dict[str, list[Entry]] = {}
        for term in taxonomy.terms:
            _add(entries, _term_entry(term, rule_of), _spellings(term.text))
        for city in taxonomy.cities:
            _add_place(entries, "city", city.city, city)
        for country in taxonomy.countries:
            _add_place(entries, country.kind, country.country, country)
        for cue in taxonomy.cues:
            _add(entries, _cue_entry(cue), (cue.text.lower(),))
        patterns = list(entries)
        self._find = AhoCorasick(patterns, matchkind=MatchKind.Standard, store_patterns=False)
        self._entries = [
            [(entry, _bucket(entry), _guarded(entry)) for entry in entries[pattern]] for pattern in patterns
        ]
        self._left = [pattern[0] in ALNUM for pattern in patterns]
        self._right = [_not_after(pattern) for pattern in patterns]
        self._plural = [
            len(pattern) >= PLURAL_FROM and pattern[-1].isascii() and pattern[-1].isalpha() for pattern in patterns
        ]

    def scan(self, text: str) -> Scan:
        """Find everything in `text`; linear in its length."""
        low = lowered(text)
        cues: defaultdict[str, list[Hit]] = defaultdict(list)
        terms, ruled, places = cues["term"], cues["ruled"], cues["place name"]
        size = len(low)
        left, right, plural, entries = self._left, self._right, self._plural, self._entries
        for index, start, end in self._find.find_matches_as_indexes(low, overlapping=True):
            if start and left[index] and low[start - 1] in ALNUM:
                continue
            if end < size and low[end] in right[index] and _goes_on(low, end, plural=plural[index]):
                continue
            for entry, bucket, guarded in entries[index]:
                if not guarded or _fits(text, low, start, end, entry):
                    cues[bucket].append(Hit(start, end, entry))
        return Scan(text, low, terms, ruled, places, cues)


def _not_after(pattern: str) -> frozenset[str]:
    """Return the characters that may not follow: `C` is not in `C++`, but `ES6` is in `ES6+`."""
    if pattern[-1] not in AFTER:
        return frozenset()
    return ALNUM if pattern[-1].isdigit() else AFTER


def _goes_on(low: str, end: int, *, plural: bool) -> bool:
    """Whether the word goes on: with neither a plural `s` nor a `+` that joins two words (`Go+Kafka`)."""
    char = low[end]
    if char == "s":
        return not plural or low[end + 1 : end + 2] in AFTER
    return char != "+" or not low[end + 1 : end + 2].isalnum()


def _fits(text: str, low: str, start: int, end: int, entry: Entry) -> bool:
    if entry.cased and entry.kind != "term" and text[start:end] != entry.cased:
        return False
    if entry.not_after and low.startswith(entry.not_after, end):
        return False
    return not (entry.not_before and low.endswith(entry.not_before, 0, start))


def _bucket(entry: Entry) -> str:
    if entry.kind == "term":
        return "ruled" if entry.test else "term"
    return "place name" if entry.kind in {"city", "country", "state"} else entry.kind


def _guarded(entry: Entry) -> bool:
    return bool(entry.not_before or entry.not_after or (entry.cased and entry.kind != "term"))


def _term_entry(term: Term, rule_of: Callable[[str], Test | None]) -> Entry:
    return Entry(
        "term",
        term.concept,
        term.seed,
        term.text,
        not_before=term.not_before,
        not_after=term.not_after,
        test=rule_of(term.rule),
    )


def _cue_entry(cue: Cue) -> Entry:
    cased = cue.text if cue.text != cue.text.lower() else ""
    return Entry(cue.dimension, cue.value, cue.seed, cased, weight=cue.weight, where=cue.where)


def _spellings(text: str) -> tuple[str, ...]:
    low = text.lower()
    return (low, low.replace(" ", "-")) if " " in low and "-" not in low else (low,)


def _add(entries: dict[str, list[Entry]], entry: Entry, spellings: tuple[str, ...]) -> None:
    for spelling in spellings:
        if spelling:
            entries.setdefault(spelling, []).append(entry)


def _add_place(entries: dict[str, list[Entry]], kind: str, value: str, place: City | Country) -> None:
    for names, weak in ((place.names, False), (place.weak_names, True)):
        for name in names:
            cased = name if name.isascii() and len(name) <= len("U.S.") and name.upper() == name else ""
            _add(entries, Entry(kind, value, place.seed, cased, weak, place.country), (name.lower(),))
