"""Landing files: written once by a crawl or an import, immutable afterwards, read into the frame of schemas.LANDED.

`landing/<board>/<day or month>/<run>.jsonl.zst` holds one RawPosting a line; `<run>.report.json` beside it is written
last and thereby commits it. The board's `.manifest` tells the checksum of every file. What a posting says is the
spiders' and importers' affair, what becomes of it the store's.

Only erasing rewrites a run: `.<run>.renewed` holds its next report from before the data file is replaced until the
report is. Whoever finds one after a kill can tell by the data file's checksum which of the two reports is right.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import orjson
import zstandard

from warehouse import clock, forward, journal
from warehouse.errors import JobproofError
from warehouse.files import replacing, sync
from warehouse.home import Home
from warehouse.journal import Journal, Unfinished
from warehouse.manifest import Manifest, sha256_of
from warehouse.records import CrawlReport, RawPosting, ScopeReport
from warehouse.tombstones import ERASED, Tombstones

if TYPE_CHECKING:
    import polars as pl


class LandingFile:
    """The data file of one run over one partition, and its report.

    As a context manager it leaves nothing behind unless `commit` was reached, or scopes had ended: then the next run
    goes on behind them.

    Args:
        home: Where the landing folder is.
        board: Registry key.
        partition: Day or month.
        simulated: Whether the market is simulated.
        ahead: Files of the same board that are open already: each run has an id of its own.
        resumed: A killed run of that partition to go on with.

    Attributes:
        run: Run id.
        keys: Keys of the postings in the file.
        erased: Postings that were not written, since a tombstone stands for them.
        ended: Reports of the scopes that ended before the run was killed.
    """

    def __init__(
        self,
        home: Home,
        board: str,
        partition: str,
        *,
        simulated: bool = False,
        ahead: int = 0,
        resumed: Unfinished | None = None,
    ) -> None:
        self._folder = home.landing / board / partition
        self._folder.mkdir(parents=True, exist_ok=True)
        self._manifest, self._tombstones = manifest(home, board), Tombstones(home)
        self._home, self._board, self._partition, self._simulated = home, board, partition, simulated
        self.run = resumed.run if resumed else _new_run(home, board, ahead)
        self._started = resumed.started_at if resumed else clock.now().isoformat()
        self._part = self._folder / f".{self.run}.part"
        self._journal = Journal(self._part.with_suffix(".journal"), self.run, self._started, simulated=simulated)
        self.keys = _cut_back(resumed) if resumed else set[str]()
        self.ended = resumed.scopes if resumed else ()
        self._kept, self.erased = len(self.keys), 0
        self._has_ended_scopes = bool(resumed)
        self._file = self._part.open("ab" if resumed else "wb")
        self._packer = zstandard.ZstdCompressor(level=3, write_checksum=True).stream_writer(self._file, closefd=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self._has_ended_scopes:
            self._part.unlink(missing_ok=True)

    @property
    def kept(self) -> int:
        """Return the postings written so far."""
        return self._kept

    def add(self, posting: RawPosting) -> bool:
        """Write one posting; return whether it was written, which one that was erased is not."""
        if self._tombstones and self._tombstones.cover(posting):
            self.erased += 1
            return False
        self._packer.write(_packed_line(posting))
        self.keys.add(posting.key)
        self._kept += 1
        return True

    def end_scope(self, report: ScopeReport) -> None:
        """Bring what was written to the disk and note that a scope has ended: a killed run goes on behind it."""
        self._flush()
        self._journal.note(report, self._file.tell())
        self._has_ended_scopes = True

    def commit(self, scopes: tuple[ScopeReport, ...]) -> CrawlReport:
        """Put the data file and then its report in place; return the report.

        Without a kept row there is no data file and the report's sha256 is empty.
        """
        report = CrawlReport(
            self._board, self._partition, self.run, self._started, clock.now().isoformat(), scopes, "", self._simulated
        )
        data = self._folder / f"{self.run}.jsonl.zst"
        if self._kept:
            report = replace(report, sha256=self._settle(data))
        with replacing(report_path(data)) as part:
            part.write_bytes(_packed_report(report))
        sync(self._folder.parent)
        self._manifest.note("written", *_names_of(report))
        forward.note(self._home)
        self._journal.remove()
        self._has_ended_scopes = False
        return report

    def _flush(self) -> None:
        self._packer.flush(zstandard.FLUSH_FRAME)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _settle(self, target: Path) -> str:
        self._flush()
        self._file.close()
        with self._part.open("rb") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        self._part.replace(target)
        sync(self._folder)
        return sha256


def _packed_line(posting: RawPosting | dict[str, object]) -> bytes:
    return orjson.dumps(posting, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)


def _packed_report(report: CrawlReport) -> bytes:
    return orjson.dumps(asdict(report), option=orjson.OPT_INDENT_2)


def manifest(home: Home, board: str) -> Manifest:
    """Return the manifest of a board's landing files."""
    return Manifest(home.landing / board)


