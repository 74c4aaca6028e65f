"""report --week --claim: what is asked for is judged and drawn, on the copy of its week; what is wrong is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest

from assets import by_hand
from pipelines import cli
from reports import claims, gallery
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.errors import BadUsageError
from warehouse.home import Home

MAY, JUNE = "2024-05-10", "2024-06-12"


@pytest.fixture
def twice(home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, list[str]]:
    """A home published in two weeks; the ids of its vintages, the earlier first."""
    names = []
    for key, now in (("a", MAY), ("b", JUNE)):
        land(home, now[:7], [posting("threads", key, posted_at=f"{now[:7]}-03T12:00:00+00:00")], now=now)
        monkeypatch.setenv("JOBPROOF_NOW", f"{now}T06:00:00+00:00")
        store.build(home, REGISTRY)
        names.append(publish.publish(home).vintage)
    return home, names


def drawn(out: Path, *asked: str) -> list[str]:
    assert cli.run(["report", *asked, "--lang", "zh", "--out", str(out)]) == 0
    return sorted(path.name for path in (out / "charts").iterdir())


@pytest.mark.usefixtures("twice")
def test_only_what_is_asked_for_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert drawn(out, "--claim", "A3.1", "--claim", "A2.2") == ["claim-A2.2.zh.png", "claim-A3.1.zh.png"]
    assert [row["id"] for row in orjson.loads((out / "claims.json").read_bytes())] == ["A2.2", "A3.1"]
    assert str(out / "charts" / "claim-A3.1.zh.png") in capsys.readouterr().out


@pytest.mark.usefixtures("twice")
def test_a_chart_of_no_single_claim_is_drawn_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert drawn(out, "--chart", "coverage", "--chart", "demand") == ["coverage.zh.png", "demand-waiting.zh.png"]
    assert str(out / "charts" / "coverage.zh.png") in capsys.readouterr().out
    assert gallery.shown_in(["coverage", "demand"], ["A3.2", "A3.6"]) == []
    assert gallery.shown_in(["claimed-paths"], ["A3.2", "A3.6"]) == ["A3.2"]
    assert gallery.shown_in(["overview"], ["A3.2", "A3.6"]) == ["A3.2", "A3.6"]


def test_a_past_week_is_read_from_its_own_copy(twice: tuple[Home, list[str]], tmp_path: Path) -> None:
    home, names = twice
    weeks = {"2024-W19": names[0], "2024-W24": names[1], "": names[1]}
    for week, vintage in weeks.items():
        by_hand.draw(home, ["A3.2"], by_hand.How(tmp_path / week, "en", week, "svg"))
        (row,) = orjson.loads((tmp_path / week / "claims.json").read_bytes())
        assert row["vintage"] == vintage
        assert (tmp_path / week / "charts" / "claim-A3.2.en.svg").exists()


def test_the_day_of_a_past_copy_is_its_own(twice: tuple[Home, list[str]]) -> None:
    assert by_hand.copy_of(twice[0], "2024-W19").today == date(2024, 5, 10)
    assert by_hand.copy_of(twice[0]).path == twice[0].published


WRONG = {
    "week": (["--claim", "A3.1", "--week", "2024-W20"], "allowed: 2024-W24, 2024-W19"),
    "no week": (["--claim", "A3.1", "--week", "soon"], "'soon'"),
    "claim": (["--claim", "A3.99"], "A3.9"),
    "chart": (["--chart", "pie"], "allowed: overview, scoreboard"),
    "svg": (["--format", "svg"], "without --claim"),
    "send": (["--claim", "A3.1", "--send"], "with --send"),
}


@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, part = WRONG[case]
    assert cli.run(["report", "--out", str(tmp_path), *arguments]) == 2
    said = capsys.readouterr().err
    assert part in said
    assert "Traceback" not in said


@pytest.mark.usefixtures("twice")
def test_the_weeks_own_folder_stays_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["report", "--claim", "A3.1"]) == 2
    assert "without --out" in capsys.readouterr().err


def test_a_row_stands_for_all_its_parts() -> None:
    entries = claims.load()
    assert by_hand.chosen(entries, ["A2.5"]) == ["A2.5.pprof", "A2.5.raft"]
    assert by_hand.chosen(entries, ["A3.1", "A3.1"]) == ["A3.1"], "A3.10 is another row"
    with pytest.raises(BadUsageError, match="in all"):
        by_hand.chosen(entries, ["B7"])
