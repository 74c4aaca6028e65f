"""Adverts in threads: the signs of a pair, how the trees weigh them, and what linking makes of that."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest

from bench.linking_model import line
from bench.linking_sample import CHOSEN, LABELS
from bench.linking_words import Known, learnt
from warehouse import chances, metros, wording
from warehouse.kin import AGAIN, LIKELY, MANY, NEAR_DAYS, SURE, Families, Learnt
from warehouse.likeness import likeness, sketches, windows
from warehouse.passages import passage
from warehouse.signs import SIGNS, UNKNOWN, signs
from warehouse.vacancies import Listed, link, told_of
from warehouse.wording import Words

DAY_0 = date(2024, 1, 1)
_WEIGHTS = ("low_low", "low_high", "high_low", "high_high")
_NUMBERS = ("first_at", "low_at", "high_at", *_WEIGHTS)
OVENS = "We build brick ovens for bakeries on four islands, and each oven is fired twice before it is shipped. "
CARE = "Whoever joins us learns to lay a vault by hand, to read smoke, and to wait until the stones are dry. "
FERRIES = "The ferries run on time because nine people keep their tables, and we look for one who likes tables. "
[OVEN, OVEN_AND_CARE, FERRY] = sketches([OVENS + CARE, OVENS + "Write to us when the almonds bloom.", FERRIES])


def advert(key: str, opened: int, days: int = 29, *, board: str = "a", **more: object) -> Listed:
    """Return an advert in a thread; its text is its own."""
    made = Listed(
        "name:acme", DAY_0 + timedelta(days=opened), f"{board}:{key}", board,
        DAY_0 + timedelta(days=opened + days - 1), f"text of {board}:{key}", None, ["bonn"], threaded=True,
        sketch=OVEN, skills=["go", "kafka"],
    )  # fmt: skip
    return made._replace(**more)  # type: ignore[arg-type]  # the keywords are Listed's own


def linked(*postings: Listed) -> dict[str, str]:
    """Return posting -> vacancy for those that continue an earlier one."""
    ordered = sorted(postings, key=lambda one: (one.employer_key, one.opened_on, one.posting_id))
    return {one.posting_id: one.vacancy_id for one in link(ordered) if one.posting_id != one.vacancy_id}


def taught(rows: list[dict[str, str]]) -> Learnt:
    """Return trees of a table, with the product's words."""
    return Learnt(chances.read(rows), wording.load())


def sign(name: str, one: Listed, other: Listed) -> float:
    """Return one sign of a pair, the earlier posting first."""
    return float(signs(told_of(other), [told_of(one)], wording.load())[0, SIGNS.index(name)])


def test_each_sign_says_what_two_adverts_have_in_common() -> None:
    one = advert("1", 0, role_key="oven builder", named=["data", "test"], offered=["stone cutter"], links=[7])
    other = advert(
        "2", 35, role_key="senior oven builder", sketch=OVEN_AND_CARE, skills=["go", "rust", "sql"],
        places=["bonn", "kiel"], links=[7, 8],
    )  # fmt: skip
    both = len(set(windows(OVEN)) & set(windows(OVEN_AND_CARE)))
    assert sign("likeness", one, other) == pytest.approx(likeness(OVEN, OVEN_AND_CARE))
    assert sign("containment", one, other) == pytest.approx(both / min(map(len, map(windows, (OVEN, OVEN_AND_CARE)))))
    assert sign("days", one, other) == 35
    assert sign("adverts lately", one, other) == 1
    assert (sign("titles", one, other), sign("roles", one, other), sign("one title", one, other)) == (2, 2, 0)
    assert sign("telling words of titles", one, other) == 1
    assert (sign("lists", one, other), sign("lists shared", one, other)) == (1, UNKNOWN)
    assert sign("texts naming work", one, other) == 1
    assert (sign("fewer kinds", one, other), sign("more kinds", one, other)) == (0, 2)
    assert (sign("skills in common", one, other), sign("skills within", one, other)) == (1 / 4, 1 / 2)
    assert (sign("places in common", one, other), sign("places within", one, other)) == (1 / 2, 1)
    assert sign("links in common", one, other) == 1 / 2
    unknown = {"words of titles", "kinds of titles", "work in common", "skills in common", "places in common"}
    bare = advert("3", 35, skills=[], places=[])
    assert {sign(name, one, bare) for name in unknown} == {UNKNOWN}


