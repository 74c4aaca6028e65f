"""Our figures on Hacker News 2011-2018 beside two published trackers, and the distance explained.

    python -m bench.hn_trackers [--home DIR] [--write]

The recorded archive goes the whole way (replica, spider, landing, normaliser, warehouse). The first tracker,
controlarm/hn-hiring-analysis, searches whole words in decoded text. The second, ryanwi/hiringtrends, splits *undecoded*
HTML into tokens, counts `Go` (capital G, o) and any spelling of `golang` as Go, and divides by all children of the
thread, emptied ones included; its rule is re-run here from that description, then changed step by step into ours.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from bench.recorded import HN, SHARED, filled
from warehouse import landing
from warehouse.cohorts import Warehouse
from warehouse.home import PROJECT, Home

BROKEN = "2011-12"
"""Both trackers counted a fragment of this thread."""
TABLE = PROJECT / "docs" / "hn_trackers.md"
_SPLIT = re.compile(r"[\s!|\\;:,.?/'()\[\]]+")
_TAG = re.compile(r"<[^>]+>")


def their_tokens(text: str) -> set[str]:
    """Return the second tracker's tokens: nothing decoded, lower case, `golang` for a capital Go."""
    tokens = _SPLIT.split(text)
    return {token.lower() for token in tokens} | ({"golang"} if "Go" in tokens else set())


def decoded(text: str) -> str:
    """Return a comment's HTML as text."""
    return html.unescape(_TAG.sub(" ", text))


def whole_word(word: str) -> Callable[[str], bool]:
    """Return the first tracker's test: the word between word boundaries of decoded text, whatever its case."""
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    return lambda text: pattern.search(decoded(text)) is not None


def landed(home: Home) -> pl.DataFrame:
    """Return every landed comment: month, posting_id, text (HTML)."""
    frames = [landing.read(home, report) for report in landing.reports(home, "hn_whoishiring") if report.sha256]
    return pl.concat(frames).select(
        month="partition", posting_id=pl.format("{}:{}", "board", "key"), text=pl.col("text").fill_null("")
    )


def ours(home: Home) -> pl.DataFrame:
    """Return our reading of each comment: posting_id, is_posting, go, java, python."""
    with Warehouse(home) as warehouse:
        return warehouse.sql(
            "SELECT posting_id, is_posting, list_contains(languages, 'go') AS go,"
            " list_contains(languages, 'java') AS java, list_contains(languages, 'python') AS python"
            " FROM core.postings WHERE board = 'hn_whoishiring'"
        )


def words_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Compare monthly shares with the first tracker's: term, our rule for it, mean and largest |distance| in points."""
    theirs = pl.read_csv(SHARED / "data" / "hn_keyword_share_2011_2018.csv").filter(pl.col("month") != BROKEN)
    found = []
    for column, rule, flag in (
        ("Java", "language `java`", "java"),
        ("Python", "language `python`", "python"),
        ("Golang", "the word golang", "golang_word"),
    ):
        share = rows.group_by("month").agg(ours=pl.col(flag).mean() * 100)
        distance = (
            theirs.select("month", theirs=column)
            .join(share, on="month")
            .select((pl.col("ours") - pl.col("theirs")).alias("d"))["d"]
        )
        found.append((column, rule, len(distance), distance.abs().mean(), distance.mean(), distance.abs().max()))
    schema = ["term", "our rule", "months", "mean |distance|", "mean distance", "largest"]
    return pl.DataFrame(found, schema=schema, orient="row")


def rerun_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Re-run the second tracker's rule on its denominators: term, mean and largest |distance| in points."""
    found = []
    for term in ("golang", "Java", "Python"):
        joined = published(term).join(
            rows.group_by("month").agg(counted=pl.col("tokens").list.contains(term.lower()).sum()), on="month"
        )
        distance = joined.filter(pl.col("month") != BROKEN).select(
            (100 * pl.col("counted") / pl.col("num_comments") - pl.col("theirs")).alias("d")
        )["d"]
        found.append((term, len(distance), distance.abs().mean(), distance.mean(), distance.abs().max()))
    schema = ["term", "months", "mean |distance|", "mean distance", "largest"]
    return pl.DataFrame(found, schema=schema, orient="row")


