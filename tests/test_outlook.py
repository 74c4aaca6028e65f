"""What is told before it happens: how long a crawl takes, how much disk it wants, and what wears out unnoticed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import cli
from tests.landed import REGISTRY, land, posting
from warehouse import boards, forecast, hygiene
from warehouse.boards import Board, Registry, Scope
from warehouse.forecast import DELAY_SECONDS
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import ScopeReport

ATS = REGISTRY.boards["ats"]


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-03-10T06:00:00+00:00")


def crawl(home: Home, day: str, *scopes: ScopeReport, seconds: int = 0) -> None:
    """Land a run of the board `ats` that took so long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", f"{day}T06:00:00+00:00")
        with LandingFile(home, "ats", day) as file:
            for scope in scopes:
                for key in range(scope.kept):
                    file.add(posting("ats", f"{scope.scope}{key}", scope=scope.scope))
            patch.setenv("JOBPROOF_NOW", f"{day}T06:{seconds // 60:02}:{seconds % 60:02}+00:00")
            file.commit(scopes)


def two(day: str, home: Home, *, kept: int = 5, seconds: int = 0, requests: int = 10) -> None:
    whole = [ScopeReport(token, "complete", requests=requests, kept=kept) for token in ("acme", "beta")]
    crawl(home, day, *whole, seconds=seconds)


class TestForecast:
    def test_past_crawls_tell_time_rows_and_disk(self, home: Home) -> None:
        for day, seconds in (("2026-03-07", 200), ("2026-03-08", 240), ("2026-03-09", 1000)):
            two(day, home, seconds=seconds)
        [found] = forecast.forecast(home, [ATS]).boards
        assert (found.seconds, found.rows, found.requests, found.known) == (240, 10, 20, True)
        assert 100 < found.disk < 10_000

    def test_more_tenants_take_longer(self, home: Home) -> None:
        two("2026-03-09", home, seconds=240)
        grown = replace(ATS, scopes=tuple(Scope(f"t{n}", f"T{n}") for n in range(6)))
        [found] = forecast.forecast(home, [grown]).boards
        assert (found.seconds, found.rows) == (720, 30)

    def test_a_crawl_is_never_faster_than_one_request_a_delay(self, home: Home) -> None:
        two("2026-03-09", home, seconds=3, requests=50)
        [found] = forecast.forecast(home, [ATS]).boards
        assert found.seconds >= 100 * DELAY_SECONDS

    def test_a_first_run_rests_on_the_registry_and_says_so(self, home: Home) -> None:
        registry = boards.load(home)
        crawled = [board for board in registry.boards.values() if board.kind != "archive"]
        found = forecast.forecast(home, crawled)
        assert not any(one.known for one in found.boards)
        assert "by a factor of three" in found.line
        assert 60 < found.crawl_seconds < 6 * 3600
        assert 1e7 < found.disk < 1e10

    def test_boards_of_one_host_wait_for_each_other(self, home: Home) -> None:
        one, other = (Board(name, name, "live", url="https://jobs.example.com", expected=(900, 1100)) for name in "ab")
        apart = replace(other, url="https://other.example.com")
        together, side_by_side = (forecast.forecast(home, [one, each]).crawl_seconds for each in (other, apart))
        assert together == pytest.approx(2 * side_by_side)

    def test_crawls_that_failed_tell_nothing(self, home: Home) -> None:
        two("2026-03-08", home, seconds=240)
        crawl(home, "2026-03-09", ScopeReport("acme", "failed", "no connection"), seconds=2)
        assert forecast.forecast(home, [ATS]).boards[0].seconds == 240


class TestHygiene:
    @staticmethod
    def lines(home: Home, board: Board = ATS) -> list[str]:
        found = hygiene.chores(home, Registry({"ats": board}))
        return [each.finding for each in found if each.what != "exchange rates"]

    def test_a_home_in_order_has_no_chores_but_the_seeds_own(self, home: Home) -> None:
        for day in range(1, 9):
            two(f"2026-03-0{day}", home)
        assert self.lines(home, replace(ATS, expected=(1, 100))) == []

    def test_a_page_that_is_gone_three_times_is_gone(self, home: Home) -> None:
        two("2026-03-01", home)
        for day in (2, 3, 4):
            assert self.lines(home) == []
            gone = ScopeReport("acme", "failed", "HTTP 404")
            crawl(home, f"2026-03-0{day}", gone, ScopeReport("beta", "complete", kept=3))
        assert self.lines(home) == ["ats: acme not there in the last 3 crawls"]

    def test_a_token_that_never_brought_anything_is_to_be_confirmed(self, home: Home) -> None:
        crawl(home, "2026-03-01", ScopeReport("acme", "complete"), ScopeReport("beta", "complete", kept=3))
        assert self.lines(home) == ["ats: acme never brought a posting"]

    @pytest.mark.parametrize(
        ("expected", "said"),
        [((1, 10_000), "ats: expected up to 10000, 5 to 5 rows came"), ((10, 20), "10 of 10 outside 10 to 20")],
    )
    def test_bounds_that_notice_nothing_or_too_much(self, home: Home, expected: tuple[int, int], said: str) -> None:
        for day in range(1, 6):
            two(f"2026-03-0{day}", home)
        [line] = self.lines(home, replace(ATS, expected=expected))
        assert said in line

    def test_months_that_a_board_lacks(self, home: Home) -> None:
        land(home, "2026-02", [posting("threads", "1")], now="2026-03-01")
        threads = replace(REGISTRY.boards["threads"], since="2026-01")
        found = hygiene.chores(home, Registry({"threads": threads}))
        assert "jobproof backfill threads --from 2026-01 --to 2026-01" in found[0].line

    def test_old_exchange_rates(self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seed = tmp_path / "rates.csv"
        seed.write_text(
            "currency,cny,dated_on,source\nCNY,1,2020-01-01,unit\nUSD,7,2024-12-31,ECB\nTWD,1,2026-01-01,unconfirmed\n"
        )
        monkeypatch.setattr(hygiene, "RATES", seed)
        found = [each.finding for each in hygiene.chores(home, Registry())]
        assert found == ["USD older than 400 days", "TWD unconfirmed"]


def test_doctor_shows_forecast_and_chores(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    two("2026-03-09", home)
    assert cli.run(["doctor", "--json"]) == 0
    found = {each["what"]: each for each in json.loads(capsys.readouterr().out)}
    assert "to crawl" in found["forecast"]["finding"]
    assert "exchange rates" in found


def test_too_little_disk_is_told_before_the_crawl(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hygiene, "free_bytes", lambda _: 10)
    [found] = [each for each in hygiene.outlook(home, boards.load(home)) if each.what == "forecast"]
    assert (found.state, "Free some space" in found.remedy) == ("attention", True)
