"""USAJOBS: announcements of the United States' federal government since 2017, as they were published."""

from spiders.platforms.usajobs import UsajobsSpider


class Usajobs(UsajobsSpider):
    """Those of the series that are software and data; which ones stands in boards.toml."""

    name = "usajobs"
