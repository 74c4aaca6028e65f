"""Opened, closed, reopened and posted again: the warehouse beside bench/recount.py, which shares no code with it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench import recount, six_hourly, snapshots
from bench.recount import Look, Posting
from bench.snapshots import Snapshot
from warehouse import landing
from warehouse.home import Home

START = datetime(2026, 1, 18, 6, tzinfo=UTC)
WEEK = [START + timedelta(days=day) for day in range(6)]


def look(day: int, keys: str, hour: int = 6) -> Look:
    return Look(START.replace(hour=hour) + timedelta(days=day), frozenset(keys))


def test_a_complete_list_closes_and_reopens_and_a_window_does_neither() -> None:
    looks = [look(0, "ab"), look(1, "a"), look(2, ""), look(4, "ab"), look(5, "c")]
    days = [each.moment.date() for each in looks]
    whole, window = recount.count(looks, complete=True), recount.count(looks, complete=False)
    assert [whole.opened[day] for day in days] == [2, 0, 0, 0, 1]
    assert [whole.closed[day] for day in days] == [0, 1, 1, 0, 2]
    assert [whole.reopened[day] for day in days] == [0, 0, 0, 2, 0]
    assert window.opened == whole.opened
    assert sum([*window.closed.values(), *window.reopened.values()]) == 0
    assert whole.gaps == window.gaps == (4, 3)


def test_the_crawls_of_a_day_are_one_look() -> None:
    looks = [look(0, "ab"), look(1, "b", 6), look(1, "a", 18), look(2, "a")]
    counts = recount.count(looks, complete=True)
    assert sum(counts.reopened.values()) == 0
    assert [counts.closed[each.moment.date()] for each in (looks[1], looks[3])] == [0, 1]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({}, True),
        ({"first": 3}, False),  # its board shows the first still on that day
        ({"first": 95}, True),
        ({"first": 96}, False),
        ({"places": {"mexico"}}, False),
        ({"places": {"mexico", "chile"}}, False),
        ({"places": {"mexico", "chile"}, "board": "b"}, True),
        ({"places": {"peru"}, "board": "b"}, False),
        ({"first": 2, "board": "b"}, True),
        ({"role": "other"}, False),
        ({"employer": "other"}, False),
    ],
)
def test_posted_again_by_the_decisions_words(change: dict[str, object], again: object) -> None:
    def posting(**given: object) -> Posting:
        said = {"board": "a", "employer": "larkfield", "role": "clerk", "places": {"chile"}, "first": 0, **given}
        first = START.date() + timedelta(days=int(str(said["first"])))
        places = frozenset(map(str, said["places"]))  # type: ignore[call-overload]  # a set of words
        words = [str(said[name]) for name in ("board", "employer", "role")]
        return Posting(f"{words[0]}:{said['first']}", *words, places, first, first + timedelta(days=3))

    found = recount.posted_again([posting(), posting(**{"first": 10, **change})])
    assert bool(found) is again


def invented(seed: int = 3) -> list[Snapshot]:
    """Return six days of two boards whose postings come and go at random, some under two ids."""
    chance = random.Random(seed)  # noqa: S311 - a test's own numbers
    jobs = [
        {"id": number, "title": f"Clerk {'ABCDEFGHIJ'[number % 10]}", "company_name": f"Firm {number % 3}",
         "candidate_required_location": ("Chile", "Peru", "")[number % 4 % 3], "publication_date": "2026-01-01"}
        for number in range(30)
    ]  # fmt: skip
    posts = [{"id": job["id"], "jobTitle": job["title"], "companyName": job["company_name"],
              "jobGeo": job["candidate_required_location"], "pubDate": "2026-01-01"} for job in jobs]  # fmt: skip
    return [
        Snapshot(
            moment,
            {
                "remotive": [job for job in jobs if chance.random() < 0.5],
                "jobicy": [post for post in posts if chance.random() < 0.3],
            },
        )
        for day in WEEK
        for moment in (day, day + timedelta(hours=6))
    ]


@pytest.mark.parametrize("complete", [True, False])
def test_the_warehouse_counts_as_the_recount_does(tmp_path: Path, *, complete: bool) -> None:
    recorded, home = invented(), six_hourly.emptied(tmp_path / "home")
    six_hourly.land_all(recorded, home, state="complete" if complete else "window")
    six_hourly.build(recorded, home)
    for board in ("remotive", "jobicy"):
        counts, events = six_hourly.counted(recorded, board, complete=complete), six_hourly.told(home, board)
        assert events.opened == {day: n for day, n in counts.opened.items() if n}
        assert events.closed == {day: n for day, n in counts.closed.items() if n}
        assert events.reopened == {day: n for day, n in counts.reopened.items() if n}
        assert bool(events.closed) is bool(events.reopened) is complete
    assert six_hourly.links(home) == six_hourly.recounted(recorded) != {}


@pytest.fixture(scope="module")
def recorded(shared: Path) -> list[Snapshot]:
    return snapshots.read(shared / "data" / six_hourly.RECORDED.name)


def test_28_of_61_neighbouring_windows_of_himalayas_share_no_row(recorded: list[Snapshot]) -> None:
    assert six_hourly.counted(recorded, "himalayas", complete=False).gaps == (61, 28)


def test_recorded_days_crawled_through_the_replica(recorded: list[Snapshot], tmp_path: Path) -> None:
    days = [recorded[-6], recorded[-1]]
    home = six_hourly.emptied(tmp_path / "home")
    reports = six_hourly.crawl_all(days, home)
    assert len(reports) == sum(len(each.rows) for each in days)
    assert {report.state for report in reports if report.board != "remotive"} == {"window"}
    assert {report.state for report in reports if report.board == "remotive"} == {"complete"}
    six_hourly.build(days, home)
    for row in six_hourly.as_crawled(days, home, landing.reports(home)).to_dicts():
        for column in ("rows", "opened", "closed", "reopened"):
            ours, theirs = row[column].split(" / ")
            assert ours == theirs, (row["board"], column)
        apart = row["gaps"].partition(" / ")[2].partition(" of ")[0]
        assert row["gaps"].startswith((f"{apart} / ", "– / 0"))


def test_the_home_of_a_replay_knows_the_recorded_boards_only(tmp_path: Path) -> None:
    home: Home = six_hourly.emptied(tmp_path / "home")
    assert set(six_hourly.boards.load(home).boards) == set(snapshots.NAMES.values())
