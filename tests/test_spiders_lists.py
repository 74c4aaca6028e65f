"""Boards that are plain JSON lists: pages, windows, totals, and what must never be stored of them."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from spiders.boards.arbeitnow import Arbeitnow
from spiders.boards.himalayas import Himalayas
from spiders.boards.jobicy import Jobicy
from spiders.boards.remotive import Remotive
from spiders.boards.workingnomads import WorkingNomads
from spiders.faults import CrawlFault
from spiders.parse import parse
from spiders.platforms.base import BoardSpider
from spiders.platforms.json_list import repaired, words
from spiders.record import trimmed
from spiders.tally import Tally
from spiders.watermark import without_watermark
from warehouse.boards import load
from warehouse.errors import JobproofError
from warehouse.home import Home


class Answers:
    """Stands for the board: gives each address its answer."""

    def __init__(self, spider: BoardSpider, answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        self.spider, self.asked = spider, list[str]()

        async def get(url: str, _tally: Tally) -> tuple[Any, None]:
            self.asked.append(url)
            if url not in answers:
                raise CrawlFault("no answer")
            return answers[url], None

        monkeypatch.setattr(spider, "get", get)

    async def _all(self, tally: Tally) -> None:
        async for page in self.spider.pages(self.spider.board.scopes[0], tally):
            tally.kept += len(page)

    def crawl(self) -> Tally:
        """Crawl the first scope as the base does, each record kept."""
        tally = Tally("x")
        step = self._all(tally)
        try:
            step.send(None)
        except StopIteration:
            tally.settle()
            if self.spider.best_state != "complete":
                tally.worsen(self.spider.best_state, self.spider.best_reason)
        except CrawlFault as fault:
            tally.end(fault)
        return tally


def watermarked(address: str) -> str:
    tag = f"R{b64encode(address.encode()).decode()}"
    return (
        f"<p>Go.</p><br/><br/>Please mention the word **OAK** and tag {tag} when applying to show you read the "
        f"job post completely (#{tag}). This is a beta feature to avoid spam applicants. Companies can search these "
        "words to find applicants that read this and see they're human."
    )


@pytest.mark.parametrize("address", ["192.0.2.17", "2001:db8:85a3::8a2e:370:7334", "198.51.100.1"])
def test_the_requesters_address_is_taken_out_with_its_sentence(address: str) -> None:
    text = watermarked(address)
    assert without_watermark(text) == "<p>Go.</p>"
    assert without_watermark({"a": [text, 1]}) == {"a": ["<p>Go.</p>", 1]}
    tag = b64encode(address.encode()).decode().rstrip("=")
    for end in range(text.index("R"), len(text)):
        assert tag[:3] not in without_watermark(text[:end]), "a text that was cut short"
    assert tag not in without_watermark(f"Say OAK, #R{tag}, and apply")


@pytest.mark.parametrize("text", ["React, Rust and Rails", "Please mention the word Go in yours", "#Remoteengineer"])
def test_what_is_no_mark_stays(text: str) -> None:
    assert without_watermark(text) == text


def test_no_address_reaches_a_row_or_a_fixture(home: Home, tmp_path: Path) -> None:
    record = {"id": "1", "position": "T", "company": "C", "description": watermarked("192.0.2.17")}
    path = tmp_path / "api.json"
    path.write_text(json.dumps([record]), encoding="utf-8")
    (row,) = parse(load(home).board("remoteok"), path).rows
    assert row.text == row.raw["description"] == "<p>Go.</p>"
    assert b"Please mention" not in trimmed(path.read_bytes())


@pytest.mark.parametrize(
    ("text", "meant"), [("Weâ\x80\x99re", "We’re"), ("café", "café"), ("We’re", "We’re"), ("cafÃ©", "café"), (7, 7)]
)
def test_doubly_encoded_texts_are_repaired_and_others_left(text: object, meant: object) -> None:
    assert repaired(text) == meant
    assert repaired({"a": [text]}) == {"a": [meant]}


def test_short_texts_lose_their_escapes() -> None:
    assert words("Engineer &amp;#8211;  Earn") == "Engineer – Earn"
    assert words([{"name": "Chile"}, "Peru", ""]) == "Chile; Peru"
    assert words("Oslo, ") == "Oslo"
    assert words(" ") is None


def test_a_list_is_complete_only_when_its_total_has_come(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    board = load(home).board("remotive")
    url = board.scopes[0].url
    for answer, state, words_of_reason in (
        ({"total-job-count": 1, "jobs": [{"id": 1}]}, "complete", ""),
        ({"total-job-count": 0, "jobs": []}, "complete", ""),
        ({"total-job-count": 9, "jobs": [{"id": 1}]}, "partial", "1 of the 9"),
        ({"jobs": [{"id": 1}]}, "partial", "declares no total"),
        ({"items": []}, "failed", "'jobs'"),
        ([{"id": 1}], "failed", "'jobs'"),
    ):
        tally = Answers(Remotive(board), {url: answer}, monkeypatch).crawl()
        assert tally.state == state
        assert words_of_reason in tally.reason


def test_pages_are_followed_to_the_last_and_a_broken_chain_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    board = load(home).board("arbeitnow")
    first = board.scopes[0].url
    second = first.replace("page=1", "page=2")
    page = {"data": [{"slug": "a"}], "links": {"next": second}}
    for last, state, reason in (
        ({"data": [{"slug": "b"}], "links": {"next": None}}, "window", "about a week"),
        ({"data": [{"slug": "b"}], "links": {"next": first}}, "partial", "has come already"),
        ({"data": [{"slug": "b"}], "links": {"next": "https://elsewhere.example/"}}, "partial", "another host"),
        ({"data": [{"slug": "b"}]}, "partial", "'links'"),
        ({"rows": []}, "partial", "'data'"),
    ):
        answers = Answers(Arbeitnow(board), {first: page, second: last}, monkeypatch)
        tally = answers.crawl()
        assert (tally.state, answers.asked) == (state, [first, second])
        assert reason in tally.reason
    broken = Answers(Arbeitnow(board), {first: page}, monkeypatch).crawl()
    assert (broken.state, broken.kept) == ("partial", 1)
    monkeypatch.setattr(Arbeitnow, "most_pages", 1)
    assert Answers(Arbeitnow(board), {first: page}, monkeypatch).crawl().state == "capped"


def test_only_the_newest_days_are_asked_for_by_cursor(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    board = load(home).board("himalayas")
    first = board.scopes[0].url
    second, third = f"{first}&cursor=a%2Fb%3D", f"{first}&cursor=c"
    new, old = {"guid": "n", "pubDate": 1795161600}, {"guid": "o", "pubDate": 1794900000}
    newest = {"jobs": [new, old], "totalCount": 98000, "nextCursor": "a/b="}
    for last, state, kept, asked in (
        ({"jobs": [old, old], "nextCursor": "c"}, "window", 4, [first, second]),
        ({"jobs": [new], "nextCursor": None}, "window", 3, [first, second]),
        ({"jobs": [new]}, "partial", 3, [first, second]),
        ({"jobs": [new], "nextCursor": "c"}, "partial", 3, [first, second, third]),
    ):
        answers = Answers(Himalayas(board), {first: newest, second: last}, monkeypatch)
        tally = answers.crawl()
        assert (tally.state, tally.kept, answers.asked) == (state, kept, asked)


def test_a_window_stays_one_however_much_comes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for spider, answer in ((Jobicy, {"jobs": [{"id": 1}]}), (WorkingNomads, [{"url": "/job/go/1/"}])):
        board = load(home).board(spider.name)
        answers = Answers(spider(board), {board.scopes[0].url: answer}, monkeypatch)
        assert (answers.crawl().state, len(answers.asked)) == ("window", 1)


@pytest.mark.parametrize("name", ["remotive", "arbeitnow", "remoteok", "himalayas", "jobicy", "workingnomads"])
def test_the_entry_says_what_a_reader_needs(name: str, home: Home) -> None:
    board = load(home).board(name)
    assert board.terms
    assert board.note
    assert board.attribution.endswith(board.url)
    assert 0 < board.expected[0] < board.expected[1]
    assert all(scope.why and scope.url.startswith("https://") for scope in board.scopes)


@pytest.mark.parametrize("name", ["remotive", "arbeitnow", "remoteok", "himalayas", "jobicy", "workingnomads"])
def test_a_file_of_another_shape_is_refused(name: str, home: Home, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    with pytest.raises(JobproofError, match=r"x\.json"):
        parse(load(home).board(name), path)
