"""archives/*: archives of the open web as a backfill, a partition a crawl, its shards as mapped work.

What is done with a shard is shards.py's affair, who does it and what is done already that of warehouse.batches. Only
operators start these: a crawl costs hours and a line.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import fsspec  # type: ignore[import-untyped]  # it carries no types

from assets import metadata, shards
from warehouse import batches, boards
from warehouse.archives import import_file
from warehouse.batches import Summary, Task
from warehouse.errors import JobproofError
from warehouse.home import Home

CRAWLS = dg.DynamicPartitionsDefinition(name="crawls")
"""The folders of archives: `CC-MAIN-2023-23`, or of Web Data Commons with their day, `wdc-2024-10-15`."""
ROWS, LANDED = dg.AssetKey(["archives", "rows"]), dg.AssetKey(["archives", "landed"])
LINE = "archives_line"
"""The pool of whatever reads archives: as many steps at once as the line carries."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_MOST_STEPS = 100
_SHOWN = 20


def archives_of() -> str:
    """Return the URL that JOBPROOF_ARCHIVES names, or an empty text: `archives/` is read there, `rows/` written."""
    return os.environ.get("JOBPROOF_ARCHIVES", "").strip().rstrip("/")


def crawls(url: str) -> list[str]:
    """Return the names of the crawls whose archives lie at a URL, a folder each."""
    files, root = fsspec.url_to_fs(f"{url}/archives")
    found = files.ls(root, detail=True) if files.exists(root) else []
    return sorted(each["name"].rstrip("/").rpartition("/")[2] for each in found if each["type"] == "directory")


class Cut(dg.Config):
    """How a crawl is cut into steps.

    Args:
        shards_a_step: At least; more where there would be more than a hundred steps.
    """

    shards_a_step: int = 16


def open_web_assets(url: str, retry: dg.RetryPolicy) -> list[dg.AssetsDefinition]:
    """Return `archives/rows` and `archives/landed` of the crawls below `url`; nothing where it is empty.

    Args:
        url: Whose `archives/<crawl>/` are read and whose `rows/<crawl>/` are written, on a disk or an object store.
        retry: How often and how patiently a step is tried again; what it has done it does not do again.
    """
    return [_rows(url, retry), _landed(url)] if url else []


def _rows(url: str, retry: dg.RetryPolicy) -> dg.AssetsDefinition:
    @dg.op(out={"packs": dg.DynamicOut(), "crawl": dg.Out()})
    def find_shards(
        context: dg.OpExecutionContext, config: Cut
    ) -> Iterator[dg.DynamicOutput[list[Task]] | dg.Output[list[Task]]]:
        found = _tasks(url, context.partition_key)
        done = {each.name for each in batches.finished_before(found)}
        left = [task for task in found if task.name not in done]
        context.log.info("%d shards, %d of them done before", len(found), len(done))
        for at, pack in enumerate(packs(left, config.shards_a_step)):
            yield dg.DynamicOutput(pack, mapping_key=f"{at:03}", output_name="packs")
        yield dg.Output(found, output_name="crawl")

    @dg.op(pool=LINE, retry_policy=retry, out=dg.Out(dg.Nothing))
    def read_shards(context: dg.OpExecutionContext, pack: list[Task]) -> None:
        def tell(done: batches.Done, n: int, of: int) -> None:
            context.log.info("%d of %d: %s: %s", n, of, done.name, done.failed or done.told)

        try:
            summary = batches.run(shards.work, pack, _runner(), tell)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        if summary.failed:
            raise _failure(summary)

    @dg.op(ins={"read": dg.In(dg.Nothing)}, out=dg.Out(dg.Nothing))
    def sum_up(context: dg.OpExecutionContext, crawl: list[Task]) -> None:
        summary = Summary(tuple(sorted(batches.finished_before(crawl), key=lambda each: each.name)), 0)
        context.add_output_metadata(_told(summary, crawl))

    @dg.graph_asset(
        key=ROWS,
        group_name="archives",
        description=f"Postings and normalised rows of one crawl's archives at {url}, as Parquet, a file a shard.",
        kinds={"fsspec"},
        partitions_def=CRAWLS,
    )
    def rows() -> None:
        packs_, crawl = find_shards()
        return sum_up(crawl=crawl, read=packs_.map(read_shards).collect())  # type: ignore[no-any-return]  # Dagster traces it

    return rows


