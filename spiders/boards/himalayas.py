"""Himalayas: some hundred thousand advertisements in pages of twenty; only the newest are asked for."""

from spiders.platforms.json_list import Fields, JsonListSpider
from warehouse.records import State


class Himalayas(JsonListSpider):
    """Two days a crawl, so that the windows of neighbouring days overlap; the address is the only id."""

    name = "himalayas"
    envelope = "jobs"
    best_state: State = "window"
    best_reason = "only the advertisements of the last two days are asked for"
    most_pages = 400
    cursor = "nextCursor"
    newest_days = 2
    remote = "remote"
    fields = Fields(
        title="title",
        company="companyName",
        text="description",
        posted="pubDate",
        key="guid applicationLink",
        url="applicationLink guid",
        location="locationRestrictions",
        employment="employmentType",
        experience="seniority",
        tags="parentCategories",
        pay=("minSalary", "maxSalary", "currency", "salaryPeriod"),
        expires="expiryDate",
    )
