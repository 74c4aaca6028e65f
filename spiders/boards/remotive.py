"""Remotive: all advertisements of its free interface in one answer, a day behind the site."""

from spiders.platforms.json_list import Fields, JsonListSpider


class Remotive(JsonListSpider):
    """Every posting is remote; it is complete when as many came as the board declares."""

    name = "remotive"
    one_answer = True
    envelope = "jobs"
    total = "total-job-count"
    remote = "remote"
    fields = Fields(
        title="title",
        company="company_name",
        text="description",
        posted="publication_date",
        location="candidate_required_location",
        employment="job_type",
        salary="salary",
        tags="category tags",
    )
