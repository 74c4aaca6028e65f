"""How well work type, industry and is_posting are read in the postings that were labelled to learn them from.

    python -m bench.kinds [--worst]

The labels (bench/labels/kinds*.jsonl) are ids with a fingerprint of the text, drawn by a seed and read by one reader by
the labelling guide; a field that its reader was not sure of is missing. Of the single years of Hacker News and the
listings in kinds.jsonl only the head, the first sentences and those that tell of firm and role were read.

How kinds2.jsonl and kinds3.jsonl were drawn stands in kinds_sample.py. Words were added by the mistakes in seven tenths
of kinds2; those of the rest, chosen by a hash of the id, were counted and not looked at. Firms that these postings name
were taken up where four postings of the recordings name them or where everybody knows their trade, so that the rest
shows industries a little too well. kinds3 was labelled when all words stood, before any prediction was seen:
AFTER_ALL_RULES holds its honest figures. Its mistakes have been looked at since. kinds4 and kinds5, mostly Chinese,
were labelled one after the other before any prediction of theirs was seen; their mistakes were read afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator

import polars as pl

from bench.hn_trackers import markdown
from bench.holdout import labelled
from bench.recorded import SHARED
from bench.recorded_rows import Row
from warehouse.quality import wilson
from warehouse.taxonomy import load
from warehouse.transforms.normalise import normalise_rows

SETS = ("kinds", "kinds2", "kinds3", "kinds4", "kinds5")
FIELDS = ("work_type", "industry", "is_posting")
APART_OF_TEN = 3
UNKNOWN = "unknown"
AFTER_ALL_RULES = {
    "before": {
        "en": ("0.769 of 108 (0.68 to 0.84)", "0.734 of 94 (0.64 to 0.81)"),
        "zh": ("0.847 of 59 (0.73 to 0.92)", "0.740 of 50 (0.60 to 0.84)"),
    },
    "after": {
        "en": ("0.778 of 108 (0.69 to 0.85)", "0.787 of 94 (0.69 to 0.86)"),
        "zh": ("0.847 of 59 (0.73 to 0.92)", "0.780 of 50 (0.65 to 0.87)"),
    },
}
"""Work type and industry (where one is stated) of kinds3 by the words as they stood before kinds2 and after it."""

Labelled = tuple[str, Row, Row]
"""Part and language, labels, posting."""


def is_apart(key: str) -> bool:
    """Whether a posting of kinds2 belongs to the part whose mistakes are not looked at."""
    return int(hashlib.sha256(f"kinds2|{key}".encode()).hexdigest(), 16) % 10 >= 10 - APART_OF_TEN


def pairs() -> Iterator[Labelled]:
    """Yield every labelled posting with the name of its part and its language.

    Raises:
        ValueError: A recorded text is not the one that was labelled.
    """
    for name in SETS:
        for language, labels, row in labelled(name):
            apart = name == "kinds2" and is_apart(labels["id"])
            yield f"{name}{', set apart' if apart else ''}: {language}", labels, row


def table(told: list[Labelled], found: list[Row]) -> pl.DataFrame:
    """Return the share read right where a class is stated, of each part and field, with its 95 % interval."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for (part, labels, _), read in zip(told, found, strict=True):
        for field in FIELDS:
            if field in labels and labels[field] != UNKNOWN:
                total[part, field] += 1
                right[part, field] += read[field] == labels[field]
    parts = dict.fromkeys(part for part, _ in total)
    lines = [(part, *(_share(right[part, name], total[part, name]) for name in FIELDS)) for part in parts]
    return pl.DataFrame(lines, schema=["part", *FIELDS], orient="row")


def _share(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / total:.3f} of {total} ({low:.2f} to {high:.2f})" if total else ""


def main() -> None:
    """Measure and print; mistakes of the part that is set apart are not listed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", action="store_true", help="list the mistakes")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    told = list(pairs())
    found = list(normalise_rows([row for *_, row in told], load()))
    print(markdown(table(told, found)))
    print(json.dumps(AFTER_ALL_RULES, indent=1))
    for (part, labels, _), read in zip(told, found, strict=True) if given.worst else ():
        for field in FIELDS if "apart" not in part else ():
            if field in labels and read[field] != labels[field]:
                print(f"{part} {labels['id']} {field}: {labels[field]} read as {read[field]}")


if __name__ == "__main__":
    main()
