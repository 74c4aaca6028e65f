"""The comparison with peers: pins, ways that need no peer, truth of what is planted. What peers take is no test's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import side_by_side_linking, side_by_side_market, web_arithmetic
from bench.crawl_speed import PAGE
from bench.loopback import served
from bench.side_by_side_crawling import CLIENTS, asked
from bench.side_by_side_linking import planted
from bench.side_by_side_peers import PINS, Peer, by_turns, environment, missing
from bench.side_by_side_reading import PARSERS, TAGGERS, f1
from warehouse import boards, landing
from warehouse.home import Home

TEXTS = ["we write c++ and go", "golang beside gopher", "熟悉go语言"]


def test_pins_are_whole_and_name_no_host() -> None:
    files = sorted(PINS.glob("*.txt"))
    assert {peer.pins for peer in (*PARSERS, *TAGGERS)} - {""} <= {path.stem for path in files}
    for path in files:
        said = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|file:|--index|--find-links", said), path.name
        pinned = re.findall(r"(?m)^[a-z0-9._-]+==\S+ \\\n    --hash=sha256:", said)
        assert len(pinned) == len(re.findall(r"(?m)^[a-zA-Z]", said)), path.name


def test_a_way_that_needs_no_peer_finds_terms_between_boundaries() -> None:
    [expressions] = [peer for peer in TAGGERS if not peer.pins]
    given = {"terms": ["go", "c++", "go语言", "golang"], "go": ["go", "golang"], "texts": TEXTS, "labelled": TEXTS}
    [ours, theirs] = by_turns({"ours": lambda: 7}, [expressions], given, rounds=1)
    assert (ours.found, len(ours.cpu)) == (7, 1)
    assert theirs.found == {"finds": 5, "go": [True, True, True]}


def test_a_peer_that_does_not_run_is_named_with_its_reason() -> None:
    absent = Peer("nobody {}", "", "taggers.py", "pyahocorasick")
    given = {"terms": ["go"], "go": ["go"], "texts": [], "labelled": []}
    [way] = by_turns({}, [absent], given, rounds=2)
    assert not way.cpu
    assert "ahocorasick" in missing([way])
    with pytest.raises(FileNotFoundError):
        environment("no such pins")


def test_bare_sockets_fetch_every_answer() -> None:
    [sockets] = [client for client in CLIENTS if not client.pins]
    answers = {f"/{at}": b"x" * at for at in range(1, PAGE)}
    with served(answers) as root:
        assert asked(sockets, sorted(answers), root) == len(answers)


def test_copies_are_of_known_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [f"{chr(97 + at % 26) * 3}{at} " + " ".join(f"w{at}x{word}" for word in range(60)) for at in range(90)]
    monkeypatch.setattr(side_by_side_linking, "texts", lambda: {"English": made})
    known, incoming, copied = planted()
    assert (len(known), len(incoming), sum(copied)) == (60, 60, 30)
    words = [set(text.split()) for text in known]
    for text, is_copy in zip(incoming, copied, strict=True):
        assert (max(len(set(text.split()) & each) for each in words) > 30) is is_copy


def test_f1_counts_both_errors() -> None:
    assert f1([(True, True), (True, False), (False, True), (False, False)]) == "0.500 (n 2)"
    assert f1([]) == "–"


def test_the_mixed_market_lands_as_many_postings_as_asked(home: Home) -> None:
    side_by_side_market.land(home, 600)
    reports = landing.reports(home)
    assert sum(report.kept for report in reports) == 600
    assert {report.board for report in reports} == set(boards.load(home).boards)
    rows = [row for report in reports for row in landing.raw_lines(home, report)]
    assert len({row["text"] for row in rows}) == 600
    assert 30 < sum(str(row["text"]).count("\n") == 12 for row in rows) < 90


def test_arithmetic_of_a_crawl() -> None:
    said = web_arithmetic.section(1_000.0, 0.005)
    assert "889 core-hours" in said
    assert "| server, 16 cores, 1 Gbit/s | 33 min, 100 min | 2 days, 7 days | 461 million | 2,304,000 |" in said
    assert [web_arithmetic.said(seconds) for seconds in (20, 7_100, 7_300, 200_000)] == [
        "1 min", "118 min", "2 h", "2 days",
    ]  # fmt: skip


def test_scripts_name_every_way_that_is_asked_for() -> None:
    for peer in (*PARSERS, *TAGGERS, *CLIENTS, *side_by_side_linking.DUPLICATES, *side_by_side_linking.LINKERS):
        said = (PINS / peer.script).read_text(encoding="utf-8")
        assert peer.way in said or peer.way.startswith("jobspy_"), peer
        assert Path(PINS / peer.script).exists()
