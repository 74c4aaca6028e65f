"""One pass over a text that finds every term, place and cue with its position. What a hit means is judged elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from warehouse.taxonomy import CLASSES, City, Country, Cue, Taxonomy, Term
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


Found = tuple[int, int, Entry]
_hit = partial(tuple.__new__, Hit)
"""A Hit of a tuple of its fields: three times as fast as calling Hit."""


@dataclass(slots=True)
class Scan:
    """Everything found in one text.

    Args:
        text: As written.
        low: The same in lower case, equally long.
        terms: Terms whose boundaries fit and that need no rule.
        ruled: Terms that still have to pass their rule.
        places: Cities and countries.
        cues: Dimension -> cues as bare tuples, which cost a third of a Hit; `hits` names their fields.
    """

    text: str
    low: str
    terms: list[Hit]
    ruled: list[Hit]
    places: list[Hit]
    cues: dict[str, list[Found]]
    named: frozenset[str] = frozenset()
    technologies: list[Hit] = field(default_factory=list)

    def hits(self, dimension: str) -> list[Hit]:
        """Return the cues of a dimension."""
        return list(map(_hit, self.cues[dimension]))

    def neighbours(self, position: int, *, left: bool) -> list[Hit]:
        """Return up to NEIGHBOURS technologies that end before (left) or start after `position`, the nearest first."""
        if left:
            last = bisect_right(self.technologies, position, key=itemgetter(1))
            return self.technologies[max(0, last - NEIGHBOURS) : last][::-1]
        first = bisect_left(self.technologies, position, key=itemgetter(0))
        return self.technologies[first : first + NEIGHBOURS]


def longest(hits: list[Hit]) -> list[Hit]:
    """Return the hits that do not lie inside a longer one, in the order of their starts."""
    if len(hits) < 2:  # noqa: PLR2004 - one alone lies in none
        return hits
    found: list[Hit] = []
    last: Hit | None = None
    for hit in sorted(hits, key=_start_longest_first):
        if last and hit.end <= last.end and (hit.start, hit.end) != (last.start, last.end):
            continue
        found.append(hit)
        last = hit
    return found


def _start_longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


BUCKETS = ("term", "ruled", "place name", *CLASSES)
"""Where hits are kept: terms without and with a rule, places, and the dimensions of cues."""
LAST_ASCII = "\x7f"
_Match = tuple[int, int, int]
"""Pattern's number, start, end."""


class _Pattern(NamedTuple):
    """One way of writing with what is checked where it is found.

    Args:
        checked: Whether a letter or digit may not stand right before.
        right: Characters that may not follow.
        plural: Whether an `s` may.
        targets: (bucket's number, entry, whether `_fits` must be asked).
    """

    checked: bool
    right: frozenset[str]
    plural: bool
    targets: tuple[tuple[int, Entry, bool], ...]


class Scanner:
    """The automaton over all seeds of a taxonomy; built once, used by every posting of a process.

    It runs over the text in title case, in which the letters inside a word are small: `C` then occurs only where a word
    begins, and four of five finds that the boundary check would drop are never made. Places in capitals (`IN`, `OR`)
    have an automaton of their own over the text as written, so that no `in` or `or` is ever looked at.
    """

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
        capitals = {spelling: entries.pop(spelling) for spelling in list(entries) if _is_capital(entries[spelling])}
        self._patterns = [_pattern(spelling, found) for spelling, found in entries.items()]
        self._find = _automaton(list(map(_titled, entries)))
        self._capitals = [_pattern(spelling, found) for spelling, found in capitals.items()]
        self._find_capitals = _automaton([found[0].cased for found in capitals.values()])

    def scan(self, text: str) -> Scan:
        """Find everything in `text`; linear in its length."""
        return self.scan_all([text])[0]

    def scan_all(self, texts: list[str]) -> list[Scan]:
        """Find everything in each text, all steps for all texts by turns."""
        lows = [lowered(text) for text in texts]
        found = list(map(self._matches, lows))
        return [self._scan(*each) for each in zip(texts, lows, found, strict=True)]

    def _matches(self, low: str) -> list[_Match]:
        return self._find.find_matches_as_indexes(_titled(low), overlapping=True)

    def _scan(self, text: str, low: str, matches: list[_Match]) -> Scan:
        buckets: list[list[Found]] = [[] for _ in BUCKETS]
        padded = low + "\n\n"
        _keep(text, padded, matches, self._patterns, buckets)
        if self._capitals:
            capitals = self._find_capitals.find_matches_as_indexes(text, overlapping=True)
            _keep(text, padded, capitals, self._capitals, buckets)
        terms, ruled, places = (list(map(_hit, found)) for found in buckets[:3])
        return Scan(text, low, terms, ruled, places, dict(zip(BUCKETS, buckets, strict=True)))


def _keep(text: str, padded: str, matches: list[_Match], patterns: list[_Pattern], buckets: list[list[Found]]) -> None:
    """Put the matches whose boundaries fit into their buckets; `padded` is the small text with two line ends."""
    for index, start, end in matches:
        checked, right, plural, targets = patterns[index]
        after = padded[end]
        if after in right and (
            (padded[end + 1] in AFTER or not plural) if after == "s" else after != "+" or not padded[end + 1].isalnum()
        ):
            continue
        if checked and ((before := padded[start - 1]) in ALNUM or (before > LAST_ASCII and before.upper() != before)):
            continue
        for bucket, entry, guarded in targets:
            if not guarded or _fits(text, padded, start, end, entry):
                buckets[bucket].append((start, end, entry))


def _is_capital(entries: list[Entry]) -> bool:
    return all(entry.cased and _bucket(entry) == "place name" for entry in entries)


def _titled(low: str) -> str:
    """Return small letters with a capital wherever none of `a-z` stands before; equally long.

    Letters outside ASCII stay as they are; on bytes this is a plain loop, while `str.title` looks up every character.
    """
    return low.encode().title().decode()


def _automaton(patterns: list[str]) -> AhoCorasick:
    return AhoCorasick(patterns, matchkind=MatchKind.Standard, store_patterns=False)


def _pattern(spelling: str, entries: list[Entry]) -> _Pattern:
    targets = tuple((BUCKETS.index(_bucket(entry)), entry, _guarded(entry)) for entry in entries)
    last = spelling[-1]
    plural = len(spelling) >= PLURAL_FROM and last.isascii() and last.isalpha()
    return _Pattern(spelling[0] in ALNUM, _not_after(spelling), plural, targets)


def _not_after(pattern: str) -> frozenset[str]:
    """Return the characters that may not follow: `C` is not in `C++`, but `ES6` is in `ES6+`."""
    if pattern[-1] not in AFTER:
        return frozenset()
    return ALNUM if pattern[-1].isdigit() else AFTER


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
