"""core.mentions by its model: one row a posting and concept, the strongest where a list names it several times."""

from __future__ import annotations

import duckdb

from warehouse.modelled import model

_POSTINGS = """
CREATE SCHEMA core;
CREATE TABLE core.postings AS
SELECT * FROM (VALUES
    ('a', 'v', true, [
        {'concept': 'go', 'strength': 'mentioned', 'alternative': false},
        {'concept': 'go', 'strength': 'required', 'alternative': true},
        {'concept': 'redis', 'strength': 'preferred', 'alternative': true}
    ]),
    ('b', 'b', true, [{'concept': 'go', 'strength': 'required', 'alternative': false}]),
    ('c', 'c', true, []),
    ('d', 'd', false, [{'concept': 'go', 'strength': 'required', 'alternative': false}])
) AS t (posting_id, vacancy_id, is_posting, concepts)
"""


def test_a_concept_named_twice_is_one_mention_of_its_greatest_strength() -> None:
    with duckdb.connect() as connection:
        connection.execute(_POSTINGS)
        found = connection.execute(f"FROM ({model('core', 'mentions')}) ORDER BY ALL").fetchall()
    assert found == [
        ("a", "v", "go", "required", True),
        ("a", "v", "redis", "preferred", True),
        ("b", "b", "go", "required", False),
    ]
