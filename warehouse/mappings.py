"""Mappings: TOML files that say which column of somebody's file holds which field of a posting.

Belongs here: reading, checking and choosing them, and what a rule makes of a row. Files and landing are elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warehouse.errors import JobproofError
from warehouse.home import PROJECT

FIELDS = (
    *("id", "title", "company", "city", "location", "salary", "experience", "education", "employment", "remote"),
    *("tags", "text", "text_format", "posted_at", "posted_raw", "posted_kind", "expires_at", "crawled_at", "url"),
    "author",
)
"""What a column may mean."""

FOLDER = PROJECT / "warehouse" / "seeds" / "mappings"
GUIDE = "docs/imports.md"

Row = Mapping[Any, Any]
_KEYS = {"title", "recognise", "rows", "zone", "dates", "empty", "personal", "fields", "constants", "skip", "only"}
_RULE_KEYS = {"column", "join", "text", "by", "match", "values", "when", "low", "high", "currency", "per"}
_PATTERN = re.compile(r"\{([^{}]+)\}")
_NOTHING = {"", "nan", "null", "none", "n/a", "\\n", "nat", "[]", "{}"}
_PERIODS = {"yearly": "year", "annual": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
_DEEPEST = 3


@dataclass(frozen=True)
class Rule:
    """How one field is made of a row's cells.

    Args:
        columns: The cells that it is made of; for `first` and `match` only one.
        kind: `first` (the cell as it is), `join` (texts that differ, divided by `by`), `text` (a template whose every
            cell must be filled) or `pay` (lower and upper end, currency, period).
        by: What divides joined texts.
        template: Of `text`.
        match: What to take out of the cell: the first group, else all that it matches. Of a list the first that fits.
        values: What the cell's words stand for; other words stay.
        when: Column -> words, one of which its cell must hold.
        pay: Columns of both ends, templates of currency and period.
    """

    columns: tuple[str, ...]
    kind: str = "first"
    by: str = "; "
    template: str = ""
    match: re.Pattern[str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pay: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(frozen=True)
class ColumnMapping:
    """One mapping file.

    Args:
        name: Its file's name without ending.
        title: What it reads, for people.
        fields: Field -> rules, tried in turn until one gives something.
        recognise: Columns that a file must have to be read by it; of a group one is enough.
        rows: Where rows lie within a JSON answer: keys divided by dots.
        zone: Of times that state none.
        dates: Patterns of strptime.
        empty: Words that stand for nothing, beside the usual.
        personal: Columns that tell of persons only, at whatever depth; dropped.
        constants: Field -> what it is in every row where nothing else is said.
        skip: Column -> words; rows with one of them are left out.
        only: Column -> words; rows with none of them are left out.
    """

    name: str
    title: str
    fields: Mapping[str, tuple[Rule, ...]]
    recognise: tuple[tuple[str, ...], ...] = ()
    rows: tuple[str, ...] = ()
    zone: tzinfo = UTC
    dates: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, row: Row, name: str) -> Any:  # noqa: ANN401 - a cell of any type
        """Return what a row says for a field: the first rule's that says anything, else the constant, else None."""
        for rule in self.fields.get(name, ()):
            found = self._made(row, rule)
            if found is not None:
                return found
        return self.constants.get(name)

    def left_out(self, row: Row) -> str:
        """Return why the mapping does not want a row; empty where it does."""
        for column, words in self.skip.items():
            if (word := _word(cell(row, column))) in words:
                return f"left out by the mapping: {column} = {word}"
        for column, words in self.only.items():
            if _word(cell(row, column)) not in words:
                return f"left out by the mapping: {column} is none of {', '.join(words)}"
        return ""

    @cached_property
    def leaves(self) -> frozenset[str]:
        """Return the last parts of the names of all columns that its fields are made of."""
        rules = (rule for several in self.fields.values() for rule in several)
        return frozenset(column.rpartition(".")[2] for rule in rules for column in rule.columns)

    def _made(self, row: Row, rule: Rule) -> Any:  # noqa: ANN401 - a cell of any type
        if rule.when and any(_word(cell(row, column)) not in words for column, words in rule.when.items()):
            return None
        if rule.kind == "first":
            found = self._filled(row, rule.columns[0])
            return found if found is None or not (rule.match or rule.values) else _picked(found, rule)
        if rule.kind == "pay":
            return self._pay(row, rule)
        if rule.kind == "text":
            return self._written(row, rule.template)
        texts = dict.fromkeys(text for column in rule.columns if (text := plain(self._filled(row, column))))
        return rule.by.join(texts) or None

    def _filled(self, row: Row, column: str) -> Any:  # noqa: ANN401 - a cell of any type
        found = cell(row, column)
        if found is None:
            return None
        if isinstance(found, str):
            found = found.strip()
            return None if found.lower() in _NOTHING or found in self.empty else found
        return None if found != found or found in ([], {}) else found  # noqa: PLR0124 - NaN alone

    def _written(self, row: Row, template: str) -> str | None:
        cells = {column: plain(self._filled(row, column)) for column in _PATTERN.findall(template)}
        if not all(cells.values()):
            return None
        return _PATTERN.sub(lambda found: cells[found[1]] or "", template)

    def _pay(self, row: Row, rule: Rule) -> str | None:
        low, high, currency, per = rule.pay
        ends = dict.fromkeys(end for column in (low, high) if (end := _amount(self._filled(row, column))))
        if not ends:
            return None
        period = (self._written(row, per) or "").lower()
        period = _PERIODS.get(period, period)
        words = (self._written(row, currency) or "", "-".join(ends), f"per {period}" if period else "")
        return " ".join(word for word in words if word)


