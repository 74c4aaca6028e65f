"""Meituan's own recruiting site: a list for experienced people, one for graduates, one for interns, texts and all."""

from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question

_KINDS = {"1": "campus", "2": "intern", "3": "social"}
_LISTS = {token: {"jobType": [{"code": code, "subCode": []}]} for code, token in _KINDS.items()}
_ANY = ("cityList", "department", "jfJgList", "typeCode", "specialCode")
_FORM: dict[str, str | list[str]] = {"jobShareType": "1", "keywords": ""} | {key: [] for key in _ANY}


class Meituan(EmployerSiteSpider):
    """A list says only when a posting was refreshed, and rows of one moment change places between its pages."""

    name = "meituan"
    envelope, total, accepted = "data.list", "data.page.totalCount", ("status", 1)
    question = Question("page.pageSize", 100, page_key="page.pageNo", form=_FORM, lists=_LISTS)
    told_by = ("jobType", _KINDS)
    page = "https://zhaopin.meituan.com/web/position/detail?jobUnionId={key}&jobShareType=1"
    text_format = "plain"
    fields = Fields(
        title="name",
        key="jobUnionId",
        location="cityList",
        employment="jobType",
        experience="workYear",
        tags="jobFamily jobFamilyGroup department",
    )
    employments = (("1", "校招"), ("2", "实习"), ("3", "社招"))
    sections = (
        ("部门介绍", "departmentIntro"),
        ("岗位职责", "jobDuty desc"),
        ("岗位基本要求", "jobRequirement"),
        ("具备以下条件优先", "precedence"),
        ("岗位亮点", "highLight"),
    )
    dates = (("first_published", "firstPostTime"), ("updated", "refreshTime"))
