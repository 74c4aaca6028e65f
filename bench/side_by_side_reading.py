"""Reading postings side by side: from a board's record to a posting, and the terms in a text, with Go's F1 beside."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from bench import crawl_speed
from bench.calibration_page import table
from bench.normaliser import of_terms, recorded, spellings
from bench.recorded import HN, RUANYF, SHARED
from bench.side_by_side_peers import Peer, Way, by_turns, missing
from spiders.catalogue import spider_class
from warehouse import boards, personal
from warehouse.boards import Scope
from warehouse.home import Home
from warehouse.labels import read_labels
from warehouse.normalise_file import guide_rows
from warehouse.records import RawPosting
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.document import build_scanner, tagged
from warehouse.transforms.letters import folded
from warehouse.transforms.text import plain

LONG = 6_800
_SALT = b"the same for every posting......"
GOLD = {"English": "hn_dev", "Chinese": "zh_dev"}
_JOBSPY = [
    Peer(f"python-jobspy {{}}, Indeed, {form}", "jobspy", "parsing.py", f"jobspy_{form}", "python-jobspy")
    for form in ("markdown", "plain", "html")
]
_ATS = Peer("ats-scrapers {}, Greenhouse (markup stays)", "ats_scrapers", "parsing.py", "ats_scrapers", "ats-scrapers")
PARSERS = (*_JOBSPY, _ATS)
TAGGERS = (
    Peer("pyahocorasick {}, boundary check", "pyahocorasick", "taggers.py", "pyahocorasick"),
    Peer("spaCy {}, PhraseMatcher", "spacy", "taggers.py", "spacy"),
    Peer("flashtext {}", "flashtext", "taggers.py", "flashtext"),
    Peer("regular expressions, one alternation", "", "taggers.py", "expressions"),
    Peer("SkillNER {}", "skillner", "taggers.py", "skillner", "skillner"),
)
OURS_TAGGING = "jobproof, with its rules of context"


def texts() -> dict[str, list[str]]:
    """Return bodies with markup by language: recorded ones, or the simulated market's where there are none."""
    if HN.exists():
        files = {"English": (HN, "text", "html"), "Chinese": (RUANYF, "body", "markdown")}
        return {name: [str(row["text"]) for row in recorded(*file)] for name, file in files.items()}
    rows = crawl_speed.postings()
    return {"English": [str(row["description"]) + str(row["additional"]) for row in rows]}


def bodies() -> dict[str, list[str]]:
    """Return short bodies, and long ones made of several short ones each."""
    short = texts()["English"]
    size = sum(map(len, short)) / len(short)
    times = max(1, round(LONG / size))
    long = ["<p>".join(short[at : at + times]) for at in range(0, len(short) - times + 1, times)]
    return {"short": short, "long": long}


def parsing() -> str:
    """Return the table of records to postings."""
    found, lengths = {}, {}
    for name, some in bodies().items():
        records = [_record(n, body) for n, body in enumerate(some)]
        ours: dict[str, Callable[[], Any]] = {
            "jobproof: record to posting, plain text": partial(_parsed, records),
            "jobproof: the same, personal data taken out": partial(_cleaned, records),
            "jobproof: the same and every field of the guide": partial(_normalised, records),
        }
        found[name] = by_turns(ours, PARSERS, {"bodies": some, "records": records})
        lengths[name] = len(some), sum(map(len, some)) / len(some)
    heads = ("way", *(f"{name}, {size / 1000:.1f} kB: postings/s | ratio" for name, (_, size) in lengths.items()))
    rows = [
        (ways[0].name, *(_speed(way, lengths[name][0], found[name][0]) for name, way in zip(found, ways, strict=True)))
        for ways in zip(*found.values(), strict=True)
    ]
    return f"{_wide(heads, rows)}\n{missing(found['short'])}"


def _record(number: int, body: str) -> dict[str, Any]:
    """Return a record of Greenhouse's list: the text escaped once, as the protocol has it."""
    return {
        "id": number,
        "title": "Backend Engineer",
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
        "location": {"name": "Denver, CO"},
        "content": html.escape(body),
        "first_published": "2025-01-02T09:00:00-05:00",
        "updated_at": "2025-01-02T09:00:00-05:00",
        "departments": [{"name": "Engineering"}],
        "offices": [{"name": "Denver", "location": "Denver, CO"}],
        "company_name": "Acme",
    }


def _postings(records: Sequence[dict[str, Any]]) -> list[RawPosting]:
    board = boards.load(Home(Path("/nowhere"))).board("greenhouse")
    spider, scope = spider_class(board)(board), Scope("acme", "Acme")
    return [spider.posting(one, scope) for one in records]


