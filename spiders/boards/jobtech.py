"""JobTech: advertisements of Sweden's public employment service since 2016, in Swedish, with their full texts."""

from spiders.platforms.jobtech import JobtechSpider


class Jobtech(JobtechSpider):
    """Those of the occupation groups that are software and systems; which ones stands in boards.toml."""

    name = "jobtech"
