"""How fast the normaliser is: beside pyahocorasick, step by step, with 10,000 more terms, over cores and text length.

`python -m bench.normaliser [--write]`. The texts are the recorded ones of ../shared: Hacker News comments as HTML and
Chinese GitHub comments as Markdown. Seconds are the processor's, the best of ROUNDS by turns, but for the table of
cores, which has the clock's. Figures hold for one machine and one run; ratios travel further.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.machinery import SourceFileLoader
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import orjson
import polars as pl

from bench.hn_trackers import markdown
from bench.recorded import HN, RUANYF
from warehouse.home import PROJECT
from warehouse.normalise_file import guide_rows
from warehouse.readers import LEAST, Readers
from warehouse.taxonomy import Taxonomy, Term, load
from warehouse.transforms import automaton, scan
from warehouse.transforms.document import build_scanner, tagged
from warehouse.transforms.letters import folded
from warehouse.transforms.normalise import normalise_row, scanner_of
from warehouse.transforms.text import plain

TABLE = PROJECT / "docs" / "normaliser_speed.md"
PEER = "pyahocorasick"
PEER_SCRIPT = PROJECT / "bench" / "peer_pyahocorasick.py"
ROUNDS = 6
POSTINGS = 1_600
"""Of each language."""
WARM = 100
"""Postings that are read before those that are timed."""
SHORT = 1_300
"""Bytes of a posting of which the floors of speed speak."""
MORE_TERMS = 10_000
PARALLEL = 24_000
LOOP = 50_000_000
MILLION = 1_000_000
SIZES = (10, 40, 160)
"""Thousands of characters of one posting."""
_CONSONANTS, _VOWELS = "bdfgklmnprst", "aeo"
BAIT = {
    "real posting": "We use Go, Python and Kubernetes in Berlin. 熟悉微服务，3年以上经验，20-40K。\n",
    "one line of roles": "developer ",
    "places without a line end": "Berlin, Go, ",
    "`remote` without end": "remote ",
    "`not remote`": "not remote work, ",
    "links": "https://a.io go ",
    "digits and dashes": "1-2-",
    "money": "$1,000 - 2,",
    "years": "3-5年",
    "`go`": "go, ",
    "open tags": "<p x ",
    "entities": "&#x4e;&#",
    "brackets": "[([",
    "stars": "**a*",
    "full-width": "ＧＯ，",
    "zero-width": "G\u200bo ",
    "bars": "a | ",
    "hiring without a role": "招聘",
    "years without 年": "经验：3-5",
    "roles apart by spaces": "工程师 ",
    "towns before states": "\nSan Jose, CA and Hoboken, NJ.",
}
_PAGE = """# How fast the normaliser is

Written by `python -m bench.normaliser --write` in one run on {cores} cores; recorded texts, {n:,} of each language,
mean length {lengths}. Seconds are the processor's, best of {rounds} rounds by turns; other work on the machine slows
them. A loop that sums the numbers below 1,000 took {unit:.0f} µs: the unit to compare machines by.

## From JSON lines with markup to every field of the guide, one core

Each round in a process of its own, which has read {warm} other postings before and none of these.

{whole}

Peak memory: {memory}. Postings are streamed; {memory_says}

## Tagging: all terms of both languages with their context rules, one core; {peer} has a boundary check, no rules

{tagging}

## What compiling the scanner's loop brings: everything found in a text, by turns

{compiled}

## {more:,} more terms

{terms}

## Cores (clock's seconds, {parallel:,} postings; one process is this one and starts nothing)

Says something on an otherwise idle machine only: compare with the load average when the run ended, {load:.1f}, and with
the last column, which is what the machine's cores give to as many processes that only count.

{parallel_table}

## Growth with the length of one posting: µs a thousand characters

{growth}
"""


def recorded(path: Path, key: str, text_format: str) -> list[dict[str, Any]]:
    """Return POSTINGS rows with a text, spread over all of them, as `jobproof normalise` takes them."""
    with gzip.open(path, "rb") as lines:
        texts = [row[key] for row in map(orjson.loads, lines) if row.get(key)]
    some = texts[:: max(1, len(texts) // POSTINGS)][:POSTINGS]
    return [{"id": n, "text": text, "text_format": text_format} for n, text in enumerate(some)]


def best(runs: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the least CPU seconds of each run, taken by turns."""
    seconds = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            began = time.process_time()
            run()
            seconds[name] = min(seconds[name], time.process_time() - began)
    return seconds


