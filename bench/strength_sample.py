"""The mentions whose strength was labelled by reading, and how they were drawn.

    python -m bench.strength_sample SAMPLE SHEET

A mention is one concept in one posting, as in core.mentions. In each source the first texts by the draw's order are
normalised; in each source and strength as then read the first mentions by the same order are taken, at most one of a
text. Rules may be mended on the mistakes of the sample `first`; `fresh` is drawn from the texts that are left and shows
what the mended rules are worth elsewhere, as long as nobody looks at its mistakes; `second_fresh` is drawn and labelled
after the rules were written anew, half of it from years of which the others hold nothing. `third` is to learn from like
the first, `third_fresh`, labelled at the same time, to judge what was learnt; `fourth`, all English, judges once more.
The sheet for reading shows the places of the concept with the words around, and not what was read.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.recorded import SHARED
from bench.recorded_rows import Row, lot, rows, said
from warehouse.home import PROJECT
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.document import Document, document
from warehouse.transforms.mentions import strengths
from warehouse.transforms.normalise import scanner_of
from warehouse.transforms.offers import is_posting

SEEDS = {
    "first": "jobproof strengths 2026-11",
    "fresh": "jobproof strengths 2026-11",
    "second_fresh": "jobproof strengths 2026-11, after the rules",
    "third": "jobproof strengths 2026-11, to learn from",
    "third_fresh": "jobproof strengths 2026-11, to judge what was learnt",
    "fourth": "jobproof strengths 2026-11, to learn more from",
}
SAMPLES = {
    "first": {"hn_2011_2013": 23, "hn_2016_2018": 23, "ruanyf_weekly": 25, "rebase": 25, "remote_boards": 9},
    "fresh": {"hn_2011_2013": 9, "hn_2016_2018": 9, "ruanyf_weekly": 10, "rebase": 10, "remote_boards": 4},
    "second_fresh": {"hn_2014_2015": 20, "v2ex_hot_jobs": 4, "rebase": 9, "ruanyf_weekly": 9},
    "third": {"hn_2011_2018": 52, "ruanyf_weekly": 10, "rebase": 10},
    "third_fresh": {"hn_2011_2018": 48, "ruanyf_weekly": 14, "rebase": 14},
    "fourth": {"hn_2011_2018": 150},
}
"""Sample -> source -> mentions drawn of each strength."""
WITHOUT_DEVELOPED = {"second_fresh", "third", "third_fresh", "fourth"}
"""Of which no text is one that the normaliser was developed on."""
LABELS = PROJECT / "bench" / "labels" / "strengths.csv"
MOST_TEXTS = 1_500
PLACES = 6
BEFORE, AFTER = 190, 100
HEADING = 60
_MARKUP = re.compile(r"<[^>]*>|https?://\S+")


@dataclass(frozen=True)
class Mention:
    """One drawn mention: where its first place stands in the text as recorded, and all its places in plain text."""

    source: str
    row: Row
    start: int
    end: int
    concept: str
    drawn_as: str
    places: list[tuple[int, int]]
    plain: str


def drawn(sample: str) -> Iterator[Mention]:
    """Yield a sample, source by source, in the draw's order within each strength."""
    taxonomy = load()
    for source, most in SAMPLES[sample].items():
        taken = {label["row"] for label in labelled() if label["sample"] != sample}
        taken |= developed() if sample in WITHOUT_DEVELOPED else set()
        for group in population(source, taxonomy, SEEDS[sample]).values():
            fresh = 0
            for mention in sorted(group, key=partial(_lot, SEEDS[sample])):
                if fresh < most and mention.row["id"] not in taken:
                    taken.add(mention.row["id"])
                    fresh += 1
                    yield mention


def developed() -> set[str]:
    """Return the ids of the texts that the normaliser was developed on."""
    files = (SHARED / "gold").glob("*_dev.postings.jsonl")
    return {str(json.loads(line)["id"]).split(":")[-1] for file in files for line in file.open(encoding="utf-8")}


def labelled() -> list[dict[str, str]]:
    """Return the labels, one a mention, with sample, source, row, place, concept, strength as drawn and as labelled."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def population(source: str, taxonomy: Taxonomy, seed: str) -> dict[str, list[Mention]]:
    """Return strength -> every mention of a source's texts whose places all stand in the text."""
    found: dict[str, list[Mention]] = {"preferred": [], "required": [], "mentioned": []}
    inside = sorted(rows(source).values(), key=lambda row: lot(seed, source, row["id"]))[:MOST_TEXTS]
    for row in inside:
        for mention in _mentions(source, row, taxonomy):
            found[mention.drawn_as].append(mention)
    return found


def _lot(seed: str, mention: Mention) -> str:
    return lot(seed, mention.source, f"{mention.row['id']}|{mention.concept}")


def _mentions(source: str, row: Row, taxonomy: Taxonomy) -> Iterator[Mention]:
    read = document(row, taxonomy, scanner_of(taxonomy))
    places: dict[str, list[tuple[int, int]]] = {}
    for hit in sorted(read.mentions, key=lambda hit: hit.start):
        places.setdefault(hit.entry.value, []).append((hit.start, hit.end))
    for concept, strength, _ in strengths(read, taxonomy, offers=is_posting(read)):
        spots = places.get(concept, [])
        if spots and all(read.text.holds(start) for start, _ in spots):
            where = _recorded(row, read, *spots[0])
            if where:
                yield Mention(source, row, *where, concept, strength, spots, read.scan.text)


def _recorded(row: Row, read: Document, start: int, end: int) -> tuple[int, int] | None:
    """Return where the same word stands in the text as recorded: the occurrence of the same number outside markup."""
    word = read.scan.text[start:end]
    number = read.scan.text.count(word, read.text.start, start)
    bare = _MARKUP.sub(lambda match: " " * len(match[0]), said(row))
    at = len(str(row["title"])) + 1 if row.get("title") else 0
    for _ in range(number):
        at = bare.find(word, at) + len(word)
    at = bare.find(word, at)
    return (at, at + len(word)) if at >= 0 else None


def sheet(mentions: list[Mention]) -> str:
    """Return what is read: numbered mentions in an order that tells nothing, each place with its heading and words."""
    return "\n".join(f"{number} [{m.concept}]\n" + "\n".join(_shown(m)) for number, m in enumerate(mentions, start=1))


def _shown(mention: Mention) -> Iterator[str]:
    text, shown_to = mention.plain, 0
    for start, end in mention.places[:PLACES]:
        if start < shown_to:
            continue
        low, shown_to = max(0, start - BEFORE), min(len(text), end + AFTER)
        around = f"{text[low:start]}«{text[start:end]}»{text[end:shown_to]}"
        yield f"  {{{_heading(text, low)}}} {around}".replace("\n", "⏎")
    if len(mention.places) > PLACES:
        yield f"  (+{len(mention.places) - PLACES})"


def _heading(text: str, before: int) -> str:
    """Return the last short line that ends before a position."""
    short = [line for line in text[:before].split("\n")[:-1] if 1 < len(line.strip()) < HEADING]
    ends = [line for line in short if line.rstrip().endswith((":", "：", "】")) or len(line) < HEADING // 3]
    return ends[-1].strip() if ends else ""


def shuffled(sample: str) -> list[Mention]:
    """Return a sample in the order of the sheet and of the labels."""
    return sorted(drawn(sample), key=partial(_lot, SEEDS[sample]))


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(sheet(shuffled(sys.argv[1])), encoding="utf-8")
