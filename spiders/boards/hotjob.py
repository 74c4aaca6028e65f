"""Employers that recruit on Hotjob; which channels of which ones stands in boards.toml."""

from spiders.platforms.hotjob import HotjobSpider


class Hotjob(HotjobSpider):
    """All openings of each channel, every day; each text is asked for once."""

    name = "hotjob"
