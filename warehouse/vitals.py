"""Whether a built warehouse looks as one should: shares filled and unknown, drift, freshness, nothing published lost.

Rows by themselves are contracts.py's affair. Here boards are held against the bounds of schemas.py, against their own
last weeks and against the copy that is published; nothing is built or published.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import polars.selectors as cs

from warehouse.attention import STALE_DAYS
from warehouse.contracts import CheckResult
from warehouse.database import frame, literal, reading
from warehouse.home import Home
from warehouse.schemas import CRAWLS, POSTINGS, Column

KINDS: dict[str, dict[str, str]] = {
    POSTINGS.full_name: {
        "rows": "No board lost more than a tenth of the postings that the published copy holds.",
        "filled": "Columns that a board's postings usually say are said often enough in the newest ones.",
        "unknown": "Not too many of a board's newest postings are of no class.",
        "drift": "What a board's newest postings say, and how many are of no class, is as in the weeks before.",
    },
    CRAWLS.full_name: {"fresh": "Every board that was ever crawled was crawled lately, and not in vain."},
}
"""Table -> kind of check -> what it promises. Only `rows` stops a publish."""
LEAST_ROWS = 50
"""New postings of a board below which its shares are noise."""
RECENT_DAYS, BEFORE_DAYS = 35, 105
"""Days up to a board's newest posting that are its newest weeks, and those before, which they are held against."""
DRIFT, SIGMAS = 0.2, 4.0
"""A share has drifted where it moved by so much, and by so many standard errors."""
LOST_SHARE, LOST_ROWS = 0.1, 10

REMEDIES = {
    "rows": "Bring landing back (`jobproof pull`, `jobproof doctor`); where they are meant to be gone, publish with "
    "`--accept rows`, under Dagster with the run tag jobproof/accept = rows.",
    "filled": "Look at the board's newest rows with `jobproof explain`; mend spider or seeds, then `jobproof replay`.",
    "fresh": "Look closer with `jobproof boards`, then crawl it.",
}
REMEDIES |= dict.fromkeys(("unknown", "drift"), REMEDIES["filled"])
"""Kind of check -> what to do where it is broken."""
_SAMPLE = 5
_MEASURED = {
    "board": pl.String, "check": pl.String, "recent_n": pl.Int64, "recent": pl.Float64,
    "before_n": pl.Int64, "before": pl.Float64, "least": pl.Float64, "most": pl.Float64,
}  # fmt: skip


def checks(home: Home) -> list[CheckResult]:
    """Return every check of KINDS that the writer's warehouse breaks: the boards that do, worst first."""
    found = measured(home)
    return [*_lost(home), *_out_of_bounds(found), *_drifted(found), *_stale(home)]


def measured(home: Home) -> pl.DataFrame:
    """Return the shares of every crawled board with enough new postings.

    Returns:
        board, check (`filled: company_key`), recent_n, recent (share), before_n, before, least, most.
    """
    columns = [column for column in POSTINGS.columns if column.filled or column.unknown]
    queries = [_shares(column) for column in columns]
    with reading(home.warehouse) as connection:
        frames = [frame(connection, query) for query in queries]
    return pl.concat([each.cast(_MEASURED).select(*_MEASURED) for each in frames])  # type: ignore[arg-type]  # a schema


def _shares(column: Column) -> str:
    """Return the query of one column's shares: said, or of no class."""
    said = (
        f'len("{column.name}") > 0'
        if str(column.dtype).startswith(("List", "String"))
        else f'"{column.name}" IS NOT NULL'
    )
    holds = f'"{column.name}" = {literal(column.unknown)}' if column.unknown else f"coalesce({said}, FALSE)"
    check = f"{'unknown' if column.unknown else 'filled'}: {column.name}"
    most = column.unknown_most if column.unknown else 1.0
    return f"""WITH dated AS (
    SELECT board, {holds} AS holds, max(opened_on) OVER (PARTITION BY board) - opened_on AS age
    FROM core.postings
    WHERE is_posting AND board IN (SELECT board FROM core.boards WHERE kind <> 'archive')
)
SELECT
    board, {literal(check)} AS "check",
    count(*) FILTER (WHERE age < {RECENT_DAYS}) AS recent_n,
    avg(holds::INT) FILTER (WHERE age < {RECENT_DAYS}) AS recent,
    count(*) FILTER (WHERE age BETWEEN {RECENT_DAYS} AND {RECENT_DAYS + BEFORE_DAYS - 1}) AS before_n,
    avg(holds::INT) FILTER (WHERE age BETWEEN {RECENT_DAYS} AND {RECENT_DAYS + BEFORE_DAYS - 1}) AS before,
    {column.filled} AS least, {most} AS most
FROM dated
GROUP BY board
HAVING recent_n >= {LEAST_ROWS}
ORDER BY board"""


