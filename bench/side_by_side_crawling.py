"""Crawling side by side: jobproof, bare Scrapy, an aiohttp client and bare sockets against one loopback server."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import scrapy

from bench import crawl_speed
from bench.calibration_page import table
from bench.crawl_speed import PAGE, PAGES, SINGLE, SITE, SIZE, bare, lists, ours, single_pages
from bench.loopback import served
from bench.side_by_side_peers import ROUNDS, Peer, PeerError, cpu_seconds
from warehouse.boards import Scope

_TOGETHER = 8
CLIENTS = (
    Peer("aiohttp {}, answers only", "aiohttp", "fetching.py", "aiohttp"),
    Peer("sockets, answers only: the limit", "", "fetching.py", "sockets"),
)


def crawling() -> str:
    """Return the tables of both shapes: processor seconds of whole processes, the server's aside."""
    pages = {f"/{SITE}{path}" for path in crawl_speed.pages_of()}
    shapes = {
        f"{PAGES} lists of {PAGE} postings, each after the last": (
            "json", lists(), "lever", Scope("acme", "Acme"), PAGES * PAGE, None
        ),
        f"{SINGLE:,} pages of {SIZE // 1000} kB with JSON-LD": (
            "pages", single_pages(), "jsonld", Scope("acme", "Acme", url=f"https://{SITE}/sitemap.xml"), SINGLE, pages
        ),
    }  # fmt: skip
    found = []
    for name, (kind, answers, board, scope, items, only) in shapes.items():
        paths = sorted(only or answers)
        runs: dict[str, Callable[[str], Any]] = {
            "jobproof: read, cleaned, counted, landed": partial(ours, board, scope),
            f"Scrapy {scrapy.__version__}, bare: yields the item": partial(bare, kind),
            **{peer.title: partial(asked, peer, paths) for peer in CLIENTS},
        }
        found.append(f"{name}:\n\n{_table(answers, runs, items)}")
    return "\n".join(found)


def asked(peer: Peer, paths: list[str], root: str) -> int:
    """Let a client fetch all paths; return the answers that had a body."""
    parts = urlsplit(root)
    given = {"host": parts.hostname, "port": parts.port, "paths": paths, "together": _TOGETHER}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.json"
        path.write_bytes(orjson.dumps(given))
        return int(peer.run(path)[2])


def _table(answers: dict[str, bytes], runs: dict[str, Callable[[str], Any]], items: int) -> str:
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    why: dict[str, str] = {}
    with served(answers) as root:
        for _ in range(ROUNDS):
            for name, run in runs.items():
                began = cpu_seconds()
                try:
                    run(root)
                except PeerError as error:
                    why[name] = str(error)
                seconds[name].append(cpu_seconds() - began)
                print(f"  {name}: {seconds[name][-1]:.2f} s", flush=True)
    medians = {name: statistics.median(some) for name, some in seconds.items()}
    mine = next(iter(medians.values()))
    rows = [(name, f"{items / s:,.0f}", f"{s / mine:.2f}") for name, s in medians.items() if name not in why]
    told = "".join(f"\n{name} has no figures: `{reason}`\n" for name, reason in why.items())
    return f"{table(('way', 'items/s', 'ratio'), rows)}\n{told}"


if __name__ == "__main__":
    print(crawling())
