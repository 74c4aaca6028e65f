"""The simulated market: the same seed tells the same story, what is planted is there, and its words are its own."""

from __future__ import annotations

import csv
import gzip
import json
import re
import time
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from simulation import truth
from simulation.dice import Quota, dice
from simulation.market import Market, Volume
from simulation.protocols.http import Request
from simulation.realised import shares
from simulation.wording import chinese, english
from simulation.writers.advert import in_chinese, in_english
from warehouse.home import PROJECT

SMALL = Volume(archive=60, ruanyf=30, hn=50, companies=200, feed=120)
END = date(2024, 9, 16)


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(seed=3, end=END, months=4, volume=SMALL)


@pytest.fixture(scope="module")
def demo() -> Market:
    """The market of the demo, as large as it is there."""
    return Market(seed=7, end=date(2025, 1, 6), months=36)


def bodies(market: Market) -> list[bytes]:
    """Return a sample of what every board answers."""
    token, site = (market.companies[platform][0].token for platform in ("greenhouse", "lever"))
    requests = (
        Request("hn.algolia.com", "/api/v1/search_by_date", {"hitsPerPage": "200"}),
        Request("boards-api.greenhouse.io", f"/v1/boards/{token}/jobs", {"content": "true"}),
        Request("api.lever.co", f"/v0/postings/{site}", {"mode": "json"}),
        Request("weworkremotely.com", "/remote-jobs.rss"),
        Request("api.github.com", "/search/issues", {"q": "repo:ruanyf/weekly 谁在招人"}),
        Request("api.github.com", "/repos/ruanyf/weekly/issues/2190/comments", {"per_page": "100"}),
    )
    return [market.answer(request).body for request in requests]


class TestDeterminism:
    def test_the_same_seed_gives_the_same_bytes(self, market: Market, tmp_path: Path) -> None:
        again = Market(seed=3, end=END, months=4, volume=SMALL)
        assert bodies(again) == bodies(market)
        files = [one.write_archive(tmp_path / name) for one, name in ((again, "a"), (market, "b"))]
        assert files[0].read_bytes() == files[1].read_bytes()

    def test_another_seed_gives_others(self, market: Market) -> None:
        other = Market(seed=4, end=END, months=4, volume=SMALL)
        token = market.companies["greenhouse"][0].token
        assert token not in {one.token for one in other.companies["greenhouse"][:1]}
        assert market.archive_rows()[:20] != other.archive_rows()[:20]

    def test_a_market_seen_later_tells_the_same_past(self, market: Market) -> None:
        later = Market(seed=3, end=date(2024, 10, 16), months=5, volume=SMALL)
        assert later.vacancies("archive")[: len(market.vacancies("archive"))] == market.vacancies("archive")
        rows = {row["id"]: row for row in later.archive_rows()}
        assert all(rows[row["id"]] == row for row in market.archive_rows())

    def test_nothing_comes_from_the_future(self, market: Market) -> None:
        assert max(row["posted_at"] for row in market.archive_rows()) < END.isoformat()
        query = {"tags": "comment", "hitsPerPage": "1000"}
        hits = json.loads(market.answer(Request("hn.algolia.com", "/api/v1/search_by_date", query)).body)["hits"]
        assert max(hit["created_at"] for hit in hits) < END.isoformat()


