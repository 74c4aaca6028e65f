"""An audit of one claim's tagger: which postings to label, answers read back, what they say. Called by the command.

Drawing and keeping are warehouse.audits', the statistics reports.audited's, panel and period reports.judge's.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from assets.steps import load_claims
from reports import judge
from reports.audited import Audited, audited
from reports.claims import Claim
from warehouse import audits, clock
from warehouse.audits import Answers
from warehouse.cohorts import Cohort, Warehouse
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.queries import parse
from warehouse.taxonomy import load


@dataclass(frozen=True)
class Audit:
    """One claim's audit as it stands.

    Args:
        claim: Whose.
        query: What is asked of each posting: the claim's numerator.
        periods: Labels, base first.
        asked: The question as a person reads it.
        pattern: Of the concepts' spellings.
        tally: period, language, stratum, size, labelled, yes.
        waiting: Drawn postings without an answer: posting_id, role, company, text_plain, in the order to read.
        found: Corrected shares; None while labels are missing.
        answers: Where the answers are kept.
    """

    claim: Claim
    query: str
    periods: tuple[str, ...]
    asked: str
    pattern: str
    tally: pl.DataFrame
    waiting: Sequence[Mapping[str, Any]]
    found: Audited | None
    answers: Path


def audit(home: Home, claim_id: str, *, least: int = audits.LEAST, file: Path | None = None) -> Audit:
    """Return how far a claim's audit is, and the postings that still want an answer.

    Args:
        home: Whose published copy and answers.
        claim_id: Row of the claims.
        least: Postings to draw from each stratum of each period and language.
        file: Claims to look it up in; those of the articles where None.

    Raises:
        BadUsageError: There is no such claim, or none that a tagger decides.
        JobproofError: No board covers its period, nor a newer one.
    """
    claim = _claim(claim_id, file)
    taxonomy = load()
    with Warehouse(home) as warehouse:
        cohort = _cohort(claim, warehouse)
        members = warehouse.sql(audits.strata_sql(cohort, taxonomy))
        if members.is_empty():
            raise _uncovered(claim)
        answers = Answers(home.audits, claim.numerator)
        known = answers.read()
        drawn = audits.drawn(members, claim.numerator, least)
        missing = drawn.filter(~pl.col("posting_id").is_in(list(known)))["posting_id"]
        tally = audits.tally(members, claim.numerator, known)
        return Audit(
            claim=claim,
            query=claim.numerator,
            periods=tuple(period.label for period in cohort.periods),
            asked=audits.question(claim.numerator, taxonomy),
            pattern=audits.spelling_pattern(audits.concepts_of(parse(claim.numerator)), taxonomy),
            tally=tally,
            waiting=_texts(warehouse, missing),
            found=audited(tally, [period.label for period in cohort.periods]),
            answers=answers.path,
        )


def answer(home: Home, query: str, said: Mapping[str, bool]) -> int:
    """Keep answers to a query; return how many are new or changed."""
    return Answers(home.audits, query).add(said, clock.now())


def _claim(claim_id: str, file: Path | None) -> Claim:
    claims = {claim.id: claim for claim in load_claims(file)}
    if claim_id not in claims:
        near = difflib.get_close_matches(claim_id, claims, n=3)
        raise BadUsageError(
            "audit", f"there is no claim {claim_id!r}", allowed="an id that `jobproof claims` lists",
            remedy=f"Did you mean {' or '.join(near)}?" if near else "Run `jobproof claims`.",
        )  # fmt: skip
    claim = claims[claim_id]
    if claim.kind not in judge.AUDITED or not audits.concepts_of(parse(claim.numerator)):
        raise BadUsageError(
            "audit", f"claim {claim_id} is a {claim.kind} that no tagger's error moves in a known way",
            allowed=f"a claim of kind {' or '.join(sorted(judge.AUDITED))} that names a concept",
            remedy="Choose another claim; `jobproof claims --json` shows the kinds.",
        )  # fmt: skip
    return claim


def _cohort(claim: Claim, warehouse: Warehouse) -> Cohort:
    cohort = judge.cohort_of(claim, warehouse, today=clock.today())
    if cohort is None:
        raise _uncovered(claim)
    return cohort


def _uncovered(claim: Claim) -> JobproofError:
    return JobproofError(
        f"audit {claim.id}", f"no {claim.population} posting of {claim.period or 'its period'}, nor of a newer one",
        remedy="Crawl, backfill or import a board that has some, then run `jobproof publish`.",
    )  # fmt: skip


def _texts(warehouse: Warehouse, idents: pl.Series) -> list[dict[str, Any]]:
    """Return the postings in the order given."""
    if idents.is_empty():
        return []
    chosen = {row["posting_id"]: row for row in warehouse.sql(audits.texts_sql(idents)).to_dicts()}
    return [chosen[ident] for ident in dict.fromkeys(idents)]
