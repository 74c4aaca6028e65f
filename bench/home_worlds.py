"""A small simulated market, its boards served on this machine, and homes in the state before each step.

For proofs of what a home survives: the steps are the product's own commands, each in a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from simulation.market import ARCHIVE_BOARD, Market, Volume
from simulation.replica import serve
from tests.homes.keep import unpack
from warehouse import store
from warehouse.database import reading
from warehouse.home import PROJECT, Home
from warehouse.schemas import TABLES, Table

TODAY = date(2025, 1, 6)
NOW = f"{TODAY}T06:00:00+00:00"
SMALL = Volume(archive=25, ruanyf=6, hn=20, companies=30, feed=12)
_COMPANIES = 1
_ARCHIVES = 3
OLD = PROJECT / "tests" / "homes" / "4.tar.zst"
_OLD_BOARDS = """only = true
[threads]
kind = "history"
since = "2024-01"
[ats]
kind = "live"
census = true
scopes = { acme = { name = "Acme" }, beta = { name = "Beta" } }
[zh]
kind = "archive"
home = "CN"
[cn_archive]
kind = "archive"
home = "CN"
"""
_SALT = b"the same authors in every home.."
_PATIENCE = 600
_FINISH = """
import json, sys
from pipelines import cli
from warehouse import boards, publish, store
from warehouse.home import Home
commands, home, build = json.loads(sys.argv[1]), Home.from_environment(), store.build
def told(*given, **named):
    built = build(*given, **named)
    print(built.how, file=sys.stderr)
    return built
store.build = told
for command in commands:
    if command and (code := cli.run(command)):
        sys.exit(code)
last = commands[-1][:1]
if last in ([], ["crawl"], ["import"]):
    store.build(home, boards.load(home))
if last not in (["publish"], ["migrate"]):
    publish.publish(home)
"""
WENT_ON = "went on from the earlier warehouse"
"""What a finish says of a build that went on."""
_ASKED_AGAIN = ("requests", "bytes", "vintage")
"""What a crawl that goes on behind a kill counts anew: how often it had to ask, and the name of what came of it."""


@dataclass(frozen=True)
class World:
    """A market that is being served.

    Args:
        folder: Where homes are made.
        url: The replica.
        archives: Chinese exports, to be imported one after the other.
        market: The market itself, for its registry.
    """

    folder: Path
    url: str
    archives: tuple[Path, ...]
    market: Market

    def home(self, name: str) -> Home:
        """Make an empty home that knows the market's boards; all homes have one salt, so that authors are equal."""
        home = Home(self.folder / name)
        shutil.rmtree(home.root, ignore_errors=True)
        self.market.write_boards_toml(home.boards)
        home.salt.write_bytes(_SALT)
        return home

    def begun(self, name: str) -> Home:
        """Make a home with an import, built and published: the next build goes on from there."""
        home = self.home(name)
        code, said = self.finish(home, self._import(0))
        if code:
            raise RuntimeError(f"no home can be begun: {said}")
        return home

    def old_home(self, name: str) -> Home:
        """Make a home as an earlier version of the schema left it, with a registry of the boards that it knows."""
        home = self.home(name)
        unpack(OLD, home)
        home.boards.write_text(_OLD_BOARDS, encoding="utf-8")
        return home

    def commands(self) -> dict[str, list[str]]:
        """Return step -> command, in the order in which the week after the beginning runs them."""
        return {
            "crawl": ["crawl", *self._boards()],
            "import": self._import(1),
            "publish": ["publish"],
            "replay": ["replay"],
        }

    def later(self) -> list[str]:
        """Return a command by which something lands after all steps."""
        return self._import(2)

    def _import(self, number: int) -> list[str]:
        return ["import", str(self.archives[number]), "--board", ARCHIVE_BOARD]

    def _boards(self) -> list[str]:
        """Return a thread, a feed and a few companies."""
        companies = {name: found[:_COMPANIES] for name, found in self.market.companies.items()}
        named = [f"{platform}:{one.token}" for platform, found in companies.items() for one in found]
        return ["hn_whoishiring", "weworkremotely", *named]

    def environment(self, home: Home, now: str = NOW) -> dict[str, str]:
        """Return what a command is told of home, clock and replica."""
        named = {"JOBPROOF_HOME": str(home.root), "JOBPROOF_NOW": now, "JOBPROOF_REPLICA": self.url}
        return {**os.environ, **named}

    def finish(self, home: Home, command: Sequence[str], then: Sequence[str] = ()) -> tuple[int, str]:
        """Run one or two commands, then whatever of building and publishing they have not done, in one process.

        Claims aside. Returns the exit code and what was said on stderr, how each build was done among it.
        """
        commands = [command, then] if then else [command]
        return self._ended([sys.executable, "-c", _FINISH, json.dumps(commands)], home, NOW)

    def start(self, home: Home, command: Sequence[str], now: str = NOW) -> subprocess.Popen[bytes]:
        """Start a command in a session of its own, so that it can be killed with all its children."""
        return subprocess.Popen(
            _command(command),
            cwd=PROJECT, env=self.environment(home, now), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, home: Home, command: Sequence[str], now: str = NOW) -> tuple[int, str]:
        """Run a command to its end; return its exit code and what it said on stderr."""
        return self._ended(_command(command), home, now)

    def _ended(self, words: Sequence[str], home: Home, now: str) -> tuple[int, str]:
        done = subprocess.run(
            words, cwd=PROJECT, env=self.environment(home, now), timeout=_PATIENCE, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        return done.returncode, done.stderr


@contextmanager
def world(folder: Path, *, months: int = 2, volume: Volume = SMALL, seed: int = 5) -> Iterator[World]:
    """Serve a market until the block ends."""
    market = Market(seed=seed, end=TODAY, months=months, volume=volume)
    others = (Market(seed=seed + each, end=TODAY, months=months, volume=volume) for each in range(_ARCHIVES))
    archives = tuple(each.write_archive(folder / f"archive-{each.seed}") for each in others)
    with serve(market) as replica:
        yield World(folder, replica.url, archives, market)


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments]


def checksums(database: Path) -> dict[str, str]:
    """Return table -> checksum of all its rows, but for what a crawl that went on counts anew."""
    with reading(database) as connection:
        return {table.full_name: store.checksum(connection, _comparable(table)) for table in TABLES}


def _comparable(table: Table) -> Table:
    return replace(table, columns=tuple(column for column in table.columns if column.name not in _ASKED_AGAIN))
