"""Employers that recruit on Beisen; which ones stands in boards.toml."""

from spiders.platforms.beisen import BeisenSpider


class Beisen(BeisenSpider):
    """All openings of each employer, every day."""

    name = "beisen"
