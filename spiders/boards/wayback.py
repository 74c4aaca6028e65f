"""The Wayback Machine: what live boards showed on days before anybody crawled them."""

from spiders.platforms.wayback import WaybackSpider


class Wayback(WaybackSpider):
    """A few captures a month of each list; which ones stands in boards.toml."""

    name = "wayback"
