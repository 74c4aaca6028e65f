"""Readers in a loop while the copy is published again and again: no error, and never half a state.

Each reader is a process of its own that opens the copy anew for every look, as a session of an analyst would, and
checks what must hold across tables: every mention and every vacancy has its posting, every posting its vacancy, and the
vacancies count as many postings as there are. Every other one keeps its connection open over several looks and must go
on seeing what it saw.
"""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

from bench.proof_page import machine, section, table
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.database import reading
from warehouse.home import Home

PUBLISHES = 200
READERS = 8
_POSTINGS = 40
_PAUSE = 0.02
"""Between a reader's looks: eight processes that never rest would prove less, since nobody would publish."""
_LOOKS = """
SELECT
    (SELECT count(*) FROM core.mentions AS m ANTI JOIN core.postings AS p ON p.posting_id = m.posting_id),
    (SELECT count(*) FROM core.vacancies AS v ANTI JOIN core.postings AS p ON p.posting_id = v.vacancy_id),
    (SELECT count(*) FROM core.postings AS p ANTI JOIN core.vacancies AS v ON v.vacancy_id = p.vacancy_id
     WHERE p.is_posting),
    (SELECT sum(postings_n)::BIGINT FROM core.vacancies) - (SELECT count(*) FROM core.postings WHERE is_posting),
    (SELECT any_value(vintage) FROM mart.meta)
"""
"""Four numbers that are 0 in every copy, and which copy it is."""


@dataclass(frozen=True)
class Told:
    """What one reader saw.

    Args:
        looks: How often it looked.
        vintages: Different states that it saw.
        errors: Message -> how often.
        torn: Looks in which tables did not agree.
    """

    looks: int
    vintages: int
    errors: dict[str, int]
    torn: int


def prove() -> bool:
    """Two hundred publishes while eight processes read: docs/proof.md."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        told, published = published_under_readers(Home(Path(folder)), PUBLISHES, READERS)
    section("Readers", document(told, published, time.monotonic() - began))
    return holds(told)


def holds(told: Sequence[Told]) -> bool:
    """Return whether every reader looked and none met an error or half a state."""
    return all(each.looks and not each.errors and not each.torn for each in told)


def published_under_readers(home: Home, publishes: int, readers: int) -> tuple[list[Told], int]:
    """Publish so often, every time something else, while processes read; return what they saw and the states made."""
    made = {_changed(home, 0)}
    with watched(home.published, readers) as told:
        for number in range(1, publishes + 1):
            made.add(_changed(home, number) if number % 10 == 0 else publish.publish(home).vintage)
    return told, len(made)


def _changed(home: Home, number: int) -> str:
    """Land a few postings more, build, publish; return the vintage."""
    given = [
        posting("threads", f"{number}-{each}", posted_at=f"2024-01-{1 + each % 28:02}T12:00:00+00:00")
        for each in range(_POSTINGS)
    ]
    land(home, f"{2024 + number // 120}-{1 + number // 10 % 12:02}", given, now="2024-12-01")
    store.build(home, REGISTRY)
    return publish.publish(home).vintage


@contextmanager
def watched(copy: Path, readers: int) -> Iterator[list[Told]]:
    """Let processes read the copy until the block ends; the list then holds what each saw."""
    context = multiprocessing.get_context("spawn")
    end, begun, said = context.Event(), context.Semaphore(0), context.Queue()
    processes = [
        context.Process(target=_read, args=(str(copy), number % 2 == 1, end, begun, said), daemon=True)
        for number in range(readers)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        begun.acquire()
    told: list[Told] = []
    try:
        yield told
    finally:
        end.set()
        told.extend(said.get(timeout=120) for _ in processes)
        for process in processes:
            process.join(timeout=60)


def _read(copy: str, keeps_open: bool, end: Event, begun: object, said: Queue[Told]) -> None:
    seen, errors = set[str](), Counter[str]()
    looks = torn = 0
    begun.release()  # type: ignore[attr-defined]  # a semaphore
    parent = multiprocessing.parent_process()
    while not end.is_set() and parent and parent.is_alive():  # a killed proof leaves no reader behind
        try:
            with reading(Path(copy)) as connection:
                first = None
                for _ in range(3 if keeps_open else 1):
                    [look] = connection.execute(_LOOKS).fetchall()
                    looks += 1
                    torn += _is_torn(look) or first not in (None, look)
                    first = look
                    seen.add(look[-1])
            time.sleep(_PAUSE)
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is what is counted here
            errors[f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"] += 1
    said.put(Told(looks, len(seen), dict(errors), torn))


def _is_torn(look: Sequence[object]) -> bool:
    return any(look[:-1])


def document(told: Sequence[Told], published: int, seconds: float) -> str:
    """Return the section."""
    rows = [
        (number, each.looks, each.vintages, sum(each.errors.values()), each.torn) for number, each in enumerate(told, 1)
    ]
    errors = Counter[str]()
    for each in told:
        errors.update(each.errors)
    met = f"\n\nErrors: {json.dumps(errors)}" if errors else ""
    words = (__doc__ or "").partition("\n")[2].strip()
    figures = f"{PUBLISHES} publishes of {published} states in {seconds:.0f} s ({machine()})."
    return f"{words}\n\n{figures}\n\n{table(('reader', 'looks', 'states seen', 'errors', 'torn reads'), rows)}{met}"
