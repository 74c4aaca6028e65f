"""The replica speaks the boards' protocols: shapes as recorded, paging, errors, faults. The spiders are not asked."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from lxml import etree

from simulation import faults
from simulation.faults import Faulty, Where
from simulation.market import Market, Volume
from simulation.protocols.algolia import HackerNews, Item
from simulation.protocols.github import Comment, GitHub, Issue
from simulation.protocols.http import Answer, Request, Sites
from simulation.recorded import Recorded
from simulation.replica import Replica, serve

SMALL = Volume(archive=20, ruanyf=12, hn=25, companies=300, feed=250)


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(seed=3, end=date(2024, 9, 16), months=3, volume=SMALL)


@pytest.fixture(scope="module")
def replica(market: Market) -> Iterator[Replica]:
    with serve(market) as running:
        yield running


def fetch(replica: Replica, address: str, **query: object) -> tuple[int, bytes]:
    """Return status and body of `host/path`."""
    connection = HTTPConnection(urlsplit(replica.url).netloc, timeout=20)
    connection.request("GET", f"/{address}?{urlencode(query)}")
    response = connection.getresponse()
    return response.status, response.read()


def get(replica: Replica, address: str, **query: object) -> Any:
    """Return the JSON at `host/path`."""
    status, body = fetch(replica, address, **query)
    assert status == 200
    return json.loads(body)


def shape(content: Any) -> Any:
    """Return types instead of values; a list is the union of its members' shapes by key."""
    if isinstance(content, dict):
        return {key: shape(value) for key, value in content.items()}
    if isinstance(content, list):
        return [merged([shape(one) for one in content])]
    return {type(content).__name__}


def merged(shapes: list[Any]) -> Any:
    dicts = [one for one in shapes if isinstance(one, dict)]
    if dicts:
        keys = {key for one in dicts for key in one}
        return {key: merged([one[key] for one in dicts if key in one]) for key in sorted(keys)}
    lists = [one for one in shapes if isinstance(one, list)]
    if lists:
        return [merged([inner for one in lists for inner in one if inner is not None])]
    return set().union(*(one for one in shapes if isinstance(one, set))) or None


def misfits(ours: Any, recorded: Any, path: str = "") -> list[str]:
    """Return where our shape has a key or type that the recorded one has not, or lacks a key that every record has."""
    if isinstance(ours, dict) and isinstance(recorded, dict):
        strangers = [f"{path}.{key} is not recorded" for key in ours.keys() - recorded.keys()]
        return strangers + [
            one for key in ours.keys() & recorded.keys() for one in misfits(ours[key], recorded[key], f"{path}.{key}")
        ]
    if isinstance(ours, list) and isinstance(recorded, list):
        return misfits(ours[0], recorded[0], f"{path}[]") if ours[0] and recorded[0] else []
    if isinstance(ours, set) and isinstance(recorded, set):
        wrong = ours - recorded - {"NoneType"} if recorded != {"NoneType"} else set()
        return [f"{path}: {sorted(wrong)} where {sorted(recorded)} is recorded"] if wrong else []
    return []


def missing(ours: Any, recorded: Any, path: str = "") -> list[str]:
    """Return keys that are recorded and that ours has nowhere."""
    if isinstance(ours, dict) and isinstance(recorded, dict):
        lost = [f"{path}.{key}" for key in recorded.keys() - ours.keys()]
        return lost + [
            one for key in ours.keys() & recorded.keys() for one in missing(ours[key], recorded[key], f"{path}.{key}")
        ]
    if isinstance(ours, list) and isinstance(recorded, list):
        return missing(ours[0], recorded[0], f"{path}[]")
    return []


