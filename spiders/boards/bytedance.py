"""ByteDance's own recruiting site: a list for experienced people and one for graduates and interns."""

from spiders.platforms.atsx import AtsxSpider, search
from warehouse.boards import Scope


class ByteDance(AtsxSpider):
    """A list shows ten thousand rows at most: a longer one is read on by category, which proves nothing of the rest."""

    name = "bytedance"
    question = search(3, {"society": {"recruitment_id_list": ["101"]}, "campus": {"recruitment_id_list": []}})
    shown, facet = 10_000, ("job_category.id", "job_category_id_list")
    told_by = ("recruit_type.parent.id", {"1": "society", "2": "campus"})

    def page_of(self, key: str, scope: Scope) -> str:
        """Return the public page of a posting."""
        channel = {"society": "experienced"}.get(scope.token, scope.token)
        return f"https://jobs.bytedance.com/{channel}/position/{key}/detail"
