"""What landing files say, read once for each version of the taxonomy and kept as Parquet; can be deleted at any time.

`<edition>/<board>/postings/<run>.parquet` holds a run's rows without their texts, each with the version of its
content; `<edition>/<board>/contents/*.parquet` holds what each content version says, once, however many runs
listed it. A content file is put in place before the rows that point to it: a killed run leaves nothing dangling. A
board's `.manifest` tells the checksum of each file as it was written; builds look at size and time alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, count, groupby
from pathlib import Path

import polars as pl

from warehouse import landing, wording
from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import PROJECT, Home
from warehouse.manifest import MANIFEST, Fault, Manifest, sha256_of
from warehouse.readers import Awaited, Readers
from warehouse.records import CrawlReport
from warehouse.stage import CONTENTS
from warehouse.taxonomy import Taxonomy

Progress = Callable[[str, int, int], None]

_SAID = (
    "board", "title", "company", "location", "salary", "experience", "education", "employment", "remote", "tags",
    "text", "text_format",
)  # fmt: skip
"""The columns that make up a content version. Dates are not among them: `3 days ago` changes daily."""

_SLIM = (
    "posting_id", "board", "partition", "run", "scope", "fetched_at", "url", "author", "posted_kind", "posted_on",
    "expires_on", "version",
)  # fmt: skip
"""What is kept of each row of a run: the columns of stage.POSTINGS."""

_READ_BY = ("applying", "hirers", "likeness", "readers", "roles", "wording")
_BESIDE = tuple(PROJECT / "warehouse" / f"{name}.py" for name in _READ_BY)
"""What linking reads of a text is read by these; the transforms are covered by the taxonomy's version."""
_BATCH = 20_000


@dataclass
class Readings:
    """Where the readings lie.

    Args:
        folder: Of the current taxonomy and columns.
        problems: One line a damaged landing file; it is left out unless it was read before.
        read_n: Contents read just now; the others were known.
    """

    folder: Path
    problems: list[str] = field(default_factory=list)
    read_n: int = 0

    def postings(self, report: CrawlReport) -> Path:
        """Return the file with the rows of one run."""
        return self.folder / report.board / "postings" / f"{report.run}.parquet"

    def contents(self) -> list[Path]:
        """Return all files with content versions."""
        return sorted(self.folder.glob("*/contents/*.parquet"))


@dataclass(frozen=True)
class _Begun:
    runs: list[tuple[CrawlReport, pl.DataFrame]]
    contents: list[Awaited]


def read(
    home: Home, reports: Sequence[CrawlReport], taxonomy: Taxonomy, on_progress: Progress | None = None
) -> Readings:
    """Read every run that has not been read yet.

    Args:
        home: Where landing lies.
        reports: Runs to read; those without a data file are skipped.
        taxonomy: What to read with.
        on_progress: Called with (board, runs read, runs to read).

    Returns:
        Where the readings lie. A corrupt landing file is named in `problems`; it is left out unless it was read before.
    """
    found = Readings(home.normalised / _edition(taxonomy))
    _sweep(found)
    _forget_lost(found, reports)
    missing = [report for report in reports if report.sha256 and not found.postings(report).exists()]
    found.problems.extend(_damaged_since(home, (report for report in reports if found.postings(report).exists())))
    done = 0
    with Readers(taxonomy) as readers:
        for begun in _one_ahead(_begun(home, found, missing, readers)):
            _keep(found, begun)
            done += len(begun.runs)
            if on_progress:
                on_progress(begun.runs[0][0].board, done, len(missing))
    return found


def forget(home: Home, taxonomy: Taxonomy, reports: Sequence[CrawlReport]) -> None:
    """Remove what was read of the given runs, so that they are read again."""
    found = Readings(home.normalised / _edition(taxonomy))
    for board in sorted({report.board for report in reports}):
        files = [found.postings(report) for report in reports if report.board == board]
        if files := [path for path in files if path.exists()]:
            versions = pl.scan_parquet(files).select("version").unique().collect()
            _remove(found.folder / board, files)
            _drop(found.folder / board, versions)


