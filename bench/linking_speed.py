"""How fast near-duplicates are found and postings linked: invented postings in the shapes of recorded monthly threads.

Shapes (estimated after reading Hacker News posts, not counted): a tenth are exact re-posts, three in ten edited ones,
half tell no title, one in eight names no employer, one in five links its own page; a text keeps about 60 windows, a
third of them its employer's pitch and three phrases of the trade; employers are as unequal as there.
"""

from __future__ import annotations

import math
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.hn_trackers import markdown
from warehouse import linking, stage, wording
from warehouse.database import in_memory
from warehouse.kin import NEAR_DAYS, Families
from warehouse.likeness import sketches, telling
from warehouse.told import Told

_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
_WEEK = 50_000
_DAY_0, _DAYS = date(2022, 1, 3), 1_400
_EXACT, _EDITED = 0.1, 0.4
_UNTITLED, _UNNAMED = 0.5, 0.125
HISTORY = (62_500, 250_000)
"""Earlier postings on top of which a week is linked; more with --history."""
_A_EMPLOYER = 8
"""Postings of an employer, on average."""
_SKEW = 2.5
_LINKED = 5
"""One opening in so many has a link to its own page."""
_SKILLS, _MOST_SKILLS = tuple(f"skill {at}" for at in range(60)), 10
"""What openings ask for, and so many of it at most."""
_WINDOWS, _PITCH, _PHRASES = 60, 20, 3
_TRADE = 2_000
"""Phrases that the texts of all employers are made with."""
_LINE = 12
"""Words of a line."""
_DRAWN = 1_000_000
"""Windows drawn at once."""
_ROLES = ("back end engineer", "front end engineer", "data scientist", "site reliability engineer", "product manager")

_Windows = npt.NDArray[np.uint32]


