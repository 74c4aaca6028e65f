"""The `jobproof` command: finds the command's module, turns errors into one clear line and an exit code. No work here.

Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from warehouse.errors import JobproofError

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("show", "Run the main job on a simulated market: crawl, backfill, publish, PNG report."),
    "crawl": ("collect", "Crawl what boards show today, and the running month of history boards."),
    "backfill": ("collect", "Crawl months of a history board."),
    "import": ("collect", "Land an archive of postings (CSV, JSON lines, Parquet)."),
    "publish": ("build", "Build the warehouse from landing, judge the claims, replace the published copy."),
    "replay": ("build", "Normalise and build again after a parser or taxonomy fix, and show the difference."),
    "migrate": ("migrate", "Upgrade a home of an earlier version in place."),
    "report": ("build", "Draw the charts, the page and the mail from the published copy."),
    "mail": ("mail", "Send the drawn report to its readers, once a week each."),
    "boards": ("show", "Every board: last crawl, state, rows, age, what needs attention."),
    "parse": ("inspect", "Print the postings in recorded responses of a board, one JSON line each."),
    "record": ("inspect", "Fetch one response as a fixture; scaffold the spider of a new board."),
    "normalise": ("inspect", "Normalise JSON lines: what each posting is said to contain."),
    "explain": ("inspect", "Show why a posting got each of its fields."),
    "score": ("measure", "Score labelled postings: every field, every concept, the worst mistakes."),
    "audit": ("audit", "Measure the tagger's error behind a claim: draw postings to label, read the labels back."),
    "claims": ("show", "Every claim with verdict, estimate and interval."),
    "sql": ("sql", "Query the published copy."),
    "doctor": ("keep", "Verify landing, warehouse, published copy and taxonomy; mend what can be mended."),
    "backup": ("keep", "Add a generation to a backup of all that cannot be built again."),
    "restore": ("keep", "Bring a backup back into an empty home, checked file by file and table by table."),
    "push": ("share", "Copy landing, verdicts and the published copy to object storage (JOBPROOF_REMOTE)."),
    "pull": ("share", "Bring back from there what this home lacks, or the published copy only."),
    "alert": ("share", "Mail what newly needs a person and what is well again; each once."),
    "erase": ("keep", "Erase a posting or a company from everything, for good."),
    "up": ("build", "Start Dagster's webserver and daemon on this home."),
}
"""Command -> (module in pipelines/commands, one line of help): listed without importing a heavy room."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of COMMANDS."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pipelines.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)  # noqa: S101 - a broken table is our own mistake
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jobproof")
def cli() -> None:
    """Test what articles claim about the job market against what public job boards really posted.

    JOBPROOF_HOME names the folder of all data (default: data/ in the checkout); JOBPROOF_NOW fixes the clock.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code; whatever people can cause ends in one clear line on stderr, never in a traceback.
    """
    try:
        outcome: Any = cli(arguments, prog_name="jobproof", standalone_mode=False)
    except JobproofError as error:
        return _fail(error.line(), error.exit_code)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted; what has landed is kept, run the command again to go on", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{error.filename or 'the system'}: {error.strerror or error}. See `jobproof doctor`.", 1)
    return outcome if isinstance(outcome, int) else 0


def _fail(line: str, code: int) -> int:
    click.echo(f"jobproof: {line}", err=True)
    return code
