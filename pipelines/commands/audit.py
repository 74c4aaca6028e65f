"""audit: draw postings for a person to label, read the labels back, show what they say of a claim's figure."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.common import EXISTING, place, print_json, print_table

if TYPE_CHECKING:
    from assets.audits import Audit
    from warehouse.home import Home

_LEAST = 100


@click.command("audit")
@click.argument("claim")
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the sheet to label.")
@click.option("--read", "filled", type=EXISTING, metavar="SHEET", help="Read a labelled sheet back.")
@click.option("--label", "asking", is_flag=True, help="Label here, one posting after the other.")
@click.option(
    "--least", type=click.IntRange(min=1), default=_LEAST, show_default=True,
    help="Postings to draw from each stratum of a period and language.",
)  # fmt: skip
@click.option("--claims", "file", type=EXISTING, help="Look CLAIM up in this file in place of the articles' claims.")
@click.option("--json", "as_json", is_flag=True, help="Print the audit as JSON.")
def audit_command(
    claim: str,
    *,
    sheet: Path | None,
    filled: Path | None,
    asking: bool,
    least: int,
    file: Path | None,
    as_json: bool,
) -> int:
    """Measure the tagger's error behind CLAIM: label drawn postings, and its figure is corrected for it.

    Postings are drawn from three strata of each period and language: tagged, near misses, and the rest. The sheet shows
    neither. Fill its column `label` with yes or no (empty: unsure), save it as CSV in UTF-8, and give it to --read.
    Answers are kept in audits/ of the home and belong to the query: other claims that ask the same share them.
    """
    from assets import audits

    home = place().home
    if filled:
        _read(home, audits.audit(home, claim, file=file), filled)
    found = audits.audit(home, claim, least=least, file=file)
    if asking:
        _ask(home, found)
        found = audits.audit(home, claim, least=least, file=file)
    elif not filled and found.waiting:
        _write(found, sheet or home.audits / f"{claim}.csv", file)
    _show(found, as_json=as_json)
    return 0


def _read(home: Home, found: Audit, filled: Path) -> None:
    from assets import audits
    from warehouse.audits import read_sheet

    said = read_sheet(filled)
    fresh = audits.answer(home, found.query, said)
    click.echo(f"{len(said)} labels read, {fresh} of them new", err=True)


def _write(found: Audit, sheet: Path, file: Path | None) -> None:
    from warehouse.audits import write_sheet

    write_sheet(sheet, found.waiting, found.asked, found.pattern)
    claims = f" --claims {file}" if file else ""
    click.echo(
        f"{len(found.waiting)} postings to label: {sheet}\n"
        f"Fill in the column `label`, then run: jobproof audit {found.claim.id}{claims} --read {sheet}",
        err=True,
    )


def _ask(home: Home, found: Audit) -> None:
    """Ask of each posting in turn; every answer is kept at once, so that a session can end at any time."""
    from assets import audits
    from warehouse.audits import excerpt

    for number, row in enumerate(found.waiting, start=1):
        click.echo(f"\n{click.style(f'{number} of {len(found.waiting)}', bold=True)}  {row['company'] or ''}")
        click.echo(excerpt(row["text_plain"], found.pattern))
        said = click.prompt(
            f"{found.asked} y(es), n(o), s(kip), q(uit)", type=click.Choice(["y", "n", "s", "q"]), show_choices=False
        )
        if said == "q":
            return
        if said != "s":
            audits.answer(home, found.query, {row["posting_id"]: said == "y"})


def _show(found: Audit, *, as_json: bool) -> None:
    if as_json:
        print_json(_exported(found))
        return
    rows = [(*row, row[-2] - row[-1]) for row in found.tally.iter_rows()]
    print_table(("period", "language", "stratum", "postings", "labelled", "yes", "no"), rows)
    if found.found is None:
        click.echo("not enough labels yet: the figure stays uncorrected", err=True)
        return
    shares = zip(found.periods, found.found.tagged, found.found.shares, strict=True)
    click.echo()
    print_table(
        ("period", "tagged", "corrected"),
        [(period, f"{tagged:.3%}", f"{share:.3%}") for period, tagged, share in shares],
    )
    click.echo("`jobproof publish` judges the claim with it", err=True)


def _exported(found: Audit) -> dict[str, object]:
    corrected = found.found and {
        **asdict(found.found), "covariance": found.found.covariance.tolist(), "factors": found.found.factors,
    }  # fmt: skip
    return {
        "claim": found.claim.id,
        "query": found.query,
        "periods": found.periods,
        "tally": found.tally.to_dicts(),
        "waiting": [row["posting_id"] for row in found.waiting],
        "corrected": corrected,
        "answers": str(found.answers),
    }
