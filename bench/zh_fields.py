"""How well pay, experience, seniority and work type are read in Chinese postings, tuned on and set apart.

    python -m bench.zh_fields

The labels (bench/labels/zh_fields.jsonl) are ids with a fingerprint of the text and classes, without the texts: 136
postings drawn by a seed from ruanyf/weekly, rebase, V2EX and listings, outside every other file of labels, and read by
one reader by the labelling guide before any prediction was seen. Rules were mended by the mistakes of two thirds; those
of the rest, chosen by a hash of the id, were counted and not looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import polars as pl

from bench.hn_trackers import markdown
from bench.holdout import labelled, scored
from bench.recorded import SHARED
from bench.recorded_rows import Row
from warehouse.quality import Figures

NAME = "zh_fields"
FIELDS = ("pay", "experience_years", "seniority", "work_type")
ONE_IN = 3
BEFORE = {
    "tuned on": ("right 0.926, invented 0 of 56", "right 0.857, invented 0 of 41", "F1 0.868", "right 0.735"),
    "set apart": ("right 0.875, invented 0 of 25", "right 0.840, invented 1 of 24", "F1 0.800", "right 0.673"),
}
"""What was read before any rule was changed on account of these labels, in the order of FIELDS."""


def is_apart(key: str) -> bool:
    """Whether a posting belongs to the third whose mistakes are not looked at."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % ONE_IN == 0


def parts() -> dict[str, list[tuple[Row, Row]]]:
    """Return part -> (labels, posting) of each of its postings."""
    found: dict[str, list[tuple[Row, Row]]] = {part: [] for part in BEFORE}
    for _, labels, posting in labelled(NAME):
        found["set apart" if is_apart(labels["id"]) else "tuned on"].append((labels, posting))
    return found


def table(folder: Path) -> pl.DataFrame:
    """Return a line for each part and field: what was read at first, what is read now, and of how many labels."""
    lines = []
    for number, (part, pairs) in enumerate(parts().items()):
        path = folder / f"{number}.labels.jsonl"
        _write(path, [labels for labels, _ in pairs])
        _write(folder / f"{number}.postings.jsonl", [posting for _, posting in pairs])
        fields = scored(path).fields
        lines += [
            (part, name, before, _figure(fields[name]), fields[name]["labels"])
            for name, before in zip(FIELDS, BEFORE[part], strict=True)
        ]
    return pl.DataFrame(lines, schema=["postings", "field", "before", "now", "labels"], orient="row")


def _figure(figures: Figures) -> str:
    if "f1" in figures:
        return f"F1 {figures['f1']:.3f}"
    invented = f", invented {figures['invented']} of {figures['silent']}" if figures["silent"] else ""
    return f"right {figures['stated']:.3f}{invented}"


def _write(path: Path, lines: list[Row]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    with tempfile.TemporaryDirectory() as scratch:
        print(markdown(table(Path(scratch))))


if __name__ == "__main__":
    main()
