"""Taggers with the same terms and texts, each run by an interpreter that has it: finds, and texts that name Go.

A tagger is a function of a text that returns the terms found in it. Rules of context none of them has.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from harness import answer

_MODEL = "en_core_web_lg"
Tagger = Callable[[str], Iterable[str]]


def measured(given: dict[str, Any], make: Callable[[list[str]], Tagger]) -> Callable[[], dict[str, Any]]:
    """Return what tags all texts; those that are labelled are tagged before the clock starts."""
    tag, go = make(given["terms"]), set(given["go"])
    named = [not go.isdisjoint(tag(text)) for text in given["labelled"]]
    return lambda: {"finds": sum(sum(1 for _ in tag(text)) for text in given["texts"]), "go": named}


def of_pyahocorasick(terms: list[str]) -> Tagger:
    """Return an automaton with a check of boundaries."""
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    from peer_pyahocorasick import built, tagged  # noqa: PLC0415 - each peer has an environment of its own

    automaton = built(terms)
    return lambda text: [term for _, term in tagged(automaton, text)]


def of_flashtext(terms: list[str]) -> Tagger:
    """Return flashtext's processor as it comes."""
    from flashtext import KeywordProcessor  # noqa: PLC0415

    processor = KeywordProcessor()
    processor.add_keywords_from_list(terms)
    return processor.extract_keywords  # type: ignore[no-any-return,unused-ignore]


def of_spacy(terms: list[str]) -> Tagger:
    """Return a PhraseMatcher over English tokens, whatever the case."""
    import spacy  # noqa: PLC0415
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("terms", [nlp.make_doc(term) for term in terms])

    def tag(text: str) -> list[str]:
        doc = nlp.make_doc(text)
        return [doc[start:end].text.lower() for _, start, end in matcher(doc)]

    return tag


def of_expressions(terms: list[str]) -> Tagger:
    """Return alternations over the lower-cased text: one of all terms between the same boundaries."""
    patterns = [re.compile(_alternation(some, *ends)) for ends, some in _by_ends(terms).items()]
    return lambda text: [found for pattern in patterns for found in pattern.findall(text.lower())]


def _by_ends(terms: list[str]) -> dict[tuple[bool, bool], list[str]]:
    """Return whether the ends are Latin -> terms: those need boundaries, Chinese ones have none."""
    found: dict[tuple[bool, bool], list[str]] = {}
    for term in sorted(terms, key=len, reverse=True):
        ends = tuple(end.isascii() and end.isalnum() for end in (term[0], term[-1]))
        found.setdefault((ends[0], ends[1]), []).append(term)
    return found


def _alternation(terms: list[str], left: bool, right: bool) -> str:
    before, after = r"(?<![a-z0-9])" if left else "", r"(?![a-z0-9+#])" if right else ""
    return f"{before}(?:{'|'.join(map(re.escape, terms))}){after}"


def of_skillner(_: list[str]) -> Tagger:
    """Return SkillNER's extractor with its own skills and the model that its guide names."""
    import spacy  # noqa: PLC0415

    if not spacy.util.is_package(_MODEL):
        raise SystemExit(f"needs {_MODEL}, and fetches its skills from a code host: neither is in the package registry")
    from skillNer.general_params import SKILL_DB  # noqa: PLC0415
    from skillNer.skill_extractor_class import SkillExtractor  # noqa: PLC0415
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415

    nlp = spacy.load(_MODEL)
    extractor = SkillExtractor(nlp, SKILL_DB, PhraseMatcher)

    def tag(text: str) -> list[str]:
        found = extractor.annotate(text)["results"]
        return [each["doc_node_value"].lower() for kind in ("full_matches", "ngram_scored") for each in found[kind]]

    return tag


if __name__ == "__main__":
    ways = {
        "pyahocorasick": of_pyahocorasick,
        "flashtext": of_flashtext,
        "spacy": of_spacy,
        "expressions": of_expressions,
        "skillner": of_skillner,
    }
    answer({name: partial(measured, make=make) for name, make in ways.items()})