def told_words(*lines: int, roles: tuple[int, ...] = ()) -> Words:
    """Return words by their lines."""
    return Words(np.array(lines, np.uint16), np.array([line in roles for line in lines]))


def test_words_weigh_by_what_texts_share_and_what_one_alone_has() -> None:
    none = np.zeros(3)
    both, alone, rarity = (np.array(each) for each in ([2.0, 0.0, 1.0], [-4.0, -1.0, 0.0], [3.0, 2.0, 1.0]))
    weights = wording.Weights(both, alone, rarity, none, none, none)
    ovens, mixed, ferries, nothing = told_words(0, 2), told_words(0, 1), told_words(1), told_words()
    odds = (2 + 0 - 1) / math.sqrt(3)
    assert weights.of(ovens, mixed)[:2] == pytest.approx((1 / (1 + math.exp(-odds)), 3 / 4))
    assert weights.of(mixed, ovens) == weights.of(ovens, mixed)
    apart = weights.of(ovens, ferries)
    assert apart[:2] == pytest.approx((1 / (1 + math.exp(5 / math.sqrt(3))), 0.0))
    assert (apart.words_alone, apart.worst_alone, apart.three_worst_alone) == (-1, -4, -1)
    assert weights.of(ovens, nothing) == weights.of(nothing, nothing) == wording.NOTHING


def test_words_that_name_roles_weigh_by_where_the_other_text_has_them() -> None:
    none = np.zeros(4)
    roles, named, alone = (np.array([each * (line + 1) for line in range(4)]) for each in (1.0, 0.1, -0.01))
    weights = wording.Weights(none, none, none + 1, roles, named, alone)
    earlier, later = told_words(0, 1, 2, roles=(0, 1, 2)), told_words(0, 1, 3, roles=(0, 3))
    found = weights.of(earlier, later)
    assert (found.gone, found.new) == (1, 1)
    assert found[4:8] == pytest.approx((1.0 / 2, 0.2 / 2, -0.03 / 2, -0.04 / 2))
    assert found[8:11] == pytest.approx((1.0, 0.2, -0.03))
    assert (found.worst_role, found.worse_role) == pytest.approx((-0.03, -0.04))
    turned = weights.of(later, earlier)
    assert turned[4:] == found[4:]
    assert (weights.of(told_words(0, roles=(0,)), later).gone, turned.gone) == (0, 1)


def test_words_are_learnt_from_what_pairs_share() -> None:
    ovens, kilns, ferries = (wording.words_of(f"{word}\nand") for word in ("developer", "designer", "manager"))
    developer, designer, both = (wording.code(word) for word in ("developer", "designer", "and"))
    same = [Known(f"name:{at}", each, each, same=True) for at, each in enumerate((ovens, kilns, ferries) * 4)]
    apart = [Known(f"name:{at}", ovens, ferries, same=False) for at in range(6)]
    found = learnt([*same, *apart], wording.load().rarity)
    assert found.both[developer] > 0 > found.alone[developer]
    assert found.both[designer] > 0 == found.alone[designer]
    assert found.roles[developer] > 0 > found.role_alone[developer]
    assert found.roles[both] == found.role_alone[both] == 0 == found.role_named[both]
    one, near, far = (passage(words).words for words in (ovens, kilns, ferries))
    assert found.of(one, one).chance > found.of(one, near).chance > found.of(one, far).chance


def test_signs_of_nothing_are_a_table_without_rows() -> None:
    assert signs(told_of(advert("1", 0)), [], wording.load()).shape == (0, len(SIGNS))


def _weighed(row: Mapping[str, float]) -> float:
    """Return the log odds of one row as the seed's lines say it, one after the other."""
    odds = 0.0
    with chances.SEED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            answer = "high" if row[line["first"]] > float(line["first_at"]) else "low"
            again = "high" if row[line[answer]] > float(line[f"{answer}_at"]) else "low"
            odds += float(line[f"{answer}_{again}"])
    return odds


def test_the_trees_weigh_each_row_as_their_lines_say() -> None:
    rows = np.random.default_rng(3).choice([UNKNOWN, 0.0, 0.2, 0.5, 1.0, 2.0, 40.0], (30, len(SIGNS)))
    expected = [_weighed(dict(zip(SIGNS, row, strict=True))) for row in rows.tolist()]
    assert chances.load().odds(rows).tolist() == pytest.approx(expected)
    assert min(expected) + 1 < max(expected)