class TestTruth:
    def test_realised_shares_follow_the_planted_ones(self, demo: Market) -> None:
        found = shares(demo.vacancies("archive"))
        for language, trend in truth.CHINA.shares.items():
            for quarter, middle in (("2023-Q2", date(2023, 5, 16)), ("2024-Q2", date(2024, 5, 16))):
                planted = trend.at(middle)
                error = (planted * (1 - planted) / found[quarter]["n"]) ** 0.5
                assert found[quarter][language] == pytest.approx(planted, abs=4 * error)

    def test_go_grows_by_as_much_as_is_planted(self, demo: Market) -> None:
        vacancies = demo.vacancies("archive")
        share = {
            year: [("go" in one.languages) for one in vacancies if one.opened.year == year] for year in (2022, 2024)
        }
        growth = (sum(share[2024]) / len(share[2024])) / (sum(share[2022]) / len(share[2022]))
        assert growth == pytest.approx(truth.CHINA.shares["go"].yearly ** 2, rel=0.15)

    def test_skills_and_cities_of_go_are_as_planted(self, demo: Market) -> None:
        of_go = demo.truth["realised"]["archive"]["of_go"]
        assert of_go["four_cities"] == pytest.approx(0.68, abs=0.05)
        for skill in ("goroutine", "channel", "pprof", "mysql"):
            assert of_go[skill] == pytest.approx(truth.CHINA.asked[skill].go, rel=0.06)

    def test_volumes_are_those_of_real_boards(self, demo: Market) -> None:
        months = Counter(row["posted_at"][:7] for row in demo.archive_rows())
        assert 11_000 < len(demo.archive_rows()) < 15_000
        assert months["2024-03"] > 1.2 * months["2024-02"]
        threads = demo.threads("hn")
        assert 230 < len(threads[date(2024, 5, 1)]) < 370
        open_now = sum(map(len, demo._open_now().values()))
        assert 900 < open_now < 1_600

    def test_employers_have_a_tail_and_none_rules(self, demo: Market) -> None:
        counts = Counter(vacancy.employer.name for vacancy in demo.vacancies("archive"))
        top = [count for _, count in counts.most_common()]
        assert sum(top[: len(top) // 10]) > 0.3 * sum(top)
        assert top[0] < 0.03 * sum(top)

    def test_a_post_is_posted_again_word_by_word(self, market: Market) -> None:
        query = {"tags": "comment", "hitsPerPage": "1000"}
        hits = json.loads(market.answer(Request("hn.algolia.com", "/api/v1/search_by_date", query)).body)["hits"]
        texts_of_firms = {hit["comment_text"] for hit in hits if "example.com" in hit["comment_text"]}
        stories = {text: set() for text in texts_of_firms if not text.startswith(("Meta", "SEEKING"))}
        for hit in hits:
            if hit["comment_text"] in stories:
                stories[hit["comment_text"]].add((hit["story_id"], hit["author"]))
        again = [found for found in stories.values() if len(found) > 1]
        assert 0.2 < len(again) / len(stories) < 0.6
        assert all(len({author for _, author in found}) == 1 for found in again)

    def test_some_vacancies_are_on_two_boards(self, demo: Market) -> None:
        for stream, other in (("ruanyf", "archive"), ("hn", "companies")):
            threads = demo.threads(stream)
            both = [one for found in threads.values() for one in found if one.stream.startswith(f"{other}:")]
            assert len(both) == len(set(map(id, both)))
            assert 0.01 < len(both) / len(demo.vacancies(other)) < 0.08

    def test_a_vacancy_is_posted_again_and_on_more_than_one_day(self, market: Market) -> None:
        rows = market.archive_rows()
        texts = Counter(row["text"] for row in rows)
        twice = [text for text, count in texts.items() if count == 2]
        assert 0.02 < len(twice) / len(rows) < 0.12
        one = [row for row in rows if row["text"] == twice[0]]
        assert one[0]["posted_at"] < one[1]["posted_at"]
        assert one[0]["id"] != one[1]["id"]


class TestFiles:
    def test_the_registry_is_simulated_and_names_no_real_company(self, market: Market, tmp_path: Path) -> None:
        market.write_boards_toml(tmp_path / "boards.toml")
        written = tomllib.loads((tmp_path / "boards.toml").read_text(encoding="utf-8"))
        real = tomllib.loads((PROJECT / "boards.toml").read_text(encoding="utf-8"))
        assert written["simulated"] is True
        for platform in ("greenhouse", "lever"):
            assert list(written[platform]["scopes"]) == [one.token for one in market.companies[platform]]
            assert not set(written[platform]["scopes"]) & set(real[platform]["scopes"])
        assert [name for name, board in written.items() if name != "simulated" and board.get("kind") == "archive"]

    def test_the_archive_has_the_columns_of_an_export(self, market: Market, tmp_path: Path) -> None:
        path = market.write_archive(tmp_path)
        rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
        assert len({row["id"] for row in rows}) == len(rows) == len(market.archive_rows())
        assert {"title", "company", "city", "salary", "text", "posted_at", "expires_at"} <= set(rows[0])


def texts(market: Market) -> list[str]:
    """Return what the boards show, Chinese and English, markup included."""
    return [body.decode() for body in bodies(market)] + [row["text"] for row in market.archive_rows()]


class TestWords:
    def test_every_skill_and_language_has_words_in_its_market(self) -> None:
        assert set(truth.CHINA.asked) <= set(chinese.SKILLS)
        assert set(truth.ABROAD.asked) <= set(english.SKILLS)
        languages = {language for further in truth.SECOND.values() for language in further} | set(truth.CHINA.shares)
        for words in (chinese, english):
            assert languages <= set(words.LANGUAGES)
            assert {work for weights in truth.WORK.values() for work in weights} <= set(words.DUTIES) & set(words.ROLES)

    def test_phrases_are_not_the_taxonomys_terms(self) -> None:
        with (PROJECT / "warehouse/seeds/terms.csv").open(encoding="utf-8", newline="") as lines:
            terms = {row["term"].casefold() for row in csv.DictReader(lines)}
        phrases = [
            phrase.casefold() for words in (chinese, english) for ways in words.SKILLS.values() for phrase in ways
        ]
        assert sum(phrase in terms for phrase in phrases) < 0.35 * len(phrases)
        sentences = [sentence for words in (chinese, english) for sentence in (*words.SOFT, *words.PERKS, *words.ABOUT)]
        assert not terms & {sentence.casefold() for sentence in sentences}

    def test_distractors_occur(self, demo: Market) -> None:
        english_text = " ".join(body.decode() for body in bodies(demo)[:4])
        for words in ("go-to-market", "Go to our site", "401(k)", "MongoDB", "good to go"):
            assert words.lower() in english_text.lower()

    def test_the_scrubber_has_work(self, market: Market) -> None:
        said = " ".join(texts(market))
        for pattern in (r"hr@\w+\.example\.com", r"1[38]\d{9}", r"微信：\w+", r"QQ：\d+", r"\[at\]", r"Recruiter"):
            assert re.search(pattern, said), pattern

    def test_some_posts_offer_several_roles(self, market: Market) -> None:
        said = " ".join(texts(market))
        assert "Also hiring: " in said
        assert "另招：" in said

    def test_no_address_leads_anywhere(self, market: Market) -> None:
        hosts = set(re.findall(r"[\w.+-]+@([\w.-]+)", " ".join(texts(market))))
        assert hosts
        assert all(host.rstrip(".").endswith("example.com") for host in hosts)

    @pytest.mark.parametrize("stream", ["archive", "hn"])
    def test_an_advert_names_go_where_its_vacancy_does(self, demo: Market, stream: str) -> None:
        write = in_chinese if stream == "archive" else in_english
        for vacancy in demo.vacancies(stream)[:1500]:
            advert = write(7, vacancy)
            said = " ".join((advert.title, *advert.musts))
            if "go" in vacancy.languages:
                assert re.search(r"\b(golang|go)\b(?!-| to\b)", said, re.ASCII | re.IGNORECASE), said

    def test_hacker_news_entities_are_its_own(self, market: Market) -> None:
        query = {"tags": "comment", "hitsPerPage": "500"}
        hits = json.loads(market.answer(Request("hn.algolia.com", "/api/v1/search_by_date", query)).body)["hits"]
        said = " ".join(hit["comment_text"] for hit in hits)
        assert "&#x27;" in said
        assert "&#x2F;" in said
        assert not re.search(r"(?<=\w)/(?=\w)", re.sub(r"</?\w+[^>]*>", "", said))
        piped = sum(" | " in hit["comment_text"].split("<p>")[0] for hit in hits)
        assert 0.7 * len(hits) < piped < len(hits)


class TestDice:
    def test_streams_are_apart(self) -> None:
        first, second = dice(1, "a"), dice(1, "a")
        second_other = dice(1, "b")
        assert [first.random() for _ in range(5)] == [second.random() for _ in range(5)]
        assert first.random() != second_other.random()

    @pytest.mark.parametrize("share", [0.01, 0.125, 0.5, 0.9])
    def test_a_quota_keeps_to_its_share(self, share: float) -> None:
        quota = Quota(dice(1, "quota"))
        assert sum(quota.hit("x", share) for _ in range(1000)) == pytest.approx(1000 * share, abs=1.01)

    def test_counts_are_poisson(self) -> None:
        chance = dice(1, "counts")
        counts = [chance.count(4.0) for _ in range(4000)]
        mean = sum(counts) / len(counts)
        variance = sum((count - mean) ** 2 for count in counts) / len(counts)
        assert mean == pytest.approx(4, abs=0.15)
        assert variance == pytest.approx(4, abs=0.4)


def test_a_demo_market_is_made_within_seconds(tmp_path: Path) -> None:
    began = time.process_time()
    market = Market(seed=8, end=date(2025, 1, 6), months=36)
    market.write_archive(tmp_path)
    market.answer(Request("hn.algolia.com", "/robots.txt"))
    assert time.process_time() - began < 20  # 7 s on a quiet core


def test_realised_truth_is_plain_data(market: Market) -> None:
    copied: Any = json.loads(json.dumps(market.truth))
    assert copied["planted"]["CN"]["yearly_growth_of_share"]["go"] == pytest.approx(0.37)
    assert set(copied["realised"]) == {"archive", "ruanyf", "hn", "companies", "feed"}
