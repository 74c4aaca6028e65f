"""Recorded postings as the normaliser takes them, and how a draw puts them in order.

Belongs here: which row of ../shared becomes which fields. The labels hold positions and fingerprints only: the texts
stay in ../shared. What is drawn and measured is the affair of strengths.py and holdout.py.
"""

from __future__ import annotations

import hashlib
import html
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import Any

from bench import portal_rows
from bench.personal_sample import lines
from bench.recorded import SHARED, digest
from spiders.parse import parse
from warehouse import boards
from warehouse.home import Home

Row = dict[str, Any]
"""One posting: id and the fields that `normalise_row` takes."""
REMOTE_BOARDS = ("remoteok", "remotive", "himalayas", "jobicy", "workingnomads", "arbeitnow")
_GITHUB = {
    "ruanyf_weekly": ("data/ruanyf_weekly_2019_2026.jsonl.gz", "comment_id"),
    "rebase": ("data/rebase_who_is_hiring_2021_2026.jsonl.gz", "number"),
}
_WIRE = "boards/wire_zh"
_ANSWERS = {
    "greenhouse": ("fixtures/greenhouse/amplitude_content_true.json",),
    "lever": ("fixtures/lever/idealistconsulting.json",),
    "ashby": ("fixtures/ashby/highlightta_compensation.json",),
    "recruitee": ("fixtures/recruitee/offers_full.json",),
    "weworkremotely": ("fixtures/weworkremotely/items_as_json_2026-02.json",),
    "jsonld": ("fixtures/jsonld/meta_software_engineer.html", "fixtures/jsonld/neura_robotics.html"),
    "hn_whoishiring": (
        "fixtures/hn/firebase_items_2019-09_sample.json",
        "fixtures/hn/algolia_items_children_2020-03.json",
    ),
    "v2ex": ("wire_zh/v2ex_topics_node_jobs_2021-2026.json",),
    "ruby_china": ("wire_zh/ruby_china_topics_2015-05-26.json",),
    "bytedance": ("wire_zh/bytedance_job_post_list_2023-04.json",),
    "tencent": ("wire_zh/tencent_post_Query_2021-01-21.json",),
}
_SHORT_ANSWERS = {
    "workable": "fixtures/workable/widget_zaelab_details.json",
    "smartrecruiters": "fixtures/smartrecruiters/knight_postings.json",
    "personio": "fixtures/personio/workzag_acme.xml",
    "bamboohr": "fixtures/bamboohr/careers_list.json",
    "workday": "fixtures/workday/salesforce_cxs_jobs.json",
    "teamtailor": "fixtures/teamtailor/jobs_jsonfeed.json",
}
_FEW = {
    "wwr": ("guid", "title", "", "region"),
    "remoteok": ("id", "position", "company", "location"),
    "arbeitnow": ("slug", "title", "company_name", "location"),
    "remotive": ("id", "title", "company_name", "candidate_required_location"),
    "workingnomads": ("url", "title", "company_name", "location"),
}
"""Source -> its names for key, title, company and place."""
_CHINESE_ANSWERS = frozenset({"v2ex", "ruby_china", "bytedance", "tencent"})
_PARSED = ("id", "board", "title", "company", "location", "salary", "remote", "employment", "tags", "text")


def said(row: Row) -> str:
    """Return title and text as recorded, the text that a fingerprint and positions speak of."""
    return "\n".join(str(row[name]) for name in ("title", "text") if row.get(name))


def fingerprint(row: Row) -> str:
    """Return 16 hex digits by which a changed recording is noticed."""
    return digest(said(row))


def lot(seed: str, dataset: str, key: str) -> str:
    """Return by what rows are put into a draw's order: the same on every machine."""
    return hashlib.sha256(f"{seed}|{dataset}|{key}".encode()).hexdigest()


@cache
def rows(dataset: str) -> dict[str, Row]:
    """Return every row of a dataset that has a text, by its id; of listings, which have none, every row.

    Args:
        dataset: `hn_FIRST_LAST` (years), `ruanyf_weekly`, `rebase`, `v2ex_hot_jobs`, `remote_boards`, or one of
            LISTINGS.
    """
    listing = dataset in LISTINGS
    return {row["id"]: row for row in _rows(dataset) if listing or str(row.get("text") or "").strip()}


def _rows(dataset: str) -> Iterator[Row]:
    if dataset in LISTINGS:
        return LISTINGS[dataset]()
    if dataset.startswith("hn_"):
        return _hn(*dataset.split("_")[1:])
    if dataset in _GITHUB:
        return _github(*_GITHUB[dataset])
    return _remote() if dataset == "remote_boards" else _v2ex()


def _hn(first: str, last: str) -> Iterator[Row]:
    for row in lines("data/hn_whoishiring_2011_2018.jsonl.gz"):
        if first <= row["month"][:4] <= last:
            yield {"id": str(row["id"]), "text": row.get("text"), "text_format": "html", "board": "hn_whoishiring"}


def _github(path: str, key: str) -> Iterator[Row]:
    for row in lines(path):
        yield {
            "id": str(row[key]),
            "title": row.get("title"),
            "text": row.get("body"),
            "text_format": "markdown",
        }


def _v2ex() -> Iterator[Row]:
    for row in lines("data/v2ex_hot_jobs.jsonl.gz"):
        yield {"id": str(row["id"]), "title": row["title"], "tags": row["tags"], "text": row["text"]}


