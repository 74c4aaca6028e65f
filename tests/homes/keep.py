"""Packs a tiny home as the code of this checkout makes it: `python -m tests.homes.keep tests/homes/N.tar.zst`."""

from __future__ import annotations

import io
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.audits import Answers
from warehouse.home import Home
from warehouse.schemas import CLAIM_HISTORY, FIELD_QUALITY, MARK, Column
from warehouse.stage import CONCEPT_QUALITY

NOW = datetime(2024, 6, 10, 6, tzinfo=UTC)
LITTER = {"writer.lock", ".lock"}


def keep(home: Home) -> None:
    """Fill a home with a merge of vacancies, an edited posting, a verdict, scores and answers."""
    april, may = (
        posting("threads", str(month - 3), company="Firm", posted_at=f"2024-0{month}-02T00:00:00+00:00")
        for month in (4, 5)
    )
    engineer = posting("ats", "1", scope="acme")
    land(home, "2024-05", [may], now="2024-05-05")
    land(home, "2024-05-06", [engineer, posting("ats", "2", scope="acme", title="Data Engineer")])
    store.build(home, REGISTRY)
    land(home, "2024-04", [april], now="2024-06-01")
    land(home, "2024-06-09", [posting("ats", "1", scope="acme", salary="EUR 90000 - 95000 per year")])
    vintage = store.build(home, REGISTRY).vintage
    said = {"vintage": vintage, "claim_id": "A3.2", "verdict": "supported", "estimate": 0.37, "n": 1200}
    row = {**{column.name: _any(column) for column in CLAIM_HISTORY.columns}, **said}
    store.record_claims(home, pl.DataFrame([row], schema=CLAIM_HISTORY.polars))
    for table, name in ((CONCEPT_QUALITY, "concepts"), (FIELD_QUALITY, "fields")):
        path = home.quality / "v1" / f"some.{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        scored = {column.name: _any(column) for column in table.columns}
        pl.DataFrame([scored], schema=table.polars).write_parquet(path, metadata=MARK)
    Answers(home.audits, "go").add({"threads:1": True, "threads:2": False}, NOW)
    store.build(home, REGISTRY)
    publish.publish(home)


def _any(column: Column) -> Any:
    if isinstance(column.dtype, pl.Datetime):
        return NOW
    return {pl.Int64: 3, pl.Float64: 0.5, pl.Boolean: False}.get(column.dtype, "go")  # type: ignore[call-overload]  # both


def pack(home: Home, path: Path) -> None:
    """Pack all of a home but its locks and the Parquet copies of its tables."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for file in sorted(home.root.rglob("*")):
            name = file.relative_to(home.root)
            copied = name.parts[0] == "published" and name != Path("published", home.published.name)
            if file.is_file() and file.name not in LITTER and not copied:
                entry = tarfile.TarInfo(str(name))
                entry.size = file.stat().st_size
                tar.addfile(entry, io.BytesIO(file.read_bytes()))
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(packed.getvalue()))


def unpack(path: Path, home: Home) -> None:
    """Unpack a home that was packed."""
    with tarfile.open(fileobj=io.BytesIO(zstandard.ZstdDecompressor().decompress(path.read_bytes()))) as tar:
        tar.extractall(home.root, filter="data")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        made = Home(Path(folder) / "home")
        patch.setenv("JOBPROOF_NOW", NOW.isoformat())
        patch.setenv("JOBPROOF_HOME", str(made.root))
        keep(made)
        pack(made, Path(sys.argv[1]))
