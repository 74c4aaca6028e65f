"""ruanyf/weekly 谁在招人: one issue a month since August 2019, one comment a firm; early issues cover several months.

The REST API does not tell comments that the owner has hidden, so seekers, questions and agencies are among them.
"""

from spiders.platforms.github_issues import GithubThreadSpider


class RuanyfWeekly(GithubThreadSpider):
    """The owner's own comment sums up the month before and is dropped."""

    name = "ruanyf_weekly"
    repository = "ruanyf/weekly"
    title_words = "谁在招人"
