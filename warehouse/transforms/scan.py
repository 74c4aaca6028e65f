"""One pass over a text that finds every term, place and cue with its position. What a hit means is judged elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from warehouse.taxonomy import CLASSES, City, Country, Cue, Taxonomy, Term
from warehouse.transforms.automaton import Automaton, Pattern, Target
from warehouse.transforms.entries import Entry, Hit
from warehouse.transforms.letters import lowered

if TYPE_CHECKING:
    from warehouse.transforms.rules import Rule

ALNUM = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
PLURAL_FROM = 3


class Scan:
    """Everything found in one text.

    Args:
        text: As written.
        low: The same in lower case, equally long.
        terms: Terms whose boundaries fit and that need no rule.
        ruled: Terms that still have to pass their rule.
        places: Cities and countries.
        cues: Bucket -> its hits: the cues of every dimension, and the lists above once more.
    """

    def __init__(  # noqa: PLR0917 - one for each field
        self,
        text: str,
        low: str,
        terms: list[Hit],
        ruled: list[Hit],
        places: list[Hit],
        cues: dict[str, list[Hit]],
    ) -> None:
        self.text, self.low = text, low
        self.terms, self.ruled, self.places, self.cues = terms, ruled, places, cues


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
_BUCKETS = BUCKETS
"""The same where only compiled code finds it."""
_NO_CUES: dict[str, list[Hit]] = {name: [] for name in BUCKETS}
"""Copied for each text, which is done sooner than to build it."""
_TERMS = frozenset({BUCKETS.index("term"), BUCKETS.index("ruled")})
"""What is named in a link is not meant."""


class Scanner:
    """The automaton over all seeds of a taxonomy; built once, used by every posting of a process."""

    def __init__(self, taxonomy: Taxonomy, rule_of: Callable[[str], Rule | None]) -> None:
        entries: dict[str, list[Entry]] = {}
        for term in taxonomy.terms:
            _add(entries, _term_entry(term, rule_of), _spellings(term.text))
        for city in taxonomy.cities:
            _add_place(entries, "city", city.city, city)
        for country in taxonomy.countries:
            _add_place(entries, country.kind, country.country, country)
        for cue in taxonomy.cues:
            _add(entries, _cue_entry(cue), (cue.text.lower(),))
        small = {lowered(spelling): found for spelling, found in entries.items()}
        self._automaton = Automaton([_pattern(spelling, found) for spelling, found in small.items()])

    def scan(self, text: str) -> Scan:
        """Find everything in `text`; linear in its length."""
        buckets: list[list[Hit]] = [[] for _ in _BUCKETS]
        low = self._automaton.keep(text, buckets)
        cues = _NO_CUES.copy()
        for number, name in enumerate(_BUCKETS):
            cues[name] = buckets[number]
        return Scan(text, low, buckets[0], buckets[1], buckets[2], cues)


def _pattern(spelling: str, entries: list[Entry]) -> Pattern:
    """Return what is checked of a spelling.

    A term beside cues is guarded, since only terms do not count in links. Places in capitals (`IN`) come behind others.
    """
    targets = list(map(_target, entries))
    only_terms = all(target.bucket in _TERMS for target in targets)
    guarded = tuple(each for each in targets if any(each[2:]) or (each.bucket in _TERMS and not only_terms))
    return Pattern(
        spelling,
        word=spelling[0] in ALNUM,
        plural=_has_plural(spelling),
        only_terms=only_terms,
        late=_is_capital(entries),
        free=tuple(each for each in targets if each not in guarded),
        guarded=guarded,
        linked=tuple(each for each in guarded if each.bucket not in _TERMS),
    )


def _has_plural(spelling: str) -> bool:
    return len(spelling) >= PLURAL_FROM and _is_ascii_letter(spelling[len(spelling) - 1])


def _is_ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_capital(entries: list[Entry]) -> bool:
    return all(entry.cased and _bucket(entry) == "place name" for entry in entries)


def _target(entry: Entry) -> Target:
    cased = "" if entry.kind == "term" else entry.cased
    return Target(BUCKETS.index(_bucket(entry)), entry, cased, entry.not_before, entry.not_after)


def _bucket(entry: Entry) -> str:
    if entry.kind == "term":
        return "ruled" if entry.test else "term"
    return "place name" if entry.kind in {"city", "country", "state"} else entry.kind


def _term_entry(term: Term, rule_of: Callable[[str], Rule | None]) -> Entry:
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
