"""Real data beside single claims: a Chinese board of 2017, two Chinese channels, lists of employers, other populations.

Parts of docs/real_boards.md, which bench.real_boards puts together. Every figure goes the product's whole way: import
or crawl, normaliser, warehouse, estimators, verdicts.
"""

from __future__ import annotations

import csv
import gzip
import math
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
from scipy import stats

from assets import steps
from bench.hn_trackers import markdown
from bench.recorded import SHARED, filled
from reports import estimators, judge
from reports.claims import Claim
from reports.results import Estimate, Interval, Judgement
from warehouse import boards, clock
from warehouse.archives import import_file
from warehouse.cohorts import Cohort, Warehouse
from warehouse.home import Home
from warehouse.periods import parse

DATA = SHARED / "data"
LAGOU, JOB51 = DATA / "lagou_2017.jsonl.gz", DATA / "51job_2018.jsonl.gz"
REBASE = DATA / "rebase_who_is_hiring_2021_2026.jsonl.gz"
USAJOBS = DATA / "usajobs_7depts_2024_2025.jsonl.gz"
PUBLISHED = DATA / "hntrends_terms_2011_2018.csv"
FOUR = "city:beijing or city:shanghai or city:shenzhen or city:hangzhou"
CITIES = ("beijing", "shanghai", "shenzhen", "hangzhou", "guangzhou", "chengdu", "wuhan")


def imported(root: Path, files: Sequence[tuple[str, Path]], *, now: str) -> Home:
    """Import files into a home and publish, unless it is published already.

    Args:
        root: Folder of the home; what was landed there before stays.
        files: (archive board, file).
        now: What the clock shows.
    """
    os.environ["JOBPROOF_NOW"], os.environ["JOBPROOF_HOME"] = now, str(root)
    home = Home(root)
    registry = boards.load(home)
    reports = [import_file(path, registry.board(name), home) for name, path in files]
    if any(report.kept for report in reports) or not home.published.exists():
        steps.publish(home)
    return home


def share(found: Interval) -> str:
    """Return a share with its interval in per cent."""
    return f"{found.value:.1%} ({found.low:.1%} … {found.high:.1%})"


def growth(found: Interval | None) -> str:
    """Return a growth with its interval in per cent."""
    return f"{found.value:+.0%} ({found.low:+.0%} … {found.high:+.0%})".replace("-", "\N{MINUS SIGN}") if found else "–"


def verdict_line(found: Judgement) -> str:
    """Return a verdict with its finding, what turns it and what it would take to decide."""
    needed = f" To decide it: {found.needed}." if found.needed else ""
    flips = f" It turns {', '.join(found.flips)}." if found.flips else ""
    return f"- **{found.id} {found.verdict}** {found.sentence_en}{needed}{flips}"


def lagou(root: Path, known: dict[str, Claim]) -> str:
    """Return the page's part on Lagou, 3 May 2017: is 68 % anything that Go has of its own?"""
    home = imported(root, [("lagou", LAGOU)], now="2017-06-05")
    every = replace(known["A3.6"], id="A3.6 of all postings", denominator="any", numerator=FOUR,
                    subject_en="the four cities' share of all openings")  # fmt: skip
    asked = [known[name] for name in ("A3.6", "A3.7.share", "A3.7.rank", "A3.8")]
    dated = [
        replace(
            claim,
            period="2017-05",
            measure="opened",
            subject_en=claim.subject_en.replace("open Go vacancies", "Go openings"),
        )
        for claim in (*asked, every)
    ]
    with Warehouse(home) as warehouse:
        found = judge.judge(dated, warehouse, today=clock.today())
        table = _by_city(warehouse)
    go, technical = (_of(found, name) for name in ("A3.6", every.id))
    return (
        "## Four cities on Lagou, 3 May 2017\n\n"
        "Titles only, found by searching for technical terms; Go is what a title names. Years before the claim's own"
        " quarter: evidence, no verdict on 2024.\n\n"
        f"Four cities: {_raw():.1%} of the file's rows; of openings (re-posts linked) Go {share(go.interval)} of"
        f" {go.panel.n:,}, all technical work {share(technical.interval)} of {technical.panel.n:,}; claimed for Go"
        " 68 %. The figure claimed for Go is that of technical work as a whole; Go's own is another.\n\n"
        f"{markdown(table)}\n\n" + "\n".join(map(verdict_line, found)) + "\n"
    )


def _raw() -> float:
    """Return the four cities' share of the file's rows as they stand."""
    rows = pl.read_ndjson(gzip.decompress(LAGOU.read_bytes()), schema={"city": pl.String})
    return float(rows["city"].is_in(["北京", "上海", "深圳", "杭州"]).mean() or 0.0)


