"""From published fields to what a posting is said to contain: frame in, frame out, nothing read or written."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from threading import RLock
from typing import Any

import polars as pl

from warehouse.schemas import NORMALISED
from warehouse.taxonomy import Taxonomy
from warehouse.transforms import kinds, names, pay, requirements
from warehouse.transforms.document import FIELDS, build_scanner, documents
from warehouse.transforms.framed import framed
from warehouse.transforms.mentions import HOW, worths
from warehouse.transforms.offers import is_posting
from warehouse.transforms.places import Places, places
from warehouse.transforms.remote import remote
from warehouse.transforms.scan import Scanner
from warehouse.transforms.tongue import text_language
from warehouse.transforms.zones import Document

BATCH = 64
"""Postings that go through the steps together: each step's code and patterns then stay in the processor's caches."""
SLICE = 8_192
"""Postings that are held as Python's objects before they become a part of a frame."""
READ = (*FIELDS, "tags", "text", "text_format")
"""Columns of a frame that are read beside `id`."""
PAY = (
    "pay_min", "pay_max", "pay_currency", "pay_period", "pay_months",
    "pay_min_cny_year", "pay_max_cny_year", "pay_min_usd_year", "pay_max_usd_year",
)  # fmt: skip
_ONE_AT_A_TIME = RLock()
"""The steps keep arrays from posting to posting: threads of a process take turns, a batch each."""
Paid = tuple[Any, ...]
"""What the columns PAY say of one posting."""
UNPAID: Paid = (None,) * len(PAY)
"""Of a posting that states no pay, and of a text that offers no job: what its writer earns is nothing that is paid."""
NO_YEARS = (None, None)
Columns = dict[str, list[Any]]


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
            remote, tags (list of strings), text, text_format; others are left unread.
        taxonomy: What `taxonomy.load` returned.
    """
    if frame.is_empty():
        return pl.DataFrame(schema=NORMALISED.polars)
    wanted = frame.select("id", *(name for name in READ if name in frame.columns))
    return pl.concat([_of_slice(some, taxonomy) for some in wanted.iter_slices(SLICE)])


def _of_slice(frame: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    whole: Columns = {name: [] for name in NORMALISED.polars}
    with _collector_off():
        for batch in _batches(frame.iter_rows(named=True)):
            for name, values in _columns(batch, taxonomy).items():
                whole[name] += values
        whole["text_key"] = list(map(names.text_key, whole["text_plain"]))
        return framed(whole)


def normalise_row(row: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """Return one row of `schemas.NORMALISED` as a dictionary, without `text_key`, which only linking asks for."""
    return _rows(_columns([row], taxonomy))[0]


def normalise_rows(rows: Iterable[Mapping[str, Any]], taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    """Yield what `normalise_row` returns for each row, in order and some times faster; BATCH rows are held at once."""
    for batch in _batches(rows):
        with _collector_off():
            found = _rows(_columns(batch, taxonomy))
        yield from found


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


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


def _rows(columns: Columns) -> list[dict[str, Any]]:
    columns["concepts"] = list(map(_mentions, columns["concepts"]))
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _columns(rows: Sequence[Mapping[str, Any]], taxonomy: Taxonomy) -> Columns:
    with _ONE_AT_A_TIME:
        return _stepped(rows, taxonomy)


def _stepped(rows: Sequence[Mapping[str, Any]], taxonomy: Taxonomy) -> Columns:
    """Take all rows through one step after the other; return a list for each field, of concepts what `worths` does."""
    found = documents(rows, taxonomy, scanner_of(taxonomy))
    offers = [is_posting(each) for each in found]
    spoken = [text_language(each.scan.text) for each in found]
    where = [places(each) for each in found]
    columns: Columns = {"id": [str(row["id"]) for row in rows], "is_posting": offers}
    columns.update(_concepts(found, offers, taxonomy))
    columns["remote"] = [remote(each) for each in found]
    columns.update(_pays(found, offers, spoken, where, taxonomy))
    columns["cities"], columns["countries"] = [place.cities for place in where], [place.countries for place in where]
    columns.update(_asked(found, offers))
    columns["work_type"] = [kinds.work_class(each) for each in found]
    columns["industry"] = [kinds.industry_class(each) for each in found]
    columns["text_language"] = spoken
    columns.update(_names(found))
    columns["text_plain"] = [each.body for each in found]
    return columns


def _concepts(found: list[Document], offers: list[bool], taxonomy: Taxonomy) -> Columns:
    languages, listed = taxonomy.languages, taxonomy.listed
    named = [worths(each, taxonomy, offers=offer) for each, offer in zip(found, offers, strict=True)]
    skills = listed - languages
    return {
        "languages": [[slug for slug in slugs if slug in languages] for slugs in named],
        "skills": [[slug for slug in slugs if slug in skills] for slugs in named],
        "concepts": named,
    }


def _mentions(named: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"concept": slug, "strength": HOW[worth][0], "alternative": HOW[worth][1]} for slug, worth in named.items()]


def _pays(
    found: list[Document], offers: list[bool], spoken: list[str], where: list[Places], taxonomy: Taxonomy
) -> Columns:
    rows = [
        _pay(read_pay(each, place.countries, chinese=language == "zh"), taxonomy) if offer else UNPAID
        for each, offer, language, place in zip(found, offers, spoken, where, strict=True)
    ]
    return dict(zip(PAY, map(list, zip(*rows, strict=True)), strict=True))


def read_pay(found: Document, countries: list[str], *, chinese: bool) -> pay.Pay | None:
    """Return the pay: the field first, then, where that names no figure, title and text."""
    field, low = found.row["salary"], found.scan.low
    if countries == ["PH"]:
        field, low = pay.in_pesos((field or "").lower()), pay.in_pesos(low)
    named = pay.pay_of_field(field, chinese=chinese or found.is_chinese) if field else None
    if named:
        return pay.in_local_money(named, field.lower(), countries) if named.currency == "CNY" else named
    stated = pay.pay_of_text(low, chinese=chinese, start=found.title.start)
    return pay.in_local_money(stated, low, countries) if stated else None


def _pay(stated: pay.Pay | None, taxonomy: Taxonomy) -> Paid:
    if not stated:
        return UNPAID
    cny, usd = stated.annual(taxonomy.rates, "CNY"), stated.annual(taxonomy.rates, "USD")
    return stated.low, stated.high, stated.currency, stated.period, stated.months, *cny, *usd


def _asked(found: list[Document], offers: list[bool]) -> Columns:
    """Return what an offer asks of people; a text that offers no job asks nothing."""
    both = list(zip(found, offers, strict=True))
    years = [_experience(each) if offer else NO_YEARS for each, offer in both]
    return {
        "experience_min_years": [least for least, _ in years],
        "experience_max_years": [most for _, most in years],
        "education": [requirements.education(each) if offer else "unspecified" for each, offer in both],
        "seniority": [requirements.seniority(each) if offer else [] for each, offer in both],
    }


def _experience(found: Document) -> requirements.Years:
    return requirements.experience(found) or NO_YEARS


def _names(found: list[Document]) -> Columns:
    named = [names.names(each) for each in found]
    columns: Columns = {
        "company": [company for company, _ in named],
        "company_key": [names.company_key(company) for company, _ in named],
        "role": [role for _, role in named],
        "role_key": [names.role_key(role) for _, role in named],
    }
    for number, each in enumerate(found):
        if each.written:
            _put_as_written(columns, number, each)
    return columns


def _put_as_written(columns: Columns, number: int, found: Document) -> None:
    """Put the names that were read out of a text in traditional Hanzi in the letters of that text."""
    for field, column in (("company", "company"), ("title", "role")):
        if not found.row[field]:
            columns[column][number] = names.as_written(found, columns[column][number])
