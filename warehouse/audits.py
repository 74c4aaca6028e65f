"""What a person labels to measure the tagger's error: strata of a cohort, drawn postings, sheets, answers kept.

Nothing is estimated here: reports.audited says what the answers mean. A cohort's vacancies fall into three strata:
`tagged` (the numerator's query holds), `near miss` (it would hold if every way of writing a concept counted wherever it
stands as a word, whatever the words beside it) and `rest`. Who answers sees neither stratum nor tag.

Answers belong to a query, not to a claim: all claims that count `go` share them. A posting is drawn by a hash of its
id, so that a warehouse that has grown draws the same ones first and earlier answers go on counting.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import orjson
import polars as pl

from warehouse import texts
from warehouse.database import literal
from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing
from warehouse.manifest import keeping
from warehouse.queries import Concept, Facet, Joined, Not, Query, compile_query, parse
from warehouse.schemas import SCHEMA_VERSION
from warehouse.statements import Cohort, cohort_cte
from warehouse.taxonomy import Taxonomy, Term

Stratum = Literal["tagged", "near miss", "rest"]
STRATA: tuple[Stratum, ...] = ("tagged", "near miss", "rest")
LEAST = 100
"""Postings to draw from each stratum of a period and language."""
MEMBERS = {"period": pl.String, "language": pl.String, "stratum": pl.String, "posting_id": pl.String}
"""Columns of strata_sql()."""
YES = frozenset({"y", "yes", "1", "true", "x", "是", "有", "对"})
NO = frozenset({"n", "no", "0", "false", "否", "无", "没有", "不是"})
SKIPPED = frozenset({"", "?", "skip", "unsure", "不清楚"})
SHEET = ("posting_id", "question", "label", "note", "role", "company", "text")
EXCERPT = 240
"""Characters shown on each side of what may be the concept."""
OPENING = 500
"""Characters shown of a text's start."""
LONGEST = 6_000
"""Characters shown of a posting in which nothing is written that looks like the concept."""

ANSWERED = 0.9
"""Part of the postings up to some rank that must be answered for the answers up to there to be a random sample."""

_CELL = ("period", "language", "stratum")
_NO_FILE_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Answer:
    """What a person said of one posting.

    Args:
        posting_id: Which.
        yes: Whether the query holds of it.
        answered_at: When it was read back.
    """

    posting_id: str
    yes: bool
    answered_at: datetime


def strata_sql(cohort: Cohort, taxonomy: Taxonomy) -> str:
    """Return the SELECT that puts a cohort's vacancies into strata: MEMBERS columns, one row a vacancy and period.

    A vacancy is that of its first posting. Languages are `zh` and `en`, where `en` stands for every other too.
    """
    near = loosely(parse(cohort.numerator), taxonomy)
    return f"""WITH {cohort_cte(cohort, "v.vacancy_id", f"{near} AS near")}
SELECT
    c.period,
    CASE WHEN p.text_language = 'zh' THEN 'zh' ELSE 'en' END AS language,
    CASE WHEN c.counted THEN 'tagged' WHEN c.near THEN 'near miss' ELSE 'rest' END AS stratum,
    c.vacancy_id AS posting_id
FROM cohort AS c
JOIN core.postings AS p ON p.posting_id = c.vacancy_id
ORDER BY period, language, stratum, posting_id"""


def texts_sql(idents: Iterable[str]) -> str:
    """Return the SELECT of what a sheet shows of some postings: posting_id, role, company, text_plain."""
    listed = ", ".join(map(literal, idents))
    return (
        "SELECT posting_id, role, company, coalesce(whole_text, text_plain) AS text_plain"
        f" FROM core.postings LEFT JOIN {texts.WHOLE} USING (posting_id) WHERE posting_id IN ({listed})"
    )


def loosely(query: Query, taxonomy: Taxonomy, vacancy: str = "v") -> str:
    """Return the SQL predicate of a query in which a concept holds wherever one of its spellings stands as a word.

    What a `not` speaks of is left as it is tagged, and so are places, kinds of work and whatever is no concept.
    """
    if isinstance(query, Joined):
        return "(" + f" {query.joint.upper()} ".join(loosely(part, taxonomy, vacancy) for part in query.parts) + ")"
    if isinstance(query, Not | Facet):
        return compile_query(query, vacancy)
    pattern = literal(spelling_pattern([query.slug], taxonomy))
    written = f"regexp_matches(lower(concat_ws(chr(10), role, coalesce(whole_text, text_plain))), {pattern})"
    postings = f"core.postings LEFT JOIN {texts.WHOLE} USING (posting_id)"
    named = compile_query(Concept(query.slug), vacancy)
    return f"({named} OR {vacancy}.vacancy_id IN (SELECT posting_id FROM {postings} WHERE {written}))"


