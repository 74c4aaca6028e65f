"""Which postings are one opening: the rule's cases by hand, its properties on random boards, its cost by counting."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.linking_read import together
from warehouse import employers, roles, sketching, vacancies
from warehouse.kin import DOUBLED, NEAR_DAYS, ONE_TITLE, REPOST, TINY
from warehouse.kin import EDITED as LEAST_EDITED
from warehouse.likeness import BYTES, TELLING, likeness, sketches, telling, windows
from warehouse.roles import Roles, core, signature
from warehouse.told import Told
from warehouse.transforms import windows as loops
from warehouse.transforms.names import text_key
from warehouse.vacancies import Listed, link
from warehouse.wording import words_of

DAY_0 = date(2024, 1, 1)
SENTENCES = [
    "Larkfield builds scheduling software that three hundred hospitals in nine countries depend upon every morning.",
    "You will own the service that assigns nurses to shifts, from its schema to the pager that it rings at night.",
    "We write small programs, review each other's work within a day and deploy whenever the tests have passed.",
    "Nobody here asks for heroics: deadlines are ours, weekends are yours and holidays are taken, all thirty of them.",
    "Our stack is unremarkable on purpose, since the problem of fair rosters is remarkable enough for all of us.",
    "Write to us about something that you built and would build differently today, and what you learned from it.",
    "The team is seven people who cook together on Thursdays, argue kindly and read far too many novels.",
    "Pay is published inside the company, and reviewed each spring by people who know your work at first hand.",
]
OTHERS = [
    "The museum seeks someone to photograph eleven thousand beetles before the glass cases are moved to the annex.",
    "Patience matters more than equipment, which we lend, and the light in the northern hall is excellent.",
    "Applicants should send five pictures of small things and a short note about dust, which is our chief enemy.",
]
PROSE = " ".join(SENTENCES)
EDITED = " ".join([*SENTENCES[:-1], "We moved to a new office."])
REWRITTEN = " ".join([*SENTENCES[:3], *OTHERS])
ANOTHER = " ".join(OTHERS)
KILNS = "Kilns fire slowly, and whoever tends them sleeps in turns beside a warm wall of brick."


def listed(key: str, opened: int, days: int = 10, *, text: str = "", board: str = "a", **more: object) -> Listed:
    """Return a posting that is seen on `days` days; its text is its own unless one is given."""
    made = Listed(
        "name:acme", DAY_0 + timedelta(days=opened), f"{board}:{key}", board,
        DAY_0 + timedelta(days=opened + days - 1), text or f"text of {board}:{key}", None, [],
    )  # fmt: skip
    return made._replace(**more)  # type: ignore[arg-type]  # the keywords are Listed's own


def ordered(postings: list[Listed]) -> list[Listed]:
    return sorted(postings, key=lambda one: (one.employer_key, one.opened_on, one.posting_id))


def continued(postings: list[Listed]) -> dict[str, str]:
    """Return posting -> vacancy for those that continue an earlier one."""
    return {one.posting_id: one.vacancy_id for one in link(postings) if one.posting_id != one.vacancy_id}


def links(*postings: Listed) -> dict[str, str]:
    return continued(ordered(list(postings)))


def test_a_repost_within_92_days_is_one_vacancy() -> None:
    # Last seen on day 9; 92 days later is day 101.
    assert links(listed("1", 0, text="t"), listed("2", 101, text="t")) == {"a:2": "a:1"}


def test_a_later_one_is_new() -> None:
    assert links(listed("1", 0, text="t"), listed("2", 102, text="t")) == {}


def test_two_at_the_same_time_on_a_board_are_two() -> None:
    assert links(listed("1", 0, text="t"), listed("2", 5, text="t")) == {}
    assert links(listed("1", 0, text="t"), listed("2", 0, text="t")) == {}
    # Day 9 is the last day of the first and the first of the second.
    assert links(listed("1", 0, text="t"), listed("2", 9, text="t")) == {}
    assert links(listed("1", 0, text="t"), listed("2", 10, text="t")) == {"a:2": "a:1"}


def test_the_same_advert_posted_twice_in_a_thread_is_one() -> None:
    first = listed("1", 0, 29, text="t", places=["bonn"], threaded=True)
    again = listed("2", 5, 24, text="t", places=["bonn"], threaded=True)
    assert links(first, again) == {"a:2": "a:1"}
    assert links(first, again._replace(opened_on=DAY_0 + timedelta(days=28))) == {"a:2": "a:1"}
    assert links(first, again._replace(places=["kiel"])) == {}
    assert links(first, again._replace(role_key="miller")) == {}
    nothing = text_key("")
    assert links(first._replace(text_key=nothing), again._replace(text_key=nothing)) == {}
    # Where each opening is listed until it is filled they are two.
    assert links(first._replace(threaded=False), again._replace(threaded=False)) == {}
    # It goes on as one, in the next thread twice again.
    third, fourth = (listed(key, 30, 29, text="t", places=["bonn"], threaded=True) for key in "34")
    assert set(links(first, again, third, fourth).values()) == {"a:1"}


def test_an_edited_advert_is_one_in_its_thread_only_for_the_same_title_or_list() -> None:
    [base, edited] = sketches([PROSE, EDITED])
    half = next(sketches([" ".join([*SENTENCES[:4], *OTHERS[:2]])]))
    assert DOUBLED > likeness(base, edited) >= REPOST > LEAST_EDITED > likeness(base, half)
    first = listed("1", 0, 29, sketch=base, role_key="kiln engineer", places=["bonn"], threaded=True)
    again = listed("2", 5, 24, sketch=edited, role_key="kiln engineer", places=["bonn"], threaded=True)
    assert links(first, again) == {"a:2": "a:1"}
    assert links(first, again._replace(sketch=half)) == {}
    assert links(first, again._replace(role_key="senior kiln engineer")) == {}
    assert links(first._replace(wanted=["mobile"]), again._replace(wanted=["data"])) == {}
    # Where neither has a title, the same advert is told by all signs.
    nameless = [
        one._replace(role_key=None, skills=["go", "kafka"], words=words_of(text))
        for one, text in ((first, PROSE), (again, EDITED))
    ]
    assert links(*nameless) == {"a:2": "a:1"}
    assert links(nameless[0], nameless[1]._replace(sketch=half, skills=["rust"], words=words_of(OTHERS[0]))) == {}


def test_the_same_on_another_board_is_one_also_at_the_same_time() -> None:
    assert links(listed("1", 0, text="t"), listed("1", 5, text="t", board="b")) == {"b:1": "a:1"}


def test_role_and_all_places_make_a_repost() -> None:
    first = listed("1", 0, role_key="go engineer", places=["beijing", "shanghai"])
    again = listed("2", 20, role_key="go engineer", places=["beijing", "shanghai"])
    assert links(first, again) == {"a:2": "a:1"}
    assert links(first, again._replace(places=["beijing"])) == {}
    assert links(first, again._replace(role_key="java engineer")) == {}


def test_a_part_of_a_city_is_the_city() -> None:
    first = listed("1", 0, text="t", places=["brooklyn"], countries=["US"])
    assert links(first, listed("2", 20, text="t", places=["new york"], countries=["US"])) == {"a:2": "a:1"}
    assert links(first, listed("2", 20, text="t", places=["albany"], countries=["US"])) == {}


def test_places_need_only_not_contradict_each_other_on_another_board() -> None:
    first = listed("1", 0, role_key="go engineer", places=["beijing", "shanghai"])
    elsewhere = listed("1", 20, role_key="go engineer", places=["beijing"], board="b")
    assert links(first, elsewhere) == {"b:1": "a:1"}
    assert links(first, elsewhere._replace(places=["wuhan"])) == {}
    assert links(first, elsewhere._replace(places=[])) == {"b:1": "a:1"}
    assert links(first._replace(places=[]), elsewhere) == {"b:1": "a:1"}
    assert links(first._replace(places=[]), elsewhere._replace(board="a", posting_id="a:3")) == {}


def test_a_country_holds_its_cities_on_another_board() -> None:
    city = listed("1", 0, role_key="go engineer", places=["bogota"], countries=["CO"])
    country = listed("1", 20, role_key="go engineer", places=["CO"], countries=["CO"], board="b")
    assert links(city, country) == {"b:1": "a:1"}
    assert links(country._replace(opened_on=DAY_0), city._replace(opened_on=DAY_0 + timedelta(days=20))) != {}
    assert links(city, country._replace(places=["PE"], countries=["PE"])) == {}
    assert links(city, country._replace(places=["cali"])) == {}


def test_the_same_text_in_another_city_is_another_vacancy_of_one_opening() -> None:
    first = listed("1", 0, text="t", places=["beijing"])
    other = listed("2", 0, text="t", places=["wuhan"])
    again = listed("3", 20, text="t", places=["wuhan"])
    assert [one[:3] for one in link(ordered([first, other, again]))] == [
        ("a:1", "a:1", "a:1"), ("a:2", "a:2", "a:1"), ("a:3", "a:2", "a:1"),
    ]  # fmt: skip


def test_an_opening_ends_92_days_after_it_was_last_seen_anywhere() -> None:
    first, other = listed("1", 0, text="t", places=["beijing"]), listed("2", 101, text="t", places=["wuhan"])
    assert [one.base_id for one in link([first, other])] == ["a:1", "a:1"]
    later = other._replace(opened_on=DAY_0 + timedelta(days=102))
    assert [one.base_id for one in link([first, later])] == ["a:1", "a:2"]


def test_an_edited_text_goes_on_and_a_rewritten_one_needs_its_title() -> None:
    [base, edited, rewritten, other] = sketches([PROSE, EDITED, REWRITTEN, ANOTHER])
    first = listed("1", 0, sketch=base, role_key="backend engineer", places=["bonn"])
    assert links(first, listed("2", 20, sketch=edited, places=["bonn"])) == {"a:2": "a:1"}
    again = listed("2", 20, sketch=rewritten, role_key="backend engineer", places=["bonn"])
    assert links(first, again) == {"a:2": "a:1"}
    assert links(first, again._replace(role_key="designer")) == {}
    assert links(first, again._replace(places=["kiel"])) == {}
    # Titles that only agree need something of the text in common, where the employer has several adverts.
    third = listed("3", 0, sketch=next(sketches([OTHERS[0] * 2])), role_key="beetle keeper")
    assert links(first, third, again._replace(sketch=other, role_key="lead backend and kiln engineer")) == {}


def test_of_two_texts_of_which_one_has_a_title_a_third_has_to_be_the_same() -> None:
    [base, third, less] = sketches([PROSE, " ".join([*SENTENCES[:3], *OTHERS[:1]]), REWRITTEN])
    assert likeness(base, third) >= ONE_TITLE > likeness(base, less)
    first = listed("1", 0, sketch=base, places=["bonn"])
    later = listed("2", 90, sketch=third, role_key="kiln engineer", places=["bonn"])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(sketch=less)) == {}
    assert links(first, later._replace(places=["kiel"])) == {}
    assert links(first._replace(offered=["data engineer"]), later._replace(role_key="mobile engineer")) == {}


def told(postings: list[Listed], **sites: str) -> dict[str, str]:
    found = employers.told(together(postings, {f"a:{key[1:]}": site for key, site in sites.items()}))
    return {postings[at].posting_id: employer for at, employer in found.items()}


def test_an_employer_whom_nobody_names_is_known_by_its_text() -> None:
    [base, edited, other] = sketches([PROSE, EDITED, ANOTHER])
    first = listed("1", 0, sketch=base)
    unnamed = listed("2", 20, sketch=edited, employer_key="posting:a:2")
    assert told([first, unnamed]) == {"a:2": "name:acme"}
    assert told([first, unnamed._replace(sketch=other)]) == {}
    assert told([first, unnamed._replace(opened_on=DAY_0 + timedelta(days=102))]) == {}
    # Two names that do not hold each other are two employers, whatever they say, but of adverts that are written for
    # threads and that follow each other.
    bolt = unnamed._replace(employer_key="name:bolt", sketch=base)
    assert told([first, bolt]) == {}
    threads = [first._replace(threaded=True), bolt._replace(threaded=True)]
    assert told(threads) == {"a:2": "name:acme"}
    assert told([threads[0], threads[1]._replace(sketch=other)]) == {}
    assert told([threads[0]._replace(last_seen_on=bolt.opened_on), threads[1]]) == {}
    # Tiny adverts of two firms may be in the words of one form.
    [tiny] = sketches([PROSE[:150]])
    assert 0 < len(tiny) < TINY * BYTES
    assert told([one._replace(sketch=tiny) for one in threads]) == {}
    longer = unnamed._replace(employer_key="name:acmeunited", sketch=base)
    assert told([first, longer]) == {"a:2": "name:acme"}


def test_one_own_site_is_one_employer_under_whatever_name() -> None:
    [base, other, third] = sketches([PROSE, ANOTHER, REWRITTEN])
    first = listed("1", 0, sketch=base)
    later = listed("2", 40, sketch=other, employer_key="name:acmecharts")
    assert told([first, later]) == {}
    assert told([first, later], a1="acmechart", a2="acmechart") == {"a:2": "name:acme"}
    assert told([first, later], a1="acmechart", a2="bolt") == {}
    assert told([first, later._replace(opened_on=DAY_0 + timedelta(days=150))], a1="acme", a2="acme") == {}
    # Who posts may hire for several.
    assert told([first, later._replace(employer_key="person:7")], a1="acme", a2="acme") == {}
    # From then on that name is the other's, until it was not seen for long.
    again = later._replace(posting_id="a:3", opened_on=DAY_0 + timedelta(days=60), sketch=third)
    assert told([first, later, again], a1="acme", a2="acme") == {"a:2": "name:acme", "a:3": "name:acme"}
    long_after = again._replace(opened_on=DAY_0 + timedelta(days=400))
    assert told([first, later, long_after], a1="acme", a2="acme") == {"a:2": "name:acme"}


def test_a_name_goes_where_its_text_went() -> None:
    [base, edited, other] = sketches([PROSE, EDITED, ANOTHER])
    unnamed = listed("1", 0, sketch=base, employer_key="posting:a:1")
    named = listed("2", 20, sketch=edited)
    later = listed("3", 50, sketch=other)
    assert told([unnamed, named, later]) == {"a:2": "posting:a:1", "a:3": "posting:a:1"}
    assert told([unnamed, later]) == {}
    # A name that was lately seen as itself goes nowhere, whatever a text says.
    itself = listed("0", -5, sketch=other)
    assert told([itself, unnamed, named, later]) == {}
    assert told(
        [
            itself._replace(opened_on=DAY_0 - timedelta(days=200), last_seen_on=DAY_0 - timedelta(days=190)),
            unnamed,
            named,
        ]
    ) == {"a:2": "posting:a:1"}


@pytest.mark.parametrize("given", ["Engineer (Payments)", "Engineer [Payments]", "Engineer (m/w/d) (Payments)"])
def test_what_stands_in_brackets_tells_titles_apart(given: str) -> None:
    assert signature(given) == "engineer (payments)"
    assert signature("Engineer (Search)") != signature(given)
    assert signature("Agent (Πάτρα)") != signature("Agent (Βόλος)") != signature("Agent")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("senior back end engineer", "backend developer", Roles.SAME),
        ("后端开发工程师", "前端开发工程师", Roles.OTHER),
        ("ios engineer data scientist", "data scientist", Roles.PART),
        ("senior engineer", "devops engineer", Roles.UNTOLD),
        (None, "devops engineer", Roles.UNTOLD),
        ("lead software engineer", "copy writer", Roles.OTHER),
        ("lead software engineer", "sales engineer", Roles.UNTOLD),
        ("ios开发工程师", "审核专员 qa", Roles.OTHER),
        ("senior android developer", "ios developer", Roles.OTHER),
        ("android developer", "mobile developer", Roles.SAME),
        ("android and ios developer", "ios developer", Roles.SAME),
        ("android developer back end developer", "ios developer back end developer", Roles.SAME),
    ],
)
def test_titles_are_compared_by_kinds_of_work(one: str | None, other: str, expected: Roles) -> None:
    assert roles.compared(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("back end engineers", "backend engineer"),
        ("data scientists", "data scientist"),
        ("sales managers", "sales manager"),
    ],
)
def test_one_role_is_written_in_several_ways(one: str, other: str) -> None:
    assert core(one) == core(other) != frozenset()
    assert core("business analyst") != core("busines analyst")


def test_an_advert_without_title_goes_on_if_it_shares_a_piece_of_its_text_and_its_places() -> None:
    [base, other] = sketches([PROSE, REWRITTEN])
    first = listed("1", 0, 29, sketch=base, places=["bonn"])
    later = listed("2", 30, 29, sketch=other, places=["bonn", "kiel"])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(places=["kiel"])) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme\n\n* Senior Nurse Engineers - you will\n2) **Kiln Designer**:", ["nurse engineer", "kiln designer"]),
        ("Acme\nKiln Manager\u2028\nKiln ENGINEERS", ["kiln manager", "kiln engineer"]),
        ("公司简介\n1、高级陶艺工程师（两名）\n- 负责窑炉开发\n熟悉产品经理", ["陶艺工程师"]),
        (
            "Acme\nSenior Kiln Engineer / Full Stack\nTiles / Kiln Engineer",
            ["kiln engineer full stack", "tiles kiln engineer"],
        ),
        ("Acme\nNo recruiters\nNo Agency Recruiters", []),
        ("We are looking for an engineer\nYou will be our first kiln manager", []),
        ("", []),
    ],
)
def test_roles_that_stand_alone_in_a_line_are_listed(text: str, expected: list[str]) -> None:
    assert roles.offered(text) == expected
    assert roles.listed_roles(None, text) == expected
    assert roles.listed_roles("Engineer", text) == []


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (None, "Acme, in Bonn, is looking for an iOS Engineer", ["mobile"]),
        (
            None,
            "Acme\nWe are hiring front-end (React) and back end engineers who like tiles.",
            ["back end", "front end"],
        ),
        ("Multiple Roles", "Acme\nWe seek a talented Data Scientist.", ["data"]),
        ("iOS Engineer", "Acme\nWe seek a talented Data Scientist.", []),
        (None, "Senior QA Engineer at Acme, Bonn\nWe bake tiles.", ["test"]),
        (None, "Acme\nYou will work with our data scientists and designers.", []),
        (None, "Acme | Sys Admin | Bonn\nWe bake tiles.", ["operations"]),
        (None, "Acme\nWe are hiring a Sales Rep and designers.", ["design", "sales"]),
        (None, "Acme\nWe are hiring engineers.", []),
        (None, "我们做瓷砖。正在寻找一名前端工程师，负责网站。", ["front end"]),
        (None, "我们做瓷砖，前端很重要。", []),
        (None, None, []),
    ],
)
def test_what_work_a_sentence_seeks(title: str | None, text: str | None, expected: list[str]) -> None:
    assert roles.work_of(title, text).wanted == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (None, "Acme\nExperienced frontend, iOS, data and QA engineers.", ["data", "front end", "mobile", "test"]),
        ("Several Positions", "Acme\nWe need embedded engineers, and a designer.", ["design", "devices"]),
        ("Kiln Engineer", "Acme\nWe need embedded engineers.", []),
        (None, "Acme\nWe're hiring:\n- Sr full stack\n- Biz dev\n- Customer support\n\nWe bake tiles on the server.",
         ["full stack", "sales", "support"]),
        (None, "Acme\nWe bake:\n- server tiles\n", []),
        # At work already, or others.
        (None, "Acme\nYou work with designers and QA engineers.\nMeet our mobile developers. We help analysts.", []),
        (None, "Acme\nYou design and engineer the kilns.", []),
        (None, "Acme\nA thousand tiles, " + "of clay, " * 40 + "and designers.", []),
        (None, None, []),
    ],
)  # fmt: skip
def test_what_work_a_text_names_anywhere(title: str | None, text: str | None, expected: list[str]) -> None:
    assert roles.work_of(title, text).named == expected


def test_only_the_patterns_of_kinds_that_a_word_begins_are_tried() -> None:
    known = [*roles._KINDS.items(), ("", roles._SHOWS.pattern)]
    begun = {name: [start for start, names in roles._BEGINNINGS.items() if name in names] for name, _ in known}
    for name, said in known:
        for way in re.split(r"\|(?![^()]*\))", said):
            start = re.sub(r".\?.*|[(\\].*", "", way.removeprefix(r"\b"))
            assert start, way
            assert any(start.startswith(each) for each in begun[name]), way
    assert roles.kinds("operations software engineer") == {"operations"}
    assert roles.kinds("back end, ios and html5 developer") == {"back end", "front end", "mobile"}


def test_a_number_of_positions_is_no_role() -> None:
    assert not roles.tells(signature("4 open positions"))
    assert roles.tells(signature(".NET developers"))
    assert "dotnet" not in (signature("Engineers at acme.net") or "")
    assert roles.tells(signature("4 kiln designers"))
    assert roles.kinds("platform software engineer") == {"operations"}


def test_every_noun_of_a_role_begins_as_one_that_is_searched_for() -> None:
    nouns = re.findall(r"[a-z]+", roles._ROLE_NOUN.pattern.partition(")\\b")[0].replace("?", ""))
    assert {"devs", "reps"} < set(nouns)
    assert all(noun.startswith(roles._STEMS) for noun in nouns if noun not in {"ineer", "r", "s"})


def test_every_noun_of_work_is_found_by_the_search_that_goes_before() -> None:
    assert all(roles._names_who(noun) for noun in roles._SOUGHT_NOUNS)
    assert all(set(cue) & set(roles._SEEK_ZH) for cue in roles._SEEKS_ZH)


def test_before_the_word_for_hiring_stands_who_hires() -> None:
    assert signature("榜上有名AI企业 Acme-内推-前端工程师") == signature("前端工程师")
    # Behind it stands nothing that tells a role.
    assert signature("Acme AI 招聘资深工程师!") != signature("资深工程师!")
    assert signature("前端工程师招聘") == signature("前端工程师 招聘")


def test_texts_nearly_the_same_that_seek_other_work_are_other_adverts() -> None:
    [base, edited] = sketches([PROSE, EDITED])
    assert likeness(base, edited) >= 0.72
    first = listed("1", 0, sketch=base, wanted=["mobile"])
    later = listed("2", 20, sketch=edited, wanted=["mobile", "test"])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(wanted=["operations"])) == {}
    assert links(first, later._replace(wanted=[])) == {"a:2": "a:1"}


def test_texts_nearly_the_same_that_name_other_work_throughout_are_other_adverts() -> None:
    [base, edited] = sketches([PROSE, EDITED])
    first, later = listed("1", 0, sketch=base, named=["mobile"]), listed("2", 20, sketch=edited, named=["data"])
    assert links(first, later) == {}
    assert links(first, later._replace(named=["data", "mobile"])) == {"a:2": "a:1"}
    assert links(first, later._replace(named=[])) == {"a:2": "a:1"}
    # What both list outweighs what their sentences name.
    offers = ["kiln designer", "glaze chemist"]
    assert links(first._replace(offered=offers), later._replace(offered=offers)) == {"a:2": "a:1"}


def test_what_a_sentence_seeks_parts_no_adverts_that_name_the_same_work_elsewhere() -> None:
    [base, edited] = sketches([PROSE, EDITED])
    first = listed("1", 0, sketch=base, wanted=["mobile"], named=["back end", "mobile"])
    later = listed("2", 20, sketch=edited, wanted=["product"], named=["back end", "mobile", "product"])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(named=["back end", "product"])) == {}
    # A list tells all there is.
    assert links(first, later._replace(offered=["product manager"], wanted=[])) == {"a:2": "a:1"}
    again = later._replace(offered=["product manager"])
    assert links(first._replace(offered=["mobile engineer"]), again) == {}


def test_of_two_vacancies_of_one_advert_the_one_by_far_more_alike_is_continued() -> None:
    half = " ".join([*SENTENCES[:6], *OTHERS[:1]])
    [base, near, again] = sketches([PROSE, half, half + " Write soon."])
    assert likeness(again, near) > likeness(again, base) + vacancies.NEARER > 0.45 + vacancies.NEARER
    first, second = listed("1", 0, 30, sketch=base), listed("2", 3, 10, sketch=near)
    later = listed("3", 35, sketch=again)
    assert links(first, second, later) == {"a:3": "a:2"}
    # Of two as much alike the one seen last.
    assert links(first, second._replace(sketch=base), later._replace(sketch=base)) == {"a:3": "a:1"}


def test_one_link_makes_adverts_one_where_title_list_and_place_do_not_speak_against_it() -> None:
    [base, other] = sketches([PROSE, ANOTHER])
    first = listed("1", 0, sketch=base, role_key="kiln engineer", places=["bonn"], links=[7])
    later = listed("2", 100, sketch=other, role_key="glaze engineer", places=["bonn"], links=[7])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(links=[8])) == links(first, later._replace(links=[])) == {}
    assert links(first, later._replace(links=[7, 8])) == {"a:2": "a:1"}
    assert links(first, later._replace(links=[7, 8, 9])) == {}
    assert links(first, later._replace(places=["kiel"])) == {}
    assert links(first, later._replace(employer_key="name:bolt")) == {}
    assert links(first._replace(role_key="back end engineer"), later._replace(role_key="mobile engineer")) == {}
    unsaid = first._replace(role_key=None, offered=["kiln designer"])
    assert links(unsaid, later._replace(role_key=None, offered=["data engineer"])) == {}
    assert links(unsaid, later._replace(role_key=None, offered=["kiln designer"])) == {"a:2": "a:1"}


def test_several_links_in_common_are_a_list_of_roles_whichever_stands_in_the_title() -> None:
    [base, other] = sketches([PROSE, ANOTHER])
    first = listed("1", 0, sketch=base, role_key="back end engineer", links=[7, 8, 9])
    later = listed("2", 50, sketch=other, role_key="mobile engineer", links=[8, 9])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(links=[9])) == links(first, later._replace(links=[6, 8, 9, 10])) == {}
    # Even above the same text, where titles alone would tell two openings.
    assert links(first, later._replace(sketch=base)) == {"a:2": "a:1"}
    assert links(first, later._replace(sketch=base, links=[])) == {}


def test_one_title_with_the_same_links_is_one_advert_in_its_thread_whatever_else_it_says() -> None:
    [base, other] = sketches([PROSE, ANOTHER])
    first = listed("1", 0, 29, sketch=base, role_key="kiln engineer", threaded=True, links=[7])
    again = listed("2", 5, 24, sketch=other, role_key="kiln engineer", threaded=True, links=[7])
    assert links(first, again) == {"a:2": "a:1"}
    apart = [
        one._replace(links=[], skills=[skill], words=words_of(text))
        for one, skill, text in ((first, "go", PROSE), (again, "rust", ANOTHER))
    ]
    assert links(*apart) == {}
    assert links(first, again._replace(links=[8])) == {}


def test_texts_without_titles_that_list_other_roles_are_other_adverts() -> None:
    [base, edited] = sketches([PROSE, REWRITTEN])
    first = listed("1", 0, sketch=base, offered=["kiln designer"])
    later = listed("2", 20, sketch=edited, offered=["kiln designer", "data engineer"])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(offered=["data engineer"])) == {}
    # A re-post may read its list in another way.
    assert links(first, later._replace(sketch=base, offered=["data engineer"])) == {"a:2": "a:1"}


def test_a_rewritten_advert_is_not_followed_by_one_for_other_work() -> None:
    [base, rewritten] = sketches([PROSE, REWRITTEN])
    first = listed("1", 0, 29, sketch=base, role_key="kiln back end engineer for acme works")
    later = listed("2", 30, sketch=rewritten, role_key="kiln front end engineer for acme works")
    assert links(first, later) == {}
    assert links(first, later._replace(role_key="kiln back end developer for acme works")) == {"a:2": "a:1"}


def test_titles_without_kinds_of_work_may_differ_in_levels_and_nouns() -> None:
    [base, rewritten] = sketches([PROSE, REWRITTEN])
    near = next(sketches([" ".join([*SENTENCES[:6], *OTHERS])]))
    assert 0.45 <= likeness(base, near) < 0.72
    first = listed("1", 0, sketch=base, role_key="ruby on glaze developers", places=["bonn"])
    later = listed("2", 60, sketch=near, role_key="glaze software engineer", places=["bonn"])
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(role_key="kiln software engineer")) == {}
    assert links(first, later._replace(role_key="glaze data engineer")) == {}
    assert 0.25 <= likeness(base, rewritten) < 0.45
    assert links(first, later._replace(sketch=rewritten)) == {"a:2": "a:1"}
    assert links(first, later._replace(sketch=rewritten, places=["kiel"])) == {}
    far = next(sketches([" ".join([*SENTENCES[2:4], *OTHERS])]))
    assert links(first, later._replace(sketch=far, role_key="senior ruby on glaze developers")) == {"a:2": "a:1"}
    assert links(first, later._replace(sketch=far)) == {}


def test_titles_of_several_kinds_of_work_may_change_some() -> None:
    [base] = sketches([PROSE])
    near = next(sketches([" ".join([*SENTENCES[:6], *OTHERS])]))
    first = listed("1", 0, sketch=base, role_key="back end front end and qa engineers")
    later = listed("2", 60, sketch=near, role_key="front end back end android and data people")
    assert links(first, later) == {"a:2": "a:1"}
    assert links(first, later._replace(role_key="back end android and data people")) == {}
    assert links(first, later._replace(places=["bonn"])) == {}


def test_a_repost_may_have_lost_its_title_but_not_list_other_roles() -> None:
    [base, edited] = sketches([PROSE, EDITED])
    first = listed("1", 0, sketch=base, role_key="software engineer", places=["bonn"])
    assert links(first, listed("2", 60, sketch=edited, role_key="back end developer", places=["bonn"])) == {
        "a:2": "a:1"
    }
    near = next(sketches([" ".join([*SENTENCES[:6], *OTHERS])]))
    first = listed("1", 0, sketch=base, role_key="front end and back end engineers", places=["bonn"])
    later = listed("2", 60, sketch=near, places=["bonn"])
    both = ["front end developer", "back end developer"]
    assert links(first, later._replace(offered=both)) == {"a:2": "a:1"}
    assert links(first, later._replace(offered=["back end developer", "product manager"])) == {}
    assert links(later._replace(offered=[]), first._replace(opened_on=DAY_0 + timedelta(days=90))) == {"a:1": "a:2"}


def test_of_several_adverts_that_fit_the_one_for_the_same_work_is_continued() -> None:
    [base] = sketches([PROSE])
    both = listed("1", 0, 40, sketch=base, role_key="designer front end developer")
    front = listed("2", 1, 40, sketch=base, role_key="front end engineer")
    assert links(both, front, listed("3", 50, sketch=base, role_key="front end developer")) == {"a:3": "a:2"}


def test_texts_are_looked_up_by_their_smallest_windows() -> None:
    made = list(sketches([PROSE, "", ANOTHER]))
    assert [telling(sketch) for sketch in made] == [sorted(set(windows(sketch)))[:TELLING] for sketch in made]


def test_pay_and_forms_of_address_do_not() -> None:
    plain = signature("Senior Engineer")
    assert {signature("Senior Engineer (m/w/d)"), signature("Sr. Engineer ($90-$170/hr)")} == {plain}
    assert signature("Consultant &amp;#8211; APAC") == signature("Consultant - APAC")
    assert signature("()") is None
    assert signature("Senior Engineer (https://acme.example/jobs/1)") == plain


def test_a_role_in_another_country_is_another_opening() -> None:
    first = listed("1", 0, role_key="trust accountant", places=["PH"])
    assert links(first, listed("2", 20, role_key="trust accountant", places=["MX"])) == {}
    assert links(first, listed("2", 20, role_key="trust accountant", places=["MX", "PH"], board="b")) == {"b:2": "a:1"}


def test_unknown_roles_are_not_the_same_role() -> None:
    assert links(listed("1", 0), listed("2", 20)) == {}


def test_missing_texts_are_not_the_same_text() -> None:
    nothing = text_key("")
    assert links(listed("1", 0, text=nothing, role_key="go"), listed("2", 20, text=nothing, role_key="java")) == {}
    assert links(listed("1", 0, text=nothing, role_key="go"), listed("2", 20, text=nothing, role_key="go")) == {
        "a:2": "a:1"
    }


def test_employers_stay_apart() -> None:
    other = listed("2", 20, text="t", employer_key="name:bolt")
    assert links(listed("1", 0, text="t"), other) == {}


def test_a_chain_goes_on_by_its_gaps_whatever_its_length() -> None:
    months = [listed(f"{at:02}", 60 * at, text="t") for at in range(12)]
    assert links(*months) == {f"a:{at:02}": "a:00" for at in range(1, 12)}


def test_a_chain_may_change_its_words_step_by_step() -> None:
    first = listed("1", 0, text="t", role_key="go engineer")
    second = listed("2", 60, text="u", role_key="go engineer")
    third = listed("3", 120, text="u", role_key="golang developer")
    assert links(first, second, third) == {"a:2": "a:1", "a:3": "a:1"}


def test_two_that_ran_together_are_continued_one_each() -> None:
    first, second = listed("1", 0, 10, text="t"), listed("2", 5, 10, text="t")
    third, fourth = listed("3", 30, text="t"), listed("4", 32, text="t")
    # The first to come continues the one seen last; that one is then taken.
    assert links(first, second, third, fourth) == {"a:3": "a:2", "a:4": "a:1"}


def test_a_vacancy_is_on_a_board_once_at_a_time_also_through_another_board() -> None:
    here, there = listed("1", 0, 100, text="t"), listed("1", 5, text="t", board="b")
    again = listed("2", 50, 10, text="t")
    assert links(here, there, again) == {"b:1": "a:1"}


def test_a_vacancy_lasts_until_the_last_of_its_postings_was_seen() -> None:
    long, short = listed("1", 0, 100, text="t"), listed("1", 5, 10, text="t", board="b")
    assert links(long, short, listed("2", 150, text="t")) == {"b:1": "a:1", "a:2": "a:1"}


def test_the_one_last_seen_anywhere_is_continued() -> None:
    first, second = listed("1", 0, 10, text="t"), listed("2", 5, 10, text="t")
    # Board b goes on showing one of the two: after day 14 it is the one last seen.
    here, there = listed("1", 12, 5, text="t", board="b"), listed("2", 16, 20, text="t", board="b")
    found = links(first, second, here, there, listed("3", 40, text="t"))
    assert found["a:3"] == found["b:2"]


POSTINGS = st.lists(
    st.builds(
        lambda key, opened, days, board, employer, text, role, places: listed(
            f"{key:02}", opened, days, board=board, text=text, employer_key=employer, role_key=role, places=places
        ),
        st.integers(0, 99),
        st.integers(0, 400),
        st.integers(1, 120),
        st.sampled_from("ab"),
        st.sampled_from(["name:acme", "name:bolt"]),
        st.sampled_from(["t", "u", "v", text_key("")]),
        st.sampled_from([None, "go", "java"]),
        st.lists(st.sampled_from(["beijing", "wuhan"]), unique=True).map(sorted),
    ),
    max_size=25,
    unique_by=lambda one: one.posting_id,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(postings=POSTINGS)
def test_links_point_to_the_first_posting_of_an_earlier_vacancy(postings: list[Listed]) -> None:
    by_id = {one.posting_id: one for one in postings}
    found = links(*postings)
    for posting_id, vacancy_id in found.items():
        posting, first = by_id[posting_id], by_id[vacancy_id]
        assert (first.opened_on, first.posting_id) < (posting.opened_on, posting.posting_id)
        assert first.employer_key == posting.employer_key
        assert vacancy_id not in found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(postings=POSTINGS)
def test_a_vacancy_is_never_twice_on_a_board_at_once_and_has_no_long_gap(postings: list[Listed]) -> None:
    found = links(*postings)
    members: dict[str, list[Listed]] = {}
    for one in ordered(postings):
        members.setdefault(found.get(one.posting_id, one.posting_id), []).append(one)
    for vacancy in members.values():
        for board in "ab":
            for before, after in pairwise([one for one in vacancy if one.board == board]):
                assert before.last_seen_on < after.opened_on
        until = vacancy[0].last_seen_on
        for one in vacancy[1:]:
            assert (one.opened_on - until).days <= NEAR_DAYS
            until = max(until, one.last_seen_on)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(postings=POSTINGS)
def test_linking_is_idempotent_and_each_employer_stands_alone(postings: list[Listed]) -> None:
    found = links(*postings)
    assert links(*postings) == found
    alone = {
        key: value
        for employer in ("name:acme", "name:bolt")
        for key, value in links(*(one for one in postings if one.employer_key == employer)).items()
    }
    assert alone == found


def by_the_rule(postings: list[Listed]) -> dict[str, str]:
    """Link by trying every earlier vacancy of the employer: the rule's own words, at any cost."""
    found: dict[str, str] = {}
    members: dict[str, list[Listed]] = {}
    for one in ordered(postings):
        near = [
            (id_, seen)
            for id_, seen in members.items()
            if seen[0].employer_key == one.employer_key and (one.opened_on - _until(seen, one)).days <= NEAR_DAYS
            if not any(other.board == one.board and other.last_seen_on >= one.opened_on for other in seen)
        ]
        for same in (_same_text, _same_role, _same_place):
            if fitting := [(-_until(seen, one).toordinal(), id_) for id_, seen in near if same(one, seen)]:
                found[one.posting_id] = min(fitting)[1]
                break
        members.setdefault(found.get(one.posting_id, one.posting_id), []).append(one)
    return found