def _names_of(report: CrawlReport) -> list[tuple[str, str]]:
    """Return name and checksum of a run's files, as the board's manifest tells them."""
    told = (f"{report.partition}/{report.run}.report.json", hashlib.sha256(_packed_report(report)).hexdigest())
    return [(f"{report.partition}/{report.run}.jsonl.zst", report.sha256), told] if report.sha256 else [told]


def _cut_back(resumed: Unfinished) -> set[str]:
    """Cut a killed run's data file back to its last ended scope; return the keys of the postings in it."""
    with resumed.part.open("r+b") as file:
        file.truncate(resumed.size)
        file.seek(0)
        with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as unpacked:
            return {orjson.loads(line)["key"] for line in unpacked.read().splitlines()}


def resumed(home: Home, board: str, partition: str, *, simulated: bool) -> LandingFile:
    """Return the file of a run that was killed a short while ago, to go on with it; a new one where there is none."""
    for one in journal.unfinished(home, board):
        is_ours = (one.partition, one.simulated) == (partition, simulated) and one.is_recent()
        if is_ours and (file := _reopened(home, board, one)):
            return file
    return LandingFile(home, board, partition, simulated=simulated)


def settle_killed(home: Home, board: str, partitions: Sequence[str] = ()) -> list[CrawlReport]:
    """Commit what killed crawls of a board brought, but for recent ones of these partitions, which are resumed."""
    settled = []
    for one in journal.unfinished(home, board):
        if one.partition in partitions and one.is_recent():
            continue
        if reopened := _reopened(home, board, one):
            with reopened as file:
                reason = f"the crawl was killed after {len(one.scopes)} of its scopes"
                settled.append(file.commit((*one.scopes, ScopeReport("", "failed", reason))))
    return settled


def _reopened(home: Home, board: str, one: Unfinished) -> LandingFile | None:
    """Return a killed run's file; None where a loss of power left one that cannot be read."""
    try:
        return LandingFile(home, board, one.partition, simulated=one.simulated, resumed=one)
    except (zstandard.ZstdError, orjson.JSONDecodeError):
        one.path.unlink()
        return None


def _new_run(home: Home, board: str, ahead: int) -> str:
    """Return the next run id: sortable by time, then by the board's count of runs; unlike those of other boards."""
    count = sum(1 for _ in (home.landing / board).glob("*/*.report.json")) + 1 + ahead
    return f"{clock.now():%Y%m%dT%H%M%S}-{count:04x}{hashlib.blake2b(board.encode(), digest_size=2).hexdigest()}"


@contextmanager
def one_at_a_time(home: Home, board: str, *, tidied: bool = True) -> Iterator[None]:
    """Hold the board's landing folder for this process; what killed runs left of no use is removed first.

    Args:
        home: Where landing lies.
        board: Registry key.
        tidied: Whether to remove it.

    Raises:
        JobproofError: Another process crawls or imports the board, or the clock was set back.
    """
    forward.require(home)
    folder = home.landing / board
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _busy(board, folder) from None
        (folder / ".lock").write_text(str(os.getpid()), encoding="ascii")
        if tidied:
            tidy(home, board)
        yield


def tidy(home: Home, board: str) -> None:
    """Remove what killed runs of a board left of no use, and note in its manifest what a kill kept from being noted.

    Only for whoever holds the board.
    """
    for path in (home.landing / board).glob("*/.*.renewed"):
        _finish_renewal(home, board, path)
    for path in orphans(home, board):
        path.unlink(missing_ok=True)
    known = manifest(home, board).entries()
    for report in reports(home, board, on_error=lambda _: None):
        told = report_path(data_path(home, report))
        # A damaged report may name a run that is not there: the manifest's own line of it stays, and doctor names it.
        if told.exists() and str(told.relative_to(home.landing / board)) not in known:
            held = (f"{report.partition}/{report.run}.jsonl.zst", report.sha256)
            name = (f"{report.partition}/{told.name}", sha256_of(told))
            manifest(home, board).note("written", *([held, name] if report.sha256 else [name]))


