"""`jobproof sql`: queries from everywhere, answers in every form, and errors that say what to do."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len

from pipelines.cli import run
from pipelines.commands.grid import print_grid
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.home import Home

BOARDS = "SELECT board, kind FROM core.boards WHERE board = 'zh'"


@pytest.fixture
def published(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A published home with two vintages: one posting in March, two in April."""
    for day, key in (("2024-03-04", "1"), ("2024-04-08", "2")):
        land(home, day[:7], [posting("threads", key, posted_at=f"{day[:7]}-03T12:00:00+00:00")], now=day)
        monkeypatch.setenv("JOBPROOF_NOW", f"{day}T06:00:00+00:00")
        store.build(home, REGISTRY)
        publish.publish(home)
    return home


@pytest.mark.usefixtures("published")
class TestAnswers:
    def test_a_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["sql", BOARDS]) == 0
        assert capsys.readouterr().out.splitlines() == ["board  kind", "─────  ───────", "zh     archive", "1 row"]

    def test_csv_and_json_on_stdout(self, capsys: pytest.CaptureFixture[str]) -> None:
        query = "SELECT 'é,中' AS a, ['x', 'y'] AS \"b c\", {'n': 1} AS s, NULL::VARCHAR[] AS none"
        assert run(["sql", query, "--format", "csv"]) == 0
        assert capsys.readouterr().out == 'a,b c,s,none\n"é,中","[""x"",""y""]","{""n"":1}",\n'
        assert run(["sql", query, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"a": "é,中", "b c": ["x", "y"], "s": {"n": 1}, "none": None}

    @pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.parquet"])
    def test_a_files_name_tells_its_form(self, tmp_path: Path, name: str) -> None:
        assert run(["sql", BOARDS, "--out", str(tmp_path / name)]) == 0
        read = getattr(pl, {".csv": "read_csv", ".jsonl": "read_ndjson", ".parquet": "read_parquet"}[Path(name).suffix])
        assert read(tmp_path / name).rows() == [("zh", "archive")]

    def test_a_query_from_stdin_or_a_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("SELECT '北京' AS x; -- 城市\n".encode())))
        assert run(["sql", "-", "--format", "csv"]) == 0
        (tmp_path / "q.sql").write_text("-- 城市\nSELECT '杭州' AS x;\n", encoding="utf-8")
        assert run(["sql", "--file", str(tmp_path / "q.sql"), "--format", "csv"]) == 0
        assert capsys.readouterr().out == "x\n北京\nx\n杭州\n"

    def test_an_earlier_copy(self, capsys: pytest.CaptureFixture[str]) -> None:
        for wanted, postings in (([], "2"), (["--vintage", "2024-03-20"], "1")):
            assert run(["sql", "SELECT count(*) AS n FROM core.postings", "--format", "csv", *wanted]) == 0
            assert capsys.readouterr().out == f"n\n{postings}\n"
        assert run(["sql", "--vintages"]) == 0
        head, *listed = capsys.readouterr().out.splitlines()
        assert head == "vintage\tsize\tfile"
        assert [line[:10] for line in listed] == ["2024-04-08", "2024-03-04"]

    def test_tables_and_macros_are_listed_with_what_they_tell(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["sql", "--tables", "--format", "json"]) == 0
        tables = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
        assert tables["core.boards"]["rows"] == len(REGISTRY.boards)
        assert all(row["tells"] for row in tables.values())
        assert run(["sql", "--macros", "--format", "json"]) == 0
        asked = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert all(row["tells"] and row["example"].startswith("FROM ") for row in asked)

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("FROM weekly_demnd('go')", "weekly_demand"),
            ("FROM postings", "core.postings"),
            ("FROM mart.montly_flow", "monthly_flow"),
            ("SELECT titel FROM openings", '"title"'),
            ("FROM weekly_demand('kubernets')", "Nearest: kubernetes"),
            ("FROM naming('容器')", "Nearest: containers"),
            ("FROM demand_by('go', 'town')", "One of: board, city"),
            ("FROM co_mentions('go', population := 'US')", "One of: ALL, CN"),
            ("SELEC 1", 'syntax error at or near "SELEC"'),
            ("DROP TABLE core.boards", "DROP would write"),
            ("COPY core.boards TO 'x.csv'", "--out"),
            ("SELECT 1; SELECT 2", "2 statements"),
        ],
    )
    def test_a_wrong_query_is_refused_in_one_line_with_what_is_near(
        self, capsys: pytest.CaptureFixture[str], query: str, said: str
    ) -> None:
        assert run(["sql", query]) == 2
        told = capsys.readouterr().err
        assert said in told
        assert told.count("\n") == 1

    def test_a_query_that_fails_at_work_ends_with_1(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["sql", "SELECT board::INTEGER FROM core.boards"]) == 1
        assert "Could not convert" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ([], "0 queries"),
            (["SELECT 1", "--macros"], "2 queries"),
            (["SELECT 1", "--format", "parquet"], "--out FILE.parquet"),
            (["SELECT 1", "--out", "x.txt"], "the name tells no format"),
            (["SELECT 1", "--format", "table", "--out", "x.csv"], "is for the terminal"),
            (["SELECT 1", "--vintage", "2023-01-01"], "0 answer to it"),
        ],
    )
    def test_wrong_options_are_refused(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
    ) -> None:
        assert run(["sql", *arguments]) == 2
        assert said in capsys.readouterr().err


def test_without_a_copy_it_says_what_to_do(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", "SELECT 1"]) == 1
    assert capsys.readouterr().err == f"jobproof: {home.published}: does not exist yet. Run `jobproof publish` first.\n"


def test_rows_beyond_the_limit_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    print_grid(pl.DataFrame({"n": range(1200)}), rows=2)
    assert capsys.readouterr().out.splitlines()[2:] == ["0", "1", "first 2 of 1,200 rows (--rows 0 for all)"]


@pytest.mark.parametrize("room", [20, 33, 50, 80])
def test_nothing_is_wider_than_the_terminal_and_what_is_left_out_is_named(
    capsys: pytest.CaptureFixture[str], room: int
) -> None:
    title, url = "高级分布式存储研发工程师", "https://x.example/" * 9
    frame = pl.DataFrame({"职位": [title] * 2, "n": [1, 20_000], "url": [url] * 2})
    print_grid(frame, room=room)
    *lines, told = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= room
    shown = lines[0].split()
    missing = ", ".join(frame.columns[len(shown) :])
    assert told == (f"2 rows; {len(shown)} of 3 columns, without {missing}" if missing else "2 rows")


def test_long_lists_are_cut_for_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({"cities": [["a", "b", "c", "d", "e", "f"]], "share": [0.123456]})
    print_grid(frame, room=80)
    assert "[a, b, c, d, … (6 in all)]  0.1235" in capsys.readouterr().out
    print_grid(frame)
    assert "[a, b, c, d, e, f]  0.1235" in capsys.readouterr().out


def test_one_wide_row_is_shown_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_grid(pl.DataFrame({"what": ["sql"], "said": ["SELECT 1\nFROM x" * 9]}), room=40)
    assert capsys.readouterr().out.startswith("what  sql\nsaid  SELECT 1\nFROM x")


def test_numbers_are_shown_as_people_read_them(capsys: pytest.CaptureFixture[str]) -> None:
    values = [0.5299594, 433500.0, 1234567.89, 12.3456, -0.0001234567, None, float("nan")]
    print_grid(pl.DataFrame({"x": values}))
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()[2:-1]]
    assert shown == ["0.53", "433500", "1234568", "12.35", "-0.0001235", "null", "nan"]
