"""Generated homes: the build takes them for read landing files, and a week more makes them grow."""

from __future__ import annotations

from bench import scale_home
from warehouse import store
from warehouse.home import Home


def test_a_generated_home_builds_without_a_problem_and_grows_by_a_week(home: Home) -> None:
    made = scale_home.generate(home, 200)
    assert made.land(range(2)) > 0
    first = store.build(made.home, made.registry)
    assert first.problems == ()
    assert first.read_n == 0, "nothing may be read: the readings are there"
    assert made.land(range(2, 3)) > 0
    second = store.build(made.home, made.registry)
    assert second.rows["core.postings"] > first.rows["core.postings"]
    assert [check for check in store.checks(home) if check.failed_n] == []
