"""Backups: consistent beside a crawl, checked on the way back, forgetting what was erased; homes mended by them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bench.prove_kills import hurt
from pipelines import cli
from simulation.dice import dice
from tests.landed import REGISTRY, land, posting
from warehouse import backup, boards, doctor, erasure, forward, generations, landing, publish, repair, store
from warehouse.audits import Answers
from warehouse.clock import now
from warehouse.erasure import Wanted
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.manifest import Manifest, keeping
from warehouse.records import ScopeReport
from warehouse.schemas import CLAIM_HISTORY, POSTINGS

BOARDS = 'only = true\n[threads]\nkind = "history"\nsince = "2024-01"\ntext = "excerpt"\n'


@pytest.fixture
def kept(home: Home) -> Home:
    """A home with two months, a verdict, answers, a registry and a salt, published."""
    home.root.mkdir()
    home.boards.write_text(BOARDS, encoding="utf-8")
    home.salt.write_bytes(b"s" * 32)
    for month in ("2024-01", "2024-02"):
        land(
            home,
            month,
            [posting("threads", f"{month}-{key}", posted_at=f"{month}-03") for key in "12"],
            now="2024-03-10",
        )
    vintage = store.build(home, boards.load(home)).vintage
    row = {"vintage": vintage, "claim_id": "A3.1", "verdict": "undecided", "sql": "", "sentence_en": ""}
    store.record_claims(home, pl.DataFrame([row], schema=CLAIM_HISTORY.polars))
    publish.publish(home)
    Answers(home.audits, "go").add({"threads:2024-01-1": True}, now())
    return home


def damaged(home: Home) -> list[str]:
    return [
        f"{each.what} {each.finding}" for each in doctor.examine(home, boards.load(home)) if each.state == "damaged"
    ]


def test_a_home_comes_back_file_by_file_and_table_by_table(kept: Home, tmp_path: Path) -> None:
    made = backup.back_up(kept, tmp_path / "backup")
    back = Home(tmp_path / "back")
    done = backup.restore(back, tmp_path / "backup")
    assert (done.files, done.differing) == (made.files, ())
    assert done.same is not None
    assert damaged(back) == []
    for name in backup.read(made.path).files:
        assert (back.root / name).read_bytes() == (kept.root / name).read_bytes(), name
    assert back.salt.stat().st_mode & 0o077 == 0
    assert Answers(back.audits, "go").read().keys() == {"threads:2024-01-1"}


def test_a_crawl_that_runs_meanwhile_is_left_out_and_comes_with_the_next(kept: Home, tmp_path: Path) -> None:
    with LandingFile(kept, "threads", "2024-03") as running:
        running.add(posting("threads", "new"))
        running.end_scope(ScopeReport("", "complete", kept=1))
        first = backup.back_up(kept, tmp_path / "backup")
        report = running.commit((ScopeReport("", "complete", kept=1),))
    assert not [name for name in backup.read(first.path).files if "2024-03" in name]
    again = backup.back_up(kept, tmp_path / "backup")
    assert {name for name in backup.read(again.path).files if report.run in name}
    assert (again.copied, again.files) == (2, first.files + 2)


def test_generations_made_before_an_erasure_are_forgotten(kept: Home, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    backup.back_up(kept, target)
    erasure.erase(kept, Wanted("threads:2024-01-1"))
    store.build(kept, boards.load(kept))
    publish.publish(kept)
    assert backup.back_up(kept, target).forgotten == 1
    named = {sha256 for path in backup.generations(target) for sha256 in backup.read(path).files.values()}
    assert {path.name for path in (target / "objects").glob("??/*")} == named


@pytest.mark.parametrize(
    "moments",
    [["2024-03-10T08:00:00"] * 6, [f"2024-03-10T08:00:0{6 - second}" for second in range(6)]],
    ids=["one second", "a clock set back"],
)
def test_only_so_many_generations_are_kept(
    kept: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moments: list[str]
) -> None:
    target, made = tmp_path / "b", []
    for moment in moments:
        monkeypatch.setenv("JOBPROOF_NOW", moment)
        made.append(backup.back_up(kept, target, keep=2))
    assert [each.forgotten for each in made] == [0, 0, 1, 1, 1, 1]
    assert backup.generations(target) == [each.path for each in made[-2:]]


def test_a_damaged_content_is_named_and_nothing_is_taken_for_whole(kept: Home, tmp_path: Path) -> None:
    backup.back_up(kept, tmp_path / "b")
    content = next(path for path in sorted((tmp_path / "b" / "objects").glob("??/*")) if path.stat().st_size > 100)
    hurt(content, dice(3))
    with pytest.raises(JobproofError, match=content.name):
        backup.restore(Home(tmp_path / "back"), tmp_path / "b")


def test_nothing_is_overwritten_and_no_backup_goes_into_the_home(kept: Home, tmp_path: Path) -> None:
    backup.back_up(kept, tmp_path / "b")
    with pytest.raises(BadUsageError, match="an empty home"):
        backup.restore(kept, tmp_path / "b")
    with pytest.raises(BadUsageError, match="lies in the home"):
        backup.back_up(kept, kept.root / "b")
    with pytest.raises(BadUsageError, match="no backup"):
        backup.restore(Home(tmp_path / "back"), tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_landing_file_is_named_fenced_off_and_brought_back(kept: Home, tmp_path: Path, seed: int) -> None:
    luck = dice(seed)
    backup.back_up(kept, tmp_path / "b")
    path = luck.choice(sorted(kept.landing.glob("*/*/2*")))
    whole = path.read_bytes()
    hurt(path, luck)
    assert path.name in " ".join(damaged(kept))
    [mended, *_] = repair.repair(kept, boards.load(kept), tmp_path / "b")
    assert "brought back" in mended.done
    assert path.read_bytes() == whole
    assert damaged(kept) == []
    hurt(path, luck)
    [mended, *_] = repair.repair(kept, boards.load(kept))
    assert "fenced off" in mended.done
    assert (kept.quarantine / path.relative_to(kept.landing)).exists()
    assert damaged(kept) == []
    assert publish.query(kept, "SELECT count(*) FROM core.postings").item() == 2


def test_a_lost_run_is_noticed_though_nothing_of_it_is_left(kept: Home) -> None:
    for path in kept.landing.glob("threads/2024-01/2*"):
        path.unlink()
    assert "is missing" in " ".join(damaged(kept))
    assert cli.run(["doctor", "--repair"]) == 0
    assert damaged(kept) == []


def test_a_damaged_verdict_and_parquet_copy_are_mended(kept: Home, tmp_path: Path) -> None:
    backup.back_up(kept, tmp_path / "b")
    [verdict] = kept.verdicts.glob("*.parquet")
    hurt(verdict, dice(1))
    [copy, *_] = generations.files(generations.shown(kept), POSTINGS)
    copy.chmod(0o644)
    pl.read_parquet(copy).with_columns(url=pl.lit("https://elsewhere.example")).write_parquet(copy)
    named = {
        Path(each.what.split()[-1]).name for each in doctor.examine(kept, boards.load(kept)) if each.state == "damaged"
    }
    assert named >= {"core.postings.parquet", verdict.name}
    repair.repair(kept, boards.load(kept), tmp_path / "b")
    assert damaged(kept) == []


def test_a_manifest_knows_replaced_torn_and_lost_files(tmp_path: Path) -> None:
    book, path = Manifest(tmp_path), tmp_path / "one"
    for text in ("first", "second"):
        with keeping(path) as part:
            part.write_text(text)
    assert list(book.faults()) == []
    book.note("writing", ("one", "0" * 64))
    book.note("writing", ("never", "0" * 64))
    assert list(book.faults()) == []
    with book.path.open("ab") as torn:
        torn.write(b'{"file":"two","sta')
    with keeping(tmp_path / "two") as part:
        part.write_text("two")
    assert list(book.faults()) == []
    path.write_text("third")
    assert [fault.path.name for fault in book.faults()] == ["one"]
    path.unlink()
    assert [fault.found for fault in book.faults()] == ["is missing"]
    book.path.write_bytes(book.path.read_bytes().replace(b'"second"', b"").replace(b"one", b"eno", 1))
    assert "cannot be read" in next(iter(book.faults())).found


def test_the_copy_holds_as_much_of_a_text_as_terms_allow(kept: Home) -> None:
    long = "Firm hires people who know Golang. " * 30
    land(kept, "2024-04", [posting("threads", "long", text=long, posted_at="2024-04-02")], now="2024-05-01")
    lengths = {}
    for allowed in ("none", "excerpt", "full"):
        kept.boards.write_text(BOARDS.replace("excerpt", allowed), encoding="utf-8")
        store.build(kept, boards.load(kept))
        publish.publish(kept)
        held = publish.query(kept, "SELECT length(text_plain) FROM core.postings WHERE posting_id = 'threads:long'")
        parquet = pl.read_parquet(kept.published.parent / "parquet" / "core.postings.parquet")
        assert parquet.filter(posting_id="threads:long")["text_plain"].str.len_chars().item() == held.item()
        lengths[allowed] = held.item()
        assert damaged(kept) == []
    assert lengths == {"none": 0, "excerpt": 281, "full": len(long.strip())}


def test_what_a_board_says_of_texts_is_one_of_three_words(home: Home) -> None:
    home.root.mkdir()
    home.boards.write_text(BOARDS.replace("excerpt", "some"), encoding="utf-8")
    with pytest.raises(JobproofError, match="none, excerpt, full"):
        boards.load(home)
    assert REGISTRY.boards["threads"].text == "none"


def test_a_clock_that_was_set_back_is_refused(kept: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-09T00:00:00+00:00")
    with pytest.raises(JobproofError, match="a clock that goes forward"), landing.one_at_a_time(kept, "threads"):
        pass
    assert cli.run(["publish"]) == 1


def test_a_home_that_noted_no_moment_is_dated_by_its_newest_run(kept: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.last_moment.unlink()
    newest = max(path.name[:8] for path in kept.landing.glob("*/*/*.report.json"))
    monkeypatch.setenv("JOBPROOF_NOW", f"{newest[:4]}-01-01")
    with pytest.raises(JobproofError, match=f"kept at {newest[:4]}-{newest[4:6]}-{newest[6:]} .* that goes forward"):
        forward.require(kept)
    kept.last_moment.write_text("2024-01-01T00:00:00+00:00")
    forward.require(kept)
