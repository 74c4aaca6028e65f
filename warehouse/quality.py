"""How well fields are read: predictions against labels, field by field and concept by concept. Reads no file.

The figures are those of the labelling guide. Set fields count labels over all postings (micro); value fields count
what is right where the label says something (`stated`) and what is given where it says nothing (`invented`). Labels
outside the guide's slugs are ignored, so that a richer taxonomy costs nothing. Comments that offer no job are scored
for `is_posting` only. Labelled sets are enriched with Go: they judge the tagger, and never correct a share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.labels import CLASSES, SETS, Labelled, Row
from warehouse.taxonomy import Taxonomy

NOTHING = {"education": "unspecified", "industry": "unknown"}
"""Classes that say that the text says nothing."""
GO = "go"
CONFIDENCE = 1.96
"""Standard normal quantile of a 95 % interval."""
FEW = 30
"""Labels below which a figure's interval is wider than what most changes of a rule do."""
Figures = dict[str, float | int]
Pairs = list[tuple[Any, Any]]


def wilson(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion (Wilson 1927); (0, 0) where n is 0."""
    if not n:
        return 0.0, 0.0
    z, p = CONFIDENCE, right / n
    d = 1 + z * z / n
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (p + z * z / (2 * n) - half) / d, (p + z * z / (2 * n) + half) / d


@dataclass(frozen=True)
class ConceptQuality:
    """How well one concept (or class, or place) is read.

    Args:
        field: `languages`, `skills`, `remote`, …
        concept: Slug, class or name.
        tp: Postings where label and prediction agree that it is there.
        fp: Postings where only the prediction has it.
        fn: Postings where only the label has it.
        sensitivity: tp / (tp + fn); None, as its 95 % interval, where no label has it.
        precision: tp / (tp + fp); None, as its 95 % interval, where no prediction has it.
    """

    field: str
    concept: str
    tp: int
    fp: int
    fn: int
    sensitivity: float | None
    sensitivity_low: float | None
    sensitivity_high: float | None
    precision: float | None
    precision_low: float | None
    precision_high: float | None


def measured(labelled: Labelled, predicted: Mapping[str, Row], taxonomy: Taxonomy) -> dict[str, Figures]:
    """Return field -> figures for the fields that the labels state, `go` (the language alone) first.

    Returns:
        Set fields: precision, recall, f1, labels, found (with the intervals of precision and recall). Value
        fields: stated with low and high, labels, invented, silent. `is_posting`: right, kept_wrongly,
        dropped_wrongly, labels, low, high.
    """
    found: dict[str, Figures] = {}
    fields = (GO, *labelled.fields) if "languages" in labelled.fields else labelled.fields
    for field in fields:
        if field == "is_posting":
            continue
        pairs = pairs_of(labelled, predicted, field, taxonomy)
        found[field] = _set_figures(pairs) if field in (GO, *SETS) else _value_figures(pairs, field)
    if "is_posting" in labelled.fields:
        found["is_posting"] = _posting_figures(labelled, predicted)
    return found


def known(figures: Figures) -> Figures:
    """Return the figures without shares of nothing, which the guide's scorer calls 0."""
    nothing = {
        *(() if figures["labels"] else ("recall", "recall_low", "recall_high", "stated", "right", "low", "high")),
        *(() if figures.get("found", 1) else ("precision", "precision_low", "precision_high")),
        *(() if figures["labels"] or figures.get("found", 0) else ("f1",)),
    }
    return {name: value for name, value in figures.items() if name not in nothing}


def pairs_of(labelled: Labelled, predicted: Mapping[str, Row], field: str, taxonomy: Taxonomy) -> Pairs:
    """Return (label, prediction) of one field for every posting, in the labels' order, made comparable."""
    read = reader(field, taxonomy)
    return [(read(row), read(predicted.get(ident, {}))) for ident, row in offers(labelled)]


def offers(labelled: Labelled) -> Iterator[tuple[str, Row]]:
    """Yield the labelled rows that offer a job."""
    return ((ident, row) for ident, row in labelled.rows.items() if row.get("is_posting", True))


def reader(field: str, taxonomy: Taxonomy) -> Callable[[Row], Any]:
    """Return what makes the field of a row comparable: a set, a tuple of numbers, a class or None."""
    if field == GO:
        return lambda row: _members(row, "languages") & {GO}
    if field in SETS:
        listed = _listed(field, taxonomy)
        return lambda row: _members(row, field) & listed if listed else _members(row, field)
    if field == "pay":
        return _pay
    return _years if field == "experience_years" else lambda row: _class(row, field)


def _listed(field: str, taxonomy: Taxonomy) -> frozenset[str]:
    if field == "languages":
        return taxonomy.listed & taxonomy.languages
    return taxonomy.listed - taxonomy.languages if field == "skills" else frozenset()


def _members(row: Row, field: str) -> set[str]:
    return {str(value).lower() for value in row.get(field) or ()}


def _class(row: Row, field: str) -> str | None:
    value = row.get(field)
    return None if value == NOTHING.get(field) else value


def _pay(row: Row) -> tuple[Any, ...] | None:
    pay = row.get("pay") or {}
    low, high = _number(pay.get("min")), _number(pay.get("max"))
    if low is None and high is None:
        return None
    return low, high, pay.get("currency"), pay.get("period"), _number(pay.get("months"))


def _years(row: Row) -> tuple[Any, Any] | None:
    years = row.get("experience_years") or {}
    pair = _number(years.get("min")), _number(years.get("max"))
    return None if pair == (None, None) else pair


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 2)


