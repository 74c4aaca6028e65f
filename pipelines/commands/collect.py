"""crawl, backfill, import: from boards and archives to landing."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.common import EXISTING, exit_code, place, print_json, progress, tell
from warehouse import clock
from warehouse.boards import Board
from warehouse.errors import BadUsageError
from warehouse.records import CrawlReport


@click.command("crawl")
@click.argument("boards", nargs=-1, metavar="[BOARD]...")
@click.option("--json", "as_json", is_flag=True, help="Print the crawl reports as JSON.")
def crawl_command(boards: tuple[str, ...], *, as_json: bool) -> int:
    """Crawl what BOARDs show now: all of them, or those named; `greenhouse:stripe` is one company.

    Live boards are filed under today, history boards under the running month. A dead board never stops the others;
    the command fails (1) where a board brought nothing usable.
    """
    from assets import steps

    here = place()
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


@click.command("import")
@click.argument("file", type=EXISTING)
@click.option("--board", required=True, help="Archive board of boards.toml that the postings belong to.")
@click.option("--mapping", type=click.Path(path_type=Path), help="TOML file: which column is which field.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(file: Path, board: str, mapping: Path | None, *, as_json: bool) -> int:
    """Land an archive FILE of postings: CSV, JSON lines (also .gz, .zst) or Parquet."""
    from warehouse.archives import import_file

    here = place()
    report = import_file(
        file, here.registry.board(board), here.home, mapping=mapping, simulated=here.registry.simulated
    )
    if as_json:
        print_json(report)
    else:
        tell(report)
    return exit_code([report])
