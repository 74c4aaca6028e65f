"""Employers that publish on Workable; which ones stands in boards.toml."""

from spiders.platforms.workable import WorkableSpider


class Workable(WorkableSpider):
    """All openings of each employer, every day."""

    name = "workable"
