"""The peer of bench.normaliser, run by an interpreter that has pyahocorasick: a boundary check on every find, no rules.

`peer_pyahocorasick.py FILE`, FILE being JSON with `terms`, `texts` and `rounds`; prints finds and CPU seconds a round.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import ahocorasick

_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_AFTER = _WORD | frozenset("+#")


def built(terms: list[str]) -> ahocorasick.Automaton:
    """Return the automaton: each term with its length and whether its ends need a boundary."""
    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(term, (len(term), term[0] in _WORD, term[-1] in _WORD, term))
    automaton.make_automaton()
    return automaton


def tagged(automaton: ahocorasick.Automaton, text: str) -> list[tuple[int, str]]:
    """Return (start, term) of every term that stands between boundaries."""
    low = text.lower()
    found, size = [], len(low)
    for last, (length, left, right, term) in automaton.iter(low):
        start, end = last - length + 1, last + 1
        if left and start and low[start - 1] in _WORD:
            continue
        if right and end < size and low[end] in _AFTER:
            continue
        found.append((start, term))
    return found


def main() -> None:
    """Time the rounds."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    automaton = built(given["terms"])
    seconds, finds = [], 0
    for _ in range(given["rounds"]):
        began = time.process_time()
        finds = sum(len(tagged(automaton, text)) for text in given["texts"])
        seconds.append(time.process_time() - began)
    print(json.dumps({"finds": finds, "seconds": seconds}))


if __name__ == "__main__":
    main()