def _of(judged: Sequence[Judgement], name: str) -> Estimate:
    found = next(one.estimate for one in judged if one.id == name)
    if found is None:
        message = f"{name} has no estimate"
        raise ValueError(message)
    return found


def _by_city(warehouse: Warehouse) -> pl.DataFrame:
    """Return each city's share of Go openings and of all, and its rank in both."""
    period = (parse("2017-05", who="bench"),)
    rows = []
    for city in CITIES:
        go, every = (
            warehouse.counts(Cohort(f"city:{city}", whole, "CN", period)).select(pl.col("x", "n").sum()).row(0)
            for whole in ("go", "any")
        )
        rows.append((city, go[0], 100 * go[0] / go[1], every[0], 100 * every[0] / every[1]))
    heads = ["city", "go", "percent_of_go", "all_postings", "percent_of_all"]
    table = pl.DataFrame(rows, schema=heads, orient="row")
    ranks = (
        pl.col(name).rank("min", descending=True).cast(pl.Int64).alias(f"rank_{name}") for name in ("go", heads[3])
    )
    return table.with_columns(*ranks)


def lists(home: Home) -> str:
    """Return the page's part on lists: the same two quarters over all employers, and over lists made in either year."""
    quarters = ("2016-Q2", "2017-Q2")
    with Warehouse(home) as warehouse:
        counts = warehouse.counts(_go_on_hn(*quarters))
        lists = {year: warehouse.counts(_go_on_hn(year)).filter(pl.col("x") > 0) for year in ("2016", "2017")}
    panels = {"all employers": counts} | {
        f"a list of those that asked for Go in {year}": counts.join(listed, on="employer", how="semi")
        for year, listed in lists.items()
    }
    rows = []
    for name, kept in panels.items():
        count = estimators.growth_of_count(kept, *quarters)
        before, after = count.cells if count else ((0, 0), (0, 0))
        grew = growth(count.interval if count else None)
        rows.append((name, kept["employer"].n_unique(), before[1], after[1], grew))
    table = pl.DataFrame(rows, schema=["panel", "employers", "go_before", "go_after", "count_grew"], orient="row")
    return (
        "## Lists choose: Hacker News, Q2 2016 → Q2 2017\n\n"
        "The same postings, three panels. A list of employers made in the first year can only lose, one made in the"
        " second can only gain: each employer is on it because it hired then. That is why a panel is chosen blind to"
        " hiring, before the base period, and why no list filled from archives gives a verdict on growth.\n\n"
        f"{markdown(table)}\n"
    )


def _go_on_hn(*labels: str) -> Cohort:
    chosen = tuple(parse(label, who="bench") for label in labels)
    return Cohort("go", "any", "ALL", chosen, boards=("hn_whoishiring",))


def published() -> str:
    """Return the page's part on May 2014 → May 2015, from a published tracker's own counts."""
    before, after = (_published(month) for month in ("2014-05", "2015-05"))
    (x0, n0), (x1, n1) = before, after
    ratio = (x1 / n1) / (x0 / n0)
    z = float(stats.norm.ppf(0.975))
    low, high = (ratio * math.exp(sign * z * math.sqrt(1 / x0 - 1 / n0 + 1 / x1 - 1 / n1)) for sign in (-1, 1))
    alone = Interval(ratio - 1, low - 1, high - 1)
    return (
        "## May 2014 → May 2015, from published counts\n\n"
        f"Go in {x0} of {n0} posts, then in {x1} of {n1} (ryanwi/hiringtrends, `golang`): the count grew"
        f" {x1 / x0 - 1:+.0%}, the share {alone.value:+.0%}, and from {alone.low:+.0%} to {alone.high:+.0%} would fit,"
        " were every post independent of every other (Katz et al. 1978). They are not: one employer's roles come"
        " together. A jump of +144 % in a count is mostly a longer thread.\n".replace("-", "\N{MINUS SIGN}")
    )


def _published(month: str) -> tuple[int, int]:
    with PUBLISHED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["month"], row["term"]) == (month, "golang"):
                return int(row["count"]), int(row["num_comments"])
    message = f"{PUBLISHED.name} has no golang in {month}"
    raise ValueError(message)


