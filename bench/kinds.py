"""How well work type, industry and is_posting are read in the postings that were labelled to learn them from.

    python -m bench.kinds [--worst]

The labels (bench/labels/kinds.jsonl) are ids with a fingerprint of the text, drawn by a seed and read by one reader by
the labelling guide; a field that its reader was not sure of is missing. Of the single years of Hacker News and the
listings only the head, the first sentences and those that tell of firm and role were read. The cues were tuned on them:
these figures show that they fit every source alike, docs/holdout.md shows how they do elsewhere.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator

import polars as pl

from bench.hn_trackers import markdown
from bench.recorded import SHARED
from bench.recorded_rows import Row, fingerprint, rows
from warehouse.home import PROJECT
from warehouse.taxonomy import load
from warehouse.transforms.normalise import normalise_rows

LABELS = PROJECT / "bench" / "labels" / "kinds.jsonl"
FIELDS = ("work_type", "industry", "is_posting")


def labelled() -> Iterator[tuple[Row, Row]]:
    """Yield (labels, posting) for every labelled posting.

    Raises:
        ValueError: A recorded text is not the one that was labelled.
    """
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        labels = json.loads(line)
        row = rows(labels["source"])[labels["id"]]
        if fingerprint(row) != labels["sha256"]:
            message = f"{labels['source']} row {labels['id']} is not the text that was labelled: label it again"
            raise ValueError(message)
        yield labels, row


def table(pairs: list[tuple[Row, Row]], found: list[Row]) -> pl.DataFrame:
    """Return the share read right of each source and field, with the number of labels."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for (labels, _), read in zip(pairs, found, strict=True):
        for field in FIELDS:
            if field in labels:
                total[labels["source"], field] += 1
                right[labels["source"], field] += read[field] == labels[field]
    sources = dict.fromkeys(source for source, _ in total)
    lines = [(source, *(_share(right[source, name], total[source, name]) for name in FIELDS)) for source in sources]
    return pl.DataFrame(lines, schema=["source", *FIELDS], orient="row")


def _share(right: int, total: int) -> str:
    return f"{right / total:.3f} of {total}" if total else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", action="store_true", help="list the mistakes")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    pairs = list(labelled())
    found = list(normalise_rows([row for _, row in pairs], load()))
    print(markdown(table(pairs, found)))
    for (labels, _), read in zip(pairs, found, strict=True) if given.worst else ():
        for field in FIELDS:
            if field in labels and read[field] != labels[field]:
                print(f"{labels['source']} {labels['id']} {field}: {labels[field]} read as {read[field]}")


if __name__ == "__main__":
    main()
