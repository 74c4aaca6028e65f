"""Recruiting software whose tenants each have a portal of their own: which portal a scope is. No protocol here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from spiders.platforms.base import Json
from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.tally import Tally
from warehouse.boards import Scope


class PortalSpider(EmployerSiteSpider):
    """One tenant a scope: its token is its name under the software's domain, or its address names another portal."""

    domain: str
    """What follows a tenant's name: `zhiye.com`."""
    list_path: str
    """Path of the list on every portal."""

    def portal(self, scope: Scope) -> str:
        """Return the tenant's portal, as its address states it; empty for a saved answer, which names no tenant."""
        return (scope.url or (f"https://{scope.token}.{self.domain}" if scope.token else "")).rstrip("/")

    def asked(self, scope: Scope) -> Scope:
        """Return the scope as its list is asked for: by the address that the portal itself asks."""
        return replace(scope, url=f"{self.portal(scope)}{self.list_path}")

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the rows page by page, or one by one where each needs a second request."""
        async for page in super().pages(self.asked(scope), tally):
            yield page

    def scope_of(self, record: Json) -> Scope:  # noqa: ARG002 - rows do not name their tenant
        """Return no tenant."""
        return Scope("", "")
