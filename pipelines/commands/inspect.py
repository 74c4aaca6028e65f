"""parse, record, normalise, explain: looking at single postings on their way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from pipelines.commands.common import EXISTING, place, print_json, print_table
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
