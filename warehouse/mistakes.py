"""Where predictions and labels differ, the most frequent kind of mistake first, with the words around it marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal

from warehouse.labels import SETS, Labelled, Row
from warehouse.quality import offers, reader, same
from warehouse.taxonomy import Taxonomy
from warehouse.transforms.explain import explain
from warehouse.transforms.text import plain

AROUND = 48
"""Characters each side of a marked word."""
EACH = 3
"""Mistakes of one kind in a round."""
Kind = Literal["missed", "invented", "wrong"]
_EVIDENCE = {"skills": "concepts", "cities": "places", "countries": "places"}
"""Fields that `explain` gives under another name."""


@dataclass(frozen=True)
class Mistake:
    """One difference between label and prediction.

    Args:
        id: Posting.
        field: Where.
        kind: `missed` (only labelled), `invented` (only predicted) or `wrong` (both say something, not the same).
        label: What the label says.
        predicted: What was predicted.
        words: The text around, the deciding word in [brackets]; the text's start where no word decides.
        alike: Mistakes of this field and kind on the same value, this one included.
    """

    id: str
    field: str
    kind: Kind
    label: str
    predicted: str
    words: str = ""
    alike: int = 1


def worst(
    labelled: Labelled, predicted: Mapping[str, Row], texts: Mapping[str, Row], taxonomy: Taxonomy, *, most: int
) -> list[Mistake]:
    """Return at most `most` mistakes, the most frequent kinds first, EACH of every kind before more of any.

    Args:
        labelled: The labels.
        predicted: Id -> predicted fields.
        texts: Id -> posting, for the words around; may be empty.
        taxonomy: The seeds that know how a concept is written.
        most: Mistakes to return.
    """
    found = list(_all(labelled, predicted, taxonomy))
    alike = Counter(map(_kind, found))
    order = {field: place for place, field in enumerate(labelled.fields)}
    found.sort(key=lambda one: (-alike[_kind(one)], order[one.field], _kind(one), one.id))
    chosen = sorted(_with_round(found), key=itemgetter(0))[:most]
    return [_with_words(one, texts.get(one.id), taxonomy, alike[_kind(one)]) for _, one in chosen]


def _with_round(found: list[Mistake]) -> Iterator[tuple[int, Mistake]]:
    """Yield each mistake with the number of full rounds of its kind before it."""
    seen = Counter[tuple[str, str, str]]()
    for one in found:
        yield seen[_kind(one)] // EACH, one
        seen[_kind(one)] += 1


def _kind(one: Mistake) -> tuple[str, str, str]:
    return one.field, one.kind, one.predicted if one.kind == "invented" else one.label


def _all(labelled: Labelled, predicted: Mapping[str, Row], taxonomy: Taxonomy) -> Iterator[Mistake]:
    if "is_posting" in labelled.fields:
        yield from _postings(labelled, predicted)
    for field in (field for field in labelled.fields if field != "is_posting"):
        read = reader(field, taxonomy)
        for ident, row in offers(labelled):
            label, found = read(row), read(predicted.get(ident, {}))
            if field in SETS:
                yield from (Mistake(ident, field, "missed", one, "") for one in sorted(label - found))
                yield from (Mistake(ident, field, "invented", "", one) for one in sorted(found - label))
            elif not same(label, found, field):
                kind: Kind = "invented" if label is None else "missed" if found is None else "wrong"
                yield Mistake(ident, field, kind, _said(label), _said(found))


def _postings(labelled: Labelled, predicted: Mapping[str, Row]) -> Iterator[Mistake]:
    for ident, row in labelled.rows.items():
        found = predicted.get(ident, {}).get("is_posting")
        if row["is_posting"] != found:
            yield Mistake(ident, "is_posting", "wrong", str(row["is_posting"]), str(found))


def _said(value: Any) -> str:  # noqa: ANN401 - values of whatever field
    if isinstance(value, tuple):
        return " ".join(f"{part:g}" if isinstance(part, float) else str(part) for part in value if part is not None)
    return "" if value is None else str(value)


def _with_words(one: Mistake, row: Row | None, taxonomy: Taxonomy, alike: int) -> Mistake:
    words = _words(one, row, taxonomy) if row else ""
    return Mistake(one.id, one.field, one.kind, one.label, one.predicted, words, alike)


def _words(one: Mistake, row: Row, taxonomy: Taxonomy) -> str:
    """Return the words that decided, else the words that should have, else how the posting starts."""
    evidence = _evidence(one, row, taxonomy) if one.kind != "missed" else None
    body = plain(str(row.get("text") or ""), row.get("text_format"))
    text = "\n".join((*(str(row[name]) for name in ("title", "location", "city") if row.get(name)), body))
    return evidence or _marked(text, _names(one, taxonomy)) or " ".join(text[: 2 * AROUND].split())


def _evidence(one: Mistake, row: Row, taxonomy: Taxonomy) -> str | None:
    field = _EVIDENCE.get(one.field, one.field)
    value = one.predicted.partition(" ")[0] if one.field == "pay" else one.predicted
    tags = row.get("tags")
    for reason in explain({**row, "id": one.id, "tags": [tags] if isinstance(tags, str) else tags}, taxonomy):
        if reason.taken and reason.field == field and reason.words and reason.value.casefold().startswith(value):
            return " ".join(reason.words.split())
    return None


def _names(one: Mistake, taxonomy: Taxonomy) -> list[str]:
    """Return how the seeds write what was labelled, or predicted without evidence."""
    value = one.label or one.predicted
    if one.field in {"languages", "skills"}:
        return [term.text for term in taxonomy.terms if term.concept == value]
    if one.field == "cities":
        found = [city for city in taxonomy.cities if city.city == value]
        return [value, *(name for city in found for name in (*city.names, *city.weak_names))]
    if one.field == "countries":
        return [name for place in taxonomy.cities if place.country.lower() == value for name in place.names]
    return [cue.text for cue in taxonomy.cues if (cue.dimension, cue.value) == (one.field, value) and cue.weight > 0]


def _marked(text: str, names: Iterable[str]) -> str | None:
    whole = "|".join(_whole(name) for name in sorted(names, key=len, reverse=True))
    hit = re.search(whole, text, re.IGNORECASE) if whole else None
    if hit is None:
        return None
    before, after = text[max(0, hit.start() - AROUND) : hit.start()], text[hit.end() : hit.end() + AROUND]
    return " ".join(f"{before}[{hit[0]}]{after}".split())


def _whole(name: str) -> str:
    """Return a pattern of the name that does not match inside a longer Latin word."""
    return rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)
