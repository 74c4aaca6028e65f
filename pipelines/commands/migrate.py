"""migrate: a home of an earlier version of the schema becomes one of this version."""

from __future__ import annotations

import click

from pipelines.commands.common import place, print_json, print_table, progress, warn


@click.command("migrate")
@click.option("--check", is_flag=True, help="Only show the version of every file; exit 1 where one is earlier.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def migrate_command(*, check: bool, as_json: bool) -> int:
    """Upgrade the home in place: verdicts, scores and answers file by file, the rest anew from landing.

    `jobproof publish` does the same before it builds. A kill leaves every file as it was or upgraded: run it again.
    """
    from assets import steps
    from warehouse import versions
    from warehouse.schemas import SCHEMA_VERSION

    here = place()
    versions.require_known(here.home)
    older = [found for found in versions.held(here.home) if found.version < SCHEMA_VERSION]
    if older and not check:
        with progress() as moved:
            steps.publish(here.home, on_progress=moved, on_problem=warn)
    if as_json:
        print_json({"schema": SCHEMA_VERSION, "older": [{"path": str(f.path), "schema": f.version} for f in older]})
    elif older:
        print_table(("file", "schema before", "schema"), [(f.path, f.version, SCHEMA_VERSION) for f in older])
    else:
        click.echo(f"all of {here.home.root} is of schema {SCHEMA_VERSION}")
    return 1 if older and check else 0