class TestShapes:
    """Ours against the recorded responses, key by key and type by type."""

    def test_greenhouse(self, market: Market, replica: Replica, shared: Path) -> None:
        recorded = json.loads((shared / "boards/fixtures/greenhouse/amplitude_content_true.json").read_text())
        token = market.companies["greenhouse"][0].token
        ours = get(replica, f"boards-api.greenhouse.io/v1/boards/{token}/jobs", content="true")
        assert misfits(shape(ours), shape(recorded)) == []
        assert missing(shape(ours), shape(recorded)) == []

    def test_lever(self, market: Market, replica: Replica, shared: Path) -> None:
        recorded = json.loads((shared / "boards/fixtures/lever/idealistconsulting.json").read_text())
        postings = [
            posting
            for employer in market.companies["lever"]
            for posting in get(replica, f"api.lever.co/v0/postings/{employer.token}", mode="json")
        ]
        ours = shape(postings)
        assert set(ours[0].pop("salaryRange")) == {"currency", "interval", "min", "max"}  # optional, absent there
        assert misfits(ours, shape(recorded)) == []
        assert missing(ours, shape(recorded)) == []

    def test_algolia_tree(self, replica: Replica, shared: Path) -> None:
        recorded = json.loads((shared / "boards/fixtures/hn/algolia_items_children_2020-03.json").read_text())
        ours = get(replica, f"hn.algolia.com/api/v1/items/{newest_thread(replica)}")["children"]
        assert set(ours[0]) == set(recorded[0])
        assert misfits(shape(ours), shape(recorded)) == []

    def test_firebase(self, replica: Replica, shared: Path) -> None:
        recorded = json.loads((shared / "boards/fixtures/hn/firebase_items_2019-09_sample.json").read_text())
        story = get(replica, f"hacker-news.firebaseio.com/v0/item/{newest_thread(replica)}.json")
        ours = [get(replica, f"hacker-news.firebaseio.com/v0/item/{kid}.json") for kid in story["kids"]]
        assert misfits(shape(ours), shape(recorded["comments"])) == []

    def test_feed(self, replica: Replica, shared: Path) -> None:
        recorded = json.loads((shared / "boards/fixtures/weworkremotely/items_as_json_2026-02.json").read_text())
        later = {"skills", "type", "expires_at"}  # the notes: items of July 2026 have these, those of February had not
        names = {child.tag.split("}")[-1] for item in feed(replica, "remote-jobs.rss") for child in item}
        known = {name.split(":")[-1] for item in recorded for name in item}
        assert names - later == known

    def test_github_comment(self, replica: Replica, shared: Path) -> None:
        recorded = json.loads((shared / "boards/wire_zh/ruanyf_weekly_issue_4550_sample.json").read_text())
        search = get(replica, "api.github.com/search/issues", q='repo:ruanyf/weekly "谁在招人" in:title is:issue')
        comments = get(replica, f"api.github.com/repos/ruanyf/weekly/issues/{search['items'][1]['number']}/comments")
        names = {"createdAt": "created_at", "updatedAt": "updated_at", "id": "id", "body": "body"}
        for theirs, ours in names.items():
            assert type(comments[1][ours]) is type(recorded["comments"][0][theirs])
        assert any("\r\n" in comment["body"] for comment in comments)
        assert comments[1]["user"]["login"]


def newest_thread(replica: Replica) -> int:
    hits = get(replica, "hn.algolia.com/api/v1/search_by_date", tags="story,author_whoishiring", hitsPerPage=1000)
    found = next(hit for hit in hits["hits"] if hit["title"].startswith("Ask HN: Who is hiring?"))
    return int(found["objectID"])


def feed(replica: Replica, path: str) -> list[Any]:
    """Return the items of a feed."""
    return etree.fromstring(fetch(replica, f"weworkremotely.com/{path}")[1]).findall("./channel/item")


