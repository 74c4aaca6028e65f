"""Hacker News, the monthly threads `Ask HN: Freelancer? Seeking freelancer? (May 2024)`: a control series.

Both sides write there: those who seek work (`SEEKING WORK`) and those who seek a freelancer (`SEEKING FREELANCER`).
"""

import re

from spiders.platforms.algolia_threads import NAMED_MONTH, AlgoliaThreadSpider


class HnFreelancer(AlgoliaThreadSpider):
    """One comment is one person's offer or wish."""

    name = "hn_freelancer"
    thread_author = "whoishiring"
    thread_title = re.compile(
        r"^\s*ask hn:\s*freelancer\s*\?\s*seeking\s+(?:a\s+)?freelancers?\s*\??\s*" + NAMED_MONTH, re.IGNORECASE
    )
