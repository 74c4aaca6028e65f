"""The panel of employers: large, each with a reason of its own, no industry or kind of work without any."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from warehouse import boards
from warehouse.boards import FIELDS, Registry, Scope
from warehouse.errors import JobproofError
from warehouse.home import Home

FEWEST = 200
LANGUAGES = ("Java", "Python", "Rust", "C++", "C#", "Ruby", "TypeScript", "Scala", "Kotlin", "Elixir")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return boards.load(Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def employers(registry: Registry) -> list[Scope]:
    """Return the scopes that are employers of the panel, whichever software they publish on."""
    return [scope for _, scope in listed(registry)]


def listed(registry: Registry) -> list[tuple[str, Scope]]:
    """Return every scope with its board, of the boards whose scopes are employers: then all of them have a class."""
    boards_of_employers = [board for board in registry.boards.values() if any(scope.work for scope in board.scopes)]
    return [(board.name, scope) for board in boards_of_employers for scope in board.scopes]


def test_there_are_many_each_named_once(employers: list[Scope]) -> None:
    assert len(employers) >= FEWEST
    assert [name for name, n in Counter(scope.name.casefold() for scope in employers).items() if n > 1] == []


def test_each_has_a_reason_of_its_own(employers: list[Scope]) -> None:
    reasons = Counter(scope.why.casefold() for scope in employers)
    assert [why for why, n in reasons.items() if n > 1] == []
    assert [scope.name for scope in employers if len(scope.why.split()) < 4] == []
    assert [scope.name for scope in employers if scope.why.casefold().startswith(scope.name.casefold())] == []


def test_no_board_lists_a_token_twice(registry: Registry) -> None:
    """TOML refuses equal keys; tokens that differ in upper case only are one employer as well."""
    for board in registry.boards.values():
        assert len({scope.token.casefold() for scope in board.scopes}) == len(board.scopes), board.name


@pytest.mark.parametrize("key", FIELDS)
def test_every_class_has_an_employer_and_every_employer_a_class(key: str, employers: list[Scope]) -> None:
    found = Counter(getattr(scope, key) for scope in employers)
    assert set(found) == set(FIELDS[key])
    assert found.most_common(1)[0][1] <= len(employers) / 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_houses_of_other_languages_are_listed_as_contrast(language: str, employers: list[Scope]) -> None:
    named = re.compile(rf"(?<!\w){re.escape(language)}(?![\w+#])")
    assert len([scope for scope in employers if named.search(scope.why) and "contrast" in scope.why]) >= 3


def test_the_panel_is_not_chosen_for_go(employers: list[Scope]) -> None:
    go = [scope for scope in employers if re.search(r"\b(?:Go|AvalancheGo|go-ethereum)\b", scope.why)]
    contrast = [scope for scope in employers if "contrast" in scope.why]
    assert len(go) >= FEWEST / 4
    assert len(contrast) >= len(employers) / 3


def test_a_class_that_does_not_exist_is_refused(home: Home) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.boards.write_text(
        '[lever]\nscopes.acme = { name = "Acme", why = "invented", industry = "fintech" }\n', encoding="utf-8"
    )
    with pytest.raises(JobproofError, match=r"scope 'acme'.*industry = 'fintech'.*internet-platform, finance"):
        boards.load(home)


def test_tokens_and_addresses_are_known_ones(registry: Registry, shared: Path) -> None:
    with (shared / "boards" / "ats_boards.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    known = {(row["ats"], part) for row in rows for part in {row["company_slug"], row["token"], *_parts(row)}}
    boards_known = {ats for ats, _ in known}
    for board, scope in (each for each in listed(registry) if each[0] in boards_known):
        assert (board, scope.token) in known, (board, scope.token)
        host = urlsplit(scope.url).netloc.replace("api.eu.lever.co", "jobs.lever.co")
        assert not host or (board, host) in known, (board, scope.url)


def _parts(row: dict[str, str]) -> set[str]:
    """Return the parts of an employer's address that its token could be, and its host."""
    parts = urlsplit(row["board_url"])
    return {*parts.path.split("/"), parts.netloc, parts.netloc.partition(".")[0]}
