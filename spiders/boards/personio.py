"""Employers that publish on Personio; which ones stands in boards.toml."""

from spiders.platforms.personio import PersonioSpider


class Personio(PersonioSpider):
    """All positions of each employer, every day."""

    name = "personio"
