"""Finders of near-duplicates on the same texts, each run by an interpreter that has it.

FILE: `known` and `incoming` texts. Found: for each incoming text whether it was taken for one that is known, or for an
earlier incoming one where the way looks at those.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from harness import answer

_POSTED = datetime(2025, 1, 6)  # noqa: DTZ001 - as the peer has them
_PERMUTATIONS, _BANDS, _THRESHOLD, _WINDOW = 128, 32, 0.5, 3


def windows(text: str) -> list[str]:
    """Return the runs of three words: what MinHash is usually told of a text."""
    words = text.lower().split()
    return [" ".join(words[at : at + _WINDOW]) for at in range(max(1, len(words) - _WINDOW + 1))]


def of_datasketch(given: dict[str, Any]) -> Callable[[], list[bool]]:
    """Return datasketch's MinHash with its LSH."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - each peer has an environment of its own

    def sketched(text: str) -> Any:  # noqa: ANN401 - the peer's
        made = MinHash(num_perm=_PERMUTATIONS)
        made.update_batch([window.encode() for window in windows(text)])
        return made

    return partial(_met, given, sketched, lambda: MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS))


def of_rensa(given: dict[str, Any]) -> Callable[[], list[bool]]:
    """Return rensa's RMinHash with its LSH."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415

    def sketched(text: str) -> Any:  # noqa: ANN401 - the peer's
        made = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update(windows(text))
        return made

    return partial(_met, given, sketched, lambda: RMinHashLSH(_THRESHOLD, _PERMUTATIONS, _BANDS))


def _met(given: dict[str, Any], sketched: Callable[[str], Any], index_of: Callable[[], Any]) -> list[bool]:
    """Index what is known, look every incoming text up, and compare with what the index proposes."""
    index, known = index_of(), [sketched(text) for text in given["known"]]
    for at, sketch in enumerate(known):
        index.insert(at, sketch)
    incoming = (sketched(text) for text in given["incoming"])
    return [any(known[at].jaccard(sketch) >= _THRESHOLD for at in index.query(sketch)) for sketch in incoming]


def of_jobfunnel(given: dict[str, Any]) -> Callable[[], list[bool]]:
    """Return JobFunnel's filter: TF-IDF over all texts, every incoming one compared with every known one.

    NLTK's stop words are no package; scikit-learn's stand in for them.
    """
    _stop_words()
    from jobfunnel.backend.job import Job  # noqa: PLC0415
    from jobfunnel.backend.tools.filters import JobFilter  # noqa: PLC0415
    from jobfunnel.resources import JobStatus, Locale  # noqa: PLC0415

    def job(key: str, text: str) -> Any:  # noqa: ANN401 - the peer's
        return Job("t", "c", "l", text, "u", Locale.USA_ENGLISH, "q", "p", JobStatus.NEW, key, post_date=_POSTED)

    known = {f"k{at}": job(f"k{at}", text) for at, text in enumerate(given["known"])}
    incoming = {f"i{at}": job(f"i{at}", text) for at, text in enumerate(given["incoming"])}

    def run() -> list[bool]:
        finder = JobFilter(log_level=logging.ERROR, log_file=os.devnull)
        met = {found.duplicate.key_id for found in finder.find_duplicates(known, incoming)}
        return [key in met for key in incoming]

    return run


def _stop_words() -> None:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp())
    path = folder / "corpora" / "stopwords" / "english"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(sorted(ENGLISH_STOP_WORDS)), encoding="utf-8")
    os.environ["NLTK_DATA"] = str(folder)


if __name__ == "__main__":
    answer({"datasketch": of_datasketch, "rensa": of_rensa, "jobfunnel": of_jobfunnel})