def section(history: Sequence[int] = HISTORY) -> str:
    """Return the part of the page: texts a second, seconds for a week after histories, the growth's exponent."""
    before = os.getloadavg()[0]
    found = texts_a_second()
    rows = [(n, *_week(n)) for n in history]
    heads = ["earlier postings", "first build, s", "a week of 50,000 more, s", "linked again", "kept", "continued"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    return (
        f"{found.n:,} texts of {found.size / 1000:.1f} kB, four in ten a re-post: sketched {found.sketched:,.0f} a"
        f" second of one core's time; sketched, looked up and compared {found.compared:,.0f} a second, {found.met:.1%}"
        " of them met again.\n\n"
        f"{markdown(pl.DataFrame(rows, schema=heads, orient='row'))}\n\n"
        f"Seconds grow with postings to the power {_power(rows, 2):.2f} (a week) and {_power(rows, 1):.2f} (a first"
        f" build). {os.cpu_count()} cores; load {before:.1f} before, {os.getloadavg()[0]:.1f} after, so that cores were"
        f" shared where it is above {os.cpu_count()}. Peak memory {peak:.1f} GB, of one linking process {worker:.1f}"
        " GB.\n"
    )


def _power(rows: Sequence[Sequence[float]], column: int) -> float:
    first, last = rows[0], rows[-1]
    return math.log(last[column] / first[column]) / math.log(last[0] / first[0])


@dataclass(frozen=True)
class Detected:
    """How fast near-duplicates were found.

    Args:
        n: Texts.
        size: Their mean length in characters.
        sketched: Texts sketched a second.
        compared: Texts sketched, looked up and compared a second.
        met: Share found to be an earlier one's re-post.
    """

    n: int
    size: float
    sketched: float
    compared: float
    met: float


def texts_a_second(n: int = 40_000) -> Detected:
    """Measure by processor seconds on one core, the best of three, as linking does it."""
    texts = _texts(n)
    sketched, compared, met = math.inf, math.inf, 0
    for _ in range(3):
        with linking.without_collector():
            began = time.process_time()
            held = list(sketches(texts))
            sketched = min(sketched, time.process_time() - began)
            families = Families()
            told = (Told(0, str(at), "", 0, None, sketch) for at, sketch in enumerate(held))
            met = sum(families.join(one).family != one.id for one in told)
            compared = min(compared, time.process_time() - began)
    return Detected(n, sum(map(len, texts)) / n, n / sketched, n / compared, met / n)


def _texts(n: int) -> list[str]:
    """Return texts of which a tenth are exact re-posts and three tenths edited ones of earlier texts."""
    chance = Random(n)  # noqa: S311 - invented texts
    made: list[str] = []
    for _ in range(n):
        lot = chance.random()
        if made and lot < _EXACT:
            made.append(chance.choice(made))
        elif made and lot < _EDITED:
            words = chance.choice(made).split()
            at = chance.randrange(len(words))
            made.append(" ".join([*words[:at], *_words(chance, 15), *words[at + 15 :]]))
        else:
            made.append(" ".join(_words(chance, 180)))
    return made


def _worded(sketch: bytes) -> bytes:
    """Return words for a text of these windows, two a window and a dozen a line, as wording.words_of() keeps them."""
    said = np.frombuffer(sketch, np.uint16) % np.uint32(len(wording.lines())) << np.uint32(wording.FLAGS)
    said[::_LINE] |= wording.LINE
    said[:_LINE] |= wording.HEAD
    return said.tobytes()


def _words(chance: Random, n: int) -> list[str]:
    letters = chance.choices(_SYLLABLES, k=3 * n)
    return ["".join(letters[at : at + 3]) for at in range(0, 3 * n, 3)]


def _week(earlier: int) -> tuple[float, float, int, int, int]:
    with tempfile.TemporaryDirectory() as folder:
        rows = Market(earlier + _WEEK).postings()
        first, _, _ = _linked(rows.head(earlier), Path(folder))
        again, n, continued = _linked(rows, Path(folder))
    return round(first, 1), round(again, 1), n, rows.height - n, continued


def _linked(rows: pl.DataFrame, folder: Path) -> tuple[float, int, int]:
    with in_memory() as connection:
        stage.open_stage(connection)
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            rows.write_parquet(file.name)
            connection.execute(f"CREATE TABLE stage.current AS FROM read_parquet('{file.name}')")
        began = time.perf_counter()
        n = linking.link_postings(connection, folder)
        took = time.perf_counter() - began
        counted = "SELECT count(*) FROM stage.links WHERE posting_id <> vacancy_id"
        [(continued,)] = connection.execute(counted).fetchall()
        return took, n, continued


@dataclass
class _Opening:
    day: int
    windows: _Windows
    title: str | None
    city: str
    links: list[int]
    skills: list[str]


class Market:
    """Invented postings in the order of time; see the module's docstring for their shapes.

    Args:
        n: How many.
    """

    def __init__(self, n: int) -> None:
        self._n = n
        self._chance = Random(n)  # noqa: S311 - a seeded draw
        self._lot = np.random.default_rng(n)
        self._drawn, self._used = np.empty(0, np.uint32), _DRAWN
        self._trade = self._windows(_TRADE)
        self._pitches: dict[int, _Windows] = {}
        self._openings: dict[int, list[_Opening]] = {}

    def postings(self) -> pl.DataFrame:
        """Return one row a posting, as stage.current has them."""
        employers = (self._n / _A_EMPLOYER * self._lot.random(self._n) ** _SKEW).astype(int).tolist()
        days = (np.arange(self._n) * _DAYS // self._n).tolist()
        made = [self._posting(*pair) for pair in zip(employers, days, strict=True)]
        said = [np.unique(opening.windows).tobytes() for opening in made]
        opened = [_DAY_0 + timedelta(days=day) for day in days]
        ids = [f"a:{at:08}" for at in range(self._n)]
        lots = self._lot.random(self._n) < _UNNAMED
        return pl.DataFrame({
            "posting_id": ids,
            "board": [f"board {employer % 4}" for employer in employers],
            "employer_key": [
                f"posting:{id_}" if unnamed else f"name:{employer}"
                for id_, employer, unnamed in zip(ids, employers, lots.tolist(), strict=True)
            ],
            "opened_on": opened,
            "last_seen_on": [day + timedelta(days=at % 29) for at, day in enumerate(opened)],
            "is_posting": True,
            "text_key": [blake2b(sketch, digest_size=8).hexdigest() for sketch in said],
            "role_key": [opening.title for opening in made],
            "places": [[opening.city] for opening in made],
            "title": [opening.title for opening in made],
            "countries": [["CN"]] * self._n,
            "sketch": said,
            "telling": pl.Series(list(map(telling, said)), dtype=pl.List(pl.UInt32)),
            "words": [_worded(sketch) for sketch in said],
            "offered": pl.Series([[]] * self._n, dtype=pl.List(pl.String)),
            "wanted": pl.Series([[]] * self._n, dtype=pl.List(pl.String)),
            "named": pl.Series([[]] * self._n, dtype=pl.List(pl.String)),
            "links": pl.Series([opening.links for opening in made], dtype=pl.List(pl.UInt32)),
            "skills": [opening.skills for opening in made],
            "hirer": pl.Series([None] * self._n, dtype=pl.String),
            "site": pl.Series([None] * self._n, dtype=pl.String),
            "threaded": True,
        })  # fmt: skip

    def _posting(self, employer: int, day: int) -> _Opening:
        known = [each for each in self._openings.get(employer, ()) if day - each.day <= NEAR_DAYS]
        lot = self._chance.random()
        if known and lot < _EXACT:
            made = self._chance.choice(known)
        elif known and lot < _EDITED:
            made = self._edited(self._chance.choice(known), day)
        else:
            made = self._new(employer, day)
        made.day = day
        self._openings[employer] = [*(each for each in known[-6:] if each is not made), made]
        return made

    def _edited(self, earlier: _Opening, day: int) -> _Opening:
        changed = earlier.windows.copy()
        n = 1 + len(changed) // self._chance.randrange(4, 20)
        at = self._chance.randrange(len(changed) - n)
        changed[at : at + n] = self._windows(n)
        return _Opening(day, changed, earlier.title, earlier.city, earlier.links, earlier.skills)

    def _new(self, employer: int, day: int) -> _Opening:
        pitch = self._pitches.setdefault(employer, self._windows(_PITCH))
        own = self._windows(self._chance.randrange(_WINDOWS // 4, _WINDOWS))
        at = self._chance.randrange(_TRADE - _PHRASES)
        title = None if self._chance.random() < _UNTITLED else self._chance.choice(_ROLES)
        return _Opening(
            day,
            np.concatenate([pitch, own, self._trade[at : at + _PHRASES]]),
            title,
            f"city {self._chance.randrange(9)}",
            [int(own[0])] if own[0] % _LINKED == 0 else [],
            sorted(self._chance.sample(_SKILLS, self._chance.randrange(_MOST_SKILLS))),
        )

    def _windows(self, n: int) -> _Windows:
        if self._used + n > _DRAWN:
            self._drawn, self._used = self._lot.integers(2**32, size=_DRAWN, dtype=np.uint32), 0
        self._used += n
        return self._drawn[self._used - n : self._used]
