"""How well every field is read in samples, each labelled before the rules of its day had read it.

    python -m bench.fresh [--record WHEN [--only NAME]] [--write]

The labels (bench/labels/fresh*.jsonl) are ids with a fingerprint of the text, drawn by a seed from postings that no
other labels hold and labelled by reading by the labelling guide, before any prediction was seen; a field that its
reader was not sure of is missing. `--record` adds the figures of the rules as they stand to those kept in
bench/labels/fresh.figures.jsonl under a name, `--write` renews docs/fresh.md from these.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from bench import fresh_pool
from bench.hn_trackers import markdown
from bench.holdout import FOLDER, LANGUAGES, labelled
from bench.recorded import SHARED
from bench.recorded_rows import Row
from warehouse.home import PROJECT
from warehouse.labels import FIELDS, Labelled
from warehouse.normalise_file import guide_rows
from warehouse.quality import FEW, Figures, measured
from warehouse.taxonomy import Taxonomy, load

SAMPLES = {
    "fresh": "The first sample, which rules were changed on",
    "fresh2": "The second sample",
    "fresh3": "The third sample, which rules were changed on",
    "fresh4": "The fourth sample",
    "fresh5": "The fifth sample",
    "fresh6": "The sixth sample, read once",
    "fresh7_zh": "The seventh sample",
    "fresh7_en": "The seventh English sample",
    "fresh8_en": "The eighth English sample",
    "fresh8_zh": "The eighth sample",
    "fresh9_en": "The ninth English sample",
    "fresh9_zh": "The ninth sample",
    "fresh10_en": "The tenth English sample",
    "fresh10_zh": "The tenth sample",
    "fresh11_en": "The eleventh English sample",
    "fresh11_zh": "The eleventh sample",
    "fresh12_en": "The twelfth English sample, of pay",
}
RECORDED = FOLDER / "fresh.figures.jsonl"
PAGE = PROJECT / "docs" / "fresh.md"

Found = dict[str, dict[str, dict[str, Figures]]]
"""Sample -> language -> field -> figures."""


def figures(name: str, taxonomy: Taxonomy) -> dict[str, dict[str, Figures]]:
    """Return language -> field -> figures, each field over the postings whose label states it."""
    everything = list(labelled(name))
    read = {found["id"]: found for found in guide_rows((row for *_, row in everything), taxonomy)}
    return {
        language: measured_apart(
            {labels["id"]: labels for its, labels, _ in everything if its == language}, read, taxonomy
        )
        for language in LANGUAGES
    }


def measured_apart(labels: dict[str, Row], read: dict[str, Row], taxonomy: Taxonomy) -> dict[str, Figures]:
    """Measure each field over the rows that state it; those that offer no job count for `is_posting` alone."""
    found: dict[str, Figures] = {}
    for field in FIELDS:
        stating = {ident: row for ident, row in labels.items() if field in row}
        found |= measured(Labelled(field, stating, (field,)), read, taxonomy) if stating else {}
    return found


def table(lines: list[dict[str, Any]], name: str, language: str) -> pl.DataFrame:
    """Return one row a field: the figure at each recording, and the number of labels."""
    lines = [line for line in lines if name in line["found"]]
    heads = [line["when"] for line in lines]
    fields = lines[-1]["found"][name][language]
    told = [
        (field, *(_told(line["found"][name][language][field]) for line in lines), _counted(now))
        for field, now in fields.items()
    ]
    return pl.DataFrame(told, schema=["field", *heads, "n"], orient="row")


def _told(one: Figures) -> str:
    if not one["labels"]:
        return "no label"
    if "f1" in one:
        return f"F1 {one['f1']:.3f}"
    share = next(one[key] for key in ("stated", "right") if key in one)
    interval = f" ({one['low']:.2f} to {one['high']:.2f})"
    return f"{share:.3f}{interval}" + (f", invented {one['invented']} of {one['silent']}" if one.get("silent") else "")


def _counted(one: Figures) -> str:
    return f"{one['labels']} (few)" if one["labels"] < FEW else str(one["labels"])


_HEAD = f"""# Twelve samples labelled before the rules read them

Made by `python -m bench.fresh --write`. 124 English and 84 Chinese postings, then 64 and 42: Hacker News 2011-2018 with
2019-09 and 2020-03, We Work Remotely, Lever, Ashby, two employers' own pages, Jobicy and USAJOBS titles; ruanyf/weekly
2019-2026, rebase 2021-2026, V2EX, Ruby China, employers' own boards, Lagou and 51job listings. Postings of the
development sets, both hold-outs and all other labels were left out, and texts above 1,900 (Hacker News), 5,200 (other
English boards), 1,150 (ruanyf/weekly), 1,300 (rebase) or 1,500 characters.

