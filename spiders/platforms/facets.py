"""Dividing a list that its platform cuts off: by the values of a facet, in groups that stay below the cap.

A facet is what a search page offers to filter by (`timeType`: full time 900, part time 40). Asks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from spiders.platforms.base import Json

MOST_IDS = 100
"""Values that one request may name."""
_SINGLE = {"timeType", "workerSubType"}
"""Facets of which every opening has one value at most, so that their counts never tell of more than there are."""


@dataclass(frozen=True)
class Facet:
    """One facet of an answer.

    Args:
        name: The parameter that requests name it by.
        counts: Value's id -> openings that have it.
    """

    name: str
    counts: dict[str, int]

    @property
    def covered(self) -> int:
        """Return the openings that it covers, one with several values as often as it has them."""
        return sum(self.counts.values())


def facets_in(given: Json) -> list[Facet]:
    """Return the facets of an answer; groups of facets may stand where values do."""
    found = []
    for entry in given if isinstance(given, list) else []:
        values = [value for value in (entry.get("values") or [] if isinstance(entry, dict) else []) if value]
        found += facets_in([value for value in values if "values" in value])
        counts = {value["id"]: value["count"] for value in values if _is_counted(value)}
        if counts and isinstance(name := entry.get("facetParameter"), str):
            found.append(Facet(name, counts))
    return found


def _is_counted(value: Json) -> bool:
    return isinstance(value.get("id"), str) and isinstance(value.get("count"), int) and "values" not in value


def at_least(total: int, facets: list[Facet]) -> int:
    """Return how many openings there are at least, whatever the cap makes of the total."""
    return max([total, *(facet.covered for facet in facets if facet.name in _SINGLE)])


def groups(facets: list[Facet], applied: dict[str, list[str]], least: int, cap: int) -> list[dict[str, list[str]]]:
    """Return the filters of requests that together bring a list, each below the cap where its facet lets it.

    A facet that covers all is preferred, then one without a value at the cap, then the one that names openings twice
    the least. A value that is itself at the cap makes a group of its own, to be divided further.

    Args:
        facets: As the answer for the list has them.
        applied: What the list is filtered by already.
        least: Openings of the list, at least.
        cap: Openings that a request shows at most.
    """
    useful = [
        facet
        for facet in facets
        if facet.name not in applied and len(facet.counts) > 1 and min(least, facet.covered) >= cap
    ]
    if not useful:
        return []
    best = min(
        useful,
        key=lambda facet: (facet.covered < least, max(facet.counts.values()) >= cap, abs(facet.covered - least)),
    )
    return [{**applied, best.name: ids} for ids in _packed(best.counts, cap)]


def _packed(counts: dict[str, int], cap: int) -> list[list[str]]:
    """Return the ids in groups whose counts stay below the cap, the largest first."""
    packs: list[tuple[int, list[str]]] = []
    for value, count in sorted(counts.items(), key=lambda item: -item[1]):
        at = next(
            (at for at, (held, ids) in enumerate(packs) if held + count < cap and len(ids) < MOST_IDS), len(packs)
        )
        held, ids = packs.pop(at) if at < len(packs) else (0, [])
        packs.insert(at, (held + count, [*ids, value]))
    return [ids for _, ids in packs]
