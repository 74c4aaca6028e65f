"""Who hires, in the first lines of a text whose head line bars do not divide: by a label, before a place, behind `at`.

Belongs here: where such lines name the employer. What can be its name, heads.py and names.py say; what a sentence says
(`Acme is hiring`), heads.hiring().
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from warehouse.transforms.heads import CALLED, SITE, is_called
from warehouse.transforms.titles import names_role

FIRST = 500
"""Characters of a text in which an employer is called by its name."""
_LINES = 3
"""Lines of which one may be an employer's name and nothing else."""
_LONGEST_LINE = 45
"""Characters of such a line, without its site."""
_SHORT, _WORDS = 110, 6
"""Characters of a line that tells terms and places, what is longer is prose; and words of one that a full stop ends."""
_LABEL = re.compile(r"(?<![^\W_])(?:Company|COMPANY|Employer|Organi[sz]ation)(?:\s[Nn]ame|\sNAME)?\s?:\s{0,2}")
_LABELLED = re.compile(
    rf"{CALLED}(?=\s*(?:$|[\n(,|;<]|[-–—]\s|https?:|www\.|(?:[A-Z][\w-]{{1,20}}\s){{0,2}}[A-Z][\w-]{{1,20}}\s?:))"
)
"""A name up to a sign, the end of its line, or the next label (`Company: Acme Location: Bonn`)."""
_LED = re.compile(
    rf"{CALLED}(?:,? (?:Inc|LLC|Ltd|GmbH|Corp)\b\.?)?"
    r"(?:\s?[(\[]\s?|,\s|\s?[-–—:•·]\s?|\s(?=[Ff]ull[- ]?[Tt]ime|FULL[- ]?TIME|REMOTE|ON-?SITE|INTERN))"
)
"""A name, and what parts it from a place or a term of work."""
_TERM = re.compile(r"(?:full[- ]?time|part[- ]?time|remote|on-?site|intern)\b", re.IGNORECASE)
_AT = re.compile(rf"(?:\s@\s?|\s[Aa]t\s){CALLED}(?=\s*(?:$|[\n(,|;<]|\.(?:\s|$)|[-–—]|https?:|www\.|in\s|is\s))")
"""Behind a role, at whom it is."""
_WE_AT = re.compile(rf"(?:^|(?<=[.!?\n]\s)|(?<=\n))At {CALLED},?\s(?:we|you|your|our|we['’]re|you['’]ll)\b")
"""`At Acme, we make ferns.`"""
_ASIDE = re.compile(r"\s?[(\[][^)\]\n]{0,60}[)\]]?$")
_HEADINGS = frozenset({
    "when", "really", "fully", "permanent", "hiring", "seeking", "worldwide", "anywhere", "details",
    "description", "responsibilities", "requirements", "benefits", "skills", "technologies", "openings", "intern",
    "internship", "internships", "website", "url", "link", "see", "apply", "to", "terms", "overview", "essential",
    "salary", "contact", "ft", "pt", "hq", "yc", "role", "roles", "send", "email", "please", "visit", "check", "read",
    "competitive", "equity", "must", "minimum", "experience", "experienced", "senior", "junior",
})  # fmt: skip
"""First words of lines that name nobody: of headings, labels and demands."""
_LETTER = re.compile(r"[^\W\d_]{2}")
"""What a name has: a date has none."""
_SHORTEST = 3
"""Letters before a full stop that ends a name; what is shorter is an abbreviation."""
_AROUND = " ,:;-–—"
_LED_BY = " \t\n=*_#~•·>-–—"


def called(text: str, places: Mapping[int, str], named: Callable[[str], str | None]) -> str | None:
    """Return who hires; None where the lines tell nobody.

    Args:
        text: A posting's first characters, FIRST at most, without markup.
        places: Where a place begins in it -> its kind: city, state or country.
        named: Tells an employer's name without the places behind it, None where it can be none.
    """
    for said in _names(text, places):
        name = named(_whole(said))
        if name and is_called(name) and _LETTER.search(name) and name.split()[0].lower() not in _HEADINGS:
            return name
    return None


def _whole(said: str) -> str:
    """Return a name without the sentence that follows it (`Acme. Bonn`) and without signs around."""
    name = said.partition(". ")[0]
    return (name if len(name) >= _SHORTEST else said).strip(_AROUND)


def _names(text: str, places: Mapping[int, str]) -> Iterator[str]:
    label = _LABEL.search(text)
    if label and (name := _LABELLED.match(text, label.end())):
        yield name[1]
    lines = list(_lines(text, places))
    if not lines:
        return
    first = lines[0]
    led = _LED.match(text, first.start)
    if led and _is_led(text, led, places):
        yield led[1]
    if names_role(first.said) and (at := _AT.search(first.said)):
        yield at[1]
    yield from _alone(lines)
    if said := _WE_AT.search(text):
        yield said[1]


def _is_led(text: str, led: re.Match[str], places: Mapping[int, str]) -> bool:
    """Tell whether a place or a term of work stands behind a name: behind a comma a city (`Hollowmere, CA` is one)."""
    stop = led[1].find(". ")
    end = led.end() if stop < 0 else led.start() + stop + 2
    kind = places.get(end)
    return kind == "city" or bool(_TERM.match(text, end)) or (kind is not None and text[end - 2] != ",")


class _Line(NamedTuple):
    """A line of a text, where it starts, and whether it tells a place."""

    start: int
    said: str
    placed: bool

    @property
    def is_prose(self) -> bool:
        """Tell whether it says more than who seeks whom, where and how."""
        return len(self.said) > _SHORT or (self.said.endswith((".", "!", "?")) and self.said.count(" ") >= _WORDS)

    @property
    def is_of_head(self) -> bool:
        """Tell whether it stands where a head line goes on: with a place, a term of work, a site or a role."""
        said = self.said
        return self.placed or bool(_TERM.search(said) or SITE.search(f" {said}")) or names_role(said)


def _lines(text: str, places: Mapping[int, str]) -> Iterator[_Line]:
    end = 0
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        if said := line.strip(_LED_BY):
            yield _Line(start + line.find(said), said, any(start <= at < end for at in places))


def _alone(lines: list[_Line]) -> Iterator[str]:
    """Yield what may be a name of the first lines, up to the first that is prose."""
    for at, line in enumerate(lines[:_LINES]):
        if line.is_prose:
            return
        name = _ASIDE.sub("", SITE.sub("", line.said)).strip(_AROUND)
        of_head = lines[0].placed if at else len(lines) > 1 and not lines[1].is_prose and lines[1].is_of_head
        if of_head and 1 < len(name) <= _LONGEST_LINE:
            yield name