Then 43 and 90, mostly Chinese, and 42 and 51: Hacker News 2011-2018, Himalayas and USAJOBS titles, Personio,
Teamtailor, BambooHR, Workday, Workable and SmartRecruiters; ruanyf/weekly, rebase, the few recorded rows of Boss, Lagou
2018, 51job 2022, Meituan, Tencent, bilibili and eleduck, Lagou 2017 and 51job 2018 listings, texts up to 2,000
characters (Hacker News 2,600). How they were drawn stands in bench/kinds_sample.py.

Then 46 and 25: Hacker News 2011-2018, one answer of 2020-03 and USAJOBS titles; ruanyf/weekly, rebase, Lagou 2017 and
51job 2018 listings. Of Greenhouse, Lever, Ashby, RemoteOK, We Work Remotely and Arbeitnow no recorded posting that is
short enough was left unread. One of the drawn was a posting published again and has no label.

Then 44 and 61: Hacker News 2011-2018, Himalayas and USAJOBS titles; ruanyf/weekly, rebase, Lagou 2017 and 51job 2018
listings, texts up to 2,000 characters. Of ruanyf/weekly and rebase only postings were drawn that name a number beside
what may be a unit of money and one beside 年, however either is meant, so that pay and years are stated often enough to
measure: 46 and 38 of the 61 state them. Skills were not labelled.

Last 80 Chinese ones: ruanyf/weekly and rebase, texts up to 3,000 characters, drawn whatever they say, Lagou 2017 and
51job 2018 listings; V2EX, Ruby China, Boss and employers' own boards have none left. Skills were not labelled.

And 62 English ones: Hacker News 2011-2018, texts up to 6,000 characters, 24 drawn by the year, 16 that hold what may be
a pay and 8 what may be years or a degree, firms' funding and founders' degrees too; one answer of Recruitee; titles of
Himalayas, USAJOBS, Remote OK, Arbeitnow and Remotive. Of the other recorded English answers none was left unread.
Skills were labelled.

And 70 more Chinese ones: ruanyf/weekly and rebase, texts up to 2,500 characters, drawn whatever they say, Lagou 2017
and 51job 2018 listings. Skills of 64 were labelled.

And 60 English ones: Hacker News 2011-2018, texts up to 6,000 characters, 24 drawn by the year, 15 that hold what may be
a pay and 9 what may be years or a degree; titles of Himalayas, USAJOBS, Remote OK, Arbeitnow and Remotive. Skills of 47
were labelled.

The ninth, English: 70, Hacker News 2011-2018, texts up to 6,000 characters, 28 drawn by the year, 18 that hold what may
be a pay and 10 what may be years or a degree; titles of Himalayas, USAJOBS, Remote OK, Arbeitnow, Remotive and We Work
Remotely. Skills of 60 were labelled.

The ninth, Chinese: 82, ruanyf/weekly and rebase, texts up to 2,500 characters, 52 drawn whatever they say and 15 that
name a number beside what may be a unit of money and one beside 年; 15 listings of Lagou 2017 and 51job 2018. 50 state
a pay and 28 years, three offer no job; skills of 63 were labelled.

The tenth, 220 English and 71 Chinese, is large enough to tell what is seldom stated: Hacker News 2011-2018, 24 drawn by
the year, 112 that hold what may be a pay, 40 what may be years or a degree and 32 what may be Go; titles of Himalayas,
USAJOBS, Remote OK, Arbeitnow, Remotive and We Work Remotely; ruanyf/weekly and rebase that name a number beside what
may be a unit of money and one beside 年, and listings of Lagou 2017 and 51job 2018. The eleventh, 164 and 90, is of the
same boards, the Chinese ones drawn whatever they say. Skills were not labelled. Six and five readers, each a part,
labelled them, none of whom knew the rules. Where label and reading differed, another reader was shown both, in either
order and not told which was which: of 373 such fields, work types and industries among them, he took the label 318
times and the reading 38 times and said 17 times that nobody could tell; labels were put right or dropped by that. The
columns "its labels read twice" are after that, those before them with the labels as they were first. Labels that agree
were not read again, so that the later columns are rather too kind, as the earlier are too strict: by the gold sets
`Berlin / remote` is remote alone, which the readers of the tenth had not been told.

