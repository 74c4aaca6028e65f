"""doctor, backup, restore, erase: whether everything is there, how it is kept, and how it is taken away for good."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.common import place, print_json, print_table, progress, warn

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("doctor")
@click.option("--repair", "repairing", is_flag=True, help="Mend what can be mended, say what was done, look again.")
@click.option(
    "--backup",
    "source",
    type=click.Path(path_type=Path, exists=True),
    help="With --repair: bring damaged files back from this backup before any is fenced off.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor_command(*, repairing: bool, source: Path | None, as_json: bool) -> int:
    """Verify landing files, warehouse, published copy and taxonomy; fail (1) where something is damaged."""
    from warehouse.doctor import examine
    from warehouse.hygiene import outlook
    from warehouse.repair import repair

    here = place()
    done = repair(here.home, here.registry, source) if repairing else []
    findings = [*examine(here.home, here.registry), *outlook(here.home, here.registry)]
    if as_json:
        print_json({"repaired": done, "findings": findings} if repairing else findings)
    else:
        for each in done:
            click.echo(f"repaired {each.what}: {each.done}", err=True)
        print_table(("what", "state", "finding", "remedy"), [(f.what, f.state, f.finding, f.remedy) for f in findings])
    return 1 if any(finding.state == "damaged" for finding in findings) else 0


@click.command("backup")
@click.argument("target", type=_FOLDER, metavar="TO")
@click.option("--keep", default=8, show_default=True, type=click.IntRange(1), help="Generations to keep.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def backup_command(target: Path, *, keep: int, as_json: bool) -> int:
    """Add a generation to the backup in folder TO: all that cannot be built again, the salt included.

    A crawl may run meanwhile. What TO holds already is not copied again. Generations made before an erasure are
    removed.
    """
    from warehouse.backup import back_up

    with progress() as moved:
        done = back_up(place().home, target, keep=keep, on_progress=moved)
    if as_json:
        print_json({**vars(done), "path": str(done.path)})
    else:
        click.echo(f"{done.path}: {done.files} files, {done.copied} of them new ({done.bytes / 1e6:.1f} MB)")
        if done.forgotten:
            click.echo(f"{done.forgotten} earlier generations removed", err=True)
    return 0


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True), metavar="FROM")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def restore_command(source: Path, *, as_json: bool) -> int:
    """Bring the backup in folder FROM (or one generation's file) back into an empty home, build and publish.

    Every file is compared with its checksum, every table with that of the copy published when the backup was made; the
    command fails (1) where a table differs, which another version of jobproof is a good reason for.
    """
    from warehouse.backup import restore

    home = place().home
    with progress() as moved:
        done = restore(home, source, on_progress=moved)
    if as_json:
        print_json(done)
    else:
        click.echo(f"{home.root}: {done.files} files of the backup of {done.generation}, each with its checksum")
        if done.same is not None:
            click.echo(f"published {done.vintage}: {done.same} tables are what they were")
        for table in done.differing:
            click.echo(f"{table} differs from the copy published then", err=True)
    return 1 if done.differing else 0


@click.command("erase")
@click.argument("posting_id", required=False, metavar="[ID]")
@click.option("--company", default="", help="Erase all postings of this employer, and keep new ones from landing.")
@click.option("--dry-run", is_flag=True, help="Only show where it is.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found and done as JSON.")
def erase_command(posting_id: str | None, *, company: str, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Erase the posting ID (`board:key`) or a company from everything in this home; nothing of it lands again.

    Landing files are rewritten, databases, vintages, Parquet copies, audits and reports scrubbed; a keyed hash stays,
    by which the same posting is refused from then on. Run `jobproof backup` once more into each of your backups, which
    removes the generations made before, and `jobproof push`. This cannot be undone.
    """
    from warehouse.erasure import Wanted, erase, find

    here, wanted = place(), Wanted(posting_id or "", company)
    found = find(here.home, wanted)
    if not as_json:
        click.echo(f"{found.what}: {len(found.postings)} postings", err=True)
        print_table(("place", "rows"), sorted(found.places.items()))
    if dry_run:
        if as_json:
            print_json({"what": found.what, "postings": sorted(found.postings), "places": found.places})
        return 0
    if not yes:
        click.confirm("Erase all of it for good?", abort=True, err=True)
    had_copy = here.home.published.exists()
    done = erase(here.home, wanted)
    if had_copy:
        from assets import steps

        with progress() as moved:
            steps.publish(here.home, on_progress=moved, on_problem=warn)
    if as_json:
        print_json(done)
        return 0
    click.echo(f"{done.what} is erased: {done.postings} postings, {done.tombstones} new tombstones", err=True)
    print_table(("place", "changed"), sorted(done.places.items()))
    for path in done.left:
        warn(f"{path} holds traces and is not jobproof's to change: remove or correct it")
    return 0
