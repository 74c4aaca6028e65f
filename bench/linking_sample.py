"""Which pairs of recorded postings were drawn to be read, and how: strata, the seeded draw, the labels' file.

Pairs are met by signs looser than any that linking uses (same employer, same poster, a piece of text in common), so
that what linking misses is drawn too. The labels hold row ids and fingerprints only: the texts stay in ../shared.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.linking_corpus import corpus
from warehouse.home import PROJECT
from warehouse.likeness import likeness, sketches, windows

SEED, SECOND_SEED = "jobproof linking 2026-11", "jobproof linking, second draw"
THIRD_SEED, FOURTH_SEED = "jobproof linking, third draw", "jobproof linking, fourth draw"
FIFTH_SEED, SIXTH_SEED = "jobproof linking, fifth draw", "jobproof linking, sixth draw"
SEVENTH_SEED, EIGHTH_SEED = "jobproof linking, seventh draw", "jobproof linking, eighth draw"
NINTH_SEED, TENTH_SEED = "jobproof linking, ninth draw", "jobproof linking, tenth draw"
ELEVENTH_SEED, TWELFTH_SEED = "jobproof linking, eleventh draw", "jobproof linking, twelfth draw"
THIRTEENTH_SEED, FOURTEENTH_SEED = "jobproof linking, thirteenth draw", "jobproof linking, fourteenth draw"
FIFTEENTH_SEED, SIXTEENTH_SEED = "jobproof linking, fifteenth draw", "jobproof linking, sixteenth draw"
SEVENTEENTH_SEED, EIGHTEENTH_SEED = "jobproof linking, seventeenth draw", "jobproof linking, eighteenth draw"
NINETEENTH_SEED = "jobproof linking, nineteenth draw"
TWENTY_FIRST_SEED, TWENTY_SECOND_SEED = "jobproof linking, twenty-first draw", "jobproof linking, twenty-second draw"
TWENTY_THIRD_SEED, TWENTY_FOURTH_SEED = "jobproof linking, twenty-third draw", "jobproof linking, twenty-fourth draw"
TWENTY_FIFTH_SEED = "jobproof linking, twenty-fifth draw"
LABELS = PROJECT / "tests" / "linking" / "labels.csv"
CHOSEN = LABELS.with_name("chosen.csv")
"""Pairs that were labelled to learn from because trees were not sure of them: no figure is of these."""
_WINDOW = "window"
_RARE = 12
"""A window in more postings than this is a phrase of the trade and brings no pair together."""
_LARGE = 400
"""Of an employer with more postings only the first so many by lot are paired."""
_DAYS = 100
"""Pairs farther apart than the rule's 92 days and a few are not drawn."""


@dataclass(frozen=True)
class Pair:
    """Two postings, the earlier one first."""

    dataset: str
    stratum: str
    one: str
    other: str

    @property
    def held_out(self) -> bool:
        """Tell whether the pair is of the half by which nothing was ever tuned."""
        return int(_lot(self.dataset, self.one, self.other), 16) % 2 == 0