def steps_table(rows: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    """Change the second tracker's Go figure into ours one step at a time; each step's mean effect in points of share.

    Args:
        rows: `landed` joined with `ours`, with the columns that `read` adds.
        declared: month, num_comments, theirs (their published share of `golang`, %).
    """
    monthly = rows.group_by("month").agg(
        undecoded=pl.col("tokens").list.contains("golang").sum(),
        plain=pl.col("plain").sum(),
        plain_posting=(pl.col("plain") & pl.col("is_posting")).sum(),
        ours=(pl.col("go") & pl.col("is_posting")).sum(),
        texts=pl.len(),
        postings=pl.col("is_posting").sum(),
    )
    joined = declared.join(monthly, on="month").filter(pl.col("month") != BROKEN)
    shares = joined.select(
        "month",
        published="theirs",
        rerun=100 * pl.col("undecoded") / pl.col("num_comments"),
        decoding=100 * pl.col("plain") / pl.col("num_comments"),
        denominator=100 * pl.col("plain_posting") / pl.col("postings"),
        rule=100 * pl.col("ours") / pl.col("postings"),
    )
    order = ("published", "rerun", "decoding", "denominator", "rule")
    says = {
        "published": "the tracker's published share of Go",
        "rerun": "its rule re-run on our landing files, its own denominators",
        "decoding": "the same after decoding entities and removing tags (`Go&#x2F;Python` is Go)",
        "denominator": "the same over postings only (no emptied comments, no questions)",
        "rule": "our rule for Go instead of the token (`Go to …`, `Go ahead` are no longer Go)",
    }
    found = []
    for name, before in zip(order, (None, *order), strict=False):
        step = shares[name] - shares[before] if before else None
        found.append(
            (
                says[name],
                shares[name].mean(),
                step.mean() if step is not None else None,
                step.abs().mean() if step is not None else None,
                step.abs().max() if step is not None else None,
            )
        )
    return pl.DataFrame(
        found, schema=["figure", "mean share %", "mean step", "mean |step|", "largest |step|"], orient="row"
    )


def read(home: Home) -> pl.DataFrame:
    """Return landed comments with every rule's answer."""
    rows = landed(home).join(ours(home), on="posting_id")
    texts = rows["text"].to_list()
    golang = whole_word("golang")
    plain = [decoded(text) for text in texts]
    return rows.with_columns(
        tokens=pl.Series([sorted(tokens & {"golang", "java", "python"}) for tokens in map(their_tokens, texts)]),
        plain=pl.Series(["golang" in their_tokens(text) for text in plain]),
        golang_word=pl.Series([golang(text) for text in texts]),
    )


def disagreements(rows: pl.DataFrame, column: str, *, most: int) -> list[str]:
    """Return words around Go where the tracker's token rule on decoded text and our rule differ, for reading by eye."""
    differ = (
        rows.filter(pl.col("is_posting") & pl.col("plain") & ~pl.col("go"))
        if column == "theirs"
        else rows.filter(pl.col("is_posting") & ~pl.col("plain") & pl.col("go"))
    )
    found = []
    for text in differ.sort("posting_id")["text"].gather_every(max(1, differ.height // most)).to_list():
        hit = re.search(r".{0,40}\bgo(lang)?\b.{0,40}", decoded(text), re.IGNORECASE | re.DOTALL)
        if hit:
            found.append(" ".join(hit[0].split()))
    return found[:most]


def published(term: str) -> pl.DataFrame:
    """Return the second tracker's figures of one term: month, num_comments, theirs (%)."""
    return (
        pl.read_csv(SHARED / "data" / "hntrends_terms_2011_2018.csv")
        .filter(pl.col("term") == term)
        .select("month", "num_comments", theirs=pl.col("percentage").cast(pl.Float64))
    )


def main() -> None:
    """Run the comparison, print it, and with --write renew the table in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--home", type=Path, default=PROJECT / "data" / "bench" / "hn", help="where the archive is built"
    )
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not HN.exists():
        print("skipped: the recorded archive (../shared/data) is not here")
        return
    home = filled(given.home, "hn_whoishiring", date(2011, 4, 1), date(2018, 2, 1), now="2018-03-05")
    rows = read(home)
    print(words_table(rows))
    print(rerun_table(rows))
    print(steps_table(rows, published("golang")))
    for side in ("theirs", "ours"):
        print(f"\nGo for {side} only:")
        for words in disagreements(rows, side, most=25):
            print("  …", words)
    if given.write:
        TABLE.write_text(document(rows), encoding="utf-8")
        print(f"written: {TABLE}")


def document(rows: pl.DataFrame) -> str:
    """Return the Markdown page of the comparison."""
    return (
        "# Our figures beside two published trackers: Hacker News 2011-04 … 2018-02\n\n"
        "Made by `python -m bench.hn_trackers --write`; points are percentage points of monthly share; 2011-12 is left"
        " out, both trackers counted a fragment of it.\n\n"
        f"{rows.height:,} comments landed, {rows['is_posting'].sum():,} of them postings.\n\n"
        "## Whole words in decoded text (controlarm/hn-hiring-analysis)\n\n"
        f"{markdown(words_table(rows))}\n\n"
        "## Tokens of undecoded HTML (ryanwi/hiringtrends): its rule re-run on our landing files, its denominators\n\n"
        f"{markdown(rerun_table(rows))}\n\n"
        "## From tokens of undecoded HTML to our Go, step by step\n\n"
        f"{markdown(steps_table(rows, published('golang')))}\n\n"
        "A step is the change against the line above it. Ours differs on purpose: the tracker loses a Go that stands"
        " beside an entity, counts comments that offer no job, and takes every capital `Go` at a sentence's start for"
        " the language.\n"
    )


def markdown(frame: pl.DataFrame) -> str:
    """Return a frame as a Markdown table, numbers with two decimals."""
    lines = ["| " + " | ".join(name.replace("|", r"\|") for name in frame.columns) + " |", "|---" * frame.width + "|"]
    for row in frame.iter_rows():
        cells = ["" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
