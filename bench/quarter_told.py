"""What readers got of one simulated week, read back from the files: the mail's text, the page, claims.json.

Belongs here: reading. What ought to stand there is prove_quarter.py's affair, how the weeks are driven quarter.py's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.policy import default
from html import unescape

from reports import words
from warehouse.home import Home

DECIDED = ("contradicted", "supported", "direction_only")
UNDECIDED = ("No statement can be decided on the postings so far", "Nothing can be measured yet")
"""How a headline begins in a week in which no posting decides anything."""
_LISTED = re.compile(r"^(A\d[\w.-]*) \[([^\]]+)\] ", re.MULTILINE)
_OBSERVED = re.compile(r"Observed this week: (\d+) of (\d+) crawled boards\.")
_COVERAGE = re.compile(r"^- (\d+) of (\d+) boards observed", re.MULTILINE)


@dataclass(frozen=True)
class Told:
    """What one week's report says, in English.

    Args:
        headline: The mail's first sentence.
        observed: Boards seen this week, and crawled at all.
        coverage: Boards ever observed, and known, as the coverage chart's title has them.
        gained: Titles of boards that are new or back.
        lost: Titles of boards that fell silent.
        revised: Lines on published figures that changed.
        listed: Claim -> verdict in words, as the mail lists them.
        text: The mail's text.
        page: The page's text, marks taken out.
        claims: claims.json.
    """

    headline: str
    observed: tuple[int, int]
    coverage: tuple[int, int]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    revised: tuple[str, ...]
    listed: Mapping[str, str]
    text: str
    page: str
    claims: tuple[Mapping[str, object], ...]

    @property
    def decided(self) -> dict[str, str]:
        """Return statement -> verdict of those that postings decide."""
        return {
            str(claim["statement_en"]): str(claim["verdict"])
            for claim in self.claims
            if claim["verdict"] in DECIDED and claim["estimate"] is not None
        }

    @property
    def contradictions(self) -> list[str]:
        """Return what mail or page say that claims.json does not; none where they agree."""
        verdicts = {str(claim["id"]): words.verdict(claim["verdict"], "en") for claim in self.claims}  # type: ignore[arg-type]  # a closed set
        found = [f"{key} is listed as {word}" for key, word in self.listed.items() if verdicts.get(key) != word]
        counts = Counter(verdicts.values())
        tallied = ", ".join(f"{n} {word}" for word, n in counts.items())
        plain = self.text.replace("\u00a0", " ")
        found += [f"{n} {word} of {tallied} is not told" for word, n in counts.items() if f"{n} {word}" not in plain]
        found += [] if self._headline_holds() else [f"headline {self.headline!r}"]
        found += [] if self.headline in self.page else [f"the page lacks {self.headline!r}"]
        return found

    def _headline_holds(self) -> bool:
        """Tell whether the headline quotes a decided statement, or that none is where none is."""
        if not self.decided:
            return self.headline.startswith(UNDECIDED)
        quoted = self.headline.replace("\u00a0", " ").partition("”")[0].lstrip("“")
        return quoted in self.decided


def read(home: Home, monday: date) -> Told | None:
    """Return what the report of a week says; None where none was drawn."""
    folder = home.reports / monday.isoformat()
    if not (folder / "claims.json").exists():
        return None
    message = message_from_bytes((folder / "mail.eml").read_bytes(), policy=default)
    body = message.get_body(("plain",))
    text = "\n".join(str(body.get_content()).splitlines()) if body else ""
    page = (folder / "index.html").read_text(encoding="utf-8")
    told = [line for line in text.splitlines() if line.strip()]
    changed = text.partition("WHAT CHANGED SINCE THE LAST REPORT")[2].partition("WHERE THE STATEMENTS STAND")[0]
    return Told(
        headline=told[1] if told[0].startswith("SIMULATED") else told[0],
        observed=_pair(_OBSERVED, text),
        coverage=_pair(_COVERAGE, text),
        gained=_named(changed, "New or back"),
        lost=_named(changed, "Silent this week, seen the week before"),
        revised=tuple(line for line in changed.splitlines() if " became " in line),
        listed=dict(_LISTED.findall(text)),
        text=text,
        page=unescape(re.sub(r"<[^>]+>", "", page)),
        claims=tuple(json.loads((folder / "claims.json").read_text(encoding="utf-8"))),
    )


def _pair(pattern: re.Pattern[str], text: str) -> tuple[int, int]:
    found = pattern.search(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _named(text: str, lead: str) -> tuple[str, ...]:
    found = re.search(rf"^(?:- )?{lead}: (.+)\.$", text, re.MULTILINE)
    return tuple(found[1].split(", ")) if found else ()
