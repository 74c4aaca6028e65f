"""The many postings labelled since the hold-outs, by work type and industry or by every field, and how they were drawn.

    python -m bench.kinds_sample NAME SHEET

NAME is one of DRAWS. Rows of the development sets, of the hold-outs and of all earlier labels are left out by id, and
so is what begins like one of them: firms post the same text month after month. Of a long text its beginning is shown,
and the short lines behind it, which are headings of further roles; where every field is read, the whole text is.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from pathlib import Path

from bench.holdout_sample import developed
from bench.holdout_sample import sheet as whole_sheet
from bench.recorded import SHARED
from bench.recorded_rows import Row, lot, rows
from warehouse.home import PROJECT
from warehouse.transforms.text import plain

FOLDER = PROJECT / "bench" / "labels"
EARLIER = (
    "audit_go_hn", "concepts", "fresh", "fresh2", "holdout", "holdout2", "kinds", "pay", "requirements", "zh_fields",
)  # fmt: skip

STRENGTHS = {"first", "fresh", "second_fresh"}
"""Samples of strengths labelled before these draws; the later ones were drawn without regard to them."""
LONGEST = {"hn": 1_900, "ruanyf_weekly": 1_500, "rebase": 1_800}
LONGEST_ELSEWHERE = 9_000
LONGEST_READ_WHOLE = {"hn": 2_600, "ruanyf_weekly": 2_000, "rebase": 2_000}


@dataclass(frozen=True)
class Draw:
    """How one set was drawn.

    Args:
        seed: By what the lots fall.
        sources: Dataset -> postings drawn, or all that are left; names are those of `recorded_rows.rows`.
        after: Files of labels whose postings are left out.
        longest: Beginning of a dataset's name -> longest plain text in characters; LONGEST_ELSEWHERE for the others.
        whole: Whether every field is read, so that the sheet shows the whole of each posting.
        by_whole_id: Whether the ids of recorded answers, which begin with their board, are left out as they are.
            Draws before the fifth fresh sample knew those of Hacker News by their number alone, by which no answer
            was left out; they stay as they were read.
        saying: Dataset -> what the postings drawn from it say somewhere; all of the other datasets may be drawn.
        whatever: Dataset -> how many are drawn before those, whatever they say.
    """

    seed: str
    sources: Mapping[str, int]
    after: tuple[str, ...]
    longest: Mapping[str, int] = field(default_factory=lambda: LONGEST)
    whole: bool = False
    by_whole_id: bool = False
    saying: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    whatever: Mapping[str, int] = field(default_factory=dict)


PAY_AND_YEARS = re.compile(r"\d\s?[kKwW万千元Uu](?=[\s\S]*\d\s?年)|\d\s?年(?=[\s\S]*\d\s?[kKwW万千元Uu])")
"""A number beside what may be a unit of money, and one beside 年: however either is meant."""

PAY_EN = re.compile(r"[$€£]\s?\d{2,3}(?:[kK]|,\d{3})|\b\d{2,3}\s?[kK]\b")
YEARS_EN = re.compile(r"\d\s?\+?\s?(?:years|yrs)\b|\b(?:degree|B\.?Sc?|M\.?Sc?|Ph\.?D)\b", re.IGNORECASE)
"""What may be a pay, and what may be years or a degree: firms' funding and founders' degrees are drawn too."""
GO_EN = re.compile(r"\b(?:Go|GO|[Gg]olang)\b|[Gg]olang|, go\b")
"""What may be the language: `Go` at the head of a sentence too."""
STATED_EN = {"hn_2011_2014": PAY_EN, "hn_2015_2018": PAY_EN, "hn_2012_2017": YEARS_EN}
BEFORE_SEVENTH = (*EARLIER, "kinds2", "kinds3", "kinds4", "kinds5", "fresh3", "fresh4", "fresh5", "fresh6")
"""Labels made before the seventh samples."""
BEFORE_EIGHTH = (*BEFORE_SEVENTH, "fresh7_zh", "fresh7_en")
BEFORE_NINTH = (*BEFORE_EIGHTH, "fresh8_en", "fresh8_zh")
BEFORE_TENTH = (*BEFORE_NINTH, "fresh9_en", "fresh9_zh")
BEFORE_ELEVENTH = (*BEFORE_TENTH, "fresh10_en", "fresh10_zh")
BEFORE_TWELFTH = (*BEFORE_ELEVENTH, "fresh11_en", "fresh11_zh")
LONGEST_ZH = {"ruanyf_weekly": 2_500, "rebase": 2_500}

DRAWS = {
    "kinds2": Draw(
        seed="jobproof kinds of many 2026-11-21",
        sources={
            **{f"hn_{year}_{year}": 58 for year in range(2011, 2018)},
            "hn_2018_2018": 20,
            "answers_en": 36,
            "jobicy_listing": 40,
            "usajobs": 10,
            "ruanyf_weekly": 130,
            "rebase": 70,
            "answers_zh": 25,
            "lagou_2017": 40,
            "51job_2018": 10,
        },
        after=EARLIER,
    ),
    "kinds3": Draw(
        seed="jobproof kinds after all rules 2026-11-21",
        sources={
            **{f"hn_{year}_{year}": 15 for year in range(2011, 2018)},
            "hn_2018_2018": 10,
            "ruanyf_weekly": 40,
            "rebase": 20,
            "lagou_2017": 10,
        },
        after=(*EARLIER, "kinds2"),
    ),
    "fresh3": Draw(
        seed="jobproof third fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 3 for year in range(2011, 2017)},
            "hn_2017_2017": 5,
            "hn_2018_2018": 6,
            "portals_en": 6,
            "himalayas_listing": 6,
            "usajobs": 3,
            "ruanyf_weekly": 44,
            "rebase": 20,
            "portals_zh": 13,
            "lagou_2017": 8,
            "51job_2018": 5,
        },
        after=(*EARLIER, "kinds2", "kinds3"),
        longest=LONGEST_READ_WHOLE,
        whole=True,
    ),
    "kinds4": Draw(
        seed="jobproof kinds of Chinese postings 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 7 for year in range(2011, 2019)},
            "ruanyf_weekly": 80,
            "rebase": 36,
            "lagou_2017": 60,
            "51job_2018": 10,
        },
        after=(*EARLIER, "kinds2", "kinds3", "fresh3"),
    ),
    "kinds5": Draw(
        seed="jobproof kinds once more 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 5 for year in range(2011, 2019)},
            "ruanyf_weekly": 55,
            "rebase": 30,
            "lagou_2017": 40,
            "51job_2018": 10,
        },
        after=(*EARLIER, "kinds2", "kinds3", "kinds4", "fresh3"),
    ),
    "fresh4": Draw(
        seed="jobproof fourth fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 3 for year in range(2011, 2017)},
            "hn_2017_2017": 8,
            "hn_2018_2018": 8,
            "portals_en": 3,
            "himalayas_listing": 3,
            "usajobs": 2,
            "ruanyf_weekly": 32,
            "rebase": 16,
            "portals_zh": 4,
            "lagou_2017": 5,
            "51job_2018": 3,
        },
        after=(*EARLIER, "kinds2", "kinds3", "kinds4", "kinds5", "fresh3"),
        longest=LONGEST_READ_WHOLE,
        whole=True,
    ),
    "fresh5": Draw(
        seed="jobproof fifth fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 5 for year in range(2011, 2019)},
            "answers_en": 12,
            "remote_boards": 16,
            "portals_en": 2,
            "jobicy_listing": 8,
            "usajobs": 5,
            "ruanyf_weekly": 12,
            "rebase": 9,
            "v2ex_hot_jobs": 3,
            "answers_zh": 3,
            "lagou_2017": 3,
            "51job_2018": 2,
        },
        after=(*EARLIER, "kinds2", "kinds3", "kinds4", "kinds5", "fresh3", "fresh4"),
        longest={"hn": 2_000, "answers": 4_500, "remote_boards": 4_000, "ruanyf_weekly": 1_500, "rebase": 1_500},
        whole=True,
        by_whole_id=True,
    ),
    "fresh6": Draw(
        seed="jobproof sixth fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 4 for year in range(2011, 2017)},
            "hn_2017_2017": 6,
            "hn_2018_2018": 6,
            "himalayas_listing": 5,
            "usajobs": 3,
            "ruanyf_weekly": 34,
            "rebase": 20,
            "lagou_2017": 4,
            "51job_2018": 3,
        },
        after=(*EARLIER, "kinds2", "kinds3", "kinds4", "kinds5", "fresh3", "fresh4", "fresh5"),
        longest={"hn": 2_000, "ruanyf_weekly": 1_800, "rebase": 2_000},
        whole=True,
        by_whole_id=True,
        saying={"ruanyf_weekly": PAY_AND_YEARS, "rebase": PAY_AND_YEARS},
    ),
    "fresh7_zh": Draw(
        seed="jobproof seventh fresh sample of Chinese postings 2026-11-22",
        sources={"ruanyf_weekly": 36, "rebase": 30, "lagou_2017": 10, "51job_2018": 4},
        after=BEFORE_SEVENTH,
        longest={"ruanyf_weekly": 3_000, "rebase": 3_000},
        whole=True,
        by_whole_id=True,
    ),
    "fresh7_en": Draw(
        seed="jobproof seventh fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 3 for year in range(2011, 2019)},
            "hn_2011_2014": 8,
            "hn_2015_2018": 8,
            "hn_2012_2017": 8,
            "answers_en": 1,
            "few_listings": 8,
            "himalayas_listing": 3,
            "usajobs": 2,
        },
        after=BEFORE_SEVENTH,
        longest={"hn": 6_000},
        whole=True,
        by_whole_id=True,
        saying=STATED_EN,
    ),
    "fresh8_en": Draw(
        seed="jobproof eighth fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 3 for year in range(2011, 2019)},
            "hn_2011_2014": 7,
            "hn_2015_2018": 8,
            "hn_2012_2017": 9,
            "few_listings": 6,
            "himalayas_listing": 4,
            "usajobs": 2,
        },
        after=BEFORE_EIGHTH,
        longest={"hn": 6_000},
        whole=True,
        by_whole_id=True,
        saying=STATED_EN,
    ),
    "fresh8_zh": Draw(
        seed="jobproof eighth fresh sample of Chinese postings 2026-11-22",
        sources={"ruanyf_weekly": 34, "rebase": 25, "lagou_2017": 8, "51job_2018": 3},
        after=BEFORE_EIGHTH,
        longest=LONGEST_ZH,
        whole=True,
        by_whole_id=True,
    ),
    "fresh9_en": Draw(
        seed="jobproof ninth fresh sample 2026-11-22",
        sources={
            "hn_2011_2011": 3,
            "hn_2012_2012": 3,
            **{f"hn_{year}_{year}": 4 for year in range(2013, 2017)},
            "hn_2017_2017": 3,
            "hn_2018_2018": 3,
            "hn_2011_2014": 8,
            "hn_2015_2018": 10,
            "hn_2012_2017": 10,
            "few_listings": 7,
            "himalayas_listing": 5,
            "usajobs": 2,
        },
        after=BEFORE_NINTH,
        longest={"hn": 6_000},
        whole=True,
        by_whole_id=True,
        saying=STATED_EN,
    ),
    "fresh9_zh": Draw(
        seed="jobproof ninth fresh sample of Chinese postings 2026-11-22",
        sources={"ruanyf_weekly": 38, "rebase": 29, "lagou_2017": 11, "51job_2018": 4},
        after=BEFORE_NINTH,
        longest=LONGEST_ZH,
        whole=True,
        by_whole_id=True,
        saying={"ruanyf_weekly": PAY_AND_YEARS, "rebase": PAY_AND_YEARS},
        whatever={"ruanyf_weekly": 30, "rebase": 22},
    ),
    "fresh10_en": Draw(
        seed="jobproof tenth fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 3 for year in range(2011, 2019)},
            "hn_2011_2014": 56,
            "hn_2015_2018": 56,
            "hn_2012_2017": 40,
            "hn_2013_2018": 32,
            "few_listings": 6,
            "himalayas_listing": 4,
            "usajobs": 2,
        },
        after=BEFORE_TENTH,
        longest={"hn": 6_000},
        whole=True,
        by_whole_id=True,
        saying={**STATED_EN, "hn_2013_2018": GO_EN},
    ),
    "fresh10_zh": Draw(
        seed="jobproof tenth fresh sample of Chinese postings 2026-11-22",
        sources={"ruanyf_weekly": 58, "rebase": 42, "lagou_2017": 14, "51job_2018": 6},
        after=BEFORE_TENTH,
        longest=LONGEST_ZH,
        whole=True,
        by_whole_id=True,
        saying={"ruanyf_weekly": PAY_AND_YEARS, "rebase": PAY_AND_YEARS},
    ),
    "fresh11_en": Draw(
        seed="jobproof eleventh fresh sample 2026-11-22",
        sources={
            **{f"hn_{year}_{year}": 5 for year in range(2011, 2019)},
            "hn_2011_2014": 36,
            "hn_2015_2018": 36,
            "hn_2012_2017": 30,
            "hn_2013_2018": 10,
            "few_listings": 6,
            "himalayas_listing": 4,
            "usajobs": 2,
        },
        after=BEFORE_ELEVENTH,
        longest={"hn": 6_000},
        whole=True,
        by_whole_id=True,
        saying={**STATED_EN, "hn_2013_2018": GO_EN},
    ),
    "fresh11_zh": Draw(
        seed="jobproof eleventh fresh sample of Chinese postings 2026-11-22",
        sources={"ruanyf_weekly": 46, "rebase": 34, "lagou_2017": 10},
        after=BEFORE_ELEVENTH,
        longest={"ruanyf_weekly": 6_000, "rebase": 6_000},
        whole=True,
        by_whole_id=True,
    ),
    "fresh12_en": Draw(
        seed="jobproof twelfth fresh sample, of pay 2026-11-23",
        sources={"hn_2011_2014": 120, "hn_2015_2018": 220},
        after=BEFORE_TWELFTH,
        longest={"hn": 6_000},
        whole=True,
        by_whole_id=True,
        saying={"hn_2011_2014": PAY_EN, "hn_2015_2018": PAY_EN},
    ),
}
SHOWN, SHOWN_CHINESE = 1_500, 650
MOSTLY = 60
"""Han characters among the first 400 of a text from which it is Chinese."""
ALIKE = 48
"""Letters at the start of a text by which two are held for one posting."""

_LETTERS = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def beginning(row: Row) -> str:
    """Return the first letters of title and text, by which a posting that was published again is known."""
    said = f"{row.get('title') or ''} {plain(row.get('text') or '', row.get('text_format'))[:400]}".lower()
    return "".join(_LETTERS.findall(said))[:ALIKE]


@cache
def earlier(name: str) -> frozenset[str]:
    """Return the ids in the development sets and in the labels made before a draw."""
    files = (FOLDER / f"{before}.jsonl" for before in DRAWS[name].after)
    told = (json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines() if line)
    whole = {str(one.get("id") or one.get("posting_id")) for one in told}
    ids = {one.removeprefix("hn_whoishiring:") for one in whole} | (whole if DRAWS[name].by_whole_id else set())
    with (FOLDER / "strengths.csv").open(encoding="utf-8") as table:
        ids |= {line["row"] for line in csv.DictReader(table) if line["sample"] in STRENGTHS}
    return frozenset(ids) | developed()


def drawn(name: str) -> Iterator[tuple[str, Row]]:
    """Yield (source, row) in the order in which they were read."""
    draw, seen = DRAWS[name], earlier(name)
    everything = {source: rows(source).values() for source in draw.sources}
    known = {
        beginning(row) for row in chain.from_iterable(everything.values()) if row["id"] in seen and row.get("text")
    }
    for source, most in draw.sources.items():
        fresh = _unlike(sorted(everything[source], key=lambda row: lot(draw.seed, source, row["id"])), known)
        short = (row for row in fresh if row["id"] not in seen and _short(draw, source, row))
        saying = (row for row in short if _says(draw, source, row))
        whatever = draw.whatever.get(source, 0)
        for row in chain(islice(short, whatever), islice(saying, most - whatever)):
            known.add(beginning(row))
            yield source, row


def _unlike(found: list[Row], known: set[str]) -> Iterator[Row]:
    """Yield what does not begin like a posting that is known when its turn comes."""
    return (row for row in found if beginning(row) not in known)


def _short(draw: Draw, source: str, row: Row) -> bool:
    """Whether the text is short enough to be read with care."""
    most = next((most for name, most in draw.longest.items() if source.startswith(name)), LONGEST_ELSEWHERE)
    return len(plain(row.get("text") or "", row.get("text_format"))) <= most


def _says(draw: Draw, source: str, row: Row) -> bool:
    """Whether the text says what postings of its dataset are drawn for."""
    wanted = draw.saying.get(source)
    return wanted is None or wanted.search(plain(row.get("text") or "", row.get("text_format"))) is not None


def shown(number: int, source: str, row: Row) -> str:
    """Return what is read of a posting: its published fields and the text, a long one cut."""
    left_out = {"id", "board", "text", "text_format", "employment", "remote", "salary", "location"}
    fields = "; ".join(f"{name}={value}" for name, value in row.items() if name not in left_out and value)
    text = plain(row.get("text") or "", row.get("text_format"))
    most = SHOWN_CHINESE if len(_HAN.findall(text[:400])) > MOSTLY else SHOWN
    short = (line.strip() for line in text[most:].split("\n"))
    headings = " / ".join(line for line in short if 0 < len(line) < most // 25)[: most // 5]
    return f"### {number} {source} {fields}\n{text[:most]}" + (f"\n[...] {headings}" if headings else "")


def main() -> None:
    """Write the sheet that is read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=DRAWS)
    parser.add_argument("sheet", type=Path, help="file to write, outside the project")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    if DRAWS[given.name].whole:
        given.sheet.write_text(whole_sheet(drawn(given.name)), encoding="utf-8")
        return
    sheet = "\n".join(shown(number, source, row) for number, (source, row) in enumerate(drawn(given.name), start=1))
    given.sheet.write_text(sheet, encoding="utf-8")


if __name__ == "__main__":
    main()