def packs(given: Sequence[Task], least: int) -> list[list[Task]]:
    """Deal shards out, the largest first, so that steps are about alike: `least` each, and a hundred at most."""
    n = min(_MOST_STEPS, -(-len(given) // least))
    return [list(given[at::n]) for at in range(n)]


def _tasks(url: str, crawl: str) -> list[Task]:
    """Return a crawl's shards. N-Quads do not say when they were crawled: the folder's name does."""
    day = found[0] if (found := _DAY.search(crawl)) else ""
    try:
        return shards.tasks(f"{url}/archives/{crawl}", f"{url}/rows/{crawl}", board=_board(crawl), day=day)
    except JobproofError as error:
        raise dg.Failure(error.line(), allow_retries=False) from None


def _board(crawl: str) -> str:
    return "web_data_commons" if _DAY.search(crawl) else "common_crawl"


def _runner() -> batches.Runner:
    named = os.environ.get("JOBPROOF_RUNNER") or "pool"
    return batches.runner(named, cluster=os.environ.get("JOBPROOF_RAY", ""))


def _failure(summary: Summary) -> dg.Failure:
    named = [f"{each.name}: {each.failed}" for each in summary.failed]
    more = f" (and {len(named) - _SHOWN} more)" if len(named) > _SHOWN else ""
    return dg.Failure(
        f"{len(named)} of {len(summary.shards)} shards cannot be read: {'; '.join(named[:_SHOWN])}{more}. "
        "The others are done and stay so: fetch these anew or take them away, then materialise this partition again."
    )


def _told(summary: Summary, crawl: Sequence[Task]) -> metadata.Metadata:
    partial = [(each.name, each.told) for each in summary.shards if each.partial]
    return {
        "dagster/partition_row_count": dg.MetadataValue.int(summary.rows),
        "shards": dg.MetadataValue.int(len(summary.shards)),
        "bytes": dg.MetadataValue.int(sum(each.size for each in summary.shards)),
        "seconds of work": dg.MetadataValue.float(sum(each.seconds for each in summary.shards)),
        "largest process, MB": dg.MetadataValue.int(max((each.peak_mb for each in summary.shards), default=0)),
        "dropped": metadata.markdown_table(("reason", "rows"), summary.dropped.items()),
        "broken off": metadata.markdown_table(("shard", "what was read"), partial[:_SHOWN]),
        "sha256": dg.MetadataValue.text(summary.sha256),
        "written to": dg.MetadataValue.text(crawl[0].target),
    }


def _landed(url: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=LANDED,
        deps=[ROWS],
        group_name="archives",
        description="The postings of one crawl in landing, a file a shard and month; the next publish counts them.",
        kinds={"archive"},
        partitions_def=CRAWLS,
        pool="archives_landing",
    )
    def landed(context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
        registry, crawl = boards.load(home), context.partition_key
        board, kept = registry.board(_board(crawl)), 0
        try:
            for path in _postings(_tasks(url, crawl)):
                report = import_file(path, board, home, simulated=registry.simulated)
                kept += report.kept
                context.log.info("%s: %s", path.name, report.scopes[0].reason)
        except JobproofError as error:
            raise dg.Failure(error.line()) from None
        except FileNotFoundError as error:
            raise dg.Failure(f"{error}: not every shard was read yet. Materialise archives/rows first.") from None
        return dg.MaterializeResult(metadata={"kept now": kept, "board": board.name})

    return landed


def _postings(crawl: Sequence[Task]) -> Iterator[Path]:
    """Yield the postings of each shard as a file on this disk."""
    files, root = fsspec.url_to_fs(crawl[0].target)
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted(task.name for task in crawl):
            path = Path(folder) / f"{name}.parquet"
            files.get_file(f"{root}/postings/{name}.parquet", str(path))
            yield path
            path.unlink()