The twelfth, 340 English, is of pay alone, which the others state too seldom to tell .95 from less: Hacker News
2011-2018, all of which hold what may be a pay. Five readers labelled it, none of whom knew the rules, and its labels
were landed before any prediction was made; no label was read again or changed. 188 state a pay.

Of the others one reader labelled by the labelling guide, each sample before its predictions were seen; a field that he
was not sure of has no label, so that the doubtful cases of work type and industry are missing and the figures are
kinder there than those of docs/holdout.md; four fields of three postings were dropped afterwards, two texts having been
cut off for reading and one label being a slip. The mistakes of the first were read and general rules made of them; the
second was then labelled and read by those rules. The third came a day later, its "before, 47cb47f" blind to it; of its
mistakes, of lines made by hand in the shapes of other boards and of 380 more labelled kinds (bench/kinds.py) came
"rules of the third". The fourth was labelled after those rules: its column "rules of the third, 6989e78" is the honest
one. Five people who seek work were left out of it, having been met in a listing meanwhile. Its mistakes have been
looked at since, so that its last column shows a fit, as all later columns of the others do. The fifth was labelled
after rules for pay, years, degrees and levels in other European languages (`European words`), its labels before its
predictions were seen: its first column is the honest one. The sixth was drawn before what unlabelled postings are read
to say was listed and mended (`before the sixth`), left out of those lists (adverts that its employers wrote in other
months were in them), and labelled before its predictions were seen: its first two columns are the honest ones, before
and after that mending, the last shows a fit. The Chinese seventh was drawn before unlabelled postings and lines made by
hand in the shapes of other boards were read for mistakes, and labelled after most of these were mended, before its
predictions were seen: its first two columns are the honest ones, before and after that mending, the last shows a fit.
The English seventh was drawn and labelled in the same way: its first two columns are the honest ones. The eighth
samples were drawn and labelled before any rule was mended for them: the first two columns of each are the honest ones,
before and after unlabelled postings and lines made by hand were read for mistakes, of the English one for kinds of
work, industries, pay, degrees and skills alone; the last shows a fit. So were the ninth ones, before any rule or
prediction of their postings was looked at: their columns "before the ninth" and "mended without sight of the ninth" are
the honest ones, the latter after unlabelled postings (adverts that employers of the sample wrote in other months among
them, of the English one; of the Chinese one they were left out) and lines made by hand were read for mistakes, by who
had read and labelled the sample and did not know how it was read; "rules of the ninth" shows a fit. Of the tenth the
columns "before the tenth" are the honest ones: its mistakes were then read and general rules made of them, which the
eleventh, labelled before, judges in its columns "before the eleventh" and "mended without sight of the eleventh".
"(few)" marks fewer than {FEW} labels."""


_TOGETHER = """## Blind figures together

The samples from the sixth on, each at its last column that was recorded before its mistakes were seen (which one that
is stands in bench/fresh_pool.py), counted together: names and postings are added up, not shares. `asked` is the floor
of each field; "within chance" says that it lies in the 95 % interval (Wilson; of F1 by the share of names that label
and reading have in common). `invented` are values where the label says nothing, `most` how many may be; the last
columns are the single samples, their labels in brackets. Doubtful cases have no label, as above; the earlier a sample,
the older the rules that its figure is of."""


def document(lines: list[dict[str, Any]]) -> str:
    """Return the Markdown page."""
    together = [
        f"### {heading}\n\n{markdown(fresh_pool.table(lines, language))}" for language, heading in LANGUAGES.items()
    ]
    parts = [
        f"## {title}: {heading}\n\n{markdown(table(lines, name, language))}"
        for name, title in SAMPLES.items()
        for language, heading in LANGUAGES.items()
        if next(line for line in reversed(lines) if name in line["found"])["found"][name][language]
    ]
    return "\n\n".join((_HEAD, _TOGETHER, *together, *parts)) + "\n"


def record(when: str, names: Sequence[str]) -> None:
    """Add the figures of the rules as they stand to RECORDED."""
    taxonomy = load()
    line = {"when": when, "found": {name: figures(name, taxonomy) for name in names}}
    with RECORDED.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")


def main() -> None:
    """Print the page, record first and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", metavar="WHEN", help="measure and keep the figures under this name")
    parser.add_argument("--only", choices=SAMPLES, action="append", help="record this sample alone; may be repeated")
    parser.add_argument("--write", action="store_true", help=f"renew {PAGE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not SHARED.exists():
        print("skipped: the recorded texts (../shared) are not here")
        return
    if given.record:
        record(given.record, given.only or [*SAMPLES])
    page = document([json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()])
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
