"""Feishu's recruiting portals: a tenant's openings in pages, texts and all, for a plain form.

A token is neither asked for nor sent, and a signature is never computed: where a portal wants one it answers 405, and
the tenant is `blocked`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

from spiders.faults import BlockedFault
from spiders.platforms.base import Json
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question
from spiders.platforms.portals import PortalSpider
from spiders.tally import Tally
from warehouse.boards import Scope

_ANY = ("job_category_id_list", "tag_id_list", "location_code_list", "subject_id_list", "job_function_id_list")
_TAGS = "job_category.parent.name job_category.name job_function.name recruit_type.parent.name"


class FeishuSpider(PortalSpider):
    """An address with a path asks for that channel of a portal alone; without one all channels are asked for."""

    domain, list_path = "jobs.feishu.cn", "/api/v1/search/job/posts"
    envelope, total, accepted = "data.job_post_list", "data.count", ("code", 0)
    question = Question(
        "limit",
        100,
        offset_key="offset",
        headers={"portal-channel": "{token}", "website-path": "{token}", "accept-language": "zh-CN"},
        form={"keyword": "", "portal_type": 6, "portal_entrance": 1, "recruitment_id_list": []}
        | {key: [] for key in _ANY},
    )
    text_format = "plain"
    private = frozenset({"crator_id", "job_in_charge_user_id", "recommend_id"})
    fields = Fields(title="title", url="", location="city_list city_info", employment="recruit_type.name", tags=_TAGS)
    sections = (("职位描述", "description"), ("职位要求", "requirement"))
    dates = (("listed", "publish_time"),)

    def asked(self, scope: Scope) -> Scope:
        """Return the address that the portal asks, and the channel in the place of the tenant's name."""
        parts = urlsplit(self.portal(scope))
        return replace(scope, token=parts.path.strip("/"), url=f"https://{parts.netloc}{self.list_path}")

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield page by page, unless the portal wants more than a form."""
        try:
            async for page in super().pages(scope, tally):
                yield page
        except BlockedFault as fault:
            if "HTTP 405" in fault.reason:
                raise BlockedFault(f"{fault.reason}: it wants a signature, which is never computed") from None
            raise

    def page_of(self, key: str, scope: Scope) -> str:
        """Return the public page of a posting."""
        portal = self.portal(scope)
        return f"{portal}{'' if urlsplit(portal).path else '/index'}/position/{key}/detail" if portal else ""
