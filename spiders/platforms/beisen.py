"""Beisen's recruiting portals (`*.zhiye.com` and employers' own domains): openings in pages, texts and all.

Old portals are pages without such an interface, and some show nothing until a filter is set: the first fail, the second
are `partial`.
"""

from __future__ import annotations

from dataclasses import replace

from spiders.platforms.base import Json
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question
from spiders.platforms.portals import PortalSpider
from warehouse.boards import Scope
from warehouse.records import RawPosting

_SHOWN = ["Category", "Kind", "LocId", "ClassificationOne", "PostDate", "Degree", "YearsOfWorking", "Salary"]
_DATES = {"PostDate", "PostDateInt", "ChangeDate", "EndTime"}
_NO_DATE = ("0", "0001-", "1900-", "9999-")
"""How dates begin that stand for none: zero, and the first and last years of calendars."""
_CHANNELS = {"2": "campus", "3": "intern"}


class BeisenSpider(PortalSpider):
    """All channels of a tenant in one list: for experienced people, graduates and interns."""

    domain, list_path = "zhiye.com", "/api/Jobad/GetJobAdPageList"
    envelope, total, accepted = "Data", "Count", ("Code", 200)
    question = Question(
        "PageSize",
        100,
        page_key="PageIndex",
        first=0,
        form={"KeyWords": "", "SpecialType": 0, "PortalId": "", "DisplayFields": _SHOWN},
    )
    fields = Fields(
        title="JobAdName",
        key="Id JobAdId",
        url="",
        location="LocNames",
        employment="Kind",
        experience="YearsOfWorking",
        education="Degree",
        salary="Salary",
        tags="Category ClassificationOne Org",
        expires="EndTime",
    )
    sections = (("岗位职责", "Duty"), ("任职要求", "Require"))
    dates = (("listed", "PostDateInt PostDate"), ("updated", "ChangeDate"))
    private = frozenset({"WorkWeChatQrCode", "Recruiter", "RecruiterName", "DutyUser", "CreatedBy", "ModifiedBy"})

    def clean(self, record: Json) -> Json:
        """Take out dates that stand for none."""
        return {
            name: held
            for name, held in super().clean(record).items()
            if name not in _DATES or not str(held).startswith(_NO_DATE)
        }

    def records(self, payload: Json) -> list[Json]:
        """Accept rows under the hosts that they are of as well."""
        by_host = [rows for name, rows in payload.items() if "." in name] if isinstance(payload, dict) else []
        return [row for rows in by_host for row in rows] if by_host else super().records(payload)

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says, with the page that its channel opens for it."""
        row = super().posting(record, scope)
        channel = _CHANNELS.get(str(record.get("CategoryId")), "social")
        return replace(row, url=f"{self.portal(scope)}/{channel}/detail?jobAdId={row.key}" if scope.token else None)
