"""jobproof beside what people would use instead: `python -m bench.side_by_side [PART …] [--job N …]`.

Renews docs/benchmarks.md, or those of its sections that are named. Peers are installed from the package registry by the
pins in bench/peers, each into an environment of its own below data/bench; all are fed the same texts, the recorded ones
of ../shared where they are, else the simulated market's. The whole job runs at 20,000 and 100,000 postings, or at the
sizes that are named, up to a million.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import side_by_side_job
from bench.proof_page import section
from bench.recorded import HN
from bench.side_by_side_crawling import crawling
from bench.side_by_side_linking import linkage, near_duplicates
from bench.side_by_side_peers import ROUNDS
from bench.side_by_side_reading import parsing, tagging
from warehouse.home import PROJECT

PAGE = PROJECT / "docs" / "benchmarks.md"
_OURS = ("polars", "duckdb", "scrapy", "dagster", "matplotlib")
_HEAD = """# Side by side

`python -m bench.side_by_side` renews this page; each section tells the run that it is of. Ways are run by turns; rates
are by the medians of processor seconds on one core, of crawls those of whole processes. `ratio` is a way's time over
that of the first: above 1 it is slower than jobproof, below 1 faster. Peers have the versions shown, each in an
environment of its own (`bench/peers`).
"""
JOB = "job"
PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "parsing": ("1. A record of a board to a posting", parsing),
    "tagging": ("2. Terms in texts, and whether Go is meant", tagging),
    "near_duplicates": ("3. Texts that come again", near_duplicates),
    "linkage": ("4. Adverts copied to another board", linkage),
    "crawling": ("5. Crawls on loopback", crawling),
}
"""Name -> heading and what measures it; the whole job comes last."""
_OF_TEXTS = {"parsing", "tagging", "near_duplicates"}
_JOB = "6. The whole job after the crawl"


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


def renew(name: str, sizes: list[int]) -> None:
    """Measure a part and write its section; of the job after each size, so that a stopped run leaves what it has."""
    title, measure = PARTS.get(name) or (_JOB, None)
    print(f"== {title}", flush=True)
    began = time.monotonic()
    for said in (each() for each in [measure]) if measure else side_by_side_job.sections(sizes):
        section(title, f"{_told(name, sizes, time.monotonic() - began)}\n\n{said}", PAGE, _HEAD)


def _told(name: str, sizes: list[int], seconds: float) -> str:
    """Return what ran, for how long, on what."""
    more = f" --job {' '.join(map(str, sizes))}`" if name == JOB else f"`, {ROUNDS} rounds"
    texts = "recorded texts" if HN.exists() and name in _OF_TEXTS else "texts of the simulated market"
    ours = ", ".join(f"{each} {version(each)}" for each in _OURS)
    ran = f"`python -m bench.side_by_side {name}{more}, {seconds / 60:.0f} minutes"
    return f"{ran}: {machine()}; {texts}; jobproof on {ours}."


def main() -> None:
    """Measure what is named, all without."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", help=f"any of {', '.join((*PARTS, JOB))}; all without")
    sizes = side_by_side_job.SIZES
    parser.add_argument(
        "--job", nargs="+", type=int, default=list(sizes), metavar="N", help=f"postings; {sizes} without"
    )
    given = parser.parse_args()
    if unknown := set(given.part) - {*PARTS, JOB}:
        parser.error(f"no part {', '.join(sorted(unknown))}: there are {', '.join((*PARTS, JOB))}")
    for name in given.part or (*PARTS, JOB):
        renew(name, given.job)


if __name__ == "__main__":
    main()
