"""A home of any number of generated postings, as the build finds one whose landing files have all been read.

Belongs here: what is drawn, and the files. Nothing is crawled and no text is read: runs, rows and contents are written
where readings.py keeps them, the landing files themselves are empty. What is measured on it is scale.py's affair.

Eight boards are crawled each week of a year, four post by month over three years. A live posting stays six weeks in the
mean, one in twelve is edited, one in thirty misses a look, one in ten is a re-post of an earlier one of its employer in
nearly the same words. A text has about 1.3 kB and 25 concepts, a few of which are most frequent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import orjson
import polars as pl

from warehouse import landing, readers, readings, taxonomy
from warehouse.boards import Registry, load
from warehouse.classes import INDUSTRIES, WORK_TYPES
from warehouse.home import Home
from warehouse.readings import Readings
from warehouse.records import CrawlReport, ScopeReport
from warehouse.schemas import MENTIONS, NORMALISED

WEEKS, MONTHS = 52, 36
LIVE, HISTORY = 8, 4
SCOPES = 40
_MONDAY = date(2025, 1, 6)
_FIRST_MONTH = (2023, 1)
_SENTENCES, _A_TEXT = 5_000, 12
_DRAWS, _SKEW = 28, 1.8
"""Concepts drawn a text, about 25 of them different, and how much the most frequent ones prevail."""
_CITIES = ("beijing", "shanghai", "shenzhen", "hangzhou", "berlin", "london", "new york", "paris")
_NOTHING = hashlib.sha256(b"").hexdigest()

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Drawn:
    """Postings of all boards: one array element each.

    Args:
        board: Number of the board; from LIVE on a history board.
        employer: Number of the employer.
        origin: Posting whose text this one repeats; itself where it is new.
        start: First week, or month of a history board.
        stay: Weeks listed.
        edited: Weeks after `start` from which on it says something else; 0 for never.
        missed: Weeks after `start` in which it was not listed; 0 for none.
    """

    board: _Ints
    employer: _Ints
    origin: _Ints
    start: _Ints
    stay: _Ints
    edited: _Ints
    missed: _Ints


@dataclass
class Generated:
    """A home that grows by a week.

    Args:
        home: Where it lies.
        registry: Its boards.
    """

    home: Home
    registry: Registry
    _drawn: _Drawn
    _store: Readings

    def land(self, weeks: range) -> int:
        """Add the crawls of some weeks of the live boards; return the rows that they listed."""
        return sum(self._land_live(board, week) for week in weeks for board in range(LIVE))

    def land_history(self) -> int:
        """Add all months of the history boards; return their rows."""
        return sum(self._land_month(board, month) for board in range(LIVE, LIVE + HISTORY) for month in range(MONTHS))

    def _land_live(self, board: int, week: int) -> int:
        d, age = self._drawn, week - self._drawn.start
        listed = np.flatnonzero(
            (d.board == board) & (age >= 0) & (age < d.stay) & ((d.missed == 0) | (age != d.missed))
        )
        version = ((d.edited[listed] > 0) & (age[listed] >= d.edited[listed])).astype(np.int64)
        fresh = (age[listed] == 0) | ((version == 1) & (age[listed] == d.edited[listed]))
        day = _MONDAY + timedelta(weeks=week)
        return self._write(board, day, (listed, version), (listed[fresh], version[fresh]))

    def _land_month(self, board: int, month: int) -> int:
        posted = np.flatnonzero((self._drawn.board == board) & (self._drawn.start == month))
        year, at = divmod(_FIRST_MONTH[1] - 1 + month, 12)
        day = date(_FIRST_MONTH[0] + year, at + 1, 1)
        nought = np.zeros_like(posted)
        return self._write(board, day, (posted, nought), (posted, nought))

    def _write(self, board: int, day: date, listed: tuple[_Ints, _Ints], fresh: tuple[_Ints, _Ints]) -> int:
        """Write a run's rows and its new contents, each as (postings, which version of each); return its rows."""
        scope = _scopes(self._drawn.employer[listed[0]]) if board < LIVE else [""] * len(listed[0])
        report = _report(board, day, scope)
        landing.data_path(self.home, report).parent.mkdir(parents=True, exist_ok=True)
        landing.data_path(self.home, report).write_bytes(b"")
        contents = self._store.folder / report.board / "contents" / f"{report.run}-000.parquet"
        postings = self._store.postings(report)
        for path in (contents, postings):
            path.parent.mkdir(parents=True, exist_ok=True)
        if len(fresh[0]):
            self._contents(*fresh).write_parquet(contents, compression="zstd")
        self._listed(report, *listed, scope).write_parquet(postings, compression="zstd")
        landing.report_path(landing.data_path(self.home, report)).write_bytes(orjson.dumps(report))
        return len(scope)

    def _listed(self, report: CrawlReport, rows: _Ints, version: _Ints, scope: list[str]) -> pl.DataFrame:
        is_live = report.state == "complete"
        month = None if is_live else date.fromisoformat(f"{report.partition}-01")
        days = pl.Series(rows % 20).cast(pl.Int64) * 86_400_000_000
        frame = pl.DataFrame({"posting_id": _ids(self._drawn, rows), "scope": pl.Series(scope, dtype=pl.String)})
        return frame.with_columns(
            pl.lit(report.board).alias("board"),
            pl.lit(report.partition).alias("partition"),
            pl.lit(report.run).alias("run"),
            pl.lit(datetime.fromisoformat(report.started_at)).cast(pl.Datetime("us", "UTC")).alias("fetched_at"),
            (pl.lit("https://example.com/") + pl.col("posting_id")).alias("url"),
            pl.lit(None, dtype=pl.String).alias("author"),
            pl.lit("unknown" if is_live else "created").alias("posted_kind"),
            (pl.lit(month, dtype=pl.Date).cast(pl.Datetime("us")) + days.cast(pl.Duration("us")))
            .cast(pl.Date)
            .alias("posted_on"),
            pl.lit(None, dtype=pl.Date).alias("expires_on"),
            pl.Series("version", _versions(rows, version), dtype=pl.String),
        )

    def _contents(self, rows: _Ints, version: _Ints) -> pl.DataFrame:
        origin = self._drawn.origin[rows]
        text = _texts(origin, self._drawn.employer[rows], version, rows != origin)
        city = (_share(origin, 5) ** 2 * len(_CITIES)).astype(np.int64)
        pay = np.where(_share(origin, 6) < 0.45, 100_000 + 500_000 * _share(origin, 7) ** 2, np.nan)
        frame = pl.DataFrame(
            {
                "id": pl.Series(_versions(rows, version), dtype=pl.String),
                "city": pl.Series(_CITIES).gather(city),
                "pay_min": pl.Series(pay).fill_nan(None),
                "role": pl.Series([f"Engineer {n}" for n in range(300)]).gather(
                    (_share(origin, 8) * 300).astype(np.int64)
                ),
                "employer": self._drawn.employer[rows],
                "work_type": pl.Series(WORK_TYPES).gather((_share(origin, 9) ** 2 * len(WORK_TYPES)).astype(np.int64)),
                "industry": pl.Series(INDUSTRIES).gather((_share(origin, 10) ** 2 * len(INDUSTRIES)).astype(np.int64)),
                "text_plain": text,
                "text_key": pl.Series([hashlib.blake2b(one.encode(), digest_size=8).hexdigest() for one in text]),
                "experience_min_years": pl.Series((_share(origin, 11) * 9).round()),
            }
        )
        return _normalised(frame, _concepts(origin))


