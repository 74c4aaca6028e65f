"""Finding the spider of a board: its file in spiders/boards/ bears the registry's key. Loads Scrapy only on demand."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.boards import Board
from warehouse.errors import BadUsageError, JobproofError

if TYPE_CHECKING:
    from spiders.platforms.base import BoardSpider

FOLDER = Path(__file__).parent / "boards"


def names() -> list[str]:
    """Return the names of all boards that have a spider."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def require_spider(board: Board) -> None:
    """Refuse a board that cannot be crawled.

    Raises:
        BadUsageError: It is an archive.
        JobproofError: Its spider's file is missing.
    """
    if board.kind == "archive":
        raise BadUsageError(
            f"board {board.name!r}",
            "it is an archive and has no spider",
            allowed=", ".join(names()),
            remedy=f"Import a file: jobproof import {board.name} FILE",
        )
    if board.name not in names():
        raise JobproofError(
            f"board {board.name!r}",
            f"boards.toml names it, but spiders/boards/{board.name}.py is missing",
            remedy=f"Run jobproof record {board.name} URL to begin it, or take it out of boards.toml.",
        )


def spider_class(board: Board) -> type[BoardSpider]:
    """Return the class in the board's file whose name is the board's."""
    require_spider(board)
    module = import_module(f"spiders.boards.{board.name}")
    for held in vars(module).values():
        if isinstance(held, type) and getattr(held, "name", None) == board.name and held.__module__ == module.__name__:
            return held
    raise JobproofError(
        f"spiders/boards/{board.name}.py", f"holds no class with name = {board.name!r}", remedy="Correct the file."
    )
