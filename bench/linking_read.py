"""What linking reads of the recorded postings, and how it links them.

Belongs here: the way from recordings to links. What is measured on them is linking.py's affair, by what adverts in
threads are weighed linking_model.py's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from bench.linking_corpus import corpus
from bench.linking_sample import row_id
from warehouse.applying import apply_links
from warehouse.employers import Postings, key_of, of_name, told
from warehouse.hirers import hirer_of, own_site
from warehouse.likeness import sketches, telling
from warehouse.roles import listed_roles, work_of
from warehouse.vacancies import Link, Listed, link
from warehouse.wording import words_of

THREADED = {"hn_whoishiring", "ruanyf_weekly", "rebase"}
"""Boards of threads and topics, as models/stage/current.sql tells them."""


def listed(frame: pl.DataFrame) -> list[Listed]:
    """Return what linking reads of normalised postings, in the order in which it reads them."""
    texts = frame["text_plain"].to_list()
    found = [_listed(row, sketch) for row, sketch in zip(frame.iter_rows(named=True), sketches(texts), strict=True)]
    sites = dict(zip(frame["posting_id"], map(own_site, frame["company_key"], texts), strict=True))
    by_time = sorted(found, key=lambda one: (one.opened_on, one.posting_id))
    known = told(together(by_time, sites))
    named = [one._replace(employer_key=of_name(known.get(at, one.employer_key))) for at, one in enumerate(by_time)]
    return sorted(named, key=lambda one: one.employer_key)


def together(postings: Sequence[Listed], sites: Mapping[str, str | None] = MappingProxyType({})) -> Postings:
    """Return what employers are told by, of postings in the order of time; the own sites by posting_id."""
    tellings = [telling(one.sketch) for one in postings]
    return Postings(
        pl.Series([one.employer_key for one in postings], dtype=pl.String),
        np.array([one.opened_on.toordinal() for one in postings], np.int64),
        np.array([one.last_seen_on.toordinal() for one in postings], np.int64),
        pl.Series([one.sketch for one in postings], dtype=pl.Binary),
        np.fromiter(chain.from_iterable(tellings), np.uint32),
        np.array([len(each) for each in tellings], np.int64),
        pl.Series([sites.get(one.posting_id) for one in postings], dtype=pl.String),
        np.array([one.threaded for one in postings], np.bool_),
    )


def _listed(row: dict[str, Any], sketch: bytes) -> Listed:
    cities, countries = sorted(row["cities"]), sorted(row["countries"])
    names = ("opened_on", "posting_id", "board", "last_seen_on", "text_key", "role_key")
    return Listed(
        key_of(row["posting_id"], row["company_key"], row["author"], hirer_of(row["company_key"], row["text_plain"])),
        **{name: row[name] for name in names},
        places=cities or countries,
        title=row["role"],
        countries=countries,
        sketch=sketch,
        offered=listed_roles(row["role"], row["text_plain"]),
        **work_of(row["role"], row["text_plain"])._asdict(),
        threaded=row["board"] in THREADED,
        links=apply_links(row["text_plain"]),
        skills=sorted([*row["languages"], *row["skills"]]),
        words=words_of(row["text_plain"]),
    )


@cache
def recorded_listings(dataset: str) -> tuple[Listed, ...]:
    """Return what linking reads of a dataset, in the order in which it reads it."""
    return tuple(listed(corpus(dataset)))


@cache
def linked(dataset: str) -> dict[str, Link]:
    """Return each posting's link."""
    return {row_id(one.posting_id): one for one in link(recorded_listings(dataset))}