STRATA = {
    "hn_whoishiring": {"same text": 15, "edited": 55, "rewritten": 50, "one head, another text": 45, "unnamed": 30},
    "ruanyf_weekly": {"same text": 8, "edited": 30, "rewritten": 20, "one head, another text": 15, "unnamed": 17},
    "rebase": {"same text": 6, "edited": 25, "rewritten": 20, "unnamed": 14},
    "v2ex": {"edited": 2, "rewritten": 2},
    "remote_boards": {"across, one role": 30, "across, another role": 15, "one role": 30, "another role": 15},
    "lagou_2017": {"one role, one city": 10, "one role": 15, "another role": 10},
}
"""Dataset -> stratum -> pairs drawn. Hard are all but `same text` and `across, one role`."""
SECOND = {
    "hn_whoishiring": {"same text": 8, "edited": 56, "rewritten": 36, "one head, another text": 20, "unnamed": 8},
    "ruanyf_weekly": {"same text": 4, "edited": 18, "rewritten": 8, "one head, another text": 6, "unnamed": 4},
    "rebase": {"same text": 4, "edited": 16, "rewritten": 8, "unnamed": 2},
    "v2ex": {"edited": 2, "rewritten": 2},
    "remote_boards": {"across, one role": 14, "across, another role": 6, "one role": 12, "another role": 4},
}
"""The same of the second draw, made when the rule was finished: of employers' chains none had been read before."""
THIRD = {
    "hn_whoishiring": {"same text": 6, "edited": 40, "rewritten": 26, "one head, another text": 8, "unnamed": 4},
    "ruanyf_weekly": {"same text": 4, "edited": 16, "rewritten": 10, "one head, another text": 4, "unnamed": 2},
    "rebase": {"same text": 2, "edited": 12, "rewritten": 8, "unnamed": 2},
    "remote_boards": {"across, one role": 8, "across, another role": 4, "one role": 4, "another role": 2},
}
"""The same of the third draw, of postings that were in neither."""
FOURTH = {
    "hn_whoishiring": {"same text": 4, "edited": 42, "rewritten": 40, "one head, another text": 12, "unnamed": 4},
    "ruanyf_weekly": {"same text": 3, "edited": 20, "one head, another text": 4, "unnamed": 2},
    "rebase": {"edited": 16, "unnamed": 2},
    "remote_boards": {"one role": 8, "another role": 4},
}
"""The same of the fourth draw, of postings whose employer no earlier draw had read (of_read_employers)."""
FIFTH = {
    "hn_whoishiring": {"same text": 4, "edited": 60, "rewritten": 60, "one head, another text": 10, "unnamed": 4},
    "ruanyf_weekly": {"same text": 3, "edited": 24, "rewritten": 4, "one head, another text": 4, "unnamed": 2},
    "rebase": {"edited": 20, "unnamed": 2},
    "remote_boards": {"across, one role": 4, "one role": 8, "another role": 4},
}
"""The same of the fifth draw, likewise of employers that no earlier draw had read; of some strata few are left."""
SIXTH = {
    "hn_whoishiring": {"same text": 6, "edited": 56, "rewritten": 64, "one head, another text": 20, "unnamed": 4},
    "ruanyf_weekly": {"same text": 3, "edited": 10, "unnamed": 4},
    "rebase": {"unnamed": 2},
    "remote_boards": {"one role": 4, "another role": 6},
}
"""The same of the sixth draw, likewise of employers that no earlier draw had read; drawn before the rules it judges."""
SEVENTH = {
    "hn_whoishiring": {"same text": 16, "edited": 58, "rewritten": 42, "one head, another text": 20, "unnamed": 4},
    "ruanyf_weekly": {"same text": 4, "edited": 14, "rewritten": 4, "one head, another text": 2, "unnamed": 4},
    "rebase": {"edited": 6, "unnamed": 2},
    "remote_boards": {"one role": 4, "another role": 6},
}
"""The same of the seventh draw, likewise; half of them adverts rewritten, other texts or roles, unnamed employers."""
EIGHTH = {
    "hn_whoishiring": {"same text": 16, "edited": 60, "rewritten": 44, "one head, another text": 20, "unnamed": 4},
    "ruanyf_weekly": {"same text": 2, "unnamed": 4},
    "rebase": {"unnamed": 2},
    "remote_boards": {"another role": 6},
}
"""The same of the eighth draw, likewise; of the other strata no pair of such employers is left."""
NINTH = {
    "hn_whoishiring": {"same text": 24, "edited": 100, "rewritten": 56, "one head, another text": 28, "unnamed": 6},
    "ruanyf_weekly": {"unnamed": 4},
    "rebase": {"rewritten": 8, "one head, another text": 6, "unnamed": 4},
    "remote_boards": {"another role": 4},
}
"""The same of the ninth draw, likewise; larger in edited adverts, most of what is linked, to tell precision apart."""
TENTH = {"hn_whoishiring": {"edited": 120, "rewritten": 150, "one head, another text": 130}}
"""The same of the tenth draw, made to learn from: mostly hard pairs, of employers that no draw has read."""
ELEVENTH = {
    "hn_whoishiring": {"same text": 20, "edited": 90, "rewritten": 56, "one head, another text": 28, "unnamed": 4},
    "remote_boards": {"another role": 2},
}
"""The same of the eleventh draw, drawn before the tenth so that it shares no employer with it, to judge what was learnt
from that."""
TWELFTH = {
    "hn_whoishiring": {"same text": 20, "edited": 90, "rewritten": 50, "one head, another text": 30, "unnamed": 4},
    "remote_boards": {"another role": 2},
}
"""The same of the twelfth draw, of employers that no draw has read: by it alone the rule as it then was is judged."""
THIRTEENTH = {"hn_whoishiring": {"unnamed": 120}}
"""The same of the thirteenth draw: of the stratum of which each pair read stands for the most that were not."""
FOURTEENTH = {
    "hn_whoishiring": {"same text": 16, "edited": 90, "rewritten": 60, "one head, another text": 40, "unnamed": 34},
}
"""The same of the fourteenth draw, of employers that no draw has read: it judges the rule made after the titles."""
FIFTEENTH = {
    "hn_whoishiring": {"same text": 16, "edited": 90, "rewritten": 64, "one head, another text": 44, "unnamed": 26},
}
"""The same of the fifteenth draw, likewise of employers that no draw has read: it judges what weighs all signs."""
SIXTEENTH = {
    "ruanyf_weekly": {"edited": 70, "rewritten": 30, "one head, another text": 30},
    "rebase": {"edited": 60, "rewritten": 30, "one head, another text": 20},
}
"""The same of the sixteenth draw, of Chinese postings that no draw has read, to learn from: fewer are left of some."""
SEVENTEENTH = {
    "hn_whoishiring": {"same text": 20, "edited": 100, "rewritten": 60, "one head, another text": 40, "unnamed": 20},
}
"""The same of the seventeenth draw, of employers that no draw has read, half of them hard pairs: it judges families."""
EIGHTEENTH = NINETEENTH = SEVENTEENTH
"""The same of the eighteenth draw, likewise, and of the nineteenth, which judges words: fewer are left of some."""
TWENTY_FIRST = {
    "hn_whoishiring": {"same text": 40, "edited": 200, "rewritten": 120, "one head, another text": 80, "unnamed": 40},
}
"""The same of the twenty-first draw, half hard, of postings that no draw has read, be they chosen to learn from."""
TWENTY_SECOND = TWENTY_THIRD = TWENTY_FOURTH = TWENTY_FIFTH = TWENTY_FIRST
"""The same of the twenty-second draw, likewise, which judges what the twenty-first had shown to be lacking, and of the
three after it, which judge passages."""
_EDITED, _REWRITTEN = 0.35, 0.04


