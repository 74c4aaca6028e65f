"""Three weeks under the real schedules: a board falls silent, one doubles, a publish stops; nothing is told twice."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.policy import default

import pytest

from assets import steps
from bench import quarter
from bench.quarter import Plan, Week
from tests.mailserver import Post, running
from warehouse import landing, publish
from warehouse.home import Home

LEVER, GREENHOUSE = "api.lever.co", "boards-api.greenhouse.io"
BOARDS = {"greenhouse", "hn_whoishiring", "lever", "ruanyf_weekly", "weworkremotely"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, list[Week], Post]]:
    home, post = Home(tmp_path_factory.mktemp("quarter") / "home"), Post()
    plan = Plan(3, {1: quarter.blocked(LEVER), 2: quarter.doubled(GREENHOUSE)}, frozenset({1}))
    with pytest.MonkeyPatch.context() as patch, running(post) as settings:
        claims = steps.load_claims()[:3]
        patch.setattr(steps, "load_claims", lambda _file=None: claims)  # judging them all is other tests' affair
        named = {"HOST": "127.0.0.1", "PORT": str(settings.port), "SECURITY": "none", "FROM": "jobs@example.org"}
        for name, value in {**named, "TO": "ann@example.org"}.items():
            patch.setenv(f"JOBPROOF_SMTP_{name}", value)
        yield home, quarter.run(home, plan), post


def test_a_dead_board_fails_alone_and_stops_no_week(told: tuple[Home, list[Week], Post]) -> None:
    home, weeks, _ = told
    assert [week.failed for week in weeks] == [(), ("crawl lever", "publish"), ()]
    assert [week.seen for week in weeks] == [BOARDS, frozenset(), BOARDS]
    usable = {report.board for report in landing.reports(home) if report.started_at >= f"{weeks[1].monday}"}
    assert usable == BOARDS


def test_a_publish_that_would_lose_postings_is_stopped_and_the_copy_stays(told: tuple[Home, list[Week], Post]) -> None:
    home, weeks, _ = told
    assert weeks[2].postings > weeks[1].postings == weeks[0].postings
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
    subjects = [str(email.message_from_bytes(content, policy=default)["Subject"]) for _, content in post.taken]
    assert sorted(subjects) == sorted(line for week in weeks for line in week.letters)
    assert post.readers() == ["ann@example.org"] * len(subjects)
