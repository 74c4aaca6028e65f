"""Recording one answer of a board as a test fixture with the rows that it yields, for a person to review and commit.

A board whose spider is missing gets one to begin with, guessed from the answer. What is written holds no personal data;
it does hold the employers' own words, which invented ones replace before it is committed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import invalidate_caches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import orjson

from spiders import catalogue, scaffold
from spiders.faults import CrawlFault
from spiders.guess import Guess, employer_of, guess, is_page, local_name
from spiders.platforms.base import Json
from spiders.platforms.json_list import inside
from spiders.platforms.markup import job_postings
from spiders.platforms.xml_tree import root_of
from spiders.watermark import without_watermark
from warehouse import personal
from warehouse.boards import Board, Registry
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import PROJECT

FIXED_SALT = b"fixtures are no secret: one salt for all of them"
"""Makes the pseudonyms of expected rows the same on every machine."""
FIXED_TIME = "2026-01-01T00:00:00+00:00"
"""The `fetched_at` of expected rows."""
_MOST_RECORDS = 5
_RECORDS, _PERSONS = {"item", "entry", "position", "url"}, {"author", "creator"}
_NAMESPACES = {"": "http://www.w3.org/2005/Atom"}
_INVENT = "at most 5 records, personal data out: put invented texts of the same shape in place of theirs"
_REVIEW = "read it line by line: title and company swapped pass every rule but this one"


@dataclass(frozen=True)
class Answer:
    """What an address answered.

    Args:
        url: The address.
        body: What came.
        form: What was posted for it; None for a GET.
    """

    url: str
    body: bytes
    form: Mapping[str, Json] | None


@dataclass(frozen=True)
class Recorded:
    """What recording brought.

    Args:
        files: Written, each with what a person does with it.
        notes: What to look at.
        table: What to paste into boards.toml; empty where it has the board already.
        following: The next command.
    """

    files: dict[Path, str]
    notes: tuple[str, ...] = ()
    table: str = ""
    following: str = ""


def record(
    board_name: str, source: str, *, registry: Registry, project: Path, form: Mapping[str, Json] | None = None
) -> Recorded:
    """Fetch an address once, politely, and write it as a fixture beside the rows expected of it.

    Args:
        board_name: Registry key; one that the registry lacks is begun as a new board.
        source: Address of one answer of the board, or a fixture whose expected rows are to be written anew.
        registry: All boards.
        project: The checkout to write into.
        form: What is posted, as JSON; None for a GET.

    Raises:
        BadUsageError: The board is an archive, its name can be no file's, or the address is none.
        JobproofError: The answer did not come, or is nothing that could be read as a board's.
    """
    board = registry.boards.get(board_name) or _unlisted(board_name)
    if board.kind == "archive":
        catalogue.require_spider(board)
    if Path(source).is_file():
        return _anew(board, Path(source))
    if urlsplit(source).scheme != "https":
        raise BadUsageError(
            "record", f"{source!r} is no address", allowed="https://…, or a fixture", remedy="Give the whole address."
        )
    if board_name not in registry.boards and (employer := employer_of(source)):
        return _employer(*employer)
    body = _fetch(board, source, form)
    if board_name in catalogue.names():
        return _fixture(board, source, trimmed(body), project)
    return _begin(board, Answer(source, body, form), project, is_listed=board_name in registry.boards)


def _unlisted(name: str) -> Board:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadUsageError(
            f"board {name!r}",
            "can be no file's name",
            allowed="small letters, digits, _",
            remedy="Choose another name.",
        )
    return Board(name, name, "live")


def _employer(board: str, token: str) -> Recorded:
    """Return the registry's line for an employer on a board that is read already."""
    line = f'{json.dumps(token) if "." in token else token} = {{ name = "", industry = "", work = "", why = "" }}'
    note = f"This is an employer on {board}, which is read already: one line under [{board}.scopes] is all it takes."
    return Recorded({}, (note,), line, f"jobproof crawl {board}:{token}")


def _anew(board: Board, fixture: Path) -> Recorded:
    expected = _expected(board, fixture)
    return Recorded({expected: "written anew: read it"}, following=f"pytest tests/boards -k {board.name}")


def _fixture(board: Board, url: str, body: bytes, project: Path) -> Recorded:
    fixture = _written(board, url, body, project)
    files = {fixture: _INVENT, _expected(board, fixture): _REVIEW}
    return Recorded(files, following=f"jobproof record {board.name} {_relative(fixture, project)}")


def _begin(board: Board, answer: Answer, project: Path, *, is_listed: bool) -> Recorded:
    """Write a new board's first files; the registry's table is left to the person, who knows the terms of use."""
    guessed = guess(answer.url, answer.body, answer.form)
    proposed = scaffold.board_of(board.name, guessed)
    spider = project / "spiders" / "boards" / f"{board.name}.py"
    spider.write_text(scaffold.spider_text(board.name, guessed), encoding="utf-8")
    invalidate_caches()
    fixture = _written(board, answer.url, whole(trimmed(answer.body), guessed), project)
    try:
        expected = _expected(proposed, fixture)
    except JobproofError:
        for path in (spider, fixture):
            path.unlink()
        raise
    wire = fixture.with_name("wire.toml")
    rows = len(json.loads(expected.read_text(encoding="utf-8"))["rows"])
    taken = scaffold.Taken(answer.url, answer.form, fixture.name, rows)
    wire.write_text(scaffold.wire_text(proposed, guessed, taken), encoding="utf-8")
    files = {
        spider: f"begun on {guessed.base}: check what was guessed",
        fixture: _INVENT,
        expected: _REVIEW,
        wire: "a healthy small crawl, which the fault tests start from",
    }
    table = "" if is_listed else scaffold.table_text(proposed)
    return Recorded(files, guessed.doubts, table, f"jobproof record {board.name} {_relative(fixture, project)}")