def normalised(lines: list[bytes], taxonomy: Taxonomy) -> int:
    """Take JSON lines the whole way to JSON lines; return their length."""
    return sum(len(orjson.dumps(row)) for row in guide_rows(map(orjson.loads, lines), taxonomy))


def whole_table(rows: dict[str, list[dict[str, Any]]]) -> pl.DataFrame:
    """Return postings a second from JSON line to JSON line, of texts that the process has not read before."""
    told = {name: min(_told(name) for _ in range(ROUNDS)) for name in rows}
    unit = calibrated()
    found = []
    for name, some in rows.items():
        seconds = told[name]
        size = sum(len(row["text"].encode()) for row in some) / len(some) / 1_000
        speeds = f"{1 / seconds:,.0f}", f"{seconds * MILLION:,.0f}", f"{seconds * MILLION / unit:.1f}"
        found.append((name, f"{len(some):,}", f"{size:.2f}", *speeds))
    heads = ["texts", "n", "kB each", "postings/s", "µs a posting", "loops of 1,000 additions a posting"]
    return pl.DataFrame(found, schema=heads, orient="row")


def calibrated() -> float:
    """Return the µs of a loop over 1,000 numbers: how fast this core is just now."""
    seconds = best({"loop": lambda: [sum(range(1_000)) for _ in range(2_000)]})
    return seconds["loop"] / 2_000 * MILLION


def of_terms(taxonomy: Taxonomy) -> Taxonomy:
    """Return the taxonomy without places and cues: what a tagger has."""
    return replace(taxonomy, cities=(), countries=(), cues=())


def spellings(taxonomy: Taxonomy) -> list[str]:
    """Return every term as the scanner looks for it."""
    found = dict.fromkeys(term.text.lower() for term in taxonomy.terms)
    return [*found, *(term.replace(" ", "-") for term in found if " " in term and "-" not in term)]


def peer_python() -> Path:
    """Return the interpreter of an environment of its own that has the peer; made where it is missing."""
    folder = Path(tempfile.gettempdir()) / f"jobproof-bench-{PEER}"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True)
    return python


def peer_seconds(terms: list[str], texts: list[str]) -> tuple[float, int]:
    """Return the peer's least CPU seconds over the texts and how many terms it found."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        given.write_text(json.dumps({"terms": terms, "texts": texts, "rounds": 1}), encoding="utf-8")
        done = subprocess.run([peer_python(), PEER_SCRIPT, given], capture_output=True, check=True, text=True)
    said = json.loads(done.stdout)
    return min(said["seconds"]), said["finds"]


def tagging_table(texts: dict[str, list[str]]) -> pl.DataFrame:
    """Compare tagging with the peer on the same texts and terms, by turns."""
    taxonomy = of_terms(load())
    scanner, terms = build_scanner(taxonomy), spellings(taxonomy)
    found = []
    for name, some in texts.items():
        ours, theirs = float("inf"), float("inf")
        for _ in range(ROUNDS):
            seconds, finds = peer_seconds(terms, some)
            theirs = min(theirs, seconds)
            ours = min(ours, best_once(lambda some=some: tagged(some, taxonomy, scanner)))
        mine = sum(map(len, tagged(some, taxonomy, scanner)))
        speeds = f"{len(some) / ours:,.0f}", f"{len(some) / theirs:,.0f}", f"{theirs / ours:.2f}"
        found.append((name, f"{len(terms):,}", *speeds, f"{mine:,}", f"{finds:,}"))
    schema = ["texts", "terms", "ours, postings/s", f"{PEER}, postings/s", "ratio", "our mentions", "its finds"]
    return pl.DataFrame(found, schema=schema, orient="row")


def uncompiled() -> ModuleType:
    """Return the scanner's loop as it runs where no compiler was."""
    loader = SourceFileLoader("uncompiled_automaton", str(Path(automaton.__file__ or "").parent / "automaton.py"))
    module = ModuleType(loader.name)
    loader.exec_module(module)
    return module


