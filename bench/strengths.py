"""How well the strength of a mention is read, on mentions that were read and labelled by a person.

    python -m bench.strengths [--misses] [--write]

The labels (bench/labels/strengths.csv) are positions in recorded texts of ../shared, without the texts; how they were
drawn stands in strength_sample.py. `drawn_as` is what was read when the sample was drawn: it names the stratum.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from bench.hn_trackers import markdown
from bench.recorded import SHARED
from bench.recorded_rows import fingerprint, rows, said
from bench.strength_sample import SAMPLES, labelled
from warehouse.classes import STRENGTHS
from warehouse.home import PROJECT
from warehouse.quality import CONFIDENCE, wilson
from warehouse.taxonomy import load
from warehouse.transforms.normalise import normalise_row

TABLE = PROJECT / "docs" / "strengths.md"
MISSING = "not found"
"""A labelled mention that the normaliser no longer finds."""
Population = dict[str, tuple[int, int, int]]
_FIRST_DRAW: Population = {
    "hn_2011_2013": (1_906, 498, 3_078),
    "hn_2016_2018": (1_628, 257, 4_687),
    "ruanyf_weekly": (10_174, 2_268, 2_558),
    "rebase": (6_083, 1_794, 1_380),
    "remote_boards": (141, 30, 106),
}
POPULATION: dict[str, Population] = {
    "first": _FIRST_DRAW,
    "fresh": _FIRST_DRAW,
    "second_fresh": {
        "hn_2014_2015": (2_534, 544, 3_854),
        "ruanyf_weekly": (10_496, 2_018, 2_141),
        "rebase": (5_948, 1_490, 1_782),
        "v2ex_hot_jobs": (118, 25, 116),
    },
    "third": {
        "hn_2011_2018": (2_560, 427, 3_405),
        "ruanyf_weekly": (10_589, 1_914, 2_010),
        "rebase": (5_872, 1_493, 1_545),
    },
    "third_fresh": {
        "hn_2011_2018": (2_586, 443, 3_489),
        "ruanyf_weekly": (10_601, 1_972, 1_971),
        "rebase": (5_872, 1_493, 1_545),
    },
    "fourth": {"hn_2011_2018": (2_526, 380, 3_435)},
}
"""Sample -> source -> mentions of its first texts read as required, preferred, mentioned when the sample was drawn."""
CHINESE = frozenset({"ruanyf_weekly", "rebase", "v2ex_hot_jobs"})
DRAWN_AS = ("required", "preferred", "mentioned")
AROUND = 60


@dataclass(frozen=True)
class Judged:
    """One labelled mention with what is read now."""

    sample: str
    source: str
    concept: str
    language: str
    drawn_as: str
    label: str
    alternative: bool
    found: str
    found_alternative: bool
    words: str

    @property
    def right(self) -> bool:
        """Whether the strength is read as labelled."""
        return self.label == self.found


def judged() -> Iterator[Judged]:
    """Yield every labelled mention.

    Raises:
        ValueError: A recorded text is not the one that was labelled.
    """
    taxonomy = load()
    for label in labelled():
        row = rows(label["source"])[label["row"]]
        if fingerprint(row) != label["sha256"]:
            message = f"{label['source']} row {label['row']} is not the text that was labelled: label it again"
            raise ValueError(message)
        full = normalise_row(row, taxonomy)
        mention: dict[str, Any] = {one["concept"]: one for one in full["concepts"]}.get(label["concept"], {})
        yield Judged(
            sample=label["sample"],
            source=label["source"],
            concept=label["concept"],
            language="zh" if full["text_language"] == "zh" else "en",
            drawn_as=label["drawn_as"],
            label=label["strength"],
            alternative=label["alternative"] == "yes",
            found=mention.get("strength", MISSING),
            found_alternative=bool(mention.get("alternative")),
            words=_around(said(row), int(label["start"]), int(label["end"])),
        )


def _around(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}".split())


def share(right: int, n: int) -> str:
    """Return a share with its 95 % Wilson interval and its n; empty without any."""
    low, high = wilson(right, n)
    return f"{right / n:.3f} ({low:.2f} to {high:.2f}), n {n}" if n else ""


def accuracy_table(all_: list[Judged], group: Callable[[Judged], str], heading: str) -> pl.DataFrame:
    """Return the accuracy of each strength by language, the strengths grouped by label or by what is read."""
    lines = []
    for strength in (*STRENGTHS, "all"):
        cells = [
            _accuracy(one for one in all_ if one.language in language and strength in {"all", group(one)})
            for language in (("en",), ("zh",), ("en", "zh"))
        ]
        lines.append((strength, *cells))
    return pl.DataFrame(lines, schema=[heading, "English", "Chinese", "both"], orient="row")


def _accuracy(some: Iterable[Judged]) -> str:
    rights = [one.right for one in some]
    return share(sum(rights), len(rights))


def confusion_table(all_: list[Judged]) -> pl.DataFrame:
    """Count mentions by label (rows) and by what is read (columns), for each language."""
    counts = Counter((one.language, one.label, one.found) for one in all_)
    lines = [
        (language, label, *(counts[language, label, found] for found in STRENGTHS))
        for language in ("en", "zh")
        if any(one.language == language for one in all_)
        for label in STRENGTHS
    ]
    return pl.DataFrame(
        lines, schema=["language", "labelled", *(f"read as {name}" for name in STRENGTHS)], orient="row"
    )


def weighted(all_: list[Judged], population: Population) -> str:
    """Return the accuracy over all mentions of some sources of one sample, each stratum weighing what it holds.

    A stratum of which no mention is left weighs nothing.

    The interval is that of a stratified mean, with Jeffreys' share (right + ½) / (n + 1) in the variance, so that a
    stratum without a mistake is not taken for certain.
    """
    strata = [
        (size, [one.right for one in all_ if (one.source, one.drawn_as) == (source, drawn_as)])
        for source, sizes in population.items()
        for drawn_as, size in zip(DRAWN_AS, sizes, strict=True)
    ]
    total = sum(size for size, rights in strata if rights)
    mean = variance = 0.0
    for size, rights in strata:
        if rights:
            weight, p = size / total, (sum(rights) + 0.5) / (len(rights) + 1)
            mean += weight * sum(rights) / len(rights)
            variance += weight**2 * p * (1 - p) / len(rights)
    half = CONFIDENCE * math.sqrt(variance)
    return f"{mean:.3f} ({mean - half:.2f} to {min(1.0, mean + half):.2f})"


def weighted_table(all_: list[Judged], population: Population) -> pl.DataFrame:
    """Return the weighted accuracy of each source of a sample and of all of a language."""
    groups = {source: {source: sizes} for source, sizes in population.items()} | {
        f"{language} sources": {
            source: sizes for source, sizes in population.items() if (source in CHINESE) == (language == "Chinese")
        }
        for language in ("English", "Chinese")
        if any((source in CHINESE) == (language == "Chinese") for source in population)
    }
    lines = [(name, *_weight(all_, sources)) for name, sources in groups.items()]
    return pl.DataFrame(lines, schema=["source", "labelled", "mentions there", "weighted accuracy"], orient="row")


def _weight(all_: list[Judged], population: Population) -> tuple[int, int, str]:
    n, there = sum(one.source in population for one in all_), sum(map(sum, population.values()))
    return n, there, weighted(all_, population)


def alternatives(all_: list[Judged]) -> str:
    """Return how well alternatives (`at least one of Go, Java, Python`) are told from the rest."""
    labelled, found = sum(one.alternative for one in all_), sum(one.found_alternative for one in all_)
    both = sum(one.alternative and one.found_alternative for one in all_)
    return f"Alternatives: sensitivity {share(both, labelled)}; precision {share(both, found)}."


SAYS = {
    "first": "Rules may be mended on the mistakes of this sample; its figures then show how well they fit.",
    "fresh": "Drawn from the texts that were left, to judge the mended rules: its mistakes are not to be looked at.",
    "second_fresh": "Drawn anew and labelled when the rules stood, from texts that neither sample nor the development"
    " sets hold, the English ones from years of which the others hold nothing: its mistakes are not to be looked at."
    " Its first figures were 0.806 for English and 0.887 for Chinese; three rules came after them, from reading other"
    " texts.",
    "third": "Drawn a week later, mostly English, from texts that no other sample nor the development sets hold, and"
    " labelled by two readers, each a half, who had not made the rules. Rules may be mended on its mistakes: its first"
    " figures, blind, were 0.845 (n 161) for English and 0.891 (n 55) for Chinese.",
    "third_fresh": "Drawn with it, to judge what was mended by it: its mistakes are not to be looked at. Two readers"
    " labelled each mention apart; where they differ (11 of 228 in strength or alternative) a third decided. Before the"
    " mending it had 0.886 (n 149) for English and 0.886 (n 79) for Chinese.",
    "fourth": "All English, drawn later from texts that no other sample nor the development sets hold, to judge the"
    " rules as they stood: no rule was made after it, and its mistakes are not to be looked at. Two readers labelled"
    " each mention apart, the second time in an order that tells nothing; where they differ (7 of 436 in strength or"
    " alternative) a third decided.",
}


JUDGING = ("fresh", "second_fresh", "third_fresh", "fourth")
"""Samples whose mistakes nobody looked at."""


def document(all_: list[Judged]) -> str:
    """Return the Markdown page."""
    samples = {name: [one for one in all_ if one.sample == name] for name in SAMPLES}
    unseen = [one for one in all_ if one.sample in JUDGING and one.found != MISSING]
    return (
        "# The strength of a mention: required, preferred, mentioned\n\n"
        "Made by `python -m bench.strengths --write`.\n\n"
        f"{len(all_)} mentions (one concept in one posting, as in `core.mentions`) were drawn by a seed from seven"
        " sources, about as many read as required, as preferred and as mentioned in each, at most one of a text, and"
        " labelled by readers who saw the places of the concept with the words around and not what was read: one"
        " labelled the first three samples, of which two labels were corrected on a second reading. The strongest"
        " place counts."
        " A role that is named for a technology (`Java engineer`) requires it; duties,"
        " stacks, benefits and the employer's own praise only mention; what a seeker offers is mentioned."
        " An alternative is one of several of which some suffice (`Go, Java or Python`); a slash alone makes none.\n\n"
        "Rare strata are drawn as often as common ones, so that the tables by strength hold more hard cases than"
        " postings do; the weighted table gives each stratum the size that it has in its source.\n\n"
        "## The samples that judge, together\n\n"
        f"Nobody looked at the mistakes of {_listed(JUDGING)}. The aim is .90.\n\n"
        f"{markdown(accuracy_table(unseen, lambda one: one.label, 'labelled'))}\n\n"
        + "\n".join(section(name, some) for name, some in samples.items())
    )


def _listed(names: Sequence[str]) -> str:
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}"


def section(name: str, labelled_: list[Judged]) -> str:
    """Return the tables of one sample: of those mentions that are still found."""
    some = [one for one in labelled_ if one.found != MISSING]
    return (
        f"## The sample `{name}`: {len(labelled_)} mentions\n\n"
        f"{SAYS[name]} {len(labelled_) - len(some)} of them are no longer found, since the words were no mention of the"
        " concept or its terms have changed, and are not counted.\n\n"
        "Accuracy by label (how much of each is recognised):\n\n"
        f"{markdown(accuracy_table(some, lambda one: one.label, 'labelled'))}\n\n"
        "Accuracy by what is read (how far each can be trusted):\n\n"
        f"{markdown(accuracy_table(some, lambda one: one.found, 'read as'))}\n\n"
        "Weighted by what the sources hold:\n\n"
        f"{markdown(weighted_table(some, POPULATION[name]))}\n\n"
        "Confusion:\n\n"
        f"{markdown(confusion_table(some))}\n\n"
        f"{alternatives(some)}\n"
    )


def main() -> None:
    """Measure, print, and with --write renew the page in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--misses", action="store_true", help="list the mistakes of the sample `first` with their words"
    )
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    all_ = list(judged())
    page = document(all_)
    print(page)
    if given.misses:
        for one in (one for one in all_ if one.sample == "first" and one.found not in {one.label, MISSING}):
            print(f"{one.source} {one.concept}: {one.label}, read as {one.found}: {one.words}")
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
