"""splink on adverts and their copies, run by an interpreter that has it.

FILE: `rows`, each with unique_id, company, title, city and text, cleaned by jobproof. Found: unique_id -> cluster.
Settings as splink's guide shows them: blocked by company or by title, trained without labels, clustered at one half.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from harness import answer

_THRESHOLD, _PAIRS, _SIMILAR, _RECALL = 0.5, 1e6, [0.92, 0.8], 0.7


def of_splink(given: dict[str, Any]) -> Callable[[], dict[str, str]]:
    """Return splink's way from rows to clusters."""
    import duckdb  # noqa: PLC0415 - each peer has an environment of its own
    import pyarrow as pa  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("company", _SIMILAR),
            cl.JaroWinklerAtThresholds("title", _SIMILAR),
            cl.ExactMatch("city"),
            cl.JaccardAtThresholds("text", [0.9, 0.7]),
        ],
        blocking_rules_to_generate_predictions=[block_on("company"), block_on("title")],
    )

    def run() -> dict[str, str]:
        database = DuckDBAPI(duckdb.connect())
        linker = Linker(database.register(pa.Table.from_pylist(given["rows"])), settings)
        linker.training.estimate_probability_two_random_records_match([block_on("company", "title", "city")], _RECALL)
        linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS)
        for blocked in ("company", "title"):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(blocked))
        scored = linker.inference.predict(threshold_match_probability=_THRESHOLD)
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            scored, threshold_match_probability=_THRESHOLD
        )
        return {row["unique_id"]: str(row["cluster_id"]) for row in clusters.as_record_list()}

    return run


if __name__ == "__main__":
    answer({"splink": of_splink})
