"""The recorded postings among which openings are linked: read by the shipped mappings, normalised, with their days.

Belongs here: where a posting comes from, on which days it was listed, its fingerprint. Which pairs are drawn is
linking_sample.py's affair, what is measured on them linking.py's.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from bench.recorded import SHARED, digest
from warehouse import mappings, taxonomy
from warehouse.archive_rows import posting_of
from warehouse.home import PROJECT
from warehouse.readers import Readers
from warehouse.records import RawPosting
from warehouse.schemas import NORMALISED

CACHE = PROJECT / "data" / "bench" / "linking"
_DATA = SHARED / "data"
_THREADS = {"hn_whoishiring", "ruanyf_weekly"}
_CRAWLED = date(2017, 5, 3)
"""Day on which every row of the Lagou file was listed."""


@dataclass(frozen=True)
class Dataset:
    """One recorded file.

    Args:
        name: As the labels call it; the board, but for remote_boards, which holds several.
        file: Below ../shared/data.
        mapping: Name of the shipped mapping that reads it.
        home: Where postings without a place are, as the registry says of such a board.
    """

    name: str
    file: str
    mapping: str


DATASETS = (
    Dataset("hn_whoishiring", "hn_whoishiring_2011_2018.jsonl.gz", "hn_comments"),
    Dataset("ruanyf_weekly", "ruanyf_weekly_2019_2026.jsonl.gz", "github_comments"),
    Dataset("rebase", "rebase_who_is_hiring_2021_2026.jsonl.gz", "github_issues"),
    Dataset("v2ex", "v2ex_hot_jobs.jsonl.gz", "jobproof"),
    Dataset("remote_boards", "remote_boards_6hourly_2026-01-18_2026-02-01.jsonl.gz", "remote_snapshots"),
    Dataset("lagou_2017", "lagou_2017.jsonl.gz", "jobproof"),
)


def present() -> bool:
    """Tell whether the recorded files are here."""
    return all((_DATA / dataset.file).exists() for dataset in DATASETS)


@cache
def corpus(name: str) -> pl.DataFrame:
    """Return one dataset's postings that offer a job, as recorded() has them."""
    return recorded(name).filter("is_posting")


@cache
def recorded(name: str) -> pl.DataFrame:
    """Return one dataset's postings, normalised, with posting_id, board, author, opened_on, last_seen_on, sha256, said.

    `said` is what the fingerprint is taken of: title, company, location and text as recorded. The result is kept below
    data/bench for the version of the taxonomy and of the code that normalises.
    """
    [dataset] = [one for one in DATASETS if one.name == name]
    path = CACHE / f"{name}-{_version()}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _read(dataset).write_parquet(path)
    return pl.read_parquet(path)


def _version() -> str:
    code = b"".join(each.read_bytes() for each in sorted((PROJECT / "warehouse" / "transforms").glob("*.py")))
    return f"{taxonomy.load().version}-{hashlib.sha256(code + Path(__file__).read_bytes()).hexdigest()[:8]}"


def _read(dataset: Dataset) -> pl.DataFrame:
    spans: dict[str, tuple[RawPosting, date, date]] = {}
    for posting, day in _postings(dataset):
        key = f"{posting.board}:{posting.key}"
        first, last = spans[key][1:] if key in spans else (day, day)
        spans[key] = (posting, min(first, day), max(last, day))
    rows = [_row(key, *span) for key, span in spans.items()]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    if dataset.name in _THREADS:
        frame = _until_the_next_thread(frame)
    with Readers(taxonomy.load()) as readers:
        done = readers.begin(frame.rename({"posting_id": "id"}))().select(*NORMALISED.polars)
    kept = frame.select("posting_id", "board", "author", "opened_on", "last_seen_on", "sha256", "said")
    return pl.concat([kept, done.drop("id")], how="horizontal")


def _postings(dataset: Dataset) -> Iterator[tuple[RawPosting, date]]:
    with gzip.open(_DATA / dataset.file, "rb") as file:
        rows = [orjson.loads(line) for line in file]
    mapping = mappings.named(Path(dataset.mapping))
    for row in rows:
        if mapping.left_out(row):
            continue
        board = str(row["source"]) if dataset.name == "remote_boards" else dataset.name
        posting = posting_of(row, mapping, board, "")
        if posting.text or posting.title:
            yield posting, _day(dataset.name, row, posting)


def _day(name: str, row: dict[str, Any], posting: RawPosting) -> date:
    """Return a day on which the posting was listed: of the crawl where it was crawled several times."""
    return date.fromisoformat((row["snapshot"] if name == "remote_boards" else posting.posted_at or "")[:10])


def _row(key: str, posting: RawPosting, first: date, last: date) -> dict[str, Any]:
    told = (posting.title, posting.company, posting.location, posting.text)
    said = "\n".join(part or "" for part in told)
    return {
        "posting_id": key,
        "board": posting.board,
        "title": posting.title,
        "company": posting.company,
        "location": posting.location,
        "salary": posting.salary,
        "tags": posting.tags,
        "text": posting.text,
        "text_format": posting.text_format,
        "author": posting.author,
        "opened_on": first,
        "last_seen_on": max(last, _CRAWLED) if posting.board == "lagou_2017" else last,
        "said": said,
        "sha256": digest(said),
    }


def _until_the_next_thread(frame: pl.DataFrame) -> pl.DataFrame:
    """Let a post of a monthly thread be listed until the next thread begins: the next month's first post."""
    month = pl.col("opened_on").dt.offset_by("3d").dt.truncate("1mo")
    begun = (
        frame.group_by(month=month)
        .agg(next=pl.col("opened_on").min())
        .with_columns(pl.col("month").dt.offset_by("-1mo"))
    )
    ends = frame.with_columns(month=month).join(begun, on="month", how="left", maintain_order="left")["next"]
    until = ends.fill_null(frame["opened_on"] + timedelta(days=31)) - timedelta(days=1)
    return frame.with_columns(last_seen_on=pl.max_horizontal("opened_on", until))
