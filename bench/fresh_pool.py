"""The figures of several fresh samples taken together, each as it stood before its mistakes were seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from warehouse.labels import SETS
from warehouse.quality import GO, Figures, wilson

BEYOND_SIGHT = {
    "fresh6": ("before the sixth",),
    "fresh7_en": ("before the seventh", "rules beside the seventh"),
    "fresh7_zh": ("before the seventh", "rules beside the seventh"),
    "fresh8_en": ("before the eighth", "rules beside the eighth"),
    "fresh8_zh": ("before the eighth", "rules beside the eighth"),
    "fresh9_en": ("before the ninth", "mended without sight of the ninth"),
    "fresh9_zh": ("before the ninth", "mended without sight of the ninth"),
    "fresh10_en": ("before the tenth",),
    "fresh10_zh": ("before the tenth",),
    "fresh11_en": ("before the eleventh", "mended without sight of the eleventh"),
    "fresh11_zh": ("before the eleventh", "mended without sight of the eleventh"),
    "fresh12_en": ("before the twelfth",),
}
"""Sample -> how the names of its recordings begin that were made before its mistakes were seen."""
ORDINALS = {"6": "sixth", "7": "seventh", "8": "eighth", "9": "ninth", "10": "tenth", "11": "eleventh", "12": "twelfth"}
SPOKEN = ("en", "zh")
FLOORS = {
    "is_posting": (0.98, 0.98),
    "go": (0.985, 0.985),
    "languages": (0.975, 0.975),
    "skills": (0.90, 0.90),
    "remote": (0.90, 0.95),
    "cities": (0.93, 0.95),
    "countries": (0.93, 0.95),
    "seniority": (0.85, 0.93),
    "pay": (0.95, 0.98),
    "experience_years": (0.85, 0.93),
    "education": (0.85, 0.93),
    "work_type": (0.70, 0.75),
    "industry": (0.70, 0.75),
}
"""Field -> the least that is asked of it in languages of SPOKEN: F1 of sets, else the share that is right."""
MOST_INVENTED = {"pay": 0.0, "experience_years": 0.02, "education": 0.02}
"""Field -> the greatest share of postings silent about it for which a value may be given."""


@dataclass(frozen=True)
class Counts:
    """What one field's figures count, which may be added up over samples.

    Args:
        right: Labels that were read: names of sets, values elsewhere.
        labels: Names labelled, or postings whose label states a value.
        found: Names read; None for the fields that hold one value.
        invented: Values given where the label says nothing.
        silent: Postings whose label says nothing.
    """

    right: int
    labels: int
    found: int | None = None
    invented: int = 0
    silent: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Return the counts of both."""
        return Counts(
            self.right + other.right,
            self.labels + other.labels,
            None if self.found is None or other.found is None else self.found + other.found,
            self.invented + other.invented,
            self.silent + other.silent,
        )

    @property
    def figure(self) -> float:
        """F1 of names, the share that is right of values; 0 of none."""
        if self.found is None:
            return self.right / (self.labels or 1)
        return 2 * self.right / ((self.labels + self.found) or 1)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of `figure`.

        F1 is no share, but rises with one: with the share s of names that label and reading both have among those that
        either has it is 2s / (1 + s), and so are the ends of its interval with those of s (Wilson). The names of one
        posting count as if they were read apart, so that the interval of a set's field is rather too narrow.
        """
        if self.found is None:
            return wilson(self.right, self.labels)
        low, high = wilson(self.right, self.labels + self.found - self.right)
        return 2 * low / (1 + low), 2 * high / (1 + high)


def counted(field: str, figures: Figures) -> Counts:
    """Return the counts behind the recorded figures of one field, of which shares alone are kept."""
    labels = int(figures["labels"])
    if field == GO or field in SETS:
        return Counts(round(figures["recall"] * labels), labels, int(figures["found"]))
    share = figures["right"] if field == "is_posting" else figures["stated"]
    silent, invented = int(figures.get("silent", 0)), int(figures.get("invented", 0))
    return Counts(round(share * labels), labels, None, invented, silent)


def beyond_sight(lines: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return sample -> its last recording made before its mistakes were seen, for the samples of BEYOND_SIGHT."""
    lines = list(lines)
    found = {
        name: [line for line in lines if name in line["found"] and line["when"].startswith(heads)]
        for name, heads in BEYOND_SIGHT.items()
    }
    return {name: its[-1] for name, its in found.items() if its}


def pooled(lines: Iterable[dict[str, Any]], language: str) -> dict[str, dict[str, Counts]]:
    """Return field -> sample -> counts, of every sample that has labels of it in a language."""
    found: dict[str, dict[str, Counts]] = {}
    for name, line in beyond_sight(lines).items():
        for field, figures in line["found"][name][language].items():
            one = counted(field, figures)
            if one.labels or one.found or one.silent:
                found.setdefault(field, {})[name] = one
    return found


def table(lines: Sequence[dict[str, Any]], language: str) -> pl.DataFrame:
    """Return one row a field: what is asked of it, the figure of all samples together and those of each."""
    place = SPOKEN.index(language)
    found = pooled(lines, language)
    names = [name for name in BEYOND_SIGHT if any(name in samples for samples in found.values())]
    told = [_told(field, asked[place], found[field], names) for field, asked in FLOORS.items() if field in found]
    ordinals = (ORDINALS[name.removeprefix("fresh").partition("_")[0]] for name in names)
    head = ("field", "asked", "together", "95 % interval", "n", "reached", "invented", "most", *ordinals)
    return pl.DataFrame(told, schema=head, orient="row")


def _told(field: str, asked: float, samples: dict[str, Counts], names: list[str]) -> tuple[str, ...]:
    together = reduce(add, samples.values())
    low, high = together.interval
    return (
        f"{field} (F1)" if field == GO or field in SETS else field,
        f"{asked:.3f}",
        f"{together.figure:.3f}",
        f"{low:.3f} to {high:.3f}",
        str(together.labels),
        _reached(asked, together) + _excess(field, together),
        _invented(together),
        _most(field),
        *(f"{samples[name].figure:.3f} ({samples[name].labels})" if name in samples else "" for name in names),
    )


def _reached(asked: float, together: Counts) -> str:
    if together.figure < asked:
        return "no" if together.interval[1] < asked else "no, within chance"
    return "yes" if together.interval[0] >= asked else "yes, within chance"


def _excess(field: str, together: Counts) -> str:
    """Return the words for more values invented than may be; empty where there are not."""
    most = MOST_INVENTED.get(field, 1.0)
    return "; invents too much" if together.invented > most * together.silent else ""


def _invented(together: Counts) -> str:
    if not together.silent:
        return ""
    low, high = wilson(together.invented, together.silent)
    share = together.invented / together.silent
    return f"{together.invented} of {together.silent}: {share:.1%} ({low:.1%} to {high:.1%})"


def _most(field: str) -> str:
    return f"{MOST_INVENTED[field]:.0%}" if field in MOST_INVENTED else ""
