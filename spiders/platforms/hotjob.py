"""Hotjob's recruiting portals, which call their software Wecruit: a channel's openings, and one request for each text.

Questions go as the forms of a page, not as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from scrapy.http import Response

from spiders.faults import CrawlFault, GoneFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import decode, held
from spiders.platforms.json_list import Fields, inside, pick
from spiders.platforms.paged_list import Question
from spiders.platforms.portals import PortalSpider
from spiders.platforms.texts_apart import enriched
from spiders.tally import Tally
from warehouse.boards import Scope

_PAGE = re.compile(r"(?P<site>https://[^/]+)/(?P<suite>SU\w+)/pb/(?P<channel>school|social|interns)\.html")
_CHANNELS = {"school": ("1", "campus"), "social": ("2", "society"), "interns": ("12", "intern")}
"""Page of a channel -> its number in questions, its word in addresses."""
_AJAX = "?iSaJAx=isAjax&request_locale=zh_CN"
_CLOSED = "1017"


class HotjobSpider(PortalSpider):
    """One channel of a tenant a scope, by its public page: `https://wecruit.hotjob.cn/SU…/pb/social.html`."""

    list_path = "/wecruit/positionInfo/listPosition/"
    envelope, total, accepted = "data.pageForm.pageData", "data.pageForm.dataCount", ("state", 200)
    question = Question(
        "pageSize",
        15,
        page_key="currentPage",
        form={"isFrompb": "true"},
        lists={number: {"recruitType": number} for number, _ in _CHANNELS.values()},
    )
    detail, detail_envelope = "/wecruit/positionInfo/listPositionDetail/", "data"
    left_out, text_name, row_name = "workContent serviceCondition", "workContent", "postId"
    unchanged = ("postName", "publishFirstDate", "publishDate")
    fields = Fields(
        title="postName",
        key="postId",
        url="",
        location="workPlaceStr",
        employment="workTypeStr",
        education="educationStr education",
        tags="postTypeName projectName",
        expires="endDate",
    )
    sections = (("工作内容", "workContent"), ("任职要求", "serviceCondition"))
    dates = (("first_published", "publishFirstDate"), ("listed", "publishDate"))

    def asked(self, scope: Scope) -> Scope:
        """Return the address that the channel's page asks, and the channel's number in the place of the tenant."""
        found = _channel(scope)
        number, _ = _CHANNELS[found["channel"]]
        return replace(scope, token=number, url=f"{found['site']}{self.list_path}{found['suite']}{_AJAX}")

    async def post(
        self, url: str, form: Mapping[str, Json], tally: Tally, headers: Mapping[str, str] | None = None
    ) -> tuple[Json, Response]:
        """Return the decoded answer to the form of a page, and the answer itself."""
        wanted = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        response = await self.fetcher.fetch(url, tally, wanted, urlencode(form).encode())
        return decode(response.body, urlsplit(url).netloc), response

    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:
        """Return a row with what the list leaves out, or with what landed of it before."""
        key = self.key_of(row) if isinstance(row, dict) else ""
        if not key or pick(row, self.left_out) is not None:
            return row
        if landed := self.landed(key, row):
            return landed
        url = scope.url.replace(self.list_path, self.detail)
        payload, _ = await self.post(url, {"postId": key, "recruitType": scope.token}, tally)
        opening = _opening(payload, key, urlsplit(url).netloc)
        return {**enriched(row, opening), **{name: row.get(name) for name in self.unchanged}}

    def page_of(self, key: str, scope: Scope) -> str:
        """Return the public page of a posting; none for a saved answer, which names no tenant."""
        if not scope.url:
            return ""
        found = _channel(scope)
        _, word = _CHANNELS[found["channel"]]
        return f"{found['site']}/{found['suite']}/pb/posDetail.html?postId={key}&postType={word}"


def _channel(scope: Scope) -> re.Match[str]:
    found = _PAGE.fullmatch(scope.url)
    if not found:
        raise CrawlFault(f"boards.toml gives {scope.url!r}: a channel's page ends in /SU…/pb/social.html or its like")
    return found


def _opening(payload: Json, key: str, host: str) -> Json:
    """Return what the answer says of one opening.

    Raises:
        GoneFault: It was closed since the list came.
        CrawlFault: The answer holds none, or another.
    """
    state = str(inside(payload, "state"))
    if state == _CLOSED:
        raise GoneFault(f"{host} says that the opening is closed (state {state})")
    opening = held(payload, "data", dict, host)
    if str(opening.get("postId", key)) != key:
        raise CrawlFault(f"{host} sent another posting than the one asked for")
    return opening