def drawn(
    dataset: str, strata: Mapping[str, Mapping[str, int]] = STRATA, *, seed: str = SEED, known: Iterable[str] = ()
) -> Iterator[Pair]:
    """Yield what was drawn of a dataset: by the hash of seed and rows, thus the same on every machine.

    Args:
        dataset: Name of the recording.
        strata: How many pairs of each stratum.
        seed: Of the draw.
        known: Row ids of postings that are not drawn: an earlier draw's.
    """
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for stratum, one, other in candidates(dataset):
        groups[stratum].append((one, other))
    for stratum, n in strata[dataset].items():
        used: Counter[str] = Counter(known)
        taken = 0
        for one, other in sorted(groups[stratum], key=lambda pair: _lot(dataset, *pair, seed=seed)):
            # No employer's chain of re-posts fills a stratum.
            if taken < n and not used[row_id(one)] and not used[row_id(other)]:
                used.update((row_id(one), row_id(other)))
                taken += 1
                yield Pair(dataset, stratum, one, other)


@cache
def population(dataset: str) -> Counter[str]:
    """Return how many candidate pairs of each stratum a recording has."""
    return Counter(stratum for stratum, *_ in candidates(dataset))


def candidates(dataset: str) -> Iterator[tuple[str, str, str]]:
    """Yield (stratum, earlier posting, later posting) for every pair with a loose sign."""
    rows = list(corpus(dataset).sort("opened_on", "posting_id").iter_rows(named=True))
    held = list(sketches([row["text_plain"] for row in rows]))
    seen: set[tuple[int, int]] = set()
    for first, second in _met(rows, held):
        pair = (min(first, second), max(first, second))
        one, other = rows[pair[0]], rows[pair[1]]
        if pair in seen or not _possible(one, other):
            continue
        seen.add(pair)
        if stratum := _stratum(one, other, likeness(held[pair[0]], held[pair[1]])):
            yield stratum, one["posting_id"], other["posting_id"]