def spelling_pattern(slugs: Iterable[str], taxonomy: Taxonomy) -> str:
    """Return a pattern (RE2 and Python) for small text of every spelling of concepts, narrower ones too.

    A spelling in Latin letters must stand between boundaries; one that begins or ends otherwise need not there.
    """
    wanted = set(slugs)
    terms = [term for term in taxonomy.terms if {term.concept, *taxonomy.all_broader[term.concept]} & wanted]
    spellings = sorted({_bounded(term) for term in terms})
    return "|".join(spellings) or r"\b\B"


def _bounded(term: Term) -> str:
    low = term.text.lower()
    before = r"(?:^|[^a-z0-9])" if low[0].isascii() and low[0].isalnum() else ""
    after = r"(?:[^a-z0-9]|$)" if low[-1].isascii() and low[-1].isalnum() else ""
    return before + re.escape(low).replace(r"\ ", "[ -]") + after


def concepts_of(query: Query) -> tuple[str, ...]:
    """Return the concepts that a query names, in order; those behind a `not` too."""
    if isinstance(query, Joined):
        return tuple(dict.fromkeys(slug for part in query.parts for slug in concepts_of(part)))
    if isinstance(query, Not):
        return concepts_of(query.query)
    return (query.slug,) if isinstance(query, Concept) else ()


def drawn(members: pl.DataFrame, query: str, least: int = LEAST) -> pl.DataFrame:
    """Return the first `least` members of each cell by a hash: MEMBERS columns, in an order that tells no stratum."""
    first = _ranked(members, query).filter(pl.int_range(pl.len()).over(_CELL) < least)
    order = pl.Series("order", _hashes(f"order of {query}", first["posting_id"]), dtype=pl.String)
    return first.with_columns(order).sort("order", "period").select(list(MEMBERS))


def _ranked(members: pl.DataFrame, query: str) -> pl.DataFrame:
    ranks = pl.Series("rank", _hashes(query, members["posting_id"]), dtype=pl.String)
    return members.with_columns(ranks).sort(*_CELL, "rank")


def _hashes(salt: str, idents: Iterable[str]) -> list[str]:
    return [hashlib.blake2b(f"{salt}\n{ident}".encode(), digest_size=8).hexdigest() for ident in idents]


def folder_name(query: str) -> str:
    """Return a file name for a query, readable and unlike that of any other."""
    words = _NO_FILE_NAME.sub("-", query.lower()).strip("-")[:40]
    return f"{words}.{hashlib.blake2b(query.encode(), digest_size=4).hexdigest()}"


def question(query: str, taxonomy: Taxonomy) -> str:
    """Return what a person is asked of each posting."""
    labels = {concept.slug: concept.label_en for concept in taxonomy.concepts.values()}
    named = ", ".join(f"{slug} = {labels[slug]}" for slug in concepts_of(parse(query)) if slug in labels)
    return f"Does this hold: {query}" + (f" ({named})?" if named else "?")


def excerpt(text: str, pattern: str) -> str:
    """Return what has to be read of a posting: its start and all that stands around a spelling; else all of it."""
    found = [match.span() for match in re.finditer(pattern, text.lower())]
    if not found:
        return text[:LONGEST]
    spans = [(0, OPENING), *((start - EXCERPT, end + EXCERPT) for start, end in found)]
    return " … ".join(text[start:end] for start, end in _joined(spans, len(text)))


