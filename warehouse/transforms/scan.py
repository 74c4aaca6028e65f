"""One pass over a text that finds every term, place and cue with its position. What a hit means is judged elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

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
_TERMS = frozenset({BUCKETS.index("term"), BUCKETS.index("ruled")})
"""What is named in a link is not meant."""
LAST_ASCII = "\x7f"
_Match = tuple[int, int, int]
"""Pattern's number, start, end."""
_LETTER, _S, _PLUS, _HASH, _WORD_BEFORE, _UNSURE, _LINKED = (1 << bit for bit in range(7))
"""What a character may be to a boundary, one bit each: see `_classes`."""
_LINK = re.compile(r"https?://[^\s)>\]\"'，。）]+")
_LAST_CASED = "\u2c80"
"""From here on characters are letters of scripts without capitals."""
_CASED = bytes((*range(0xC3, 0xE2), 0xEA))
"""First bytes, in UTF-8, of letters outside ASCII that may have a capital."""
_LETTERLIKE = b"\xe2\x84"
"""The first two of the signs of Kelvin, Ångström and Ohm, which are capitals of plain letters."""


def _class(char: str) -> int:
    """Return the bits of a character of Latin-1; `?` may stand for any other and is looked at where it matters."""
    before = _WORD_BEFORE if char in ALNUM or (char > LAST_ASCII and char.upper() != char) else 0
    after = {"s": _S, "+": _PLUS, "#": _HASH, "?": _UNSURE}.get(char, _LETTER if char in ALNUM else 0)
    return before | after


_CLASSES = bytes(_class(chr(code)) for code in range(256))


_IN_LINK = bytes(code | _LINKED for code in range(256))


def _classes(low: str) -> bytes:
    """Return a byte of bits for every character and two for the line ends behind; -1 is then before the first.

    _LINKED says that the next character lies in a link.
    """
    classes = low.encode("latin-1", "replace").translate(_CLASSES) + b"\0\0"
    if "://" not in low:
        return classes
    linked = bytearray(classes)
    for link in _LINK.finditer(low):
        first, last = link.start() - 1, link.end() - 1
        linked[first % len(linked)] |= _LINKED
        linked[first + 1 : last] = linked[first + 1 : last].translate(_IN_LINK)
    return bytes(linked)


_Targets = tuple[tuple[int, Entry], ...]
"""Pairs of a bucket's number and an entry."""
_Pattern = tuple[int, int, bool, _Targets, _Targets]
"""One way of writing with what is checked where it is found; a bare tuple, which is unpacked sooner than a named one.

Bits that may not stand right before, bits that may not follow, whether an `s` may, targets that need no further look,
and those that `_fits` must be asked for.
"""


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
        letters = [spelling for spelling in entries if len(spelling) == 1 and spelling in ALNUM]
        words = [*(spelling for spelling in entries if spelling not in letters), *letters]
        self._patterns = [_pattern(spelling, entries[spelling]) for spelling in words]
        self._find = _automaton(list(map(_titled, words[: len(words) - len(letters)])))
        self._letters = [(words.index(each), re.compile(f"{_titled(each)}(?![a-z0-9])").finditer) for each in letters]
        self._capitals = [_pattern(spelling, found) for spelling, found in capitals.items()]
        self._find_capitals = _automaton([found[0].cased for found in capitals.values()])

    def scan(self, text: str) -> Scan:
        """Find everything in `text`; linear in its length."""
        return self.scan_all([text])[0]

    def scan_all(self, texts: list[str]) -> list[Scan]:
        """Find everything in each text, all steps for all texts by turns."""
        forms = list(map(_small_and_titled, texts))
        found = [self._matches(titled) for _, titled in forms]
        return [self._scan(text, low, each) for text, (low, _), each in zip(texts, forms, found, strict=True)]

    def _matches(self, titled: str) -> list[_Match]:
        """Return all that the automaton finds, and the single letters, at which it would stop in every other word."""
        found = self._find.find_matches_as_indexes(titled, overlapping=True)
        alone = [(index, each.start(), each.end()) for index, find in self._letters for each in find(titled)]
        return sorted(found + alone, key=itemgetter(2)) if alone else found

    def _scan(self, text: str, low: str, matches: list[_Match]) -> Scan:
        cues: dict[str, list[Found]] = {name: [] for name in BUCKETS}
        keeper = _Keeper(text, low, list(cues.values()))
        keeper.keep(matches, self._patterns)
        if self._capitals:
            keeper.keep(self._find_capitals.find_matches_as_indexes(text, overlapping=True), self._capitals)
        terms, ruled, places = (list(map(_hit, cues[name])) for name in BUCKETS[:3])
        return Scan(text, low, terms, ruled, places, cues)


