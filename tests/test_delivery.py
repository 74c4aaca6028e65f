"""A letter's way to its readers through a real SMTP server: encryption, login, refusals, delays, kills; never twice."""

from __future__ import annotations

import email
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
import trustme

from reports import delivery, smtp
from reports.delivery import Sending, deliver
from reports.outbox import Outbox, Record
from reports.smtp import Settings
from tests.mailserver import PASSWORD, SENDER, Post, running, trusting
from warehouse.errors import BadUsageError, JobproofError

ANN, BOB, GONE = "ann@example.org", "bob@example.org", "gone@example.org"
PNG = bytes(range(256)) * 40


@pytest.fixture
def message() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Subject"] = "jobproof 每周：3 条得到支持"
    made["Message-ID"] = "<drawn@jobproof.invalid>"
    made["Content-Language"] = "zh-CN"
    made.set_content("Figures\n.hidden line\n..two dots\n", cte="quoted-printable")
    made.add_alternative("<p>Figures</p>", subtype="html", cte="quoted-printable")
    made.get_payload(1).add_related(PNG, "image", "png", cid="<one@jobproof.invalid>")  # type: ignore[union-attr]  # a part
    return made


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox", "report-2026-11-16.en")


class _Clock:
    """Counts what would have been slept."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.slept: list[float] = []
        self.wake = wake

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.wake()


def _states(records: list[Record]) -> list[tuple[str, str]]:
    return [(record.recipient, record.state) for record in records]


def test_each_reader_gets_a_copy_that_names_nobody_else(message: EmailMessage, outbox: Outbox) -> None:
    post = Post()
    with running(post) as settings:
        records = deliver(message, outbox, [ANN, BOB], Sending(settings))
    assert _states(records) == [(ANN, "sent"), (BOB, "sent")]
    assert records[0].said == "250 2.0.0 queued"
    assert post.sessions == 1
    assert post.readers() == [ANN, BOB]
    for [reader], content in post.taken:
        arrived = email.message_from_bytes(content, policy=default)
        assert (str(arrived["To"]), str(arrived["From"])) == (reader, SENDER)
        assert {ANN: BOB, BOB: ANN}[reader].encode() not in content
        assert arrived["Subject"] == message["Subject"]
        assert str(arrived["Auto-Submitted"]) == "auto-generated"
        assert str(arrived["Message-ID"]).endswith("@example.org>")
        assert [part.get_content_type() for part in arrived.walk()] == [
            part.get_content_type() for part in message.walk()
        ]
        text = arrived.get_body(("plain",))
        assert text is not None
        assert text.get_content().splitlines() == ["Figures", ".hidden line", "..two dots"]
        assert next(part for part in arrived.walk() if part.get_content_type() == "image/png").get_content() == PNG
        assert all(len(line) <= 998 for line in content.split(b"\r\n"))
        assert content.isascii()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encryption_and_login(message: EmailMessage, outbox: Outbox, security: str) -> None:
    post, authority = Post(), trustme.CA()
    with running(post, security, authority=authority) as settings:
        records = deliver(message, outbox, [ANN], Sending(settings, context=trusting(authority)))
    assert _states(records) == [(ANN, "sent")]
    assert post.readers() == [ANN]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_unknown_certificate_is_refused_at_once(message: EmailMessage, outbox: Outbox, security: str) -> None:
    post, clock = Post(), _Clock()
    with running(post, security) as settings, pytest.raises(JobproofError, match="certificate") as failed:
        deliver(message, outbox, [ANN], Sending(settings, sleep=clock))
    assert PASSWORD not in failed.value.line()
    assert (post.taken, clock.slept) == ([], [])


def test_a_wrong_login_is_refused_at_once_without_the_password(message: EmailMessage, outbox: Outbox) -> None:
    authority, clock = trustme.CA(), _Clock()
    with running(Post(), "starttls", authority=authority) as settings:
        wrong = replace(settings, password="wr0ng")  # noqa: S106 - invented
        with pytest.raises(JobproofError) as failed:
            deliver(message, outbox, [ANN], Sending(wrong, sleep=clock, context=trusting(authority)))
    assert "refuses the login of 'me' (535)" in failed.value.line()
    assert "wr0ng" not in failed.value.line()
    assert not clock.slept
    assert outbox.record(ANN) == Record(ANN)


def test_a_server_without_encryption_is_refused_where_it_is_wanted(message: EmailMessage, outbox: Outbox) -> None:
    post = Post()
    with running(post) as settings, pytest.raises(JobproofError, match="cannot be used with starttls"):
        deliver(message, outbox, [ANN], Sending(replace(settings, security="starttls")))
    assert not post.taken


def test_a_refused_reader_costs_the_others_nothing_and_is_tried_with_the_next_call(
    message: EmailMessage, outbox: Outbox
) -> None:
    post, clock = Post(refuse=frozenset({GONE})), _Clock()
    with running(post) as settings:
        first = deliver(message, outbox, [GONE, ANN], Sending(settings, sleep=clock))
        assert _states(first) == [(GONE, "refused"), (ANN, "sent")]
        assert first[0].said == "550 5.1.1 no such mailbox"
        assert not clock.slept
        post.refuse = frozenset()
        again = deliver(message, outbox, [GONE, ANN], Sending(settings, sleep=clock))
    assert _states(again) == [(GONE, "sent"), (ANN, "sent")]
    assert post.readers() == [ANN, GONE]


def test_greylisting_is_waited_for(message: EmailMessage, outbox: Outbox) -> None:
    post, clock, told = Post(later=Counter({ANN: 2})), _Clock(), list[tuple[str, float]]()
    with running(post) as settings:
        sending = Sending(settings, sleep=clock, on_wait=lambda said, seconds: told.append((said, seconds)))
        records = deliver(message, outbox, [ANN, BOB], sending)
    assert _states(records) == [(ANN, "sent"), (BOB, "sent")]
    assert post.readers() == [BOB, ANN]
    assert clock.slept == list(delivery.WAITS[:2])
    assert told[0] == ("451 4.7.1 greylisted, come again", 60.0)
    assert records[0].attempts == 3


def test_who_is_greylisted_for_long_gets_it_with_the_next_call(message: EmailMessage, outbox: Outbox) -> None:
    post, clock = Post(later=Counter({ANN: 4})), _Clock()
    with running(post) as settings:
        assert _states(deliver(message, outbox, [ANN], Sending(settings, sleep=clock))) == [(ANN, "waiting")]
        assert clock.slept == list(delivery.WAITS)
        assert _states(deliver(message, outbox, [ANN], Sending(settings, sleep=clock))) == [(ANN, "sent")]
    assert post.readers() == [ANN]


def test_a_mail_that_is_not_taken_after_its_text_is_sent_again(message: EmailMessage, outbox: Outbox) -> None:
    post, clock = Post(full=1), _Clock()
    with running(post) as settings:
        assert _states(deliver(message, outbox, [ANN], Sending(settings, sleep=clock))) == [(ANN, "sent")]
    assert post.readers() == [ANN]
    assert len(clock.slept) == 1


def test_a_connection_dropped_before_the_text_is_opened_again(message: EmailMessage, outbox: Outbox) -> None:
    post, clock = Post(vanish=1), _Clock()
    with running(post) as settings:
        records = deliver(message, outbox, [ANN, BOB], Sending(settings, sleep=clock))
    assert _states(records) == [(ANN, "sent"), (BOB, "sent")]
    assert sorted(post.readers()) == [ANN, BOB]
    assert post.sessions == 3


def test_a_connection_dropped_before_the_answer_leaves_it_in_doubt_until_somebody_decides(
    message: EmailMessage, outbox: Outbox
) -> None:
    post, clock = Post(silent=1), _Clock()
    with running(post) as settings:
        sending = Sending(settings, sleep=clock)
        assert _states(deliver(message, outbox, [ANN, BOB], sending)) == [(ANN, "handing"), (BOB, "sent")]
        assert _states(deliver(message, outbox, [ANN, BOB], sending)) == [(ANN, "handing"), (BOB, "sent")]
        assert post.readers() == [ANN, BOB]
        assert _states(deliver(message, outbox, [ANN], sending, again=[ANN])) == [(ANN, "sent")]
    first, _, second = [email.message_from_bytes(content)["Message-ID"] for _, content in post.taken]
    assert first == second
    assert not clock.slept


def test_nobody_gets_a_letter_twice_however_often_it_is_sent(message: EmailMessage, tmp_path: Path) -> None:
    post = Post()
    with running(post) as settings:
        for _ in range(3):
            deliver(message, Outbox(tmp_path, "report-2026-11-16.en"), [ANN, "ANN@example.org"], Sending(settings))
        deliver(message, Outbox(tmp_path, "report-2026-11-23.en"), [ANN], Sending(settings))
    assert post.readers() == [ANN, ANN]


def _send_and_die(folder: Path, settings: Settings, raw: bytes, moment: str) -> None:
    """Send to Ann and Bob, and be killed at Ann's record of `moment`: before or after it is on the disk."""
    box = Outbox(folder, "w")
    keep = Outbox.note

    def note(self: Outbox, record: Record, state: str, said: str, at: object) -> Record:
        when, _, dying = moment.partition(" ")
        if state == dying and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        kept = keep(self, record, state, said, at)  # type: ignore[arg-type]  # passed through
        if state == dying:
            os.kill(os.getpid(), signal.SIGKILL)
        return kept

    Outbox.note = note  # type: ignore[method-assign,assignment]  # in a process that dies of it
    made = email.message_from_bytes(raw, EmailMessage, policy=SMTP)
    deliver(made, box, [ANN, BOB], Sending(settings))


