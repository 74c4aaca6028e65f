"""Archives of others become landing files: every format, every damage."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import zstandard

from warehouse import landing
from warehouse.archives import import_file, read_moment
from warehouse.boards import Board, load
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home

ROWS = [
    {"id": "1", "title": "Go 工程师", "company": "青禾支付", "city": "上海", "salary": "20-40K·16薪",
     "experience": "3-5年", "education": "本科", "tags": "后端,支付", "text": "联系 hr@qinghe.cn",
     "posted_at": "2023-05-03", "author": "王"},
    {"id": "2", "title": "Java 工程师", "company": "蓝桥", "city": "杭州", "salary": "15-25K", "experience": "经验不限",
     "education": "大专", "tags": "", "text": "", "posted_at": "2023/6/30", "author": ""},
    {"id": "3", "title": "测试", "company": "蓝桥", "city": "杭州", "salary": "", "experience": "", "education": "",
     "tags": "", "text": "", "posted_at": "3天前", "author": ""},
    {"id": "4", "title": "", "company": "蓝桥", "city": "", "salary": "", "experience": "", "education": "", "tags": "",
     "text": "", "posted_at": "2023-05-04", "author": ""},
    {"id": "1", "title": "Go 工程师", "company": "", "city": "", "salary": "", "experience": "", "education": "",
     "tags": "", "text": "", "posted_at": "2023-05-05", "author": ""},
]  # fmt: skip


@pytest.fixture
def board(home: Home, monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    return load(home).board("zhaopin")


def table(delimiter: str) -> str:
    lines = [delimiter.join(ROWS[0])]
    return "\n".join([*lines, *(delimiter.join(f'"{value}"' for value in row.values()) for row in ROWS)])


def json_lines() -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()


def write(path: Path) -> None:
    writers = {
        "a.csv": lambda: path.write_text(table(","), encoding="utf-8"),
        "bom.csv": lambda: path.write_text(table(","), encoding="utf-8-sig"),
        "gb.csv": lambda: path.write_text(table(","), encoding="gb18030"),
        "utf16.tsv": lambda: path.write_text(table("\t"), encoding="utf-16"),
        "a.tsv": lambda: path.write_text(table("\t"), encoding="utf-8"),
        "a.jsonl": lambda: path.write_bytes(json_lines()),
        "a.jsonl.gz": lambda: path.write_bytes(gzip.compress(json_lines())),
        "a.jsonl.zst": lambda: path.write_bytes(zstandard.compress(json_lines())),
        "two.jsonl.zst": lambda: path.write_bytes(zstandard.compress(json_lines() + b"\n") * 2),
        "gb.csv.gz": lambda: path.write_bytes(gzip.compress(table(",").encode("gb18030"))),
        "a.parquet": lambda: pl.DataFrame(ROWS).write_parquet(path),
    }
    writers[path.name]()


@pytest.mark.parametrize(
    "name",
    [
        "a.csv",
        "bom.csv",
        "gb.csv",
        "utf16.tsv",
        "a.tsv",
        "a.jsonl",
        "a.jsonl.gz",
        "a.jsonl.zst",
        "gb.csv.gz",
        "a.parquet",
    ],
)
def test_every_format_yields_the_same_postings(name: str, home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / name
    write(path)
    report = import_file(path, board, home)
    assert (report.state, report.kept, report.partition) == ("complete", 3, "2023-05..2026-11-21")
    assert report.scopes[0].dropped == {"neither title nor text": 1, "duplicate within the file": 1}
    landed = landing.reports(home)
    assert [each.partition for each in landed] == ["2023-05", "2023-06", "2026-11-21"]
    assert len({each.run for each in landed}) == 3
    rows = {row["key"]: row for each in landed for row in landing.read(home, each).to_dicts()}
    first = rows["1"]
    assert (first["title"], first["location"], first["tags"]) == ("Go 工程师", "上海", ["后端", "支付"])
    assert (first["salary"], first["experience"], first["education"]) == ("20-40K·16薪", "3-5年", "本科")
    assert first["text"] == "联系 [email]"
    assert first["author"].startswith("person:")
    assert first["posted_at"] == datetime(2023, 5, 3, tzinfo=UTC)
    assert first["posted_kind"] == "listed"
    assert rows["2"]["posted_at"] == datetime(2023, 6, 30, tzinfo=UTC)
    assert (rows["3"]["posted_at"], rows["3"]["posted_kind"], rows["3"]["posted_raw"]) == (None, "unknown", "3天前")
    assert "author" not in next(landing.raw_lines(home, landed[0]))["raw"]


def test_a_second_import_of_the_same_file_changes_nothing_and_says_so(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(path)
    import_file(path, board, home)
    before = sorted(home.landing.rglob("*"))
    again = import_file(path, board, home)
    assert (again.state, again.kept) == ("complete", 0)
    assert "already imported" in again.scopes[0].reason
    assert sorted(home.landing.rglob("*")) == before


def test_an_import_that_was_killed_half_way_is_finished_by_the_next(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(path)
    import_file(path, board, home)
    lost = landing.reports(home)[1]
    landing.data_path(home, lost).unlink()
    landing.report_path(landing.data_path(home, lost)).unlink()
    again = import_file(path, board, home)
    assert (again.partition, again.kept) == ("2023-06", 1)
    assert [report.partition for report in landing.reports(home)].count("2023-05") == 1


def test_a_mapping_says_which_column_is_which_field(home: Home, board: Board, tmp_path: Path) -> None:
    path, mapping = tmp_path / "x.csv", tmp_path / "m.toml"
    path.write_text("职位名称,公司,发布日期,城市\nGo 工程师,青禾,2023年5月3日,上海\n", encoding="gb18030")
    mapping.write_text(
        '[fields]\ntitle = "职位名称"\ncompany = "公司"\nposted_at = "发布日期"\ncity = "城市"\n', encoding="utf-8"
    )
    report = import_file(path, board, home, mapping=mapping)
    row = landing.read(home, landing.reports(home)[0]).to_dicts()[0]
    assert report.kept == 1
    assert (row["title"], row["company"], row["location"], f"{row['posted_at']:%F}") == (
        "Go 工程师",
        "青禾",
        "上海",
        "2023-05-03",
    )
    assert len(row["key"]) == 16


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[fields]\nheading = 'x'", "heading"),
        ("[fields]\ntitle = 3", "title = 3"),
        ("title = 'x'", "no \\[fields\\] table"),
        ("[fields", "cannot be read"),
        ("[fields]\ntitle = '岗位'", "no column '岗位'"),
    ],
)
def test_a_wrong_mapping_is_refused(text: str, words: str, home: Home, board: Board, tmp_path: Path) -> None:
    path, mapping = tmp_path / "x.csv", tmp_path / "m.toml"
    path.write_text("职位名称\nGo\n", encoding="utf-8")
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(JobproofError, match=words):
        import_file(path, board, home, mapping=mapping)
    assert landing.reports(home) == []


DAMAGED = [
    ("none.csv", None, "cannot be read"),
    ("empty.csv", b"", "is empty"),
    ("line.jsonl", b'{"title": "a"}\n{"title": \n', "line 2 is no JSON"),
    ("list.jsonl", b'{"title": "a"}\n[1]\n', "line 2 is JSON, but no object"),
    ("whole.json", b'[{"title": "a"}]', "one JSON list"),
    ("cut.jsonl.gz", gzip.compress(b'{"title": "a"}\n' * 9999)[:-40], "damaged"),
    ("cut.jsonl.zst", zstandard.compress(b'{"title": "a"}\n' * 9999)[:-9], "damaged"),
    ("noise.csv", b"title\n\xff\xff\xff\xff\n", "neither UTF-8"),
    ("quote.csv", b'title,city\n"a"b,"c\n', "line 2"),
    ("other.csv", b"name,place\na,b\n", "neither a column 'title' nor 'text'"),
    ("cut.parquet", b"PAR1 and no more", "damaged Parquet"),
]


@pytest.mark.parametrize(("name", "body", "words"), DAMAGED, ids=[case[0] for case in DAMAGED])
def test_damage_is_named_and_nothing_is_kept(
    name: str, body: bytes | None, words: str, *, home: Home, board: Board, tmp_path: Path
) -> None:
    path = tmp_path / name
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(JobproofError, match=words) as caught:
        import_file(path, board, home)
    assert name in str(caught.value)
    assert landing.reports(home) == []
    assert landing.orphans(home) == []


def test_a_row_with_too_many_cells_is_dropped_alone(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("title,city\nGo,上海\nJava,北京,more\n", encoding="utf-8")
    report = import_file(path, board, home)
    assert (report.kept, report.scopes[0].dropped) == (1, {"more cells than columns": 1})
    assert report.scopes[0].examples == {"more cells than columns": "line 3"}


def test_rows_without_ids_get_stable_ones(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"title": "Go", "city": "上海"}\n{"title": "Go", "city": "北京"}\n{"title": "Go", "city": "上海"}\n'
    )
    assert import_file(path, board, home).kept == 2


def test_a_crawled_board_is_no_archive(home: Home, tmp_path: Path) -> None:
    with pytest.raises(BadUsageError, match="is a live board"):
        import_file(tmp_path / "x.csv", load(home).board("lever"), home)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2017-05-03", "2017-05-03"),
        ("2017-05-03 15:23:00", "2017-05-03"),
        ("2017/5/3", "2017-05-03"),
        ("2017年5月3日", "2017-05-03"),
        ("20170503", "2017-05-03"),
        ("1493769600", "2017-05-03"),
        (1493769600000, "2017-05-03"),
        (datetime(2017, 5, 3, tzinfo=UTC).date(), "2017-05-03"),
        ("2017-05-03T23:30:00-05:00", "2017-05-04"),
        ("2099-01-01", None),
        ("0000-00-00", None),
        ("2017-13-40", None),
        ("昨天", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_archives_write_them(value: object, day: str | None) -> None:
    found = read_moment(value)
    assert (f"{found:%Y-%m-%d}" if found else None) == day


def test_real_archives_come_in_without_loss(home: Home, board: Board, shared: Path) -> None:
    report = import_file(shared / "data" / "51job_2018.jsonl.gz", board, home)
    assert report.kept + sum(report.scopes[0].dropped.values()) == 650
    assert set(report.scopes[0].dropped) == {"duplicate within the file"}


def test_a_file_of_several_frames_is_read_to_its_end(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl.zst"
    write(path)
    report = import_file(path, board, home)
    assert (report.kept, sum(report.scopes[0].dropped.values())) == (3, 7)
