"""The mail: parts, pictures, size; and its way through a real SMTP server."""

from __future__ import annotations

import email
import socket
import socketserver
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from reports import mail, report, smtp
from reports.frames import ReportFrames
from tests import invented
from warehouse.errors import BadUsageError, JobproofError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report")
    report.write(
        invented.JUDGEMENTS, [], invented.frames(), made, vintage=invented.VINTAGE, simulated=True,
        today=datetime(2026, 11, 21, tzinfo=UTC).date(), langs=("zh",),
    )  # fmt: skip
    return made


@pytest.fixture
def message(folder: Path) -> EmailMessage:
    parsed = email.message_from_bytes((folder / "mail.eml").read_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_mail_has_text_html_and_pictures(message: EmailMessage) -> None:
    assert message.get_content_type() == "multipart/alternative"
    text, related = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert related.get_content_type() == "multipart/related"
    html, *pictures = related.iter_parts()
    assert html.get_content_type() == "text/html"
    assert 3 <= len(pictures) <= 6
    assert {picture.get_content_type() for picture in pictures} == {"image/png"}


def test_every_cid_resolves_to_the_chart_in_the_folder(message: EmailMessage, folder: Path) -> None:
    html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_content()
    pictures = {
        str(part["Content-ID"])[1:-1]: part for part in message.walk() if part.get_content_type() == "image/png"
    }
    assert html.count("<img ") == html.count('alt="模拟数据') == html.count('src="cid:') == len(pictures)
    for cid, part in pictures.items():
        assert f'src="cid:{cid}"' in html
        assert part.get_content() == (folder / "charts" / str(part.get_filename())).read_bytes()
        assert part.get_content_disposition() == "inline"
    assert "http" not in html


def test_mail_is_small_and_the_same_for_the_same_report(folder: Path, tmp_path: Path) -> None:
    content = (folder / "mail.eml").read_bytes()
    assert len(content) < mail.LIMIT
    assert content.count(b"5f00c0de") > 3
    few = [
        report.write(
            invented.JUDGEMENTS[:2], [], ReportFrames(), tmp_path / str(at), vintage=invented.VINTAGE, simulated=True,
            today=datetime(2026, 11, 21, tzinfo=UTC).date(), langs=("zh",),
        )
        for at in range(2)
    ]  # fmt: skip
    assert few[0].mail.read_bytes() == few[1].mail.read_bytes()


def test_plain_text_tells_the_same(message: EmailMessage) -> None:
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.startswith("模拟市场")
    assert "A3.2 的虚构结论。" in text
    assert "[与数据相悖]" in text
    assert "<" not in text
    assert str(message["Subject"]).startswith("[模拟数据] jobproof 2026-11-21")
    assert str(message["Message-ID"]) == f"<{invented.VINTAGE}.2026-11-21.zh@jobproof.invalid>"


def test_mail_of_an_empty_report_has_no_pictures(tmp_path: Path) -> None:
    files = report.write(
        [], [], ReportFrames(), tmp_path, vintage="v", simulated=False,
        today=datetime(2026, 11, 21, tzinfo=UTC).date(), langs=("en",),
    )  # fmt: skip
    parsed = email.message_from_bytes(files.mail.read_bytes(), policy=default)
    assert [part.get_content_type() for part in parsed.walk() if not part.is_multipart()] == ["text/plain", "text/html"]


COMPLETE = {
    "JOBPROOF_SMTP_HOST": "localhost",
    "JOBPROOF_SMTP_FROM": "reports@example.org",
    "JOBPROOF_SMTP_TO": "one@example.org, two@example.org",
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"JOBPROOF_SMTP_HOST": ""}, "JOBPROOF_SMTP_HOST: is not set"),
        ({"JOBPROOF_SMTP_TO": " "}, "JOBPROOF_SMTP_TO: is not set"),
        ({"JOBPROOF_SMTP_SECURITY": "ssl"}, "JOBPROOF_SMTP_SECURITY: is 'ssl'; allowed: starttls, tls, none"),
        ({"JOBPROOF_SMTP_PORT": "mail"}, "JOBPROOF_SMTP_PORT: is 'mail'"),
        ({"JOBPROOF_SMTP_SECURITY": "none", "JOBPROOF_SMTP_USER": "me"}, "JOBPROOF_SMTP_USER: is set without"),
    ],
)
def test_wrong_settings_are_named(change: dict[str, str], told: str) -> None:
    with pytest.raises(BadUsageError) as refused:
        smtp.Settings.from_environment(COMPLETE | change)
    assert refused.value.line().startswith(told)


