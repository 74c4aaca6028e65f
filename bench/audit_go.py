"""A real audit of the tagger: Go on Hacker News, 2014 and 2015, some 600 postings read and labelled by hand.

    python -m bench.audit_go [--home DIR] [--write]

The archive goes the whole way; the answers are those of bench/labels/audit_go_hn.jsonl (ids and yes or no). They were
given before any tag was seen; the postings were drawn as `jobproof audit` draws them.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import orjson
import polars as pl

from assets.audits import answer
from bench.hn_trackers import markdown
from bench.recorded import HN, filled
from reports import judge
from reports.audited import Audited, audited
from reports.claims import Claim
from reports.results import Judgement
from reports.words import interval
from warehouse import audits, clock
from warehouse.cohorts import Cohort, Warehouse
from warehouse.home import PROJECT, Home
from warehouse.taxonomy import load

LABELS = PROJECT / "bench" / "labels" / "audit_go_hn.jsonl"
TABLE = PROJECT / "docs" / "audit.md"
CLAIM = Claim(
    id="HN.go",
    article="003 title, put to Hacker News",
    kind="growth",
    statement_en="Go postings rose by 142 %",
    statement_zh="Go 岗位增长142%",
    population="ALL",
    base="2014",
    period="2015",
    numerator="go",
    figure=1.42,
    zone=(1.42 * 2 / 3, 1.42 * 3 / 2),
    rival=0.0,
    subject_en="Go's share of openings",
    subject_zh="新发布职位中 Go 的占比",
)
_PAGE = """# An audit of the tagger: Go on Hacker News, 2014 and 2015

Made by `python -m bench.audit_go --write`.

{labels} postings were drawn from three strata of each year (tagged as Go; nearly: `go`, `golang` or another spelling
stands there as a word; the rest) and labelled by one reader, who saw no tag: is the language Go named as something that
is used, wanted or welcome?

{strata}

{shares}

The share of a year is Σ W·π over the strata (Tenenbein 1970), π from Jeffreys' posteriors; what no spelling shows is
taken for both years together
([decision 0010](decisions/0010-an-unaudited-tagger-decides-what-no-error-could-turn.md)). In the stratum `rest` no
label was a yes: that the corrected shares lie above the tagged ones is mostly what a hundred labels a year cannot
exclude there, and it is alike in both years.

## What it does to the claim

| figure | growth of Go's share 2014 → 2015 | verdict on +142 % |
|---|---|---|
| as tagged | {plain} | {plain_verdict} |
| corrected | {corrected} | {corrected_verdict} |

> {sentence}
"""


def answered(home: Home) -> int:
    """Put the labels into the home's answers; return how many there are."""
    said = {row["posting_id"]: row["yes"] for row in map(orjson.loads, LABELS.read_bytes().splitlines())}
    answer(home, CLAIM.numerator, said)
    return len(said)


def tallied(home: Home) -> tuple[pl.DataFrame, Audited]:
    """Return the strata with their labels, and what they say."""
    with Warehouse(home) as warehouse:
        cohort = judge.cohort_of(CLAIM, warehouse, today=clock.today())
        if cohort is None:
            message = "the archive covers neither year"
            raise RuntimeError(message)
        members = warehouse.sql(audits.strata_sql(cohort, load()))
        tally = audits.tally(members, CLAIM.numerator, audits.Answers(home.audits, CLAIM.numerator).read())
        found = audited(tally, [period.label for period in cohort.periods])
    if found is None:
        message = "too few labels for the strata as they are now: run `jobproof audit` again"
        raise RuntimeError(message)
    return tally, found


def judged(source: Warehouse) -> Judgement:
    """Judge the claim on an open copy."""
    with source as opened:
        return judge.judge([CLAIM], opened, today=clock.today())[0]


class _Unanswered(Warehouse):
    """The published copy of a home whose people were asked nothing."""

    def audited(self, cohort: Cohort) -> None:
        """Return that nobody answered."""


def page(home: Home) -> str:
    """Return the page."""
    labels = answered(home)
    tally, found = tallied(home)
    plain, corrected = judged(_Unanswered(home)), judged(Warehouse(home))
    shares = pl.DataFrame(
        [
            (period, f"{tagged:.2%}", f"{share:.2%}", f"{share / tagged:.3f}")
            for period, tagged, share in zip(found.periods, found.tagged, found.shares, strict=True)
        ],
        schema=["year", "share as tagged", "corrected", "factor"],
        orient="row",
    )
    return _PAGE.format(
        labels=labels, strata=markdown(tally), shares=markdown(shares), sentence=corrected.sentence_en,
        plain=_figure(plain), corrected=_figure(corrected),
        plain_verdict=f"{plain.verdict}: {plain.reason}", corrected_verdict=f"{corrected.verdict}: {corrected.reason}",
    )  # fmt: skip


def _figure(one: Judgement) -> str:
    return interval(one.estimate.interval, "growth", "en") if one.estimate else "–"


def main() -> None:
    """Run the audit; write its page if asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, default=PROJECT / "data" / "bench" / "audit")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    if not HN.exists():
        print("skipped: the recorded archive (../shared/data) is not here")
        return
    home = filled(given.home, "hn_whoishiring", date(2013, 12, 1), date(2016, 2, 1), now="2018-03-15")
    text = page(home)
    print(text)
    if given.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
