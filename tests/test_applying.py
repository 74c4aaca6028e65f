"""Which links of a text lead to one advert, by cases as the recordings have them."""

from __future__ import annotations

import pytest

from warehouse import applying
from warehouse.applying import apply_links

ONE_ADVERT = [
    "https://jobs.lever.co/acme/4ea5b0e2-b570-439f-a3a1-1f3010422273",
    "https://boards.greenhouse.io/acme/jobs/155114",
    "https://jobs.ashbyhq.com/acme/4ea5b0e2-b570-439f",
    "https://acme.com/careers/detail/?gh_jid=129716",
    "https://acme.workable.com/j/754D01A18B",
    "http://acme.recruiterbox.com/jobs/fk0fwne/",
    "https://acme.com/jobs#op-212149",
    "https://www.acme.com/senior-backend-engineer/",
    "https://acme.com/careers/engineer",
    "https://www.zhipin.com/job_detail/5b1df8a1c3.html",
]
MANY_OR_NONE = [
    "https://acme.com",
    "https://acme.com/careers",
    "https://acme.com/jobs/2017",
    "https://jobs.lever.co/acme?lever-source=hn1234",
    "https://boards.greenhouse.io/acme#.WTBH5xMrLR2",
    "https://hire.jobvite.com/CompanyJobs/Careers.aspx?c=qVa9VfwQ",
    "https://grnh.se/1d650y",
    "https://acme.com/engineering",
    "https://blog.acme.com/how-front-end-engineers-work",
    "https://people.acme.com/post/62455729428/how-we-interview-engineers",
    "https://techcrunch.com/2014/05/06/acme-hires-software-engineers",
    "https://news.ycombinator.com/item?id=8043203",
    "https://developer.acme.com/api",
]


@pytest.mark.parametrize("link", ONE_ADVERT)
def test_a_link_with_an_id_or_a_role_leads_to_one_advert(link: str) -> None:
    assert len(apply_links(f"Apply at {link}, or write to us.")) == 1
    assert apply_links(link) == apply_links(link.replace("https://www.", "http://").upper().replace("HTTP", "http"))


@pytest.mark.parametrize("link", MANY_OR_NONE)
def test_a_home_page_a_page_of_all_jobs_and_news_do_not(link: str) -> None:
    assert apply_links(f"Apply at {link}, or write to us.") == []


def test_who_sent_the_reader_makes_no_other_link() -> None:
    plain, sent = "https://acme.com/jobs?gh_jid=255707", "https://acme.com/jobs/?gh_src=hn&gh_jid=255707&utm_source=hn"
    assert applying._advert(plain[8:]) == applying._advert(sent[8:]) == "acme.com/jobs?gh_jid=255707"


def test_links_are_told_once_in_order_and_not_too_many() -> None:
    links = [f"https://acme.com/jobs/{at}" for at in range(1000, 1020)]
    found = apply_links("\n".join([*links[:3], links[1]]))
    assert found == sorted(set(found)) != []
    assert len(found) == 3
    assert len(apply_links("\n".join(links))) == applying._MOST
    assert apply_links(None) == apply_links("") == apply_links("no link") == []
