"""jobproof beside what people would use instead: `python -m bench.side_by_side [PART …] [--job N …]`.

Writes docs/benchmarks.md, or prints the parts that are named. Peers are installed from the package registry by the pins
in bench/peers, each into an environment of its own below data/bench; all are fed the same texts, the recorded ones of
../shared where they are, else the simulated market's. The whole job runs at 20,000 and 100,000 postings, or at the
sizes that are named, up to a million.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bench import side_by_side_job
from bench.recorded import HN
from bench.side_by_side_crawling import crawling
from bench.side_by_side_linking import linkage, near_duplicates
from bench.side_by_side_peers import ROUNDS
from bench.side_by_side_reading import parsing, tagging
from warehouse.home import PROJECT

PAGE = PROJECT / "docs" / "benchmarks.md"
_OURS = ("polars", "duckdb", "scrapy", "dagster", "matplotlib")
_HEAD = """# Side by side

Written by `{command}` in one run, {minutes:.0f} minutes: {machine}. Texts: {texts}. Ways are run by turns, {rounds}
rounds; rates are by the medians of processor seconds, of crawls by the clock's. `ratio` is a way's time over that of
the first: above 1 it is slower than jobproof, below 1 faster. jobproof on {ours}. Peers have the versions shown, each
in an environment of its own (`bench/peers`).
"""
PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "parsing": ("A record of a board to a posting", parsing),
    "tagging": ("Terms in texts, and whether Go is meant", tagging),
    "near_duplicates": ("Texts that come again", near_duplicates),
    "linkage": ("Adverts copied to another board", linkage),
    "crawling": ("Crawls on loopback", crawling),
}
"""Name -> heading and what measures it; the whole job comes last."""


def machine() -> str:
    """Return what it ran on, in a clause."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    told = f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"
    size = f", {memory[0] / 2**20:.0f} GiB" if memory else ""
    python = f"{platform.system()}, Python {platform.python_version()}"
    return f"{told}{size}, {python}, load {os.getloadavg()[2]:.0f}, {datetime.now(UTC):%Y-%m-%d}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def write(sizes: list[int], command: str) -> None:
    """Run everything; the page is written anew after each part, so that a run that was stopped leaves what it has."""
    began, found = time.monotonic(), list[str]()
    job = partial(side_by_side_job.section, sizes)
    parts: list[tuple[str, Callable[[], str]]] = [*PARTS.values(), ("The whole job after the crawl", job)]
    for title, measure in parts:
        found.append(_part(title, measure))
        head = _HEAD.format(
            command=command, minutes=(time.monotonic() - began) / 60, machine=machine(),
            texts="recorded ones" if HN.exists() else "the simulated market's", rounds=ROUNDS,
            ours=", ".join(f"{name} {version(name)}" for name in _OURS),
        )  # fmt: skip
        PAGE.write_text("\n".join([head, *found]), encoding="utf-8")


def _part(title: str, measure: Callable[[], str]) -> str:
    print(f"== {title}", flush=True)
    return f"## {title}\n\n{measure()}"


def main() -> None:
    """Measure; print parts, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="print these only; write the page without")
    sizes = side_by_side_job.SIZES
    parser.add_argument(
        "--job", nargs="+", type=int, default=list(sizes), metavar="N", help=f"postings; {sizes} without"
    )
    given = parser.parse_args()
    for name in given.part:
        print(_part(*PARTS[name]))
    if not given.part:
        named = "" if given.job == list(sizes) else f" --job {' '.join(map(str, given.job))}"
        write(given.job, f"python -m bench.side_by_side{named}")


if __name__ == "__main__":
    main()
