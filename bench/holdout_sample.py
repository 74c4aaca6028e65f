"""The hold-out: postings that no rule was tuned on, labelled by reading, and how they were drawn.

    python -m bench.holdout_sample SHEET

Rows of the development sets are left out by id. Longer texts are left out: they could not be read with the same care.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench.recorded import SHARED
from bench.recorded_rows import Row, lot, rows
from warehouse.transforms.text import plain

SEED = "jobproof holdout 2026-11"
LONGEST = {"hn_2016_2018": 2_200, "remote_boards": 5_000}
LONGEST_CHINESE = 1_300
SOURCES = {"hn_2016_2018": 82, "remote_boards": 18, "ruanyf_weekly": 45, "rebase": 35, "v2ex_hot_jobs": 22}
"""Source -> postings drawn."""


@cache
def developed() -> frozenset[str]:
    """Return the ids of the development sets."""
    files = (SHARED / "gold").glob("*.postings.jsonl")
    return frozenset(json.loads(line)["id"] for file in files for line in file.open(encoding="utf-8"))


def drawn() -> Iterator[tuple[str, Row]]:
    """Yield (source, row) in the order in which they were read."""
    for source, most in SOURCES.items():
        fresh = [row for row in rows(source).values() if row["id"] not in developed() and _short(source, row)]
        for row in sorted(fresh, key=lambda row: lot(SEED, source, row["id"]))[:most]:
            yield source, row


def _short(source: str, row: Row) -> bool:
    return len(plain(row["text"], row.get("text_format"))) <= LONGEST.get(source, LONGEST_CHINESE)


def sheet() -> str:
    """Return what is read: numbered postings with their published fields and plain text."""
    return "\n".join(_shown(number, source, row) for number, (source, row) in enumerate(drawn(), start=1))


def _shown(number: int, source: str, row: Row) -> str:
    names = ("title", "company", "location", "salary", "remote", "employment", "tags")
    fields = "; ".join(f"{name}={row[name]}" for name in names if row.get(name))
    return f"### {number} {source} {fields}\n{plain(row['text'], row.get('text_format'))}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sheet(), encoding="utf-8")
