"""Employers that publish on BambooHR; which ones stands in boards.toml."""

from spiders.platforms.bamboohr import BambooHrSpider


class BambooHr(BambooHrSpider):
    """All openings of each tenant, every day."""

    name = "bamboohr"
