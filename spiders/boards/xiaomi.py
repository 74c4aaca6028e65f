"""Xiaomi's own recruiting site: one list of all posts, texts and all."""

from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question


class Xiaomi(EmployerSiteSpider):
    """Experienced people, graduates and interns in one list."""

    name = "xiaomi"
    envelope, total, accepted = "data.list", "data.total", ("code", 0)
    question = Question("pageSize", 50, page_key="pageNum")
    page = "https://hr.xiaomi.com/job/view/{key}"
    fields = Fields(
        title="title",
        key="jobPostId id",
        location="cityZhNames",
        employment="type",
        tags="levelOneDeptName",
    )
    employments = (("1", "社招"), ("2", "校招"), ("3", "实习"))
    sections = (("工作职责", "description"), ("工作要求", "requirement"))
    dates = (("listed", "publishTime"),)
