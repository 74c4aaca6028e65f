"""One replay test over all boards, and the rules of the house that every board obeys."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from spiders import catalogue
from spiders.parse import parse
from spiders.record import expected_rows
from warehouse.boards import Registry, load
from warehouse.home import PROJECT, Home

HERE = Path(__file__).parent
FIXTURES = sorted(
    path
    for path in HERE.glob("*/*")
    if path.is_file() and path.name != "wire.toml" and not path.name.endswith(".expected.json")
)
PLATFORMS = PROJECT / "spiders" / "platforms"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_fixture_yields_the_rows_that_a_person_reviewed(fixture: Path, registry: Registry) -> None:
    expected = fixture.with_name(f"{fixture.name}.expected.json").read_text(encoding="utf-8")
    assert json.loads(expected_rows(registry.board(fixture.parent.name), fixture)) == json.loads(expected)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_person_is_left_in_the_raw_records(fixture: Path, registry: Registry) -> None:
    rows = parse(registry.board(fixture.parent.name), fixture).rows
    assert rows
    raw = json.dumps([row.raw for row in rows])
    assert not re.search(r'"(?:author|by|user|login|avatar_url|metadata)":', raw)
    assert not re.search(r"\w@\w", raw)
    for name in ("quillmaker", "oakdesk", "fenline", "lanqiao", "xiaozhou88", "Somebody Invented"):
        assert name not in raw


def test_every_board_has_a_fixture_and_every_fixture_a_board() -> None:
    assert {path.parent.name for path in FIXTURES} == set(catalogue.names())


def test_the_registry_and_the_spiders_name_the_same_boards(registry: Registry) -> None:
    crawled = {board.name for board in registry.boards.values() if board.kind != "archive"}
    assert len(crawled) >= 5
    assert crawled == set(catalogue.names())
    assert all(catalogue.spider_class(registry.board(name)).name == name for name in crawled)


@pytest.mark.parametrize("path", sorted(catalogue.FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_board_is_one_file_of_at_most_40_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize("path", sorted(PLATFORMS.glob("*.py")), ids=lambda path: path.stem)
def test_no_platform_names_a_board(path: Path, registry: Registry) -> None:
    """A platform may share its name with the one board that is named after its software; RSS is a format as well."""
    code = path.read_text(encoding="utf-8").lower()
    others = [name for name in registry.boards if name not in {path.stem, "rss"}]
    assert [name for name in others if re.search(rf"\b{name}\b", code)] == []


SHARED = [
    ("hn_whoishiring", "fixtures/hn/algolia_items_children_2020-03.json", 25, 44),
    ("hn_whoishiring", "fixtures/hn/firebase_items_2011-03_full.json", 27, 3),
    ("hn_whoishiring", "fixtures/hn/firebase_items_2019-09_sample.json", 25, 3),
    ("greenhouse", "fixtures/greenhouse/amplitude_content_true.json", 2, 0),
    ("lever", "fixtures/lever/idealistconsulting.json", 2, 0),
    ("weworkremotely", "fixtures/weworkremotely/items_as_json_2026-02.json", 6, 0),
    ("remotive", "fixtures/remotive/raw_jobs_full_2026-02.json", 8, 0),
    ("arbeitnow", "fixtures/arbeitnow/raw_jobs_full_2026-02.json", 8, 2),
    ("remoteok", "fixtures/remoteok/raw_jobs_full_2026-02.json", 10, 0),
    ("himalayas", "fixtures/himalayas/raw_jobs_full_2026-02.json", 6, 2),
    ("jobicy", "fixtures/jobicy/raw_jobs_full_2026-02.json", 8, 0),
    ("workingnomads", "fixtures/workingnomads/raw_jobs_full_2026-02.json", 5, 0),
    ("v2ex", "wire_zh/v2ex_topics_node_jobs_2021-2026.json", 6, 0),
    ("eleduck", "wire_zh/eleduck_post_flattened_2025-07-20.json", 1, 0),
    ("jsonld", "fixtures/jsonld/meta_software_engineer.html", 1, 0),
    ("jsonld", "fixtures/jsonld/neura_robotics.html", 1, 0),
    ("ruanyf_weekly", "wire_zh/ruanyf_weekly_issue_4550_sample.json", 4, 0),
    ("tencent", "wire_zh/tencent_post_Query_2021-01-21.json", 3, 0),
    ("tencent", "wire_zh/tencent_query_one_post_2025-12.json", 1, 0),
    ("bytedance", "wire_zh/bytedance_job_post_list_2023-04.json", 2, 0),
]


@pytest.mark.parametrize(("name", "path", "kept", "dropped"), SHARED)
def test_recorded_answers_are_read_without_loss(
    name: str, path: str, kept: int, dropped: int, *, registry: Registry, shared: Path
) -> None:
    result = parse(registry.board(name), shared / "boards" / path)
    assert len(result.rows) == kept
    assert sum(drop.count for drop in result.dropped) == dropped
    assert "unreadable" not in {drop.reason for drop in result.dropped}
    assert all(row.posted_at and row.text and row.key for row in result.rows)