def same(label: Any, prediction: Any, field: str) -> bool:  # noqa: ANN401 - values of whatever field
    """Whether a prediction is right; months of pay count only where the label states them."""
    if field == "pay" and label and prediction and label[-1] is None:
        return bool(label[:-1] == prediction[:-1])
    return bool(label == prediction)


def _set_figures(pairs: Pairs) -> Figures:
    tp = sum(len(label & found) for label, found in pairs)
    labels, given = sum(len(label) for label, _ in pairs), sum(len(found) for _, found in pairs)
    precision_low, precision_high = wilson(tp, given)
    recall_low, recall_high = wilson(tp, labels)
    return {
        "precision": tp / (given or 1),
        "recall": tp / (labels or 1),
        "f1": 2 * tp / ((labels + given) or 1),
        "labels": labels,
        "found": given,
        "precision_low": precision_low,
        "precision_high": precision_high,
        "recall_low": recall_low,
        "recall_high": recall_high,
    }


def _value_figures(pairs: Pairs, field: str) -> Figures:
    stated = [(label, found) for label, found in pairs if label is not None]
    silent = [found for label, found in pairs if label is None]
    right = sum(same(label, found, field) for label, found in stated)
    low, high = wilson(right, len(stated))
    return {
        "stated": right / (len(stated) or 1),
        "low": low,
        "high": high,
        "labels": len(stated),
        "invented": sum(found is not None for found in silent),
        "silent": len(silent),
    }


def _posting_figures(labelled: Labelled, predicted: Mapping[str, Row]) -> Figures:
    answers = [(row["is_posting"], predicted.get(ident, {}).get("is_posting")) for ident, row in labelled.rows.items()]
    right = sum(label == found for label, found in answers)
    low, high = wilson(right, len(answers))
    return {
        "right": right / (len(answers) or 1),
        "kept_wrongly": sum(not label and found is not False for label, found in answers),
        "dropped_wrongly": sum(label and found is False for label, found in answers),
        "labels": len(answers),
        "low": low,
        "high": high,
    }


def by_concept(labelled: Labelled, predicted: Mapping[str, Row], taxonomy: Taxonomy) -> list[ConceptQuality]:
    """Return every concept, class and place that a label or a prediction names, field by field, most labels first."""
    found: list[ConceptQuality] = []
    for field in (field for field in (*SETS, *CLASSES) if field in labelled.fields):
        pairs = [(_as_set(a), _as_set(b)) for a, b in pairs_of(labelled, predicted, field, taxonomy)]
        found += _concepts(field, pairs)
    return found


def _as_set(value: Any) -> set[str]:  # noqa: ANN401 - a set, a class or None
    return value if isinstance(value, set) else {value} - {None}


def _concepts(field: str, pairs: Pairs) -> Iterator[ConceptQuality]:
    tp, fp, fn = Counter[str](), Counter[str](), Counter[str]()
    for label, found in pairs:
        tp.update(label & found)
        fp.update(found - label)
        fn.update(label - found)
    for concept in sorted(tp | fp | fn, key=lambda slug: (-tp[slug] - fn[slug], slug)):
        yield _concept(field, concept, tp[concept], fp[concept], fn[concept])


def _concept(field: str, concept: str, tp: int, fp: int, fn: int) -> ConceptQuality:
    return ConceptQuality(
        field,
        concept,
        tp,
        fp,
        fn,
        *_share(tp, tp + fn),
        *_share(tp, tp + fp),
    )


def _share(right: int, n: int) -> tuple[float, float, float] | tuple[None, None, None]:
    return (right / n, *wilson(right, n)) if n else (None, None, None)
