"""Employers that publish on SmartRecruiters; which ones stands in boards.toml."""

from spiders.platforms.smartrecruiters import SmartRecruitersSpider


class SmartRecruiters(SmartRecruitersSpider):
    """All openings of each employer, every day."""

    name = "smartrecruiters"
