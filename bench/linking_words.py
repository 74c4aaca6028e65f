"""Learns how words weigh (warehouse/wording.py): by those that labelled pairs share, and those that one alone has.

Logistic regression with a ridge, once by all words and once by those that name roles: a number for each word and each
way in which a pair can have it, by the root of how many words there are, so that long texts weigh as short ones do.
Pairs of an employer with many weigh less each, and both labels the same together.

    python -m bench.linking_words

writes anew which words are kept, without weights; linking_model.py then learns these.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.linking_corpus import corpus
from bench.linking_read import THREADED, recorded_listings
from bench.linking_sample import write
from warehouse.passages import passage
from warehouse.roles import kinds
from warehouse.wording import NUMBER, SEED, WEIGHTS, Weights, said_in, shared

EMPLOYERS = 25
"""A word is kept that adverts of so many employers have, or that names a kind of work."""
RIDGE, ROLES_RIDGE = 1.0, 0.3
"""Half of the weights' squares is added to the loss so often."""
DECIMALS = 4
"""Of a weight, which sums by several threads leave alike on every machine."""
_Numbers = npt.NDArray[np.float64]
_Columns = npt.NDArray[np.int64]


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
            for word in {word for word, flags in said_in(text or "") if not flags & NUMBER}:
                adverts[word] += 1
                employers[word].add(employer[posting_id])
    kept = (word for word in sorted(adverts) if len(employers[word]) >= EMPLOYERS or kinds(word))
    return {word: math.log(n / adverts[word]) for word in kept}


def learnt(pairs: Sequence[Known], rarity: _Numbers) -> Weights:
    """Return the weights of words, by their lines, that tell labelled pairs apart best."""
    words = len(rarity)
    found = [shared(passage(pair.one).words, passage(pair.other).words) for pair in pairs]
    same = np.array([pair.same for pair in pairs])
    of_employer = Counter(pair.employer_key for pair in pairs)
    weigh = np.array([1 / math.sqrt(of_employer[pair.employer_key]) for pair in pairs])
    for label in (True, False):
        weigh[same == label] *= len(pairs) / 2 / max(int((same == label).sum()), 1)
    both, alone = _fit(
        _matrix([(each.both, np.concatenate([each.gone, each.new])) for each in found], words), same, weigh, RIDGE
    ).reshape(2, words)
    of_roles = [(each.roles, each.role_named, np.concatenate([each.gone_roles, each.new_roles])) for each in found]
    roles = _fit(_matrix(of_roles, words), same, weigh, ROLES_RIDGE).reshape(3, words)
    return Weights(both, alone, rarity, *roles)


def _matrix(pairs: Sequence[tuple[npt.NDArray[np.uint16], ...]], words: int) -> csr_matrix:
    """Return one row a pair, one column for each word in each way in which words are shared."""
    columns: list[_Columns] = []
    values: list[_Numbers] = []
    ends = [0]
    for ways in pairs:
        columns += [way * words + lines.astype(np.int64) for way, lines in enumerate(ways)]
        n = sum(map(len, ways))
        values.append(np.full(n, 1 / math.sqrt(n or 1)))
        ends.append(ends[-1] + n)
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns), ends), shape=(len(pairs), len(pairs[0]) * words)
    )


def _fit(rows: csr_matrix, same: npt.NDArray[np.bool_], weigh: _Numbers, ridge: float) -> _Numbers:
    """Return one weight a column."""
    sign = np.where(same, 1.0, -1.0)

    def loss(at: _Numbers) -> tuple[float, _Numbers]:
        margin = sign * (rows @ at[:-1] + at[-1])
        missed = -sign * weigh / (1 + np.exp(margin))
        found = weigh @ np.logaddexp(0, -margin) + ridge / 2 * at[:-1] @ at[:-1]
        return float(found), np.append(rows.T @ missed + ridge * at[:-1], missed.sum())

    none = np.zeros(rows.shape[1] + 1)
    fitted: _Numbers = minimize(loss, none, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return fitted[:-1].round(DECIMALS)


def keep(words: Iterable[str], weights: Weights) -> None:
    """Write the seed: a line a word."""
    found = zip(words, *astuple(weights), strict=True)
    write(
        [
            {"word": word} | dict(zip(WEIGHTS, (f"{each:.{DECIMALS}f}" for each in rest), strict=True))
            for word, *rest in found
        ],
        SEED,
    )


def main() -> None:
    """Write which words are kept."""
    found = vocabulary()
    none = np.zeros(len(found))
    keep(found, Weights(none, none, np.array(list(found.values())), none, none, none))
    print(f"written: {SEED}, {len(found)} words without weights: python -m bench.linking_model --write")


if __name__ == "__main__":
    main()
