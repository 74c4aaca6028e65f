"""Readers' names of what queries ask for: `go and city:hangzhou` is Hangzhou. No query is run here."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from pathlib import Path
from string import capwords
from typing import TYPE_CHECKING

from warehouse.home import PROJECT

if TYPE_CHECKING:
    from reports.words import Lang

_SEEDS = PROJECT / "warehouse" / "seeds"
_TOKEN = re.compile(
    r"""required\([a-z0-9-]+\)|[a-z_]+:(?:"[^"]*"|[a-z0-9'-]+)|[a-z0-9][a-z0-9.+#-]*|[()]|[^\sa-z0-9()]+"""
)
_FRAME = re.compile(r"^go and (?=.)| and tier:first\b| and not work_type:multiple\b")
"""What every side of a comparison shares, and a reader is told once: Go openings, first-tier cities."""
_JOINTS = {"and": (" + ", " + "), "or": (" / ", " / ")}


@cache
def _labels() -> dict[str, tuple[str, str]]:
    """Return concept, city or facet -> its names in English and Chinese; of cities spelt alike, that of a tier."""
    found: dict[str, tuple[str, str]] = {}
    with (_SEEDS / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        found |= {row["slug"]: (row["label_en"], row["label_zh"]) for row in csv.DictReader(lines)}
    with (_SEEDS / "cities.csv").open(encoding="utf-8", newline="") as lines:
        for row in sorted(csv.DictReader(lines), key=lambda row: row["tier"] == "other"):
            found.setdefault(f"city:{row['city']}", (capwords(row["city"].replace("-", " ")), row["label_zh"]))
    classes = tomllib.loads(Path(__file__).with_name("classes.toml").read_text(encoding="utf-8"))
    for facet, words in classes.items():
        found |= {f"{facet}:{word}": (label["en"], label["zh"]) for word, label in words.items()}
    return found


def name(word: str, lang: Lang) -> str:
    """Return one concept's, city's or class's name; its own word without the facet where it has none."""
    given = _labels().get(word.replace('"', ""))
    return given[lang == "zh"] if given else word.partition(":")[2].strip('"').replace("-", " ") or word


def query(text: str, lang: Lang) -> str:
    """Return a query as a reader would say it, without `go and`, which every side of a comparison shares."""
    plain = text.strip()
    if plain == "any":
        return name("query:any", lang)
    trimmed = _FRAME.sub("", plain)
    said = " ".join("".join(_said(part, lang) for part in _TOKEN.findall(trimmed)).split())
    said = said.replace("( ", "(").replace(" )", ")").replace("非 ", "非")
    alone = re.fullmatch(r"\(([^()]*)\)", said)
    return alone[1] if alone else said


def _said(part: str, lang: Lang) -> str:
    if part in _JOINTS:
        return _JOINTS[part][lang == "zh"]
    if part == "not":
        return f"{name('query:not', lang)} "
    if required := re.fullmatch(r"required\((.+)\)", part):
        return name("query:required", lang).format(name(required[1], lang))
    return part if part in {"(", ")"} else name(part, lang)


def versus(label: str, lang: Lang) -> str:
    """Return a pair `greater > smaller` with both sides named; a single query named; other labels as they are."""
    sides = label.replace('"', "").split(" > ")
    return " > ".join(query(side, lang) for side in sides)