class TestAlgolia:
    def test_a_months_stories_are_found_by_author_and_date(self, replica: Replica) -> None:
        hits = get(replica, "hn.algolia.com/api/v1/search_by_date", tags="story,author_whoishiring")["hits"]
        titles = [hit["title"] for hit in hits]
        assert [title for title in titles if "Who is hiring" in title] == [
            f"Ask HN: Who is hiring? ({month} 2024)" for month in ("September", "August", "July", "June")
        ]
        assert sum("wants to be hired" in title for title in titles) == 4

    def test_pages_partition_the_comments_and_the_total_is_true(self, replica: Replica) -> None:
        story = newest_thread(replica)
        pages = [
            get(
                replica, "hn.algolia.com/api/v1/search_by_date", tags=f"comment,story_{story}", hitsPerPage=7, page=page
            )
            for page in range(9)
        ]
        ids = [hit["objectID"] for page in pages for hit in page["hits"]]
        assert pages[0]["nbPages"] == -(-pages[0]["nbHits"] // 7)
        assert len(ids) == len(set(ids)) == pages[0]["nbHits"]
        assert pages[pages[0]["nbPages"]]["hits"] == []

    def test_tree_holds_replies_below_and_deleted_without_text(self) -> None:
        items = [
            Item(1, 100, "whoishiring", title="Ask HN: Who is hiring? (May 2024)"),
            Item(2, 110, "a", "Acme | Go", 1),
            Item(3, 120, "b", "visa?", 2),
            Item(4, 130, None, None, 1, deleted=True),
            Item(5, 140, "c", "spam", 1, dead=True),
        ]
        site = HackerNews(items)
        tree = json.loads(answered(site, "/api/v1/items/1").body)
        assert [child["id"] for child in tree["children"]] == [2, 4, 5]
        assert [child["text"] for child in tree["children"]] == ["Acme | Go", None, None]
        assert tree["children"][0]["children"][0]["parent_id"] == 2
        hits = json.loads(answered(site, "/api/v1/search_by_date", tags="comment,story_1").body)["hits"]
        assert [hit["objectID"] for hit in hits] == ["3", "2"]

    @pytest.mark.parametrize(("tags", "found"), [("comment", 2), ("(story,comment)", 3), ("comment,author_b", 1)])
    def test_tags_are_an_and_of_ors(self, tags: str, found: int) -> None:
        items = [Item(1, 100, "w", title="t"), Item(2, 110, "a", "x", 1), Item(3, 120, "b", "y", 1)]
        assert json.loads(answered(HackerNews(items), "/api/v1/search_by_date", tags=tags).body)["nbHits"] == found

    def test_numeric_filters_bound_the_time(self) -> None:
        items = [Item(number, 100 * number, "w", title="t") for number in range(1, 6)]
        query = {"numericFilters": "created_at_i>=200,created_at_i<500"}
        assert json.loads(answered(HackerNews(items), "/api/v1/search_by_date", **query).body)["nbHits"] == 3

    def test_no_query_reaches_beyond_a_thousand(self) -> None:
        items = [Item(number, number, "w", title="t") for number in range(1, 1200)]
        found = json.loads(answered(HackerNews(items), "/api/v1/search_by_date", hitsPerPage="500", page="2").body)
        assert (found["nbHits"], found["nbPages"], found["hits"]) == (1199, 2, [])


def answered(site: Any, path: str, **query: str) -> Answer:
    answer = site.answer(Request(site.hosts[0], path, query))
    assert answer is not None
    return answer


class TestGitHub:
    ISSUE = Issue(
        "o/r", 7, "谁在招人？（2024年6月）", "o", "2024-06-01T00:00:00Z", "",
        comments=tuple(Comment(n, f"u{n}", f"2024-06-{n:02}T00:00:00Z", "x") for n in range(1, 6)),
    )  # fmt: skip

    def test_links_lead_through_all_comments_and_end(self) -> None:
        site, path, seen = GitHub([self.ISSUE]), "/repos/o/r/issues/7/comments", []
        page: str | None = "1"
        while page:
            answer = answered(site, path, per_page="2", page=page)
            seen += [comment["id"] for comment in json.loads(answer.body)]
            links = dict(reversed(link.split("; ")) for link in answer.headers.get("Link", "").split(", ") if link)
            following = links.get('rel="next"')
            page = following.rstrip(">").rsplit("page=", 1)[1] if following else None
        assert seen == [1, 2, 3, 4, 5]

    def test_an_etag_known_to_the_client_is_a_304_without_a_body(self) -> None:
        site, path = GitHub([self.ISSUE]), "/repos/o/r/issues/7"
        tag = answered(site, path).headers["ETag"]
        again = site.answer(Request("api.github.com", path, {}, {"if-none-match": tag}))
        assert (again.status, again.body) == (304, b"")

    def test_the_hour_runs_out(self) -> None:
        site = GitHub([self.ISSUE], hourly=2)
        answers = [answered(site, "/repos/o/r/issues/7") for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 403]
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]

    def test_unknown_issue_and_repository_are_404(self) -> None:
        site = GitHub([self.ISSUE])
        assert answered(site, "/repos/o/r/issues/8").status == 404
        assert answered(site, "/repos/o/other/issues").status == 404

    def test_search_looks_at_titles_of_the_repository(self) -> None:
        site = GitHub([self.ISSUE, Issue("o/r", 8, "自荐", "x", "2024-06-02T00:00:00Z", "")])
        found = json.loads(answered(site, "/search/issues", q='repo:o/r "谁在招人" in:title is:issue').body)
        assert (found["total_count"], [item["number"] for item in found["items"]]) == (1, [7])

    def test_since_is_about_updates(self) -> None:
        found = answered(GitHub([self.ISSUE]), "/repos/o/r/issues/7/comments", since="2024-06-04T00:00:00Z")
        assert [comment["id"] for comment in json.loads(found.body)] == [4, 5]


