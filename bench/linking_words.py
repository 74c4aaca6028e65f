"""Learns how words weigh (warehouse/wording.py): by those that labelled pairs share, and those that one alone has.

Logistic regression with a ridge on one number a word that both texts have and one a word of one alone, each by the root
of how many words either has, so that long texts weigh as short ones do. Pairs of an employer with many weigh less each,
and both labels the same together.

    python -m bench.linking_words

writes anew which words are kept, without weights; linking_model.py then learns these.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.linking_corpus import corpus
from bench.linking_read import THREADED, recorded_listings
from bench.linking_sample import write
from warehouse.wording import SEED, Weights, places, said_in

EMPLOYERS = 25
"""A word is kept that adverts of so many employers have."""
RIDGE = 1.0
"""Half of the weights' squares is added to the loss so often."""
_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """A labelled pair, as far as words go.

    Args:
        employer_key: Whose adverts.
        one: Words of the earlier advert, as wording.words_of() tells them.
        other: Those of the later one.
        same: Whether they are one opening.
    """

    employer_key: str
    one: bytes
    other: bytes
    same: bool


def vocabulary() -> dict[str, float]:
    """Return the words that are kept, in order, with their rarity: the log of the recorded adverts for each with it."""
    adverts, employers = Counter[str](), defaultdict[str, set[str]](set)
    n = 0
    for dataset in sorted(THREADED):
        employer = {each.posting_id: each.employer_key for each in recorded_listings(dataset)}
        for posting_id, text in corpus(dataset).select("posting_id", "text_plain").iter_rows():
            n += 1
            for word in said_in(text or ""):
                adverts[word] += 1
                employers[word].add(employer[posting_id])
    return {word: math.log(n / adverts[word]) for word in sorted(adverts) if len(employers[word]) >= EMPLOYERS}


def learnt(pairs: Sequence[Known], rarity: _Numbers) -> Weights:
    """Return the weights of words, by their lines, that tell labelled pairs apart best."""
    rows = _matrix(pairs, len(rarity))
    same = np.array([pair.same for pair in pairs])
    of_employer = Counter(pair.employer_key for pair in pairs)
    weigh = np.array([1 / math.sqrt(of_employer[pair.employer_key]) for pair in pairs])
    for label in (True, False):
        weigh[same == label] *= len(pairs) / 2 / max(int((same == label).sum()), 1)
    sign = np.where(same, 1.0, -1.0)

    def loss(at: _Numbers) -> tuple[float, _Numbers]:
        margin = sign * (rows @ at[:-1] + at[-1])
        missed = -sign * weigh / (1 + np.exp(margin))
        found = weigh @ np.logaddexp(0, -margin) + RIDGE / 2 * at[:-1] @ at[:-1]
        return float(found), np.append(rows.T @ missed + RIDGE * at[:-1], missed.sum())

    found = minimize(loss, np.zeros(2 * len(rarity) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return Weights(found[: len(rarity)], found[len(rarity) : -1], rarity)


def _matrix(pairs: Sequence[Known], words: int) -> csr_matrix:
    """Return one row a pair: the words of both, then those of one alone."""
    columns, values, ends = [], [], [0]
    for pair in pairs:
        one, other = (places(each).astype(np.int64) for each in (pair.one, pair.other))
        both = np.intersect1d(one, other, assume_unique=True)
        alone = np.setxor1d(one, other, assume_unique=True)
        columns += [both, words + alone]
        n = len(both) + len(alone)
        values.append(np.full(n, 1 / math.sqrt(n or 1)))
        ends.append(ends[-1] + n)
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(len(pairs), 2 * words))


def keep(words: Iterable[str], weights: Weights) -> None:
    """Write the seed: a line a word."""
    found = zip(words, weights.both, weights.alone, weights.rarity, strict=True)
    names = ("word", "both", "alone", "rarity")
    write([dict(zip(names, (word, *(f"{each:.4f}" for each in rest)), strict=True)) for word, *rest in found], SEED)


def main() -> None:
    """Write which words are kept."""
    found = vocabulary()
    none = np.zeros(len(found))
    keep(found, Weights(none, none, np.array(list(found.values()))))
    print(f"written: {SEED}, {len(found)} words without weights: python -m bench.linking_model --write")


if __name__ == "__main__":
    main()
