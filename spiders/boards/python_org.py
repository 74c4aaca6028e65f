"""python.org's job board: the newest twenty. Titles read `Role, Employer`, texts begin with the place."""

import re

from spiders.platforms.base import Json
from spiders.platforms.feed import FeedSpider

_LEGAL = r"(?:inc|llc|ltd|gmbh|ag|corp|co|s\.?a|b\.?v|plc|pty|pte|limited|sro|s\.r\.o|oy|ab|as|kg|llp|lp|srl|pvt)\.?"
_EMPLOYER = re.compile(rf"(?P<role>.+), (?P<employer>(?!{_LEGAL}(?:,|$))[^,]+(?:, {_LEGAL})*)", re.IGNORECASE)
_OLDER = re.compile(r"(?P<role>[^,]+?) [-–] (?P<employer>[^,–]+)")
_PLACE = re.compile(r"[ \t]*(?P<place>[^<>\n]{2,100}?)\s*(?:\n|(?=<))")


class PythonOrg(FeedSpider):
    """Its employers' names may hold commas: `, Inc.` and the like belong to the name before."""

    name = "python_org"

    def heading(self, record: Json) -> tuple[str | None, str | None]:
        """Return employer and role; a title that tells no employer stays whole."""
        stated, title = super().heading(record)
        found = (_EMPLOYER.fullmatch(title) or _OLDER.fullmatch(title)) if title else None
        return (found["employer"], found["role"]) if found else (stated, title)

    def location_of(self, record: Json) -> str | None:
        """Return the first line of the text, which ends at the first tag at the latest."""
        found = _PLACE.match(super().text_of(record) or "")
        return found["place"] if found else None

    def text_of(self, record: Json) -> str | None:
        """Return the text behind that line."""
        text = super().text_of(record) or ""
        found = _PLACE.match(text)
        return text[found.end() if found else 0 :].strip() or None
