"""The articles' claims on real postings: Hacker News 2011-2018, Chinese channels 2019-2026, Lagou 2017 and others.

    python -m bench.real_boards [--home DIR] [--write]

All go the whole way (replica and spider, or import; landing, normaliser, warehouse, estimators). Hacker News is
evidence from another population than the articles' (China). Single cases are bench.real_cases.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from bench import real_cases
from bench.hn_trackers import markdown
from bench.real_cases import growth, verdict_line
from bench.recorded import HN, filled
from reports import claims, judge
from reports.claims import Claim
from reports.judge import YearPair
from warehouse import clock, taxonomy
from warehouse.cohorts import Warehouse
from warehouse.home import PROJECT, Home

TABLE = PROJECT / "docs" / "real_boards.md"


def pairs_table(pairs: Iterable[YearPair]) -> pl.DataFrame:
    """Return one row a pair of years: cells, growth as share and as count, both rulings, what it would take."""
    rows = []
    for pair in pairs:
        (n0, x0), (n1, x1) = pair.estimate.cells
        rows.append((
            " → ".join(pair.estimate.periods), f"{x0} of {n0}", f"{x1} of {n1}", growth(pair.estimate.interval),
            f"{pair.share.verdict}: {pair.share.reason}", growth(pair.estimate.beside),
            f"{pair.count.verdict}: {pair.count.reason}", round(pair.estimate.panel.g_eff), pair.share.needed,
        ))  # fmt: skip
    heads = [
        "years",
        "before",
        "after",
        "share grew",
        "by the share",
        "count grew",
        "by the count",
        "G_eff",
        "to decide",
    ]
    return pl.DataFrame(rows, schema=heads, orient="row")


def share_table(warehouse: Warehouse, board: str, *, by: str) -> pl.DataFrame:
    """Return Go's share of the vacancies opened on a board by `year` or `quarter`."""
    start = "year(v.opened_on)" if by == "year" else "year(v.opened_on) || '-Q' || quarter(v.opened_on)"
    return warehouse.sql(
        f"SELECT ({start})::VARCHAR AS {by}, count(*) AS opened, count(m.concept) AS go,"
        " count(DISTINCT v.employer_key) AS employers, 100.0 * count(m.concept) / count(*) AS percent"
        " FROM core.vacancies AS v LEFT JOIN core.mentions AS m"
        " ON m.posting_id = v.vacancy_id AND m.concept = 'go'"
        f" WHERE v.board = '{board}' GROUP BY ALL ORDER BY ALL"
    )


def read_claims() -> dict[str, Claim]:
    """Return the registry's claims by id."""
    return {claim.id: claim for claim in claims.load(known_concepts=set(taxonomy.load().concepts))}


def hacker_news(home: Home, known: dict[str, Claim]) -> str:
    """Return the page's part on Hacker News."""
    with Warehouse(home) as warehouse:
        pairs = judge.growth_by_year(known["A3.1"], warehouse, today=clock.today(), board="hn_whoishiring")
        return (
            "## A3.1 (+142 %) on Hacker News, year by year\n\n"
            "Evidence from another population than the claim's (CN): it decides nothing about China. Employers are the"
            " clusters; re-posts are no openings; not corrected for tagging error. Many pairs are looked at, each on"
            " its own 95 % interval.\n\n"
            f"{markdown(pairs_table(pairs))}\n\n{markdown(share_table(warehouse, 'hn_whoishiring', by='year'))}\n"
        )


def ruanyf(home: Home, known: dict[str, Claim]) -> str:
    """Return the page's part on ruanyf/weekly."""
    with Warehouse(home) as warehouse:
        today = clock.today()
        parts = ["## ruanyf/weekly 谁在招人, a Chinese channel\n"]
        parts += [markdown(share_table(warehouse, "ruanyf_weekly", by=by)) for by in ("year", "quarter")]
        for name in ("A3.1", "A1.2"):
            pairs = judge.growth_by_year(known[name], warehouse, today=today, board="ruanyf_weekly", population="CN")
            parts += [f"### {name}: {known[name].statement_en}\n", markdown(pairs_table(pairs))]
        parts.append("### Verdicts on the claims' own periods, and on 2022 → 2024\n")
        wanted = [known[name] for name in ("A3.1", "A1.2", "A3.2", "A3.6")]
        wanted += [replace(known[name], base="2022", period="2024") for name in ("A3.1", "A1.2")]
        parts += [verdict_line(found) for found in judge.judge(wanted, warehouse, today=today)]
        return "\n\n".join(parts) + "\n"


def main() -> None:
    """Run both archives, print the page, and with --write renew it in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=PROJECT / "data" / "bench", help="where the archives are built")
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not HN.exists():
        print("skipped: the recorded archives (../shared/data) are not here")
        return
    known = read_claims()
    first = filled(given.home / "hn", "hn_whoishiring", date(2011, 4, 1), date(2018, 2, 1), now="2018-03-05")
    page = "# The articles' claims on real postings\n\nMade by `python -m bench.real_boards --write`.\n\n"
    page += hacker_news(first, known)
    page += f"\n{real_cases.lists(first)}\n{real_cases.published()}"
    second = filled(given.home / "ruanyf", "ruanyf_weekly", date(2019, 8, 1), date(2026, 3, 1), now="2026-04-06")
    page += "\n" + ruanyf(second, known)
    page += "\n" + real_cases.lagou(given.home / "lagou", known)
    page += "\n" + real_cases.others(given.home)
    page += "\n" + real_cases.channels(given.home / "channels", known)
    print(page)
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
