"""Sending one letter to everybody whom it has not reached: attempts and waits. Neither words nor wire are here."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from reports.outbox import Outbox, Record
from reports.smtp import NoAnswerError, NotTakenError, Settings, hand_over, session
from warehouse import clock

WAITS = (60.0, 300.0, 900.0)
"""Seconds before the second attempt and those after it: most greylisting lets a mail in after one to ten minutes."""
_OWN = ("from", "to", "cc", "bcc", "message-id")


@dataclass(frozen=True)
class Sending:
    """How a letter is sent.

    Args:
        settings: Through which server, as whom.
        waits: Seconds before each further attempt; no further attempt after the last.
        sleep: Waits so long.
        context: Trusted certificates; the system's where None.
        on_wait: Told (what the server said, seconds until the next attempt).
    """

    settings: Settings
    waits: Sequence[float] = WAITS
    sleep: Callable[[float], None] = time.sleep
    context: ssl.SSLContext | None = None
    on_wait: Callable[[str, float], None] = lambda *_: None


def deliver(
    message: EmailMessage, outbox: Outbox, recipients: Sequence[str], sending: Sending, *, again: Sequence[str] = ()
) -> list[Record]:
    """Send a letter to each recipient by itself whom it has neither reached nor perhaps reached.

    Args:
        message: As composed, without From and To; it is not changed.
        outbox: The letter's records.
        recipients: Addresses; each gets a copy that names nobody else.
        sending: How.
        again: Of these, whom to send it whatever the records say.

    Returns:
        One record a recipient, in order: `sent` now or before, `refused`, still `waiting`, or in doubt (`handing`).

    Raises:
        JobproofError: Another process is sending the letter, or encryption or login fail.
    """
    with outbox.held():
        for recipient in again:
            outbox.note(outbox.record(recipient), "waiting", "to be sent again, as somebody decided", clock.now())
        once = {name.casefold(): name for name in reversed(recipients)}
        open_ones = [name for name in reversed(once.values()) if not outbox.record(name).settled]
        for wait in (*sending.waits, None):
            open_ones = _attempt(message, outbox, open_ones, sending) if open_ones else []
            if not open_ones or wait is None:
                break
            sending.on_wait(outbox.record(open_ones[0]).said, wait)
            sending.sleep(wait)
        return [outbox.record(name) for name in recipients]


def _attempt(message: EmailMessage, outbox: Outbox, recipients: Sequence[str], sending: Sending) -> list[str]:
    """Try every recipient over one session, or another where that one breaks; return who is still waiting."""
    waiting, left = [], list(recipients)
    while left:
        try:
            with session(sending.settings, sending.context) as server:
                while left:
                    connected, done = _one(server, message, outbox, left[0], sending.settings)
                    waiting += [] if done else [left[0]]
                    left = left[1:]
                    if not connected:
                        break
        except NotTakenError as error:
            for name in left:
                outbox.note(outbox.record(name), "waiting", error.said, clock.now())
            return waiting + left
    return waiting


def _one(
    server: smtplib.SMTP, message: EmailMessage, outbox: Outbox, recipient: str, settings: Settings
) -> tuple[bool, bool]:
    """Hand the letter over for one recipient; return whether the session lives and whether this one is done with."""
    before = outbox.record(recipient)
    content = addressed(message, settings.sender, recipient, outbox).as_bytes()
    try:
        said = hand_over(
            server, settings.sender, recipient, content,
            on_brink=lambda: _on_brink(outbox, before),
        )  # fmt: skip
    except NoAnswerError as error:
        outbox.note(before, "handing", f"handed over, no answer ({error})", clock.now())
        return False, True
    except NotTakenError as error:
        outbox.note(before, "waiting" if error.temporary else "refused", error.said, clock.now())
        return error.connected, not error.temporary
    outbox.note(before, "sent", said, clock.now())
    return True, True


def _on_brink(outbox: Outbox, before: Record) -> None:
    outbox.note(before, "handing", "handed over, no answer known", clock.now())


def addressed(message: EmailMessage, sender: str, recipient: str, outbox: Outbox) -> EmailMessage:
    """Return a copy of a letter to one recipient, who sees nobody else in it."""
    copy = EmailMessage(policy=SMTP)
    copy["From"], copy["To"] = sender, recipient
    copy["Message-ID"] = outbox.message_id(recipient, sender.rpartition("@")[2])
    copy["Auto-Submitted"] = "auto-generated"
    for name, value in message.items():
        if name.lower() not in _OWN:
            copy[name] = value
    copy.set_payload(message.get_payload())
    return copy
