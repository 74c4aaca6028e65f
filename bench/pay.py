"""How well pay, years of experience and degrees are read where texts speak of money, years or degrees, and where not.

    python -m bench.pay [--mistakes] [--write]

The labels (bench/labels/pay.jsonl, requirements.jsonl) are ids with a fingerprint of the text, values and the span of
the pay in title and plain text, without the texts. They were drawn by a seed from texts that hold a figure beside a
mark of money (or a word for years or degrees), and labelled by reading, before it was seen what the normaliser reads;
six of them were put right afterwards, where the part that was shown for labelling had left out what they hang on.
A salary field is withheld: what is measured is the reading of text.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from bench.hn_trackers import markdown
from bench.holdout import CHINESE
from bench.recorded import SHARED
from bench.recorded_rows import Row, fingerprint, rows
from warehouse.home import PROJECT
from warehouse.quality import same, wilson
from warehouse.taxonomy import load
from warehouse.transforms.normalise import normalise_rows

LABELS = tuple(PROJECT / "bench" / "labels" / name for name in ("pay.jsonl", "requirements.jsonl"))
TABLE = PROJECT / "docs" / "pay.md"
FIELDS = ("pay", "experience_years", "education")
FIRST_READING = {
    ("pay", "en"): "55 of 77, invented 7 of 162",
    ("pay", "zh"): "134 of 159, invented 4 of 58",
    ("experience_years", "en"): "45 of 50, invented 0 of 90",
    ("education", "en"): "35 of 45, invented 14 of 148",
}
"""What was read before any rule was changed on account of these labels: the only figures here that are a hold-out's."""


class Reading(NamedTuple):
    """One labelled field: what the label says and what was read, both None where nothing is stated."""

    field: str
    source: str
    id: str
    label: Any
    found: Any


def readings(path: Path) -> Iterator[Reading]:
    """Yield every labelled field of a file with what is read.

    Raises:
        ValueError: A recorded text is not the one that was labelled.
    """
    labels = [json.loads(line) for line in path.read_text(encoding="utf-8").strip().split("\n")]
    found = normalise_rows([{**_text_of(label), "salary": None} for label in labels], load())
    for label, row in zip(labels, found, strict=True):
        for field in FIELDS:
            if field in label:
                yield Reading(field, label["source"], label["id"], _labelled(label[field]), _found(field, row))


def _text_of(label: dict[str, Any]) -> Row:
    row = rows(label["source"])[label["id"]]
    if fingerprint(row) != label["sha256"]:
        message = f"{label['source']} row {label['id']} is not the text that was labelled: label it again"
        raise ValueError(message)
    return row


def _labelled(value: Any) -> Any:  # noqa: ANN401 - a label is a class, a group of numbers or nothing
    if isinstance(value, dict):
        return tuple(value.values())
    return None if value == "unspecified" else value


def _found(field: str, row: dict[str, Any]) -> Any:  # noqa: ANN401 - as _labelled
    if field == "education":
        return _labelled(row["education"])
    names = ("pay_min", "pay_max", "pay_currency", "pay_period", "pay_months")
    parts = names if field == "pay" else ("experience_min_years", "experience_max_years")
    values = tuple(row[part] for part in parts)
    return None if values[0] is None and values[1] is None else values


def table(found: list[Reading]) -> pl.DataFrame:
    """Return one line a field, language and source: stated ones right, silent ones invented, with 95 % intervals."""
    groups: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    for one in found:
        language = "zh" if one.source in CHINESE else "en"
        for source in ("all", one.source):
            groups[one.field, language, source].append(one)
    lines = [(*key, *_figures(ones), FIRST_READING[key[:2]] if key[2] == "all" else "") for key, ones in groups.items()]
    return pl.DataFrame(
        sorted(lines, key=lambda line: (FIELDS.index(line[0]), line[1], line[2] != "all")),
        schema=["field", "language", "source", "stated", "right", "silent", "invented", "first reading"],
        orient="row",
    )


def _figures(ones: list[Reading]) -> tuple[int, str, int, str]:
    stated = [same(one.label, one.found, one.field) for one in ones if one.label]
    silent = [one.found is not None for one in ones if not one.label]
    return len(stated), _share(sum(stated), len(stated)), len(silent), _share(sum(silent), len(silent))


def _share(n: int, of: int) -> str:
    low, high = wilson(n, of)
    return f"{n / of:.3f} ({low:.3f} to {high:.3f})" if of else "-"


def document(found: list[Reading]) -> str:
    """Return the Markdown page."""
    return (
        "# Pay, experience and education in texts\n\n"
        "Made by `python -m bench.pay --write`. Postings whose text holds a figure beside a mark of money (for pay)"
        " or a word for years or degrees, drawn by a seed outside the development sets and labelled by one reader;"
        " a salary field is withheld. Pay is right when both ends, currency, period and, where stated, months are. In"
        " brackets: 95 % intervals (Wilson). Employers who post again occur more than once. Texts that"
        " state a pay without any digit beside a mark of money are not drawn.\n\n"
        "The last column is what was read before any rule was changed on account of these labels, and so the only one"
        " that says how well the rules did on texts unknown to them; the others show how well they fit now.\n\n"
        f"{markdown(table(found))}\n"
    )


def main() -> None:
    """Measure, print, and with --write renew the page in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mistakes", action="store_true", help="list what is read wrongly")
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    found = [one for path in LABELS for one in readings(path)]
    page = document(found)
    print(page)
    for one in found if given.mistakes else ():
        if not same(one.label, one.found, one.field):
            print(f"{one.field} {one.source} {one.id}: {one.label} -> {one.found}")
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