class _Keeper:
    """Puts what was found in one text into buckets, where its boundaries fit."""

    __slots__ = ("_buckets", "_classes", "_low", "_text")

    def __init__(self, text: str, low: str, buckets: list[list[Found]]) -> None:
        self._text, self._low, self._buckets = text, low, buckets
        self._classes = _classes(low)

    def keep(self, matches: list[_Match], patterns: list[_Pattern]) -> None:
        """Put the matches of an automaton into their buckets."""
        classes, buckets = self._classes, self._buckets
        for index, start, end in matches:
            left, right, plural, targets, guarded = patterns[index]
            if (after := classes[end] & right) and not (
                after & (_S | _PLUS) and _may_follow(self._low, classes, end, plural=plural)
            ):
                continue
            if (before := classes[start - 1] & left) and (before != _UNSURE or _is_cased(self._low[start - 1])):
                continue
            for bucket, entry in targets:
                buckets[bucket].append((start, end, entry))
            if guarded:
                self._keep_guarded(start, end, guarded)

    def _keep_guarded(self, start: int, end: int, guarded: _Targets) -> None:
        linked = self._classes[start - 1] & _LINKED
        for bucket, entry in guarded:
            if _fits(self._text, self._low, start, end, entry) and not (linked and bucket in _TERMS):
                self._buckets[bucket].append((start, end, entry))


def _may_follow(low: str, classes: bytes, end: int, *, plural: bool) -> bool:
    """Whether the `s` or `+` at `end` leaves the word before it whole: `containers`, `ES6+`, `c+python`."""
    if classes[end] & _S:
        return plural and not classes[end + 1] & (_LETTER | _S | _PLUS | _HASH)
    return low[end + 1 : end + 2].isalnum()


def _is_cased(char: str) -> bool:
    """Whether a character outside Latin-1 is a letter that has capitals."""
    return LAST_ASCII < char < _LAST_CASED and char.upper() != char


def _is_capital(entries: list[Entry]) -> bool:
    return all(entry.cased and _bucket(entry) == "place name" for entry in entries)


def _small_and_titled(text: str) -> tuple[str, str]:
    """Return the text in small letters and in title case: a capital wherever none of `a-z` stands before.

    Both are as long as the text. Letters outside ASCII are small in both; on bytes this is a plain loop, while
    `str.lower` and `str.title` look up every character.
    """
    raw = text.encode()
    if not text.isascii() and (len(raw.translate(None, _CASED)) < len(raw) or _LETTERLIKE in raw):
        raw = lowered(text).encode()
    return raw.lower().decode(), raw.title().decode()


def _titled(spelling: str) -> str:
    return _small_and_titled(spelling)[1]


def _automaton(patterns: list[str]) -> AhoCorasick:
    return AhoCorasick(patterns, matchkind=MatchKind.Standard, store_patterns=False, implementation=Implementation.DFA)


def _pattern(spelling: str, entries: list[Entry]) -> _Pattern:
    """Return what is checked of a spelling; a term beside cues is guarded, since only terms do not count in links."""
    targets = [(BUCKETS.index(_bucket(entry)), entry) for entry in entries]
    only_terms = all(bucket in _TERMS for bucket, _ in targets)
    left = _WORD_BEFORE | _UNSURE if spelling[0] in ALNUM else 0
    guarded = tuple(each for each in targets if _guarded(each[1]) or (each[0] in _TERMS and not only_terms))
    return (
        left | _LINKED if only_terms else left,
        _not_after(spelling),
        len(spelling) >= PLURAL_FROM and spelling[-1].isascii() and spelling[-1].isalpha(),
        tuple(each for each in targets if each not in guarded),
        guarded,
    )


def _not_after(pattern: str) -> int:
    """Return the bits that may not follow: `C` is not in `C++`, but `ES6` is in `ES6+`."""
    if pattern[-1] not in AFTER:
        return 0
    return _LETTER | _S if pattern[-1].isdigit() else _LETTER | _S | _PLUS | _HASH


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
