"""Hacker News, the monthly threads `Ask HN: Who wants to be hired? (May 2024)`: a control series."""

import re

from spiders.platforms.algolia_threads import NAMED_MONTH, AlgoliaThreadSpider


class HnWantsToBeHired(AlgoliaThreadSpider):
    """One comment is one person."""

    name = "hn_wants_to_be_hired"
    thread_author = "whoishiring"
    thread_title = re.compile(
        r"^\s*ask hn:\s*who\s+wants?\s+to\s+(?:be\s+|get\s+)?hired\s*\??\s*" + NAMED_MONTH, re.IGNORECASE
    )
