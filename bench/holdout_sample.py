"""The hold-outs: postings labelled by reading before any prediction was seen, and how they were drawn.

    python -m bench.holdout_sample NAME SHEET [--again]

NAME is one of DRAWS; rows of the development sets and of earlier draws are left out by id. Longer texts are left out:
they could not be read with the same care. `--again` writes the postings that are read twice, in another order.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.recorded import SHARED
from bench.recorded_rows import Row, lot, rows
from warehouse.transforms.text import plain


@dataclass(frozen=True)
class Draw:
    """How one hold-out was drawn.

    Args:
        seed: By what the lots fall.
        sources: Dataset -> postings drawn; names are those of `recorded_rows.rows`.
        longest: Beginning of a dataset's name -> longest plain text in characters.
        longest_elsewhere: The same for the other datasets.
        after: Earlier draws, whose postings are left out.
    """

    seed: str
    sources: Mapping[str, int]
    longest: Mapping[str, int]
    longest_elsewhere: int
    after: tuple[str, ...] = ()

    def takes(self, source: str, row: Row) -> bool:
        """Whether the text is short enough to be read with care."""
        most = next((most for name, most in self.longest.items() if source.startswith(name)), self.longest_elsewhere)
        return len(plain(row.get("text") or "", row.get("text_format"))) <= most


DRAWS = {
    "holdout": Draw(
        seed="jobproof holdout 2026-11",
        sources={"hn_2016_2018": 82, "remote_boards": 18, "ruanyf_weekly": 45, "rebase": 35, "v2ex_hot_jobs": 22},
        longest={"hn": 2_200, "remote_boards": 5_000},
        longest_elsewhere=1_300,
    ),
    "holdout2": Draw(
        seed="jobproof second holdout 2026-11-21",
        sources={
            **{f"hn_{year}_{year}": 10 for year in range(2011, 2019)},
            "remote_boards": 16,
            "jobicy_listing": 12,
            "usajobs": 12,
            "ruanyf_weekly": 48,
            "rebase": 28,
            "v2ex_hot_jobs": 12,
            "lagou_2017": 10,
            "lagou_2021": 10,
            "zhaopin_2018": 4,
            "51job_2018": 8,
        },
        longest={"hn": 3_500, "remote_boards": 8_000},
        longest_elsewhere=2_200,
        after=("holdout",),
    ),
}
AGAIN = 40
"""Postings of a draw that are read twice."""


@cache
def developed() -> frozenset[str]:
    """Return the ids of the development sets."""
    files = (SHARED / "gold").glob("*.postings.jsonl")
    return frozenset(json.loads(line)["id"] for file in files for line in file.open(encoding="utf-8"))


def drawn(name: str) -> Iterator[tuple[str, Row]]:
    """Yield (source, row) in the order in which they were read."""
    draw = DRAWS[name]
    seen = developed() | {row["id"] for earlier in draw.after for _, row in drawn(earlier)}
    for source, most in draw.sources.items():
        fresh = [row for row in rows(source).values() if row["id"] not in seen and draw.takes(source, row)]
        for row in sorted(fresh, key=lambda row: lot(draw.seed, source, row["id"]))[:most]:
            yield source, row


def read_twice(name: str) -> list[tuple[str, Row]]:
    """Return the postings of a draw that are labelled a second time, in an order of their own."""
    return sorted(drawn(name), key=lambda pair: lot(f"{DRAWS[name].seed} again", pair[0], pair[1]["id"]))[:AGAIN]


def sheet(postings: Iterator[tuple[str, Row]] | list[tuple[str, Row]]) -> str:
    """Return what is read: numbered postings with their published fields and plain text."""
    return "\n".join(_shown(number, source, row) for number, (source, row) in enumerate(postings, start=1))


def _shown(number: int, source: str, row: Row) -> str:
    left_out = {"id", "board", "text", "text_format"}
    fields = "; ".join(f"{name}={value}" for name, value in row.items() if name not in left_out and value)
    return f"### {number} {source} {fields}\n{plain(row.get('text') or '', row.get('text_format'))}"


def main() -> None:
    """Write the sheet that is read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=DRAWS)
    parser.add_argument("sheet", type=Path, help="file to write, outside the project")
    parser.add_argument("--again", action="store_true", help="the postings that are read twice")
    given = parser.parse_args()
    given.sheet.write_text(sheet(read_twice(given.name) if given.again else drawn(given.name)), encoding="utf-8")


if __name__ == "__main__":
    main()
