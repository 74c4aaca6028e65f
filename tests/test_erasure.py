"""Erasing: no byte of what was erased is left anywhere in the home, and nothing of it lands again."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import polars as pl
import pytest
import zstandard

from pipelines import cli
from tests.landed import REGISTRY, land, posting
from warehouse import doctor, erasure, landing, publish, store, vintages
from warehouse.audits import Answers, write_sheet
from warehouse.clock import now
from warehouse.database import frame, reading
from warehouse.erasure import Wanted
from warehouse.errors import BadUsageError
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.schemas import CLAIM_HISTORY
from warehouse.tombstones import Tombstones

ADVERT = "Zyxquarl seeks a zimbelwright for its Golang carillon"
ADDRESS = "https://threads.example/item?id=77131"


@pytest.fixture
def lived_in(home: Home) -> Home:
    """A home with two postings of Zyxquarl beside others: built twice, with vintages, audits, reports and records."""
    ours = posting(
        "threads", "77131", company="Zyxquarl Ltd", title="Zimbelwright", url=ADDRESS, text=ADVERT, raw={"x": ADVERT}
    )
    theirs = [posting("threads", key, posted_at=f"2024-01-0{key}T12:00:00+00:00") for key in "23"]
    land(home, "2024-01", [ours, *theirs], now="2024-02-10")
    store.build(home, REGISTRY)
    vintage = publish.publish(home).vintage
    vintages.keep(home, vintage)
    land(
        home, "2024-02", [posting("zh", "9", company="", text=f"Zyxquarl | Zimbelwright | {ADVERT}")], now="2024-03-10"
    )
    store.build(home, REGISTRY)
    row = {"vintage": vintage, "claim_id": "A3.1", "verdict": "undecided", "sql": ""}
    said = [{**row, "sentence_en": "Without Zyxquarl Ltd it would be otherwise."}]
    store.record_claims(home, pl.DataFrame(said, schema=CLAIM_HISTORY.polars))
    publish.publish(home)
    publish.publish(home)
    _beside(home)
    return home


def _beside(home: Home) -> None:
    """Write what else may hold a posting: answers and a sheet of an audit, a page, a mail, Dagster's records."""
    Answers(home.audits, "go").add({"threads:77131": True, "threads:2": False}, now())
    row = {"role": "Zimbelwright", "company": "Zyxquarl Ltd", "text_plain": ADVERT}
    write_sheet(home.audits / "A3.1.csv", [{"posting_id": "threads:77131", **row}], "go?", "go")
    page = home.reports / "2024-03-04" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<p>Without Zyxquarl Ltd: 3 %. Zyxquarlia stays.</p><a href='{ADDRESS}'>it</a>", encoding="utf-8")
    mail = EmailMessage()
    mail.set_content("Without Zyxquarl Ltd, größer", cte="base64")
    page.with_name("mail.eml").write_bytes(mail.as_bytes())
    records = home.root / "dagster" / "runs.db"
    records.parent.mkdir()
    with sqlite3.connect(records) as connection:
        connection.execute("CREATE TABLE event_logs (id INTEGER, event TEXT)")
        sample = f"| title | url |\n| --- | --- |\n| Zimbelwright of Zyxquarl Ltd | {ADDRESS} |\n| Baker | https://b |"
        connection.execute("INSERT INTO event_logs VALUES (1, ?)", [json.dumps({"sample": json.dumps(sample)})])


def contents(home: Home) -> Iterator[tuple[Path, bytes]]:
    """Yield every file of the home with its bytes, unpacked where it is packed."""
    for path in sorted(each for each in home.root.rglob("*") if each.is_file()):
        held = path.read_bytes()
        yield path, held
        if path.suffix == ".zst":
            with zstandard.ZstdDecompressor().stream_reader(held, read_across_frames=True) as unpacked:
                yield path, unpacked.read()
        elif path.suffix == ".parquet":
            yield path, str(pl.read_parquet(path).rows()).encode()
        elif path.suffix == ".duckdb":
            yield path, _rows(path)


def _rows(path: Path) -> bytes:
    with reading(path) as connection:
        names = frame(connection, "SELECT schema_name || '.' || table_name AS name FROM duckdb_tables()")["name"]
        return "".join(str(connection.execute(f"FROM {name}").fetchall()) for name in names).encode()


def traces(home: Home, *words: str) -> list[str]:
    return [f"{path}: {word}" for path, held in contents(home) for word in words if word.encode() in held]


def test_what_is_planted_is_found_by_the_search(lived_in: Home) -> None:
    found = traces(lived_in, "imbelwright", "77131", "Zyxquarl Ltd")
    kinds = {Path(line.partition(": ")[0]).suffix for line in found}
    assert {".zst", ".duckdb", ".parquet", ".jsonl", ".csv", ".html", ".db"} <= kinds