def _finish_renewal(home: Home, board: str, pending: Path) -> None:
    """Put a renewed report in place where its data file already is; forget it where that is still the old one."""
    data = pending.with_name(pending.name.removeprefix(".").removesuffix(".renewed") + ".jsonl.zst")
    renewed = report_from(orjson.loads(pending.read_bytes()))
    if (sha256_of(data) if data.exists() else "") == renewed.sha256:
        pending.replace(report_path(data))
        sync(pending.parent)
        manifest(home, board).note("written", *_names_of(renewed))
    else:
        pending.unlink()


def fence_off(home: Home, board: str, partition: str, run: str, reason: str) -> Path:
    """Move a damaged run out of landing, as it was found, beside the reason; whoever calls holds the board.

    Returns:
        Where it now lies: `quarantine/<board>/<partition>/<run>.*`.
    """
    fenced = home.quarantine / board / partition
    with replacing(fenced / f"{run}.reason.txt") as part:
        part.write_text(f"{clock.now().isoformat()}\n{reason}\n", encoding="utf-8")
    names = [f"{run}.jsonl.zst", f"{run}.report.json"]
    manifest(home, board).note("fenced", *((f"{partition}/{name}", "") for name in names))
    for name in names:
        path = home.landing / board / partition / name
        if path.exists():
            path.replace(fenced / name)
    sync(fenced)
    return fenced / run


def renew(home: Home, report: CrawlReport, lines: Sequence[dict[str, object]]) -> CrawlReport:
    """Rewrite a run with these of its lines; whoever calls holds the board.

    Args:
        home: Where landing lies.
        report: The run.
        lines: As `raw_lines` yields them, fewer.

    Returns:
        Its new report: what was left out counts as dropped.
    """
    data = data_path(home, report)
    packed = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(b"".join(map(_packed_line, lines)))
    kept = Counter(str(line["scope"]) for line in lines)
    renewed = replace(
        report,
        scopes=tuple(_less(scope, kept[scope.scope]) for scope in report.scopes),
        sha256=hashlib.sha256(packed).hexdigest() if lines else "",
    )
    pending = data.with_name(f".{report.run}.renewed")
    with replacing(pending) as part:
        part.write_bytes(_packed_report(renewed))
    if lines:
        with replacing(data) as part:
            part.write_bytes(packed)
    else:
        manifest(home, report.board).note("gone", (f"{report.partition}/{data.name}", ""))
        data.unlink()
    _finish_renewal(home, report.board, pending)
    return renewed


def _less(scope: ScopeReport, kept: int) -> ScopeReport:
    """Return a scope's report with fewer rows and no validators: its answer is to be asked for whole."""
    lost = scope.kept - kept
    if not lost:
        return scope
    dropped = {**scope.dropped, ERASED: scope.dropped.get(ERASED, 0) + lost}
    return replace(scope, kept=kept, dropped=dropped, examples={}, validators={})


def _busy(board: str, folder: Path) -> JobproofError:
    holder = (folder / ".lock").read_text(encoding="ascii").strip()
    return JobproofError(
        f"board {board!r}",
        f"another process ({holder}) is crawling or importing it",
        remedy="Wait until it has ended, then run the command again.",
    )


def boards(home: Home) -> list[str]:
    """Return the boards that anything landed of."""
    return sorted(path.name for path in home.landing.glob("*") if path.is_dir())


def orphans(home: Home, board: str | None = None) -> list[Path]:
    """Return files that no report commits and no crawl can go on with; the board's next run removes them."""
    chosen = [board] if board else boards(home)
    wanted = {file for name in chosen for one in journal.unfinished(home, name) for file in (one.path, one.part)}
    return sorted(
        path
        for name in chosen
        for path in (home.landing / name).glob("*/*")
        if path.name.endswith((".jsonl.zst", ".part", ".journal"))
        and path not in wanted
        and not (path.name.endswith(".jsonl.zst") and report_path(path).exists())
    )


