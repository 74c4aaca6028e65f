"""Where employers may be named: compiled and uncompiled the walks find what patterns find."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.transforms import employers

FORM = re.compile("有限公司|集团")
DIVIDING = re.compile(r"\s*(?:\|+|｜)\s*|\s+[-–—]{1,2}\s+|\s*;\s*")
HEADS = st.lists(st.sampled_from([*"|｜;-–— \u3000ab", " - ", " | ", "--"])).map("".join)
LABEL = re.compile(r"(?:公司|企业|单位|团队|公司名|公司名称)\s?[:：]")
BODIES = st.lists(
    st.sampled_from([*"有限公司集团企业单位队名称:： \u3000\nA", "有限公司", "集团", "公司：", "公司名 :"])
).map("".join)
properties = settings(max_examples=500, deadline=None)


@pytest.fixture(scope="module", params=["as installed", "as it stands"])
def module(request: pytest.FixtureRequest) -> ModuleType:
    return employers if request.param == "as installed" else as_it_stands("employers")


@properties
@given(body=BODIES)
def test_the_first_legal_form_is_found(module: ModuleType, body: str) -> None:
    form = FORM.search(body)
    assert module.form_at(body) == (form.start() if form else -1)


@properties
@given(body=BODIES)
def test_labels_are_what_a_pattern_says(module: ModuleType, body: str) -> None:
    assert module.is_labelled(body) == bool(LABEL.search(body))


@properties
@given(head=HEADS)
def test_head_lines_are_divided_where_a_pattern_says(module: ModuleType, head: str) -> None:
    assert module.divided(head) == DIVIDING.split(head)
