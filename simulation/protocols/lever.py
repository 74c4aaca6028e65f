"""Lever's postings API: a list by skip and limit without a total, 404 for an unknown site, HTML without mode=json."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from simulation.protocols.http import Answer, Request, json_answer, number

Posting = dict[str, Any]


class Lever:
    """The interface over fixed sites.

    Args:
        sites: site -> postings with all their fields, in the order shown.
    """

    hosts = ("api.lever.co",)

    def __init__(self, sites: Mapping[str, Sequence[Posting]]) -> None:
        self._sites = sites

    def answer(self, request: Request) -> Answer | None:
        """Answer `/v0/postings/{site}` and `…/{id}`."""
        match = re.fullmatch(r"/v0/postings/([^/]+)(?:/([^/]+))?", request.path)
        if not match:
            return None
        postings = self._sites.get(match[1])
        if postings is None:
            return json_answer({"ok": False, "error": "Document not found"}, 404)
        if match[2]:
            one = next((posting for posting in postings if posting["id"] == match[2]), None)
            return json_answer(one) if one else json_answer({"ok": False, "error": "Document not found"}, 404)
        if request.query.get("mode") != "json" and "json" not in request.headers.get("accept", ""):
            return Answer(
                b"<!DOCTYPE html><html><body>Job openings</body></html>", headers={"Content-Type": "text/html"}
            )
        skip, limit = number(request, "skip", 0), number(request, "limit", len(postings))
        return json_answer(list(postings[skip : skip + limit]))
