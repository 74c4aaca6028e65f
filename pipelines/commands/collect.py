"""crawl, backfill, import: from boards and archives to landing."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import click

from pipelines.commands.common import EXISTING, exit_code, place, print_json, progress, tell, warn
from warehouse import clock
from warehouse.boards import Board
from warehouse.errors import BadUsageError
from warehouse.records import CrawlReport

_WORTH_TELLING = 60
"""Seconds from which on a crawl's length is forecast."""


@click.command("crawl")
@click.argument("boards", nargs=-1, metavar="[BOARD]...")
@click.option("--json", "as_json", is_flag=True, help="Print the crawl reports as JSON.")
def crawl_command(boards: tuple[str, ...], *, as_json: bool) -> int:
    """Crawl what BOARDs show now: all of them, or those named; `greenhouse:stripe` is one company.

    Live boards are filed under today, history boards under the running month. A dead board never stops the others;
    the command fails (1) where a board brought nothing usable.
    """
    from assets import steps
    from warehouse.forecast import forecast

    here = place()
    ahead = forecast(here.home, steps.choose(here.registry, boards))
    if ahead.crawl_seconds > _WORTH_TELLING:
        click.echo(f"forecast: {ahead.line}", err=True)
    with progress() as moved:
        reports = steps.crawl_boards(
            here.home, here.registry, boards, on_report=None if as_json else tell, on_progress=moved
        )
    if as_json:
        print_json(reports)
    return exit_code(reports)


@click.command("backfill")
@click.argument("board")
@click.option("--from", "first", required=True, metavar="YYYY-MM", help="First month.")
@click.option("--to", "last", required=True, metavar="YYYY-MM", help="Last month.")
@click.option("--json", "as_json", is_flag=True, help="Print the crawl reports as JSON.")
def backfill_command(board: str, first: str, last: str, *, as_json: bool) -> int:
    """Crawl the months of a history BOARD; a month that landed before is crawled again and replaces it."""
    from spiders.crawl import crawl

    here = place()
    months = _months(here.registry.board(board), first, last)
    done: list[CrawlReport] = []
    with progress() as moved:

        def on_report(report: CrawlReport) -> None:
            done.append(report)
            moved(f"backfill {board}", len(done), len(months))
            if not as_json:
                tell(report)

        reports = crawl(
            here.registry.board(board), months, here.home, simulated=here.registry.simulated, on_report=on_report
        )
    if as_json:
        print_json(reports)
    return 1 if any(report.state in {"blocked", "failed"} for report in reports) else 0


def _months(board: Board, first: str, last: str) -> list[str]:
    start, end = clock.month_of(first, who="--from"), clock.month_of(last, who="--to")
    if board.kind != "history":
        raise BadUsageError(
            f"board {board.name!r}",
            f"is a {board.kind} board: it has no months to go back to",
            allowed="history boards",
            remedy="Use `jobproof crawl` for what it shows today, `jobproof import` for an archive of it.",
        )
    if end < start:
        raise BadUsageError("--to", f"{last} lies before --from {first}", remedy="Swap them.")
    return [f"{month:%Y-%m}" for month in clock.months(start, end)]


_IMPORT_HELP = """Land an archive FILE of postings: CSV, TSV, JSON, JSON lines, Parquet or Excel, also as .gz or .zst.

WARC files of Common Crawl and other crawlers and N-Quads of Web Data Commons are recognised as well, for boards of
captures such as common_crawl: JobPosting objects land under the month of their capture (docs/web_archives.md).

Exports of Lagou, BOSS Zhipin, Liepin, Zhaopin and 51job and tables with Chinese or English headings are recognised by
their columns; for others write a mapping, e.g. mine.toml:

\b
    zone = "Asia/Shanghai"
    [fields]
    title = "职位"
    location = { join = ["城市", "区"], by = " " }
    salary = { low = "最低", high = "最高", currency = "CNY", per = "month" }
    posted_at = "发布"

docs/imports.md says all that a mapping can. A file whose content is already in is left alone; rows that cannot be read
are counted with their reason; columns that tell of persons are dropped.
"""


@click.command("import", help=_IMPORT_HELP)
@click.argument("file", type=EXISTING)
@click.option("--board", required=True, help="Archive board of boards.toml that the postings belong to.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="TOML file that says which column holds what, or the name of a ready one; else the columns are recognised.",
)
@click.option("--sheet", default="", help="Sheet of a workbook that has several.")
@click.option("--encoding", default="", help="Encoding of a text, where it is none of UTF-8, UTF-16 and GB18030.")
@click.option(
    "--collected",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day on which the file was collected, where its rows do not say it: dates such as 3天前 hang on it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(
    file: Path,
    board: str,
    *,
    mapping: Path | None,
    sheet: str,
    encoding: str,
    collected: datetime | None,
    as_json: bool,
) -> int:
    """Land an archive FILE of postings."""
    from spiders.web_archives import form_of_file, import_web_archive
    from warehouse.archives import import_file

    here = place()
    tables = partial(import_file, mapping=mapping, sheet=sheet, encoding=encoding)
    read = import_web_archive if form_of_file(file) else tables
    with progress() as moved:
        report = read(
            file,
            here.registry.board(board),
            here.home,
            collected=f"{collected:%F}" if collected else "",
            simulated=here.registry.simulated,
            on_progress=lambda done, total: moved(f"import {file.name} (kB)", done // 1000, total // 1000),
        )
    if as_json:
        print_json(report)
    else:
        tell(report)
        for reason, example in report.scopes[0].examples.items():
            warn(f"{reason}: e.g. {example}")
    return exit_code([report])
