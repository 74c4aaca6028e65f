"""mail: the drawn report to its readers, once a week each. Drawing is report's affair."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.common import place
from warehouse.errors import BadUsageError

if TYPE_CHECKING:
    from reports.outbox import Record

_TOLD = {
    "sent": "sent",
    "refused": "refused for good",
    "waiting": "not taken yet",
    "handing": "in doubt: handed over, no answer known; ask the reader, then --again",
}


@click.command("mail")
@click.option("--dry-run", is_flag=True, help="Send nothing: show the .eml files, and whom they have reached.")
@click.option("--again", multiple=True, metavar="ADDRESS", help="Send to this reader whatever the outbox says.")
def mail_command(again: tuple[str, ...], *, dry_run: bool) -> int:
    """Send the running week's report to the readers of JOBPROOF_SMTP_TO and _TO_ZH; nobody gets a week twice.

    What is drawn is sent: run `jobproof report` first. A server that asks to come again later is asked again for 21
    minutes; whom it has not reached by then gets it with the next call.
    """
    from assets import steps

    if not dry_run:
        return send_mails(None, again=again)
    home = place().home
    for path in sorted(steps.report_folder(home).glob("*.eml")):
        click.echo(path)
    for record in steps.report_readers(home):
        _say(record)
    return 0


def send_mails(folder: Path | None, *, name: str = "report", again: Sequence[str] = ()) -> int:
    """Send a report's mails, say where every reader stands, and return the exit code: 0 where all have it.

    Raises:
        BadUsageError: `again` names nobody who gets the mail.
    """
    from assets import steps
    from reports.delivery import Sending
    from reports.smtp import Settings

    settings = Settings.from_environment()
    readers = [*settings.recipients, *settings.recipients_zh]
    known = {reader.casefold() for reader in readers}
    if strangers := [address for address in again if address.casefold() not in known]:
        raise BadUsageError("--again", f"{strangers[0]!r}", allowed=", ".join(readers), remedy="Name a reader.")
    records = steps.send_report(
        place().home, folder, name=name, sending=Sending(settings, on_wait=_waiting), again=again
    )
    for record in records:
        _say(record)
    return 0 if all(record.state == "sent" for record in records) else 1


def _waiting(said: str, seconds: float) -> None:
    click.echo(f"not taken yet: {said}; trying again in {seconds / 60:.0f} min", err=True)


def _say(record: Record) -> None:
    when = f" {record.at[:16].replace('T', ' ')} UTC" if record.at else ""
    said = f" — {record.said}" if record.said else ""
    click.echo(f"{record.recipient}: {_TOLD[record.state]}{when}{said}", err=record.state == "refused")
