"""What a new board begins with: its spider, its table of the registry, a small crawl of it. Writes no file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.guess import Guess
from spiders.platforms.base import Json
from warehouse.boards import Board, Scope

_SCOPE = "jobs"
_WIDEST = 88
_HEADING = '''
    def heading(self, record: Json) -> tuple[str | None, str | None]:
        """Return employer and role, which stand in the title."""
        return split_title(record.get("title") or "")
'''
_SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{url}</loc></url></urlset>'


@dataclass(frozen=True)
class Taken:
    """How the fixture was asked for.

    Args:
        url: Where from.
        form: What was posted; None for a GET.
        file: Name of the fixture.
        rows: Rows that it yields.
    """

    url: str
    form: Mapping[str, Json] | None
    file: str
    rows: int


def board_of(name: str, guess: Guess) -> Board:
    """Return the registry's entry of a new board, as far as it can be known."""
    host = urlsplit(guess.url).netloc
    title = name.replace("_", " ").title()
    scope = Scope(_SCOPE, "All advertisements", "the only list", guess.url, guess.pattern)
    rows = max(guess.rows, guess.declared or 0)
    return Board(
        name,
        title,
        "live",
        url=f"https://{host}",
        attribution=f"{title}, https://{host}",
        expected=(max(1, rows // 4), max(20, rows * 10)),
        scopes=(scope,),
    )


def spider_text(name: str, guess: Guess) -> str:
    """Return a board's file: what is guessed of it, on its platform's class."""
    words = "".join(part.capitalize() for part in name.split("_"))
    is_window = guess.platform == "json_list" and not guess.total
    imports = [*_imports(guess), *(["from warehouse.records import State"] if is_window else [])]
    lines = [f'    name = "{name}"', *(f"    {each}" for each in _attributes(guess))]
    if is_window:
        lines.insert(1, '    best_state: State = "window"')
        lines.insert(2, '    best_reason = "the list shows its newest rows only"')
    body = "\n".join(lines) + "\n"
    if guess.attributes.get("employer_in_title"):
        body += _HEADING
    return (
        f'"""{name.replace("_", " ").title()}: say here what is particular about it."""\n\n'
        + "\n".join(imports)
        + f'\n\n\nclass {words}({guess.base}):\n    """Say here what one posting is."""\n\n{body}'
    )


def _imports(guess: Guess) -> list[str]:
    fields = "from spiders.platforms.json_list import Fields"
    if guess.platform == "json_list":
        return [f"{fields}, {guess.base}"]
    if guess.platform == "paged_list":
        return [fields, f"from spiders.platforms.paged_list import {guess.base}, Question"]
    base = f"from spiders.platforms.{guess.platform} import {guess.base}"
    if guess.attributes.get("employer_in_title"):
        return ["from spiders.platforms.base import Json", f"{base}, split_title"]
    return [base]


def _attributes(guess: Guess) -> list[str]:
    """Return the lines of a class body, `Fields` and `Question` called with what is guessed."""
    classes = {"fields": "Fields", "question": "Question"}
    return [
        line
        for name, value in guess.attributes.items()
        if name != "employer_in_title"
        for line in (
            _call(name, classes[name], value).splitlines() if name in classes else [f"{name} = {_literal(value)}"]
        )
    ]


def _call(name: str, called: str, arguments: Mapping[str, Json]) -> str:
    parts = [f"{key}={_literal(value)}" for key, value in arguments.items()]
    line = f"{name} = {called}({', '.join(parts)})"
    inner = "".join(f"    {part},\n" for part in parts)
    return line if len(line) <= _WIDEST else f"{name} = {called}(\n{inner})"


def _literal(value: Json) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(_literal(each) for each in value)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(key)}: {_literal(held)}" for key, held in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def table_text(board: Board) -> str:
    """Return a board's table for boards.toml; what is empty in it is for a person to say."""
    lines = [
        f"[{board.name}]",
        f"title = {_toml(board.title)}",
        'kind = "live"',
        'home = ""',
        "census = false",
        f"url = {_toml(board.url)}",
        'terms = ""',
        f"attribution = {_toml(board.attribution)}",
        f"expected = [{board.expected[0]}, {board.expected[1]}]",
        'note = ""',
        "",
        f"[{board.name}.scopes]",
        *map(_scope, board.scopes),
    ]
    return "\n".join(lines)


def _scope(scope: Scope) -> str:
    shown = {"name": scope.name, "why": scope.why, "url": scope.url, "pattern": scope.pattern}
    return f"{scope.token} = {{ {', '.join(f'{key} = {_toml(value)}' for key, value in shown.items() if value)} }}"


def wire_text(board: Board, guess: Guess, taken: Taken) -> str:
    """Return a board's wire.toml: how a server answers in a healthy crawl of the fixture."""
    is_window = guess.platform == "feed" or (guess.platform == "json_list" and not guess.total)
    scope = board.scopes[0]
    lines = [
        f'state = "{"window" if is_window else "complete"}"',
        f"kept = {taken.rows}",
        "",
        f"[scopes.{scope.token}]",
        f"name = {_toml(scope.name)}",
        'why = "invented"',
        f"url = {_toml(_first_address(guess, scope))}",
    ]
    if guess.platform == "json_ld":
        sitemap = _SITEMAP.format(url=taken.url)
        lines += ["", "[[answers]]", f"url = {_toml(_first_address(guess, scope))}", f"body = '''{sitemap}'''"]
    lines += ["", "[[answers]]", f"url = {_toml(_bare(taken, guess))}", f"file = {_toml(taken.file)}"]
    if taken.form is not None:
        lines.append('method = "POST"')
    return "\n".join(lines) + "\n"


def _first_address(guess: Guess, scope: Scope) -> str:
    return f"{guess.url}sitemap.xml" if guess.platform == "json_ld" and guess.url.endswith("/") else scope.url


def _bare(taken: Taken, guess: Guess) -> str:
    """Return the address of the fixture, without the query that says which page is wanted."""
    return guess.url if guess.platform == "paged_list" else taken.url


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
