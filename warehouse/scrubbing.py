"""Taking erased postings out of databases, Parquet files, audits and reports: by the columns that name a posting.

Which postings, and in what order with landing files, is erasure.py's affair. A database is written anew without them:
what DuckDB deletes stays in the file's free blocks.
"""

from __future__ import annotations

import csv
import email
import gzip
import io
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.policy import default
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import orjson
import zstandard

from warehouse.audits import SHEET
from warehouse.database import COMPATIBLE, creating, holds_removed, in_memory, literal
from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import Home
from warehouse.manifest import MANIFEST, keeping
from warehouse.tombstones import digest

_POSTING = ("posting_id",)
_REFERENCES = ("vacancy_id", "base_id", "became", "employer_key")
_TEXTS = {".html", ".json", ".csv", ".md", ".txt", ".svg", ".xml", ".jsonl", ".out", ".err", ".log", ".yaml"}
_PACKED = {".gz", ".zst"}
_DATABASES = {".db", ".sqlite"}
_OURS = ("landing", "normalised", "quarantine", "published", "warehouse", "verdicts", "vacancy_changes", "quality")
_MARK = "[erased]"
_LINES = re.compile(r"(\\+n|\n)")
"""Where lines end, also in JSON, and in JSON within JSON."""


@dataclass(frozen=True)
class Erased:
    """What is to go.

    Args:
        idents: Ids of postings -> what stands in their place where another row refers to them.
        mark: What stands in the place of the company's key.
        company: Normalised name of the company; empty where single postings go.
        names: The company's names as published, longest first.
        addresses: Public pages of the postings.
    """

    idents: dict[str, str]
    mark: str
    company: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, home: Home, idents: set[str], names: set[str], addresses: set[str], company: str) -> Erased:
        """Return it with a stand-in for each id, by which nobody can tell it."""
        salt = home.salt.read_bytes()
        standing = {ident: f"erased:{digest(salt, 'posting', ident)[:12]}" for ident in sorted(idents)}
        longest = tuple(sorted(names, key=lambda name: (-len(name), name)))
        mark = f"erased:{digest(salt, 'company', company)[:12]}"
        return cls(standing, mark, company, longest, tuple(sorted(addresses, key=len, reverse=True)))

    def without(self, text: str) -> str:
        """Return a text without names, addresses and ids, also as JSON, HTML and addresses write them.

        A line of a table that shows an address or id goes as a whole: the other cells are the posting's too.
        """
        if not self._written.search(text):
            return text
        pieces = _LINES.split(text)
        return "".join(self._written.sub(_MARK, self._without_cells(piece)) for piece in pieces)

    def _without_cells(self, line: str) -> str:
        told = (*self.addresses, *self.idents)
        if line.count("|") > 1 and any(word in line for word in told):
            return f"{line[: line.index('|')]}| {_MARK} {line[line.rindex('|') :]}"
        return line

    @cached_property
    def _written(self) -> re.Pattern[str]:
        words = (*self.names, *self.addresses, *self.idents)
        forms = dict.fromkeys(form for word in words for form in _forms(word))
        return re.compile("|".join(map(_bounded, forms)) or r"(?!)")

    @property
    def references(self) -> dict[str, str]:
        """Return what other rows may call an erased posting or company -> what is to stand there."""
        return self.idents | ({self.company: self.mark} if self.company else {})


def _forms(word: str) -> tuple[str, ...]:
    return word, json.dumps(word)[1:-1], escape(word), quote(word)


def _bounded(word: str) -> str:
    """Return a pattern for a word where it stands by itself: no name goes out of the middle of another."""
    before = r"(?:(?<![0-9A-Za-z_])|(?<=\\n)|(?<=\\t))" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![0-9A-Za-z_])" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after


def databases(home: Home) -> list[Path]:
    """Return the home's DuckDB files: warehouse, copy, vintages."""
    folders = (home.warehouse.parent, home.published.parent)
    return [path for folder in folders for path in sorted(folder.rglob("*.duckdb")) if not path.name.startswith(".")]


def scrub(home: Home, gone: Erased) -> tuple[dict[str, int], tuple[str, ...]]:
    """Take erased postings out of everything but landing and readings; whoever calls holds the home's writer lock.

    Returns:
        Place -> rows or files changed; and files with traces that are not ours to change.
    """
    places: dict[str, int] = {}
    for path in databases(home):
        _add(places, _place(home, path), _database(path, gone))
    for path in _parquet(home):
        _add(places, _place(home, path.parent), _parquet_file(path, gone))
    _add(places, "audits", _audits(home, gone))
    left = []
    for path in _others(home):
        changed = _other(path, gone)
        if changed is None:
            left.append(str(path.relative_to(home.root)))
        else:
            _add(places, _place(home, path), int(changed))
    return places, tuple(left)


