"""Three weeks under the real schedules: a board falls silent, one doubles, a publish stops; nothing is told twice.

What the first and the third week's mails say is read back; docs/quarter.md does so over thirteen weeks.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email.policy import default

import pytest

from bench import quarter
from bench.quarter import Plan, Week
from simulation.market import ARCHIVE_BOARD
from tests.mailserver import Post, running
from warehouse import landing, publish
from warehouse.home import Home

LEVER, GREENHOUSE = "api.lever.co", "boards-api.greenhouse.io"
CLAIMS = ("A2.5.pprof", "A3.2", "A3.6")
BOARDS = {"greenhouse", "hn_whoishiring", "lever", "ruanyf_weekly", "weworkremotely"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, list[Week], Post]]:
    home, post = Home(tmp_path_factory.mktemp("quarter") / "home"), Post()
    faults = {1: quarter.blocked(LEVER), 2: quarter.doubled(GREENHOUSE)}
    plan = Plan(3, faults, losing=frozenset({1}), drawn=frozenset({0, 1, 2}), claims=CLAIMS, late=2)
    with pytest.MonkeyPatch.context() as patch, running(post) as settings:
        named = {"HOST": "127.0.0.1", "PORT": str(settings.port), "SECURITY": "none", "FROM": "jobs@example.org"}
        for name, value in {**named, "TO": "ann@example.org"}.items():
            patch.setenv(f"JOBPROOF_SMTP_{name}", value)
        yield home, quarter.run(home, plan), post


def test_a_dead_board_fails_alone_and_stops_no_week(told: tuple[Home, list[Week], Post]) -> None:
    home, weeks, _ = told
    assert [week.failed for week in weeks] == [(), ("crawl lever", "publish"), ()]
    assert [week.seen for week in weeks] == [BOARDS, frozenset(), BOARDS]
    usable = {report.board for report in landing.reports(home) if report.started_at >= f"{weeks[1].monday}"}
    assert usable - {ARCHIVE_BOARD} == BOARDS


def test_a_publish_that_would_lose_postings_is_stopped_and_the_copy_stays(told: tuple[Home, list[Week], Post]) -> None:
    home, weeks, _ = told
    assert weeks[2].postings > weeks[1].postings == weeks[0].postings
    assert [week.judged for week in weeks] == [len(CLAIMS), 0, len(CLAIMS)]
    assert len(landing.reports(home, "greenhouse")) == 3
    assert publish.query(home, "SELECT count(DISTINCT vintage) FROM mart.claim_history").item() == 2


def test_each_trouble_is_told_once_and_its_end_once(told: tuple[Home, list[Week], Post]) -> None:
    _, weeks, _ = told
    for words, number in (("lever blocked", 1), ("publish failed", 1), ("greenhouse grew", 2)):
        news = [line.partition("well again")[0] for line in weeks[number].letters]
        assert sum(words in line for line in news) == 1, words
        others = [line for week in weeks if week is not weeks[number] for line in week.letters]
        assert not any(words in line.partition("well again")[0] for line in others), words
    ends = [line.partition("well again")[2] for line in weeks[2].letters]
    assert sum("lever" in line for line in ends) == sum("publish" in line for line in ends) == 1


def test_every_letter_went_out_once(told: tuple[Home, list[Week], Post]) -> None:
    _, weeks, post = told
    subjects = [str(email.message_from_bytes(content, policy=default)["Subject"]).strip() for _, content in post.taken]
    alerts = [subject for subject in subjects if subject.startswith("[jobproof]")]
    assert sorted(alerts) == sorted(line for week in weeks for line in week.letters)
    reports = [subject for subject in subjects if subject not in alerts]
    assert [subject.partition(": ")[0] for subject in reports] == [
        f"[SIMULATED] jobproof {weeks[number].monday}" for number in (0, 2)
    ]
    assert post.readers() == ["ann@example.org"] * len(subjects)


def test_each_mail_says_what_claims_json_says_and_which_boards_were_seen(told: tuple[Home, list[Week], Post]) -> None:
    first, stopped, last = (week.told for week in told[1])
    assert stopped is None
    assert first
    assert last
    assert first.contradictions == last.contradictions == []
    assert first.decided.keys() | last.decided.keys()
    assert first.observed == last.observed == (len(BOARDS), len(BOARDS))
    assert first.coverage == last.coverage == (len(BOARDS) + 1, len(BOARDS) + 1)
    assert "This is the first report" in first.text


def test_a_mail_names_what_came_back_and_what_was_revised(told: tuple[Home, list[Week], Post]) -> None:
    first, _, last = (week.told for week in told[1])
    assert first
    assert last
    assert (first.gained, first.lost, first.revised) == ((), (), ())
    assert (last.gained, last.lost) == (("Lever job boards",), ())
    assert any("more vacancies of that period are known" in line for line in last.revised)


def test_reading_back_notices_what_is_wrong(told: tuple[Home, list[Week], Post]) -> None:
    last = told[1][2].told
    assert last
    other = [{**claim, "verdict": "untestable", "estimate": None} for claim in last.claims]
    assert len(replace(last, claims=tuple(other)).contradictions) >= len(last.listed)
    assert replace(last, headline="“Something else”: Supported").contradictions
    assert replace(last, page="").contradictions
