"""`jobproof score`: a file of labels scored, and what came out kept below the home.

`quality/<version>/<labels>.concepts.parquet` holds sensitivity and precision of every concept with their counts,
`….fields.parquet` the figures of every field; `version` is that of the taxonomy (seeds and rules), or
`predictions-<hash>` where a file of predictions was scored, which says nothing of the taxonomy. The next build of the
warehouse shows them as `mart.concept_quality` and `mart.field_quality`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from warehouse import clock
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.labels import LABELS, Labelled, Row, doubts, postings_of, read_labels, read_predictions
from warehouse.manifest import keeping
from warehouse.mistakes import Mistake, worst
from warehouse.normalise_file import guide_row
from warehouse.quality import FEW, ConceptQuality, Figures, by_concept, known, measured
from warehouse.schemas import FIELD_QUALITY, MARK
from warehouse.stage import CONCEPT_QUALITY
from warehouse.taxonomy import Taxonomy, load

OnProgress = Callable[[str, int, int], None]
CONCEPTS, FIELDS = "concepts", "fields"
_FOREIGN = "predictions-"


@dataclass(frozen=True)
class Scored:
    """What scoring one file found.

    Args:
        labels: Name of the file.
        labels_sha256: Its fingerprint.
        version: See the module.
        postings: Labelled postings.
        fields: Field -> figures, see `quality.measured`.
        concepts: See `quality.by_concept`.
        mistakes: The worst, with their words.
        doubts: What in the files is probably a slip, and which fields have few labels; a line each.
    """

    labels: str
    labels_sha256: str
    version: str
    postings: int
    fields: dict[str, Figures]
    concepts: list[ConceptQuality]
    mistakes: list[Mistake]
    doubts: list[str]


def score_file(
    path: Path, *, postings: Path | None, predictions: Path | None, most: int, on_progress: OnProgress
) -> Scored:
    """Score the labels of `path` against `predictions`, or against what the normaliser reads in their texts.

    Args:
        path: Labels, see labels.py.
        postings: The texts; None for those beside or among the labels.
        predictions: Fields as somebody predicted them; None to normalise.
        most: Mistakes to list.
        on_progress: Called with (step, done, total).

    Raises:
        BadUsageError: A file is missing, or no texts are found.
        JobproofError: A line is not what it should be, a labelled posting has no text, or no prediction is labelled.
    """
    taxonomy, labelled = load(), read_labels(path)
    if predictions is None:
        version, texts = taxonomy.version, postings_of(path, postings)
        predicted = _normalised(labelled, texts, taxonomy, on_progress)
    else:
        texts, predicted = postings_of(path, postings) if postings else {}, read_predictions(predictions)
        version = f"{_FOREIGN}{_fingerprint(predictions)[:10]}"
    fields = measured(labelled, predicted, taxonomy)
    return Scored(
        labels=path.name,
        labels_sha256=_fingerprint(path),
        version=version,
        postings=len(labelled.rows),
        fields=fields,
        concepts=by_concept(labelled, predicted, taxonomy),
        mistakes=worst(labelled, predicted, texts, taxonomy, most=most),
        doubts=[*doubts(labelled, predicted, taxonomy), *_few_labels(fields)],
    )


def _few_labels(fields: dict[str, Figures]) -> list[str]:
    few = [f"{field} {figures['labels']}" for field, figures in fields.items() if figures["labels"] < FEW]
    return [f"fewer than {FEW} labels, so that the interval says more than the figure: {', '.join(few)}"] if few else []


def _normalised(
    labelled: Labelled, texts: dict[str, Row], taxonomy: Taxonomy, on_progress: OnProgress
) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for done, ident in enumerate(labelled.rows, start=1):
        if ident not in texts:
            raise JobproofError(
                f"labels {labelled.name}",
                f"posting {ident!r} is labelled, but its text is missing",
                allowed="a posting with that `id` in the file of texts",
                remedy="Add its text, or remove its line.",
            )
        found[ident] = guide_row(texts[ident], taxonomy)
        on_progress("normalise", done, len(labelled.rows))
    return found


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def store(home: Home, scored: Scored) -> Path:
    """Keep concepts and fields as Parquet; what this version found before in labels of this name is replaced.

    Returns:
        The folder of the version.
    """
    folder = home.quality / scored.version
    rows = {
        CONCEPTS: (CONCEPT_QUALITY, [asdict(concept) for concept in scored.concepts]),
        FIELDS: (FIELD_QUALITY, [{"field": field, **known(figures)} for field, figures in scored.fields.items()]),
    }
    for name, (table, lines) in rows.items():
        frame = pl.DataFrame([{**_stamp(scored), **line} for line in lines], schema=table.polars)
        with keeping(folder / f"{_stem(scored)}.{name}.parquet") as part:
            frame.write_parquet(part, metadata=MARK)
    return folder


def _stamp(scored: Scored) -> dict[str, Any]:
    return {
        "version": scored.version,
        "labels_file": scored.labels,
        "labels_sha256": scored.labels_sha256,
        "scored_at": clock.now(),
    }


def before(home: Home, scored: Scored) -> tuple[str, dict[str, Figures]]:
    """Return what another version of the taxonomy last found in the very same labels: version, field -> figures.

    Both are empty where there is none.
    """
    pattern = f"*/{_stem(scored)}.{FIELDS}.parquet"
    others = [path for path in home.quality.glob(pattern) if path.parent.name != scored.version]
    kept = [pl.read_parquet(path) for path in others if not path.parent.name.startswith(_FOREIGN)]
    alike = [frame for frame in kept if frame["labels_sha256"][0] == scored.labels_sha256]
    if not alike:
        return "", {}
    newest = max(alike, key=lambda frame: frame["scored_at"][0])
    columns = [column for column in FIELD_QUALITY.polars if column not in {"field", *_stamp(scored)}]
    rows = newest.iter_rows(named=True)
    found = {row["field"]: {name: row[name] for name in columns if row[name] is not None} for row in rows}
    return str(newest["version"][0]), found


def _stem(scored: Scored) -> str:
    return scored.labels.removesuffix(LABELS)