def manifests(home: Home) -> list[Manifest]:
    """Return what tells the files of readings, a board each, and those of links."""
    found = (home.normalised.glob(f"{below}/{MANIFEST}") for below in ("*", "*/*"))
    return [Manifest(path.parent) for path in sorted(chain.from_iterable(found))]


def mend(home: Home) -> Iterator[Fault]:
    """Remove what is not as it was written, and yield it; the next build reads it again. The writer's lock is held.

    With a file of contents go the rows that point to what no other file holds.
    """
    for book in manifests(home):
        faults = list(book.faults())
        if damaged := [fault.path for fault in faults if fault.path != book.path]:
            _remove(book.folder, damaged)
            _remove_dangling(book.folder)
        if len(damaged) < len(faults):
            book.renew()
        yield from faults


def remove_stale(home: Home, taxonomy: Taxonomy) -> None:
    """Remove readings by other versions of the taxonomy, or with other columns."""
    for folder in home.normalised.iterdir() if home.normalised.exists() else ():
        if folder.name != _edition(taxonomy):
            shutil.rmtree(folder, ignore_errors=True)


def _edition(taxonomy: Taxonomy) -> str:
    """Return the name of the folder of readings: by this taxonomy, and by the columns of now and what fills them."""
    said = blake2b(repr([*CONTENTS.polars.items(), *_SLIM]).encode(), digest_size=3)
    for source in _BESIDE:
        said.update(source.read_bytes())
    # Of the seed of words only which they are, and in which order, is kept of a text: what they weigh may change.
    said.update(repr(list(wording.lines())).encode())
    return f"{taxonomy.version}-{said.hexdigest()}"


def _drop(board: Path, versions: pl.DataFrame) -> None:
    for path in (board / "contents").glob("*.parquet"):
        contents = pl.read_parquet(path)
        rest = contents.join(versions, left_on="id", right_on="version", how="anti")
        if rest.height < contents.height:
            _write(board, [(f"contents/{path.name}", rest)])


def _remove(folder: Path, paths: Iterable[Path]) -> None:
    """Remove files on purpose: nothing is to miss them."""
    gone = list(paths)
    Manifest(folder).note("gone", *((str(path.relative_to(folder)), "") for path in gone))
    for path in gone:
        path.unlink(missing_ok=True)


def _remove_dangling(board: Path) -> None:
    """Remove the rows of runs that point to contents which no file holds; all of the board where one cannot be read."""
    try:
        known = _known(board)
        dangling = [path for path in sorted((board / "postings").glob("*.parquet")) if _dangles(path, known)]
    except (pl.exceptions.PolarsError, OSError):
        shutil.rmtree(board)
    else:
        _remove(board, dangling)


def _dangles(path: Path, known: pl.DataFrame) -> bool:
    versions = pl.read_parquet(path, columns=["version"])
    return not versions.join(known, left_on="version", right_on="id", how="anti").is_empty()


def _sweep(found: Readings) -> None:
    """Remove what killed builds left behind."""
    for below in ("", "*/*/"):
        for path in found.folder.glob(f"{below}.*.part"):
            path.unlink()


def _forget_lost(found: Readings, reports: Sequence[CrawlReport]) -> None:
    """Remove a board's readings where a run was read that landing no longer holds: its contents must go too."""
    runs = {(report.board, report.run) for report in reports}
    for path in list(found.folder.glob("*/postings/*.parquet")):
        board = path.parent.parent
        if board.exists() and (board.name, path.stem) not in runs:
            shutil.rmtree(board)


def _damaged_since(home: Home, reports: Iterable[CrawlReport]) -> Iterator[str]:
    """Name each landing file that was whole when it was read and no longer is."""
    for report in reports:
        try:
            landing.verify(home, report)
        except JobproofError as error:
            yield f"{error.line()} What was read of it before still counts."


