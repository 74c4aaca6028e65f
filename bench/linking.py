"""How well postings are linked to openings, on pairs that were read by a person, and how fast.

    python -m bench.linking [--write] [--mistakes | --speed [--history 125000 1000000]]

Each recorded dataset is linked whole, as the warehouse links it; a labelled pair counts as linked where both postings
have one vacancy. By the first draw the rule was made, by the mistakes on the first four it was made better; the fifth
was read and committed before it was scored. Pairs across boards are rare in the recordings: they are measured on copies
of adverts of the simulated market as well, reported apart.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import binomtest

from bench import linking_copies, linking_speed
from bench.hn_trackers import markdown
from bench.linking_corpus import corpus, present, recorded
from bench.linking_sample import LABELS, labels, row_id
from warehouse.employers import Postings, key_of, of_name, told
from warehouse.hirers import hirer_of
from warehouse.home import PROJECT
from warehouse.likeness import sketches, telling
from warehouse.roles import listed_roles, named, wanted
from warehouse.vacancies import Link, Listed, link

TABLE = PROJECT / "docs" / "linking.md"
SPEED = PROJECT / "docs" / "linking_speed.md"
SPEED_COMMAND = "python -m bench.linking --speed --write"
THREADED = {"hn_whoishiring", "ruanyf_weekly", "rebase"}
"""Boards of threads and topics, as models/stage/current.sql tells them."""


@dataclass
class Score:
    """Pairs by what the label says and what linking says."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    apart: int = 0

    def count(self, *, same: bool, linked: bool) -> None:
        """Count one pair."""
        name = ("right" if linked else "missed") if same else ("wrong" if linked else "apart")
        setattr(self, name, getattr(self, name) + 1)

    @property
    def precision(self) -> str:
        """Return the share of linked pairs that are one vacancy."""
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> str:
        """Return the share of pairs of one vacancy that are linked."""
        return share(self.right, self.right + self.missed)


def share(part: int, whole: int) -> str:
    """Return `.98 (.95 … .99), n 210`: a share with its Wilson interval (95 %)."""
    if not whole:
        return "–"
    interval = binomtest(part, whole).proportion_ci(method="wilson")
    return f"{part / whole:.3f} ({interval.low:.3f} … {interval.high:.3f}), n {whole}"


def listed(frame: pl.DataFrame) -> list[Listed]:
    """Return what linking reads of normalised postings, in the order in which it reads them."""
    texts = frame["text_plain"].to_list()
    found = [_listed(row, sketch) for row, sketch in zip(frame.iter_rows(named=True), sketches(texts), strict=True)]
    by_time = sorted(found, key=lambda one: (one.opened_on, one.posting_id))
    known = told(together(by_time))
    named = [one._replace(employer_key=of_name(known.get(at, one.employer_key))) for at, one in enumerate(by_time)]
    return sorted(named, key=lambda one: one.employer_key)


def together(postings: Sequence[Listed]) -> Postings:
    """Return what employers are told by, of postings in the order of time."""
    tellings = [telling(one.sketch) for one in postings]
    return Postings(
        pl.Series([one.employer_key for one in postings], dtype=pl.String),
        np.array([one.opened_on.toordinal() for one in postings], np.int64),
        np.array([one.last_seen_on.toordinal() for one in postings], np.int64),
        pl.Series([one.sketch for one in postings], dtype=pl.Binary),
        np.fromiter(chain.from_iterable(tellings), np.uint32),
        np.array([len(each) for each in tellings], np.int64),
    )


def _listed(row: dict[str, Any], sketch: bytes) -> Listed:
    cities, countries = sorted(row["cities"]), sorted(row["countries"])
    names = ("opened_on", "posting_id", "board", "last_seen_on", "text_key", "role_key")
    return Listed(
        key_of(row["posting_id"], row["company_key"], row["author"], hirer_of(row["company_key"], row["text_plain"])),
        **{name: row[name] for name in names},
        places=cities or countries,
        title=row["role"],
        countries=countries,
        sketch=sketch,
        offered=listed_roles(row["role"], row["text_plain"]),
        wanted=wanted(row["role"], row["text_plain"]),
        named=named(row["role"], row["text_plain"]),
        threaded=row["board"] in THREADED,
    )


@cache
def linked(dataset: str) -> dict[str, Link]:
    """Return each posting's link."""
    return {row_id(one.posting_id): one for one in link(listed(corpus(dataset)))}


FIRST, SECOND, THIRD = ("tuning", "held out"), ("second draw",), ("third draw",)
FOURTH, FIFTH = ("fourth draw",), ("fifth draw",)
"""What the labels call the pairs of each draw."""
ALL = (*FIRST, *SECOND, *THIRD, *FOURTH, *FIFTH)
_SHOWN = 1_200
"""Letters of a text that are shown of a pair that is linked wrongly or missed."""


