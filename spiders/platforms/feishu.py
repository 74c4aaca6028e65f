"""Feishu's recruiting portals: which channel of which tenant's portal is asked. The search itself is atsx.py's."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from spiders.platforms.atsx import AtsxSpider, search
from spiders.platforms.portals import PortalSpider
from warehouse.boards import Scope

_PORTALS = 6


class FeishuSpider(AtsxSpider, PortalSpider):
    """An address with a path asks for that channel of a portal alone; without one all channels are asked for."""

    domain, list_path = "jobs.feishu.cn", "/api/v1/search/job/posts"
    question = search(_PORTALS)

    def asked(self, scope: Scope) -> Scope:
        """Return the address that the portal asks, and the channel in the place of the tenant's name."""
        parts = urlsplit(self.portal(scope))
        return replace(scope, token=parts.path.strip("/"), url=f"https://{parts.netloc}{self.list_path}")

    def page_of(self, key: str, scope: Scope) -> str:
        """Return the public page of a posting."""
        portal = self.portal(scope)
        return f"{portal}{'' if urlsplit(portal).path else '/index'}/position/{key}/detail" if portal else ""