class TestCompanies:
    def test_greenhouse_total_agrees_and_content_is_escaped_once(self, market: Market, replica: Replica) -> None:
        for employer in market.companies["greenhouse"][:5]:
            board = get(replica, f"boards-api.greenhouse.io/v1/boards/{employer.token}/jobs", content="true")
            assert board["meta"]["total"] == len(board["jobs"])
            assert all(job["content"].startswith("&lt;div class=&quot;content-intro&quot;") for job in board["jobs"])
            bare = get(replica, f"boards-api.greenhouse.io/v1/boards/{employer.token}/jobs")
            assert all("content" not in job for job in bare["jobs"])

    def test_post_numbers_are_unique(self, market: Market, replica: Replica) -> None:
        numbers = [
            job["id"]
            for employer in market.companies["greenhouse"]
            for job in get(replica, f"boards-api.greenhouse.io/v1/boards/{employer.token}/jobs")["jobs"]
        ]
        assert len(numbers) == len(set(numbers)) > 50

    def test_lever_pages_by_skip_and_limit(self, market: Market, replica: Replica) -> None:
        site = max(
            (employer.token for employer in market.companies["lever"]),
            key=lambda token: len(get(replica, f"api.lever.co/v0/postings/{token}", mode="json")),
        )
        whole = get(replica, f"api.lever.co/v0/postings/{site}", mode="json")
        parts = [
            one
            for skip in range(0, len(whole) + 3, 3)
            for one in get(replica, f"api.lever.co/v0/postings/{site}", mode="json", skip=skip, limit=3)
        ]
        assert parts == whole
        assert len(whole) > 3

    @pytest.mark.parametrize(
        "address", ["boards-api.greenhouse.io/v1/boards/nobody/jobs", "api.lever.co/v0/postings/nobody"]
    )
    def test_unknown_tenants_are_404_json(self, replica: Replica, address: str) -> None:
        status, body = fetch(replica, address, mode="json")
        assert status == 404
        assert json.loads(body)["error"]


class TestFeed:
    def test_newest_hundred_in_order(self, replica: Replica) -> None:
        links = [item.findtext("link") for item in feed(replica, "remote-jobs.rss")]
        assert len(links) == len(set(links)) == 100

    def test_categories_hold_their_own(self, replica: Replica) -> None:
        for path, category in (
            ("remote-front-end-programming-jobs.rss", "Front-End Programming"),
            ("remote-devops-sysadmin-jobs.rss", "DevOps and Sysadmin"),
        ):
            found = feed(replica, f"categories/{path}")
            assert {item.findtext("category") for item in found} == {category}

    def test_titles_begin_with_the_company(self, market: Market, replica: Replica) -> None:
        names = {vacancy.employer.name for vacancy in market.vacancies("feed")}
        assert all((item.findtext("title") or "").split(": ")[0] in names for item in feed(replica, "remote-jobs.rss"))


