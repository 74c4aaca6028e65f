"""How fast the normaliser is: beside pyahocorasick, step by step, with 10,000 more terms, over cores and text length.

`python -m bench.normaliser [--write]`. The texts are the recorded ones of ../shared: Hacker News comments as HTML and
Chinese GitHub comments as Markdown. Seconds are the processor's, the best of ROUNDS by turns, but for the table of
cores, which has the clock's. Figures hold for one machine and one run; ratios travel further.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.machinery import SourceFileLoader
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
from warehouse.transforms import UNCOMPILED, automaton, scan
from warehouse.transforms import document as document_module
from warehouse.transforms.document import build_scanner, tagged
from warehouse.transforms.letters import folded
from warehouse.transforms.normalise import BATCH, normalise_row, scanner_of
from warehouse.transforms.text import plain

TABLE = PROJECT / "docs" / "normaliser_speed.md"
PEER = "pyahocorasick"
PEER_SCRIPT = PROJECT / "bench" / "peer_pyahocorasick.py"
ROUNDS = 3
POSTINGS = 1_600
"""Of each language."""
MORE_TERMS = 10_000
PARALLEL = 24_000
MILLION = 1_000_000
SIZES = (10, 40, 160)
"""Thousands of characters of one posting."""
_CONSONANTS, _VOWELS = "bdfgklmnprst", "aeo"
STEPS = {
    "markup to text": ("plain",),
    "fields, tags, full-width signs": ("_field", "_cleaned", "_parts"),
    "terms, places and cues": ("scan",),
    "zones": ("_zone", "_find_head"),
    "context rules": ("_accepted",),
    "language of the text": ("text_language",),
    "places": ("places",),
    "posting or not": ("is_posting",),
    "strength of every mention": ("_concepts",),
    "remote": ("remote",),
    "pay": ("read_pay", "_pay"),
    "experience, education, seniority": ("_experience", "education", "seniority"),
    "kind of work": ("work_type",),
    "industry": ("industry",),
    "names and keys": ("_names", "text_key"),
}
"""Step -> its functions, for the profile."""
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
}
_PAGE = """# How fast the normaliser is

Written by `python -m bench.normaliser --write` in one run on {cores} cores; recorded texts, {n:,} of each language,
mean length {lengths}. Seconds are the processor's, best of {rounds} rounds by turns; other work on the machine slows
them. A loop that sums the numbers below 1,000 took {unit:.0f} µs: the unit to compare machines by.

## From JSON lines with markup to every field of the guide, one core

{whole}

Peak memory: {memory}. Postings are streamed; {memory_says}

## Tagging: all terms of both languages with their context rules, one core; {peer} has a boundary check, no rules

{tagging}

## What compiling the scanner's loop brings: everything found in a text, by turns

{compiled}

## What compiling the reading modules brings: the whole normaliser, each in a process of its own, by turns

{reading}

## {more:,} more terms

{terms}

## Where the time goes uncompiled (cProfile, share of the whole; small functions look dearer than they are)

{steps}

## Cores (clock's seconds, {parallel:,} postings; one process is this one and starts nothing)

Says something on an otherwise idle machine only: compare with the load average when the run ended, {load:.1f}.

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
    """Return postings a second from JSON line to JSON line."""
    lines = {name: [orjson.dumps(row) for row in some] for name, some in rows.items()}
    seconds = best({name: lambda some=some: normalised(some, load()) for name, some in lines.items()})
    unit = calibrated()
    return pl.DataFrame(
        [
            (name, f"{len(some) / seconds[name]:,.0f}", f"{seconds[name] / len(some) * MILLION:,.0f}",
             f"{seconds[name] / len(some) * MILLION / unit:.1f}")
            for name, some in lines.items()
        ],
        schema=["texts", "postings/s", "µs a posting", "loops of 1,000 additions a posting"], orient="row",
    )  # fmt: skip


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


def told(what: str, *, as_written: bool) -> dict[str, Any]:
    """Return what a process of its own says, name of the texts -> figures.

    Args:
        what: One of TELL.
        as_written: Whether it reads with uncompiled modules; the scanner's loop stays as installed.
    """
    environment = {**os.environ, UNCOMPILED: "reading" if as_written else ""}
    command = [sys.executable, "-m", "bench.normaliser", "--tell", what]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def reading_table() -> pl.DataFrame:
    """Return the whole normaliser's postings a second with its modules as installed and as written."""
    is_compiled = "no" if (document_module.__file__ or "").endswith(".py") else "yes"
    runs = [(told("seconds", as_written=False), told("seconds", as_written=True)) for _ in range(ROUNDS)]
    found = []
    for name in runs[0][0]:
        installed, written = (min(run[which][name] for run in runs) for which in (0, 1))
        speeds = f"{1 / installed:,.0f}", f"{1 / written:,.0f}"
        found.append((name, is_compiled, *speeds, written / installed))
    schema = ["texts", "compiled here", "as installed, postings/s", "uncompiled, postings/s", "ratio"]
    return pl.DataFrame(found, schema=schema, orient="row")


