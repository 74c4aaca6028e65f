"""Employers that publish on Teamtailor; which ones stands in boards.toml."""

from spiders.platforms.teamtailor import TeamtailorSpider


class Teamtailor(TeamtailorSpider):
    """All postings of each career site, every day."""

    name = "teamtailor"
