"""Readers read names, never the words of a query."""

from __future__ import annotations

import re

import pytest

from reports import claims, names, words
from reports.words import LANGS, Lang
from warehouse import classes

RAW = re.compile(r"\w:\w|\b[a-z0-9]+(?:-[a-z0-9]+){2,}\b|required\(")
FACETS = {
    "work_type": classes.WORK_TYPES,
    "industry": classes.INDUSTRIES,
    "seniority": classes.SENIORITIES,
    "remote": classes.REMOTES,
}


@pytest.mark.parametrize("lang", LANGS)
def test_every_query_of_the_articles_has_a_name(lang: Lang) -> None:
    queries = {query for entry in claims.load() for query in entry.queries}
    assert len(queries) > 80
    left = {query: names.query(query, lang) for query in queries if RAW.search(names.query(query, lang))}
    assert left == {}


@pytest.mark.parametrize("facet", FACETS)
def test_every_class_has_a_name_in_both_languages(facet: str) -> None:
    for word in FACETS[facet]:
        assert f"{facet}:{word}" in names._labels(), word
        assert re.search(r"[\u4e00-\u9fff]", names.name(f"{facet}:{word}", "zh")), word


def test_what_all_sides_share_is_left_out() -> None:
    assert names.query("go and work_type:backend-microservices", "en") == "microservice back end"
    assert names.query("go and ebpf and linux-kernel and tier:first", "zh") == "eBPF + Linux 内核"
    assert names.query("go and not industry:finance", "en") == "not finance"
    assert names.query("go and required(pprof)", "en") == "pprof required"
    assert names.query("any", "en") == "all openings"
    assert names.query("go", "en") == "Go"


def test_pairs_and_periods_are_written_for_readers() -> None:
    assert words.about("city:hangzhou > city:shanghai", "zh") == "杭州 > 上海"
    assert words.about("2022 → 2023", "en") == "2022 → 2023"
    assert words.about("2023-Q2 → 2024-Q2", "en") == "Q2 2023 → Q2 2024"


def test_a_word_that_nobody_named_loses_its_facet() -> None:
    assert names.name("city:nowhere-at-all", "en") == "nowhere at all"
    assert names.name("board:some-board", "en") == "some board"


def test_a_city_with_an_apostrophe_or_a_blank_has_its_name() -> None:
    assert names.query("go and city:xi'an", "en") == "Xi'an"
    assert names.query("go and city:xi'an", "zh") == "西安"
    assert names.query('go and city:"new york"', "en") == "New York"
