"""Shards of archives to normalised rows: what `jobproof normalise --shards` does with each. Who does it: batches.py.

A shard is a WARC or N-Quads file, of which the postings are written as well, or a Parquet file of postings. The work on
it is pure: the same bytes make the same rows in the same order, whoever does it, wherever and however often.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import IO, Any, cast

import fsspec  # type: ignore[import-untyped]  # it carries no types
import polars as pl

from spiders.web_archives import WebArchive
from warehouse import batches, personal
from warehouse.archive_run import Sieve
from warehouse.batches import Done, Task
from warehouse.errors import JobproofError
from warehouse.records import RawPosting
from warehouse.schemas import LANDED, NORMALISED
from warehouse.tabular import Broken
from warehouse.taxonomy import load
from warehouse.transforms.normalise import normalise

ENDINGS = (".parquet", ".warc", ".warc.gz", ".nq", ".nq.gz")
_BATCH = 2_000
_CARRIED = ("posted_at", "crawled_at", "url")
_FIELDS = [name for name in LANDED.polars if name not in {"partition", "run", "scope", "key", "fetched_at", "author"}]
POSTINGS: dict[str, Any] = {
    "id": pl.String(),
    **{name: pl.String() if name.endswith("_at") else LANDED.polars[name] for name in _FIELDS},
    "crawled_at": pl.String(),
    "language": pl.String(),
    "countries": pl.List(pl.String),
}
"""Columns of the postings that are written for a web archive: `jobproof import` reads them back."""


def tasks(source: str, target: str, *, board: str = "common_crawl", day: str = "") -> list[Task]:
    """Return the shards of a folder; what was done by another taxonomy or of another day is to be done again.

    Args:
        source: URL of a folder.
        target: URL of the folder to write into.
        board: Registry key, for web archives.
        day: ISO day of the crawl, for N-Quads.
    """
    options = {"board": board, "day": day}
    edition = "-".join(filter(None, (load().version, board, day)))
    return batches.tasks(source, target.rstrip("/"), ENDINGS, edition=edition, options=options)


def work(task: Task) -> Done:
    """Read a shard, normalise it, write `postings/` (web archives only) and `normalised/` as Parquet.

    Raises:
        JobproofError: It is no such shard.
    """
    shard = _Shard(task)
    with fsspec.open(task.source, "rb") as file:
        for frame in shard.frames(cast("IO[bytes]", file)):
            shard.add(frame)
    return shard.write()


@dataclass
class _Shard:
    """One shard on its way: frames of postings in, frames of normalised rows held until all are there."""

    task: Task
    postings: list[pl.DataFrame] = field(default_factory=list)
    normalised: list[pl.DataFrame] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    told: str = ""
    partial: bool = False

    @property
    def is_table(self) -> bool:
        """Return whether its postings are there already."""
        return self.task.name.endswith(".parquet")

    def frames(self, file: IO[bytes]) -> Iterator[pl.DataFrame]:
        """Yield its postings, a batch at a time."""
        if self.is_table:
            return self._of_table(file)
        return self._of_archive(file)

    def _of_table(self, file: IO[bytes]) -> Iterator[pl.DataFrame]:
        try:
            frame = pl.read_parquet(BytesIO(file.read()))
        except pl.exceptions.PolarsError as error:
            raise JobproofError(
                f"shard {self.task.source}", f"is no Parquet file ({error})", remedy="Write it anew."
            ) from None
        if "id" not in frame.columns:
            raise JobproofError(
                f"shard {self.task.source}",
                f"has the columns {', '.join(frame.columns)}",
                allowed="`id` and any of title, company, location, salary, text …",
                remedy="Name the column that tells the postings apart `id`.",
            )
        self.told = f"read as Parquet: {frame.height} rows"
        yield from frame.iter_slices(_BATCH)

    def _of_archive(self, file: IO[bytes]) -> Iterator[pl.DataFrame]:
        given = self.task.options
        archive = WebArchive(file, self.task.name, board=given["board"], day=given["day"])
        kept = self._kept(archive)
        while rows := list(islice(kept, _BATCH)):
            yield pl.DataFrame([_row(each) for each in rows], schema=POSTINGS, orient="row")
        self.told, self.partial = archive.told, bool(archive.breaks_off)

    def _kept(self, archive: WebArchive) -> Iterator[RawPosting]:
        """Yield what an import of the file would land, in order."""
        sieve = Sieve(captures=True)
        for _, found in archive.postings():
            if isinstance(found, Broken):
                self.dropped[found.reason] += 1
            elif reason := sieve.refuses(found):
                self.dropped[reason] += 1
            else:
                yield personal.scrub_posting(found, b"")  # pages name no author: no pseudonym is made, no salt needed

    def add(self, frame: pl.DataFrame) -> None:
        """Normalise a batch; the day of posting, of the capture and the page's address go with it."""
        carried = frame.select(name for name in _CARRIED if name in frame.columns)
        self.normalised.append(pl.concat([normalise(frame, load()), carried], how="horizontal"))
        self.digest.update(self.normalised[-1].write_ndjson().encode())
        if not self.is_table:
            self.postings.append(frame)
            self.digest.update(frame.write_ndjson().encode())

    def write(self) -> Done:
        """Write what was made; return it, counted."""
        empty = pl.DataFrame(schema={**NORMALISED.polars, **dict.fromkeys(_CARRIED, pl.String)})
        found = pl.concat(self.normalised) if self.normalised else empty
        self._put("normalised", found)
        if not self.is_table:
            self._put("postings", pl.concat(self.postings) if self.postings else pl.DataFrame(schema=POSTINGS))
        task = self.task
        return Done(
            task.name, task.size, task.edition, found.height, dict(sorted(self.dropped.items())),
            self.digest.hexdigest(), self.told, self.partial,
        )  # fmt: skip

    def _put(self, folder: str, frame: pl.DataFrame) -> None:
        packed = BytesIO()
        frame.write_parquet(packed, compression="zstd")
        name = self.task.name.removesuffix(".parquet")
        batches.put(f"{self.task.target}/{folder}/{name}.parquet", packed.getvalue())


def _row(posting: RawPosting) -> tuple[Any, ...]:
    fields = (getattr(posting, name) for name in _FIELDS)
    stated = posting.raw["language"], posting.raw["countries"]
    return posting.key, *fields, posting.fetched_at, *stated
