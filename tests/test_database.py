"""Opening a file that is replaced in the meantime: one state, or a clear word."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import duckdb
import pytest

from warehouse import database
from warehouse.database import attach
from warehouse.errors import JobproofError


def _made(path: Path, rows: int) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE t AS FROM range({rows})")
    return path


class _Replaced:
    """A connection that, when a file is attached, finds it replaced afterwards: so often, or with an error."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, new: Path, times: int, error: str) -> None:
        self._connection, self._path, self._new, self._times, self._error = connection, path, new, times, error

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Run it, and replace the file behind it."""
        replaced = sql.startswith("ATTACH") and self._times > 0
        if replaced:
            self._times -= 1
        if not (replaced and self._error):
            self._connection.execute(sql)
        if replaced:
            shutil.copyfile(self._new, part := self._path.with_suffix(".part"))
            part.replace(self._path)
        if replaced and self._error:
            raise duckdb.IOException(self._error)
        return self._connection


def _attached(folder: Path, times: int, error: str = "") -> int:
    """Return the rows of the table in a file that is attached while it is replaced by one of three rows."""
    path, new = _made(folder / "jobs.duckdb", 2), _made(folder / "new.duckdb", 3)
    with duckdb.connect() as connection:
        replaced = _Replaced(connection, path, new, times, error)
        attach(cast("duckdb.DuckDBPyConnection", replaced), path, "jobs")
        [(rows,)] = connection.execute("SELECT count(*) FROM jobs.t").fetchall()
        return int(rows)


@pytest.mark.parametrize("error", ["", "IO Error: Could not read enough bytes"])
@pytest.mark.parametrize(("times", "rows"), [(0, 2), (1, 3), (3, 3)])
def test_a_file_that_is_replaced_while_it_is_opened_is_opened_again(
    tmp_path: Path, times: int, rows: int, error: str
) -> None:
    assert _attached(tmp_path, times, error) == rows


def test_a_file_that_is_replaced_again_and_again_is_told(tmp_path: Path) -> None:
    with pytest.raises(JobproofError, match="was replaced while it was opened, 10 times"):
        _attached(tmp_path, database._OPENINGS)


def test_what_cannot_be_opened_is_told_at_once(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        with pytest.raises(JobproofError, match="cannot be opened"):
            attach(connection, tmp_path / "none.duckdb", "jobs")
        (tmp_path / "text.duckdb").write_text("no database")
        with pytest.raises(JobproofError, match="cannot be opened"):
            attach(connection, tmp_path / "text.duckdb", "jobs")