def _remote() -> Iterator[Row]:
    for board in REMOTE_BOARDS:
        yield from _answer(board, f"fixtures/{board}/raw_jobs_full_2026-02.json")


def _answers(*, chinese: bool) -> Iterator[Row]:
    for board, files in _ANSWERS.items():
        for file in files if (board in _CHINESE_ANSWERS) == chinese else ():
            yield from _answer(board, file)


def _answer(board: str, file: str) -> Iterator[Row]:
    """Yield the postings of one recorded answer of a board, as its spider reads them."""
    with tempfile.TemporaryDirectory() as empty:
        registry = boards.load(Home(Path(empty)))
    for posting in parse(registry.board(board), SHARED / "boards" / file).rows:
        whole = {**asdict(posting), "id": f"{board}:{posting.key}"}
        yield {name: whole[name] for name in (*_PARSED, "text_format")}


def _usajobs() -> Iterator[Row]:
    for row in lines("data/usajobs_7depts_2024_2025.jsonl.gz"):
        yield {
            "id": f"usajobs:{row['control_number']}",
            "title": row["position_title"],
            "company": row["subagency"] or row["agency"],
            "employment": row["appointment_type"],
        }


def _lagou_2017() -> Iterator[Row]:
    for row in lines("data/lagou_2017.jsonl.gz"):
        yield {"id": f"lagou:{row['id']}", **{name: row[name] for name in ("title", "company", "city", "salary")}}


def _51job() -> Iterator[Row]:
    for number, row in enumerate(lines("data/51job_2018.jsonl.gz"), start=1):
        yield {"id": f"51job:{number}", **{name: row[name] for name in ("title", "city", "salary")}}


def _lagou_2021() -> Iterator[Row]:
    for row in json.loads((SHARED / _WIRE / "lagou_positionAjax_result_array_2021-02-19.json").read_bytes()):
        tags = [*row["skillLables"], *row["companyLabelList"]]
        listing = portal_rows.lagou(row, "workYear", "education")
        yield {**listing, "employment": row["jobNature"], "tags": tags}


def _zhaopin() -> Iterator[Row]:
    for row in json.loads((SHARED / _WIRE / "zhaopin_sou_results_2018-08.json").read_bytes()):
        yield {
            "id": f"zhaopin:{row['number']}",
            "title": row["jobName"],
            "company": row["company"]["name"],
            "city": row["city"]["display"],
            "salary": row["salary"],
            "experience": row["workingExp"]["name"],
            "education": row["eduLevel"]["name"],
            "employment": row["emplType"],
            "tags": row["welfare"],
        }


def _jobicy() -> Iterator[Row]:
    for row in lines("data/remote_boards_6hourly_2026-01-18_2026-02-01.jsonl.gz"):
        if row["source"] == "jobicy":
            amounts = "-".join(str(row[name]) for name in ("salaryMin", "salaryMax") if row.get(name))
            yield {
                "id": f"jobicy:{row['id']}",
                "title": html.unescape(html.unescape(row["jobTitle"])),
                "company": row["companyName"],
                "location": row["jobGeo"],
                "salary": f"{amounts} {row['salaryCurrency']} {row['salaryPeriod']}" if amounts else None,
                "remote": "remote",
            }


def _portals_en() -> Iterator[Row]:
    """Yield the listings and short answers of boards and applicant-tracking systems beside those of _ANSWERS."""
    for board, file in _SHORT_ANSWERS.items():
        yield from _answer(board, file)


def _himalayas() -> Iterator[Row]:
    for row in lines("data/remote_boards_6hourly_2026-01-18_2026-02-01.jsonl.gz"):
        if row["source"] == "himalayas":
            amounts = "-".join(str(row[name]) for name in ("minSalary", "maxSalary") if row.get(name))
            yield {
                "id": f"himalayas:{row['guid'].rpartition('/companies/')[2]}",
                "title": row["title"],
                "company": row["companyName"],
                "location": ", ".join(row["locationRestrictions"]),
                "salary": f"{amounts} {row['currency']}" if amounts else None,
                "remote": "remote",
            }


def _few() -> Iterator[Row]:
    """Yield the listings of the boards of which six-hourly crawls recorded a title and no text or pay."""
    for row in lines("data/remote_boards_6hourly_2026-01-18_2026-02-01.jsonl.gz"):
        if row["source"] in _FEW:
            key, title, company, place = (row.get(name) for name in _FEW[row["source"]])
            yield {"id": f"{row['source']}:{key}", "title": title, "company": company, "location": place}


LISTINGS: dict[str, Callable[[], Iterator[Row]]] = {
    "usajobs": _usajobs,
    "jobicy_listing": _jobicy,
    "lagou_2017": _lagou_2017,
    "lagou_2021": _lagou_2021,
    "zhaopin_2018": _zhaopin,
    "51job_2018": _51job,
    "answers_en": partial(_answers, chinese=False),
    "answers_zh": partial(_answers, chinese=True),
    "portals_zh": portal_rows.rows,
    "portals_en": _portals_en,
    "himalayas_listing": _himalayas,
    "few_listings": _few,
}
"""Rows of search results, catalogues and recorded answers of boards: published fields, often without a text."""
