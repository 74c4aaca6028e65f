"""Boards that hand out their advertisements as plain JSON lists: a board's file says which key holds what.

Belongs here: the envelope, following pages, and reading the fields that such lists share. A field that a board spells
in a way of its own is read in the board's file.
"""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlsplit

from spiders.dates import from_epoch, from_iso, iso
from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider, held, joined, object_of, text_or_none
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting


@dataclass(frozen=True)
class Fields:
    """Which key holds what. Several keys, divided by blanks, are tried in turn; an empty text says that there is none.

    A dot goes into what a key holds: `city.name`.

    Args:
        title: Heading.
        company: Employer.
        text: Advertisement, HTML.
        posted: When the board listed it: ISO 8601 or seconds since 1970.
        key: The board's stable id.
        url: Public page.
        location: A text, or a list of names.
        employment: A text or a list of them.
        experience: Level of experience.
        education: Degree asked for.
        tags: A list each, or texts divided by commas; all keys together.
        salary: Pay in words.
        pay: Keys of lowest pay, highest pay, currency and period.
        pay_words: Currency and period where the protocol has no keys for them.
        expires: Stated end, like `posted`.
        author: Whoever posted it, where a board shows it; becomes a pseudonym.
    """

    title: str
    company: str = ""
    text: str = ""
    posted: str = ""
    key: str = "id"
    url: str = "url"
    location: str = ""
    employment: str = ""
    experience: str = ""
    education: str = ""
    tags: str = ""
    salary: str = ""
    pay: tuple[str, str, str, str] = ("", "", "", "")
    pay_words: tuple[str, str] = ("", "")
    expires: str = ""
    author: str = ""


class JsonListSpider(JsonSpider):
    """One list a scope; a board whose list has pages says where the next one is."""

    fields: Fields
    envelope = ""
    """The key that holds the list; empty where the answer is the list itself."""
    total = ""
    """The key of the declared total; without one nothing shows that all came."""
    most_pages = 100
    cursor = ""
    """The key of the cursor that the next page is asked for with; empty where there is none."""
    newest_days = 0
    """How far back a list that begins with the newest is read; 0 for all of it."""
    posted_kind: DateKind = "listed"
    remote = ""
    """The workplace word where a board has only one kind."""

    def list_url(self, scope: Scope) -> str:
        """Return the address of the first page."""
        return scope.url

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield page by page until the board names no next one, or what is wanted has come."""
        url, asked = self.list_url(scope), set[str]()
        while len(asked) < self.most_pages:
            asked.add(url)
            payload, _ = await self.get(url, tally)
            records = self.listed(payload, urlsplit(url).netloc)
            self.declare(payload, tally)
            yield records
            following = None if self.is_enough(records) else self.next_page(payload, url)
            if following is None:
                return
            url = _checked(following, url, asked)
        tally.worsen("capped", f"more than {self.most_pages} pages: the rest was left")

    def next_page(self, payload: Json, url: str) -> str | None:
        """Return the address of the page that follows; None at the last.

        Raises:
            CrawlFault: The answer lacks what it should tell by.
        """
        if not self.cursor:
            return None
        if self.cursor not in payload:
            raise CrawlFault(f"the answer has no {self.cursor!r}: its format has changed")
        cursor = payload[self.cursor]
        return f"{url.partition('&cursor=')[0]}&cursor={quote(str(cursor), safe='')}" if cursor else None

    def is_enough(self, records: list[Json]) -> bool:
        """Return whether a whole page is older than what is wanted, so that later ones are not asked for."""
        if not self.newest_days:
            return False
        since = iso(clock.now() - timedelta(days=self.newest_days))
        dates = [_moment(pick(record, self.fields.posted)) for record in records if isinstance(record, dict)]
        return all(date is not None and date < since for date in dates)

    def declare(self, payload: Json, tally: Tally) -> None:
        """Note the declared total, where the board is one that declares it."""
        if not self.total:
            return
        total = payload.get(self.total) if isinstance(payload, dict) else None
        if isinstance(total, int):
            tally.declared = total
        else:
            tally.worsen("partial", "the board declares no total, so that nothing shows whether all came")

    def records(self, payload: Json) -> list[Json]:
        """Accept the board's envelope, or a bare list."""
        return payload if isinstance(payload, list) else self.listed(payload, "the file")

    def listed(self, payload: Json, who: str) -> list[Json]:
        """Return the records in an answer.

        Raises:
            CrawlFault: They are not where they should be.
        """
        if self.envelope:
            return held(payload, self.envelope, list, who)
        if not isinstance(payload, list):
            raise CrawlFault(f"the answer of {who} is no list: its format has changed")
        return payload

    def clean(self, record: Json) -> Json:
        """Return the record fit to be kept: what a board hides or spoils in its texts is taken out here."""
        return record

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says."""
        record, names = self.clean(object_of(record)), self.fields
        published = pick(record, names.posted)
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=self.key_of(record),
            fetched_at=self.fetched_at,
            url=text_or_none(pick(record, names.url)),
            title=words(pick(record, names.title)),
            company=words(pick(record, names.company)),
            location=words(pick(record, names.location)),
            text=self.text_of(record),
            text_format="html",
            salary=words(pick(record, names.salary)) or _pay(record, names),
            experience=words(pick(record, names.experience)),
            education=words(pick(record, names.education)),
            employment=words(pick(record, names.employment)),
            remote=self.remote_of(record),
            tags=_tags(record, names.tags),
            author=words(pick(record, names.author)),
            posted_raw=None if published is None else str(published),
            posted_kind="unknown" if published is None else self.posted_kind,
            posted_at=_moment(published),
            expires_at=_moment(pick(record, names.expires)),
            raw=record,
        )

    def key_of(self, record: Json) -> str:
        """Return the board's id of a record; empty where it has none."""
        key = pick(record, self.fields.key)
        return "" if key is None else str(key)

    def text_of(self, record: Json) -> str | None:
        """Return the advertisement as HTML."""
        return text_or_none(pick(record, self.fields.text))

    def remote_of(self, record: Json) -> str | None:  # noqa: ARG002 - boards of both kinds look into it
        """Return the board's workplace word."""
        return self.remote or None


