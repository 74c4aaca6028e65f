"""Files of labelled postings: read, checked, joined with their texts. What is right and wrong is judged in quality.py.

The shape is that of the labelling guide: one JSON object a line with `id` and fields such as `languages` or `pay`. The
texts stand in the same lines or in a file beside, `NAME.postings.jsonl` for `NAME.labels.jsonl`.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson

from warehouse.classes import EDUCATIONS, INDUSTRIES, REMOTES, SENIORITIES, WORK_TYPES
from warehouse.errors import BadUsageError, JobproofError
from warehouse.taxonomy import Taxonomy

Row = dict[str, Any]
SETS = ("languages", "skills", "remote", "cities", "countries", "seniority")
CLASSES = ("education", "work_type", "industry")
VALUES = ("pay", "experience_years", *CLASSES)
FIELDS = ("is_posting", *SETS, *VALUES)
LABELS, POSTINGS = ".labels.jsonl", ".postings.jsonl"


@dataclass(frozen=True)
class Labelled:
    """A file of labels.

    Args:
        name: Of the file.
        rows: Id -> labels, in the file's order.
        fields: Those of FIELDS that every line states.
    """

    name: str
    rows: dict[str, Row]
    fields: tuple[str, ...]


def read_labels(path: Path) -> Labelled:
    """Read a file of labels.

    Raises:
        BadUsageError: It is missing or empty.
        JobproofError: A line is no JSON object, lacks an id or repeats one, lacks a field that others state, or states
            a field in another shape than the guide's. The error names the line and the key.
    """
    numbered = dict(_numbered(path))
    if not numbered:
        raise BadUsageError(f"labels {path.name}", "holds no line", remedy="Name a file of labelled JSON lines.")
    fields = tuple(field for field in FIELDS if any(field in row for row in numbered.values()))
    if not fields:
        raise JobproofError(
            f"labels {path.name}", "no line states a field", allowed=", ".join(FIELDS), remedy="Label at least one."
        )
    for number, row in numbered.items():
        for field in fields:
            if field not in row:
                raise _wrong(path, number, f"lacks the key `{field}`, which other lines have", "the same keys in all")
    return Labelled(path.name, {str(row["id"]): row for row in numbered.values()}, fields)


def read_predictions(path: Path) -> dict[str, Row]:
    """Read a file of predictions: id -> fields as far as stated; errors as in `read_labels`."""
    return {str(row["id"]): row for _, row in _numbered(path)}


def doubts(labelled: Labelled, predicted: Mapping[str, Row], taxonomy: Taxonomy) -> list[str]:
    """Return in one line each what is probably a slip: words that no class has, keys nearly right, ids that miss.

    Raises:
        JobproofError: No prediction is of a labelled posting.
    """
    strangers = predicted.keys() - labelled.rows.keys()
    if predicted and len(strangers) == len(predicted):
        missed = f"no id of its {len(predicted)} lines is labelled in {labelled.name} (first: {min(strangers)!r})"
        raise JobproofError("predictions", missed, remedy="Use the ids of the labels.")
    absent = labelled.rows.keys() - predicted.keys()
    found = [*_unknown_words(labelled, taxonomy), *_nearly_fields(labelled)]
    if strangers:
        found.append(f"{len(strangers)} predictions are of postings without labels and left out: {_few(strangers)}")
    if absent:
        found.append(f"{len(absent)} labelled postings have no prediction and count as empty: {_few(absent)}")
    return found


def _unknown_words(labelled: Labelled, taxonomy: Taxonomy) -> Iterator[str]:
    for field, known in _known(taxonomy).items():
        values = (row.get(field) or () for row in labelled.rows.values())
        words = Counter(word.lower() for value in values for word in ([value] if isinstance(value, str) else value))
        if unknown := {word: n for word, n in words.items() if word not in known}:
            counts = _few([f"{word} ({n})" for word, n in unknown.items()])
            lost = "are not counted" if field in {"languages", "skills"} else "are never right"
            yield f"`{field}` holds words that the guide does not list and that {lost}: {counts}"


def _known(taxonomy: Taxonomy) -> dict[str, frozenset[str]]:
    """Return field -> the words that it may hold; cities and countries may hold any."""
    return {
        "languages": taxonomy.listed & taxonomy.languages,
        "skills": taxonomy.listed - taxonomy.languages,
        "remote": frozenset(REMOTES),
        "seniority": frozenset(SENIORITIES),
        "education": frozenset(EDUCATIONS),
        "work_type": frozenset(WORK_TYPES),
        "industry": frozenset(INDUSTRIES),
    }


def _nearly_fields(labelled: Labelled) -> Iterator[str]:
    for key in sorted({key for row in labelled.rows.values() for key in row if key not in FIELDS}):
        for field in get_close_matches(key, FIELDS, n=1, cutoff=0.8):
            yield f"key `{key}` is no field and not read; `{field}` is one"


def _few(words: Iterable[str]) -> str:
    """Return the first words in order, and how many more there are."""
    ordered = sorted(words)
    more = f" and {len(ordered) - _NAMED} more" if len(ordered) > _NAMED else ""
    return ", ".join(ordered[:_NAMED]) + more


def postings_of(labels: Path, postings: Path | None) -> dict[str, Row]:
    """Return the postings that were labelled, by id: from `postings`, from the file beside `labels`, or from its lines.

    Raises:
        BadUsageError: No text is found anywhere.
        JobproofError: A line is no JSON object or has no id.
    """
    beside = labels.with_name(labels.name.removesuffix(LABELS) + POSTINGS)
    named = postings or (beside if labels.name.endswith(LABELS) and beside.is_file() else labels)
    inside = named == labels
    rows = {str(row["id"]): _published(row) if inside else row for _, row in _objects(named)}
    if not any(row.get("text") or row.get("title") for row in rows.values()):
        raise BadUsageError(
            f"labels {labels.name}",
            f"no line of {named.name} has a `text`",
            allowed=f"texts in the same lines, in NAME{POSTINGS} beside NAME{LABELS}, or in --postings FILE",
            remedy="Name the file with the texts, or score a file of --predictions.",
        )
    return rows


def _published(row: Row) -> Row:
    """Return a line without its labels: `remote` and `education` are names of published fields as well."""
    return {name: value for name, value in row.items() if name not in FIELDS}


def _numbered(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield (line number, row), each checked field by field."""
    for number, row in _objects(path):
        for field in FIELDS:
            if field in row and not _SHAPES[field].fits(row[field]):
                raise _wrong(path, number, f"key `{field}` is {_shown(row[field])}", _SHAPES[field].says)
        yield number, row


