"""Landing files of any number of postings for the whole job: sentences of the simulated market, mixed anew for each.

Belongs here: what is landed. Four boards in Chinese and four in English, by month over three years; employers as
unequal as scale_home.py's, three sentences of a posting its employer's, nine its own, a tenth re-posts in nearly the
same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from bench import crawl_speed
from simulation.market import Market
from warehouse import clock
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport
from warehouse.transforms.text import plain

BOARDS, MONTHS = 8, 36
FIRST, LAST = date(2022, 1, 1), date(2024, 12, 1)
_EMPLOYER, _OWN, _AGAIN, _A_EMPLOYER = 3, 9, 0.1, 12
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*|\n+")
_SHORTEST = 4


@dataclass(frozen=True)
class Language:
    """What postings of one language are mixed of.

    Args:
        sentences: Of texts.
        titles: With the places that their adverts stated.
        country: Of the boards.
    """

    sentences: Sequence[str]
    titles: Sequence[tuple[str, str]]
    country: str


def languages() -> tuple[Language, Language]:
    """Return Chinese and English."""
    chinese = Market(7, date(2025, 1, 6), months=3).archive_rows()
    english = crawl_speed.postings()
    texts = [plain(str(row["description"]) + str(row["additional"]), "html") for row in english]
    return (
        Language(
            _split(str(row["text"]) for row in chinese), [(str(r["title"]), str(r["city"])) for r in chinese], "CN"
        ),
        Language(_split(texts), [(str(r["text"]), str(r["categories"]["location"])) for r in english], "US"),
    )


def _split(texts: Iterator[str] | Sequence[str]) -> list[str]:
    parts = (part.strip() for text in texts for part in _SENTENCE.split(text))
    return sorted({part for part in parts if len(part) >= _SHORTEST})


def land(home: Home, postings_n: int, seed: int = 7) -> None:
    """Write the registry and the landing files of so many postings."""
    home.root.mkdir(parents=True, exist_ok=True)
    spoken = languages()
    home.boards.write_text(f"only = true\n{''.join(map(_entry, range(BOARDS)))}", encoding="utf-8")
    chance = Random(seed)  # noqa: S311 - invented postings
    for board in range(BOARDS):
        made: list[RawPosting] = []
        for number, month in enumerate(clock.months(FIRST, LAST)):
            at = board * MONTHS + number
            n = postings_n * (at + 1) // (BOARDS * MONTHS) - postings_n * at // (BOARDS * MONTHS)
            with LandingFile(home, _name(board), f"{month:%Y-%m}", simulated=True) as file:
                for _ in range(n):
                    made.append(_posting(chance, board, spoken[board % 2], month, made, postings_n=postings_n))
                    file.add(made[-1])
                file.commit((ScopeReport("", "complete", kept=n, declared=n, requests=1),))


def _name(board: int) -> str:
    return f"mixed_{board}"


def _entry(board: int) -> str:
    home = "CN" if board % 2 == 0 else ""
    names = f'title = "Mixed {board}"\ntitle_zh = "混合 {board}"\nhome = "{home}"'
    return f'[{_name(board)}]\n{names}\nkind = "history"\nsince = "{FIRST:%Y-%m}"\ncensus = true\ntext = "full"\n'


def _posting(
    chance: Random, board: int, spoken: Language, month: date, made: Sequence[RawPosting], *, postings_n: int
) -> RawPosting:
    key, day = f"{len(made)}", month.replace(day=1 + chance.randrange(28))
    if made and chance.random() < _AGAIN:
        before = chance.choice(made[-1 - postings_n // 50 :])
        title, place, company = before.title or "", before.location or "", before.company or ""
        text = f"{before.text}\n{chance.choice(spoken.sentences)}"
    else:
        employer = int(chance.random() ** 2 * max(postings_n // _A_EMPLOYER, 1))
        title, place = chance.choice(spoken.titles)
        company, pitch = f"Firm {employer}", Random(employer)  # noqa: S311 - invented postings
        said = [*pitch.choices(spoken.sentences, k=_EMPLOYER), *chance.choices(spoken.sentences, k=_OWN)]
        text = "\n".join(said)
    moment = f"{day}T08:00:00+00:00"
    return RawPosting(
        board=_name(board), key=key, fetched_at=moment, title=title, company=company, location=place, text=text,
        text_format="plain", posted_raw=moment, posted_kind="created", posted_at=moment,
    )  # fmt: skip