def compiled_table(texts: dict[str, list[str]]) -> pl.DataFrame:
    """Return texts a second through the whole scanner with its loop as installed and uncompiled."""
    installed = build_scanner(load())
    with patch.object(scan, "Automaton", uncompiled().Automaton):
        plain_loop = build_scanner(load())
    is_compiled = "yes" if not (automaton.__file__ or "").endswith(".py") else "no"
    found = []
    for name, some in texts.items():
        seconds = best({
            "installed": lambda some=some: list(map(installed.scan, some)),
            "plain": lambda some=some: list(map(plain_loop.scan, some)),
        })  # fmt: skip
        speeds = (f"{len(some) / seconds[loop]:,.0f}" for loop in ("installed", "plain"))
        found.append((name, is_compiled, *speeds, seconds["plain"] / seconds["installed"]))
    schema = ["texts", "compiled here", "as installed, texts/s", "uncompiled, texts/s", "ratio"]
    return pl.DataFrame(found, schema=schema, orient="row")


def best_once(run: Callable[[], Any]) -> float:
    """Return the CPU seconds of one run."""
    began = time.process_time()
    run()
    return time.process_time() - began


def grown(taxonomy: Taxonomy) -> Taxonomy:
    """Return the taxonomy with MORE_TERMS invented terms of one and two words."""
    chance = random.Random(7)  # noqa: S311 - invents words, guards nothing
    syllables = [f"{first}{second}" for first in _CONSONANTS for second in _VOWELS]
    words = {"".join(chance.choices(syllables, k=chance.choice((2, 3, 4)))) for _ in range(MORE_TERMS * 3)}
    known = {term.text.lower() for term in taxonomy.terms}
    fresh = sorted(words - known)[:MORE_TERMS]
    texts = [f"{word} {fresh[-n]}" if n % 3 == 0 else word for n, word in enumerate(fresh)]
    some = [Term("go", text, "en", "", (), (), "bench:0") for text in texts]
    return replace(taxonomy, terms=(*taxonomy.terms, *some))


def terms_table(rows: dict[str, list[dict[str, Any]]], texts: dict[str, list[str]]) -> pl.DataFrame:
    """Return what MORE_TERMS more terms cost, in tagging and in the whole normaliser."""
    small, large = load(), grown(load())
    bare = {"small": of_terms(small), "large": of_terms(large)}
    scanners = {size: build_scanner(taxonomy) for size, taxonomy in bare.items()}
    scanner_of(large)
    found = []
    for name, some in rows.items():
        lines = [orjson.dumps(row) for row in some]
        seconds = best(
            {
                "whole": lambda lines=lines: normalised(lines, small),
                "whole grown": lambda lines=lines: normalised(lines, large),
                "tags": lambda name=name: tagged(texts[name], bare["small"], scanners["small"]),
                "tags grown": lambda name=name: tagged(texts[name], bare["large"], scanners["large"]),
            }
        )
        ratios = seconds["tags grown"] / seconds["tags"], seconds["whole grown"] / seconds["whole"]
        found.append((name, *ratios))
    return pl.DataFrame(found, schema=["texts", "tagging, times slower", "whole, times slower"], orient="row")


def _told(name: str) -> float:
    """Return what a process of its own says: the seconds a posting of some texts."""
    command = [sys.executable, "-m", "bench.normaliser", "--tell", name]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, text=True)
    return float(done.stdout)


def seconds_each(rows: list[dict[str, Any]]) -> float:
    """Return the seconds that a posting takes which is read for the first time."""
    lines = list(map(orjson.dumps, rows))
    normalised(lines[:WARM], load())
    began = time.process_time()
    normalised(lines[WARM:], load())
    return (time.process_time() - began) / len(lines[WARM:])


def parallel_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return the clock's seconds of 1 to N processes, those to the first rows apart, and what a bare loop gains."""
    many = pl.DataFrame([{**rows[n % len(rows)], "id": str(n)} for n in range(PARALLEL)])
    found, alone, bare = [], 0.0, looped(1)
    for workers in range(1, (os.cpu_count() or 1) + 1):
        with Readers(load(), workers) as readers:
            began = time.perf_counter()
            readers.begin(many.head(LEAST + workers))()
            started = time.perf_counter()
            readers.begin(many)()
            seconds = time.perf_counter() - started
        alone = alone or seconds
        gained = workers * bare / looped(workers)
        found.append((workers, started - began, seconds, f"{PARALLEL / seconds:,.0f}", alone / seconds, gained))
    names = [
        "processes", f"start and first {LEAST:,}, s", "s", "postings/s", "times faster", "a bare loop: times as many",
    ]  # fmt: skip
    return pl.DataFrame(found, schema=names, orient="row")