def _report(board: int, day: date, scope: list[str]) -> CrawlReport:
    """Return the report of a run that listed postings of these scopes."""
    is_live = board < LIVE
    at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=0 if is_live else 20)
    partition = day.isoformat() if is_live else f"{day:%Y-%m}"
    scopes = tuple(
        ScopeReport(
            each, "complete" if is_live else "window", reason="" if is_live else "a month", kept=scope.count(each)
        )
        for each in (_scope_names() if is_live else [""])
    )
    run = f"{day:%Y%m%d}T060000-{board:04x}"
    return CrawlReport(_board(board), partition, run, at.isoformat(), at.isoformat(), scopes, _NOTHING, simulated=True)


def generate(home: Home, postings_n: int, seed: int = 7) -> Generated:
    """Return a home of so many postings that nothing has landed in yet; `land` and `land_history` bring them.

    Args:
        home: An empty folder.
        postings_n: How many; four in five are on live boards.
        seed: Of every draw.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    home.boards.write_text("".join(_entry(board) for board in range(LIVE + HISTORY)), encoding="utf-8")
    store = readings.read(home, [], taxonomy.load())
    return Generated(home, load(home), _draw(postings_n, np.random.default_rng(seed)), store)


def _entry(board: int) -> str:
    if board < LIVE:
        return f'[{_board(board)}]\ntitle = "Live {board}"\nkind = "live"\ncensus = true\ntext = "full"\n'
    return f'[{_board(board)}]\ntitle = "Threads {board}"\nkind = "history"\nsince = "2023-01"\ntext = "full"\n'


def _board(number: int) -> str:
    return f"generated_{'live' if number < LIVE else 'threads'}_{number:02}"


def _draw(n: int, rng: np.random.Generator) -> _Drawn:
    board = np.where(rng.random(n) < 0.8, rng.integers(0, LIVE, n), rng.integers(LIVE, LIVE + HISTORY, n))
    is_live = board < LIVE
    employer = (rng.random(n) ** 2 * max(n // 12, 1)).astype(np.int64)
    start = np.where(is_live, rng.integers(-6, WEEKS, n).clip(0), rng.integers(0, MONTHS, n))
    stay = rng.geometric(1 / 6, n)
    middle = stay // 2
    edited = np.where(is_live & (stay > 2) & (rng.random(n) < 1 / 12), middle, 0)
    missed = np.where(is_live & (stay > 3) & (edited == 0) & (rng.random(n) < 1 / 30), middle, 0)
    origin = np.arange(n)
    again = np.flatnonzero(rng.random(n) < 0.1)
    origin[again] = (again - 1 - rng.integers(0, n // 10 + 1, len(again))).clip(0)
    origin[again] = origin[origin[again]]
    employer[again] = employer[origin[again]]
    return _Drawn(board, employer, origin, start, stay, edited, missed)


def _share(rows: _Ints, salt: int) -> npt.NDArray[np.float64]:
    """Return a draw in [0, 1) for each row: always the same for one row and salt."""
    return (_mixed(rows, salt) >> np.uint64(11)).astype(np.float64) / 2.0**53


def _mixed(rows: _Ints, salt: int) -> npt.NDArray[np.uint64]:
    """Steele, Lea and Flood 2014, SplitMix64."""
    z = (rows.astype(np.uint64) * np.uint64(64) + np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _ids(drawn: _Drawn, rows: _Ints) -> pl.Series:
    names = pl.Series([_board(board) for board in range(LIVE + HISTORY)])
    return names.gather(drawn.board[rows]) + ":" + pl.Series(rows).cast(pl.String)


def _versions(rows: _Ints, version: _Ints) -> list[str]:
    return [f"{each:016x}" for each in _mixed(rows, 1).__add__(version.astype(np.uint64)).tolist()]


def _scope_names() -> Iterator[str]:
    return (f"s{scope:02}" for scope in range(SCOPES))


def _scopes(employer: _Ints) -> list[str]:
    return [f"s{each:02}" for each in (employer % SCOPES).tolist()]


def _texts(origin: _Ints, employer: _Ints, version: _Ints, again: npt.NDArray[np.bool_]) -> pl.Series:
    """Return texts of three sentences of the employer's and nine of their own, of which an edit changes one."""
    parts = []
    for at in range(_A_TEXT):
        own = _mixed(employer if at < 3 else origin, 20 + at)
        if at == _A_TEXT - 1:
            own = own + version.astype(np.uint64) + again.astype(np.uint64)
        parts.append(_sentences().gather((own % np.uint64(_SENTENCES)).astype(np.int64)).alias(str(at)))
    return pl.DataFrame(parts).select(pl.concat_str(pl.all(), separator=" ")).to_series()


