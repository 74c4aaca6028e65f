"""The mail: parts, pictures, size, words. Its way to readers is test_delivery.py's."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from reports import mail, report
from reports.frames import ReportFrames
from tests import invented
from warehouse import boards
from warehouse.home import Home


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


def test_a_drawn_mail_says_its_language_by_which_it_finds_its_readers(message: EmailMessage) -> None:
    assert message["Content-Language"] == "zh-CN"


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
    assert 'src="http' not in html
    assert "url(" not in html


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


def test_boards_that_ask_to_be_named_and_linked_are(home: Home) -> None:
    asking = [
        board for board in boards.load(home).boards.values()
        if any(word in board.terms.lower() for word in ("link back", "credit with", "name the muse"))
    ]  # fmt: skip
    assert len(asking) >= 9
    for board in asking:
        assert board.url.startswith("https://"), board.name
        assert "https://" in board.attribution, board.name
    assert all(board.attribution for board in boards.load(home).boards.values() if not board.control)
