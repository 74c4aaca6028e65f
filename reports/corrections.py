"""Figures once published and later changed: which, from what to what, and why. Wording for readers is words.py's.

A correction is a change of what was said of the same claim and the same period. A claim on the newest period that
moves on with the calendar corrects nothing. Changes that a reader would not see (a digit that is not printed) are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from reports import words
from reports.results import VERDICTS, Interval, Style, VerdictName
from reports.words import LANGS, Lang

_Row = Mapping[str, Any]
CSV = (
    "day",
    "claim",
    "statement",
    "periods",
    "before",
    "before_low",
    "before_high",
    "verdict_before",
    "after",
    "after_low",
    "after_high",
    "verdict_after",
    "reason",
    "vintage_before",
    "vintage_after",
)
"""Columns of the log as CSV; figures are fractions, the reason is in English."""


@dataclass(frozen=True)
class Said:
    """What one vintage said of a claim.

    Args:
        interval: Figure and 95 % interval; None where it said none any more.
        verdict: Its verdict.
        vintage: Which one.
    """

    interval: Interval | None
    verdict: VerdictName
    vintage: str


@dataclass(frozen=True)
class Correction:
    """One figure or verdict that changed after it was published.

    Args:
        claim_id: Which claim's.
        periods: Labels of the periods that it speaks of, base first.
        before: What was said.
        after: What is said instead.
        reasons: (label's key, what fills its places) for each cause that the record shows; never empty.
    """

    claim_id: str
    periods: tuple[str, ...]
    before: Said
    after: Said
    reasons: tuple[tuple[str, dict[str, object]], ...]

    @property
    def day(self) -> str:
        """Return the day of the vintage that changed it."""
        return self.after.vintage.partition(".")[0]


def found(history: pl.DataFrame, styles: Mapping[str, Style]) -> list[Correction]:
    """Return every correction, the newest first.

    Args:
        history: mart.claim_history.
        styles: Claim id -> how its figures are written; a claim that is no longer asked is left out.
    """
    if history.is_empty():
        return []
    ordered = history.sort("claim_id", pl.col("vintage").str.head(10), "built_at", "vintage", nulls_last=False)
    changes = [
        change
        for claim in ordered.partition_by("claim_id", maintain_order=True)
        if claim["claim_id"][0] in styles
        for change in _of_claim(claim.to_dicts(), styles[claim["claim_id"][0]])
    ]
    return sorted(changes, key=lambda change: (change.day, change.after.vintage), reverse=True)


def _of_claim(rows: Sequence[_Row], style: Style) -> Iterator[Correction]:
    """Yield how one claim's rows, oldest first, correct each other; each period's figure against its last one."""
    last: dict[str, _Row] = {}
    newest = ""
    for row in rows:
        periods = row["periods"] or ""
        if row["estimate"] is None:
            if before := last.pop(newest, None):
                yield _correction(before, row, [("why_withdrawn", {"reason": row["reason"] or row["verdict"]})])
            continue
        before = last.get(periods)
        if before is not None and _seen(before, style) != _seen(row, style):
            yield _correction(before, row, list(_causes(before, row)))
        last[periods], newest = row, periods


def _seen(row: _Row, style: Style) -> tuple[object, ...]:
    """Return what a reader sees of a row."""
    return row["verdict"], words.interval(_interval(row), style, "en")


def _interval(row: _Row) -> Interval:
    value = float(row["estimate"])
    ends = (row["low"], row["high"])
    low, high = (value if end is None else float(end) for end in ends)
    return Interval(value, low, high)


def _correction(before: _Row, after: _Row, causes: Sequence[tuple[str, dict[str, object]]]) -> Correction:
    periods = tuple(part for part in (before["periods"] or "").split(" → ") if part)
    told = tuple(causes) or (("why_recomputed", {}),)
    return Correction(after["claim_id"], periods, _said(before), _said(after), told)


def _said(row: _Row) -> Said:
    verdict = next((name for name in VERDICTS if name == row["verdict"]), VERDICTS[-1])
    return Said(None if row["estimate"] is None else _interval(row), verdict, row["vintage"])


def _causes(before: _Row, after: _Row) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what the record shows to have changed between two vintages; what a vintage did not keep tells nothing."""
    if before["corrected"] != after["corrected"] and None not in (before["corrected"], after["corrected"]):
        yield ("why_audited" if after["corrected"] else "why_unaudited"), {}
    if before["boards"] is not None and after["boards"] is not None:
        was, now = before["boards"].split(), after["boards"].split()
        if came := [name for name in now if name not in was]:
            yield "why_boards_came", {"boards": came}
        if went := [name for name in was if name not in now]:
            yield "why_boards_went", {"boards": went}
        if was == now and _asked(before) != _asked(after):
            yield "why_asked", {}
    if before["taxonomy"] != after["taxonomy"] and None not in (before["taxonomy"], after["taxonomy"]):
        yield "why_taxonomy", {}
    if before["n"] != after["n"] and None not in (before["n"], after["n"]):
        key = "why_more" if after["n"] > before["n"] else "why_fewer"
        yield key, {"before": words.number(before["n"]), "after": words.number(after["n"])}


def _asked(row: _Row) -> str:
    return str(row["sql"] or "")


def reasons(change: Correction, lang: Lang, titles: Mapping[str, str]) -> str:
    """Say why a figure changed, boards by their titles."""
    joint = "；" if lang == "zh" else "; "
    return joint.join(words.say(key, lang, **_named(given, lang, titles)) for key, given in change.reasons)


def _named(given: Mapping[str, object], lang: Lang, titles: Mapping[str, str]) -> dict[str, object]:
    boards = given.get("boards")
    if isinstance(boards, list):
        return {"boards": words.COMMA[lang].join(titles.get(name, name) for name in boards)}
    if "reason" in given:
        return {"reason": words.phrase(str(given["reason"]), lang)}
    return dict(given)


def written(said: Said, style: Style, lang: Lang) -> str:
    """Write a figure with its interval, as readers saw it."""
    return words.interval(said.interval, style, lang) if said.interval else words.say("no_figure_now", lang)


def table(changes: Sequence[Correction], statements: Mapping[str, str], titles: Mapping[str, str]) -> pl.DataFrame:
    """Return the log as the rows of a CSV file, CSV columns.

    Args:
        changes: As found.
        statements: Claim id -> the claim in English.
        titles: Board -> its title.
    """
    rows = [
        (
            change.day, change.claim_id, statements.get(change.claim_id, ""), " → ".join(change.periods),
            *_numbers(change.before), change.before.verdict, *_numbers(change.after), change.after.verdict,
            reasons(change, LANGS[0], titles), change.before.vintage, change.after.vintage,
        )
        for change in changes
    ]  # fmt: skip
    figures = {name for name in CSV if name.startswith(("before", "after"))}
    schema = {name: pl.Float64 if name in figures else pl.String for name in CSV}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _numbers(said: Said) -> tuple[float | None, float | None, float | None]:
    given = said.interval
    return (given.value, given.low, given.high) if given else (None, None, None)