def steps_table() -> pl.DataFrame:
    """Return each step's share of the profiled time; compiled functions cannot be profiled."""
    shares = told("shares", as_written=True)
    columns = {f"{name}, %": [*some, 100 - sum(some)] for name, some in shares.items()}
    return pl.DataFrame({"step": [*STEPS, "rest"], **columns})


def _profiled(lines: list[bytes]) -> list[float]:
    normalised(lines[:BATCH], load())
    profile = cProfile.Profile()
    profile.runcall(normalised, lines, load())
    return _shares(pstats.Stats(profile))


def _seconds_each(lines: list[bytes]) -> float:
    normalised(lines[:BATCH], load())
    return best({"lines": lambda: normalised(lines, load())})["lines"] / len(lines)


TELL: dict[str, Callable[[list[bytes]], Any]] = {"shares": _profiled, "seconds": _seconds_each}
"""What a process of its own may be asked of JSON lines."""


def _shares(stats: pstats.Stats) -> list[float]:
    spent: dict[str, float] = {}
    for (path, _, function), (_, _, _, cumulative, _) in stats.stats.items():  # type: ignore[attr-defined]
        if "transforms" in path:
            spent[function] = spent.get(function, 0.0) + cumulative
    total = stats.total_tt  # type: ignore[attr-defined]
    return [100 * sum(spent.get(name, 0.0) for name in names) / total for names in STEPS.values()]


def parallel_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return the clock's seconds of 1 to N processes, those to their first rows apart."""
    many = pl.DataFrame([{**rows[n % len(rows)], "id": str(n)} for n in range(PARALLEL)])
    found, alone = [], 0.0
    for workers in range(1, (os.cpu_count() or 1) + 1):
        with Readers(load(), workers) as readers:
            began = time.perf_counter()
            readers.begin(many.head(LEAST + workers))()
            started = time.perf_counter()
            readers.begin(many)()
            seconds = time.perf_counter() - started
        alone = alone or seconds
        found.append((workers, started - began, seconds, f"{PARALLEL / seconds:,.0f}", alone / seconds))
    names = ["processes", f"start and first {LEAST:,}, s", "s", "postings/s", "times faster"]
    return pl.DataFrame(found, schema=names, orient="row")


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


def document() -> str:
    """Run everything and return the page."""
    rows = both()
    texts = {name: [folded(plain(row["text"], row["text_format"])) for row in some] for name, some in rows.items()}
    lengths = ", ".join(f"{sum(len(row['text']) for row in some) / len(some):,.0f}" for some in rows.values())
    peaks = [memory(rows["Hacker News"], times) for times in (1, 8)]
    return _PAGE.format(
        cores=os.cpu_count(), n=POSTINGS, lengths=f"{lengths} characters", rounds=ROUNDS, unit=calibrated(),
        whole=markdown(whole_table(rows)), peer=PEER, tagging=markdown(tagging_table(texts)),
        memory=f"{peaks[0]:.0f} MB for {POSTINGS:,} postings, {peaks[1]:.0f} MB for {8 * POSTINGS:,}",
        memory_says="short repeated texts (names, places, headings) are kept, up to a fixed number.",
        compiled=markdown(compiled_table(texts)), reading=markdown(reading_table()),
        more=MORE_TERMS, terms=markdown(terms_table(rows, texts)), steps=markdown(steps_table()),
        parallel=PARALLEL, parallel_table=markdown(parallel_table(rows["Hacker News"])),
        growth=markdown(growth_table()), load=os.getloadavg()[1],
    )  # fmt: skip


def main() -> None:
    """Print the page, and with --write renew it in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    parser.add_argument("--tell", choices=TELL, help="print these figures alone, as JSON, for a run that compares them")
    given = parser.parse_args()
    if not HN.exists():
        print("skipped: the recorded texts (../shared/data) are not here")
        return
    if given.tell:
        print(json.dumps({name: TELL[given.tell](list(map(orjson.dumps, some))) for name, some in both().items()}))
        return
    page = document()
    print(page)
    if given.write:
        TABLE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