def _until(seen: list[Listed], one: Listed) -> date:
    """Return the last day seen, as known when the posting opened."""
    return min(max(other.last_seen_on for other in seen), one.opened_on)


def _same_text(one: Listed, seen: list[Listed]) -> bool:
    said = (one.text_key, one.places)
    return one.text_key != text_key("") and any((other.text_key, other.places) == said for other in seen)


def _same_role(one: Listed, seen: list[Listed]) -> bool:
    return one.role_key is not None and any(
        (other.role_key, other.places) == (one.role_key, one.places) for other in seen
    )


def _same_place(one: Listed, seen: list[Listed]) -> bool:
    alike = [other for other in seen if one.role_key is not None and other.role_key == one.role_key]
    apart = all(other.board != one.board for other in seen)
    return apart and any(not other.places or not one.places or set(other.places) & set(one.places) for other in alike)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(postings=POSTINGS)
def test_the_quick_way_links_as_the_rule_says(postings: list[Listed]) -> None:
    assert links(*postings) == by_the_rule(postings)


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often a posting is held against a vacancy."""
    counted = [0]
    takes = vacancies._Vacancy.takes

    def counting(self: vacancies._Vacancy, posting: Told) -> bool:
        counted[0] += 1
        return takes(self, posting)

    monkeypatch.setattr(vacancies._Vacancy, "takes", counting)
    return counted


def test_distinct_texts_of_a_large_employer_are_not_compared_with_each_other(compared: list[int]) -> None:
    many = [listed(f"{at:05}", at // 50, 30, role_key=f"role {at}", places=["beijing"]) for at in range(50_000)]
    assert continued(many) == {}
    assert compared[0] == 0


def test_reposts_of_a_large_employer_meet_their_own_kind_only(compared: list[int]) -> None:
    many = [
        listed(f"{at:05}", 40 * (at % 25), text=f"t{at // 25}", role_key=f"role {at // 25}") for at in range(50_000)
    ]
    assert len(continued(ordered(many))) == 48_000
    assert compared[0] < 2 * len(many)


def test_look_alikes_of_a_large_employer_that_run_at_the_same_time_are_not_compared_with_each_other(
    compared: list[int],
) -> None:
    many = [listed(f"{at:05}", at // 200, 60, role_key="java", places=["beijing"]) for at in range(20_000)]
    assert len(continued(many)) == 8_000
    assert compared[0] < 4 * len(many)


def test_a_long_chain_that_changes_its_text_each_time_meets_itself_only(compared: list[int]) -> None:
    many = [listed(f"{at:05}", at, 1, role_key="java", places=["beijing"]) for at in range(20_000)]
    assert set(continued(many).values()) == {"a:00000"}
    assert compared[0] < 4 * len(many)


TEXTS = [
    "",
    PROSE,
    "短",
    "我们是一家做排班软件的公司，三百家医院每天早上都要用到它。" * 5,
    EDITED,
    "a" * 70_000,
    ANOTHER,
    "\ud800\x00ß",
]


def test_sketches_of_many_texts_are_those_of_each_alone() -> None:
    assert list(sketches(TEXTS)) == [next(sketches([text])) for text in TEXTS]


PIECES = st.lists(st.sampled_from([*SENTENCES, *OTHERS, "短", "ÿ", "\ud800", " ", "abcdefghijklmno", "P"]), max_size=12)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(drawn=st.lists(PIECES.map("".join), max_size=60))
def test_arrays_find_what_the_loops_find(drawn: list[str]) -> None:
    texts = [*drawn, *TEXTS]
    held = [loops.sketch(text) for text in texts]
    assert list(sketching.sketches(iter(texts))) == held
    for one, other in pairwise(held):
        assert sketching.shared(one, other) == loops.shared(one, other)


def test_likeness_is_that_of_the_texts() -> None:
    [base, edited, loud, other] = sketches([PROSE, EDITED, PROSE.upper().replace(",", " ;"), ANOTHER])
    assert likeness(base, loud) == 1
    assert likeness(base, edited) > 0.7
    assert likeness(base, other) == likeness(base, b"") == 0
    one, two = set(windows(base)), set(windows(edited))
    assert likeness(base, edited) == len(one & two) / len(one | two)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(postings=POSTINGS, first=st.integers(0, 400))
def test_later_postings_change_no_earlier_link(postings: list[Listed], first: int) -> None:
    earlier = ordered([one for one in postings if (one.opened_on - DAY_0).days <= first])
    all_links = {one.posting_id: one for one in link(ordered(postings))}
    assert [all_links[one.posting_id] for one in link(earlier)] == list(link(earlier))


SAID = st.lists(
    st.builds(
        lambda key, opened, days, board, sketch, role, places, offered, threaded, links, skills: listed(
            f"{key:02}", opened, days, board=board, sketch=sketch, role_key=role, places=places,
            offered=[] if role else offered, threaded=threaded, links=links, skills=skills,
        ),
        st.integers(0, 99),
        st.integers(0, 200),
        st.integers(1, 40),
        st.sampled_from("aaab"),
        st.sampled_from(list(sketches([PROSE, EDITED, REWRITTEN, ANOTHER]))),
        st.sampled_from([None, None, "kiln engineer", "senior kiln engineer", "front end developer"]),
        st.lists(st.sampled_from(["bonn", "kiel"]), unique=True).map(sorted),
        st.sampled_from([[], ["kiln designer", "data engineer"], ["data engineer", "glaze chemist"]]),
        st.booleans(),
        st.sampled_from([[], [], [7], [8], [7, 8]]),
        st.sampled_from([[], ["go", "kafka"], ["go", "kafka", "sql"], ["rust", "sql"]]),
    ),
    max_size=14,
    unique_by=lambda one: one.posting_id,
)  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(postings=SAID, day=st.integers(0, 240))
def test_adverts_in_other_words_are_linked_by_what_was_known_on_the_day(postings: list[Listed], day: int) -> None:
    today = DAY_0 + timedelta(days=day)
    known = [
        one._replace(last_seen_on=min(one.last_seen_on, today)) for one in ordered(postings) if one.opened_on <= today
    ]
    later = {one.posting_id: one for one in link(ordered(postings))}
    assert list(link(known)) == [later[one.posting_id] for one in known]