def pick(record: Json, names: str) -> Json:
    """Return what the first of the keys holds that holds anything; None where none does."""
    return next((held for name in names.split() if (held := inside(record, name)) not in (None, "", [])), None)


def inside(record: Json, path: str) -> Json:
    """Return what lies at a dotted path (`data.page.total`); None where the path leads nowhere."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def words(value: Json) -> str | None:
    """Return a short text, or a list of them joined by `; `, without the markup's escapes, doubled ones as well."""
    if isinstance(value, list):
        return joined(*map(words, value))
    if isinstance(value, dict):
        return words(value.get("name"))
    return " ".join(unescaped(value).split()).strip(" ,") or None if isinstance(value, str) else None


def repaired(value: Json) -> Json:
    """Return a text whose UTF-8 was read as Latin-1 as it was meant, or every text of a record; others as they are."""
    if isinstance(value, dict):
        return {key: repaired(held) for key, held in value.items()}
    if isinstance(value, list):
        return [repaired(held) for held in value]
    try:
        return value.encode("latin-1").decode("utf-8") if isinstance(value, str) else value
    except UnicodeError:
        return value


def unescaped(text: str) -> str:
    """Return a text unescaped until nothing changes: `&amp;#8211;` is a dash."""
    while (plainer := html.unescape(text)) != text:
        text = plainer
    return text


def _checked(following: str, url: str, asked: set[str]) -> str:
    if urlsplit(following).netloc != urlsplit(url).netloc:
        raise CrawlFault(f"{urlsplit(url).netloc} names a next page on another host")
    if following in asked:
        raise CrawlFault(f"{urlsplit(url).netloc} names a page as the next that has come already")
    return following


def _tags(record: Json, names: str) -> list[str]:
    found = [pick(record, name) for name in names.split()]
    lists = [given.split(",") if isinstance(given, str) else given for given in found]
    each = [tag for given in lists if isinstance(given, list) for tag in given]
    return list(dict.fromkeys(tag for given in each if (tag := words(given))))


def _moment(value: Json) -> str | None:
    return from_iso(value) if isinstance(value, str) else from_epoch(value)


def _pay(record: Json, names: Fields) -> str | None:
    """Return `USD 120000-150000 yearly`; an end that is zero is unknown."""
    low, high, currency, period = (pick(record, name) for name in names.pay)
    ends = [f"{number:.15g}" for number in map(_number, (low, high)) if number]
    stated = (words(currency) or names.pay_words[0], "-".join(ends), words(period) or names.pay_words[1])
    return " ".join(part for part in stated if part) if ends else None


def _number(value: Json) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
