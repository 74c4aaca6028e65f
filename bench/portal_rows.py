"""The few recorded search results and adverts of Chinese portals that no spider of ours reads, with their own fields.

Belongs here: which field of a portal is which of ours. The recordings lie in ../shared/boards/wire_zh.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from bench.recorded import SHARED

Row = dict[str, Any]


def rows() -> Iterator[Row]:
    """Yield every row as the normaliser takes it."""
    for file, read in _READERS.items():
        for row in read(json.loads((SHARED / "boards" / "wire_zh" / f"{file}.json").read_bytes())):
            yield {name: value for name, value in row.items() if value is not None}


def _boss_search(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer["zpData"]["jobList"]:
        yield {
            "id": f"boss:{row['encryptJobId']}",
            "title": row["jobName"],
            "company": row["brandName"],
            "city": row["cityName"],
            "location": f"{row['cityName']}·{row['areaDistrict']}·{row['businessDistrict']}",
            "salary": row["salaryDesc"],
            "experience": row["jobExperience"],
            "education": row["jobDegree"],
            "tags": [*row["jobLabels"], row["brandIndustry"], *row["welfareList"]],
        }


def _boss_advert(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    job = answer["jobInfo"]
    yield {
        "id": f"boss:{job['encryptId']}",
        "title": job["jobName"],
        "company": answer["bossInfo"]["brandName"],
        "city": job["locationName"],
        "salary": job["salaryDesc"],
        "experience": job["experienceName"],
        "education": job["degreeName"],
        "tags": job["showSkills"],
        "text": job["postDescription"],
    }


def _boss_cards(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer:
        yield {
            "id": f"boss:{row['job_detail'].rpartition('/')[2]}",
            "title": row["bossTitle"],
            "company": row["brandName"],
            "salary": row["salaryDesc"],
            "tags": [*row["skills"], row["brandIndustry"]],
            "text": row["jobDesc"],
        }


def _51job(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer["engine_jds"]:
        yield {
            "id": f"51job:{row['jobid']}",
            "title": row["job_name"],
            "company": row["company_name"],
            "city": row["workarea_text"],
            "salary": row["providesalary_text"],
            "tags": [row["companyind_text"], *row["jobwelf_list"]],
            "text": " | ".join(row["attribute_text"]),
        }


def lagou(row: Row, experience: str, education: str) -> Row:
    """Return what all of Lagou's answers say of a listing; they call years and degree differently."""
    return {
        "id": f"lagou:{row['positionId']}",
        "title": row["positionName"],
        "company": row["companyFullName"],
        "city": row["city"],
        "salary": row["salary"],
        "experience": row[experience],
        "education": row[education],
    }


def _lagou_mobile(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer["result"]:
        yield lagou(row, "ageLimit", "educationBackground")


def _lagou_search(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer["content"]["positionResult"]["result"]:
        tags = [*row["positionLables"], *row["companyLabelList"], row["industryField"]]
        yield {**lagou(row, "workYear", "education"), "employment": row["jobNature"], "tags": tags}


def _meituan(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer["list"]:
        places = "、".join(city["name"] for city in row["cityList"])
        yield {"id": f"meituan:{row['jobUnionId']}", "title": row["name"], "company": "美团", "location": places}


def _bilibili(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    post = answer["data"]
    yield {
        "id": f"bilibili:{post['id']}",
        "title": post["positionName"],
        "company": "bilibili",
        "location": post["workLocation"],
        "employment": post["positionTypeName"],
        "tags": [post["postCodeName"]],
        "text": post["positionDescription"],
    }


def _eleduck(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    yield {
        "id": f"eleduck:{answer['list_metadata']['id']}",
        "title": answer["title"],
        "tags": [value for tag in answer["tags"] for value in tag["values"]],
        "text": answer["content"],
    }


def _tencent(answer: Any) -> Iterator[Row]:  # noqa: ANN401 - JSON of a portal
    for row in answer["Data"]["Posts"]:
        yield {
            "id": f"tencent:{row['PostId']}",
            "title": row["RecruitPostName"],
            "company": "腾讯",
            "location": f"{row['LocationName']}，{row['CountryName']}",
            "experience": row["RequireWorkYearsName"],
            "tags": [row["CategoryName"]],
            "text": row["Responsibility"],
        }


_READERS: dict[str, Callable[[Any], Iterator[Row]]] = {
    "boss_wapi_joblist_2024-11": _boss_search,
    "boss_job_detail_2025-05": _boss_advert,
    "boss_public_cards_hidden_salary_2026-08-23": _boss_cards,
    "51job_SEARCH_RESULT_engine_jds_2022-03-04": _51job,
    "lagou_mobile_search_result_2018-01": _lagou_mobile,
    "lagou_positionAjax_envelope_2018-01-02": _lagou_search,
    "meituan_getJobList_samples_2026-08": _meituan,
    "bilibili_srs_position_detail_2021-02": _bilibili,
    "eleduck_post_flattened_2025-07-20": _eleduck,
    "tencent_query_one_post_2025-12": _tencent,
}
