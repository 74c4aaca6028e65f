"""The seed of exchange rates and the script that makes it from the European Central Bank's history."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from bench.exchange_rates import SEED, UNCONFIRMED, lines, yearly_means

HISTORY = """Date,USD,CNY,SEK,
2026-01-02,9.0,9.0,9.0,
2025-12-31,1.2,8.4,N/A,
2025-01-02,1.0,7.0,11.0,
2024-12-31,5.0,5.0,5.0,
"""


def _packed(folder: Path, text: str) -> Path:
    path = folder / "history.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("eurofxref-hist.csv", text)
    return path


def test_a_year_means_its_own_days_on_which_a_currency_was_quoted(tmp_path: Path) -> None:
    assert yearly_means(_packed(tmp_path, HISTORY), 2025) == {"EUR": 1.0, "USD": 1.1, "CNY": 7.7, "SEK": 11.0}


def test_a_year_that_is_not_over_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no whole year 2026"):
        yearly_means(_packed(tmp_path, HISTORY), 2026)


def test_rates_go_by_way_of_the_euro_and_pegs_by_way_of_the_dollar() -> None:
    kept = [{"currency": name, "cny": "9", "dated_on": "2020-01-01"} for name in ("CNY", "USD", "SEK", "AED", "VND")]
    made = lines(kept, {"EUR": 1.0, "USD": 1.1, "CNY": 7.7, "SEK": 11.0}, 2025)
    assert [line["cny"] for line in made] == ["1", "7", "0.7", "1.906", "9"]
    assert [line["dated_on"] for line in made] == ["2025-12-31"] * 4 + ["2020-01-01"]
    assert made[-1]["source"] == UNCONFIRMED


def test_every_line_of_the_seed_names_its_source_and_few_are_unconfirmed() -> None:
    with SEED.open(encoding="utf-8", newline="") as file:
        seed = {line["currency"]: line for line in csv.DictReader(file)}
    assert all(line["source"] and float(line["cny"]) > 0 for line in seed.values())
    assert {name for name, line in seed.items() if line["source"] == UNCONFIRMED} == {"TWD", "ARS", "RUB", "UAH", "VND"}


def test_hong_kong_keeps_its_band_and_denmark_its_peg_across_the_seed() -> None:
    with SEED.open(encoding="utf-8", newline="") as file:
        cny = {line["currency"]: float(line["cny"]) for line in csv.DictReader(file)}
    assert 7.75 <= cny["USD"] / cny["HKD"] <= 7.85
    assert 7.29 <= cny["EUR"] / cny["DKK"] <= 7.63
