"""The mail's way out: settings from the environment, a session with STARTTLS or TLS, one hand-over. No composing here.

Which mail was sent to whom is outbox.py's; trying again is delivery.py's.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import getaddresses

from warehouse.errors import BadUsageError, JobproofError

_SECURITIES = ("starttls", "tls", "none")
_KEYS = ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "FROM", "TO", "TO_ZH")
_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+")
_HIGHEST = 65_535
_TIMEOUT = 30.0
"""Seconds without a word from the server."""
_TEMPORARY = range(400, 500)
_GO_ON, _CLOSING = 354, 421


@dataclass(frozen=True)
class Settings:
    """Where mail goes out, from JOBPROOF_SMTP_*.

    Args:
        host: JOBPROOF_SMTP_HOST.
        port: JOBPROOF_SMTP_PORT; 587 for starttls, 465 for tls, 25 for none.
        security: JOBPROOF_SMTP_SECURITY: starttls (default), tls or none.
        user: JOBPROOF_SMTP_USER; empty for no login.
        password: JOBPROOF_SMTP_PASSWORD.
        sender: JOBPROOF_SMTP_FROM, an address.
        recipients: JOBPROOF_SMTP_TO, apart by commas, who get the English mail; none sees the others.
        recipients_zh: JOBPROOF_SMTP_TO_ZH, likewise, who get the Chinese one.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    recipients: tuple[str, ...]
    recipients_zh: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, given: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Raises:
            BadUsageError: One is missing or wrong; the message names it and never the password.
        """
        values = os.environ if given is None else given
        read = {key: values.get(f"JOBPROOF_SMTP_{key}", "").strip() for key in _KEYS}
        for key in ("HOST", "FROM"):
            if not read[key]:
                _refuse(key, "is not set", "a value")
        if not read["TO"] and not read["TO_ZH"]:
            _refuse("TO", "is not set", "addresses apart by commas, there or in JOBPROOF_SMTP_TO_ZH")
        security = read["SECURITY"] or "starttls"
        if security not in _SECURITIES:
            _refuse("SECURITY", f"is {security!r}", ", ".join(_SECURITIES))
        if read["PORT"] and not (read["PORT"].isdecimal() and 0 < int(read["PORT"]) <= _HIGHEST):
            _refuse("PORT", f"is {read['PORT']!r}", f"a number from 1 to {_HIGHEST}")
        if read["USER"] and security == "none":
            _refuse("USER", "is set without encryption", "a login over starttls or tls only")
        port = int(read["PORT"] or {"starttls": 587, "tls": 465, "none": 25}[security])
        sender, *more = _addresses("FROM", read["FROM"])
        if more:
            _refuse("FROM", f"holds {len(more) + 1} addresses", "one")
        english, chinese = _addresses("TO", read["TO"]), _addresses("TO_ZH", read["TO_ZH"])
        if both := [name for name in chinese if name.casefold() in {other.casefold() for other in english}]:
            _refuse("TO_ZH", f"names {both[0]!r}, which JOBPROOF_SMTP_TO names too", "each address once")
        return cls(read["HOST"], port, security, read["USER"], read["PASSWORD"], sender, english, chinese)

    @property
    def server(self) -> str:
        """Return how a message names the server."""
        return f"mail server {self.host}:{self.port}"

    def readers(self, lang: str) -> tuple[str, ...]:
        """Return who gets the mail in a language."""
        return self.recipients_zh if lang == "zh" else self.recipients


def _addresses(key: str, text: str) -> tuple[str, ...]:
    """Return the bare addresses of a list such as `Ann <ann@example.org>, bob@example.org`, each once."""
    if not text.isprintable():
        _refuse(key, f"holds {text!r}", "addresses on one line")
    found = [address for _, address in getaddresses([text])] if text else []
    for address in found:
        if not _ADDRESS.fullmatch(address):
            _refuse(key, f"holds {address or text!r}", "addresses such as ann@example.org, a domain in ASCII (xn--…)")
    return tuple({address.casefold(): address for address in found}.values())


def _refuse(key: str, found: str, allowed: str) -> None:
    name = f"JOBPROOF_SMTP_{key}"
    raise BadUsageError(name, found, allowed=allowed, remedy=f"Set {name} in the environment.")


class NotTakenError(Exception):
    """The server did not take a mail, and never will or not yet.

    Args:
        said: Its words, or what became of the connection.
        temporary: Whether a later attempt may do.
        connected: Whether the session can go on with the next recipient.
    """

    def __init__(self, said: str, *, temporary: bool, connected: bool = True) -> None:
        self.said, self.temporary, self.connected = said, temporary, connected
        super().__init__(said)


class NoAnswerError(Exception):
    """The whole mail was handed over and the connection was lost before the server's answer: nobody knows."""


