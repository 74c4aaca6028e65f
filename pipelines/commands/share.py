"""push, pull, alert: what goes from this home to other places and people, and comes back."""

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


@click.command("alert")
@click.option("--dry-run", is_flag=True, help="Send and remember nothing: print all that is wrong now.")
def alert_command(*, dry_run: bool) -> int:
    """Mail what newly needs a person and what is well again, each once; for homes whose crawls cron starts.

    Under `jobproof up` a sensor does it every five minutes, and tells of failed runs besides.
    """
    from pipelines import alerts
    from pipelines.troubles import of_boards

    here = place()
    found = of_boards(here.home, here.registry)
    if dry_run:
        for trouble in found:
            click.echo(f"{trouble.about}: {trouble.what} {trouble.scope} — {trouble.detail} — {trouble.command}")
        return 0
    click.echo(alerts.tell(here.home, found, looked_at=("board/",)))
    return 0