def cell(row: Row, column: str) -> Any:  # noqa: ANN401 - a cell of any type
    """Return a row's cell; a column of a nested record is named with dots, and a list of records gives a list."""
    if column in row:
        return row[column]
    if "." not in column:
        return None
    found: Any = row
    for part in column.split("."):
        if isinstance(found, list):
            found = [each[part] for each in found if isinstance(each, dict) and part in each]
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            return None
    return found


def plain(value: Any) -> str | None:  # noqa: ANN401 - a cell of any type
    """Return a cell as text, a list's items divided by `; `; None for nothing and for records."""
    if isinstance(value, list):
        return "; ".join(text for each in value if (text := plain(each))) or None
    if value is None or isinstance(value, dict):
        return None
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip() or None


def columns_of(rows: Iterable[Row]) -> list[str]:
    """Return all columns that occur in some rows, those of nested records with dots, in the order of appearance."""
    found: dict[str, None] = {}
    for row in rows:
        _note(row, "", found)
    return list(found)


def _note(row: Row, before: str, found: dict[str, None]) -> None:
    for name, value in row.items():
        if name is None:
            continue
        found[f"{before}{name}"] = None
        if isinstance(value, dict) and before.count(".") < _DEEPEST:
            _note(value, f"{before}{name}.", found)


