"""Which of a text's links lead to one advert: to an id or a role on a page of jobs, and not to a careers page.

Belongs here: telling such a link from a home page, a page of all jobs, a piece of news. That two adverts of one
employer with one link are one is kin.py's affair.
"""

from __future__ import annotations

import re
from urllib.parse import unquote
from zlib import crc32

_LINK = re.compile(r"://([\w.-]+/[^\s<>\"'()\[\]|，。；、）】]{2,250})")
_OF_JOBS = re.compile(
    r"job|career|position|opening|vacanc|apply|hiring|recruit|\.lever\.co|greenhouse\.io|workable\.com|ashbyhq|theresumator"
    r"|icims|breezy\.hr|bamboohr|taleo|personio|teamtailor|myworkday|zhipin|lagou|liepin"
)
_NO_JOB = re.compile(
    r"blog|/(?:posts?|articles?)/|/(?:19|20)\d\d/|ycombinator\.com/item|techcrunch|medium\.com|youtube|github\.com|/docs/|grnh\.se"
)
"""What tells a link of news, or one that hides where it leads."""
_ROLE = re.compile(
    r"engineer(?!ing)|developer|designer|manager|scientist|analyst|architect|programmer|devops|full-?stack|front-?end"
    r"|back-?end|specialist|recruiter|marketer|writer|administrator|researcher"
)
_SLUG = re.compile(r"[a-z][-_+][a-z]")
_ID = re.compile(r"(?<![a-z0-9])(?:(?!(?:19|20)\d\d(?!\d))\d{3,}|(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,})(?![a-z0-9])")
"""A number that is no year, or six letters and figures mixed, after and before what is neither."""
_FIGURE = re.compile(r"[0-9]")
"""Without one there is no _ID: found faster than that there is none."""
_NAMES_ADVERT = re.compile(r"(?:^|[&;])((?:\w*(?:job|pos|req|vac|jid)\w*|jvi|c?j|o?id|p)=[\w-]{3,})", re.ASCII)
"""What a query tells of which advert it is; not who referred the reader, or whose page it is."""
_ENDS = "/.,;:*_&-?#"
_MOST = 9
"""Of a text with more such links, a whole page of jobs, only the first so many are kept."""


def apply_links(text: str | None) -> list[int]:
    """Return 32-bit hashes of the links of a text that lead to one advert each: rising, at most 9.

    `https://jobs.lever.co/acme/4ea5b0e2-b570`, `acme.com/jobs#op-212149` and `acme.com/careers/data-engineer` do;
    `acme.com/careers` and `lever.co/acme?source=hn` do not.
    """
    links = _LINK.findall(text) if text else None
    if not links:
        return []
    found = dict.fromkeys(told for link in links if (told := _advert(link.lower())))
    return sorted({crc32(each.encode()) for each in list(found)[:_MOST]})


def _advert(link: str) -> str | None:
    """Return a link without what does not tell to which one advert it leads; None where it leads to no single one."""
    if not (_ROLE.search(link) or (_FIGURE.search(link) and _ID.search(link))) or _NO_JOB.search(link):
        return None
    page, _, mark = link.partition("#")
    page, _, query = page.partition("?")
    host, _, path = (unquote(page) if "%" in page else page).partition("/")
    told = "?".join((f"/{path.rstrip(_ENDS)}", *_NAMES_ADVERT.findall(query)))
    if mark[:1].isalpha() and (_ROLE.search(mark) or _ID.search(mark)):
        told += f"#{mark.rstrip(_ENDS)}"
    of_jobs = _OF_JOBS.search(host) or _OF_JOBS.search(told)
    named = _ROLE.search(told) and (of_jobs or _SLUG.search(told.rpartition("/")[2]))
    return host.removeprefix("www.") + told if named or (of_jobs and _ID.search(told)) else None
