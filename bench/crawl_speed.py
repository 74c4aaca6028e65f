"""How fast a crawl is on loopback with politeness off, as a ratio to bare Scrapy doing nothing but yielding the item.

`python -m bench.crawl_speed [--write]`. Two shapes: a JSON list in pages of 100 postings, each after the last, and
29 kB pages with JSON-LD that a sitemap lists. Ours lands postings that are read, cleaned of personal data and counted.
Both run as whole processes against the same server, by turns; figures are medians and hold for this machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.loopback import served
from simulation.market import Market
from simulation.writers import applicant_systems
from spiders.crawl import crawl
from warehouse import clock
from warehouse.boards import Scope, load
from warehouse.home import PROJECT, Home

PAGES, PAGE, SINGLE = 90, 100, 3000
LEVER, SITE = "/api.lever.co/v0/postings/acme?mode=json", "careers.acme.example"
SIZE = 29_000
ROUNDS = 3
TABLE = PROJECT / "docs" / "crawl_speed.md"
_TOGETHER = "8"
_UNSIGNED = {"additional": "<div>We answer every application.</div>", "additionalPlain": "We answer every application."}
_PAGE = """# How fast a crawl is

Written by `python -m bench.crawl_speed --write`: loopback, politeness off, {rounds} rounds by turns in one run, medians
of whole processes. Bare Scrapy does nothing but yield the item; jobproof reads, cleans, counts and lands it as well.

{table}
"""


def pages_of() -> list[str]:
    """Return the paths of the single pages."""
    return [f"/jobs/{number}" for number in range(SINGLE)]


def lists() -> dict[str, bytes]:
    """Return the pages of the JSON list: invented postings of the simulated market, each with an id of its own."""
    rows, found = postings(), {}
    for page in range(PAGES):
        some = [{**rows[(page * PAGE + n) % len(rows)], "id": f"{page}-{n}"} for n in range(PAGE)]
        found[f"{LEVER}&skip={page * PAGE}&limit={PAGE}"] = json.dumps(some).encode()
    found[f"{LEVER}&skip={PAGES * PAGE}&limit={PAGE}"] = b"[]"
    return found


def single_pages() -> dict[str, bytes]:
    """Return the sitemap and its pages, each of 29 kB with one JobPosting among navigation and scripts."""
    rows, found = postings(), {}
    for number, path in enumerate(pages_of()):
        posting = {
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "title": (row := rows[number % len(rows)])["text"],
            "description": row["description"] + row["additional"],
            "identifier": {"@type": "PropertyValue", "value": str(number)},
            "datePosted": "2025-01-02",
            "hiringOrganization": {"@type": "Organization", "name": "Acme"},
            "jobLocation": {"@type": "Place", "address": {"addressLocality": "Berlin", "addressCountry": "DE"}},
        }
        script = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
        head = f"<!DOCTYPE html><html><head><title>{row['text']}</title>{script}</head><body>"
        filler = (
            '<nav class="menu"><a href="/about">About us</a></nav><script>window.state = {"menu": [1, 2, 3]};</script>'
        )
        body = head + filler * ((SIZE - len(head)) // len(filler)) + "</body></html>"
        found[f"/{SITE}{path}"] = body.encode()
    listed = "".join(f"<url><loc>https://{SITE}{path}</loc></url>" for path in pages_of())
    found[f"/{SITE}/sitemap.xml"] = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'.encode()
    )
    return found


def postings() -> list[dict[str, Any]]:
    """Return invented postings as Lever writes them, a contact in one of ten, as in the recorded answers of boards."""
    market = Market(7, date(2025, 1, 6), 24)
    rows = applicant_systems.lever(7, market.vacancies("companies")[:2000])
    return [row if number % 10 == 0 else {**row, **_UNSIGNED} for number, row in enumerate(rows)]


def ours(board: str, scope: Scope, root: str) -> int:
    """Crawl with jobproof into an empty home; return the postings that landed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        wanted = replace(load(home).board(board), scopes=(scope,))
        os.environ |= {"JOBPROOF_REPLICA": root, "JOBPROOF_REPLICA_TOGETHER": _TOGETHER}
        (report,) = crawl(wanted, [f"{clock.today()}"], home)
        print(f"    {report.scopes[0].state} {report.scopes[0].reason} {report.scopes[0].dropped or ''}")
        return report.kept


def bare(kind: str, root: str) -> int:
    """Crawl with bare Scrapy; return the items that came."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.bare_scrapy", kind, root], cwd=PROJECT, capture_output=True, check=True
    )
    return int(done.stdout)


def compared(kind: str, answers: dict[str, bytes], board: str, scope: Scope) -> tuple[float, float, int]:
    """Return median seconds of ours and of bare Scrapy over the rounds, and the items of each."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    runs: dict[str, Callable[[str], int]] = {
        "ours": lambda root: ours(board, scope, root),
        "bare": lambda root: bare(kind, root),
    }
    counts = set()
    with served(answers) as root:
        for _ in range(ROUNDS):
            for name, run in runs.items():
                began = time.perf_counter()
                counts.add(run(root))
                times[name].append(time.perf_counter() - began)
                print(f"  {kind} {name}: {times[name][-1]:.2f} s")
    if len(counts) != 1:
        raise RuntimeError(f"the crawls brought different numbers of items: {sorted(counts)}")
    return statistics.median(times["ours"]), statistics.median(times["bare"]), counts.pop()


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    shapes = {
        f"JSON list, {PAGES} pages of {PAGE}": ("json", lists(), "lever", Scope("acme", "Acme")),
        f"{SINGLE} pages of {SIZE // 1000} kB with JSON-LD": (
            "pages", single_pages(), "jsonld", Scope("acme", "Acme", url=f"https://{SITE}/sitemap.xml"),
        ),
    }  # fmt: skip
    lines = ["| shape | items | jobproof, items/s | bare Scrapy, items/s | ratio |", "|---|---|---|---|---|"]
    for name, (kind, answers, board, scope) in shapes.items():
        mine, theirs, items = compared(kind, answers, board, scope)
        lines.append(f"| {name} | {items:,} | {items / mine:,.0f} | {items / theirs:,.0f} | {theirs / mine:.2f} |")
    print("\n".join(lines))
    if given.write:
        TABLE.write_text(_PAGE.format(table="\n".join(lines), rounds=ROUNDS), encoding="utf-8")


if __name__ == "__main__":
    main()