def _add(places: dict[str, int], place: str, n: int) -> None:
    if n:
        places[place] = places.get(place, 0) + n


def _place(home: Home, path: Path) -> str:
    return str(path.relative_to(home.root))


def _database(path: Path, gone: Erased) -> int:
    """Write a database anew without the postings; one that cannot be read is taken away. Return the rows changed.

    One in which anything was ever removed is written anew even where no row speaks of them: their bytes may be there.
    """
    work = path.with_name(f".{path.name}.erasing")
    try:
        shutil.copyfile(path, work)
        with creating(work, COMPATIBLE) as connection:
            left_over = holds_removed(connection)
            changed = sum(_table(connection, *named, gone) for named in _tables(connection))
        if not changed and not left_over:
            return 0
        mode = path.stat().st_mode
        with replacing(path) as part, creating(part, COMPATIBLE) as connection:
            connection.execute(f"ATTACH {literal(str(work))} AS scrubbed (READ_ONLY)")
            connection.execute("COPY FROM DATABASE scrubbed TO target")
            connection.execute("DETACH scrubbed")
        path.chmod(mode)
    except duckdb.Error:
        path.unlink()
        return 1
    finally:
        work.unlink(missing_ok=True)
    return changed


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """Return table -> its columns of text, for every table of the current database."""
    rows = connection.execute(
        "SELECT schema_name || '.' || table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
        " WHERE database_name = 'target' AND data_type = 'VARCHAR' AND (schema_name, table_name) IN"
        " (SELECT (schema_name, table_name) FROM duckdb_tables()) GROUP BY ALL"
    ).fetchall()
    return [(str(name), list(columns)) for name, columns in rows]


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: list[str], gone: Erased) -> int:
    """Delete the postings' rows of one table, and put stand-ins where other rows refer to them."""
    listed = f"({', '.join(map(literal, gone.idents))})" if gone.idents else "('')"
    changed = _changed(connection, f"DELETE FROM {name} WHERE {_own(name, columns, listed, gone)}")
    for column in [each for each in _REFERENCES if each in columns and gone.references]:
        cases = " ".join(f"WHEN {literal(ident)} THEN {literal(mark)}" for ident, mark in gone.references.items())
        changed += _changed(
            connection,
            f"UPDATE {name} SET {column} = CASE {column} {cases} END"
            f" WHERE {column} IN ({', '.join(map(literal, gone.references))})",
        )
    for column in columns if name.endswith("claim_history") else []:
        for word in gone.names:
            changed += _changed(
                connection,
                f"UPDATE {name} SET {column} = replace({column}, {literal(word)}, {literal(_MARK)})"
                f" WHERE contains({column}, {literal(word)})",
            )
    return changed


def _own(name: str, columns: list[str], listed: str, gone: Erased) -> str:
    """Return the condition for the rows that tell of an erased posting or company and of nothing else."""
    own = [f"{column} IN {listed}" for column in _POSTING if column in columns]
    if name.endswith(".vacancies"):
        own.append(f"vacancy_id IN {listed}")
    if name.endswith(".employers"):
        names = ", ".join(map(literal, (gone.company, *gone.names))) if gone.company else "''"
        own.append(f"employer_key IN {listed} OR employer_key IN ({names}) OR label IN ({names})")
    return " OR ".join(own) or "false"


