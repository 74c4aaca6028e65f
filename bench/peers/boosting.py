"""Boosted trees of two questions each, trained by an interpreter that has LightGBM.

FILE: `signs`, one row a pair; `one`, whether it is one opening; `sets`, the rows to train each set of trees on. Found:
for each set the structure of its trees as LightGBM's dump_model tells it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness import answer

TREES, RATE, LEAST = 1_000, 0.05, 12
ROWS, COLUMNS, PENALTY = 0.8, 0.2, 3.0
"""Shares of pairs and signs that each tree sees, and what keeps its weights small."""


def of_lightgbm(given: dict[str, Any]) -> Callable[[], list[list[dict[str, Any]]]]:
    """Return LightGBM's way from labelled pairs to trees."""
    import lightgbm  # noqa: PLC0415 - each peer has an environment of its own
    import numpy as np  # noqa: PLC0415

    signs, one = np.array(given["signs"], float), np.array(given["one"], int)
    said = {
        "objective": "binary", "learning_rate": RATE, "num_leaves": 4, "max_depth": 2, "min_child_samples": LEAST,
        "bagging_fraction": ROWS, "bagging_freq": 1, "feature_fraction": COLUMNS, "lambda_l2": PENALTY,
        "use_missing": False, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
        "seed": 7,
    }  # fmt: skip

    def trained(rows: list[int]) -> list[dict[str, Any]]:
        booster = lightgbm.train(said, lightgbm.Dataset(signs[rows], one[rows]), TREES)
        return [each["tree_structure"] for each in booster.dump_model()["tree_info"]]

    return lambda: [trained(rows) for rows in given["sets"]]


if __name__ == "__main__":
    answer({"lightgbm": of_lightgbm})