def _begun(home: Home, found: Readings, missing: Sequence[CrawlReport], readers: Readers) -> Iterator[_Begun]:
    """Yield batches of runs of one board each, of which what nothing earlier has said is being read."""
    for board, runs in groupby(sorted(missing, key=lambda one: (one.board, one.run)), key=lambda one: one.board):
        known = _known(found.folder / board)
        for batch in _batches(home, runs, found.problems):
            new = _new(batch, known)
            found.read_n += new.height
            known = pl.concat([known, new.select("id")])
            yield _Begun(batch, [readers.begin(part) for part in new.iter_slices(_BATCH)])


def _one_ahead(begun: Iterator[_Begun]) -> Iterator[_Begun]:
    """Yield what is begun when the next one is: while one is kept, processes are at work on the other."""
    before: _Begun | None = None
    for each in begun:
        if before:
            yield before
        before = each
    if before:
        yield before


def _batches(
    home: Home, runs: Iterator[CrawlReport], problems: list[str]
) -> Iterator[list[tuple[CrawlReport, pl.DataFrame]]]:
    batch: list[tuple[CrawlReport, pl.DataFrame]] = []
    for report in runs:
        try:
            batch.append((report, _versioned(landing.read(home, report))))
        except JobproofError as error:
            problems.append(error.line())
        if sum(frame.height for _, frame in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _versioned(frame: pl.DataFrame) -> pl.DataFrame:
    said = frame.select(pl.struct(_SAID).struct.json_encode()).to_series()
    versions = [blake2b(row.encode(), digest_size=8).hexdigest() for row in said]
    return frame.with_columns(pl.Series("version", versions, dtype=pl.String))


def _known(folder: Path) -> pl.DataFrame:
    files = sorted((folder / "contents").glob("*.parquet"))
    return pl.scan_parquet(files).select("id").collect() if files else pl.DataFrame(schema={"id": pl.String})


def _new(batch: list[tuple[CrawlReport, pl.DataFrame]], known: pl.DataFrame) -> pl.DataFrame:
    """Return each content of a batch that is not known, once, by its version as `id`."""
    return (
        pl.concat([frame.select("version", *_SAID) for _, frame in batch])
        .unique("version", keep="first", maintain_order=True)
        .join(known, left_on="version", right_on="id", how="anti", maintain_order="left")
        .rename({"version": "id"})
    )


def _keep(found: Readings, begun: _Begun) -> None:
    first = begun.runs[0][0]
    board = found.folder / first.board
    for name, contents in zip(_free(board / "contents", first.run), begun.contents, strict=False):
        _write(board, [(name, contents())])
    _write(board, ((f"postings/{report.run}.parquet", _slim(frame)) for report, frame in begun.runs))


def _slim(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a run's rows without what they said."""
    return frame.with_columns(
        pl.format("{}:{}", "board", "key").alias("posting_id"),
        pl.col("posted_at").dt.date().alias("posted_on"),
        pl.col("expires_at").dt.date().alias("expires_on"),
    ).select(_SLIM)


def _free(folder: Path, run: str) -> Iterator[str]:
    """Yield names of files of contents that no file has."""
    taken = (int(path.stem.rpartition("-")[2]) for path in folder.glob(f"{run}-*.parquet"))
    return (f"contents/{run}-{number:03}.parquet" for number in count(max(taken, default=-1) + 1))


def _write(board: Path, frames: Iterable[tuple[str, pl.DataFrame]]) -> None:
    """Write files of a board and put them in place, each with its checksum in the manifest: two syncs for all of it."""
    book = Manifest(board)
    held: list[tuple[str, str]] = []
    with ExitStack() as placed:
        for name, frame in frames:
            part = placed.enter_context(replacing(board / name))
            frame.write_parquet(part, compression="zstd")
            held.append((name, sha256_of(part)))
        book.note("writing", *held)
    book.note("written", *held)
