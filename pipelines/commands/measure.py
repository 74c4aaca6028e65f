"""score: how well the normaliser, or a file of predictions, reads labelled postings."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.common import EXISTING, place, print_json, print_table, progress

if TYPE_CHECKING:
    from warehouse.mistakes import Mistake
    from warehouse.quality import ConceptQuality, Figures

_WORST = 20


@click.command("score")
@click.argument("labels", type=EXISTING, metavar="LABELS.jsonl")
@click.option(
    "--predictions", type=EXISTING, metavar="OUT.jsonl", help="Score these fields instead of normalising the texts."
)
@click.option("--postings", type=EXISTING, metavar="FILE", help="The texts, where they stand elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--worst", type=click.IntRange(min=0), default=_WORST, show_default=True, help="Mistakes to list.")
def score_command(labels: Path, predictions: Path | None, postings: Path | None, *, as_json: bool, worst: int) -> int:
    """Score labelled postings: every field, every concept with its 95 % interval, the worst mistakes.

    LABELS holds one JSON object a line in the shape of the labelling guide; fields that no line states are left out.
    Texts stand in the same lines, in NAME.postings.jsonl beside NAME.labels.jsonl, or in --postings. A slip in the
    files (a word that no class has, ids that miss) and fields with few labels are told on stderr. The figures are kept
    in quality/ of the home for each version of the taxonomy, shown beside the next one's, and to be had by SQL in
    mart.concept_quality and mart.field_quality after the next `jobproof publish`. Labelled sets are enriched: they
    judge the tagger and never correct a share.
    """
    from warehouse.quality import known
    from warehouse.scored import before, score_file, store

    with progress() as move:
        scored = score_file(labels, postings=postings, predictions=predictions, most=worst, on_progress=move)
    home = place().home
    version, earlier = before(home, scored)
    folder = store(home, scored)
    if as_json:
        print_json({**asdict(scored), "before": {"version": version, "fields": earlier}})
    else:
        lines = [
            (*_field(field, known(figures)), _score(earlier.get(field))) for field, figures in scored.fields.items()
        ]
        heading = f"before ({version})" if version else "before"
        print_table(("field", "score", "95 % interval", "n", "more", heading), lines)
        click.echo()
        print_table(
            ("field", "concept", "right", "invented", "missed", "sensitivity", "precision"),
            [_concept(concept) for concept in scored.concepts],
        )
        _print_mistakes(scored.mistakes)
    for doubt in scored.doubts:
        click.echo(f"note: {doubt}", err=True)
    click.echo(f"{scored.postings} postings scored; kept in {folder}", err=True)
    return 0


def _field(field: str, figures: Figures) -> tuple[str, str, str, int | float, str]:
    counts = ("invented", "silent", "kept_wrongly", "dropped_wrongly")
    shares = [_share(name, figures) for name in ("precision", "recall") if name in figures]
    more = " ".join([*shares, *(f"{count} {figures[count]}" for count in counts if count in figures)])
    between = f"{figures['low']:.3f} to {figures['high']:.3f}" if "low" in figures else ""
    return field, _score(figures) or "no label", between, figures["labels"], more


def _score(figures: Figures | None) -> str:
    """Return a field's one figure; empty where an earlier version has none."""
    named = (("f1", "F1"), ("stated", "stated"), ("right", "right"))
    return next((f"{name} {figures[key]:.3f}" for key, name in named if key in figures), "") if figures else ""


def _share(name: str, figures: Figures) -> str:
    return f"{name} {figures[name]:.3f} ({figures[f'{name}_low']:.3f} to {figures[f'{name}_high']:.3f})"


def _concept(one: ConceptQuality) -> tuple[str, str, int, int, int, str, str]:
    sensitivity = _between(one.sensitivity, one.sensitivity_low, one.sensitivity_high)
    precision = _between(one.precision, one.precision_low, one.precision_high)
    return one.field, one.concept, one.tp, one.fp, one.fn, sensitivity, precision


def _between(share: float | None, low: float | None, high: float | None) -> str:
    return "" if share is None else f"{share:.3f} ({low:.2f} to {high:.2f})"


def _print_mistakes(mistakes: list[Mistake]) -> None:
    if mistakes:
        click.echo()
        rows = [(one.alike, one.field, one.kind, one.label, one.predicted, one.id, one.words) for one in mistakes]
        print_table(("alike", "field", "mistake", "label", "predicted", "id", "words"), rows)