def _changed(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    [(rows,)] = connection.execute(statement).fetchall()
    return int(rows)


def _parquet(home: Home) -> Iterator[Path]:
    """Yield the Parquet copies, verdicts and records of vacancies; copies that nobody is shown any more are removed."""
    shown = (home.published.parent / "parquet").resolve()
    for generation in (home.published.parent / "generations").glob("*"):
        if generation.resolve() == shown:
            yield from sorted(path for path in generation.rglob("*.parquet") if path.is_file())
        else:
            shutil.rmtree(generation)
    yield from sorted(home.verdicts.glob("*.parquet"))
    yield from sorted(home.vacancy_changes.glob("*.parquet"))


def _parquet_file(path: Path, gone: Erased) -> int:
    name = path.stem if path.stem.count(".") == 1 and path.stem.startswith(("core.", "mart.")) else "mart.claim_history"
    with in_memory() as connection:
        connection.execute("ATTACH ':memory:' AS target")
        connection.execute("USE target")
        connection.execute(f"CREATE SCHEMA {name.partition('.')[0]}")
        try:
            connection.execute(f"CREATE TABLE {name} AS FROM read_parquet({literal(str(path))})")
        except duckdb.Error:
            path.unlink()
            return 1
        changed = sum(_table(connection, *named, gone) for named in _tables(connection))
        if changed:
            write = keeping if (path.parent / MANIFEST).exists() else replacing
            with write(path) as part:
                connection.execute(f"COPY {name} TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)")
    return changed


def _audits(home: Home, gone: Erased) -> int:
    return sum(_answers(path, gone) for path in sorted(home.audits.glob("*.jsonl"))) + sum(
        _sheet(path, gone) for path in sorted(home.audits.glob("*.csv"))
    )


def _answers(path: Path, gone: Erased) -> int:
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if orjson.loads(line).get("posting_id") not in gone.idents]
    if len(kept) < len(lines):
        with keeping(path) as part:
            part.write_bytes(b"".join(kept))
    return len(lines) - len(kept)


def _sheet(path: Path, gone: Erased) -> int:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kept = [row for row in rows if row.get("posting_id") not in gone.idents]
    if len(kept) < len(rows):
        text = io.StringIO()
        sheet = csv.DictWriter(text, SHEET, extrasaction="ignore")
        sheet.writeheader()
        sheet.writerows(kept)
        with replacing(path) as part:
            part.write_text(text.getvalue(), encoding="utf-8-sig")
    return len(rows) - len(kept)


def _others(home: Home) -> Iterator[Path]:
    """Yield every other file of the home: reports, mails, Dagster's records, whatever people put there."""
    ours = {home.root / name for name in _OURS} | {home.audits}
    for folder, names, files in os.walk(home.root):
        names[:] = [name for name in names if Path(folder) / name not in ours]
        yield from (Path(folder) / name for name in files if Path(folder) / name not in {home.salt, home.boards})


def _other(path: Path, gone: Erased) -> bool | None:
    """Take the words out of one file; return whether it was changed, None where it holds them and cannot be."""
    kinds: tuple[tuple[set[str], Callable[[Path, Erased], bool | None]], ...] = (
        (_TEXTS, _text), (_DATABASES, _sqlite), ({".eml"}, _mail), (_PACKED, _pack),
    )  # fmt: skip
    for endings, change in kinds:
        if path.suffix in endings:
            return change(path, gone)
    return False


def _text(path: Path, gone: Erased) -> bool:
    held = path.read_bytes().decode("utf-8", "surrogateescape")
    kept = gone.without(held)
    if kept == held:
        return False
    with replacing(path) as part:
        part.write_bytes(kept.encode("utf-8", "surrogateescape"))
    return True


def _mail(path: Path, gone: Erased) -> bool:
    """Remove a mail that tells of what is erased: its parts are encoded, and another mail can be drawn."""
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    texts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    if all(gone.without(text) == text for text in texts):
        return False
    path.unlink()
    return True


def _pack(path: Path, gone: Erased) -> bool | None:
    """Return None for a packed file with traces: it is somebody's archive, which is not ours to rewrite."""
    try:
        packed = path.read_bytes()
        if path.suffix == ".gz":
            held = gzip.decompress(packed)
        else:
            with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as unpacked:
                held = unpacked.read()
    except (OSError, EOFError, zstandard.ZstdError):
        return False
    text = held.decode("utf-8", "replace")
    return None if gone.without(text) != text else False


def _sqlite(path: Path, gone: Erased) -> bool:
    """Take the words out of every text of a SQLite file (Dagster's records of runs), and leave no free pages."""
    try:
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
            connection.create_function("without_erased", 1, lambda value: _plain(value, gone), deterministic=True)
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            changed = sum(_sqlite_table(connection, table) for table in tables)
            if changed:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise JobproofError(
            str(path), f"cannot be written ({error})", remedy="End `jobproof up`, then run the command again."
        ) from None
    return bool(changed)


def _sqlite_table(connection: sqlite3.Connection, table: str) -> int:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    return sum(
        connection.execute(
            f'UPDATE "{table}" SET "{column}" = without_erased("{column}")'
            f' WHERE typeof("{column}") = \'text\' AND "{column}" <> without_erased("{column}")'
        ).rowcount
        for column in columns
    )


def _plain(value: Any, gone: Erased) -> Any:  # noqa: ANN401 - whatever a column holds
    return gone.without(value) if isinstance(value, str) else value