def _relative(path: Path, project: Path) -> Path:
    return path.relative_to(project) if path.is_relative_to(project) else path


def _written(board: Board, url: str, body: bytes, project: Path) -> Path:
    fixture = project / "tests" / "boards" / board.name / _file_name(url, body)
    fixture.parent.mkdir(parents=True, exist_ok=True)
    fixture.write_bytes(body)
    return fixture


def _expected(board: Board, fixture: Path) -> Path:
    expected = fixture.with_name(f"{fixture.name}.expected.json")
    expected.write_text(expected_rows(board, fixture), encoding="utf-8")
    return expected


def expected_rows(board: Board, fixture: Path) -> str:
    """Return what a fixture yields, as the JSON text that a person reviews: rows without `raw`, and drops by reason."""
    from spiders.parse import parse  # noqa: PLC0415 - Scrapy is loaded only where a spider runs

    result = parse(board, fixture, fetched_at=FIXED_TIME, salt=FIXED_SALT)
    rows = [{name: value for name, value in asdict(row).items() if name != "raw" and value} for row in result.rows]
    held = {"rows": rows, "dropped": {drop.reason: drop.count for drop in result.dropped}}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def trimmed(body: bytes) -> bytes:
    """Return an answer cut to its first few records, indented, personal data out, authors as pseudonyms.

    Of a page only its schema.org postings are kept.
    """
    if body.lstrip().startswith(b"<"):
        return _trimmed_page(body) if is_page(body) else _trimmed_feed(body)
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise JobproofError("record", f"the answer is no JSON ({error.msg})", remedy="Check the address.") from None
    return orjson.dumps(_cut(payload), option=orjson.OPT_INDENT_2) + b"\n"


def whole(body: bytes, guessed: Guess) -> bytes:
    """Return a trimmed list that declares the rows that it still holds and names no further page: whole, in small."""
    if not (guessed.total or guessed.cursor):
        return body
    payload = orjson.loads(body)
    if guessed.total:
        outer, _, key = guessed.total.rpartition(".")
        (inside(payload, outer) if outer else payload)[key] = len(inside(payload, guessed.attributes["envelope"]))
    if guessed.cursor:
        payload[guessed.cursor] = None
    return orjson.dumps(payload, option=orjson.OPT_INDENT_2) + b"\n"


def _trimmed_page(body: bytes) -> bytes:
    postings = orjson.dumps(_cut(job_postings(body)), option=orjson.OPT_INDENT_2).replace(b"</", b"<\\/")
    return b'<!doctype html>\n<script type="application/ld+json">\n' + postings + b"\n</script>\n"


def _cut(value: Any) -> Any:  # noqa: ANN401 - a JSON value of whatever shape
    if isinstance(value, list):
        return [_cut(held) for held in value[:_MOST_RECORDS]]
    if isinstance(value, dict):
        return {key: _cut_key(key, held) for key, held in value.items()}
    return personal.scrub(without_watermark(value)) if isinstance(value, str) else value


def _cut_key(key: str, held: Any) -> Any:  # noqa: ANN401 - a JSON value of whatever shape
    if key.lower() not in personal.PERSONAL_KEYS:
        return _cut(held)
    if isinstance(held, dict) and isinstance(held.get("login"), str):
        return {"login": personal.pseudonym(held["login"], FIXED_SALT)}
    return personal.pseudonym(held, FIXED_SALT) if isinstance(held, str) and key.lower() in {"by", "author"} else None


def _trimmed_feed(body: bytes) -> bytes:
    try:
        root = root_of(body, "the address")
    except CrawlFault as fault:
        raise JobproofError("record", f"the answer is no feed ({fault.reason})", remedy="Check the address.") from None
    for holder in root.iter():
        for record in [child for child in holder if local_name(child) in _RECORDS][_MOST_RECORDS:]:
            holder.remove(record)
        if local_name(holder) in _PERSONS:
            holder.clear()
        holder.text = personal.scrub(holder.text) if holder.text else holder.text
    for prefix, name in _NAMESPACES.items():
        ET.register_namespace(prefix, name)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _fetch(board: Board, url: str, form: Mapping[str, Json] | None) -> bytes:
    """Fetch in a process of its own, with the settings, robots.txt rules and waits of every crawl."""
    posted = [] if form is None else [orjson.dumps(form).decode()]
    done = subprocess.run(  # noqa: S603 - no shell, and our own module
        [sys.executable, "-m", "spiders.fetch_one", url, *posted], cwd=PROJECT, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no answer"]
        raise JobproofError(f"board {board.name!r}", reason[0], remedy="Try again later, or check the address.")
    return done.stdout


def _file_name(url: str, body: bytes) -> str:
    path = re.sub(r"\.(?:json|xml|rss|html?)$", "", urlsplit(url).path)
    stem = "".join(letter if letter.isalnum() else "_" for letter in path).strip("_")[-60:] or "answer"
    if not body.lstrip().startswith(b"<"):
        return f"{stem}.json"
    return f"{stem}.{'html' if is_page(body) else 'rss' if b'<rss' in body[:500] else 'xml'}"
