"""Who is told of what, and when: each trouble once, its end once, nothing lost and nothing twice."""

from __future__ import annotations

import email
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.policy import default

import dagster as dg
import pytest

from assets import raw
from assets.keys import raw_key
from assets.retries import Retries
from pipelines import alerts, cli, troubles
from pipelines.alerts import Memory, compare
from pipelines.definitions import build
from pipelines.troubles import Trouble
from reports.delivery import Sending
from tests.landed import REGISTRY, land, posting
from tests.mailserver import Post, running
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport, State

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
WEAK = Trouble(
    "board/ats/acme", "ats", "partial", "page 2", "2026-03-02", "2026-03-01", "jobproof boards ats", "x", "acme"
)
DEAD = replace(WEAK, what="gone", grave=True)
OTHER = replace(WEAK, key="board/ats/beta", scope="beta")
PUBLISH = Trouble("run/publish", "publish", "failed", "rows", "2026-03-02", "", "jobproof doctor", grave=True)


class _Story:
    """Days of troubles, and what was told on each."""

    def __init__(self) -> None:
        self.memory, self.now = Memory(), NOW

    def day(self, *found: Trouble, days: int = 1, kept: set[str] | None = None) -> tuple[list[str], list[str]]:
        self.now += timedelta(days=days)
        self.memory, news = compare(self.memory, found, kept or set(), self.now)
        return [each.key for each in news.fresh], [each.trouble.key for each in news.well]


class TestWhatIsNews:
    def test_a_trouble_is_told_once_and_its_end_once(self) -> None:
        story = _Story()
        assert story.day(WEAK) == ([WEAK.key], [])
        assert story.day(WEAK) == ([], [])
        assert story.day() == ([], [WEAK.key])
        assert story.day() == ([], [])

    def test_another_scope_is_another_trouble(self) -> None:
        story = _Story()
        story.day(WEAK)
        assert story.day(WEAK, OTHER) == ([OTHER.key], [])

    def test_what_gets_worse_is_told_again_and_what_gets_better_is_not(self) -> None:
        story = _Story()
        story.day(WEAK)
        assert story.day(DEAD) == ([DEAD.key], [])
        assert story.day(WEAK) == ([], [])
        assert story.day(DEAD) == ([], [])

    def test_what_comes_and_goes_daily_is_told_twice_and_its_end_when_it_lasts(self) -> None:
        story, told = _Story(), []
        for _ in range(10):
            told += [story.day(WEAK), story.day()]
        assert Counter(bool(fresh) for fresh, _ in told)[True] == 2
        assert Counter(bool(well) for _, well in told)[True] == 1
        assert story.day(days=8) == ([], [WEAK.key])

    def test_a_month_later_it_is_a_new_trouble(self) -> None:
        story = _Story()
        story.day(WEAK)
        story.day()
        story.day(days=30)
        assert story.day(WEAK) == ([WEAK.key], [])
        assert story.day() == ([], [WEAK.key])

    def test_an_outage_that_shows_itself_in_two_ways_is_well_again_in_one_letter(self) -> None:
        whole = replace(WEAK, key="board/ats/", what="fell", scope="")
        story = _Story()
        story.day(whole)
        assert story.day() == ([], [whole.key])
        assert story.day(whole, DEAD, days=3) == ([whole.key, DEAD.key], [])
        told = [story.day() for _ in range(9)]
        assert [well for _, well in told if well] == [[whole.key, DEAD.key]]
        assert told[7][1], "both are over when the one that came and went has been gone for a week"

    def test_an_outage_of_several_tenants_is_over_in_one_letter(self) -> None:
        story = _Story()
        story.day(OTHER)
        story.day()
        blocked = [replace(each, what="blocked", grave=True) for each in (WEAK, OTHER)]
        assert story.day(*blocked) == ([WEAK.key, OTHER.key], [])
        told = [story.day() for _ in range(9)]
        assert [well for _, well in told if well] == [[WEAK.key, OTHER.key]]

    def test_a_tenant_is_not_held_back_by_what_another_has(self) -> None:
        story = _Story()
        story.day(OTHER)
        story.day()
        story.day(OTHER, DEAD)
        assert story.day() == ([], [DEAD.key])

    def test_what_comes_back_a_week_after_its_end_is_another_trouble(self) -> None:
        story = _Story()
        story.day(WEAK)
        story.day()
        assert story.day(WEAK, days=7) == ([WEAK.key], [])
        assert story.day() == ([], [WEAK.key])

    def test_of_what_nothing_can_be_said_nothing_is_said(self) -> None:
        story = _Story()
        story.day(WEAK)
        assert story.day(kept={WEAK.key}) == ([], [])
        assert story.day() == ([], [WEAK.key])