def _sentences() -> pl.Series:
    if not _POOL:
        rng = np.random.default_rng(1)
        letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
        words = ["".join(rng.choice(letters, rng.integers(2, 11))) for _ in range(4_000)]
        picks = rng.integers(0, len(words), (_SENTENCES, 15))
        _POOL.append(pl.Series([f"{' '.join(words[each] for each in pick)}." for pick in picks]))
    return _POOL[0]


_POOL: list[pl.Series] = []


def _concepts(origin: _Ints) -> pl.Series:
    slugs = taxonomy.load().frame()["concept"].shuffle(seed=1)
    row = np.repeat(np.arange(len(origin)), _DRAWS)
    seeds = np.repeat(origin, _DRAWS) * _DRAWS + np.tile(np.arange(_DRAWS), len(origin))
    drawn = pl.DataFrame({"row": row, "at": (_share(seeds, 2) ** _SKEW * len(slugs)).astype(np.int64)})
    strength = pl.Series(["required", "preferred", "mentioned"])
    named = drawn.unique(maintain_order=True)
    mention = pl.DataFrame(
        {
            "concept": slugs.gather(named["at"]),
            "strength": strength.gather(named["at"] % 3),
            "alternative": named["at"] % 7 == 0,
        }
    ).to_struct("concepts")
    return named.select("row", mention).group_by("row", maintain_order=True).agg("concepts")["concepts"].cast(MENTIONS)


