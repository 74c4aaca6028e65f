"""Hacker News, the monthly threads `Ask HN: Who is hiring? (May 2024)`, in early years `Who is Hiring? (April 2011)`.

`Who wants to be hired?` and `Freelancer?` come from the same author; `Who is hiring right now?` was an extra of 2020.
"""

import re

from spiders.platforms.algolia_threads import NAMED_MONTH, AlgoliaThreadSpider


class HnWhoishiring(AlgoliaThreadSpider):
    """One comment is one posting; the employer stands in its first line, if anywhere."""

    name = "hn_whoishiring"
    thread_author = "whoishiring"
    thread_title = re.compile(r"^\s*ask hn:\s*who(?:[’']s| is)\s+hiring\s*\??\s*" + NAMED_MONTH, re.IGNORECASE)
