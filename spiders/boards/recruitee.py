"""Employers that publish on Recruitee; which ones stands in boards.toml."""

from spiders.platforms.recruitee import RecruiteeSpider


class Recruitee(RecruiteeSpider):
    """All offers of each employer, every day."""

    name = "recruitee"
