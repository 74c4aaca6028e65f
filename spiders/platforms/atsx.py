"""ATSX, one search behind many recruiting portals and their maker's own site: openings in pages, texts and all.

It answers a plain form. A token is neither asked for nor sent, and a signature is never computed: where one is wanted
the answer is 405, and the list is `blocked`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from spiders.faults import BlockedFault
from spiders.platforms.base import Json
from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import DateKind, TextFormat

_NARROWER = ("job_category_id_list", "tag_id_list", "location_code_list", "subject_id_list", "job_function_id_list")
_TAGS = "job_category.parent.name job_category.name job_function.name recruit_type.parent.name"


class AtsxSpider(EmployerSiteSpider):
    """One list a scope, its token the channel; `publish_time` is the day of what is still open, not of a first time."""

    envelope, total, accepted = "data.job_post_list", "data.count", ("code", 0)
    text_format: TextFormat | None = "plain"
    private = frozenset({"crator_id", "job_in_charge_user_id", "recommend_id"})
    fields = Fields(title="title", url="", location="city_list city_info", employment="recruit_type.name", tags=_TAGS)
    sections = (("职位描述", "description"), ("职位要求", "requirement"))
    dates: tuple[tuple[DateKind, str], ...] = (("listed", "publish_time"),)

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield page by page, unless more than a form is wanted."""
        try:
            async for page in super().pages(scope, tally):
                yield page
        except BlockedFault as fault:
            if "HTTP 405" in fault.reason:
                raise BlockedFault(f"{fault.reason}: it wants a signature, which is never computed") from None
            raise


def search(portal_type: int, lists: Mapping[str, Mapping[str, Json]] | None = None) -> Question:
    """Return how a portal of a type is asked for all openings, or for those of each of its lists."""
    whole: dict[str, Json] = {"keyword": "", "portal_type": portal_type, "portal_entrance": 1}
    return Question(
        "limit",
        100,
        offset_key="offset",
        headers={"portal-channel": "{token}", "website-path": "{token}", "accept-language": "zh-CN"},
        form=whole | {key: [] for key in (*_NARROWER, "recruitment_id_list")},
        lists=lists or {},
    )