@pytest.mark.parametrize(
    ("moment", "state", "arrived"),
    [
        ("before handing", "waiting", {ANN: 1, BOB: 1}),
        ("after handing", "handing", {BOB: 1}),
        ("before sent", "handing", {ANN: 1, BOB: 1}),
        ("after sent", "sent", {ANN: 1, BOB: 1}),
    ],
)
def test_a_killed_process_never_leads_to_a_second_copy(
    message: EmailMessage, tmp_path: Path, moment: str, state: str, arrived: dict[str, int]
) -> None:
    post = Post()
    with running(post) as settings:
        child = multiprocessing.get_context("fork").Process(
            target=_send_and_die, args=(tmp_path, settings, message.as_bytes(), moment)
        )
        child.start()
        child.join(20)
        assert child.exitcode == -signal.SIGKILL
        box = Outbox(tmp_path, "w")
        assert box.record(ANN).state == state
        assert box.record(BOB).state == "waiting"
        deliver(message, box, [ANN, BOB], Sending(settings))
    assert Counter(post.readers()) == Counter(arrived)


def test_two_processes_do_not_send_one_letter_at_once(message: EmailMessage, outbox: Outbox) -> None:
    with outbox.held(), running(Post()) as settings, pytest.raises(JobproofError, match="by another process"):
        deliver(message, outbox, [ANN], Sending(settings))


