"""Boards that hand out one list in pages, by number or by offset, beside a declared total: GET addresses or POST forms.

Belongs here: asking until all has come, telling a list that moved, repeats itself or is cut off from a whole one, and
the second request for what a list leaves out. What a row says is read by json_list.py and by the platforms on this one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import held, text_or_none
from spiders.platforms.json_list import JsonListSpider, inside, pick
from spiders.platforms.texts_apart import TextsApartSpider, enriched
from spiders.tally import Tally
from warehouse.boards import Scope

_ENDLESS = 1 << 62
_ROUNDS = 2
"""Rows of equal rank change places between two pages: one more round brings those that were missed."""


@dataclass(frozen=True)
class Question:
    """How a board is asked for one page. Keys of a form may be dotted: `page.number`.

    Args:
        size_key: Key of the rows wanted; empty where a board lets nobody choose.
        size: Rows wanted; boards may send fewer, and a short page is not the last one.
        page_key: Key of the page's number.
        first: Number of the first page.
        offset_key: Key of the rows that lie before the page, where a board counts these.
        form: What is posted with every page; None for a board that is asked by GET.
        lists: What is asked besides for each of a board's lists, by the token of its scope.
        headers: Headers of every page's request; `{token}` in them is the scope's.
    """

    size_key: str
    size: int = 100
    page_key: str = ""
    first: int = 1
    offset_key: str = ""
    form: Mapping[str, Json] | None = None
    lists: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def page(self, scope: Scope, number: int, before: int) -> dict[str, Json]:
        """Return what asks for a page of a list: its number, or the rows before it, and the rows wanted.

        Raises:
            CrawlFault: The board has no such list.
        """
        if self.lists and scope.token not in self.lists:
            raise CrawlFault(f"boards.toml names a list {scope.token!r}: there are {', '.join(self.lists)}")
        turn = {self.page_key: number - 1 + self.first} if self.page_key else {self.offset_key: before}
        wanted = {self.size_key: self.size} if self.size_key else {}
        return {**(self.form or {}), **self.lists.get(scope.token, {}), **turn, **wanted}


class PagedListSpider(JsonListSpider, TextsApartSpider):
    """One list a scope; complete when as many different rows came as the board declares, each with its text.

    `envelope` and `total` are dotted paths.
    """

    question: Question
    told_by: tuple[str, Mapping[str, str]] = ("", {})
    """Key that tells which list a saved record is of, and the token for each of its values."""
    accepted: tuple[str, Json] = ("", None)
    """Where an answer says that it is one, and the value that says so."""
    shown = 0
    """Rows that a list shows at most, whatever it declares; 0 for all."""
    facet: tuple[str, str] = ("", "")
    """Key of a row's category, and key of the form that asks for one: how a list that is cut off is read on."""
    detail = ""
    """Address of one posting, `{key}` in it, for what the list leaves out; empty where it leaves out nothing."""
    detail_envelope = ""
    left_out = ""
    """Keys that only the detail holds: a row that has one of them needs no second request."""
    most_pages = 200

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the rows page by page, or one by one where each needs a second request."""
        pages = self._list(scope, tally)
        if self.detail:
            pages = self.with_texts([row async for page in pages for row in page], scope, tally)
        async for page in pages:
            yield page

    async def _list(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        seen: set[str] = set()
        categories: dict[str, None] = {}
        for _ in range(_ROUNDS):
            async for page in self._round(scope, {}, seen, tally):
                categories |= dict.fromkeys(self._category(row) for row in page)
                yield page
            if self._is_cut_off(tally) or len(seen) >= (tally.declared or 0):
                break
        if not seen:
            tally.worsen("partial", "no openings, which does not prove that all are closed")
        if self._is_cut_off(tally):
            tally.worsen("capped", f"the list shows {self.shown} rows at most")
            for category in filter(None, categories):
                async for page in self._round(scope, {self.facet[1]: [category]}, seen, tally):
                    yield page

    def _is_cut_off(self, tally: Tally) -> bool:
        return bool(self.shown) and (tally.declared or 0) >= self.shown

    def _category(self, row: Json) -> str:
        category = inside(row, self.facet[0])
        return "" if category is None else str(category)

    async def _round(
        self, scope: Scope, limits: Mapping[str, Json], seen: set[str], tally: Tally
    ) -> AsyncIterator[list[Json]]:
        """Yield what is new on each page of one reading of the list, or of one category of it."""
        host, before, asked = urlsplit(scope.url).netloc, 0, set[tuple[str, ...]]()
        for number in range(1, self.most_pages + 1):
            payload = await self._ask(scope, {**self.question.page(scope, number, before), **limits}, tally)
            rows, total = self.listed(payload, host), self._total(payload, host)
            if not limits:
                tally.declared = total
            names = tuple(self._key(row) or repr(row) for row in rows)
            if names in asked:
                raise CrawlFault(f"page {number} of {host} has come already")
            yield _new(rows, names, seen)
            if rows and not total:
                tally.worsen("partial", f"{host} declares a total of 0 beside its rows")
            asked.add(names)
            before += len(rows)
            if not rows or before >= min(total or _ENDLESS, self.shown or _ENDLESS):
                return
        tally.worsen("capped", f"more than {self.most_pages} pages: the rest was left")

    def _key(self, row: Json) -> str:
        return self.key_of(row) if isinstance(row, dict) else ""

    async def _ask(self, scope: Scope, asked: Mapping[str, Json], tally: Tally) -> Json:
        headers = {name: value.format(token=scope.token) for name, value in self.question.headers.items()}
        if self.question.form is None:
            sign = "&" if "?" in scope.url else "?"
            payload, _ = await self.get(f"{scope.url}{sign}{urlencode(asked)}", tally, headers)
        else:
            payload, _ = await self.post(scope.url, nested(asked), tally, headers)
        self._require_accepted(payload, urlsplit(scope.url).netloc)
        return payload

    def _require_accepted(self, payload: Json, host: str) -> None:
        key, good = self.accepted
        said = inside(payload, key)
        if said is not None and str(said) != str(good):
            why = text_or_none(pick(payload, "message msg alertMsg errorMsg meta.message Data")) or "no reason given"
            raise CrawlFault(f"{host} answered {key} {said!r}: {why[:80]}")

    def _total(self, payload: Json, host: str) -> int:
        total = inside(payload, self.total)
        if isinstance(total, str) and total.isdigit():
            return int(total)
        if not isinstance(total, int) or isinstance(total, bool):
            raise CrawlFault(f"the answer of {host} has no {self.total!r}: its format has changed")
        return total

    def listed(self, payload: Json, who: str) -> list[Json]:
        """Return the records in an answer; null stands for none.

        Raises:
            CrawlFault: They are not where they should be.
        """
        outer, _, key = self.envelope.rpartition(".")
        holder = inside(payload, outer) if outer else payload
        if isinstance(holder, dict) and key in holder and holder[key] is None:
            return []
        return held(holder, key, list, who)

    def records(self, payload: Json) -> list[Json]:
        """Accept the board's envelope or its innermost part, a bare list, one posting, or the answer with one."""
        if isinstance(payload, list):
            return payload
        for path in (self.envelope, self.envelope.rpartition(".")[2]):
            if isinstance(found := inside(payload, path), list):
                return found
        for one in (inside(payload, self.detail_envelope), payload):
            if isinstance(one, dict) and pick(one, self.fields.key) is not None:
                return [one]
        return self.listed(payload, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the list that a saved record tells that it is of, else the first."""
        key, tokens = self.told_by
        token = tokens.get(str(inside(record, key)))
        return self.scope_named(token) if token else next(iter(self.board.scopes), Scope("", ""))

    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:  # noqa: ARG002 - one address for all scopes
        """Return a row with what the list leaves out, or with what landed of it before."""
        key = self._key(row)
        if not key or pick(row, self.left_out) is not None:
            return row
        if landed := self.landed(key, row):
            return landed
        details = await self._detail(key, self.detail.format(key=quote(key, safe="")), tally)
        return {**enriched(row, details), **{name: row.get(name) for name in self.unchanged}}

    async def _detail(self, key: str, address: str, tally: Tally) -> dict[str, Json]:
        payload, _ = await self.get(address, tally)
        host = urlsplit(address).netloc
        self._require_accepted(payload, host)
        outer, _, name = self.detail_envelope.rpartition(".")
        detail = held(inside(payload, outer) if outer else payload, name, dict, host)
        if not any(name in detail for name in self.left_out.split()):
            raise CrawlFault(f"the answer of {host} has none of {self.left_out!r}: its format has changed")
        if self.key_of(detail) not in {key, ""}:
            raise CrawlFault(f"{host} sent another posting than the one asked for")
        return detail


def nested(form: Mapping[str, Json]) -> dict[str, Any]:
    """Return a form whose dotted keys stand for objects: `{"page.number": 1}` is `{"page": {"number": 1}}`."""
    whole: dict[str, Any] = {}
    for path, value in form.items():
        *outer, last = path.split(".")
        inner = whole
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[last] = value
    return whole


def _new(rows: list[Json], names: tuple[str, ...], seen: set[str]) -> list[Json]:
    """Return the rows that have not come before, and remember them: what comes twice on moving pages is one row."""
    fresh = []
    for row, name in zip(rows, names, strict=True):
        if name not in seen:
            seen.add(name)
            fresh.append(row)
    return fresh
