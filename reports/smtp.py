"""The mail's way out: settings from the environment, SMTP with STARTTLS or TLS and a login. No composing here."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from warehouse.errors import BadUsageError, JobproofError

_SECURITIES = ("starttls", "tls", "none")


@dataclass(frozen=True)
class Settings:
    """Where mail goes out, from JOBPROOF_SMTP_*.

    Args:
        host: JOBPROOF_SMTP_HOST.
        port: JOBPROOF_SMTP_PORT; 587 for starttls, 465 for tls, 25 for none.
        security: JOBPROOF_SMTP_SECURITY: starttls (default), tls or none.
        user: JOBPROOF_SMTP_USER; empty for no login.
        password: JOBPROOF_SMTP_PASSWORD.
        sender: JOBPROOF_SMTP_FROM.
        recipients: JOBPROOF_SMTP_TO, apart by commas; none sees the others.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    recipients: tuple[str, ...]

    @classmethod
    def from_environment(cls, given: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Raises:
            BadUsageError: One is missing or wrong; the message names it and never the password.
        """
        values = os.environ if given is None else given
        read = {key: values.get(f"JOBPROOF_SMTP_{key}", "").strip() for key in
                ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "FROM", "TO")}  # fmt: skip
        for key in ("HOST", "FROM", "TO"):
            if not read[key]:
                _refuse(key, "is not set", "a value")
        security = read["SECURITY"] or "starttls"
        if security not in _SECURITIES:
            _refuse("SECURITY", f"is {security!r}", ", ".join(_SECURITIES))
        if read["PORT"] and not read["PORT"].isdigit():
            _refuse("PORT", f"is {read['PORT']!r}", "a number")
        if read["USER"] and security == "none":
            _refuse("USER", "is set without encryption", "a login over starttls or tls only")
        port = int(read["PORT"] or {"starttls": 587, "tls": 465, "none": 25}[security])
        recipients = tuple(part.strip() for part in read["TO"].split(",") if part.strip())
        return cls(read["HOST"], port, security, read["USER"], read["PASSWORD"], read["FROM"], recipients)


def _refuse(key: str, found: str, allowed: str) -> None:
    name = f"JOBPROOF_SMTP_{key}"
    raise BadUsageError(name, found, allowed=allowed, remedy=f"Set {name} in the environment.")


def send(message: EmailMessage, settings: Settings, *, context: ssl.SSLContext | None = None) -> dict[str, str]:
    """Send a mail to every recipient, without showing them to each other.

    Args:
        message: As composed; it is not changed.
        settings: Where to.
        context: Trusted certificates; the system's where None.

    Returns:
        Refused recipient -> the server's words; empty where all went well.

    Raises:
        JobproofError: The server cannot be reached, its certificate or our login fails, or it refuses everybody.
    """
    who = f"mail server {settings.host}:{settings.port}"
    try:
        with _session(settings, context or ssl.create_default_context()) as server:
            if settings.user:
                server.login(settings.user, settings.password)
            refused = server.sendmail(settings.sender, settings.recipients, _addressed(message, settings).as_bytes())
    except smtplib.SMTPAuthenticationError as error:
        raise JobproofError(
            who, f"refuses the login of {settings.user!r} ({error.smtp_code})",
            remedy="Correct JOBPROOF_SMTP_USER and JOBPROOF_SMTP_PASSWORD.",
        ) from None  # fmt: skip
    except smtplib.SMTPRecipientsRefused as error:
        raise JobproofError(who, f"refuses every recipient: {_words(error.recipients)}",
                            remedy="Correct JOBPROOF_SMTP_TO.") from None  # fmt: skip
    except (OSError, smtplib.SMTPException) as error:
        raise JobproofError(who, f"cannot be used ({error})",
                            remedy="Check JOBPROOF_SMTP_HOST, _PORT and _SECURITY; the report's folder holds the mail.",
                            ) from None  # fmt: skip
    return {name: f"{code} {_decoded(said)}" for name, (code, said) in refused.items()}


@contextmanager
def _session(settings: Settings, context: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    if settings.security == "tls":
        with smtplib.SMTP_SSL(settings.host, settings.port, timeout=30, context=context) as server:
            yield server
        return
    with smtplib.SMTP(settings.host, settings.port, timeout=30) as server:
        if settings.security == "starttls":
            server.starttls(context=context)
        yield server


def _addressed(message: EmailMessage, settings: Settings) -> EmailMessage:
    copy = EmailMessage(policy=SMTP)
    copy["From"], copy["To"] = settings.sender, "undisclosed-recipients:;"
    for name, value in message.items():
        copy[name] = value
    copy.set_payload(message.get_payload())
    return copy


def _words(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{name} {code} {_decoded(said)}" for name, (code, said) in refused.items())


def _decoded(said: bytes) -> str:
    return said.decode("utf-8", "replace")
