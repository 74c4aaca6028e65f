"""The query language of claims: words of the taxonomy and facets, joined by and, or, not and parentheses; to SQL.

    query   = part, { "or", part } ;
    part    = factor, { "and", factor } ;
    factor  = "not", factor | "(", query, ")" | strength, "(", concept, ")" | facet, ":", value
            | "any" | "census" | concept ;
    facet   = "work_type" | "industry" | "seniority" | "remote" | "city" | "tier" | "country"
            | "language" | "board" ;
    strength = "required" | "preferred" ;

A value with blanks stands in double quotes: `city:"new york"`. A vacancy is described by its first posting. Nothing
here opens a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NoReturn

from warehouse.classes import INDUSTRIES, REMOTES, SENIORITIES, WORK_TYPES
from warehouse.errors import BadUsageError

_TOKENS = re.compile(r'\s*(?:(?P<mark>[()])|(?P<word>(?:[^\s()":]|:(?=[^\s"]))+(?::"[^"]*")?))')
_JOINTS = ("and", "or", "not")

FACETS: dict[str, tuple[str, ...]] = {
    "work_type": WORK_TYPES,
    "industry": INDUSTRIES,
    "seniority": SENIORITIES,
    "remote": REMOTES,
    "tier": ("first", "new-first", "second"),
    "language": ("zh", "en"),
    "city": (),
    "country": (),
    "board": (),
}
"""Facet -> allowed values; empty where the data decide."""


_Strength = Literal["", "required", "preferred"]


@dataclass(frozen=True)
class Concept:
    """Vacancies whose first posting names a concept, with the given strength where one is asked for."""

    slug: str
    strength: _Strength = ""


@dataclass(frozen=True)
class Facet:
    """Vacancies whose first posting has a value; `any` and `census` are facets without one."""

    name: str
    value: str = ""


@dataclass(frozen=True)
class Not:
    """All other vacancies."""

    query: Query


@dataclass(frozen=True)
class Joined:
    """Vacancies of all (`and`) or of any (`or`) of the parts."""

    joint: Literal["and", "or"]
    parts: tuple[Query, ...]


Query = Concept | Facet | Not | Joined


@dataclass(frozen=True)
class _AnyOf:
    """Concepts of one `or`, to be looked up together."""

    slugs: tuple[str, ...]
    strength: _Strength


@dataclass(frozen=True)
class _Token:
    text: str
    position: int


def parse(text: str, known_concepts: Collection[str] | None = None, *, who: str = "") -> Query:
    """Read a query.

    Args:
        text: The query.
        known_concepts: Slugs that it may name; any where None.
        who: Who speaks in an error; the query itself where empty.

    Raises:
        BadUsageError: The query is malformed or names an unknown concept, facet or value; the message names the word,
            its position (from 1), what is allowed and near matches.
    """
    return _Parser(text, known_concepts, who or f"query {text!r}").whole()


class _Parser:
    def __init__(self, text: str, known: Collection[str] | None, who: str) -> None:
        self._known, self._who, self._end = known, who, len(text)
        self._tokens = list(self._split(text))
        self._at = 0

    def _split(self, text: str) -> Iterator[_Token]:
        position, text = 0, text.rstrip()
        while position < len(text):
            found = _TOKENS.match(text, position)
            if not found:
                start = len(text) - len(text[position:].lstrip())
                self._refuse(_Token(text[start], start), "a word, a facet:value or a parenthesis")
            group = found.lastgroup or "word"
            yield _Token(found[group], found.start(group))
            position = found.end()

    def whole(self) -> Query:
        query = self._either()
        if token := self._next():
            self._refuse(token, "and, or, or the end")
        return query

    def _either(self) -> Query:
        return self._joined("or", self._both)

    def _both(self) -> Query:
        return self._joined("and", self._factor)

    def _joined(self, joint: Literal["and", "or"], part: Callable[[], Query]) -> Query:
        parts = [part()]
        while self._takes(joint):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(joint, tuple(parts))

    def _factor(self) -> Query:
        token = self._next()
        if token is None:
            self._refuse(_Token("", self._end), "a concept, a facet:value, any, census, not or (")
        if token.text == "not":
            return Not(self._factor())
        if token.text == "(":
            query = self._either()
            self._close()
            return query
        if token.text in {"required", "preferred"} and self._takes("("):
            return self._strong(token)
        return self._word(token)

    def _strong(self, strength: _Token) -> Query:
        token = self._next() or _Token("", self._end)
        query = self._concept(token)
        self._close()
        return Concept(query.slug, "required" if strength.text == "required" else "preferred")

    def _word(self, token: _Token) -> Query:
        name, colon, value = token.text.partition(":")
        if colon:
            return self._facet(token, name, value.strip('"'))
        if name in {"any", "census"}:
            return Facet(name)
        return self._concept(token)

    def _facet(self, token: _Token, name: str, value: str) -> Query:
        if name not in FACETS:
            self._refuse(_Token(name, token.position), ", ".join(FACETS), near=FACETS)
        if not value or (FACETS[name] and value not in FACETS[name]):
            allowed = ", ".join(FACETS[name]) or f"{name}:<value>"
            self._refuse(_Token(value, token.position + len(name) + 1), allowed, near=FACETS[name])
        return Facet(name, value)

    def _concept(self, token: _Token) -> Concept:
        if token.text in {*_JOINTS, "(", ")", ""}:
            self._refuse(token, "a concept, a facet:value, any, census, not or (")
        if self._known is not None and token.text not in self._known:
            self._refuse(token, "a concept of concepts.csv, any, census or a facet:value", near=self._known)
        return Concept(token.text)

    def _next(self) -> _Token | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, text: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].text == text:
            self._at += 1
            return True
        return False

    def _close(self) -> None:
        if not self._takes(")"):
            self._refuse(self._next() or _Token("", self._end), ")")

    def _refuse(self, token: _Token, allowed: str, near: Collection[str] = ()) -> NoReturn:
        alike = get_close_matches(token.text, near, n=3)
        what = f"{token.text!r} at position {token.position + 1}" if token.text else f"ends at position {self._end}"
        remedy = f"Did you mean {' or '.join(alike)}?" if alike else "Correct the query."
        raise BadUsageError(self._who, f"unexpected {what}" if token.text else what, allowed=allowed, remedy=remedy)


def compile_query(query: Query | _AnyOf, vacancy: str = "v") -> str:
    """Return the SQL predicate of a query.

    Args:
        query: As parse() returns it.
        vacancy: Alias of core.vacancies in the query around it.

    Returns:
        A condition without parameters that is never null.
    """
    if isinstance(query, Joined):
        merged = _merged(query)
        return "(" + f" {query.joint.upper()} ".join(compile_query(part, vacancy) for part in merged) + ")"
    if isinstance(query, Not):
        return f"NOT {compile_query(query.query, vacancy)}"
    if isinstance(query, Concept):
        return _named((query.slug,), query.strength, vacancy)
    if isinstance(query, _AnyOf):
        return _named(query.slugs, query.strength, vacancy)
    return _facet_sql(query, vacancy)


def without(query: Query, given: Query) -> Query:
    """Return a query for vacancies of which `given` is known to hold: an `and` loses the parts that say so."""
    known = given.parts if isinstance(given, Joined) and given.joint == "and" else (given,)
    if query in known or query == given:
        return Facet("any")
    if not isinstance(query, Joined) or query.joint != "and":
        return query
    rest = tuple(part for part in query.parts if part not in known and part != given)
    return rest[0] if len(rest) == 1 else Joined("and", rest) if rest else Facet("any")


def _merged(query: Joined) -> list[Query | _AnyOf]:
    """Return the parts; concepts that stand in one `or` with one strength are one part, since one join finds them."""
    if query.joint == "and":
        return list(query.parts)
    slugs: dict[_Strength, list[str]] = {}
    for part in query.parts:
        if isinstance(part, Concept):
            slugs.setdefault(part.strength, []).append(part.slug)
    others = [part for part in query.parts if not isinstance(part, Concept)]
    return [*(_AnyOf(tuple(found), strength) for strength, found in slugs.items()), *others]


def _named(slugs: Sequence[str], strength: _Strength, vacancy: str) -> str:
    listed = f"= {_text(slugs[0])}" if len(slugs) == 1 else f"IN ({', '.join(_text(slug) for slug in slugs)})"
    strong = f" AND strength = {_text(strength)}" if strength else ""
    return f"{vacancy}.vacancy_id IN (SELECT posting_id FROM core.mentions WHERE concept {listed}{strong})"


def _facet_sql(facet: Facet, vacancy: str) -> str:
    if facet.name == "any":
        return "true"
    if facet.name == "census":
        return f"{vacancy}.board IN (SELECT board FROM core.boards WHERE census)"
    if facet.name in {"work_type", "industry", "board"}:
        return f"{vacancy}.{facet.name} = {_text(facet.value)}"
    return f"{vacancy}.vacancy_id IN (SELECT posting_id FROM core.postings WHERE {_posting(facet)})"


def _posting(facet: Facet) -> str:
    value = _text(facet.value)
    if facet.name == "city":
        names = ", ".join(_text(name) for name in dict.fromkeys((facet.value, facet.value.replace("-", " "))))
        return f"list_has_any(cities, [{names}])"
    if facet.name == "tier":
        return f"list_has_any(cities, (SELECT list(city) FROM core.cities WHERE tier = {value}))"
    if facet.name == "language":
        return f"text_language = {value}"
    column = {"country": "countries"}.get(facet.name, facet.name)
    return f"list_contains({column}, {_text(facet.value.upper()) if facet.name == 'country' else value})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
