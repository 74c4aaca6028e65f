"""Employers that publish on Ashby; which ones stands in boards.toml."""

from spiders.platforms.ashby import AshbySpider


class Ashby(AshbySpider):
    """All openings of each employer, every day."""

    name = "ashby"
