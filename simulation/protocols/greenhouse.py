"""Greenhouse's Job Board API: one answer a board, meta.total, 404 for an unknown token."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.protocols.http import Answer, Request, json_answer, revalidated

Job = dict[str, Any]
_DETAILS = ("content", "departments", "offices")


class Greenhouse:
    """The interface over fixed boards.

    Args:
        boards: token -> jobs with all their fields, in the order shown.
    """

    hosts = ("boards-api.greenhouse.io",)

    def __init__(self, boards: Mapping[str, Sequence[Job]]) -> None:
        self._boards = boards

    def answer(self, request: Request) -> Answer | None:
        """Answer `/v1/boards/{token}/jobs` and `…/jobs/{id}`."""
        match = re.fullmatch(r"/v1/boards/([^/]+)(?:/jobs(?:/(\d+))?)?", request.path)
        if not match:
            return None
        jobs = self._boards.get(match[1])
        if jobs is None:
            return json_answer({"status": 404, "error": "Board not found"}, 404)
        if match[2]:
            one = next((job for job in jobs if job["id"] == int(match[2])), None)
            return json_answer(one) if one else json_answer({"status": 404, "error": "Job not found"}, 404)
        if not request.path.endswith("/jobs"):
            return json_answer({"name": jobs[0]["company_name"] if jobs else match[1], "content": ""})
        shown = [job if request.query.get("content") == "true" else _bare(job) for job in jobs]
        return revalidated(json_answer({"jobs": shown, "meta": {"total": len(shown)}}), request)


def _bare(job: Job) -> Job:
    return {key: value for key, value in job.items() if key not in _DETAILS}
