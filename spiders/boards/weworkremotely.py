"""We Work Remotely: the feed of all categories and those of the software categories, which reach further back."""

from spiders.platforms.feed import FeedSpider


class WeWorkRemotely(FeedSpider):
    """Every posting is remote; its region says from where."""

    name = "weworkremotely"
    remote = "remote"
