"""Finding again side by side: near-duplicates among texts, and adverts copied to another board."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import polars as pl

from bench.calibration_page import table
from bench.linking_copies import both
from bench.linking_read import listed
from bench.side_by_side_peers import Peer, Way, by_turns, missing
from bench.side_by_side_reading import texts
from simulation.market import Market
from warehouse import taxonomy
from warehouse.kin import Families
from warehouse.likeness import sketches
from warehouse.told import Told
from warehouse.transforms.normalise import normalise
from warehouse.transforms.text import plain
from warehouse.vacancies import link

SEED = 11
_EXACT, _RUN = 1 / 3, 15
ADVERTS = 1_000
DUPLICATES = (
    Peer("datasketch {}, 128 permutations", "datasketch", "near_duplicates.py", "datasketch", "datasketch"),
    Peer("rensa {}, 128 permutations", "rensa", "near_duplicates.py", "rensa", "rensa"),
    Peer("JobFunnel {}, TF-IDF", "jobfunnel", "near_duplicates.py", "jobfunnel", "jobfunnel"),
)
LINKERS = (Peer("splink {} on DuckDB", "splink", "linkage.py", "splink"),)
OURS = "jobproof"


def near_duplicates() -> str:
    """Return the table of texts that come again, exactly or edited, among new ones."""
    known, incoming, copied = planted()
    given = {"known": known, "incoming": incoming}
    ways = by_turns({OURS: lambda: _met(known, incoming)}, DUPLICATES, given)
    n = len(known) + len(incoming)
    heads = ("way", "texts/s", "ratio", "copies found", "new texts taken for copies")
    rows = [(way.name, *_speed(way, n, ways[0]), *_found(way.found, copied)) for way in ways if way.cpu]
    return (
        f"{len(known):,} known texts of employers that differ, {len(incoming):,} incoming: {sum(copied):,} copies of"
        f" known ones, a third exact, of the others {_RUN} words rewritten; the rest new.\n\n"
        f"{table(heads, rows)}\n{missing(ways)}"
    )


def planted() -> tuple[list[str], list[str], list[bool]]:
    """Return known texts, incoming ones, and which of these are copies."""
    chance = Random(SEED)  # noqa: S311 - a seeded draw
    base = _of_different_employers()
    cut = len(base) * 2 // 3
    known, new = base[:cut], base[cut:]
    some = [(_copy(text, chance), True) for text in chance.sample(known, min(len(new), len(known)))]
    mixed = [*some, *((text, False) for text in new)]
    chance.shuffle(mixed)
    return known, [text for text, _ in mixed], [is_copy for _, is_copy in mixed]


def _of_different_employers() -> list[str]:
    """Return plain texts, one of each beginning: who posts monthly posts nearly the same again."""
    found: dict[str, str] = {}
    for text in texts()["English"]:
        said = plain(text, "html")
        if len(said.split()) > 3 * _RUN:
            found.setdefault(re.sub(r"\W", "", said.lower())[:10], said)
    return list(found.values())


def _copy(text: str, chance: Random) -> str:
    if chance.random() < _EXACT:
        return text
    words = text.split()
    at = chance.randrange(len(words) - _RUN)
    made = ["".join(chance.choices("abdefgiklmnoprstu", k=6)) for _ in range(_RUN)]
    return " ".join([*words[:at], *made, *words[at + _RUN :]])


def _met(known: Sequence[str], incoming: Sequence[str]) -> list[bool]:
    held = list(sketches([*known, *incoming]))
    families, found = Families(), []
    for at, sketch in enumerate(held):
        told = Told(0, str(at), "", 0, None, sketch)
        found.append(families.join(told).family != told.id)
    return found[len(known) :]


def _found(said: Sequence[bool], copied: Sequence[bool]) -> tuple[str, str]:
    met = sum(one and is_copy for one, is_copy in zip(said, copied, strict=True))
    wrong = sum(one and not is_copy for one, is_copy in zip(said, copied, strict=True))
    return f"{met / sum(copied):.3f}", f"{wrong / (len(copied) - sum(copied)):.3f}"


def _speed(way: Way, n: int, ours: Way) -> tuple[str, str]:
    return f"{n / way.median:,.0f}", f"{way.median / ours.median:.2f}"


def linkage() -> str:
    """Return the table of adverts and their copies on another board, all noises at once."""
    adverts = Market(SEED, date(2024, 6, 3), months=6).archive_rows()[-ADVERTS:]
    rows = [row for at, one in enumerate(adverts) for row in both(at, one, "all")]
    frame = _normalised(rows)
    ours: dict[str, Callable[[], Any]] = {OURS: lambda: {one.posting_id: one.vacancy_id for one in link(listed(frame))}}
    ways = by_turns(ours, LINKERS, {"rows": [_plain(row) for row in frame.iter_rows(named=True)]})
    heads = ("way", "adverts/s", "ratio", "copies with their advert", "copies with another", "adverts with another")
    lines = [(way.name, *_speed(way, len(rows), ways[0]), *_linked(way.found, len(adverts))) for way in ways if way.cpu]
    return (
        f"{len(adverts):,} adverts of the simulated market and a copy of each on another board: title reworded, legal"
        f" form added, city by an alias, a line added. All ways are given what the normaliser made of them."
        f"\n\n{table(heads, lines)}\n{missing(ways)}"
    )


def _normalised(rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    said = normalise(frame.rename({"posting_id": "id"}), taxonomy.load())
    kept = frame.select("posting_id", "board", "author", "opened_on", "last_seen_on")
    return pl.concat([kept, said.drop("id")], how="horizontal")


def _plain(row: Mapping[str, Any]) -> dict[str, object]:
    """Return what a linker is told, cleaned by the normaliser for everybody alike."""
    names = {"unique_id": "posting_id", "company": "company_key", "title": "role_key", "text": "text_plain"}
    return {ours: row[theirs] for ours, theirs in names.items()} | {"city": " ".join(sorted(row["cities"]))}


def _linked(found: Mapping[str, str], n: int) -> tuple[str, str, str]:
    adverts = [found[f"own:{at}"] for at in range(n)]
    own = sum(found[f"copy:{at}"] == adverts[at] for at in range(n))
    among = set(adverts)
    wrong = sum(found[f"copy:{at}"] in among and found[f"copy:{at}"] != adverts[at] for at in range(n))
    merged = n - len(set(adverts))
    return f"{own / n:.3f}", f"{wrong / n:.3f}", f"{merged / n:.3f}"


if __name__ == "__main__":
    print(near_duplicates())
    print(linkage())
