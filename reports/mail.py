"""The report as a mail: plain text, HTML and inline charts in one message. No drawing; delivery.py sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from reports import story
from reports.mail_html import DOMAIN, cid, html
from reports.mail_text import subject, text
from reports.site.html import CODES
from reports.story import Pick
from reports.view import View

LIMIT = 2_000_000
"""Bytes that a mail may have; many servers and phones are kind to that."""


def compose(view: View, folder: Path, at: datetime) -> EmailMessage:
    """Compose the mail.

    Args:
        view: What it says.
        folder: Where its pictures' files lie.
        at: For the Date header.

    Returns:
        multipart/alternative of text and (HTML with its pictures), the same bytes for the same values and under LIMIT:
        while the charts are too heavy, the last but one is left out.
    """
    chosen = story.picks(view)
    message = _composed(view, chosen, folder, at)
    while len(message.as_bytes()) > LIMIT and chosen:
        del chosen[max(len(chosen) - 2, 0)]
        message = _composed(view, chosen, folder, at)
    return message


def _composed(view: View, chosen: Sequence[Pick], folder: Path, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(view)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{view.vintage}.{view.today}.{view.lang}@{DOMAIN}>"
    message.set_content(text(view), cte="quoted-printable")
    message.add_alternative(html(view, chosen), subtype="html", cte="quoted-printable")
    message["Content-Language"] = CODES[view.lang]  # set_content takes every Content- header away
    _attach(message, chosen, folder)
    _fix_boundaries(message, view.vintage)
    return message


def _attach(message: EmailMessage, chosen: Sequence[Pick], folder: Path) -> None:
    body = message.get_payload(1)
    if not isinstance(body, EmailMessage):
        raise TypeError(f"the HTML part is {type(body)}")
    for pick in chosen:
        body.add_related(
            (folder / pick.picture.file).read_bytes(),
            maintype="image",
            subtype="png",
            cid=f"<{cid(pick)}>",
            disposition="inline",
            filename=Path(pick.picture.file).name,
        )


def _fix_boundaries(message: EmailMessage, vintage: str) -> None:
    """Name the boundaries: Python draws them at random, and the same report is to be the same bytes."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for index, part in enumerate(parts):
        part.set_boundary(f"=_{vintage}_{index}_=")
