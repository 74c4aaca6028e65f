"""From published fields to what a posting is said to contain: frame in, frame out, nothing read or written."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any

import orjson
import polars as pl

from warehouse.schemas import NORMALISED
from warehouse.taxonomy import Taxonomy
from warehouse.transforms import kinds, names, pay, requirements
from warehouse.transforms.document import Document, build_scanner, documents
from warehouse.transforms.mentions import HOW, worths
from warehouse.transforms.offers import is_posting
from warehouse.transforms.places import places
from warehouse.transforms.remote import remote
from warehouse.transforms.scan import Scanner
from warehouse.transforms.tongue import text_language

BATCH = 64
"""Postings that go through the steps together: each step's code and patterns then stay in the processor's caches."""
UNPAID = dict.fromkeys((
    "pay_min", "pay_max", "pay_currency", "pay_period", "pay_months",
    "pay_min_cny_year", "pay_max_cny_year", "pay_min_usd_year", "pay_max_usd_year",
))  # fmt: skip
"""Of a posting that states no pay, and of a text that offers no job: what its writer earns is nothing that is paid."""


@lru_cache(maxsize=4)
def scanner_of(taxonomy: Taxonomy) -> Scanner:
    """Return the automaton of a taxonomy, built once a process.

    It and all before it live as long as the process: the cycle collector need not walk through them again until the
    end, when libraries count what they left behind.
    """
    scanner = build_scanner(taxonomy)
    gc.freeze()
    atexit.register(gc.unfreeze)
    return scanner


def normalise(frame: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """Return `schemas.NORMALISED`, one row a posting in the order of `frame`.

    Args:
        frame: Column `id` and any of title, company, city, location, salary, experience, education, employment,
            remote, tags (list of strings), text, text_format, posted_at, board.
        taxonomy: What `taxonomy.load` returned.
    """
    if frame.is_empty():
        return pl.DataFrame(schema=NORMALISED.polars)
    lines = b"\n".join(map(orjson.dumps, normalise_rows(frame.iter_rows(named=True), taxonomy)))
    return pl.read_ndjson(lines, schema=NORMALISED.polars)


def normalise_row(row: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """Return one row of `schemas.NORMALISED` as a dictionary."""
    return _normalise_batch([row], taxonomy)[0]


def normalise_rows(rows: Iterable[Mapping[str, Any]], taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    """Yield what `normalise_row` returns for each row, in order and some times faster; BATCH rows are held at once."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        with _collector_off():
            found = _normalise_batch(batch, taxonomy)
        yield from found


@contextmanager
def _collector_off() -> Iterator[None]:
    """Spare a batch the passes of the cycle collector: nothing here makes cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _normalise_batch(rows: Sequence[Mapping[str, Any]], taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """Take all rows through one step after the other."""
    found = documents(rows, taxonomy, scanner_of(taxonomy))
    offers = [is_posting(each) for each in found]
    languages = [text_language(each.scan.text) for each in found]
    where = [places(each) for each in found]
    whole: list[dict[str, Any]] = [
        {"id": str(row["id"]), "is_posting": offer} for row, offer in zip(rows, offers, strict=True)
    ]
    each_offer = list(zip(whole, found, offers, strict=True))
    for row, each, offer in each_offer:
        row.update(_concepts(each, taxonomy, offers=offer))
    for row, each, _ in each_offer:
        row["remote"] = remote(each)
    for (row, each, offer), place, language in zip(each_offer, where, languages, strict=True):
        stated = read_pay(each, place.countries, chinese=language == "zh") if offer else None
        row.update(_pay(stated, taxonomy) if stated else UNPAID)
        row["cities"], row["countries"] = place.cities, place.countries
    for row, each, offer in each_offer:
        row["experience_min_years"], row["experience_max_years"] = _experience(each) if offer else (None, None)
    for row, each, offer in each_offer:
        row["education"] = requirements.education(each) if offer else "unspecified"
        row["seniority"] = requirements.seniority(each) if offer else []
    for row, each, _ in each_offer:
        row["work_type"] = kinds.work_class(each)
    for row, each, _ in each_offer:
        row["industry"] = kinds.industry_class(each)
    for (row, each, _), language in zip(each_offer, languages, strict=True):
        row["text_language"] = language
        row.update(_names(each))
    for row, each, _ in each_offer:
        row["text_plain"], row["text_key"] = each.body, names.text_key(each.body)
    return whole


def _concepts(found: Document, taxonomy: Taxonomy, *, offers: bool) -> dict[str, Any]:
    languages, listed = taxonomy.languages, taxonomy.listed
    named = worths(found, taxonomy, offers=offers)
    return {
        "languages": [slug for slug in named if slug in languages],
        "skills": [slug for slug in named if slug in listed and slug not in languages],
        "concepts": [
            {"concept": slug, "strength": HOW[worth][0], "alternative": HOW[worth][1]} for slug, worth in named.items()
        ],
    }


def read_pay(found: Document, countries: list[str], *, chinese: bool) -> pay.Pay | None:
    """Return the pay: the field first, then, where that names no figure, title and text."""
    field = found.row["salary"]
    named = pay.pay_of_field(field, chinese=chinese or found.is_chinese) if field else None
    if named:
        return named
    stated = pay.pay_of_text(found.scan.low, chinese=chinese, start=found.title.start)
    return pay.in_local_money(stated, found.scan.low, countries) if stated else None


def _pay(stated: pay.Pay, taxonomy: Taxonomy) -> dict[str, Any]:
    cny, usd = (stated.annual(taxonomy.rates, unit) for unit in ("CNY", "USD"))
    return {
        "pay_min": stated.low,
        "pay_max": stated.high,
        "pay_currency": stated.currency,
        "pay_period": stated.period,
        "pay_months": stated.months,
        "pay_min_cny_year": cny[0],
        "pay_max_cny_year": cny[1],
        "pay_min_usd_year": usd[0],
        "pay_max_usd_year": usd[1],
    }


def _experience(found: Document) -> requirements.Years:
    return requirements.experience(found) or (None, None)


def _names(found: Document) -> dict[str, Any]:
    company, role = names.names(found)
    return {
        "company": company,
        "company_key": names.company_key(company),
        "role": role,
        "role_key": names.role_key(role),
    }