def judged(rows: Iterable[dict[str, str]], draw: Sequence[str]) -> dict[tuple[str, str], Score]:
    """Return (dataset, stratum) -> score of the labelled pairs of a draw that could be told."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for row in rows:
        if row["label"] != "cannot tell" and row["half"] in draw:
            scores[row["dataset"], row["stratum"]].count(same=row["label"] == "same", linked=_one(row))
    return scores


def _one(row: dict[str, str]) -> bool:
    links = linked(row["dataset"])
    one, other = links.get(row["one"]), links.get(row["other"])
    return one is not None and other is not None and one.vacancy_id == other.vacancy_id


def total(scores: Iterable[Score]) -> Score:
    """Return all scores in one."""
    found = Score()
    for score in scores:
        for name in vars(found):
            setattr(found, name, getattr(found, name) + getattr(score, name))
    return found


def changed(rows: Sequence[dict[str, str]]) -> list[str]:
    """Return the labelled postings whose recording, an offer or not, is no longer what was read."""
    said: dict[str, str] = {}
    for name in {row["dataset"] for row in rows}:
        said |= {row_id(one): sha256 for one, sha256 in recorded(name).select("posting_id", "sha256").iter_rows()}
    return [row[who] for row in rows for who in ("one", "other") if said.get(row[who]) != row[f"{who}_sha256"]]


def table(scores: dict[tuple[str, str], Score]) -> pl.DataFrame:
    """Return one row a stratum, one a dataset and one of all."""
    found = []
    for dataset in dict.fromkeys(dataset for dataset, _ in scores):
        own = {stratum: score for (name, stratum), score in scores.items() if name == dataset}
        found += [_row(dataset, stratum, score) for stratum, score in own.items()]
        found.append(_row(dataset, "all", total(own.values())))
    found.append(_row("all", "all", total(scores.values())))
    heads = ["recording", "pairs", "one, linked", "one, missed", "two, linked", "two, apart", "precision", "recall"]
    return pl.DataFrame(found, schema=heads, orient="row")


def _row(dataset: str, stratum: str, score: Score) -> tuple[object, ...]:
    counts = (score.right, score.missed, score.wrong, score.apart)
    return (dataset, stratum, *counts, score.precision, score.recall)


def mistakes(rows: Iterable[dict[str, str]], draw: Sequence[str]) -> Iterator[str]:
    """Yield each of these pairs that is linked wrongly or missed, with what linking reads of both and their texts."""
    for row in rows:
        told = row["label"] != "cannot tell" and row["half"] in draw
        if told and _one(row) != (row["label"] == "same"):
            yield f"\n== {row['label']} ({row['why']}), {row['half']}, {row['stratum']}"
            yield from (_shown(row["dataset"], row[who]) for who in ("one", "other"))


def _shown(dataset: str, id_: str) -> str:
    one, said = _by_row(dataset)[id_]
    read = (one.employer_key, one.title, one.offered, one.wanted, one.places, linked(dataset)[id_].vacancy_id)
    return f"-- {id_} {one.opened_on} … {one.last_seen_on} {read}\n{said.strip()[:_SHOWN]}"


@cache
def _by_row(dataset: str) -> dict[str, tuple[Listed, str]]:
    frame = corpus(dataset)
    said = dict(frame.select("posting_id", "said").iter_rows())
    return {row_id(one.posting_id): (one, said[one.posting_id]) for one in listed(frame)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the labelled pairs, print the page, and with --write renew it in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    parser.add_argument("--mistakes", action="store_true", help="show the pairs that are linked wrongly or missed")
    parser.add_argument("--speed", action="store_true", help="measure the speed instead: minutes, on a quiet machine")
    parser.add_argument(
        "--history", type=int, nargs=2, default=linking_speed.HISTORY, help="earlier postings with --speed: two sizes"
    )
    given = parser.parse_args(arguments)
    if not present():
        print("skipped: the recorded postings (../shared/data) are not here")
        return
    rows = labels()
    if stale := changed(rows):
        print(f"{len(stale)} labelled postings are no longer what was read: {', '.join(stale[:5])}")
    if given.mistakes:
        print(*mistakes(rows, ALL), sep="\n")
        return
    if given.speed:
        page = f"# How fast postings are linked\n\nMade by `{SPEED_COMMAND}`. {linking_speed.section(given.history)}"
        print(page)
        if given.write:
            SPEED.write_text(page, encoding="utf-8")
        return
    page = document(rows)
    print(page)
    if given.write:
        TABLE.write_text(page, encoding="utf-8")
        print(f"written: {TABLE}")


def document(rows: Sequence[dict[str, str]]) -> str:
    """Return the Markdown page."""
    drawn = [row for row in rows if row["half"] in FIFTH]
    untold = sum(row["label"] == "cannot tell" for row in drawn)
    named = {
        "fifth: fresh when scored": FIFTH,
        "fourth: made better with": FOURTH,
        "third: made better with": THIRD,
        "second: made better with": SECOND,
        "first: made with": FIRST,
        "all five": ALL,
    }
    totals = {name: total(judged(rows, draw).values()) for name, draw in named.items()}
    missed = [row for row in rows if row["label"] == "same" and not _one(row)]
    twice = sum(map(_posted_twice, missed))
    return (
        "# How well postings are linked to openings\n\n"
        f"Made by `python -m bench.linking --write`; `--mistakes` shows every pair that is linked wrongly or missed."
        f" {len(rows)} pairs of recorded postings were drawn by lot within strata in five draws and read"
        f" ({LABELS.relative_to(PROJECT)}). By the first draw the rule was made, by its mistakes on the first four it"
        f" was made better. The fifth, {len(drawn)} pairs of postings of employers none of whose postings was in an"
        f" earlier"
        " draw, was drawn before the last betterments, read after them without knowing how it is linked, and committed"
        f" before it was scored; of {untold} pairs a reader could not tell, because some of several roles had changed"
        " or because more than 92 days lie between. Intervals are Wilson's, 95 %. Pairs are drawn alike from easy and"
        " hard"
        " strata: the shares are of these samples, not of all postings. One reader labelled the pairs of a draw, long"
        " adverts by their first lines and by the words in which they differ.\n\n"
        "**Blind, when it was scored, the fifth draw had precision 0.963 (0.909 … 0.986), n 108, and recall 0.846"
        " (0.771 … 0.899), n 123; the rule before the last betterments has 0.971 and 0.813 on it. The aims are"
        " precision .98"
        " and recall .93: a fresh draw meets neither.** By three of its mistakes the rule was made better since; the"
        " table shows it as it is now, so that the fifth's row and the last are no blind figures.\n\n"
        f"{markdown(_draws(totals))}\n\n"
        "Before the betterments that the fifth draw judged, precision and recall were 1.000 and .896 on the first draw,"
        " .978 and .967 on the second, .984 and .924 on the third, .961 and .849 on the fourth, .980 and .885 on all"
        " five; after them 1.000 and .903, .978 and .967, .984 and .955, .987 and .872, .985 and .906. Of links that"
        " these made new some 150 of all recordings were read, none of the fifth's employers: about one in"
        " eleven was doubtful or wrong. Of 64 more that were drawn by lot some eight were, mostly where an only advert"
        " names a trade that was not read (`Sys Admin`, `Sales Rep`, `designers` alone). These are read since, which"
        " parts 26 pairs of the recordings, some 13 of them wrong or doubtful before and some seven right, and links"
        " 18, of which some 16 are right. An advert that is posted twice in one thread is one since then: of some"
        " 80 such pairs that were read all were; for this no draw is blind, and two labelled pairs tell of it."
        " No label was changed. Four labelled postings of rebase that"
        " were said to be no longer what was read are blank forms that are no longer taken for offers; what was read"
        " of them has not changed.\n\n"
        f"Of the {len(missed)} missed, {twice} are of an advert that was listed twice at the same time on one board, in"
        " words too different, or with titles too different or none, to be told from two roles: the other one of the"
        " two was linked. The others are mostly adverts rewritten"
        " from the"
        " ground that name no role both times, one of two titles for the same work, or another number of roles; and a"
        " vacancy after a thread left out. What is wrong: work that only a list without nouns or a tool names, titles"
        " that mostly name the employer, a chain of adverts that changes step by step.\n\n"
        + "".join(
            f"## The {name} draw\n\n{markdown(table(judged(rows, draw)))}\n\n"
            for name, draw in (("fifth", FIFTH), ("fourth", FOURTH), ("third", THIRD), ("second", SECOND))
        )
        + f"## Simulated copies on another board\n\n{linking_copies.section()}"
    )


def _posted_twice(row: dict[str, str]) -> bool:
    """Tell whether either posting's vacancy has one that was listed on one board with the other, at the same time."""
    held, links = _by_row(row["dataset"]), linked(row["dataset"])
    one, other = row["one"], row["other"]
    return any(_listed_with(one_, held, links, other_) for one_, other_ in ((one, other), (other, one)) if one_ in held)


def _listed_with(id_: str, held: dict[str, tuple[Listed, str]], links: dict[str, Link], other: str) -> bool:
    one, _ = held[id_]
    within = [
        held[key][0] for key, link in links.items() if other in links and link.vacancy_id == links[other].vacancy_id
    ]
    return any(
        each.board == one.board and each.opened_on <= one.last_seen_on and one.opened_on <= each.last_seen_on
        for each in within
    )


def _draws(scores: dict[str, Score]) -> pl.DataFrame:
    found = [(name, *vars(score).values(), score.precision, score.recall) for name, score in scores.items()]
    heads = ["draw", "one, linked", "two, linked", "one, missed", "two, apart", "precision", "recall"]
    return pl.DataFrame(found, schema=heads, orient="row")


if __name__ == "__main__":
    main()