class TestReplica:
    @pytest.mark.parametrize("path", ["robots.txt", "hn.algolia.com/robots.txt", "api.lever.co/robots.txt"])
    def test_robots_allow(self, replica: Replica, path: str) -> None:
        assert fetch(replica, path) == (200, b"User-agent: *\nAllow: /\n")

    @pytest.mark.parametrize(
        "path", ["nowhere.example.com/x", "hn.algolia.com/api/v2/no", "nowhere.example.com/robots.txt"]
    )
    def test_unknown_hosts_and_paths_are_404(self, replica: Replica, path: str) -> None:
        assert fetch(replica, path)[0] == 404

    def test_it_remembers_what_was_asked(self, market: Market) -> None:
        with serve(market) as running:
            get(running, "hn.algolia.com/api/v1/search_by_date", tags="story")
            assert [(one.host, one.query) for one in running.requests] == [("hn.algolia.com", {"tags": "story"})]


class Plain:
    """A source that counts."""

    hosts = ("h.example.com",)

    def answer(self, request: Request) -> Answer:
        rows = [{"id": int(request.query.get("page", "0")), "title": "t"}]
        return Answer(json.dumps({"rows": rows, "meta": {"total": 9}}).encode())


class TestFaults:
    REQUEST = Request("h.example.com", "/rows", {"page": "1"})

    def test_only_the_turns_named_are_spoilt(self) -> None:
        faulty = Faulty(Plain(), Where(host="h.example.com", turns={2}), faults.status(500))
        assert [faulty.answer(self.REQUEST).status for _ in range(3)] == [200, 500, 200]

    def test_host_path_and_query_choose(self) -> None:
        faulty = Faulty(Plain(), Where("h.example.com", "rows$", {"page": "1"}), faults.status(429, Retry_After="2"))
        assert faulty.answer(self.REQUEST).headers["Retry-After"] == "2"
        others = (
            Request("other.example.com", "/rows", {"page": "1"}),
            Request("h.example.com", "/rows/1", {"page": "1"}),
            Request("h.example.com", "/rows", {"page": "2"}),
        )
        assert [faulty.answer(request).status for request in others] == [200, 200, 200]

    def test_faults_compose(self) -> None:
        inner = Faulty(Plain(), Where(), faults.lying("total", 50))
        outer = Faulty(inner, Where(), faults.renamed("title", "heading"))
        content = json.loads(outer.answer(self.REQUEST).body)
        assert content == {"rows": [{"id": 1, "heading": "t"}], "meta": {"total": 50}}

    def test_rows_are_emptied_repeated_and_broken(self) -> None:
        def spoilt(spoil: faults.Spoil) -> Any:
            return json.loads(Faulty(Plain(), Where(), spoil).answer(self.REQUEST).body)

        assert spoilt(faults.emptied())["rows"] == []
        assert spoilt(faults.repeated(Plain()))["rows"][0]["id"] == 0
        assert spoilt(faults.one_bad_row())["rows"][0] is None
        assert spoilt(faults.without("title"))["rows"] == [{"id": 1}]
        with pytest.raises(json.JSONDecodeError):
            spoilt(faults.broken_json())

    def test_a_cut_body_is_shorter_than_promised(self) -> None:
        with serve(Faulty(Plain(), Where(), faults.cut())) as running, pytest.raises(IncompleteRead):
            fetch(running, "h.example.com/rows")

    def test_a_redirect_goes_round_for_ever(self) -> None:
        answer = Faulty(Plain(), Where(), faults.redirected()).answer(self.REQUEST)
        assert (answer.status, answer.headers["Location"]) == (302, "https://h.example.com/rows")

    def test_html_comes_with_a_200(self) -> None:
        answer = Faulty(Plain(), Where(), faults.html_instead()).answer(self.REQUEST)
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/html")

    def test_slow_and_dripping_say_so(self) -> None:
        source = Faulty(Faulty(Plain(), Where(), faults.slow(3)), Where(), faults.dripping(0.2))
        answer = source.answer(self.REQUEST)
        assert (answer.seconds, answer.drip) == (3, 0.2)

    def test_robots_stay_readable(self) -> None:
        sites = Sites((HackerNews([]),))
        faulty = Faulty(sites, Where(), faults.status(500))
        assert faulty.answer(Request("hn.algolia.com", "/robots.txt")).status == 200


