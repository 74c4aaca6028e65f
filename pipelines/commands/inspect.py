"""parse, record, normalise, explain: looking at single postings on their way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson

from pipelines.commands.common import EXISTING, place, print_json, print_table, progress, warn
from warehouse.errors import BadUsageError


@click.command("parse")
@click.argument("board")
@click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE...")
@click.option("--fetched-at", metavar="ISO", help="When the responses were fetched, for relative dates.")
def parse_command(board: str, files: tuple[Path, ...], fetched_at: str | None) -> int:
    """Print one RawPosting a line as JSON from recorded responses of BOARD; each drop is a line on stderr."""
    from spiders.parse import parse

    declared = place().registry.board(board.partition(":")[0])
    for file in files:
        result = parse(declared, file, fetched_at=fetched_at)
        for row in result.rows:
            click.echo(orjson.dumps(row).decode())
        for drop in result.dropped:
            for example in drop.examples:
                click.echo(f"{file}: dropped {example}: {drop.reason}", err=True)
    return 0


@click.command("record")
@click.argument("board")
@click.argument("source", metavar="URL|FIXTURE")
@click.option("--form", metavar="JSON", help="What to post, for boards that answer to a form.")
def record_command(board: str, source: str, form: str | None) -> int:
    """Fetch URL politely as a fixture of BOARD, with expected rows to review; begin the board where it is new.

    With a FIXTURE the rows expected of it are written anew, after a change of the spider or of the fixture.
    """
    from spiders.record import record
    from warehouse.home import PROJECT

    done = record(board, source, registry=place().registry, project=PROJECT, form=_form(form))
    for path, what in done.files.items():
        shown = path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path
        click.echo(f"{shown}\n    {what}")
    for note in done.notes:
        click.echo(f"look: {note}")
    if done.table:
        click.echo(f"\nFor boards.toml; what is empty is for you to say:\n\n{done.table}")
    click.echo(f"\nnext: {done.following}")
    return 0


def _form(text: str | None) -> dict[str, Any] | None:
    try:
        form = None if text is None else orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadUsageError(
            "--form", f"{text!r} is no JSON ({error.msg})", allowed="""'{"limit": 20}'""", remedy="Correct it."
        ) from None
    if not isinstance(form, dict | None):
        raise BadUsageError("--form", f"{text!r} is no object", allowed="""'{"limit": 20}'""", remedy="Correct it.")
    return form


@click.command("normalise")
@click.argument("source", metavar="IN.jsonl")
@click.argument("target", metavar="OUT.jsonl")
@click.option("--shards", is_flag=True, help="IN and OUT are folders or URLs: WARC, N-Quads, Parquet in, Parquet out.")
@click.option("--runner", default="pool", envvar="JOBPROOF_RUNNER", show_default=True, help="pool or daft.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; one a core unless given.")
@click.option("--cluster", default="", envvar="JOBPROOF_RAY", help="Address of a Ray cluster for daft; else this host.")
@click.option("--board", default="common_crawl", show_default=True, help="Board of captures that web archives are of.")
@click.option("--collected", type=click.DateTime(["%Y-%m-%d"]), help="Day of the crawl, for N-Quads.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of each shard as JSON.")
def normalise_command(source: str, target: str, *, shards: bool, as_json: bool, **more: Any) -> int:  # noqa: ANN401 - the options of shards
    """Write one line for each line of IN, in order: the fields of the labelling guide and ours.

    With --shards every shard below IN is read by its own process, here or on a cluster, and its rows written to OUT as
    `normalised/<shard>.parquet`; of web archives the postings too, as `postings/<shard>.parquet`, for `jobproof
    import`. What is done stays done: after a kill run it again. docs/scaling.md.
    """
    if shards:
        return _normalise_shards(source, target, as_json=as_json, **more)
    from warehouse.normalise_file import normalise_file

    click.echo(f"{normalise_file(Path(source), Path(target))} postings normalised into {target}", err=True)
    return 0


def _normalise_shards(
    source: str,
    target: str,
    *,
    runner: str,
    workers: int | None,
    cluster: str,
    board: str,
    collected: datetime | None,
    as_json: bool,
) -> int:
    from assets import shards
    from warehouse import batches

    chosen = batches.runner(runner, workers=workers or 0, cluster=cluster)
    given = shards.tasks(source, target, board=board, day=f"{collected:%F}" if collected else "")
    with progress() as moved:
        summary = batches.run(
            shards.work, given, chosen, lambda _, done, total: moved("normalise (shards)", done, total)
        )
    if as_json:
        print_json(summary)
    else:
        click.echo(summary.line)
    for each in summary.shards:
        if each.failed or each.partial:
            warn(f"{each.name}: {each.failed or each.told}")
    return 1 if summary.failed else 0


@click.command("explain")
@click.argument("posting_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the evidence as JSON.")
def explain_command(posting_id: str, *, as_json: bool) -> int:
    """Show the words, the rule and the seed line behind every field of the posting ID (`board:key`).

    Lines whose field begins with `not` tell what stands in the posting and was not taken, and why.
    """
    from warehouse import taxonomy
    from warehouse.lookup import landed_row
    from warehouse.transforms.explain import explain

    evidence = explain({"id": posting_id, **landed_row(place().home, posting_id)}, taxonomy.load())
    if as_json:
        print_json(evidence)
    else:
        print_table(
            ("field", "value", "words", "rule", "seed"),
            [(e.field if e.taken else f"not {e.field}", e.value, e.words, e.rule, e.seed) for e in evidence],
        )
    return 0
