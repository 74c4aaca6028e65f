"""push, pull: what goes from this home to other places and people, and comes back."""

from __future__ import annotations

import click

from pipelines.commands.common import place, print_json, progress


@click.command("push")
@click.argument("url", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
def push_command(url: str | None, *, as_json: bool) -> int:
    """Copy landing, verdicts, reports and the published copy to URL (JOBPROOF_REMOTE); erase there what was erased."""
    from warehouse import mirror

    remote = mirror.remote_of(url)
    with progress() as moved:
        done = mirror.push(place().home, remote, on_progress=moved)
    if as_json:
        print_json(done)
    else:
        click.echo(f"pushed {done.files} files, {done.bytes / 1e6:.1f} MB; {done.there} were there: {remote}")
    return 0


@click.command("pull")
@click.argument("url", required=False)
@click.option("--published", is_flag=True, help="Only the published copy, to query it here.")
@click.option("--json", "as_json", is_flag=True, help="Print what was copied as JSON.")
def pull_command(url: str | None, *, published: bool, as_json: bool) -> int:
    """Bring back from URL (JOBPROOF_REMOTE) what this home lacks; files that are here are kept."""
    from warehouse import mirror

    remote = mirror.remote_of(url)
    with progress() as moved:
        done = mirror.pull(place().home, remote, published=published, on_progress=moved)
    if as_json:
        print_json(done)
        return 0
    click.echo(f"pulled {done.files} files, {done.bytes / 1e6:.1f} MB; {done.there} were here: {remote}")
    for name in done.differing:
        click.echo(f"kept ours, theirs differs: {name}", err=True)
    if done.files and not published:
        click.echo("Run `jobproof publish` to build the warehouse from it.")
    return 0
