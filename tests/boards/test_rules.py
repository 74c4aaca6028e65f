"""The house rules that every board obeys: what the registry says of it, manners, fixtures that are nobody's."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spiders import catalogue
from tests.boards.wire import wires
from warehouse.boards import Board, Registry, load
from warehouse.home import PROJECT, Home

HERE = Path(__file__).parent
CODE = sorted([*catalogue.FOLDER.glob("*.py"), *(PROJECT / "spiders" / "platforms").glob("*.py")])
EXCEPTION = re.compile(r"dont_obey_robotstxt|ROBOTSTXT_OBEY|custom_settings")
RUN = 60
"""Characters that a fixture may not share with a recorded text."""
CHUNK = RUN // 2
BOARDS_OWN = re.compile(r"(?:when applying )?to show you read the job post completely.*?see they're human", re.DOTALL)
"""What a board itself adds to every text, and is known by: Remote OK's hidden mark of the requester."""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(params=catalogue.names())
def crawled(request: pytest.FixtureRequest, registry: Registry) -> Board:
    return registry.board(request.param)


def test_a_board_is_a_file_with_one_class_of_its_name(crawled: Board) -> None:
    path = catalogue.FOLDER / f"{crawled.name}.py"
    classes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]
    named = [name for each in classes for name in _names(each)]
    assert named == [crawled.name]
    assert catalogue.spider_class(crawled).__module__ == f"spiders.boards.{path.stem}"


def _names(node: ast.ClassDef) -> Iterator[object]:
    """Yield what a class's body assigns to `name`."""
    for line in node.body:
        if isinstance(line, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "name" for to in line.targets):
            yield ast.literal_eval(line.value)


@pytest.mark.parametrize("key", ["title", "url", "terms", "attribution", "note"])
def test_the_registry_says_what_a_reader_needs(key: str, crawled: Board) -> None:
    assert getattr(crawled, key).strip(), f"boards.toml: [{crawled.name}] says nothing under {key}"
    assert crawled.terms.endswith(".")


def test_the_bounds_of_rows_are_chosen(crawled: Board) -> None:
    low, high = crawled.expected
    assert crawled.expected != Board("x", "x", "live").expected, f"[{crawled.name}] has no `expected`"
    assert 0 <= low < high <= 200_000


def test_every_scope_has_a_name_and_a_reason(crawled: Board) -> None:
    assert [scope.token for scope in crawled.scopes if not (scope.name.strip() and scope.why.strip())] == []


def test_addresses_are_safe_ones(crawled: Board) -> None:
    addresses = [crawled.url, *(scope.url for scope in crawled.scopes if scope.url)]
    assert [address for address in addresses if not address.startswith("https://")] == []
    assert "http://" not in (catalogue.FOLDER / f"{crawled.name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CODE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_exception_from_manners_says_why(path: Path) -> None:
    """None is known so far: whoever needs one writes `# robots: …` on the same line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if EXCEPTION.search(line) and "# robots: " not in line] == []


def test_every_board_has_a_healthy_small_crawl() -> None:
    assert {wire.board for wire in wires()} == set(catalogue.names())


@pytest.fixture(scope="module")
def recorded(shared: Path) -> list[str]:
    """Return every prose text of the recorded answers."""
    files = [path for name in ("fixtures", "wire_zh") for path in sorted((shared / "boards" / name).rglob("*"))]
    return [text for path in files if path.is_file() for text in prose(path)]


def test_no_fixture_repeats_a_recorded_text(recorded: list[str]) -> None:
    ours = {path: list(prose(path)) for path in sorted(HERE.glob("*/*")) if path.is_file()}
    assert repeated(ours, recorded) == []


def test_a_repeated_text_would_be_found() -> None:
    told = "We keep the locks of the canal and mend what breaks at night, with Go and a good lamp."
    for start in range(10):
        ours = {Path("x.json"): ["Invented. " + told[start : start + RUN] + " And more of our own words after it."]}
        assert [name for name, _ in repeated(ours, ["Before it. " + told])] == ["x.json"]
        assert repeated({Path("x.json"): ["Invented. " + told[start : start + RUN - 5] + "!"]}, [told]) == []


def repeated(ours: dict[Path, list[str]], recorded: list[str]) -> list[tuple[str, str]]:
    """Return file and beginning of each run of RUN characters that our texts share with recorded ones.

    A run of two chunks' length holds one whole chunk of the recorded text, wherever it lies.
    """
    pieces = {text[at : at + CHUNK]: (path, text, at) for path in ours for text in ours[path] for at in _starts(text)}
    found = {
        (hit[0].name, text[at : at + CHUNK].strip())
        for text in recorded
        for at in _starts(text, CHUNK)
        if (hit := pieces.get(text[at : at + CHUNK])) and _common(text, at, hit[1], hit[2]) >= RUN
    }
    return sorted(found)


def _starts(text: str, step: int = 1) -> range:
    return range(0, len(text) - CHUNK + 1, step)


def _common(one: str, at: int, other: str, there: int) -> int:
    """Return the length of the run that two texts share around a common place."""
    before = next((n for n in range(min(at, there)) if one[at - n - 1] != other[there - n - 1]), min(at, there))
    longest = min(len(one) - at, len(other) - there)
    after = next((n for n in range(longest) if one[at + n] != other[there + n]), longest)
    return before + after


def prose(path: Path) -> Iterator[str]:
    """Yield the texts of a file that are long enough to repeat: values of JSON, or what stands between tags."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    try:
        values = list(_values(json.loads(text)))
    except ValueError:
        values = re.split(r'"\s*[:,]?', text)
    for value in values:
        for part in re.split(r"<[^>]*>|https?://\S+", BOARDS_OWN.sub(" ", value)):
            plain = " ".join(part.split())
            if len(plain) >= CHUNK:
                yield plain


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _values(held)
