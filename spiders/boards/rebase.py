"""rebase-network/who-is-hiring: one issue a posting, mostly of Web3 and remote, in Chinese, since April 2021."""

from spiders.platforms.base import Json
from spiders.platforms.github_postings import GithubPostingSpider

_TEMPLATE = "\n## 社区招聘"
"""What follows is the repository's own notice, which some leave in their text."""


class Rebase(GithubPostingSpider):
    """`[城市/远程] 公司 诚聘 岗位 薪水` stands in the title, by no fixed rule."""

    name = "rebase"
    repository = "rebase-network/who-is-hiring"

    def text_of(self, record: Json) -> str | None:
        """Return the advertisement without the repository's notice."""
        text = super().text_of(record)
        return text.partition(_TEMPLATE)[0].rstrip() if text else None
