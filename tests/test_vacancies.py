"""Which postings are one opening."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from warehouse.vacancies import NEAR_DAYS, Listed, link

DAY = date(2024, 1, 1)


def listed(ident: str, opened: int = 0, days: int = 10, **more: object) -> Listed:
    fields = {"board": "a", "employer_key": "name:acme", "text_key": ident, "role_key": None, "cities": []} | more
    first = DAY + timedelta(days=opened)
    return Listed(posting_id=ident, opened_on=first, last_seen_on=first + timedelta(days=days - 1), **fields)  # type: ignore[arg-type]  # the keywords are Listed's own


def linked(*postings: Listed) -> dict[str, str]:
    return dict(link(sorted(postings)))


def test_the_same_text_posted_again_is_one_vacancy() -> None:
    assert linked(listed("1", text_key="t"), listed("2", 30, text_key="t")) == {"2": "1"}


def test_another_text_for_the_same_role_and_places_is_one_vacancy() -> None:
    same = {"role_key": "backend", "cities": ["berlin", "paris"]}
    assert linked(listed("1", **same), listed("2", 30, **same)) == {"2": "1"}


def test_on_one_board_the_places_must_be_the_same() -> None:
    first = listed("1", role_key="backend", cities=["berlin"])
    assert linked(first, listed("2", 30, role_key="backend", cities=["berlin", "paris"])) == {}


def test_on_another_board_one_place_in_common_is_enough_even_at_the_same_time() -> None:
    first = listed("1", role_key="backend", cities=["berlin"])
    assert linked(first, listed("2", 5, board="b", role_key="backend", cities=["berlin", "paris"])) == {"2": "1"}
    assert linked(first, listed("2", 5, board="b", role_key="backend", cities=["paris"])) == {}


def test_listed_at_the_same_time_on_one_board_are_two_openings() -> None:
    assert linked(listed("1", text_key="t"), listed("2", 9, text_key="t")) == {}


def test_two_parallel_openings_are_each_continued_once() -> None:
    found = linked(
        *(listed(ident, opened, text_key="t") for ident, opened in (("1", 0), ("2", 0), ("3", 30), ("4", 30)))
    )
    assert sorted(found) == ["3", "4"]
    assert sorted(found.values()) == ["1", "2"]


def test_a_gap_of_more_than_92_days_begins_a_new_vacancy() -> None:
    first = listed("1", text_key="t", days=1)
    assert linked(first, listed("2", NEAR_DAYS, text_key="t")) == {"2": "1"}
    assert linked(first, listed("2", NEAR_DAYS + 1, text_key="t")) == {}


def test_a_chain_keeps_the_id_of_its_first_posting() -> None:
    assert linked(*(listed(str(n), 60 * n, text_key="t") for n in range(4))) == {"1": "0", "2": "0", "3": "0"}


def test_employers_never_share_a_vacancy() -> None:
    assert linked(listed("1", text_key="t"), listed("2", 30, text_key="t", employer_key="name:beta")) == {}


POSTINGS = st.lists(
    st.builds(
        lambda opened, days, board, text, role, cities: {
            "opened": opened, "days": days, "board": board, "text_key": text, "role_key": role, "cities": cities,
        },
        st.integers(0, 400), st.integers(1, 60), st.sampled_from("ab"), st.sampled_from("tuv"),
        st.sampled_from([None, "r", "s"]), st.sampled_from([[], ["x"], ["x", "y"]]),
    ),
    max_size=25,
)  # fmt: skip


@given(POSTINGS)
def test_whatever_is_posted_a_vacancy_is_never_open_twice_on_a_board_and_bears_its_first_id(
    given_postings: list[dict[str, object]],
) -> None:
    postings = [listed(f"{n:02}", **fields) for n, fields in enumerate(given_postings)]  # type: ignore[arg-type]  # as listed() takes them
    found = linked(*postings)
    vacancies: dict[str, list[Listed]] = {}
    for one in sorted(postings):
        vacancies.setdefault(found.get(one.posting_id, one.posting_id), []).append(one)
    for ident, members in vacancies.items():
        assert members[0].posting_id == ident
        for one, other in combinations(members, 2):
            assert one.board != other.board or one.last_seen_on < other.opened_on
        until = members[0].last_seen_on
        for one in members[1:]:
            assert (one.opened_on - until).days <= NEAR_DAYS
            until = max(until, one.last_seen_on)