def _parsed(records: Sequence[dict[str, Any]]) -> int:
    """Take records to postings and their texts out of the markup; return the characters."""
    return sum(len(plain(one.text or "", "html")) for one in _postings(records))


def _cleaned(records: Sequence[dict[str, Any]]) -> int:
    return sum(len(plain(one.text or "", "html")) for one in personal.scrub_postings(_postings(records), _SALT))


def _normalised(records: Sequence[dict[str, Any]]) -> int:
    names = ("title", "company", "location", "text", "text_format", "tags")
    cleaned = personal.scrub_postings(_postings(records), _SALT)
    rows = ({"id": one.key} | {name: getattr(one, name) for name in names} for one in cleaned)
    return sum(1 for _ in guide_rows(rows, load()))


def _speed(way: Way, n: int, ours: Way) -> str:
    return f"{n / way.median:,.0f} | {way.median / ours.median:.2f}" if way.cpu else "– | –"


def _wide(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose cells may be two columns with ` | ` between them."""
    return table(" | ".join(heads).split(" | "), [" | ".join(row).split(" | ") for row in rows])


def tagging() -> str:
    """Return the table of taggers on all languages' texts together."""
    taxonomy = of_terms(load())
    scanner, terms = build_scanner(taxonomy), spellings(taxonomy)
    markup = {"English": "html", "Chinese": "markdown"}
    some = [folded(plain(text, markup[name])) for name, found in texts().items() for text in found]
    gold = labelled()
    given = {"terms": terms, "texts": some, "go": go_terms(taxonomy), "labelled": [folded(text) for text, _, _ in gold]}
    ours: dict[str, Callable[[], Any]] = {
        OURS_TAGGING: lambda: {"finds": sum(map(len, tagged(some, taxonomy, scanner)))}
    }
    ways = by_turns(ours, TAGGERS, given)
    ways[0].found["go"] = _our_go(gold)
    heads = ("way", "texts/s", "ratio", "finds", *(f"Go F1, {name}" for name in GOLD))
    rows = [[way.name, *_speed(way, len(some), ways[0]).split(" | "), *_quality(way, gold)] for way in ways if way.cpu]
    size = sum(map(len, some)) / len(some)
    told = f"{len(terms):,} terms, {len(some):,} texts of {size / 1000:.1f} k characters."
    return f"{told}\n\n{table(heads, rows)}\n{missing(ways)}"


Labelled = tuple[str, str, bool]
"""Text, language, and whether the label says that it asks for Go."""


def labelled() -> list[Labelled]:
    """Return the postings of the development gold set; none where it is not here."""
    found: list[Labelled] = []
    for language, name in GOLD.items():
        path = SHARED / "gold" / f"{name}.labels.jsonl"
        if path.exists():
            labels = read_labels(path).rows
            lines = (SHARED / "gold" / f"{name}.postings.jsonl").read_bytes().splitlines()
            rows = [row for row in map(orjson.loads, lines) if labels[str(row["id"])].get("is_posting", True)]
            found += [(_whole(row), language, "go" in labels[str(row["id"])]["languages"]) for row in rows]
    return found


def _whole(row: dict[str, Any]) -> str:
    return "\n".join(str(row[name]) for name in ("title", "text") if row.get(name))


def go_terms(taxonomy: Taxonomy) -> list[str]:
    """Return the spellings that mean Go, where they mean it."""
    return sorted({term.text.lower() for term in taxonomy.terms if term.concept == "go"})


def _our_go(gold: Sequence[Labelled]) -> list[bool]:
    rows = ({"id": str(at), "text": text, "text_format": "plain"} for at, (text, _, _) in enumerate(gold))
    return ["go" in row["languages"] for row in guide_rows(rows, load())]


def _quality(way: Way, gold: Sequence[Labelled]) -> list[str]:
    named = list(zip(way.found["go"], gold, strict=True))
    by_language = ([(said, is_go) for said, (_, of, is_go) in named if of == name] for name in GOLD)
    return [f"{way.found['finds']:,}", *map(f1, by_language)]


def f1(pairs: Sequence[tuple[bool, bool]]) -> str:
    """Return F1 of (said, true) pairs with the number of true ones."""
    right = sum(said and is_go for said, is_go in pairs)
    wrong = sum(said != is_go for said, is_go in pairs)
    return f"{2 * right / (2 * right + wrong):.3f} (n {sum(is_go for _, is_go in pairs)})" if right + wrong else "–"


if __name__ == "__main__":
    print(parsing())
    print(tagging())
