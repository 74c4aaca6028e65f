"""The recorded texts in which personal data was labelled by hand, and how they were drawn.

Belongs here: where a text comes from, the strata and the draw. The labels hold positions only: the texts themselves
stay in ../shared. What is measured on them is personal_data.py's affair.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.recorded import SHARED, digest

SEED = "jobproof personal data 2026-11"
MASKS = re.compile(
    r"redacted@example\.com|\[(?:email|contact|contact-url|phone|name|user|number)\]|<(?:email|handle)>|\*{3}@\*{3}\.\*{3}",
    re.IGNORECASE,
)
"""What stands in the recorded texts where those who published them have already taken personal data out."""

_STRONG = re.compile(
    r"[@＠#]|\d{7}|\d{3}[-. )]{1,2}\d{3,4}[-. ]\d{4}| dot |[\[(<{](?:at|dot)[\])>}]|微信|\b[vw]x\b|we ?chat|weixin|"
    r"qq|电报|telegram|"
    r"\btg\b|联系|电话|手机|skype|discord|whatsapp|linkedin\.com|twitter\.com|\bcontact\b|reach out to|\bphone\b|"
    r"\b(?:e-?mail|ask for|talk to|write to|my name is|i['’]m|i&#x27;m) ",
    re.IGNORECASE,
)
_WEAK = re.compile(r" at ", re.IGNORECASE)
_REMOTE = ("remoteok", "remotive", "himalayas", "jobicy", "workingnomads", "arbeitnow")


@dataclass(frozen=True)
class Text:
    """One recorded text: its dataset, its row there, the words as recorded."""

    dataset: str
    row: str
    text: str

    @property
    def sha256(self) -> str:
        """Return the text's fingerprint (16 hex digits), by which a changed recording is noticed."""
        return digest(self.text)


@dataclass(frozen=True)
class Stratum:
    """How many texts of a dataset are drawn: with strong signs of personal data, with ` at ` only, with neither."""

    dataset: str
    strong: int
    weak: int
    none: int


STRATA = (
    Stratum("hn_2011_2013", 40, 15, 10),
    Stratum("hn_2016_2018", 40, 15, 10),
    Stratum("ruanyf_weekly", 45, 0, 15),
    Stratum("rebase", 30, 0, 10),
    Stratum("v2ex_hot_jobs", 15, 0, 5),
    Stratum("gold_hn", 15, 5, 5),
    Stratum("gold_zh", 15, 0, 15),
    Stratum("remote_boards", 8, 2, 2),
)


def signs(text: str) -> str:
    """Return `strong`, `weak` or `none`: what a loose detector sees once the recorded masks are taken away."""
    bare = MASKS.sub(" ", text)
    return "strong" if _STRONG.search(bare) else "weak" if _WEAK.search(bare) else "none"


def drawn() -> Iterator[tuple[str, Text]]:
    """Yield what was drawn, with its signs: by the hash of seed, dataset and row, thus the same on every machine."""
    for stratum in STRATA:
        groups: dict[str, list[Text]] = {"strong": [], "weak": [], "none": []}
        for text in texts(stratum.dataset).values():
            groups[signs(text.text)].append(text)
        for name, group in groups.items():
            for text in sorted(group, key=lot)[: getattr(stratum, name)]:
                yield name, text


def sizes(dataset: str) -> dict[str, int]:
    """Return how many texts of a dataset show strong, weak and no signs."""
    found = [signs(text.text) for text in texts(dataset).values()]
    return {name: found.count(name) for name in ("strong", "weak", "none")}


def lot(text: Text) -> str:
    """Return by what texts are put into the draw's order."""
    return hashlib.sha256(f"{SEED}|{text.dataset}|{text.row}".encode()).hexdigest()


@cache
def texts(dataset: str) -> dict[str, Text]:
    """Return every text of a dataset by its row."""
    return {row: Text(dataset, row, text) for row, text in _rows(dataset) if text.strip()}


def _rows(dataset: str) -> Iterator[tuple[str, str]]:
    if dataset.startswith("hn_"):
        first, last = dataset.split("_")[1:]
        yield from (
            (str(row["id"]), row.get("text") or "")
            for row in lines("data/hn_whoishiring_2011_2018.jsonl.gz")
            if first <= row["month"][:4] <= last
        )
    elif dataset == "remote_boards":
        for board in _REMOTE:
            answer = json.loads((SHARED / "boards" / "fixtures" / board / "raw_jobs_full_2026-02.json").read_bytes())
            yield from ((f"{board}/{at}", text) for at, text in enumerate(_longest(answer)))
    else:
        path, key, field = _FILES[dataset]
        yield from ((str(row[key]), row.get(field) or "") for row in lines(path))


_FILES = {
    "ruanyf_weekly": ("data/ruanyf_weekly_2019_2026.jsonl.gz", "comment_id", "body"),
    "rebase": ("data/rebase_who_is_hiring_2021_2026.jsonl.gz", "number", "body"),
    "v2ex_hot_jobs": ("data/v2ex_hot_jobs.jsonl.gz", "id", "text"),
    "gold_hn": ("gold/hn_dev.postings.jsonl", "id", "text"),
    "gold_zh": ("gold/zh_dev.postings.jsonl", "id", "text"),
}


def lines(path: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of JSON lines in ../shared."""
    whole: Path = SHARED / path
    with gzip.open(whole, "rt", encoding="utf-8") if whole.suffix == ".gz" else whole.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _longest(answer: Any) -> Iterator[str]:  # noqa: ANN401 - a JSON value of whatever shape
    """Yield the longest string of every record of an answer: its description."""
    records = answer if isinstance(answer, list) else max((v for v in answer.values() if isinstance(v, list)), key=len)
    for record in records:
        yield max((value for value in record.values() if isinstance(value, str)), key=len, default="")
