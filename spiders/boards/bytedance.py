"""ByteDance's own recruiting site: a list for experienced people and one for graduates and interns, texts and all.

The search answers a plain form. A token is neither asked for nor sent, and a signature is never computed: where the
site wants one it answers 405, and the list is `blocked`.
"""

from spiders.platforms.employer_site import EmployerSiteSpider
from spiders.platforms.json_list import Fields
from spiders.platforms.paged_list import Question
from warehouse.boards import Scope

_TAGS = "job_category.parent.name job_category.name recruit_type.parent.name"
_ANY = ("job_category_id_list", "tag_id_list", "location_code_list", "subject_id_list", "job_function_id_list")


class ByteDance(EmployerSiteSpider):
    """A list shows ten thousand rows at most: a longer one is read on by category, which proves nothing of the rest."""

    name = "bytedance"
    envelope, total, accepted = "data.job_post_list", "data.count", ("code", 0)
    question = Question(
        "limit",
        100,
        offset_key="offset",
        headers={"portal-channel": "{token}", "website-path": "{token}", "accept-language": "zh-CN"},
        form={"keyword": "", "portal_type": 3, "portal_entrance": 1} | {key: [] for key in _ANY},
        lists={"society": {"recruitment_id_list": ["101"]}, "campus": {"recruitment_id_list": []}},
    )
    shown, facet = 10_000, ("job_category.id", "job_category_id_list")
    told_by = ("recruit_type.parent.id", {"1": "society", "2": "campus"})
    text_format = "plain"
    private = frozenset({"crator_id", "job_in_charge_user_id", "recommend_id"})
    fields = Fields(title="title", url="", location="city_list city_info", employment="recruit_type.name", tags=_TAGS)
    sections = (("职位描述", "description"), ("职位要求", "requirement"))
    dates = (("listed", "publish_time"),)

    def page_of(self, key: str, scope: Scope) -> str:
        """Return the public page of a posting."""
        channel = {"society": "experienced"}.get(scope.token, scope.token)
        return f"https://jobs.bytedance.com/{channel}/position/{key}/detail"