def report_path(data: Path) -> Path:
    """Return the path of the report that commits a data file."""
    return data.with_name(data.name.removesuffix(".jsonl.zst") + ".report.json")


def data_path(home: Home, report: CrawlReport) -> Path:
    """Return the path of a run's data file, which is there only where rows were kept."""
    return home.landing / report.board / report.partition / f"{report.run}.jsonl.zst"


def reports(
    home: Home, board: str | None = None, *, on_error: Callable[[JobproofError], None] | None = None
) -> list[CrawlReport]:
    """Return all committed runs, oldest first.

    Args:
        home: Where the landing folder is.
        board: Only this board's.
        on_error: Is told of each unreadable report, which is then left out; without it the first one is raised.

    Raises:
        JobproofError: A report cannot be read, and nobody wants to be told.
    """
    found = []
    for path in home.landing.glob(f"{board or '*'}/*/*.report.json"):
        try:
            found.append(read_report(path))
        except JobproofError as error:
            if on_error is None:
                raise
            on_error(error)
    return sorted(found, key=lambda report: (report.run, report.board, report.partition))


def read_report(path: Path) -> CrawlReport:
    """Return the report in a file.

    Raises:
        JobproofError: It is none.
    """
    try:
        return _renewed(path) or report_from(orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _corrupt(path, f"is no crawl report ({error})") from None


def _renewed(path: Path) -> CrawlReport | None:
    """Return the report that a run has since an erasure that was killed, where the old one still lies there."""
    run = path.name.removesuffix(".report.json")
    pending = path.with_name(f".{run}.renewed")
    if not pending.exists():
        return None
    renewed = report_from(orjson.loads(pending.read_bytes()))
    data = path.with_name(f"{run}.jsonl.zst")
    return renewed if (sha256_of(data) if data.exists() else "") == renewed.sha256 else None


def report_from(held: dict[str, object]) -> CrawlReport:
    """Return the report that `dataclasses.asdict` made these values from.

    Raises:
        KeyError: A field is missing.
        TypeError: A field is unknown or of another shape.
    """
    scopes = held["scopes"]
    if not isinstance(scopes, list) or not scopes:
        raise TypeError("no scopes")
    return CrawlReport(**{**held, "scopes": tuple(ScopeReport(**scope) for scope in scopes)})  # type: ignore[arg-type]  # checked by the dataclass's use


def read(home: Home, report: CrawlReport) -> pl.DataFrame:
    """Return a run's postings, one row each, with the columns of schemas.LANDED in their order.

    Raises:
        JobproofError: The file is missing, is not the one that the report names, or a line is no posting.
    """
    from warehouse.landed_frame import empty, frame  # noqa: PLC0415 - a crawl writes only, and is to start without polars

    if not report.sha256:
        return empty()
    path = data_path(home, report)
    try:
        return frame(_packed(home, report), report)
    except ValueError as error:
        raise _corrupt(path, f"cannot be unpacked ({error})") from None


def verify(home: Home, report: CrawlReport) -> None:
    """Compare a run's data file with its checksum, without unpacking it.

    Raises:
        JobproofError: The file is missing, or is not the one that the report names.
    """
    if report.sha256:
        _packed(home, report)


def _packed(home: Home, report: CrawlReport) -> bytes:
    path = data_path(home, report)
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise _corrupt(path, f"cannot be read ({error.strerror})") from None
    if (sha256 := hashlib.sha256(packed).hexdigest()) != report.sha256:
        raise _corrupt(path, f"has sha256 {sha256[:12]}…, its report says {report.sha256[:12]}…")
    return packed


def raw_lines(home: Home, report: CrawlReport) -> Iterator[dict[str, object]]:
    """Yield a run's postings as written, `raw` included, for a parser fix to be replayed on."""
    if not report.sha256:
        return
    with (
        data_path(home, report).open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as unpacked,
    ):
        for line in unpacked.read().splitlines():
            yield orjson.loads(line)


def _corrupt(path: Path, found: str) -> JobproofError:
    return JobproofError(
        f"landing file {path}",
        found,
        allowed="the file as its run wrote it",
        remedy="Run `jobproof doctor --repair` with --backup, or without one and crawl or import that partition again.",
    )
