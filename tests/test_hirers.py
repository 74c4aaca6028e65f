"""Who hires as a text tells it: what a sentence says of its subject, what a site is called, and nobody's names."""

from __future__ import annotations

import polars as pl
import pytest

from warehouse import employers
from warehouse.hirers import hirer, hirer_of, own_site
from warehouse.kin import EDITED, REPOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonn, full time\nKiln Works is hiring designers.", "kilnworks"),
        ("Kiln Works, Inc. (www.elsewhere.example) is currently looking for a potter", "kilnworks"),
        ("Glazeio, located in Bonn, is seeking potters", "glazeio"),
        ("Come to the coast. At Kilnfire we are a team.", None),
        ("Our team is hiring. We are looking for potters. The Engineering team is growing", None),
        ("Bonn\nhttps://jobs.kiln-works.co.uk/7\nThe people of Kiln Works bake.", "kilnworks"),
        ("Bonn\nhttp://www.getkilnfire.com\nKilnfire bakes tiles.", "kilnfire"),
        ("Bonn. See\u00a0tiles,\twww.kilnfire.com.\u2028Kilnfire bakes tiles.", "kilnfire"),
        ("Bonn\nhttp://www.kilnfire.com\nTiles are baked here.", None),
        ("Bonn\nApply: https://jobs.lever.co/7 by Lever", None),
        ("", None),
    ],
)
def test_a_sentence_or_a_site_tells_who_hires(text: str, expected: str | None) -> None:
    assert hirer(text) == expected


def test_the_text_is_asked_only_where_nobody_is_named() -> None:
    text = "Kiln Works is hiring designers."
    assert hirer_of(None, text) == hirer_of("various", text) == "kilnworks"
    assert hirer_of("acme", text) is None
    assert hirer_of(None, None) is None


@pytest.mark.parametrize(
    ("name", "text", "site"),
    [
        ("kiln", "Kiln | Bonn | https://jobs.kilnworks.co.uk/7", "kilnworks"),
        ("kilnworkscom", "KilnWorks.com careers: www.kiln-works.com", "kilnworks"),
        ("kilnfirebonn", "Bonn, see http://kilnfireworks.io", "kilnfireworks"),
        ("kiln", "As told by www.elsewhere.com: we bake. Apply: https://boards.greenhouse.io/kiln", None),
        ("bolt", "Bolt | www.kilnworks.com", None),
        (None, "Bonn - www.kilnworks.com", "kilnworks"),
        (None, "Write to potter@kilnworks.com", None),
        ("kiln", f"{'tiles ' * 80} www.kilnworks.com", None),
        ("kiln", None, None),
    ],
)
def test_the_own_site_is_the_first_that_may_be_called_so(name: str | None, text: str | None, site: str | None) -> None:
    assert own_site(name, text) == site


def test_an_employer_told_by_its_text_is_the_one_of_that_name() -> None:
    assert employers.key_of("a:1", None, None, "acme") == "said:acme"
    assert employers.key_of("a:1", "various", None, "acme") == "said:acme"
    assert employers.key_of("a:1", None, "0123", "acme") == "person:0123"
    assert employers.key_of("a:1", "acme", "0123", None) == "name:acme"
    assert employers.key_of("a:1", None, None, None) == "posting:a:1"
    assert [employers.of_name(key) for key in ("said:acme", "name:bolt", "posting:a:1")] == [
        "name:acme", "name:bolt", "posting:a:1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("posting:a:1", "name:acme", employers.NAMELESS),
        ("said:acme", "name:bolt", employers.NAMELESS),
        ("person:1", "name:acme", EDITED),
        ("person:1", "person:2", EDITED),
        ("name:acme", "name:acmeunited", REPOST),
        ("name:kilnworks", "name:hiringkilnworks", employers.NAMELESS),
        ("name:kilnworkscharts", "name:kilnworkstiles", EDITED),
    ],
)
def test_how_much_two_texts_must_be_alike_depends_on_who_is_named(one: str, other: str, asked: float) -> None:
    assert employers._asked_of(one, other) == asked
    pair = pl.DataFrame({"one": [one], "other": [other]})
    assert pair.select(employers._asked_of_pair(pl.col("one"), pl.col("other"))).item() == asked
