"""Employers that publish on Greenhouse; which ones stands in boards.toml."""

from spiders.platforms.greenhouse import GreenhouseSpider


class Greenhouse(GreenhouseSpider):
    """All openings of each employer, every day."""

    name = "greenhouse"
