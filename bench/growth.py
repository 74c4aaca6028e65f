"""How the normaliser's time grows with a text: bait ten times as long must take about ten times as long.

    python -m bench.growth [--characters N] [--worst N]

A nested quantifier or a scan of the whole text for each hit shows as a ratio near 100. The bait is the cue and term
words of the seeds and signs that patterns begin with, repeated: no text that a board publishes, but one that anybody
may post to it. Times are of this machine and noisy: only ratios far from ten mean anything.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import polars as pl

from bench.hn_trackers import markdown
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.normalise import normalise_row

SIGNS = (
    "1", "1,", "1-", "1k", "$1-", "1,000 ", "15-25K", "15-25K·16薪", "1.5-2万/月", "年", "3年", "3-5年", "3 years ",
    "3 to ", "five ", "0x", "1.1.1", "1'000'", "2天", "10%", "€1 ", "usd ", "(", "[", "[a", "[a](", "![",
    "**a", "__a", "*a ", "<p ", "<p><", "<a href=", "&#", "&amp;", "\n", "\n \n", "\n- ", "\n1. ", "\n## ",
    "```a\n", "http://a.b/", "a@b.", "{{", "\\", "a", "A", "Ab ", ".", "...", ",", "。", "，", ";", ":", "-",
    "--", "—", "~", "·", "/", "/a", "'", '"', " ", "\u3000", "\u200b", "\ufeff", "\u2028", "😀", "א", "İ",
    "ﬁ", "\x00", "\ud800", "Go ", "go/", "Go、", "Go或", "C/", "R, ", "Java or ", "one of ", "至少一种", "的",
    "熟悉Go或", "北京", "北京、", "上海市", "New York, ", "San ", "in ", "工作地点:", "senior and ", "lead ", "工程师/",
    "招",
    "本科或", "not remote ", "远程或", "hybrid ", "每周2天", "公司成立3年", "某某有限公司", "应届",
)  # fmt: skip
SHORT = 3_000
TIMES = 10


def bait(taxonomy: Taxonomy) -> Iterator[str]:
    """Yield what is repeated: signs, and one cue of each dimension and class."""
    yield "|"
    yield from SIGNS
    seen: set[tuple[str, str]] = set()
    for cue in taxonomy.cues:
        if (cue.dimension, cue.value) not in seen:
            seen.add((cue.dimension, cue.value))
            yield f"{cue.text} "


def grown(unit: str, characters: int, taxonomy: Taxonomy) -> tuple[float, float]:
    """Return the seconds for a text of `characters` and for one TIMES as long; the better of two readings of each."""
    return _seconds(unit, characters, taxonomy), _seconds(unit, TIMES * characters, taxonomy)


def _seconds(unit: str, characters: int, taxonomy: Taxonomy) -> float:
    text = (unit * (characters // len(unit) + 1))[:characters]
    best = float("inf")
    for _ in range(2):
        began = time.perf_counter()
        normalise_row({"id": "1", "text": text}, taxonomy)
        best = min(best, time.perf_counter() - began)
    return best


def measured(characters: int, worst: int) -> pl.DataFrame:
    """Return the units whose time grew most, the steepest first."""
    taxonomy = load()
    normalise_row({"id": "1", "text": "warm"}, taxonomy)
    rows = [(repr(unit), *grown(unit, characters, taxonomy)) for unit in dict.fromkeys(bait(taxonomy))]
    frame = pl.DataFrame(rows, schema=["repeated", "seconds", f"seconds of {TIMES} times"], orient="row")
    ratio = (pl.col(f"seconds of {TIMES} times") / pl.col("seconds")).alias("times as long")
    return frame.with_columns(ratio).sort("times as long", descending=True).head(worst)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=SHORT, help="of the shorter text")
    parser.add_argument("--worst", type=int, default=15, help="units to print")
    given = parser.parse_args()
    print(markdown(measured(given.characters, given.worst)))


if __name__ == "__main__":
    main()