class TestRecorded:
    def test_files_are_served_as_their_boards_would(self, tmp_path: Path) -> None:
        comments = [
            {"month": "2014-05", "story_id": 10, "id": 11, "time": 1398956500, "parent": 10, "text": "Acme | Go"},
            {"month": "2014-05", "story_id": 10, "id": 12, "time": 1398956600, "parent": 10, "deleted": True},
            {"month": "2014-05", "story_id": 10, "id": 13, "time": 1398956700, "parent": 10, "dead": True, "text": "x"},
        ]  # fmt: skip
        source = Recorded(hn_jsonl=written(tmp_path / "hn.jsonl.gz", comments))
        story = json.loads(source.answer(Request("hn.algolia.com", "/api/v1/search_by_date", {"tags": "story"})).body)
        assert [hit["title"] for hit in story["hits"]] == ["Ask HN: Who is hiring? (May 2014)"]
        tree = json.loads(source.answer(Request("hn.algolia.com", "/api/v1/items/10")).body)
        assert [child["text"] for child in tree["children"]] == ["Acme | Go", None, None]

    def test_threads_without_comments_come_from_the_list(self, tmp_path: Path) -> None:
        rows = [
            {
                "issue": 5,
                "issue_title": "谁在招人？（2020年3月）",
                "comment_id": 2,
                "created_at": "2020-02-27T00:00:00Z",
                "updated_at": "2020-02-28T00:00:00Z",
                "is_minimized": False,
                "author_hash": "u1",
                "body": "招 Go",
            },
        ]
        threads = tmp_path / "threads.csv"
        threads.write_text(
            "year_month,issue,title,state,visible_comments\n2020-03,5,谁在招人？（2020年3月）,closed,1\n"
            "2020-04,6,谁在招人？（2020年4月）,open,0\n",
            encoding="utf-8",
        )
        source = Recorded(ruanyf_jsonl=written(tmp_path / "r.jsonl.gz", rows), ruanyf_threads_csv=threads)
        query = {"q": "repo:ruanyf/weekly 谁在招人"}
        found = json.loads(source.answer(Request("api.github.com", "/search/issues", query)).body)
        assert {item["number"]: item["comments"] for item in found["items"]} == {5: 1, 6: 0}
        path = "/repos/ruanyf/weekly/issues/5/comments"
        comments = json.loads(source.answer(Request("api.github.com", path)).body)
        assert [(one["user"]["login"], one["body"]) for one in comments] == [("u1", "招 Go")]

    def test_real_files(self, shared: Path) -> None:
        source = Recorded(
            shared / "data/hn_whoishiring_2011_2018.jsonl.gz",
            shared / "data/ruanyf_weekly_2019_2026.jsonl.gz",
            shared / "data/ruanyf_weekly_threads.csv",
        )
        query = {"tags": "story,author_whoishiring", "hitsPerPage": "1000"}
        hits = json.loads(source.answer(Request("hn.algolia.com", "/api/v1/search_by_date", query)).body)
        assert hits["nbHits"] == 86
        query = {"q": 'repo:ruanyf/weekly "谁在招人" in:title is:issue', "per_page": "100"}
        found = json.loads(source.answer(Request("api.github.com", "/search/issues", query)).body)
        assert found["total_count"] == 79
        assert sum(item["comments"] for item in found["items"]) == 1797


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path