def test_an_unreachable_server_leaves_everybody_waiting(message: EmailMessage, outbox: Outbox) -> None:
    with running(Post()) as settings:
        pass
    clock = _Clock()
    records = deliver(message, outbox, [ANN, BOB], Sending(settings, sleep=clock))
    assert _states(records) == [(ANN, "waiting"), (BOB, "waiting")]
    assert records[0].said.startswith("cannot be reached")
    assert clock.slept == list(delivery.WAITS)


def test_a_damaged_record_is_named_and_nothing_is_sent(message: EmailMessage, outbox: Outbox) -> None:
    post = Post()
    with running(post) as settings:
        deliver(message, outbox, [ANN], Sending(settings))
        [path] = outbox.folder.glob("*.json")
        assert path.stat().st_mode & 0o077 == 0
        for content in (b"", b"{}", b'{"recipient": "a", "state": "posted"}'):
            path.write_bytes(content)
            with pytest.raises(JobproofError, match="is damaged"):
                deliver(message, outbox, [ANN], Sending(settings))
    assert post.readers() == [ANN]


COMPLETE = {
    "JOBPROOF_SMTP_HOST": "localhost",
    "JOBPROOF_SMTP_FROM": "Reports <reports@example.org>",
    "JOBPROOF_SMTP_TO": 'one@example.org, "Two, B." <two@example.org>, ONE@example.org',
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"JOBPROOF_SMTP_HOST": ""}, "JOBPROOF_SMTP_HOST: is not set"),
        ({"JOBPROOF_SMTP_TO": " "}, "JOBPROOF_SMTP_TO: is not set"),
        ({"JOBPROOF_SMTP_TO": "one@example.org, nobody"}, "JOBPROOF_SMTP_TO: holds 'nobody'"),
        ({"JOBPROOF_SMTP_TO": "one@例.org"}, "JOBPROOF_SMTP_TO: holds 'one@例.org'"),
        ({"JOBPROOF_SMTP_FROM": "a@b\nBcc: c@d"}, "JOBPROOF_SMTP_FROM: holds"),
        ({"JOBPROOF_SMTP_TO_ZH": "One@example.org"}, "JOBPROOF_SMTP_TO_ZH: names 'One@example.org', which"),
        ({"JOBPROOF_SMTP_SECURITY": "ssl"}, "JOBPROOF_SMTP_SECURITY: is 'ssl'; allowed: starttls, tls, none"),
        ({"JOBPROOF_SMTP_PORT": "mail"}, "JOBPROOF_SMTP_PORT: is 'mail'"),
        ({"JOBPROOF_SMTP_PORT": "70000"}, "JOBPROOF_SMTP_PORT: is '70000'"),
        ({"JOBPROOF_SMTP_SECURITY": "none", "JOBPROOF_SMTP_USER": "me"}, "JOBPROOF_SMTP_USER: is set without"),
    ],
)
def test_wrong_settings_are_named(change: dict[str, str], told: str) -> None:
    with pytest.raises(BadUsageError) as refused:
        smtp.Settings.from_environment(COMPLETE | change)
    assert refused.value.line().startswith(told)


def test_settings_have_defaults_by_security() -> None:
    read = smtp.Settings.from_environment(COMPLETE)
    assert (read.port, read.sender) == (587, "reports@example.org")
    assert [name.casefold() for name in read.readers("en")] == ["one@example.org", "two@example.org"]
    assert read.readers("zh") == ()
    assert smtp.Settings.from_environment(COMPLETE | {"JOBPROOF_SMTP_SECURITY": "tls"}).port == 465
    only = {**COMPLETE, "JOBPROOF_SMTP_TO": "", "JOBPROOF_SMTP_TO_ZH": "bian@example.org"}
    assert smtp.Settings.from_environment(only).readers("zh") == ("bian@example.org",)
