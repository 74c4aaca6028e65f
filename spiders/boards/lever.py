"""Employers that publish on Lever; which ones stands in boards.toml."""

from spiders.platforms.lever import LeverSpider


class Lever(LeverSpider):
    """All openings of each employer, every day."""

    name = "lever"
