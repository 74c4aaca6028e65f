"""Employers that publish on Workday; which of their career sites stands in boards.toml."""

from spiders.platforms.workday import WorkdaySpider


class Workday(WorkdaySpider):
    """All openings of each career site, every day."""

    name = "workday"
