"""Judgements as plain values for `claims --json`: stable keys, no infinities. No judging and no wording here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict

from reports.beside import Beside
from reports.results import Estimate, Interval, Judgement, Panel, Part


def export(judgements: Sequence[Judgement]) -> list[dict[str, object]]:
    """Return judgements as plain values for JSON, keys in a fixed order, ends without bound as null."""
    return [_exported(judged) for judged in judgements]


def _exported(judged: Judgement) -> dict[str, object]:
    estimate = judged.estimate
    interval = estimate.interval if estimate else None
    return {
        "id": judged.id,
        "kind": judged.kind,
        "population": judged.population,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "figure": judged.figure,
        "zone": [_finite(end) for end in judged.zone] if judged.zone else None,
        "rival": judged.rival,
        "estimate": _finite(interval.value) if interval else None,
        "low": _finite(interval.low) if interval else None,
        "high": _finite(interval.high) if interval else None,
        "n": estimate.panel.n if estimate else None,
        "panel": _exported_panel(estimate.panel) if estimate else None,
        "periods": list(estimate.periods) if estimate else [],
        "measure": estimate.measure if estimate else None,
        "cells": [list(cell) for cell in estimate.cells] if estimate else [],
        "beside": _exported_interval(estimate.beside) if estimate else None,
        "leave_one_out": _all_finite(estimate.leave_one_out) if estimate else {},
        "newest": _exported_estimate(judged.newest) if judged.newest else None,
        "newest_verdict": judged.newest_verdict,
        "elsewhere": [_exported_estimate(other) for other in judged.elsewhere],
        "proxy": _exported_estimate(judged.proxy) if judged.proxy else None,
        "flips": list(judged.flips),
        "needed": judged.needed,
        "corrected": judged.corrected,
        "who": _exported_beside(judged.beside) if judged.beside else None,
        "statement_en": judged.statement_en,
        "statement_zh": judged.statement_zh,
        "sentence_en": judged.sentence_en,
        "sentence_zh": judged.sentence_zh,
        "sql": estimate.sql if estimate else "",
        "sql_figure": estimate.sql_figure if estimate else "",
        "parts": [_exported_part(part) for part in estimate.parts] if estimate else [],
        "about": estimate.about if estimate else "",
        "asides": _all_finite(estimate.asides) if estimate else {},
        "vintage": judged.vintage,
        "simulated": judged.simulated,
    }


def _exported_estimate(estimate: Estimate) -> dict[str, object]:
    return {
        "population": estimate.population,
        "periods": list(estimate.periods),
        "measure": estimate.measure,
        "estimate": _finite(estimate.interval.value),
        "low": _finite(estimate.interval.low),
        "high": _finite(estimate.interval.high),
        "beside": _exported_interval(estimate.beside),
        "cells": [list(cell) for cell in estimate.cells],
        "panel": _exported_panel(estimate.panel),
        "leave_one_out": _all_finite(estimate.leave_one_out),
        "sql": estimate.sql,
        "sql_figure": estimate.sql_figure,
        "parts": [_exported_part(part) for part in estimate.parts],
        "about": estimate.about,
        "asides": _all_finite(estimate.asides),
    }


def _exported_part(part: Part) -> dict[str, object]:
    return {
        "label": part.label,
        "estimate": _finite(part.interval.value),
        "low": _finite(part.interval.low),
        "high": _finite(part.interval.high),
        "n": part.n,
        "x": part.x,
        "k": part.k,
        "g_eff": round(part.g_eff, 2),
    }


def _exported_panel(panel: Panel) -> dict[str, object]:
    return {
        "boards": list(panel.boards),
        "dropped_boards": dict(sorted(panel.dropped_boards.items())),
        "employers": panel.employers,
        "k": panel.k,
        "n": panel.n,
        "x": panel.x,
        "g_eff": round(panel.g_eff, 2),
        "g_eff_boards": None if panel.g_eff_boards is None else round(panel.g_eff_boards, 2),
        "clusters": panel.clusters,
        "only_these_boards": panel.only_these_boards,
        "rule": panel.rule,
        "dated": panel.dated,
    }


def _exported_beside(found: Beside) -> dict[str, object]:
    controls = found.controls
    return {
        "stayed": asdict(found.stayed),
        "entered": asdict(found.entered),
        "left": asdict(found.left),
        "lorenz": list(found.lorenz),
        "largest": found.largest,
        "halves": controls.splits if controls else 0,
        "halves_differ": controls.alarms if controls else 0,
        "stable_words": {
            name: _exported_interval(interval) for name, interval in (controls.stable if controls else {}).items()
        },
    }


def _exported_interval(interval: Interval | None) -> dict[str, float | None] | None:
    if interval is None:
        return None
    return {"value": _finite(interval.value), "low": _finite(interval.low), "high": _finite(interval.high)}


def _all_finite(named: dict[str, float]) -> dict[str, float | None]:
    return {name: _finite(value) for name, value in named.items()}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