class TestTheLetter:
    @pytest.fixture
    def sending(self) -> Iterator[tuple[Post, Sending]]:
        post = Post()
        with running(post) as settings:
            yield post, Sending(replace(settings, recipients=("ann@example.org",), recipients_zh=()), waits=())

    @staticmethod
    def text(content: bytes) -> str:
        body = email.message_from_bytes(content, policy=default).get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def test_it_says_what_since_when_which_last_good_and_where_to_look(
        self, home: Home, sending: tuple[Post, Sending]
    ) -> None:
        post, how = sending
        assert alerts.tell(home, [DEAD, replace(OTHER, what="gone"), PUBLISH], sending=how) == "sent alert-00001"
        [(_, content)] = post.taken
        message = email.message_from_bytes(content, policy=default)
        assert message["Subject"] == "[jobproof] ats gone, publish failed"
        lines = self.text(content).splitlines()
        assert lines[:5] == [
            "What:      ats: gone (acme, beta) — page 2",
            "Since:     2026-03-02",
            "Last good: 2026-03-01",
            "To do:     x",
            "Look:      jobproof boards ats",
        ]
        assert "Last good: never" in lines
        assert len(content) < 5000

    def test_nothing_goes_out_twice_and_recovery_goes_out_once(self, home: Home, sending: tuple[Post, Sending]) -> None:
        post, how = sending
        for _ in range(3):
            alerts.tell(home, [DEAD], sending=how)
        for _ in range(3):
            alerts.tell(home, [], sending=how)
        assert [self.text(content).split()[0] for _, content in post.taken] == ["What:", "Well"]

    def test_a_server_that_is_away_gets_it_with_the_next_look(self, home: Home, sending: tuple[Post, Sending]) -> None:
        post, how = sending
        away = replace(how, settings=replace(how.settings, port=9))
        with pytest.raises(JobproofError, match="alert-00001"):
            alerts.tell(home, [DEAD], sending=away)
        with pytest.raises(JobproofError, match="alert-00001, alert-00002"):
            alerts.tell(home, [DEAD, PUBLISH], sending=away)
        assert alerts.tell(home, [DEAD, PUBLISH], sending=how) == "sent alert-00001 alert-00002"
        assert alerts.tell(home, [DEAD, PUBLISH], sending=how) == "nothing new"
        assert len(post.taken) == 2

    def test_a_process_killed_after_the_server_took_it_sends_it_no_second_time(
        self, home: Home, sending: tuple[Post, Sending], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post, how = sending
        save, saved = alerts._save, []

        def die(home: Home, memory: Memory) -> None:
            if saved:
                raise KeyboardInterrupt
            saved.append(memory)
            save(home, memory)

        monkeypatch.setattr(alerts, "_save", die)
        with pytest.raises(KeyboardInterrupt):
            alerts.tell(home, [DEAD], sending=how)
        monkeypatch.setattr(alerts, "_save", save)
        alerts.tell(home, [DEAD], sending=how)
        assert len(post.taken) == 1

    def test_without_a_mail_server_it_is_written(self, home: Home) -> None:
        assert "written, not sent" in alerts.tell(home, [DEAD])
        assert alerts.tell(home, [DEAD]) == "nothing new"
        assert (home.alerts / "alert-00001.eml").exists()

    def test_a_hundred_troubles_are_a_short_letter(self, home: Home, sending: tuple[Post, Sending]) -> None:
        post, how = sending
        many = [replace(WEAK, key=f"board/b{n}/", about=f"b{n}", scope="") for n in range(100)]
        alerts.tell(home, many, sending=how)
        [(_, content)] = post.taken
        assert "and 88 more: jobproof boards" in self.text(content)
        assert self.text(content).count("\n") < 80

    def test_a_damaged_memory_is_named_with_its_remedy(self, home: Home) -> None:
        home.alerts.mkdir(parents=True)
        (home.alerts / "told.json").write_text("{", encoding="utf-8")
        with pytest.raises(JobproofError, match="Delete it"):
            alerts.tell(home, [])


class TestWhatIsWrong:
    @staticmethod
    def crawl(home: Home, day: str, acme: State, beta: State = "complete") -> None:
        rows = [posting("ats", f"{n}{scope}", scope=scope) for n in range(3) for scope in ("acme", "beta")]
        land(home, day, rows, states={"acme": acme, "beta": beta})

    def test_a_scope_is_told_with_its_day_and_its_last_good_one(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JOBPROOF_NOW", "2026-03-04T06:00:00+00:00")
        for day, state in (("2026-03-01", "complete"), ("2026-03-02", "blocked"), ("2026-03-03", "failed")):
            self.crawl(home, day, state)  # type: ignore[arg-type]  # states
        [found] = troubles.of_boards(home, REGISTRY)
        assert (found.key, found.what, found.since, found.last_good) == (
            "board/ats/acme", "failed", "2026-03-02", "2026-03-01",
        )  # fmt: skip
        assert found.grave
        assert found.command == "jobproof boards ats"
        assert "jobproof crawl ats" in found.remedy

    def test_boards_that_were_never_crawled_and_boards_in_work_are_left_out(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JOBPROOF_NOW", "2026-03-02T06:00:00+00:00")
        assert troubles.of_boards(home, REGISTRY) == []
        self.crawl(home, "2026-03-02", "failed")
        assert troubles.of_boards(home, REGISTRY)
        assert troubles.of_boards(home, REGISTRY, busy=["ats"]) == []

    def test_the_command_shows_and_remembers(
        self, home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("JOBPROOF_NOW", "2026-03-02T06:00:00+00:00")
        home.root.mkdir(parents=True)
        home.boards.write_text("only = true\n[greenhouse]\n", encoding="utf-8")
        land(home, "2026-03-02", [], board="greenhouse", states={"stripe": "failed"})
        assert cli.run(["alert", "--dry-run"]) == 0
        assert "jobproof boards greenhouse" in capsys.readouterr().out or not home.alerts.exists()
        assert cli.run(["alert"]) == 0
        assert cli.run(["alert"]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == "nothing new"


class TestRuns:
    @pytest.fixture
    def instance(self) -> Iterator[dg.DagsterInstance]:
        with dg.DagsterInstance.ephemeral() as made:
            yield made

    @pytest.fixture
    def defs(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> dg.Definitions:
        monkeypatch.setenv("JOBPROOF_NOW", "2026-03-02T06:00:00+00:00")
        return build(home, retries=Retries.at_once(0))

    @staticmethod
    def run(defs: dg.Definitions, instance: dg.DagsterInstance, board: str) -> None:
        defs.resolve_job_def("crawl").execute_in_process(
            instance=instance, partition_key="2026-03-02", raise_on_error=False,
            asset_selection=[raw_key(board)], tags={"board": board},
        )  # fmt: skip

    def test_a_run_that_breaks_for_a_reason_of_its_own_is_told_until_it_goes_through(
        self, home: Home, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> list[CrawlReport]:
            raise OSError("No space left on device")

        monkeypatch.setattr(raw, "crawl", full)
        self.run(defs, instance, "lever")
        [found] = troubles.of_runs(instance)
        assert (found.key, found.about, found.what) == ("run/crawl/lever", "lever", "crawl failed")
        assert "No space left on device" in found.detail
        assert troubles.of_runs(instance, explained=["lever"]) == []
        good = land(home, "2026-03-02", [posting("lever", "1")])
        monkeypatch.setattr(raw, "crawl", lambda *_, **__: [good])
        self.run(defs, instance, "lever")
        assert troubles.of_runs(instance) == []

    def test_the_sensor_mails_what_it_sees(
        self, home: Home, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dead = land(home, "2026-03-02", [], board="lever", states={"": "failed"})
        monkeypatch.setattr(raw, "crawl", lambda *_, **__: [dead])
        self.run(defs, instance, "lever")
        context = dg.build_sensor_context(instance=instance, resources=defs.resources)
        said = defs.resolve_sensor_def("alerts")(context)
        assert isinstance(said, dg.SkipReason)
        assert "written" in str(said.skip_message)
        assert len(list(home.alerts.glob("*.eml"))) == 1
        defs.resolve_sensor_def("alerts")(context)
        assert len(list(home.alerts.glob("*.eml"))) == 1
