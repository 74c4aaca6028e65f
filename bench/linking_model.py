"""Trains what weighs adverts in threads (warehouse/chances.py) on the labelled pairs, and links by trees that were not.

    python -m bench.linking_model [--write] [--but DRAW]

LightGBM runs in an environment of its own; what it finds is written to warehouse/seeds/kin.csv, a table. Employers are
dealt into ten parts: `linked_unseen` links those of each part by trees that were trained on the pairs of the others, so
that what is measured on them was not learnt from them. Words (linking_words.py) are learnt likewise: each pair's signs
of them, also those that trees are trained on, come of pairs of the other parts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from bench.linking_corpus import present
from bench.linking_read import THREADED, recorded_listings
from bench.linking_sample import CHOSEN, labels, row_id, write
from bench.linking_words import Known, keep, learnt
from bench.side_by_side_peers import Peer
from warehouse import wording
from warehouse.chances import SEED, read
from warehouse.kin import Families, Learnt
from warehouse.signs import SIGNS, signs
from warehouse.told import Belongs, Told
from warehouse.vacancies import Link, Listed, link, told_of
from warehouse.wording import Weights, load

TRAINER = Peer("LightGBM {}", "lightgbm", "boosting.py", "lightgbm")
PARTS = 10
_ENDS = ("low", "high")


@dataclass(frozen=True)
class Pair:
    """A labelled pair that linking weighs.

    Args:
        part: Of its employer.
        one: Whether it is one opening.
        signs: One number for each of SIGNS.
    """

    part: int
    one: bool
    signs: tuple[float, ...]


def part(employer_key: str) -> int:
    """Return the part that an employer is dealt into."""
    return int(hashlib.sha256(employer_key.encode()).hexdigest(), 16) % PARTS


@dataclass(frozen=True)
class _Labelled:
    """A labelled pair that linking weighs, and what it weighs it among.

    Args:
        draw: As the labels call it; empty of pairs that were chosen to learn from.
        words: What is learnt of it about words.
        later: The later advert.
        others: All that may be its forerunners.
        at: Which of these is the pair's other one.
    """

    draw: str
    words: Known
    later: Told
    others: Sequence[Told]
    at: int


@cache
def _labelled() -> tuple[_Labelled, ...]:
    """Return the labelled pairs that linking weighs: of one employer, told apart, never shown together."""
    told: dict[tuple[str, str, str], dict[str, str]] = {
        (row["dataset"], row["one"], row["other"]): row
        for row in (*labels(), *labels(CHOSEN))
        if row["label"] != "cannot tell"
    }
    return tuple(pair for dataset in sorted(THREADED) for pair in _labelled_in(dataset, told))


def _labelled_in(dataset: str, told: dict[tuple[str, str, str], dict[str, str]]) -> Iterator[_Labelled]:
    for employer_key, postings in _by_employer(dataset):
        families = Families()
        for posting in postings:
            later = told_of(posting)
            if not later.sketch:
                continue
            others = families.lately(later)
            for at, other in enumerate(others):
                label = told.get((dataset, row_id(other.id), row_id(later.id)))
                if label:
                    words = Known(employer_key, other.words, later.words, label["label"] == "same")
                    yield _Labelled(label.get("half", ""), words, later, others, at)
            # What may be a forerunner is the same wherever adverts belong: none of them is weighed for that.
            families.recall(later, Belongs(later.id, later.id))


@cache
def weighed(but: str = "") -> tuple[Pair, ...]:
    """Return the labelled pairs, but a draw's, with their signs; words weigh as those of other employers tell."""
    weights = words_unseen(but)

    def pair(each: _Labelled) -> Pair:
        of = part(each.words.employer_key)
        return Pair(of, each.words.same, tuple(signs(each.later, each.others, weights[of])[each.at].tolist()))

    return tuple(map(pair, _all_but(but)))


def _all_but(draw: str) -> list[_Labelled]:
    return [each for each in _labelled() if not draw or each.draw != draw]


@cache
def words_unseen(but: str = "") -> tuple[Weights, ...]:
    """Return for each part what the pairs of all others, but a draw's, tell about words."""
    known = [each.words for each in _all_but(but)]
    return tuple(
        learnt([each for each in known if part(each.employer_key) != at], load().rarity) for at in range(PARTS)
    )


def _by_employer(dataset: str) -> Iterator[tuple[str, list[Listed]]]:
    for employer_key, postings in groupby(recorded_listings(dataset), key=attrgetter("employer_key")):
        yield employer_key, list(postings)


def trees(pairs: Sequence[Pair], sets: Iterable[Sequence[int]]) -> list[list[dict[str, str]]]:
    """Return for each set of pairs the table of the trees trained on it, with the columns of seeds/kin.csv."""
    given = {
        "signs": [pair.signs for pair in pairs],
        "one": [pair.one for pair in pairs],
        "sets": [list(rows) for rows in sets],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pairs.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        _, _, found = TRAINER.run(file)
    return [list(map(line, each)) for each in found]


def line(tree: dict[str, Any]) -> dict[str, str]:
    """Return a tree of LightGBM as a line of the seed: where it asks less, it asks the same again."""
    first = _question(tree)
    said = _said("first", first)
    for name, side in (("low", "left_child"), ("high", "right_child")):
        node = tree.get(side, tree)
        asked = _question(node) if "left_child" in node else first
        leaves = (node.get(each, node)["leaf_value"] for each in ("left_child", "right_child"))
        said |= _said(name, asked) | {f"{name}_{end}": f"{leaf:.6f}" for end, leaf in zip(_ENDS, leaves, strict=True)}
    return said


def _question(node: dict[str, Any]) -> tuple[int, float]:
    return node.get("split_feature", 0), node.get("threshold", 0.0)


def _said(name: str, question: tuple[int, float]) -> dict[str, str]:
    return {name: SIGNS[question[0]], f"{name}_at": repr(question[1])}


@cache
def unseen() -> tuple[Learnt, ...]:
    """Return for each part what the pairs of all others taught."""
    pairs = weighed()
    sets = [[at for at, pair in enumerate(pairs) if pair.part != each] for each in range(PARTS)]
    return tuple(map(Learnt, map(read, trees(pairs, sets)), words_unseen()))


@cache
def linked_unseen(dataset: str) -> dict[str, Link]:
    """Return each posting's link by trees that were trained on other employers' pairs, by row id."""
    parts: dict[int, list[Listed]] = defaultdict(list)
    for employer_key, postings in _by_employer(dataset):
        parts[part(employer_key)] += postings
    return {row_id(one.posting_id): one for at, postings in parts.items() for one in link(postings, {}, unseen()[at])}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on all pairs, or all but a draw's, and write the seeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {SEED.name} and {wording.SEED.name}")
    parser.add_argument("--but", default="", metavar="DRAW", help="leave out this draw's pairs, to be judged by them")
    given = parser.parse_args(arguments)
    if not present():
        print("skipped: the recorded postings (../shared/data) are not here")
        return
    pairs = weighed(given.but)
    words = learnt([each.words for each in _all_but(given.but)], load().rarity)
    [table] = trees(pairs, [range(len(pairs))])
    print(f"{len(pairs)} pairs, {sum(pair.one for pair in pairs)} of them one opening: {len(table)} trees")
    if given.write:
        write(table, SEED)
        keep(wording.lines(), words)
        print(f"written: {SEED}, {wording.SEED}")


if __name__ == "__main__":
    main()
