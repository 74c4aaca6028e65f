"""What was read of texts is kept with its checksums: damage is named, mended, and costs no more than reading again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.landed import REGISTRY, land, posting
from tests.test_any_order import checksums, runs_of_some_weeks
from warehouse import doctor, landing, linking, readings, repair, store, taxonomy
from warehouse.home import Home


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home built twice, so that there are files of contents of several builds."""
    home = Home(tmp_path_factory.mktemp("weeks") / "home")
    runs_of_some_weeks(home)
    store.build(home, REGISTRY)
    more = posting("ats", "9", scope="acme", company="Acme", text="Acme hires. You must know Rust well.")
    land(home, "2024-05-09", [more, posting("ats", "1", scope="acme", company="Acme")])
    assert store.build(home, REGISTRY).touched_n is not None
    return home


@pytest.fixture
def built(weeks: Home, home: Home) -> Home:
    """A copy of that home."""
    shutil.copytree(weeks.root, home.root)
    return home


def files(home: Home, pattern: str) -> list[Path]:
    return sorted(home.normalised.glob(f"*/{pattern}.parquet"))


def flip_unseen(path: Path) -> None:
    """Turn over one bit in the middle of a file, with size and time as they were."""
    said, held = path.stat(), bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    os.utime(path, ns=(said.st_atime_ns, said.st_mtime_ns))


def named(home: Home) -> dict[str, str]:
    found = doctor.examine(home, REGISTRY)
    return {each.what: each.state for each in found if each.what.startswith("readings")}


KINDS = {"contents": "ats/contents/*", "rows of a run": "ats/postings/*", "links": "links-*"}


@pytest.mark.parametrize("harm", [flip_unseen, Path.unlink], ids=["a flipped bit", "a lost file"])
@pytest.mark.parametrize("kind", KINDS)
def test_damage_that_a_build_does_not_see_is_named_and_mended(
    built: Home, weeks: Home, kind: str, harm: Callable[[Path], None]
) -> None:
    assert named(built) == {"readings": "well"}
    path = files(built, KINDS[kind])[0]
    harm(path)
    assert named(built) == {f"readings {path}": "damaged"}
    [mended, *_] = repair.repair(built, REGISTRY)
    assert mended.what == str(path)
    assert "read anew from landing" in mended.done
    store.build(built, REGISTRY)
    assert checksums(built) == checksums(weeks)
    assert named(built) == {"readings": "well"}


def test_a_lost_file_of_contents_takes_only_the_rows_with_it_that_point_there(built: Home) -> None:
    *others, last = files(built, "ats/contents/*")
    rows = files(built, "ats/postings/*")
    last.unlink()
    assert [fault.path for fault in readings.mend(built)] == [last]
    assert files(built, "ats/contents/*") == others
    assert files(built, "ats/postings/*") == rows[:-1]


def test_contents_that_are_read_again_replace_no_other_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "_BATCH", 2)
    land(home, "2024-05-01", [posting("ats", key, scope="acme", text=f"We hire number {key}.") for key in "12345"])
    store.build(home, REGISTRY)
    wanted = checksums(home)
    flip_unseen(files(home, "ats/contents/*")[0])
    list(readings.mend(home))
    store.build(home, REGISTRY)
    assert len(files(home, "ats/contents/*")) == 3
    assert checksums(home) == wanted


def test_what_was_read_of_a_large_run_before_a_kill_is_not_read_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "_BATCH", 2)
    land(home, "2024-05-01", [posting("ats", key, scope="acme", text=f"We hire number {key}.") for key in "12345"])
    begun = readings.Readers.begin

    def lost() -> pl.DataFrame:
        raise InterruptedError

    def killed(self: readings.Readers, frame: pl.DataFrame) -> readings.Awaited:
        return begun(self, frame) if frame.height == 2 else lost

    with monkeypatch.context() as patch:
        patch.setattr(readings.Readers, "begin", killed)
        with pytest.raises(InterruptedError):
            store.build(home, REGISTRY)
    assert store.build(home, REGISTRY).read_n == 1
    assert named(home) == {"readings": "well"}


def test_what_is_forgotten_on_purpose_is_not_missed(built: Home) -> None:
    one = landing.reports(built)[0]
    readings.forget(built, taxonomy.load(), [one])
    assert named(built) == {"readings": "well"}
    store.replay(built, REGISTRY)
    assert named(built) == {"readings": "well"}


def test_links_that_another_rule_found_are_not_missed(built: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "rule", lambda: "another")
    store.build(built, REGISTRY)
    assert [path.name for path in files(built, "links-*")] == ["links-another.parquet"]
    assert named(built) == {"readings": "well"}


def test_a_damaged_line_of_a_manifest_is_named_and_written_anew(built: Home) -> None:
    [book] = [each for each in readings.manifests(built) if each.folder.name == "ats"]
    book.path.write_bytes(book.path.read_bytes().replace(b"postings", b"postinks", 1))
    assert named(built)[f"readings {book.path}"] == "damaged"
    repair.repair(built, REGISTRY)
    assert named(built) == {"readings": "well"}


def test_litter_of_a_killed_build_is_swept(built: Home) -> None:
    folder = files(built, "ats/contents/*")[0].parent
    litter = [folder / ".a.parquet.1.part", folder.parent.parent / ".links.parquet.1.part"]
    for path in litter:
        path.write_bytes(b"half")
    store.build(built, REGISTRY)
    assert not any(path.exists() for path in litter)


def test_what_other_code_read_is_read_again(built: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What linking reads of a text is no matter of the taxonomy: other code for it is as good as another taxonomy."""
    before = {path.name for path in built.normalised.iterdir()}
    assert store.build(built, REGISTRY).read_n == 0
    other = tmp_path / "roles.py"
    other.write_text("# reads otherwise\n", encoding="utf-8")
    monkeypatch.setattr(readings, "_BESIDE", (*readings._BESIDE[1:], other))
    assert store.build(built, REGISTRY).read_n > 0
    assert before.isdisjoint(path.name for path in built.normalised.iterdir())
