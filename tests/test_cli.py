"""The command line: help for everything, exit codes, one clear line for whatever people get wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import cli
from warehouse.home import Home


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([command, "--help"]) == 0
    assert "Usage: jobproof" in capsys.readouterr().out


def test_help_lists_every_command_without_importing_a_heavy_room() -> None:
    heavy = ("dagster", "scrapy", "matplotlib", "duckdb")
    program = (
        "import sys; from pipelines import cli; code = cli.run(['--help']);"
        f"print([name for name in {heavy} if name in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"  {command} " in done.stdout for command in cli.COMMANDS)


WRONG = {
    "unknown command": (["crawll"], 2, "No such command 'crawll'"),
    "unknown board": (["crawl", "monster"], 2, "'monster'"),
    "unknown company": (["crawl", "greenhouse:nosuchcompany"], 2, "nosuchcompany"),
    "bad month": (["backfill", "hn_whoishiring", "--from", "2024-13", "--to", "2024-12"], 2, "'2024-13'"),
    "months swapped": (["backfill", "hn_whoishiring", "--from", "2024-05", "--to", "2024-04"], 2, "Swap them"),
    "backfill of a live board": (["backfill", "lever", "--from", "2024-01", "--to", "2024-02"], 2, "jobproof crawl"),
    "crawl of an archive": (["crawl", "lagou"], 2, "jobproof import"),
    "import for a live board": (["import", __file__, "--board", "lever"], 2, "lever"),
    "missing archive": (["import", "nowhere.csv", "--board", "lagou"], 2, "nowhere.csv"),
    "sql before publish": (["sql", "SELECT 1"], 1, "jobproof publish"),
    "claims before publish": (["claims", "--json"], 1, "jobproof publish"),
    "report before publish": (["report"], 1, "jobproof publish"),
    "explain nothing": (["explain", "nonsense"], 2, "board:key"),
    "bad since": (["replay", "--since", "yesterday"], 2, "'yesterday'"),
    "normalise nothing": (["normalise", "nowhere.jsonl", "out.jsonl"], 2, "nowhere.jsonl"),
    "parse nothing": (["parse", "lever", "nowhere.json"], 2, "nowhere.json"),
}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("case", WRONG)
def test_what_people_get_wrong_is_one_clear_line(
    case: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, code, part = WRONG[case]
    assert cli.run(arguments) == code
    said = capsys.readouterr().err
    assert part in said
    assert "Traceback" not in said
    assert not (tmp_path / "out.jsonl").exists()


def test_a_bad_clock_is_named(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "noon")
    assert cli.run(["boards"]) == 2 or home.root.exists()
    assert "JOBPROOF_NOW: 'noon' is no date" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_boards_are_listed_before_anything_landed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["boards"]) == 0
    listed = capsys.readouterr().out
    assert "never backfilled: jobproof backfill hn_whoishiring --from 2011" in listed
    assert "never crawled: jobproof crawl greenhouse" in listed


@pytest.mark.usefixtures("home")
def test_a_mail_without_a_server_names_the_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["publish"]) == 0
    assert cli.run(["report", "--send"]) == 2
    assert "JOBPROOF_SMTP_HOST" in capsys.readouterr().err