def _word(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    return str(value).lower() if isinstance(value, bool) else plain(value) or ""


def _amount(value: Any) -> str | None:  # noqa: ANN401 - a cell of any type
    text = (plain(value) or "").replace(",", "")
    try:
        return f"{float(text):.15g}" if float(text) > 0 else None
    except ValueError:
        return text or None


def _picked(value: Any, rule: Rule) -> Any:  # noqa: ANN401 - a cell of any type
    if rule.match is not None:
        texts = (plain(each) for each in (value if isinstance(value, list) else [value]))
        found = next((hit for text in texts if text and (hit := rule.match.search(text))), None)
        value = None if found is None else found[1] if found.re.groups else found[0]
    return value if value is None else rule.values.get(_word(value), value)


@cache
def shipped() -> tuple[ColumnMapping, ...]:
    """Return the mappings that come with the product, by name."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


def named(given: Path) -> ColumnMapping:
    """Return the mapping that somebody asked for: a file, or the name of one that ships.

    Raises:
        JobproofError: There is neither, or the file says what a mapping cannot.
    """
    ready = next((mapping for mapping in shipped() if mapping.name == str(given)), None)
    return ready if ready and not given.exists() else read(given)


def choose(columns: Sequence[str], archive: str) -> ColumnMapping:
    """Return the shipped mapping that recognises the most of a file's columns.

    Raises:
        JobproofError: None recognises them, or two do equally well.
    """
    present = set(columns)
    fitting = [mapping for mapping in shipped() if _fits(mapping, present)]
    best = max((len(mapping.recognise) for mapping in fitting), default=0)
    found = [mapping for mapping in fitting if len(mapping.recognise) == best]
    if len(found) == 1:
        return found[0]
    names = ", ".join(mapping.name for mapping in found or shipped())
    why = "fit several ready mappings" if found else "fit no ready mapping"
    raise JobproofError(
        archive,
        f"its columns {why}: {', '.join(columns)}",
        allowed=f"columns as in one of {names}",
        remedy=f'Name one, or write one: --mapping mine.toml with [fields], title = "<column>" and so on ({GUIDE}).',
    )


def _fits(mapping: ColumnMapping, present: set[str]) -> bool:
    return bool(mapping.recognise) and all(any(column in present for column in group) for group in mapping.recognise)


def require(mapping: ColumnMapping, columns: Sequence[str], archive: str) -> None:
    """Refuse a mapping that names columns which a file lacks.

    Raises:
        JobproofError: Of some field not one column is there.
    """
    present = set(columns)
    for name, rules in mapping.fields.items():
        wanted = [column for rule in rules for column in rule.columns]
        if not any(column in present or column.split(".")[0] in present for column in wanted):
            raise JobproofError(
                archive,
                f"has no column {' or '.join(map(repr, wanted))}, which the mapping {mapping.name} takes for {name}",
                allowed=", ".join(columns),
                remedy=f"Correct {name} in the mapping.",
            )


def read(path: Path) -> ColumnMapping:
    """Read a mapping file.

    Raises:
        JobproofError: It is no TOML, or says what a mapping cannot.
    """
    who = f"mapping {path}"
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        names = ", ".join(mapping.name for mapping in shipped()) if path.parent != FOLDER else ""
        raise JobproofError(
            who, f"cannot be read ({error})", allowed=f"a TOML file, or one of {names}", remedy="Correct the file."
        ) from None
    _refuse_strangers(who, held, _KEYS)
    return ColumnMapping(
        name=path.stem,
        title=str(held.get("title", path.stem)),
        fields=_fields(who, held.get("fields")),
        recognise=tuple((group,) if isinstance(group, str) else tuple(group) for group in held.get("recognise", ())),
        rows=tuple(held.get("rows", ())),
        zone=_zone(who, held.get("zone", "UTC")),
        dates=tuple(held.get("dates", ())),
        empty=frozenset(held.get("empty", ())),
        personal=frozenset(name.lower() for name in held.get("personal", ())),
        constants=_constants(who, held.get("constants", {})),
        skip=_words(who, "skip", held.get("skip", {})),
        only=_words(who, "only", held.get("only", {})),
    )


def _fields(who: str, held: Any) -> dict[str, tuple[Rule, ...]]:  # noqa: ANN401 - whatever the file says
    if not isinstance(held, dict) or not held:
        raise JobproofError(
            who, "has no [fields] table", allowed='title = "职位名称"', remedy="Say which column holds what."
        )
    found = {}
    for name, given in held.items():
        _known_field(who, name, given)
        found[name] = tuple(_rule(who, name, each) for each in (given if isinstance(given, list) else [given]))
    return found


def _known_field(who: str, name: str, given: object) -> None:
    if name not in FIELDS:
        raise _wrong(who, f"{name} = {given!r}", ", ".join(FIELDS))


def _rule(who: str, name: str, given: Any) -> Rule:  # noqa: ANN401 - whatever the file says
    if isinstance(given, str):
        return Rule((given,))
    if not isinstance(given, dict):
        raise _wrong(who, f"{name} = {given!r}", 'a column, a list of columns, or { join = ["a", "b"] } and its like')
    _refuse_strangers(f"{who}, {name}", given, _RULE_KEYS)
    when = _words(who, f"{name}.when", given.get("when", {}))
    if "column" in given:
        pattern = _compiled(who, name, given["match"]) if "match" in given else None
        return Rule((given["column"],), match=pattern, values=given.get("values", {}), when=when)
    if "join" in given:
        return Rule(tuple(given["join"]), "join", given.get("by", "; "), when=when)
    if "text" in given:
        return Rule(tuple(_PATTERN.findall(given["text"])), "text", template=given["text"], when=when)
    if "low" in given or "high" in given:
        ends = (given.get("low", ""), given.get("high", ""))
        pay = (*ends, given.get("currency", ""), given.get("per", ""))
        return Rule(tuple(end for end in ends if end), "pay", pay=pay, when=when)
    raise _wrong(who, f"{name} = {given!r}", "column, join, text, or low and high")


def _compiled(who: str, name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise _wrong(who, f"{name} has match = {pattern!r} ({error})", "a regular expression") from None


def _constants(who: str, held: dict[str, Any]) -> dict[str, str]:
    for name, given in held.items():
        _known_field(who, name, given)
    return {name: str(given) for name, given in held.items()}


def _words(who: str, name: str, held: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - whatever the file says
    if not isinstance(held, dict):
        raise _wrong(who, f"{name} = {held!r}", '{ column = ["word", "other word"] }')
    return {
        column: tuple(_word(word) for word in (words if isinstance(words, list) else [words]))
        for column, words in held.items()
    }


def _zone(who: str, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise _wrong(who, f"zone = {name!r}", "a name as Asia/Shanghai or UTC") from None


def _refuse_strangers(who: str, held: Mapping[str, Any], known: set[str]) -> None:
    for name, given in held.items():
        if name not in known:
            raise _wrong(who, f"{name} = {given!r}", ", ".join(sorted(known)))


def _wrong(who: str, found: str, allowed: str) -> JobproofError:
    return JobproofError(who, found, allowed=allowed, remedy=f"Correct the file; {GUIDE} shows how.")