def _normalised(frame: pl.DataFrame, concepts: pl.Series) -> pl.DataFrame:
    """Return contents with the columns of schemas.NORMALISED and the sketch."""
    in_cn = pl.col("city").is_in(_CITIES[:4])
    name = pl.Series(
        [f"{each:07x} firm" for each in (_mixed(frame["employer"].to_numpy(), 3) >> np.uint64(36)).tolist()]
    )
    said = frame.with_columns(
        concepts,
        pl.lit(value=True).alias("is_posting"),
        pl.concat_list("city").alias("cities"),
        pl.concat_list(pl.when(in_cn).then(pl.lit("CN")).otherwise(pl.lit("US"))).alias("countries"),
        pl.when(in_cn).then(pl.lit("zh")).otherwise(pl.lit("en")).alias("text_language"),
        name.alias("company"),
        name.str.replace(" ", "").alias("company_key"),
        pl.col("role").str.to_lowercase().alias("role_key"),
        (pl.col("pay_min") * 1.5).alias("pay_max"),
        pl.when(pl.col("pay_min").is_not_null()).then(pl.lit("CNY")).alias("pay_currency"),
        pl.when(pl.col("pay_min").is_not_null()).then(pl.lit("year")).alias("pay_period"),
        pl.lit("bachelor").alias("education"),
        *(
            pl.lit([], dtype=pl.List(pl.String)).alias(empty)
            for empty in ("languages", "skills", "remote", "seniority")
        ),
    ).with_columns(
        *(pl.col(f"pay_{end}").alias(f"pay_{end}_cny_year") for end in ("min", "max")),
        *((pl.col(f"pay_{end}") / 7.2).alias(f"pay_{end}_usd_year") for end in ("min", "max")),
    )
    empty = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in NORMALISED.polars.items() if name not in said.columns
    ]
    return readers.with_sketch(said.with_columns(*empty).select(*NORMALISED.polars))