def test_a_line_that_asks_for_no_sign_is_refused() -> None:
    line = {
        "first": "likeness", "first_at": "0.5", "low": "days", "low_at": "3", "high": "moon", "high_at": "0",
        "low_low": "1", "low_high": "1", "high_low": "1", "high_high": "1",
    }  # fmt: skip
    with pytest.raises(ValueError, match=r"kin\.csv: no signs are moon; signs\.SIGNS lists"):
        chances.read([line])


def test_a_tree_that_asks_less_asks_the_same_again() -> None:
    leaf, other = {"leaf_value": 0.5}, {"leaf_value": -1.0}
    never = line(leaf)
    assert [never[name] for name in _WEIGHTS] == ["0.500000"] * 4
    asks = {"split_feature": 2, "threshold": 0.25, "left_child": leaf, "right_child": other}
    once = line(asks)
    assert {once[name] for name in ("first", "low", "high")} == {SIGNS[2]}
    assert [once[name] for name in _WEIGHTS] == ["0.500000", "0.500000", "-1.000000", "-1.000000"]
    twice = line({"split_feature": 1, "threshold": 3.0, "left_child": leaf, "right_child": asks})
    assert (twice["first"], twice["first_at"], twice["high"], twice["high_at"]) == (SIGNS[1], "3.0", SIGNS[2], "0.25")
    assert [twice[name] for name in _WEIGHTS] == ["0.500000", "0.500000", "0.500000", "-1.000000"]


def test_an_advert_goes_on_in_other_words_for_the_same_role_and_not_for_another() -> None:
    first = advert("1", 0, role_key="back end engineer")
    later = advert("2", 30, role_key="senior back end developer", sketch=FERRY)
    assert likeness(OVEN, FERRY) == 0
    assert linked(first, later) == {"a:2": "a:1"}
    assert linked(first, later._replace(role_key="front end engineer", skills=["javascript"])) == {}
    assert linked(first, later._replace(role_key="sales manager", skills=[])) == {}


def test_an_advert_goes_on_neither_elsewhere_nor_too_late() -> None:
    first = advert("1", 0, role_key="oven builder")
    later = advert("2", 30, role_key="oven builder", sketch=OVEN_AND_CARE)
    assert linked(first, later) == {"a:2": "a:1"}
    assert linked(first, later._replace(places=["kiel"])) == {}
    assert linked(first, later._replace(employer_key="name:other")) == {}
    late = first.last_seen_on + timedelta(days=NEAR_DAYS)
    assert linked(first, later._replace(opened_on=late, last_seen_on=late)) == {"a:2": "a:1"}
    late += timedelta(days=1)
    assert linked(first, later._replace(opened_on=late, last_seen_on=late)) == {}


def test_an_advert_posted_again_in_its_thread_is_one_where_neither_title_nor_links_tell_another() -> None:
    [whole, edited] = sketches([OVENS + CARE + FERRIES, OVENS + CARE + FERRIES.replace("nine", "ten")])
    first = advert("1", 0, role_key="oven builder", sketch=whole, links=[7])
    again = advert("2", 5, 24, sketch=edited, links=[7, 8])
    assert linked(first, again) == {"a:2": "a:1"}
    assert linked(first, again._replace(role_key="senior oven builder")) == {"a:2": "a:1"}
    assert linked(first, again._replace(role_key="ferry teller")) == {}
    assert linked(first, again._replace(links=[8])) == {}
    assert linked(first, again._replace(places=["kiel"])) == {}
    assert linked(first, again._replace(threaded=False)) == {}
    # The month after, what goes on is one of them and not both.
    later = advert("3", 35, role_key="oven builder", sketch=edited)
    assert linked(first, again, later) == {"a:2": "a:1", "a:3": "a:1"}


def test_two_in_one_thread_that_go_on_with_one_advert_are_one_at_less_certainty() -> None:
    odds = str(chances.log_odds((max(AGAIN, LIKELY) + SURE) / 2))
    unsure = taught([dict.fromkeys(("first", "low", "high"), "days") | dict.fromkeys(_NUMBERS, odds)])
    before, one = advert("1", 0), advert("2", 30, sketch=OVEN_AND_CARE, skills=["rust"])
    other = advert("3", 35, 24, sketch=FERRY, skills=["sql"])
    assert [each.vacancy_id for each in link([before, one, other], {}, unsure)] == ["a:1", "a:1", "a:1"]
    assert [each.vacancy_id for each in link([one, other], {}, unsure)] == ["a:2", "a:3"]


