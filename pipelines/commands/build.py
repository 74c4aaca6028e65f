"""publish, replay, report, up: from landing to the published copy and what is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.common import place, print_json, print_table, progress, warn
from pipelines.commands.mail import send_mails
from reports.words import LANGS, Lang
from warehouse.errors import BadUsageError

if TYPE_CHECKING:
    from assets.replays import Replayed
    from reports.gallery import Format
    from warehouse.store import BuildSummary


@click.command("publish")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    type=click.Choice(["rows"]),
    help="Publish though a check stops it that you have looked at: rows, postings that were published before are gone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was published as JSON.")
def publish_command(accepted: tuple[str, ...], *, as_json: bool) -> int:
    """Build the warehouse from landing, judge every claim, replace the published copy atomically."""
    from assets import steps

    here = place()
    built: list[BuildSummary] = []
    with progress() as moved:
        published = steps.publish(
            here.home, accepted=accepted, on_progress=moved, on_problem=warn, on_built=built.append
        )
    [how] = built
    if as_json:
        said = {"vintage": published.vintage, "path": str(published.path), "rows": published.rows}
        print_json(said | {"touched_n": how.touched_n, "anew": how.anew})
    else:
        if how.anew:
            click.echo(how.how, err=True)
        click.echo(f"published {published.vintage}: {published.path}")
    return 0


@click.command("replay")
@click.option("--since", metavar="YYYY-MM-DD", help="Only what landed since this day.")
@click.option("--board", "boards", multiple=True, metavar="BOARD", help="Only this board; may be given again.")
@click.option("--diff", is_flag=True, help="Show which fields changed, with examples, and which claims moved by it.")
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON, with a checksum of every table.")
def replay_command(since: str | None, boards: tuple[str, ...], *, diff: bool, as_json: bool) -> int:
    """Normalise again what has landed, build, and show how every table changed. Nothing is published.

    What a replay leaves as it was has the same checksum before and after.
    """
    from assets import replays
    from warehouse import clock, store

    here = place()
    day = clock.moment(since, who="--since").date() if since else None
    with progress() as moved:
        if diff:
            found = replays.replay(
                here.home, here.registry, since=day, boards=boards, on_progress=moved, on_problem=warn
            )
        else:
            changes = store.replay(
                here.home, here.registry, since=day, boards=boards, on_progress=moved, on_problem=warn
            )
            found = replays.Replayed(changes, [])
    if as_json:
        print_json(found if diff else found.tables)
    else:
        _print_difference(found, diff=diff)
    return 0


def _print_difference(found: Replayed, *, diff: bool) -> None:
    print_table(
        ("table", "rows before", "rows after", "added", "removed", "changed", "checksum"),
        [
            (c.table, c.rows_before, c.rows_after, c.added_n, c.removed_n, c.changed_n, "same" if c.same else "differs")
            for c in found.tables
        ],
    )
    if not diff:
        return
    fields = [(table.table, field) for table in found.tables for field in table.fields]
    click.echo("")
    print_table(
        ("table", "field", "changed", "e.g.", "before", "after"),
        [
            (table, field.field, field.changed_n, example.key, example.before, example.after)
            for table, field in fields
            for example in field.examples
        ],
    )
    click.echo("")
    print_table(
        ("claim", "verdict before", "verdict", "figure before", "figure", "n before", "n"),
        [
            (c.claim_id, c.verdict_before, c.verdict, _figure(c.estimate_before), _figure(c.estimate), c.n_before, c.n)
            for c in found.claims
        ],
    )


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


@click.command("report")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@click.option("--lang", type=click.Choice(LANGS), default=LANGS[0], show_default=True, help="First page and mail.")
@click.option(
    "--claims",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Report on this file's claims in place of the articles'; with --out.",
)
@click.option("--week", default="", metavar="YYYY-Www", help="An ISO week; the copy published in it is read.")
@click.option("--claim", "asked", multiple=True, help="Only this claim's charts, in --lang, with --out; repeatable.")
@click.option(
    "--chart",
    "charts",
    multiple=True,
    help="Only this chart, in --lang, with --out: demand, coverage, skills, …; repeatable.",
)
@click.option("--format", "form", type=click.Choice(["png", "svg"]), default="png", help="Of --claim and --chart.")
@click.option("--send", is_flag=True, help="Send the mail, as the JOBPROOF_SMTP_ settings say.")
def report_command(  # noqa: PLR0917 - one parameter an option
    out: Path | None, lang: Lang, file: Path | None, week: str, asked: tuple[str, ...], charts: tuple[str, ...],
    form: Format, *, send: bool,
) -> int:  # fmt: skip
    """Draw charts, pages, mails and claims.json from the published copy, in English and Chinese."""
    from assets import by_hand, steps

    _check_report(out, week, asked, charts, form, send=send)
    if out and (asked or charts):
        how = by_hand.How(out, lang, week, form, file)
        drawn = by_hand.draw(place().home, asked, how) if asked else []
        for path in drawn + (by_hand.draw_charts(place().home, charts, how) if charts else []):
            click.echo(path)
        return 0
    if file and not out:
        raise BadUsageError(
            "report --claims",
            "without --out",
            allowed="a folder",
            remedy="Name one: the week's report is the articles'.",
        )
    copy = by_hand.copy_of(place().home, week)
    files = steps.draw_report(place().home, out=out, lang=lang, file=file, copy=copy.path, today=copy.today)
    for path in (*files.pngs, files.page, files.mail, files.claims_json, files.reviews_json):
        click.echo(path)
    return send_mails(files.mail.parent, name=file.stem if file else "report") if send else 0


def _check_report(
    out: Path | None, week: str, asked: Sequence[str], charts: Sequence[str], form: Format, *, send: bool
) -> None:
    """Refuse what does not go together, before anything is drawn."""
    alone = [name for name, given in (("--claim", asked), ("--chart", charts), ("--week", week)) if given]
    if alone and not out:
        raise BadUsageError(
            f"report {alone[0]}", "without --out", allowed="a folder", remedy="The week's own folder stays whole."
        )
    if alone and send:
        raise BadUsageError(
            f"report {alone[0]}", "with --send", allowed="the running week's report", remedy="Leave one of the two out."
        )
    if form != "png" and not asked and not charts:
        raise BadUsageError(
            f"report --format {form}",
            "without --claim or --chart",
            allowed="png for a whole report",
            remedy="Name the claims or charts.",
        )


@click.command("up")
@click.option("--port", default=3000, show_default=True, help="Port of the web page.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address it listens on; it asks for no password.")
@click.option("--only", type=click.Choice(["web", "daemon"]), help="One of the two, for a service manager.")
def up_command(port: int, host: str, only: str | None) -> int:
    """Start Dagster's webserver and daemon on this home, until interrupted."""
    from pipelines import resources

    resources.up(place().home, port, host=host, part=only or "")
    return 0