def test_settings_have_defaults_by_security() -> None:
    assert smtp.Settings.from_environment(COMPLETE).port == 587
    assert smtp.Settings.from_environment(COMPLETE | {"JOBPROOF_SMTP_SECURITY": "tls"}).port == 465
    assert smtp.Settings.from_environment(COMPLETE).recipients == ("one@example.org", "two@example.org")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _settings(port: int, *recipients: str, security: str = "none") -> smtp.Settings:
    user = "" if security == "none" else "me"
    return smtp.Settings("127.0.0.1", port, security, user, "s3cret", "a@example.org", recipients)


def test_an_unreachable_server_is_named_without_the_password(message: EmailMessage, free_port: int) -> None:
    with pytest.raises(JobproofError) as failed:
        smtp.send(message, _settings(free_port, "b@example.org", security="starttls"))
    assert failed.value.line().startswith(f"mail server 127.0.0.1:{free_port}: cannot be used")
    assert "s3cret" not in failed.value.line()


class _Server(socketserver.StreamRequestHandler):
    """As much of SMTP as one delivery takes; refuses recipients named `gone`."""

    taken: ClassVar[list[tuple[list[str], bytes]]] = []

    def handle(self) -> None:
        names: list[str] = []
        self._say(220)
        for line in self.rfile:
            verb = line.split()[0].upper()
            if verb == b"RCPT":
                gone = b"gone" in line
                names += [] if gone else [line.decode().partition("<")[2].partition(">")[0]]
                self._say(550 if gone else 250)
            elif verb == b"DATA":
                self._say(354)
                self.taken.append((names, b"".join(iter(self.rfile.readline, b".\r\n"))))
                self._say(250)
            else:
                self._say(221 if verb == b"QUIT" else 250)

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} said\r\n".encode())


@pytest.fixture
def server() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Server) as running:
        running.daemon_threads = True
        Thread(target=running.serve_forever, daemon=True).start()
        _Server.taken.clear()
        yield running.server_address[1]
        running.shutdown()


def test_a_mail_arrives_whole_and_hides_its_recipients(message: EmailMessage, server: int) -> None:
    refused = smtp.send(message, _settings(server, "one@example.org", "two@example.org", "gone@example.org"))
    assert refused == {"gone@example.org": "550 said"}
    [(names, content)] = _Server.taken
    assert names == ["one@example.org", "two@example.org"]
    arrived = email.message_from_bytes(content, policy=default)
    assert b"two@example.org" not in content
    assert str(arrived["To"]) == "undisclosed-recipients:;"
    assert arrived["Subject"] == message["Subject"]
    kinds = [part.get_content_type() for part in arrived.walk()]
    assert kinds == [part.get_content_type() for part in message.walk()]


def test_a_server_that_refuses_everybody_is_an_error(message: EmailMessage, server: int) -> None:
    with pytest.raises(JobproofError, match=r"refuses every recipient: gone@example\.org 550 said"):
        smtp.send(message, _settings(server, "gone@example.org"))


def test_a_server_without_encryption_is_refused_where_it_is_wanted(message: EmailMessage, server: int) -> None:
    with pytest.raises(JobproofError, match="cannot be used"):
        smtp.send(message, _settings(server, "one@example.org", security="starttls"))
    assert _Server.taken == []