def test_of_several_adverts_the_likeliest_goes_on() -> None:
    baker = advert("1", 0, role_key="oven builder", skills=["go", "kafka"])
    teller = advert("2", 1, 28, role_key="ferry teller", sketch=FERRY, skills=["sql", "rust"])
    later = advert("3", 30, role_key="ferry teller", sketch=FERRY, skills=["sql", "rust"])
    assert linked(baker, teller, later) == {"a:3": "a:2"}
    assert linked(baker, teller, later._replace(role_key="oven builder", sketch=OVEN, skills=["go"])) == {"a:3": "a:1"}


def test_only_threads_are_weighed_and_only_their_last_adverts() -> None:
    families = Families()
    for at in range(MANY + 3):
        families.join(told_of(advert(f"{at:02}", at, 1)))
    families.join(told_of(advert("listed", 5, 1, threaded=False)))
    families.join(told_of(advert("beside", 5, 1, board="b")))
    later = told_of(advert("later", MANY + 5))
    found = [other.id for other in families.lately(later)]
    assert found == [f"a:{at:02}" for at in range(3, MANY + 3)]
    assert families.lately(told_of(advert("later", MANY + 5, threaded=False))) == []


@pytest.mark.parametrize(("long_ago", "families"), [("-2", {"a:1"}), ("-8", {"a:1", "a:3"})])
def test_a_family_is_as_likely_as_its_likeliest_advert_and_all_of_them_together(
    long_ago: str, families: set[str]
) -> None:
    answers = dict.fromkeys(("low_low", "low_high"), "3") | dict.fromkeys(("high_low", "high_high"), long_ago)
    said = dict.fromkeys(("first", "low", "high"), "days") | dict.fromkeys(("first_at", "low_at", "high_at"), "40")
    adverts = [advert("1", 0), advert("2", 30, sketch=OVEN_AND_CARE), advert("3", 60, sketch=FERRY)]
    assert {one.family for one in link(adverts, {}, taught([said | answers]))} == families


def test_what_weighs_may_be_given() -> None:
    never = taught([dict.fromkeys(("first", "low", "high"), "days") | dict.fromkeys(_NUMBERS, "-1")])
    adverts = [advert("1", 0, role_key="oven builder"), advert("2", 30, role_key="oven builder", sketch=OVEN_AND_CARE)]
    rows = signs(told_of(adverts[1]), [told_of(adverts[0])], wording.load())
    assert chances.load().odds(rows)[0] > chances.log_odds(LIKELY)
    assert [one.vacancy_id for one in link(adverts, {}, never)] == ["a:1", "a:2"]


@pytest.mark.parametrize(
    ("places", "countries", "expected"),
    [
        (["oakland", "san francisco"], ["US"], ("san francisco",)),
        (["cambridge"], ["US"], ("boston",)),
        (["cambridge"], ["GB"], ("cambridge",)),
        (["kiel", "potsdam"], ["DE"], ("berlin", "kiel")),
        ([], [], ()),
    ],
)
def test_a_town_beside_a_city_is_at_its_place(places: list[str], countries: list[str], expected: tuple[str]) -> None:
    assert metros.in_metros(places, countries) == expected


def test_no_metro_is_itself_a_town_of_another() -> None:
    with metros.SEED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    towns = {(row["town"], row["country"]) for row in rows}
    assert len(towns) == len(rows)
    assert towns.isdisjoint((row["metro"], row["country"]) for row in rows)


def test_labels_that_were_changed_say_what_they_were() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        changed = [row for row in csv.DictReader(file) if row["before"]]
    assert changed
    assert all(row["before"].partition(": ")[0] != row["label"] for row in changed)


def test_pairs_that_were_chosen_to_learn_from_are_none_that_were_drawn_to_judge() -> None:
    pairs = []
    for path in (LABELS, CHOSEN):
        with path.open(encoding="utf-8", newline="") as file:
            pairs.append([(row["dataset"], row["one"], row["other"]) for row in csv.DictReader(file)])
    drawn, chosen = pairs
    assert chosen
    assert len(set(chosen)) == len(chosen)
    assert set(drawn).isdisjoint(chosen)