def _out_of_bounds(found: pl.DataFrame) -> Iterator[CheckResult]:
    outside = (pl.col("recent") < pl.col("least")) | (pl.col("recent") > pl.col("most"))
    yield from _by_check(found.filter(outside), ("board", "recent", "least", "most", "recent_n"), "{}")


def _drifted(found: pl.DataFrame) -> Iterator[CheckResult]:
    """Yield shares that moved by more than chance and habit explain; two shares' standard error with a common share."""
    both = found.filter(pl.col("before_n") >= LEAST_ROWS)
    n, m = pl.col("recent_n"), pl.col("before_n")
    common = (pl.col("recent") * n + pl.col("before") * m) / (n + m)
    error = (common * (1 - common) * (1 / n + 1 / m)).sqrt()
    moved = (pl.col("recent") - pl.col("before")).abs()
    far = both.filter((moved >= DRIFT) & (moved >= SIGMAS * error)).sort(moved, descending=True)
    yield from _by_check(far, ("board", "before", "recent", "recent_n"), "drift: {}")


def _by_check(rows: pl.DataFrame, shown: tuple[str, ...], name: str) -> Iterator[CheckResult]:
    for (check,), held in rows.group_by("check", maintain_order=True):
        label = name.format(str(check).partition(": ")[2] if "drift" in name else check)
        yield CheckResult(
            POSTINGS.full_name, label, held.height, held.select(shown).with_columns(cs.float().round(3)).head(_SAMPLE)
        )


def _lost(home: Home) -> Iterator[CheckResult]:
    """Yield the boards of which the published copy holds more than was just built."""
    if not home.published.exists():
        return
    counted = "SELECT board, count(*) AS n FROM core.postings GROUP BY board"
    with reading(home.published) as connection:
        published = frame(connection, counted)
    with reading(home.warehouse) as connection:
        built = frame(connection, counted)
        known = frame(connection, "SELECT board FROM core.boards")
    both = published.join(known, on="board").join(built, on="board", how="left", suffix="_now")
    both = both.select("board", published=pl.col("n"), built=pl.col("n_now").fill_null(0))
    lost = pl.col("published") - pl.col("built")
    fell = both.filter((lost > LOST_ROWS) & (lost > LOST_SHARE * pl.col("published"))).sort(lost, descending=True)
    if fell.height:
        yield CheckResult(POSTINGS.full_name, "rows", fell.height, fell.head(_SAMPLE))


def _stale(home: Home) -> Iterator[CheckResult]:
    allowed = " ".join(f"WHEN {literal(kind)} THEN {days}" for kind, days in STALE_DAYS.items())
    query = f"""SELECT c.board, max(c.finished_at)::DATE AS last_good, any_value(m.built_at)::DATE - last_good AS days
FROM core.crawls AS c
JOIN core.boards AS b ON b.board = c.board
CROSS JOIN mart.meta AS m
WHERE c.state NOT IN ('blocked', 'failed') AND b.kind <> 'archive'
GROUP BY c.board
HAVING days > any_value(CASE b.kind {allowed} END)
ORDER BY days DESC"""
    with reading(home.warehouse) as connection:
        old = frame(connection, query)
    if old.height:
        yield CheckResult(CRAWLS.full_name, "fresh", old.height, old.head(_SAMPLE))