def _objects(path: Path) -> Iterator[tuple[int, Row]]:
    if not path.is_file():
        raise BadUsageError("score", f"{path} is no file", remedy="Name a file of JSON lines.")
    seen: dict[str, int] = {}
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                row = _object(path, number, line.removeprefix(BOM_UTF8))
                first = seen.setdefault(str(row["id"]), number)
                if first != number:
                    raise _wrong(path, number, f"key `id` is {row['id']!r}, as in line {first}", "each id once")
                yield number, row


def _object(path: Path, number: int, line: bytes) -> Row:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _wrong(path, number, f"is no JSON ({error})", "one JSON object a line") from None
    if not isinstance(row, dict):
        raise _wrong(path, number, f"is {_shown(row)}", "one JSON object a line")
    if not isinstance(row.get("id"), str | int):
        raise _wrong(path, number, f"key `id` is {_shown(row.get('id'))}", "a text or a number")
    return row


def _wrong(path: Path, number: int, found: str, allowed: str) -> JobproofError:
    where = f"{path.name} line {number}"
    return JobproofError(where, found, allowed=allowed, remedy=f"Correct or remove line {number}.")


def _shown(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 60
_NAMED = 5


@dataclass(frozen=True)
class _Shape:
    """What a field may hold, and how that is said."""

    fits: Callable[[Any], bool]
    says: str


def _texts(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _text(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return value is None or isinstance(value, str)


def _number(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _range(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return value is None or (isinstance(value, dict) and all(_number(value.get(key)) for key in ("min", "max")))


def _pay(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return _range(value) and (
        not value or (_number(value.get("months")) and _text(value.get("currency")) and _text(value.get("period")))
    )


def _flag(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return isinstance(value, bool)


_SHAPES = {
    "is_posting": _Shape(_flag, "true or false"),
    **dict.fromkeys(SETS, _Shape(_texts, "a list of texts")),
    **dict.fromkeys(CLASSES, _Shape(_text, "a text or null")),
    "pay": _Shape(_pay, "null or an object with min, max, currency, period, months"),
    "experience_years": _Shape(_range, "null or an object with the numbers min and max"),
}
