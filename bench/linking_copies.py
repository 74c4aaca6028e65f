"""Copies of the simulated market's adverts on a second board, with noise, and how well they are found again.

Each advert is listed by its employer and copied to another board: title reworded, legal form, an alias of the city, the
text edited. Neighbours are the same employer's other adverts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

import polars as pl

from bench import linking
from bench.hn_trackers import markdown
from bench.linking_read import listed
from simulation.market import Market
from warehouse import taxonomy
from warehouse.transforms.normalise import normalise
from warehouse.vacancies import link

SEED = 7
_LEGAL = (" Inc.", ", Inc.", " Ltd.", " GmbH", " LLC", "（中国）有限公司", "有限公司")
_ALIASES = {"北京": "北京-海淀区", "上海": "上海市", "深圳": "深圳·南山区", "杭州": "杭州市", "广州": "广州-天河区"}
_AROUND = ("{}（急招）", "急聘 {}", "{}【双休】", "{} 15k-25k")
_ADDED = "公司地址交通便利，欢迎投递简历，请注明从本站看到。"
NOISES = ("none", "title", "company", "city", "text", "all")
_COPIES = 400


def section() -> str:
    """Return the part of the page: one row a noise."""
    return (
        f"{_COPIES} adverts of the simulated Chinese board (texts and companies invented), each copied once to a second"
        " board with noise. `wrong` are copies that joined another advert's vacancy.\n\n"
        f"{markdown(measured())}\n"
    )


def measured() -> pl.DataFrame:
    """Return one row a noise: copies linked to their own advert, to another, to none."""
    originals = Market(SEED, date(2024, 6, 3), months=3).archive_rows()[-_COPIES:]
    found = []
    for noise in NOISES:
        links = _linked(originals, noise)
        own = sum(links[f"copy:{at}"] == links[f"own:{at}"] for at in range(len(originals)))
        advert = {links[f"own:{at}"] for at in range(len(originals))}
        wrong = sum(links[f"copy:{at}"] in advert - {links[f"own:{at}"]} for at in range(len(originals)))
        precision, recall = linking.share(own, own + wrong), linking.share(own, len(originals))
        found.append((noise, own, wrong, len(originals) - own - wrong, precision, recall))
    heads = ["noise", "own", "wrong", "missed", "precision", "recall"]
    return pl.DataFrame(found, schema=heads, orient="row")


def _linked(originals: Sequence[dict[str, object]], noise: str) -> dict[str, str]:
    rows = [row for at, one in enumerate(originals) for row in both(at, one, noise)]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    said = normalise(frame.rename({"posting_id": "id"}), taxonomy.load())
    kept = frame.select("posting_id", "board", "author", "opened_on", "last_seen_on")
    postings = listed(pl.concat([kept, said.drop("id")], how="horizontal"))
    return {one.posting_id: one.vacancy_id for one in link(postings)}


def both(at: int, row: dict[str, object], noise: str) -> Iterator[dict[str, object]]:
    """Yield an advert as its employer lists it and as it was copied, with noise: `own:3`, `copy:3`."""
    chance = Random(f"{SEED} {at} {noise}")  # noqa: S311 - a seeded draw
    said = {name: str(row[name]) for name in ("title", "company", "city", "text")}
    copied = {name: _NOISY[name](text, chance) if noise in {name, "all"} else text for name, text in said.items()}
    opened = date.fromisoformat(str(row["posted_at"])[:10])
    for board, told, late in (("own", said, 0), ("copy", copied, chance.randrange(1, 10))):
        days = opened + timedelta(days=late)
        where = {"location": told["city"], "author": None, "text_format": "plain"}
        spans = {"opened_on": days, "last_seen_on": days + timedelta(days=20)}
        names = {name: told[name] for name in ("title", "company", "text")}
        yield {"posting_id": f"{board}:{at}", "board": board, **names, **where, **spans}


def _title(text: str, chance: Random) -> str:
    return chance.choice(_AROUND).format(text)


def _company(text: str, chance: Random) -> str:
    return text.removesuffix("有限公司") + chance.choice(_LEGAL)


def _city(text: str, _: Random) -> str:
    return _ALIASES.get(text, text)


def _text(text: str, chance: Random) -> str:
    lines = text.splitlines() or [text]
    lines.insert(chance.randrange(len(lines) + 1), _ADDED)
    return "\n".join(lines)


_NOISY = {"title": _title, "company": _company, "city": _city, "text": _text}