def test_a_posting_is_gone_from_every_byte(lived_in: Home) -> None:
    done = erasure.erase(lived_in, Wanted("threads:77131"))
    assert (done.postings, done.tombstones, done.left) == (1, 1, ())
    assert traces(lived_in, "77131", ADDRESS) == []
    store.build(lived_in, REGISTRY)
    publish.publish(lived_in)
    assert traces(lived_in, "77131", ADDRESS) == []
    held = publish.query(lived_in, "SELECT posting_id FROM core.postings ORDER BY ALL")["posting_id"].to_list()
    assert held == ["threads:2", "threads:3", "zh:9"]
    assert [each for each in doctor.examine(lived_in, REGISTRY) if each.state == "damaged"] == []


def test_a_company_is_gone_from_every_byte(lived_in: Home) -> None:
    done = erasure.erase(lived_in, Wanted(company="ZYXQUARL"))
    assert done.postings == 2
    store.build(lived_in, REGISTRY)
    publish.publish(lived_in)
    assert traces(lived_in, "imbelwright", "77131", "Zyxquarl Ltd", ADDRESS, "carillon") == []
    assert "Zyxquarlia stays" in (lived_in.reports / "2024-03-04" / "page.html").read_text(encoding="utf-8")
    with sqlite3.connect(lived_in.root / "dagster" / "runs.db") as records:
        assert "Baker" in str(records.execute("SELECT event FROM event_logs").fetchall())
    assert Answers(lived_in.audits, "go").read().keys() == {"threads:2"}


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        (Wanted("threads:77131"), posting("threads", "77131", text="In other words")),
        (Wanted(company="Zyxquarl Ltd"), posting("ats", "new", company="Zyxquarl GmbH")),
        (Wanted(company="Zyxquarl"), posting("ats", "new", company="Zyxquarl.com")),
        (Wanted(company="Zyxquarlcom"), posting("ats", "new", company="Zyxquarl.com")),
        (
            Wanted(company="Zyxquarl Ltd"),
            posting("threads", "new", company=None, title=None, text="Zyxquarl | Go | Bonn"),
        ),
        (
            Wanted(company="Zyxquarl Ltd"),
            posting("threads", "new", company=None, title=None, text="Zyxquarl (YC W15), Bonn, Germany | Go engineer"),
        ),
    ],
)
def test_nothing_of_it_lands_again(lived_in: Home, wanted: Wanted, comes: object) -> None:
    erasure.erase(lived_in, wanted)
    with LandingFile(lived_in, "threads", "2024-03") as file:
        assert not file.add(comes)  # type: ignore[arg-type]  # the parameters are postings
        assert file.add(posting("threads", "other"))
        assert (file.kept, file.erased) == (1, 1)


def test_who_is_only_called_alike_lands(lived_in: Home) -> None:
    erasure.erase(lived_in, Wanted(company="Zyxquarl"))
    other = posting("threads", "new", company=None, title=None, text="Zyxquarl Street Hub | Go engineer | Bonn")
    assert not Tombstones(lived_in).cover(other)


def test_a_tombstone_tells_nobody_whom_it_stands_for(lived_in: Home) -> None:
    erasure.erase(lived_in, Wanted(company="Zyxquarl"))
    text = lived_in.tombstones.read_text(encoding="utf-8")
    assert {one.kind for one in Tombstones(lived_in).all} == {"posting", "company"}
    assert "zyxquarl" not in text.lower()
    assert "77131" not in text


def test_a_second_run_does_no_harm_and_a_dry_run_nothing(lived_in: Home, capsys: pytest.CaptureFixture[str]) -> None:
    before = dict(contents(lived_in))
    assert cli.run(["erase", "threads:77131", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["places"]["landing threads"] == 1
    assert dict(contents(lived_in)) == before
    erasure.erase(lived_in, Wanted("threads:77131"))
    again = erasure.erase(lived_in, Wanted("threads:77131"))
    assert (again.tombstones, again.places) == (0, {})


def test_an_erasure_that_was_killed_between_data_and_report_is_read_rightly_and_finished(
    lived_in: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(landing, "_finish_renewal", killed)
        with pytest.raises(KeyboardInterrupt):
            erasure.erase(lived_in, Wanted("threads:77131"))
    [report] = landing.reports(lived_in, "threads")
    assert (report.kept, landing.read(lived_in, report).height) == (2, 2)
    with landing.one_at_a_time(lived_in, "threads"):
        assert landing.reports(lived_in, "threads") == [report]
    assert list(lived_in.landing.glob("*/*/.*.renewed")) == []
    assert list(landing.manifest(lived_in, "threads").faults()) == []


def test_somebodys_own_archive_is_named_and_left(lived_in: Home) -> None:
    own = lived_in.root / "archive" / "export.jsonl.gz"
    own.parent.mkdir()
    own.write_bytes(gzip.compress(b'{"company": "Zyxquarl Ltd"}'))
    assert erasure.erase(lived_in, Wanted(company="Zyxquarl")).left == ("archive/export.jsonl.gz",)


@pytest.mark.parametrize("wanted", [Wanted(), Wanted("a:1", "b"), Wanted("nocolon"), Wanted(company="()")])
def test_what_names_nothing_is_refused(home: Home, wanted: Wanted) -> None:
    with pytest.raises(BadUsageError):
        erasure.find(home, wanted)


def test_the_command_asks_first(lived_in: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    assert cli.run(["erase", "threads:77131"]) == 130
    assert traces(lived_in, "77131")