@contextmanager
def session(settings: Settings, context: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """Open a session, encrypted and logged in as the settings say; it is ended when the block is.

    Args:
        settings: Which server.
        context: Trusted certificates; the system's where None.

    Raises:
        JobproofError: The certificate, the encryption or the login fails: trying again would change nothing.
        NotTakenError: The server cannot be reached or is busy, for now.
    """
    server = _opened(settings, context or ssl.create_default_context())
    try:
        yield server
    except BaseException:
        server.close()
        raise
    _leave(server)


def _opened(settings: Settings, context: ssl.SSLContext) -> smtplib.SMTP:
    server: smtplib.SMTP | None = None
    try:
        server = _connected(settings, context)
        if settings.security == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if settings.user:
            server.login(settings.user, settings.password)
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            server.close()
        _tell(error, settings)
    assert server is not None  # noqa: S101 - _tell always raises
    return server


def _connected(settings: Settings, context: ssl.SSLContext) -> smtplib.SMTP:
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=_TIMEOUT, context=context)
    return smtplib.SMTP(settings.host, settings.port, timeout=_TIMEOUT)


def _tell(error: OSError | smtplib.SMTPException, settings: Settings) -> None:
    """Raise what a failure to open a session means."""
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in _TEMPORARY:
        raise NotTakenError(_words(error.smtp_code, error.smtp_error), temporary=True, connected=False) from None
    if isinstance(error, smtplib.SMTPAuthenticationError):
        raise JobproofError(
            settings.server,
            f"refuses the login of {settings.user!r} ({error.smtp_code})",
            remedy="Correct JOBPROOF_SMTP_USER and JOBPROOF_SMTP_PASSWORD.",
        ) from None
    lasting = isinstance(error, (ssl.SSLError, smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException))
    if not lasting:
        raise NotTakenError(f"cannot be reached ({error})", temporary=True, connected=False) from None
    raise JobproofError(
        settings.server,
        f"cannot be used with {settings.security} ({error})",
        allowed=", ".join(_SECURITIES),
        remedy="Check JOBPROOF_SMTP_HOST, _PORT and _SECURITY, and the server's certificate.",
    ) from None


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def hand_over(
    server: smtplib.SMTP, sender: str, recipient: str, content: bytes, *, on_brink: Callable[[], None]
) -> str:
    """Hand one mail to the server for one recipient.

    Args:
        server: An open session.
        sender: Address for the envelope.
        recipient: Address for the envelope.
        content: The mail, lines ended by CRLF.
        on_brink: Called when all is sent but the line that ends the mail: before it no server can have taken the mail,
            after it only its answer tells. What it raises goes through, and the mail is not ended.

    Returns:
        The server's answer.

    Raises:
        NotTakenError: It did not take the mail.
        NoAnswerError: The connection was lost between the end of the mail and the answer.
    """
    try:
        _expect(server, *server.mail(sender))
        _expect(server, *server.rcpt(recipient))
        _expect(server, *server.docmd("DATA"))
        server.send(_dotted(content))
    except (OSError, smtplib.SMTPException) as error:
        raise NotTakenError(f"connection lost ({error})", temporary=True, connected=False) from None
    on_brink()
    try:
        server.send(b".\r\n")
        code, said = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise NoAnswerError(str(error)) from None
    return _expect(server, code, said)


def _expect(server: smtplib.SMTP, code: int, said: bytes) -> str:
    """Return the server's words where it agrees; end the transaction where it does not."""
    words = _words(code, said)
    if code == _GO_ON or code in range(200, 300):
        return words
    if code == _CLOSING:
        raise NotTakenError(words, temporary=True, connected=False)
    raise NotTakenError(words, temporary=code in _TEMPORARY, connected=_ready_again(server))


def _ready_again(server: smtplib.SMTP) -> bool:
    """End a transaction that failed; return whether the session can have another."""
    try:
        server.rset()
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _dotted(content: bytes) -> bytes:
    """Return the mail as DATA wants it: a leading dot doubled (RFC 5321, 4.5.2), the last line ended."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}".rstrip()
