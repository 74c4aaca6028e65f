"""How fast texts are sketched and postings linked: one core, invented texts, a million postings and a week on top."""

from __future__ import annotations

import math
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl

from bench.hn_trackers import markdown
from warehouse import linking, stage
from warehouse.database import in_memory
from warehouse.likeness import likeness, sketches, windows

_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
_WEEK = 50_000
_DAY_0 = date(2022, 1, 3)


def section(history: tuple[int, ...] = (125_000, 1_000_000)) -> str:
    """Return the part of the page: texts a second, seconds for a week after histories, the growth's exponent."""
    rows = [(n, *_week(n)) for n in history]
    heads = ["earlier postings", "first build, s", "a week of 50,000 more, s", "linked again"]
    (small, *_), (large, *_) = rows[0], rows[-1]
    growth = math.log(rows[-1][2] / rows[0][2]) / math.log(large / small)
    first = math.log(rows[-1][1] / rows[0][1]) / math.log(large / small)
    return (
        f"Sketching and comparing texts of 1.3 kB: {texts_a_second():,.0f} a second on one core.\n\n"
        f"{markdown(pl.DataFrame(rows, schema=heads, orient='row'))}\n\n"
        f"Seconds grow with postings to the power {growth:.2f} (a week) and {first:.2f} (a first build).\n"
    )


def texts_a_second(n: int = 40_000) -> float:
    """Return how many texts a core sketches and holds against the one before, a second; the best of three."""
    texts = [_text(Random(at)) for at in range(n // 8)] * 8  # noqa: S311 - invented texts
    best = math.inf
    for _ in range(3):
        began = time.perf_counter()
        held = list(sketches(texts))
        for at in range(1, len(held), 10):
            likeness(windows(held[at - 1]), windows(held[at]))
        best = min(best, time.perf_counter() - began)
    return len(texts) / best


def _text(chance: Random) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(180))


def _week(earlier: int) -> tuple[float, float, int]:
    with tempfile.TemporaryDirectory() as folder:
        rows = _postings(earlier + _WEEK)
        first, _ = _linked(rows.head(earlier), Path(folder))
        again, n = _linked(rows, Path(folder))
    return first, again, n


def _linked(rows: pl.DataFrame, folder: Path) -> tuple[float, int]:
    with in_memory() as connection:
        stage.open_stage(connection)
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            rows.write_parquet(file.name)
            connection.execute(f"CREATE TABLE stage.current AS FROM read_parquet('{file.name}')")
        began = time.perf_counter()
        n = linking.link_postings(connection, folder)
        return time.perf_counter() - began, n


def _postings(n: int) -> pl.DataFrame:
    """Return postings over four years of n / 25 employers, unequal in size; one text in three is edited."""
    chance = Random(n)  # noqa: S311 - a seeded draw
    held = [bytes(each) for each in sketches([_text(Random(at)) for at in range(20_000)])]  # noqa: S311 - the same
    employers = [f"name:{int(n / 25 * chance.random() ** 3)}" for _ in range(n)]
    texts = [(int(employer[5:]) * 7 + chance.randrange(12)) % len(held) for employer in employers]
    opened = sorted(_DAY_0 + timedelta(days=int(1_400 * at / n)) for at in range(n))
    edited = [held[at] if chance.random() < 0.7 else held[at][chance.randrange(8) * 4 :] for at in texts]
    return pl.DataFrame({
        "posting_id": [f"a:{at:08}" for at in range(n)],
        "board": [chance.choice("abcd") for _ in range(n)],
        "employer_key": employers,
        "opened_on": opened,
        "last_seen_on": [day + timedelta(days=at % 40) for at, day in enumerate(opened)],
        "is_posting": True,
        "text_key": [f"{at}{len(sketch)}" for at, sketch in zip(texts, edited, strict=True)],
        "role_key": [f"role {at % 40}" for at in texts],
        "places": [[f"city {at % 9}"] for at in texts],
        "title": pl.Series([None] * n, dtype=pl.String),
        "countries": [["CN"]] * n,
        "sketch": edited,
    })  # fmt: skip
