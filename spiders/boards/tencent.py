"""Tencent's own recruiting site: a list without requirements, and one request more for those of each posting."""

from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question

_API = "https://careers.tencent.com/tencentcareer/api/post"


class Tencent(EmployerSiteSpider):
    """The only date is that of the last refreshing; the address in a row is at times that of no posting."""

    name = "tencent"
    envelope, total, accepted = "Data.Posts", "Data.Count", ("Code", 200)
    question = Question("pageSize", 100, page_key="pageIndex")
    detail, detail_envelope = f"{_API}/ByPostId?postId={{key}}&language=zh-cn", "Data"
    left_out, text_name, row_name = "Requirement", "Requirement", "PostId"
    unchanged = ("RecruitPostName", "LastUpdateTime")
    page = "https://careers.tencent.com/jobdesc.html?postId={key}"
    country = "CountryName"
    text_format = "plain"
    fields = Fields(
        title="RecruitPostName",
        company="ComName",
        key="PostId",
        url="",
        location="LocationName",
        experience="RequireWorkYearsName",
        tags="CategoryName BGName ProductName",
    )
    sections = (("岗位职责", "Responsibility"), ("岗位要求", "Requirement"), ("加分项", "ImportantItem"))
    dates = (("updated", "LastUpdateTime"),)
