"""A real SMTP server (aiosmtpd) in this process, with its own certificates and the faults that servers have."""

from __future__ import annotations

import logging
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from reports.smtp import Settings

PASSWORD = "s3cret"  # noqa: S105 - the invented server's
SENDER = "reports@example.org"


@dataclass
class Post:
    """What a server does and what it has taken.

    Args:
        refuse: Recipients that it refuses for good.
        later: Recipient -> how many times it answers 451 (greylisting) before it takes one.
        full: How many mails it answers 452 after their text.
        vanish: How many connections it drops when the text begins (`DATA`).
        silent: How many mails it takes and drops the connection without an answer.
    """

    refuse: frozenset[str] = frozenset()
    later: Counter[str] = field(default_factory=Counter)
    full: int = 0
    vanish: int = 0
    silent: int = 0
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    sessions: int = 0

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refuse:
            return "550 5.1.1 no such mailbox"
        if self.later[address]:
            self.later[address] -= 1
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        if self.full:
            self.full -= 1
            return "452 4.3.1 no room just now"
        assert isinstance(envelope.original_content, bytes)
        self.taken.append((list(envelope.rcpt_tos), envelope.original_content))
        if self.silent:
            self.silent -= 1
            server.transport.abort()
        return "250 2.0.0 queued"

    def readers(self) -> list[str]:
        return [reader for readers, _ in self.taken for reader in readers]


class _Vanishing(SMTP):
    """Drops the connection where the text of a mail would begin, as often as its handler says."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        post = self.event_handler
        if post.vanish:
            post.vanish -= 1
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Plain(Controller):
    def factory(self) -> SMTP:
        return _Vanishing(self.handler, **self.SMTP_kwargs)


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    del server, session, envelope, mechanism
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"me", PASSWORD.encode())
    return AuthResult(success=good, handled=good)


@contextmanager
def running(post: Post, security: str = "none", *, authority: trustme.CA | None = None) -> Iterator[Settings]:
    """Run a server; yield the settings that reach it, without recipients."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    given: dict[str, Any] = {"hostname": "127.0.0.1", "port": _free_port()}
    if security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        (authority or trustme.CA()).issue_cert("127.0.0.1").configure_cert(context)
        given |= {"authenticator": _login, "auth_required": True}
        given |= (
            {"tls_context": context, "require_starttls": True}
            if security == "starttls"
            else {"ssl_context": context, "auth_require_tls": False}
        )
    controller = _Plain(post, **given)
    controller.start()
    user, password = ("", "") if security == "none" else ("me", PASSWORD)
    try:
        yield Settings("127.0.0.1", given["port"], security, user, password, SENDER, ())
    finally:
        controller.stop()


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
