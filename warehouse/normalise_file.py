"""`jobproof normalise`: JSON lines of postings in, JSON lines with the keys of the labelling guide out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.normalise import normalise_rows

GUIDE_KEYS = (
    "id",
    "is_posting",
    "languages",
    "skills",
    "remote",
    "cities",
    "countries",
    "education",
    "seniority",
    "work_type",
    "industry",
)
MORE_KEYS = (
    "concepts",
    "text_language",
    "company",
    "company_key",
    "role",
    "role_key",
    "pay_min_cny_year",
    "pay_max_cny_year",
    "pay_min_usd_year",
    "pay_max_usd_year",
)


def normalise_file(source: Path, target: Path) -> int:
    """Normalise every line of `source` into `target`, in order; return how many.

    Raises:
        BadUsageError: `source` is missing.
        JobproofError: A line is no JSON object or has no id; `target` is then left as it was.
    """
    if not source.is_file():
        raise BadUsageError("normalise", f"{source} is no file", remedy="Name a file of JSON lines.")
    count = 0
    with replacing(target) as part, part.open("wb") as out:
        for row in guide_rows(_rows(source), load()):
            out.write(orjson.dumps(row) + b"\n")
            count += 1
    return count


def _rows(source: Path) -> Iterator[dict[str, Any]]:
    with source.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _row(source, number, line)


def _row(source: Path, number: int, line: bytes) -> dict[str, Any]:
    where = f"{source.name} line {number}"
    try:
        row = _loaded(line)
    except (ValueError, RecursionError) as error:
        raise JobproofError(where, f"is no JSON ({error})", remedy=f"Correct or remove line {number}.") from None
    if not isinstance(row, dict) or row.get("id") is None:
        raise JobproofError(
            where, "is no posting", allowed="a JSON object with an `id`", remedy=f"Correct or remove line {number}."
        )
    return {**row, "id": str(row["id"]).encode(errors="replace").decode()}


def _loaded(line: bytes) -> object:
    """Read JSON; what orjson refuses (a half of a surrogate pair, NaN) once more by the library that takes it."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)


def guide_row(row: dict[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """Return the guide's keys and ours for one posting."""
    return next(guide_rows([row], taxonomy))


def guide_rows(rows: Iterable[dict[str, Any]], taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    """Yield the guide's keys and ours for each posting, in order; few are held at once."""
    listed = ({**row, "tags": _tags(row.get("tags"))} for row in rows)
    return map(_guided, normalise_rows(listed, taxonomy))


def _guided(full: dict[str, Any]) -> dict[str, Any]:
    years = full["experience_min_years"], full["experience_max_years"]
    return {
        **{key: full[key] for key in GUIDE_KEYS},
        "pay": _pay(full),
        "experience_years": None if years == (None, None) else {"min": years[0], "max": years[1]},
        **{key: full[key] for key in MORE_KEYS},
    }


def _tags(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(tag) for tag in value]
    return [value] if isinstance(value, str) and value else []


def _pay(full: dict[str, Any]) -> dict[str, Any] | None:
    if full["pay_currency"] is None:
        return None
    keys = ("min", "max", "currency", "period", "months")
    return {key: full[f"pay_{key}"] for key in keys}
