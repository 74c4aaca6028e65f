"""We Work Remotely: the feed of all categories and those of the software categories, which reach further back."""

from spiders.platforms.base import Json
from spiders.platforms.feed import FeedSpider, split_title


class WeWorkRemotely(FeedSpider):
    """Every posting is remote; its region says from where. Titles read `Employer: Role`."""

    name = "weworkremotely"
    remote = "remote"

    def heading(self, record: Json) -> tuple[str | None, str | None]:
        """Return employer and role."""
        return split_title(record.get("title") or "")
