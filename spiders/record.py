"""Recording one answer of a board as a test fixture with the rows that it yields, for a person to review and commit.

A board whose spider is missing gets one to begin with. What is written holds no personal data; it does hold the
employers' own words, so look at the licence before it is committed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import orjson

from spiders import catalogue
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


def record(board_name: str, url: str, *, registry: Registry, project: Path) -> list[Path]:
    """Fetch an address once, politely, and write it as a fixture beside the rows expected of it.

    Args:
        board_name: Registry key; a board that the registry lacks is refused with the table to add.
        url: Address of one answer of the board.
        registry: All boards.
        project: The checkout to write into.

    Returns:
        The files written: fixture, expected rows, and the spider where it was missing.

    Raises:
        BadUsageError: The board is unknown or an archive, or the address is none.
        JobproofError: The answer did not come, or the board's spider cannot read it.
    """
    board = registry.board(board_name)
    if board.kind == "archive":
        catalogue.require_spider(board)
    if urlsplit(url).scheme not in {"http", "https"}:
        raise BadUsageError("record", f"{url!r} is no address", allowed="https://…", remedy="Give the whole address.")
    body = trimmed(_fetch(board, url))
    written = [] if board_name in catalogue.names() else [scaffold(board, project)]
    fixture = project / "tests" / "boards" / board_name / _file_name(url, body)
    fixture.parent.mkdir(parents=True, exist_ok=True)
    fixture.write_bytes(body)
    if written:
        return [*written, fixture]
    expected = fixture.with_name(f"{fixture.name}.expected.json")
    expected.write_text(expected_rows(board, fixture), encoding="utf-8")
    return [fixture, expected]


def expected_rows(board: Board, fixture: Path) -> str:
    """Return what a fixture yields, as the JSON text that a person reviews: rows without `raw`, and drops by reason."""
    from spiders.parse import parse  # noqa: PLC0415 - Scrapy is loaded only where a spider runs

    result = parse(board, fixture, fetched_at=FIXED_TIME, salt=FIXED_SALT)
    rows = [{name: value for name, value in asdict(row).items() if name != "raw" and value} for row in result.rows]
    held = {"rows": rows, "dropped": {drop.reason: drop.count for drop in result.dropped}}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def trimmed(body: bytes) -> bytes:
    """Return an answer cut to its first few records, indented, personal data out, authors as pseudonyms."""
    if body.lstrip().startswith(b"<"):
        return _trimmed_feed(body)
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise JobproofError("record", f"the answer is no JSON ({error.msg})", remedy="Check the address.") from None
    return orjson.dumps(_cut(payload), option=orjson.OPT_INDENT_2) + b"\n"


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
        root = ET.fromstring(body)  # noqa: S314 - expat 2.4.1 and later refuses entity bombs
    except ET.ParseError as error:
        raise JobproofError("record", f"the answer is no feed ({error})", remedy="Check the address.") from None
    for channel in root.iter("channel"):
        for item in channel.findall("item")[_MOST_RECORDS:]:
            channel.remove(item)
    for element in root.iter():
        element.text = personal.scrub(element.text) if element.text else element.text
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _fetch(board: Board, url: str) -> bytes:
    """Fetch in a process of its own, with the settings, robots.txt rules and waits of every crawl."""
    done = subprocess.run(  # noqa: S603 - no shell, and our own module
        [sys.executable, "-m", "spiders.fetch_one", url], cwd=PROJECT, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no answer"]
        raise JobproofError(f"board {board.name!r}", reason[0], remedy="Try again later, or check the address.")
    return done.stdout


def _file_name(url: str, body: bytes) -> str:
    stem = "".join(letter if letter.isalnum() else "_" for letter in urlsplit(url).path).strip("_")[-60:] or "answer"
    return f"{stem}.{'rss' if body.lstrip().startswith(b'<') else 'json'}"


def scaffold(board: Board, project: Path) -> Path:
    """Write the beginning of a board's spider; return its path. The person chooses the platform base."""
    path = project / "spiders" / "boards" / f"{board.name}.py"
    words = "".join(part.capitalize() for part in board.name.split("_"))
    path.write_text(
        f'"""{board.title}: say here what is particular about it."""\n\n'
        "from spiders.platforms.feed import FeedSpider  # choose the platform: see spiders/platforms/\n\n\n"
        f'class {words}(FeedSpider):\n    """Say here what one posting is."""\n\n    name = "{board.name}"\n',
        encoding="utf-8",
    )
    return path