def _joined(spans: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    first, last = 0, 0
    for start, end in spans:
        if start > last:
            yield first, last
            first = start
        last = max(last, min(end, length))
    yield first, last


def write_sheet(path: Path, postings: Sequence[Mapping[str, Any]], asked: str, pattern: str) -> None:
    """Write the sheet that a person fills in: CSV in UTF-8 with a mark that spreadsheets know, SHEET columns.

    Args:
        path: Where to.
        postings: posting_id, role, company, text_plain; in the order to read.
        asked: The question.
        pattern: Of the spellings, to cut long texts around them.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(SHEET)
        for row in postings:
            text = excerpt(row["text_plain"], pattern)
            sheet.writerow((row["posting_id"], asked, "", "", row["role"] or "", row["company"] or "", text))


def read_sheet(path: Path) -> dict[str, bool]:
    """Return posting id -> answer of every labelled line; lines without an answer are left for later.

    Raises:
        BadUsageError: The file is no such sheet, or a label is none of the allowed words.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadUsageError(path.name, f"is no CSV in UTF-8 ({error})", remedy="Save the sheet as CSV UTF-8.") from None
    answers: dict[str, bool] = {}
    for number, row in enumerate(rows, start=2):
        if row.get("posting_id") is None or row.get("label") is None:
            raise BadUsageError(
                path.name, f"line {number} has no posting_id or no label", allowed=", ".join(SHEET),
                remedy="Keep the heading line as `jobproof audit` wrote it.",
            )  # fmt: skip
        answer = _answer(row["label"], f"{path.name} line {number}")
        if answer is not None:
            answers[row["posting_id"]] = answer
    return answers


def _answer(label: str, where: str) -> bool | None:
    word = label.strip().lower()
    if word in SKIPPED:
        return None
    if word not in YES | NO:
        raise BadUsageError(
            where, f"unknown label {label!r}", allowed="yes, no, or empty for unsure", remedy="Correct the line."
        )
    return word in YES


class Answers:
    """The answers kept for one query: a file of JSON lines, one a posting, the newest answer counting.

    Args:
        folder: The home's folder of audits.
        query: Which query.
    """

    def __init__(self, folder: Path, query: str) -> None:
        self.query = query
        self.path = folder / f"{folder_name(query)}.jsonl"

    def read(self) -> dict[str, Answer]:
        """Return posting id -> answer.

        Raises:
            JobproofError: A line is damaged, or the file is another query's.
        """
        if not self.path.exists():
            return {}
        found: dict[str, Answer] = {}
        for number, line in enumerate(self.path.read_bytes().splitlines(), start=1):
            answer = self._line(line, number)
            found[answer.posting_id] = answer
        return found

    def _line(self, line: bytes, number: int) -> Answer:
        try:
            row = orjson.loads(line)
            if row["query"] == self.query:
                return Answer(row["posting_id"], bool(row["yes"]), datetime.fromisoformat(row["answered_at"]))
            what = f"answers {row['query']!r}"
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            what = f"is damaged ({error})"
        raise JobproofError(
            f"{self.path.name} line {number}", what, allowed=f"an answer to {self.query!r}",
            remedy=f"Correct or remove the line in {self.path}.",
        ) from None  # fmt: skip

    def add(self, answers: Mapping[str, bool], at: datetime) -> int:
        """Keep answers beside the earlier ones; return how many are new or changed."""
        known = self.read()
        fresh = {
            ident: Answer(ident, yes, at)
            for ident, yes in answers.items()
            if ident not in known or known[ident].yes != yes
        }
        kept = known | fresh
        with keeping(self.path) as part, part.open("wb") as out:
            for ident in sorted(kept):
                one = kept[ident]
                row = {"query": self.query, "posting_id": ident, "yes": one.yes, "answered_at": one.answered_at}
                row |= {"schema": SCHEMA_VERSION}
                out.write(orjson.dumps(row) + b"\n")
        return len(fresh)


def tally(members: pl.DataFrame, query: str, answers: Mapping[str, Answer]) -> pl.DataFrame:
    """Return what was answered by cell: period, language, stratum, size, labelled, yes; ordered, every cell once.

    Answers count in the order in which a cell is drawn, as far as ANSWERED of the postings before have one: a posting
    that was drawn for another cell (a quarter of this year, say) is no random member of this one.

    Args:
        members: MEMBERS columns: all of the cohort.
        query: The cohort's numerator.
        answers: Of that query.
    """
    said = pl.DataFrame(
        {"posting_id": list(answers), "yes": [one.yes for one in answers.values()]},
        schema={"posting_id": pl.String, "yes": pl.Boolean},
    )
    place = pl.int_range(1, pl.len() + 1).over(_CELL)
    reached = pl.col("yes").is_not_null().cum_sum().over(_CELL) >= ANSWERED * place
    last = pl.when(reached).then(place).max().over(_CELL).fill_null(0)
    return (
        _ranked(members.join(said, on="posting_id", how="left"), query)
        .with_columns(pl.when(place <= last).then(pl.col("yes")).alias("yes"))
        .group_by(_CELL)
        .agg(
            pl.len().cast(pl.Int64).alias("size"),
            pl.col("yes").count().cast(pl.Int64).alias("labelled"),
            pl.col("yes").sum().cast(pl.Int64).alias("yes"),
        )
        .sort(_CELL)
    )