def _met(rows: list[dict[str, Any]], held: list[bytes]) -> Iterator[tuple[int, int]]:
    signs: dict[tuple[str, object], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for name in ("company_key", "author"):
            if row[name]:
                signs[name, row[name]].append(at)
        for window in windows(held[at]):
            signs[_WINDOW, window].append(at)
    for sign, members in signs.items():
        if sign[0] != _WINDOW:
            yield from combinations(sorted(members, key=lambda at: _lot(str(rows[at]["posting_id"])))[:_LARGE], 2)
        elif len(members) <= _RARE:
            yield from combinations(members, 2)


def _possible(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether the rule leaves the pair open: not together on one board, not too far apart."""
    if one["board"] == "lagou_2017":
        return True
    together = one["board"] == other["board"] and other["opened_on"] <= one["last_seen_on"]
    return not together and (other["opened_on"] - one["last_seen_on"]).days <= _DAYS


def _stratum(one: dict[str, Any], other: dict[str, Any], like: float) -> str | None:
    if not one["text_plain"] or not other["text_plain"]:
        return _without_text(one, other)
    if one["text_key"] == other["text_key"]:
        return "same text"
    named = one["company_key"] is not None and one["company_key"] == other["company_key"]
    if named and like >= _REWRITTEN:
        return "edited" if like >= _EDITED else "rewritten"
    if named:
        return "one head, another text"
    return "unnamed" if like < _EDITED else "edited"


def _without_text(one: dict[str, Any], other: dict[str, Any]) -> str | None:
    if one["company_key"] is None or one["company_key"] != other["company_key"]:
        return None
    across = "across, " if one["board"] != other["board"] else ""
    mine, theirs = (set((row["role_key"] or "").split()) for row in (one, other))
    if one["role_key"] == other["role_key"]:
        same = one["board"] == "lagou_2017" and one["cities"] == other["cities"]
        return f"{across}one role{', one city' if same else ''}"
    close = len(mine & theirs) * 2 >= max(len(mine), len(theirs)) or one["board"] == "lagou_2017"
    return f"{across}another role" if close else None


def of_read_employers(dataset: str, read: Iterable[str]) -> Iterator[str]:
    """Yield the row ids of all postings whose employer or poster is that of one that was read.

    Args:
        dataset: Name of the recording.
        read: Row ids of postings that were read.
    """
    known, signs = set(read), ("company_key", "author")
    rows = [(row_id(row["posting_id"]), row) for row in corpus(dataset).iter_rows(named=True)]
    met = {(name, row[name]) for id_, row in rows if id_ in known for name in signs if row[name]}
    yield from (id_ for id_, row in rows if id_ in known or any((name, row[name]) in met for name in signs))


def row_id(posting_id: str) -> str:
    """Return the id under which a posting stands in the labels: hashed where a board makes it of what is said."""
    board, _, key = posting_id.partition(":")
    return posting_id if "/" not in key else f"{board}:#{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _lot(*parts: str, seed: str = SEED) -> str:
    return hashlib.sha256("|".join((seed, *parts)).encode()).hexdigest()


def labels(path: Path = LABELS) -> list[dict[str, str]]:
    """Return the labelled pairs: dataset, stratum, half, one, one_sha256, other, other_sha256, label, why.

    `half` is `tuning` or `held out`, as Pair.held_out said when the pair was drawn, or a later draw; ids are row_id's.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(rows: Iterable[dict[str, str]], path: Path = LABELS) -> None:
    """Write a table, its columns those of the first row: the labelled pairs, unless another file is named."""
    kept = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
