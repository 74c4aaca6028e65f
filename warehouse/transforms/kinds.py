"""The main kind of work and the main industry: cues are added up, the heaviest class wins. The cues are cues.csv."""

from __future__ import annotations

from warehouse.transforms.document import Document
from warehouse.transforms.roles import several_roles
from warehouse.transforms.scan import Found, Hit

LEAST_INDUSTRY = 1.2
"""Weight below which an industry stays unknown."""
REPEATS = 3
"""A cue counts for at most this many occurrences, each worth half of the one before."""
BOTH_ENDS = 2.5
"""What naming technologies of both ends says for full-stack work."""
FRONT = frozenset({"react", "angular", "vue", "javascript", "typescript", "html-css", "jquery"})
BACK = frozenset(
    {"python", "ruby", "php", "java", "go", "scala", "nodejs", "rails", "django", "csharp", "elixir", "clojure"}
)
SCALE = frozenset(
    {
        "high-concurrency",
        "distributed-systems",
        "microservices",
        "high-availability",
        "grpc",
        "rpc",
        "service-mesh",
        "raft",
    }
)
"""A Chinese back-end posting that asks for none of these is ordinary business development; English ones name less."""
COMPANY_TIMES = 1.5
HEAD_REACH = 600
"""Characters at the start of a text where firms say what they do: cues weigh double there."""


def work_type(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided."""
    several, cues = several_roles(found)
    if several:
        return "multiple", cues
    scores, used = _scores(found, "work_type")
    named = {hit.entry.value for hit in found.mentions}
    if named & FRONT and named & BACK:
        scores["full-stack"] = scores.get("full-stack", 0.0) + BOTH_ENDS
    if not scores:
        return "other", []
    best = max(scores, key=lambda value: scores[value])
    if best == "backend-microservices" and found.is_chinese and not named & SCALE:
        best = "business-crud"
    return best, [Hit(*cue) for cue in used.get(best, ())]


def industry(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided; `unknown` below LEAST_INDUSTRY."""
    scores, used = _scores(found, "industry")
    if not scores:
        return "unknown", []
    best = max(scores, key=lambda value: scores[value])
    sure = scores[best] >= LEAST_INDUSTRY or best == "saas-enterprise"
    return (best, [Hit(*cue) for cue in used[best]]) if sure else ("unknown", [])


def _scores(found: Document, dimension: str) -> tuple[dict[str, float], dict[str, list[Found]]]:
    scores: dict[str, float] = {}
    used: dict[str, list[Found]] = {}
    seen: dict[tuple[str, bool], int] = {}
    named, doubled = found.company.end, found.text.start + HEAD_REACH
    of_industry = dimension == "industry"
    (title, title_end), (head, head_end) = found.title, found.head
    for hit in found.scan.cues[dimension]:
        start, _, cue = hit
        titled = title <= start < title_end or head <= start < head_end
        if cue.where and (cue.where == "title") is not titled:
            continue
        weight = cue.weight
        if start < named:
            weight = weight * COMPANY_TIMES if of_industry else 0.0
        else:
            key = cue.seed, titled
            times = seen.get(key, 0)
            seen[key] = times + 1
            if times >= REPEATS:
                continue
            weight *= (2.0 if of_industry and start < doubled else 1.0) * 0.5**times
        if weight:
            value = cue.value
            scores[value] = scores.get(value, 0.0) + weight
            used.setdefault(value, []).append(hit)
    return scores, used
