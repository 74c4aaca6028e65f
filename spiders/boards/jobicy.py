"""Jobicy: the newest hundred of one industry; nothing beyond them can be asked for."""

from spiders.platforms.json_list import Fields, JsonListSpider
from warehouse.records import State


class Jobicy(JsonListSpider):
    """Every posting is remote; its titles come escaped twice."""

    name = "jobicy"
    one_answer = True
    envelope = "jobs"
    best_state: State = "window"
    best_reason = "the list shows its newest rows only"
    remote = "remote"
    fields = Fields(
        title="jobTitle",
        company="companyName",
        text="jobDescription jobExcerpt",
        posted="pubDate",
        location="jobGeo",
        employment="jobType",
        experience="jobLevel",
        tags="jobIndustry",
        pay=(
            "salaryMin annualSalaryMin",
            "salaryMax annualSalaryMax",
            "salaryCurrency",
            "salaryPeriod",
        ),
    )
