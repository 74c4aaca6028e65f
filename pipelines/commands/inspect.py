"""parse, record, normalise, explain: looking at single postings on their way."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from pipelines.commands.common import EXISTING, place, print_json, print_table


@click.command("parse")
@click.argument("board")
@click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE...")
@click.option("--fetched-at", metavar="ISO", help="When the responses were fetched, for relative dates.")
def parse_command(board: str, files: tuple[Path, ...], fetched_at: str | None) -> int:
    """Print one RawPosting a line as JSON from recorded responses of BOARD; drops go to stderr."""
    from spiders.parse import parse

    declared = place().registry.board(board.partition(":")[0])
    for file in files:
        result = parse(declared, file, fetched_at=fetched_at)
        for row in result.rows:
            click.echo(orjson.dumps(row).decode())
        for drop in result.dropped:
            click.echo(f"{file}: dropped {drop.example}: {drop.reason}", err=True)
    return 0


@click.command("record")
@click.argument("board")
@click.argument("url")
def record_command(board: str, url: str) -> int:
    """Fetch URL politely as a fixture of BOARD with expected rows to review; a new board's spider is scaffolded."""
    from spiders.record import record
    from warehouse.home import PROJECT

    for path in record(board, url, registry=place().registry, project=PROJECT):
        click.echo(path)
    return 0


@click.command("normalise")
@click.argument("source", type=EXISTING, metavar="IN.jsonl")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT.jsonl")
def normalise_command(source: Path, target: Path) -> int:
    """Write one line for each line of IN, in order: the fields of the labelling guide and ours."""
    from warehouse.normalise_file import normalise_file

    click.echo(f"{normalise_file(source, target)} postings normalised into {target}", err=True)
    return 0


@click.command("explain")
@click.argument("posting_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the evidence as JSON.")
def explain_command(posting_id: str, *, as_json: bool) -> int:
    """Show the words, the rule and the seed line behind every field of the posting ID (`board:key`)."""
    from warehouse import taxonomy
    from warehouse.lookup import landed_row
    from warehouse.transforms.explain import explain

    evidence = explain({"id": posting_id, **landed_row(place().home, posting_id)}, taxonomy.load())
    if as_json:
        print_json(evidence)
    else:
        print_table(
            ("field", "value", "words", "rule", "seed"), [(e.field, e.value, e.words, e.rule, e.seed) for e in evidence]
        )
    return 0
