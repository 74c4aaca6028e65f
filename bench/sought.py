"""How well it is read which work an advert seeks, what linking tells two adverts of one employer apart by.

    python -m bench.sought [--misses] [--write]

The labels (bench/labels/sought.csv) are positions in 640 recorded Hacker News adverts drawn by lot, without the texts,
one line a role with its kinds of work and its level, read by one reader each; a line without a position is an advert
that names no role. Kinds are warehouse.roles' and a few that it does not have: `engineer`, of whom not more is told,
`science` and `other`, which are not scored. A reader tells a kind by the whole text (a `Rails developer` is of the back
end), the rules by the words that name the role alone.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from bench.hn_trackers import markdown
from bench.linking import share
from bench.linking_corpus import corpus, present
from bench.linking_read import recorded_listings
from bench.recorded import digest
from bench.zh_fields import is_apart
from warehouse.home import PROJECT
from warehouse.roles import KINDS
from warehouse.told import Told
from warehouse.vacancies import told_of

LABELS = PROJECT / "bench" / "labels" / "sought.csv"
TABLE = PROJECT / "docs" / "sought.md"
DATASET = "hn_whoishiring"


@dataclass(frozen=True)
class Advert:
    """A labelled advert.

    Args:
        text: As recorded, without markup.
        sought: Kinds of work that it seeks, as a reader told them.
        read: Those that linking reads.
        how: Where: `title`, `list`, `text` or `nowhere`.
    """

    text: str
    sought: frozenset[str]
    read: frozenset[str]
    how: str


def adverts(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, Advert]]:
    """Yield id and advert of all that are recorded as they were read."""
    sought: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sought[row["posting_id"]] |= set(row["kinds"].split("+")) & KINDS
    text = dict(corpus(DATASET).select("posting_id", "text_plain").iter_rows())
    read = {one.posting_id: told_of(one) for one in recorded_listings(DATASET) if one.posting_id in sought}
    known = {row["posting_id"]: row["sha256"] for row in rows}
    for id_, told in sorted(read.items()):
        if digest(text[id_]) == known[id_]:
            yield id_, Advert(text[id_], frozenset(sought[id_]), told.all_work, how(told))


def how(told: Told) -> str:
    """Return where roles are read."""
    if told.role:
        return "title"
    if told.offered:
        return "list"
    return "text" if told.all_work else "nowhere"


def scored(found: Sequence[Advert], names: Sequence[str]) -> tuple[str, str]:
    """Return precision and recall of some kinds, each kind of each advert counted once."""
    right = sum(len(one.read & one.sought & set(names)) for one in found)
    read = sum(len(one.read & set(names)) for one in found)
    return share(right, read), share(right, sum(len(one.sought & set(names)) for one in found))


def document(found: Mapping[str, Advert]) -> str:
    """Return the Markdown page."""
    apart = [one for id_, one in found.items() if is_apart(id_)]
    tuned = [one for id_, one in found.items() if not is_apart(id_)]
    every = [*found.values()]
    groups = {"all": every, "to tune on": tuned, "set apart": apart}
    groups |= {f"read of {way}": [one for one in every if one.how == way] for way in ("title", "list", "text")}
    groups["read nowhere"] = [one for one in every if one.how == "nowhere"]
    rows = [(name, len(group), *scored(group, sorted(KINDS))) for name, group in groups.items()]
    by_kind = [(name, *scored(every, [name])) for name in sorted(KINDS)]
    heads = ["precision", "recall"]
    return (
        "# How well it is read which work an advert seeks\n\n"
        f"Made by `python -m bench.sought --write`. {len(every)} recorded Hacker News adverts drawn by lot were read,"
        f" each by one reader ({LABELS.relative_to(PROJECT)}); linking tells adverts of one employer apart by the kinds"
        " of work in their titles, lists and sentences. A kind counts once an advert. Readers tell a kind by the whole"
        " text, so that not all that is missed is named by its words. A third is set apart by a hash of the id, for"
        " what is mended by the mistakes of the others. Intervals are Wilson's, 95 %.\n\n"
        f"{markdown(pl.DataFrame(rows, schema=['adverts', 'n', *heads], orient='row'))}\n\n"
        "What is read is right; half of what is sought is not read: adverts whose title tells no kind (`Software"
        " Engineer`, and the text that it is for the front end), kinds without a noun in lists (`- iOS`), in brackets"
        " (`engineers (front end, back end)`) and in sentences without a word of hiring. Linking has the words that"
        " name roles besides (warehouse/wording.py).\n\n"
        "## By kind\n\n"
        f"{markdown(pl.DataFrame(by_kind, schema=['kind', *heads], orient='row'))}\n"
    )


def misses(found: Mapping[str, Advert]) -> Iterator[str]:
    """Yield each advert to tune on of which a kind is missed or read wrongly."""
    for id_, one in found.items():
        if one.read != one.sought and not is_apart(id_):
            lacks, wrong = sorted(one.sought - one.read), sorted(one.read - one.sought)
            yield f"\n== {id_}, read of {one.how}; lacks {lacks}, wrong {wrong}\n{one.text[:800]}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the labelled adverts, print the page, and with --write renew it in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    parser.add_argument("--misses", action="store_true", help="show the adverts to tune on that are read otherwise")
    given = parser.parse_args(arguments)
    if not present():
        print("skipped: the recorded postings (../shared/data) are not here")
        return
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = dict(adverts(rows))
    if stale := len({row["posting_id"] for row in rows}) - len(found):
        print(f"{stale} labelled adverts are no longer what was read")
    if given.misses:
        print(*misses(found), sep="\n")
        return
    page = document(found)
    print(page)
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
