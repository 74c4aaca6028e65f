"""demo, boards, claims: what there is to see."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.common import place, print_json, print_table


@click.command("demo")
@click.option("--seed", default=7, show_default=True, help="Seed of the simulated market.")
@click.option("--small", is_flag=True, help="A year and an eighth of the adverts: the answers of docs/cookbook.md.")
def demo_command(seed: int, *, small: bool) -> int:
    """Run the main job offline on a simulated market: replica boards, crawl, backfill, publish, PNG report."""
    from pipelines.demo import SMALL, WHOLE, demo

    return demo(place().home, seed=seed, size=SMALL if small else WHOLE)


@click.command("boards")
@click.argument("board", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def boards_command(board: str | None, *, as_json: bool) -> int:
    """Show every board: last crawl, state, rows, age, terms and what needs attention; or BOARD with each scope."""
    from pipelines.commands import listing
    from warehouse.status import board_status

    here = place()
    chosen = [here.registry.board(board).name] if board else list(here.registry.boards)
    found = [each for each in board_status(here.home, here.registry) if each.board in chosen]
    if as_json:
        print_json(found[0] if board else found)
    elif board:
        listing.show_board(found[0])
    else:
        listing.show_boards(found)
    return 0


@click.command("claims")
@click.option("--json", "as_json", is_flag=True, help="Print the full export as JSON.")
@click.option("--verdict", help="Only claims with this verdict.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Judge this file's claims in place of the articles' (docs/a_claim_of_your_own.md).",
)
def claims_command(verdict: str | None, file: Path | None, *, as_json: bool) -> int:
    """Show every claim as judged on the published copy."""
    from assets import steps

    rows = [row for row in steps.published_claims(place().home, file) if verdict in (None, row["verdict"])]
    if as_json:
        print_json(rows)
    else:
        print_table(("claim", "verdict", "finding"), [(r["id"], r["verdict"], r["sentence_en"]) for r in rows])
    return 0
