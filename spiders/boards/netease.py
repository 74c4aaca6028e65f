"""NetEase's own recruiting site: one list of posts for experienced people and interns, texts and all."""

from spiders.platforms.base import Json
from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields, words
from spiders.platforms.paged_list import Question
from warehouse.boards import Scope


class NetEase(EmployerSiteSpider):
    """A page is asked for as `currentPage`: under another name the first one comes for ever."""

    name = "netease"
    envelope, total, accepted = "data.list", "data.total", ("code", 200)
    question = Question("pageSize", 100, page_key="currentPage", form={"keyword": ""})
    page = "https://hr.163.com/job-detail.html?id={key}"
    fields = Fields(
        title="name",
        url="beeUrl",
        location="workPlaceNameList",
        employment="workType",
        experience="reqWorkYearsName",
        education="reqEducationName",
        tags="firstPostTypeName firstDepName productName",
    )
    employments = (("0", "全职"), ("1", "实习"))
    sections = (("岗位描述", "description"), ("岗位要求", "requirement"))
    dates = (("updated", "updateTime"),)

    def company_of(self, record: Json, scope: Scope) -> str | None:
        """Return the product that bears the employer's name, or the employer."""
        product = words(record.get("productName")) or ""
        return product if product.startswith(scope.name) else super().company_of(record, scope)
