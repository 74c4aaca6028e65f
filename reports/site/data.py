"""What the pages offer to download: CSV for spreadsheets, JSON for programs. No figure is computed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson
import polars as pl

from reports.results import Estimate, Judgement

_ESTIMATE = (
    "role", "what", "population", "periods", "measure", "estimate", "low", "high", "vacancies", "counted", "employers",
    "employers_counted", "g_eff",
)  # fmt: skip
_FIGURES = {"estimate", "low", "high", "g_eff"}
_COUNTS = {"vacancies", "counted", "employers", "employers_counted"}
_CLAIM = (
    "id", "kind", "population", "verdict", "reason", "claimed", "zone_low", "zone_high", "estimate", "low", "high",
    "periods", "vacancies", "statement_en", "statement_zh", "sentence_en", "sentence_zh", "vintage", "simulated",
)  # fmt: skip
_CLAIM_FIGURES = {"claimed", "zone_low", "zone_high", "estimate", "low", "high"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the start of a cell."""


def csv(frame: pl.DataFrame) -> bytes:
    """Return a frame as CSV in UTF-8, with the mark by which spreadsheets know it; no text can act as a formula."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(
        pl.when(pl.col(name).str.slice(0, 1).is_in(_FORMULA))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    return b"\xef\xbb\xbf" + safe.write_csv().encode()


def json(value: object) -> bytes:
    """Return plain values as indented JSON."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)


def claims_table(judgements: Sequence[Judgement]) -> pl.DataFrame:
    """Return one row a claim: what is claimed, its zone, the estimate with its interval, the verdict."""
    others: dict[str, type[pl.DataType]] = {"vacancies": pl.Int64, "simulated": pl.Boolean}
    schema = {name: pl.Float64 if name in _CLAIM_FIGURES else others.get(name, pl.String) for name in _CLAIM}
    return pl.DataFrame([_claim(judged) for judged in judgements], schema=schema, orient="row")


def _claim(judged: Judgement) -> tuple[object, ...]:
    estimate, zone = judged.estimate, judged.zone or (None, None)
    interval = estimate.interval if estimate else None
    return (
        judged.id, judged.kind, judged.population, judged.verdict, judged.reason, judged.figure, *zone,
        interval and interval.value, interval and interval.low, interval and interval.high,
        " → ".join(estimate.periods) if estimate else None, estimate.panel.n if estimate else None,
        judged.statement_en, judged.statement_zh, judged.sentence_en, judged.sentence_zh, judged.vintage,
        judged.simulated,
    )  # fmt: skip


def estimates_table(judged: Judgement) -> pl.DataFrame:
    """Return one row a figure of one claim: the one that decides, its parts, without each, newest, elsewhere."""
    schema = {
        name: pl.Float64 if name in _FIGURES else pl.Int64 if name in _COUNTS else pl.String for name in _ESTIMATE
    }
    return pl.DataFrame(list(_rows(judged)), schema=schema, orient="row")


def _rows(judged: Judgement) -> Iterator[tuple[object, ...]]:
    own = judged.estimate
    if own is not None:
        yield _figure("decides", own)
        for part in own.parts:
            given = part.interval
            yield (
                "part", part.label, own.population, " → ".join(own.periods), own.measure, given.value, given.low,
                given.high, part.n, part.x, None, part.k, part.g_eff,
            )  # fmt: skip
        for name, value in own.leave_one_out.items():
            yield ("without", name, own.population, " → ".join(own.periods), own.measure, value, *[None] * 7)
    for role, estimate in (("newest", judged.newest), ("proxy", judged.proxy)):
        if estimate is not None:
            yield _figure(role, estimate)
    for estimate in judged.elsewhere:
        yield _figure("elsewhere", estimate)


def _figure(role: str, estimate: Estimate) -> tuple[object, ...]:
    panel, interval = estimate.panel, estimate.interval
    return (
        role, estimate.about, estimate.population, " → ".join(estimate.periods), estimate.measure, interval.value,
        interval.low, interval.high, panel.n, panel.x, panel.employers, panel.k, panel.g_eff,
    )  # fmt: skip