def channels(root: Path, known: dict[str, Claim]) -> str:
    """Return the page's part on the two Chinese channels, each and together."""
    crawled = filled(root, "ruanyf_weekly", date(2019, 8, 1), date(2026, 3, 1), now="2026-04-06")
    both = imported(crawled.root, [("rebase_archive", REBASE)], now="2026-08-04")
    asked = [known["A1.2"], known["A3.1"], replace(known["A3.6"], period="2024", measure="opened")]
    rows = []
    with Warehouse(both) as warehouse:
        judged = judge.judge(asked, warehouse, today=clock.today())
        for name in ("ruanyf_weekly", "rebase_archive", ""):
            rows += [_channel(claim, _Only(warehouse, name), name) for claim in asked]
    table = pl.DataFrame(rows, schema=["claim", "channel", "cells", "figure", "G_eff", "verdict"], orient="row")
    return (
        "## Two Chinese channels, each and together\n\n"
        "ruanyf/weekly (general) and rebase-network/who-is-hiring (mostly Web3). The second is an archive that was"
        " collected after the fact: it is shown, and no verdict on growth should rest on it. A3.6 speaks of Q2 2024 and"
        " of open vacancies; threads are thin, so the whole of 2024 and openings are taken.\n\n"
        f"{markdown(table)}\n\nTogether:\n\n" + "\n".join(map(verdict_line, judged)) + "\n\n"
        "What it means: three claims, two channels, and each channel gives another figure. A share of cities is first a"
        " matter of how much remote work a channel lists, which has no city. Threads as thin as these leave +142 % and"
        " +147 % open, be it apart or together: it takes boards that are watched as they go.\n"
    )


class _Only:
    """A warehouse of which one board alone can speak; all of them where none is named."""

    def __init__(self, warehouse: Warehouse, board: str) -> None:
        self._warehouse, self._board = warehouse, board

    def __getattr__(self, name: str) -> object:
        return getattr(self._warehouse, name)

    def covered(self, *asked: object) -> dict[str, str]:
        found = self._warehouse.covered(*asked)  # type: ignore[arg-type]  # passed on
        return {name: why or ("" if self._board in {"", name} else "not asked") for name, why in found.items()}


def _channel(claim: Claim, source: _Only, board: str) -> tuple[str, str, str, str, int, str]:
    (found,) = judge.judge([claim], source, today=clock.today())  # type: ignore[arg-type]  # it passes everything on
    shown = found.estimate
    cells = " → ".join(f"{x} of {n}" for n, x in shown.cells) if shown else "–"
    write = share if claim.kind == "share" else growth
    figure = write(shown.interval) if shown else "–"
    return claim.id, board or "both", cells, figure, round(shown.panel.g_eff) if shown else 0, found.verdict


PYTHON_PAY = Claim(
    "51job.pay",
    "other populations",
    "level",
    "Python pays a median of CNY 240,000 a year",
    "Python 年薪中位数 24 万元",
    period="2018-06",
    numerator="python",
    figure=240_000.0,
    zone=(200_000.0, 288_000.0),
    subject_en="median yearly pay of Python",
    subject_zh="Python 年薪中位数",
)
FEDERAL_GO = Claim(
    "usajobs.go",
    "other populations",
    "existence",
    "Federal agencies ask for Go",
    "美国联邦机构招 Go",
    population="ALL",
    period="2025-Q2",
    unit="employer",
    numerator="go",
    word="asked-for",
    zone=(0.01, 1.0),
    rival=0.0,
    subject_en="the share of agencies that name Go",
    subject_zh="提到 Go 的机构占比",
)


def others(root: Path) -> str:
    """Return the page's part on populations that the articles do not speak of."""
    chinese = imported(root / "job51", [("job51", JOB51)], now="2018-07-05")
    with Warehouse(chinese) as warehouse:
        found = judge.judge([PYTHON_PAY], warehouse, today=clock.today())
    federal = imported(root / "usajobs", [("usajobs_archive", USAJOBS)], now="2026-01-05")
    quarters = ("2024-Q2", "2025-Q2")
    with Warehouse(federal) as warehouse:
        found += judge.judge([FEDERAL_GO], warehouse, today=clock.today())
        cohort = Cohort("any", "any", "ALL", tuple(parse(label, who="bench") for label in quarters))
        count = estimators.growth_of_count(warehouse.counts(cohort), *quarters)
    return (
        "## Other populations\n\n"
        "51job, 650 searched postings of June 2018, without employers: each posting is its own, so that the interval is"
        " too narrow by what employers have in common. USAJOBS, seven departments, titles only.\n\n"
        + "\n".join(map(verdict_line, found))
        + "\n\nAll announcements of the seven departments, Q2 2024 → Q2 2025:"
        f" {growth(count.interval if count else None)}. Departments chosen because hiring was frozen in 2025 show a"
        " fall that is no market's.\n"
    )
