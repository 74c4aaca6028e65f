"""Xiaohongshu's own recruiting site: a list for experienced people and one for graduates and interns, texts and all."""

from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question


class Xiaohongshu(EmployerSiteSpider):
    """However many rows are wanted, ten a page may come."""

    name = "xiaohongshu"
    envelope, total, accepted = "data.list", "data.total", ("statusCode", 200)
    question = Question(
        "pageSize",
        100,
        page_key="pageNum",
        form={"keyword": ""},
        lists={token: {"recruitType": token} for token in ("social", "campus")},
    )
    page = "https://job.xiaohongshu.com/{token}/position/{key}"
    fields = Fields(
        title="positionName",
        key="positionId",
        url="",
        location="workplace",
        education="education",
        tags="jobType positionType jobProjectName",
    )
    sections = (("工作职责", "duty"), ("任职资格", "qualification"))
    dates = (("listed", "publishTime"),)
