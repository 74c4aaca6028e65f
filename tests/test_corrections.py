"""The corrections log: which changes are corrections, with both values and the reason the record shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl

from reports import corrections, story
from reports.corrections import Correction
from reports.results import Style
from tests import invented
from warehouse.schemas import CLAIM_HISTORY

STYLES: dict[str, Style] = {"A3.2": "growth", "A3.6": "share"}


def said(day: str, value: float | None, **more: Any) -> dict[str, Any]:
    given = {"low": None if value is None else value - 0.1, "high": None if value is None else value + 0.1}
    built = datetime.fromisoformat(f"{day[:10]}T06:00:00+00:00").astimezone(UTC)
    return {
        "vintage": f"{day}.00000000", "claim_id": "A3.2", "verdict": "undecided", "reason": "", "estimate": value,
        "periods": None if value is None else "2023 → 2024", "corrected": False, "n": 400, "sql": "SELECT 1",
        "sentence_en": "Said.", "built_at": built, "taxonomy": "t1", "boards": "ats threads", **given, **more,
    }  # fmt: skip


def found(*rows: dict[str, Any]) -> list[Correction]:
    return corrections.found(pl.DataFrame(list(rows), schema=CLAIM_HISTORY.polars), STYLES)


def why(change: Correction) -> str:
    return corrections.reasons(change, "en", invented.TITLES)


def test_both_values_and_the_reason_are_kept() -> None:
    [change] = found(said("2026-11-02", 0.30), said("2026-11-09", 0.21, n=460, verdict="contradicted"))
    assert (change.claim_id, change.day, change.periods) == ("A3.2", "2026-11-09", ("2023", "2024"))
    assert change.before.interval is not None
    assert change.after.interval is not None
    assert (change.before.interval.value, change.after.interval.value) == (0.30, 0.21)
    assert (change.before.verdict, change.after.verdict) == ("undecided", "contradicted")
    assert why(change) == "more vacancies of that period are known (400 → 460)"


def test_each_cause_that_the_record_shows_is_told() -> None:
    def cause(**more: Any) -> str:
        [change] = found(said("2026-11-02", 0.30), said("2026-11-09", 0.21, **more))
        return why(change)

    assert cause() == "judged anew on the same number of vacancies"
    assert cause(corrected=True) == "tagging errors are corrected by an audit now"
    assert cause(taxonomy="t2") == "postings were read anew with a newer taxonomy"
    assert cause(sql="SELECT 2") == "the statement's entry asks for something else"
    assert cause(boards="ats weekly_zh") == (
        "boards joined: 虚构周刊：谁在招人; boards left: Monthly threads: who hires?"
    )
    assert cause(boards="ats", sql="SELECT 2", n=390) == (
        "boards left: Monthly threads: who hires?; fewer vacancies of that period stand (400 → 390): repeats and "
        "non-postings were taken out"
    )


def test_what_no_reader_would_see_corrects_nothing() -> None:
    assert found(said("2026-11-02", 0.301), said("2026-11-09", 0.302, n=401)) == []


def test_a_claim_that_moves_on_with_the_calendar_corrects_nothing() -> None:
    rows = said("2026-11-02", 0.3), said("2027-01-04", 0.5, periods="2024 → 2025")
    assert found(*rows) == []
    [late] = found(*rows, said("2027-01-11", 0.2, periods="2023 → 2024"))
    assert late.periods == ("2023", "2024")


def test_a_figure_that_is_no_longer_given_is_withdrawn_once() -> None:
    gone = said("2026-11-09", None, reason="no board covers 2023 with CN postings", verdict="insufficient")
    [change] = found(said("2026-11-02", 0.3), gone, {**gone, "vintage": "2026-11-16.0"})
    assert change.after.interval is None
    assert why(change) == "withdrawn: no board covers 2023 in mainland China"
    assert corrections.reasons(change, "zh", {}) == "撤回：没有网站覆盖2023年的中国大陆职位"


def test_records_of_an_earlier_version_tell_what_they_hold() -> None:
    older = said("2026-11-02", 0.3, built_at=None, taxonomy=None, boards=None, corrected=None)
    [change] = found(older, said("2026-11-09", 0.1))
    assert why(change) == "judged anew on the same number of vacancies"


def test_two_vintages_of_one_day_are_in_the_order_in_which_they_were_built() -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    later = {**said("2026-11-02", 0.1, built_at=noon), "vintage": "2026-11-02.00000000a"}
    earlier = {**said("2026-11-02", 0.3), "vintage": "2026-11-02.ffffffff"}
    [change] = found(later, earlier)
    assert (change.before.vintage, change.after.vintage) == ("2026-11-02.ffffffff", "2026-11-02.00000000a")


def test_the_newest_comes_first_and_claims_that_are_gone_are_left_out() -> None:
    rows = [said(day, value) for day, value in (("2026-11-02", 0.1), ("2026-11-09", 0.2), ("2026-11-16", 0.3))]
    gone = [{**row, "claim_id": "B1"} for row in rows]
    assert [change.day for change in found(*rows, *gone)] == ["2026-11-16", "2026-11-09"]
    assert corrections.found(pl.DataFrame(schema=CLAIM_HISTORY.polars), STYLES) == []


def test_the_log_is_a_table_and_a_line() -> None:
    [change] = found(said("2026-11-02", 0.3), said("2026-11-09", 0.1, n=500, verdict="contradicted"))
    table = corrections.table([change], {"A3.2": "It grows"}, {})
    assert tuple(table.columns) == corrections.CSV
    row = table.row(0, named=True)
    assert (row["before"], row["after"], row["verdict_before"], row["verdict_after"]) == (
        0.3, 0.1, "undecided", "contradicted",
    )  # fmt: skip
    assert story.revision(change, "growth", "en", {}) == (
        "A3.2, 2023 → 2024: +30% (+20% to +40%) [undecided] became +10% (0% to +20%) [contradicted]: "
        "more vacancies of that period are known (400 → 500)"
    )