def looped(workers: int) -> float:
    """Return the clock's seconds of a loop over numbers in each of some processes at once: what the machine has."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(sum, [range(LOOP)] * workers))
        began = time.perf_counter()
        list(pool.map(sum, [range(LOOP)] * workers))
        return time.perf_counter() - began


def growth_table() -> pl.DataFrame:
    """Return the µs a thousand characters of one posting of every kind of bait, at SIZES, and last by first."""
    found = []
    for name, unit in BAIT.items():
        costs = [_cost(unit, size * 1_000) / size for size in SIZES]
        found.append((f"{name} `{unit.strip()[:24]}`".replace("|", "¦"), *costs, costs[-1] / costs[0]))
    schema = ["text", *(f"{size} k" for size in SIZES), f"{SIZES[-1]} k / {SIZES[0]} k"]
    return pl.DataFrame(found, schema=schema, orient="row")


def _cost(unit: str, size: int) -> float:
    row = {"id": "1", "text": (unit * (size // len(unit) + 1))[:size], "text_format": "html"}
    return min(best_once(lambda: normalise_row(row, load())) for _ in range(3)) * MILLION


def memory(rows: list[dict[str, Any]], times: int) -> float:
    """Return the MB that a process of its own needs at most for the rows written `times` times into one file."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        with source.open("wb") as out:
            out.writelines(orjson.dumps(row) + b"\n" for row in _repeated(rows, times))
        code = (
            "import resource, sys; from pathlib import Path; from warehouse.normalise_file import normalise_file;"
            " normalise_file(Path(sys.argv[1]), Path(sys.argv[2]));"
            " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, source, target], cwd=PROJECT, capture_output=True, check=True, text=True
        )
    return int(done.stdout) / 1_024


def _repeated(rows: list[dict[str, Any]], times: int) -> Iterator[dict[str, Any]]:
    for _ in range(times):
        yield from rows


def both() -> dict[str, list[dict[str, Any]]]:
    """Return the recorded rows of both languages."""
    return {"Hacker News": recorded(HN, "text", "html"), "Chinese GitHub": recorded(RUANYF, "body", "markdown")}


def short(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the shortest of some rows, as many as have SHORT bytes in the mean, in their order."""
    sizes = {row["id"]: len(row["text"].encode()) for row in rows}
    chosen: set[int] = set()
    size = 0
    for row in sorted(rows, key=lambda row: sizes[row["id"]]):
        if size + sizes[row["id"]] > SHORT * (len(chosen) + 1):
            break
        chosen.add(row["id"])
        size += sizes[row["id"]]
    return [row for row in rows if row["id"] in chosen]


def read() -> dict[str, list[dict[str, Any]]]:
    """Return what is read as a whole; of Chinese, of whose signs each has three bytes, shorter texts as well."""
    rows = both()
    return rows | {f"{name}, the shorter ones": short(rows[name]) for name in rows if name.startswith("Chinese")}


def document() -> str:
    """Run everything and return the page."""
    rows = both()
    texts = {name: [folded(plain(row["text"], row["text_format"])) for row in some] for name, some in rows.items()}
    lengths = ", ".join(f"{sum(len(row['text']) for row in some) / len(some):,.0f}" for some in rows.values())
    peaks = [memory(rows["Hacker News"], times) for times in (1, 8)]
    return _PAGE.format(
        cores=os.cpu_count(), n=POSTINGS, lengths=f"{lengths} characters", rounds=ROUNDS, unit=calibrated(),
        whole=markdown(whole_table(read())), warm=WARM, peer=PEER, tagging=markdown(tagging_table(texts)),
        memory=f"{peaks[0]:.0f} MB for {POSTINGS:,} postings, {peaks[1]:.0f} MB for {8 * POSTINGS:,}",
        memory_says="short repeated texts (names, places, headings) are kept, up to a fixed number.",
        compiled=markdown(compiled_table(texts)),
        more=MORE_TERMS, terms=markdown(terms_table(rows, texts)),
        parallel=PARALLEL, parallel_table=markdown(parallel_table(rows["Hacker News"])),
        growth=markdown(growth_table()), load=os.getloadavg()[1],
    )  # fmt: skip


def main() -> None:
    """Print the page, and with --write renew it in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    parser.add_argument("--tell", metavar="TEXTS", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not HN.exists():
        print("skipped: the recorded texts (../shared/data) are not here")
        return
    if given.tell:
        print(seconds_each(read()[given.tell]))
        return
    page = document()
    print(page)
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
