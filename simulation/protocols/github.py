"""GitHub's REST interface for issues, their comments and the search for issues: Link, rate limit and ETag headers."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from simulation.protocols.http import Answer, Request, json_answer, number, revalidated

API = "https://api.github.com"
_REACTIONS = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")


@dataclass(frozen=True)
class Comment:
    """One comment.

    Args:
        id: Comment number.
        author: Login.
        created_at: ISO 8601 with Z.
        body: GitHub Markdown.
        updated_at: ISO 8601 with Z; the creation where empty.
    """

    id: int
    author: str
    created_at: str
    body: str
    updated_at: str = ""


@dataclass(frozen=True)
class Issue:
    """One issue with its comments.

    Args:
        repo: `owner/name`.
        number: Issue number.
        title: Its title.
        author: Login.
        created_at: ISO 8601 with Z.
        body: GitHub Markdown.
        state: open or closed.
        comments: In the order of creation.
        labels: Names.
    """

    repo: str
    number: int
    title: str
    author: str
    created_at: str
    body: str
    state: str = "open"
    comments: tuple[Comment, ...] = ()
    labels: tuple[str, ...] = ()


class GitHub:
    """The interface over a fixed set of issues.

    Args:
        issues: All issues of all repositories.
        hourly: Requests allowed an hour; the next one gets a 403 until the hour is over.
    """

    hosts = ("api.github.com",)

    def __init__(self, issues: Iterable[Issue], hourly: int = 5000) -> None:
        self._repos: dict[str, dict[int, Issue]] = defaultdict(dict)
        for issue in sorted(issues, key=lambda issue: issue.number):
            self._repos[issue.repo][issue.number] = issue
        self._hourly, self._used, self._resets = hourly, 0, 0.0

    def answer(self, request: Request) -> Answer | None:
        """Answer `/search/issues`, `/repos/{o}/{r}/issues`, `…/issues/{n}` and `…/issues/{n}/comments`."""
        limits = self._spend("search" if request.path.startswith("/search") else "core")
        if limits["x-ratelimit-remaining"] == "-1":
            refused = {**limits, "x-ratelimit-remaining": "0"}
            return _with(json_answer({"message": "API rate limit exceeded", "documentation_url": API}, 403), refused)
        found = self._route(request)
        if found is None:
            found = json_answer({"message": "Not Found", "documentation_url": API, "status": "404"}, 404)
        return _with(revalidated(found, request), limits)

    def _route(self, request: Request) -> Answer | None:
        if request.path == "/search/issues":
            return self._search(request)
        match = re.fullmatch(r"/repos/([^/]+/[^/]+)/issues(?:/(\d+)(/comments)?)?", request.path)
        issues = self._repos.get(match[1]) if match else None
        if not match or issues is None:
            return None
        if not match[2]:
            return self._list(request, list(issues.values()))
        issue = issues.get(int(match[2]))
        if issue is None:
            return None
        if not match[3]:
            return json_answer(issue_object(issue))
        since = request.query.get("since", "")
        comments = [one for one in issue.comments if (one.updated_at or one.created_at) >= since]
        return _page(request, [comment_object(issue, one) for one in comments])

    def _list(self, request: Request, issues: Sequence[Issue]) -> Answer:
        state, since = request.query.get("state", "open"), request.query.get("since", "")
        chosen = [one for one in issues if state in {one.state, "all"} and _updated(one) >= since]
        chosen.sort(key=lambda one: one.created_at, reverse=request.query.get("direction", "desc") == "desc")
        return _page(request, [issue_object(one) for one in chosen])

    def _search(self, request: Request) -> Answer:
        query = request.query.get("q", "")
        repo = re.search(r"repo:(\S+)", query)
        words = re.sub(r"\b(repo|in|is|state|type|author|created):\S+", " ", query).replace('"', " ").split()
        issues = list(self._repos.get(repo[1], {}).values()) if repo else []
        found = [one for one in issues if all(word.lower() in one.title.lower() for word in words)]
        found.sort(key=lambda one: one.created_at, reverse=request.query.get("order", "desc") == "desc")
        rows = [{**issue_object(one), "score": 1.0} for one in found]
        return _page(request, rows, total=len(rows))

    def _spend(self, resource: str) -> dict[str, str]:
        now = time.time()
        if now >= self._resets:
            self._used, self._resets = 0, now + 3600
        self._used += 1
        return {
            "x-ratelimit-limit": str(self._hourly),
            "x-ratelimit-remaining": str(max(-1, self._hourly - self._used)),
            "x-ratelimit-reset": str(int(self._resets)),
            "x-ratelimit-resource": resource,
            "x-ratelimit-used": str(self._used),
            "X-GitHub-Media-Type": "github.v3; format=json",
        }


def comment_object(issue: Issue, comment: Comment) -> dict[str, Any]:
    """Return a comment as the interface shows it."""
    url = f"{API}/repos/{issue.repo}/issues"
    return {
        "url": f"{url}/comments/{comment.id}",
        "html_url": f"https://github.com/{issue.repo}/issues/{issue.number}#issuecomment-{comment.id}",
        "issue_url": f"{url}/{issue.number}",
        "id": comment.id,
        "node_id": f"IC_{comment.id:x}",
        "user": _user(comment.author),
        "created_at": comment.created_at,
        "updated_at": comment.updated_at or comment.created_at,
        "body": comment.body,
        "author_association": "OWNER" if comment.author == issue.repo.split("/")[0] else "NONE",
        "reactions": _reactions(f"{url}/comments/{comment.id}/reactions"),
        "performed_via_github_app": None,
    }


def issue_object(issue: Issue) -> dict[str, Any]:
    """Return an issue as the interface shows it."""
    url = f"{API}/repos/{issue.repo}/issues/{issue.number}"
    closed = issue.state == "closed"
    return {
        "url": url,
        "repository_url": f"{API}/repos/{issue.repo}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": f"https://github.com/{issue.repo}/issues/{issue.number}",
        "id": 1_000_000_000 + issue.number,
        "node_id": f"I_{issue.number:x}",
        "number": issue.number,
        "title": issue.title,
        "user": _user(issue.author),
        "labels": [{"id": place, "name": name, "color": "ededed", "default": False} for place, name in
                   enumerate(issue.labels)],
        "state": issue.state,
        "locked": False,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": len(issue.comments),
        "created_at": issue.created_at,
        "updated_at": _updated(issue),
        "closed_at": _updated(issue) if closed else None,
        "author_association": "OWNER" if issue.author == issue.repo.split("/")[0] else "NONE",
        "active_lock_reason": None,
        "body": issue.body,
        "reactions": _reactions(f"{url}/reactions"),
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
        "state_reason": "completed" if closed else None,
    }  # fmt: skip


def _updated(issue: Issue) -> str:
    return max([issue.created_at, *(one.updated_at or one.created_at for one in issue.comments)])


def _user(login: str) -> dict[str, Any]:
    url = f"{API}/users/{login}"
    return {
        "login": login,
        "id": int.from_bytes(login.encode()[:3], "big"),
        "node_id": "U_x",
        "avatar_url": "https://avatars.githubusercontent.com/u/0?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"https://github.com/{login}",
        "repos_url": f"{url}/repos",
        "type": "User",
        "site_admin": False,
    }


def _reactions(url: str) -> dict[str, Any]:
    return {"url": url, "total_count": 0, **dict.fromkeys(_REACTIONS, 0)}


def _page(request: Request, rows: Sequence[Any], total: int | None = None) -> Answer:
    """Return one page of rows with its Link header; wrapped as a search result where a total is given."""
    size = max(1, min(number(request, "per_page", 30), 100))
    page, last = max(1, number(request, "page", 1)), max(1, -(-len(rows) // size))
    shown = list(rows[(page - 1) * size : page * size])
    content = shown if total is None else {"total_count": total, "incomplete_results": False, "items": shown}
    neighbours = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    wanted = [rel for rel in ("prev",) if page > 1] + [rel for rel in ("next", "last") if page < last]
    links = [f'<{API}{request.path}?{urlencode({**request.query, "page": neighbours[rel]})}>; rel="{rel}"'
             for rel in [*wanted, *(["first"] if page > 1 else [])]]  # fmt: skip
    answer = json_answer(content)
    return _with(answer, {"Link": ", ".join(links)}) if links else answer


def _with(answer: Answer, headers: dict[str, str]) -> Answer:
    return replace(answer, headers={**answer.headers, **headers})
