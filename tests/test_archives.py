"""Archives of others become landing files: every format, every damage."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from tests import workbooks
from warehouse import landing
from warehouse.archives import import_file
from warehouse.boards import Board, load
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.moments import read_moment

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
    writers: dict[str, Callable[[], object]] = {
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
    assert '"author"' not in json.dumps(next(landing.raw_lines(home, landed[0]))["raw"])


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
    ("blank.csv", b"\ntitle\na\n", "begins with an empty line"),
    ("cut.json", b'[{"title": "a"}, {"title": ', "JSON that is cut off"),
    ("comma.json", b'[{"title": "a"},', "JSON that is cut off"),
    ("scalars.json", b"[1, 2]", "holds no row that can be read .row 1 is no object"),
    ("page.xls", b"<html><table>", "is a page"),
    ("french.csv", "title,ville\nÉtudiant à Orléans,Fécamp\n".encode("latin-1"), "neither UTF-8"),
    ("dutch.csv", "title,ort\nKöln-Süd, Zöllner,Größe\n".encode("latin-1"), "neither UTF-8|none of everyday Chinese"),
    ("big5.csv", "title,城市\n軟體工程師,臺北\n".encode("big5"), "neither UTF-8|none of everyday Chinese"),
    ("zip.xlsx", b"PK\x03\x04 and no more", "is no workbook"),
    ("cut.jsonl.gz", gzip.compress(b'{"title": "a"}\n' * 9999)[:-40], "damaged"),
    ("cut.jsonl.zst", zstandard.compress(b'{"title": "a"}\n' * 9999)[:-9], "damaged"),
    ("noise.csv", b"title\n\xff\xff\xff\xff\n", "neither UTF-8"),
    ("other.csv", b"name,place\na,b\n", "fit no ready mapping: name, place"),
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


@pytest.mark.parametrize(
    ("name", "body", "reason", "place"),
    [
        ("line.jsonl", b'{"title": "a"}\n{"title": \n{"title": "b"}\n', "no JSON", "line 2"),
        ("list.jsonl", b'{"title": "a"}\n[1]\n{"title": "b"}', "no object", "line 2, row 1"),
        ("list.json", b'[{"title": "a"}, 7, {"title": "b"}]', "no object", "row 2"),
        ("quote.csv", b'title,city\na,c\n"x"y,"c\nb,c\n', "no row of a table: ',' expected after '\"'", "line 3"),
    ],
)
def test_a_broken_row_is_dropped_alone_and_told(
    name: str, body: bytes, reason: str, place: str, *, home: Home, board: Board, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    report = import_file(path, board, home)
    assert (report.kept, report.scopes[0].dropped) == (2, {reason: 1})
    assert report.scopes[0].examples == {reason: place}


def test_a_renamed_or_repacked_file_is_the_same_file(home: Home, board: Board, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl")
    write(tmp_path / "a.jsonl.gz")
    import_file(tmp_path / "a.jsonl", board, home)
    again = import_file(tmp_path / "a.jsonl.gz", board, home)
    assert (again.kept, again.scopes[0].reason) == (0, "already imported: 3 months hold its 3 rows")


def test_progress_ends_at_the_size_of_the_file(home: Home, board: Board, tmp_path: Path) -> None:
    for name in ("a.csv", "a.jsonl.gz", "a.jsonl.zst", "a.parquet"):
        write(tmp_path / name)
        told: list[tuple[int, int]] = []
        import_file(tmp_path / name, board, home, on_progress=partial(_note, told))
        size = (tmp_path / name).stat().st_size
        assert told[-1] == (size, size)
        assert told == sorted(told)


def _note(told: list[tuple[int, int]], done: int, total: int) -> None:
    told.append((done, total))


def test_memory_does_not_grow_with_the_file(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("title,text,posted_at\n")
        file.writelines(f"Go {number},{'x' * 2000},2023-05-03\n" for number in range(10_000))
    tracemalloc.start()
    assert import_file(path, board, home).kept == 10_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size / 2


def test_another_encoding_can_be_named(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "big5.csv"
    path.write_bytes("title,city\n軟體工程師,臺北\n".encode("big5"))
    import_file(path, board, home, encoding="big5")
    assert landing.read(home, landing.reports(home)[0])["title"].to_list() == ["軟體工程師"]
    with pytest.raises(JobproofError, match="is no ascii \\(byte 11\\)"):
        import_file(path, board, home, encoding="ascii")
    with pytest.raises(JobproofError, match="encoding 'klingon' is unknown"):
        import_file(path, board, home, encoding="klingon")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_a_table(delimiter: str, home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    lines = [["id", "title", "city"], ["1", '"a,b;c|d\te"', "上海"], ["2", '"x, y; z | w"', "北京"]]
    path.write_text("\n".join(map(delimiter.join, lines)), encoding="utf-8")
    assert import_file(path, board, home).kept == 2
    assert landing.read(home, landing.reports(home)[0])["location"].to_list() == ["上海", "北京"]


SHEET: list[list[object]] = [
    ["职位ID", "职位名称", "公司", "城市"],
    [3052780, "Go 工程师", "青禾", "上海"],
    [3052781, "测试", "蓝桥", "杭州"],
]


def test_a_workbook_is_read_from_its_only_sheet_with_rows(home: Home, board: Board, tmp_path: Path) -> None:
    workbooks.write(tmp_path / "x.xlsx", {"数据": SHEET, "Sheet2": []})
    (tmp_path / "x.xlsx.gz").write_bytes(gzip.compress((tmp_path / "x.xlsx").read_bytes()))
    assert import_file(tmp_path / "x.xlsx.gz", board, home).kept == 2
    landed = landing.read(home, landing.reports(home)[0])
    assert landed.select("key", "title", "company", "location").rows() == [
        ("3052780", "Go 工程师", "青禾", "上海"),
        ("3052781", "测试", "蓝桥", "杭州"),
    ]


def test_a_workbook_with_several_sheets_wants_one_named(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    workbooks.write(path, {"甲": SHEET, "乙": SHEET[:2]})
    with pytest.raises(JobproofError, match=r"several sheets with rows: 甲 \(2 rows\), 乙 \(1 rows\)"):
        import_file(path, board, home)
    with pytest.raises(JobproofError, match="no sheet '丙', only: 甲, 乙"):
        import_file(path, board, home, sheet="丙")
    assert import_file(path, board, home, sheet="乙").kept == 1


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


def lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def sample(path: Path, target: Path, every: int) -> list[dict[str, Any]]:
    """Write every so-manieth row of a recorded file; return these rows."""
    rows = lines(path)[::every]
    target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return rows


REAL = {
    "51job_2018.jsonl.gz": ("job51", "jobproof", 1, {"duplicate within the file"}),
    "lagou_2017.jsonl.gz": ("lagou", "jobproof", 20, set()),
    "rebase_who_is_hiring_2021_2026.jsonl.gz": ("rebase_archive", "github_issues", 3, set()),
    "ruanyf_weekly_2019_2026.jsonl.gz": ("ruanyf_archive", "github_comments", 3, set()),
    "hn_whoishiring_2011_2018.jsonl.gz": (
        "hn_archive", "hn_comments", 40, {f"left out by the mapping: {why} = true" for why in ("deleted", "dead")},
    ),
    "v2ex_hot_jobs.jsonl.gz": ("v2ex_archive", "jobproof", 1, set()),
    "usajobs_7depts_2024_2025.jsonl.gz": ("usajobs_archive", "usajobs", 10, set()),
    "remote_boards_6hourly_2026-01-18_2026-02-01.jsonl.gz": (
        "remote_archive", "remote_snapshots", 10, {"duplicate within the file"},
    ),
}  # fmt: skip
WIRE = {
    "lagou_positionAjax_envelope_2018-01-02.json": ("lagou_search", 1),
    "lagou_positionAjax_result_array_2021-02-19.json": ("lagou_search", 15),
    "lagou_mobile_search_result_2018-01.json": ("lagou_mobile", 2),
    "boss_wapi_joblist_2024-11.json": ("boss_search", 3),
    "boss_job_detail_2025-05.json": ("boss_detail", 1),
    "boss_public_cards_hidden_salary_2026-08-23.json": ("boss_cards", 2),
    "zhaopin_sou_results_2018-08.json": ("zhaopin_2018", 5),
    "51job_SEARCH_RESULT_engine_jds_2022-03-04.json": ("job51_2022", 1),
}


@pytest.mark.parametrize("name", REAL)
def test_real_archives_come_in_without_unexplained_loss(name: str, home: Home, shared: Path, tmp_path: Path) -> None:
    target, mapping, every, reasons = REAL[name]
    rows = sample(shared / "data" / name, tmp_path / "x.jsonl", every)
    report = import_file(tmp_path / "x.jsonl", load(home).board(target), home)
    dropped = report.scopes[0].dropped
    assert report.scopes[0].reason == f"read by the mapping {mapping}"
    assert report.kept + sum(dropped.values()) == len(rows)
    assert set(dropped) == reasons
    assert report.kept == sum(landing.read(home, each).height for each in landing.reports(home))


@pytest.mark.parametrize("name", WIRE)
def test_recorded_answers_are_recognised(name: str, home: Home, board: Board, shared: Path) -> None:
    report = import_file(shared / "boards" / "wire_zh" / name, board, home)
    assert (report.scopes[0].reason, report.kept, report.scopes[0].dropped) == (
        f"read by the mapping {WIRE[name][0]}", WIRE[name][1], {},
    )  # fmt: skip


def test_a_real_archive_holds_as_many_rows_a_city_and_month_as_its_file(
    home: Home, shared: Path, tmp_path: Path
) -> None:
    rows = sample(shared / "data" / "lagou_2017.jsonl.gz", tmp_path / "x.jsonl", 7)
    import_file(tmp_path / "x.jsonl", load(home).board("lagou"), home)
    landed = pl.concat(landing.read(home, report) for report in landing.reports(home))
    for column, counted in (
        ("location", Counter(row["city"] for row in rows)),
        ("month", Counter(row["posted_at"][:7] for row in rows)),
        ("salary", Counter(row["salary"] for row in rows)),
    ):
        found = landed.with_columns(month=pl.col("posted_at").dt.strftime("%Y-%m"))[column].value_counts()
        assert dict(found.iter_rows()) == counted


def test_a_file_of_several_frames_is_read_to_its_end(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl.zst"
    write(path)
    report = import_file(path, board, home)
    assert (report.kept, sum(report.scopes[0].dropped.values())) == (3, 7)
