"""Many crawls in one process, each against a replica of its own that answers well or badly; run by test_faults.py.

A process for every crawl would take minutes. Spiders, settings and item pipelines are those of every crawl.

stdin: a list of {board, fault, home}; stdout: a list of {board, fault, crash, report}, report null after a crash.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from simulation import faults
from simulation.faults import Faulty, Spoil, Where
from simulation.protocols.http import Answer, Request, Source
from simulation.replica import serve
from spiders import catalogue
from spiders.child import chosen_settings
from tests.boards import wire
from warehouse import clock
from warehouse.boards import load
from warehouse.home import Home
from warehouse.records import CrawlReport

MB = 1 << 20
HUGE = Answer(b" " * (100 * MB), headers={"Content-Type": "application/json"})
_PAGING = re.compile(
    r"(cur(rent)?_?)?page(_?(index|num|no))?$|p$|offset$|skip$|start$|from$|cursor$|.*token$", re.IGNORECASE
)
_TOTALS = re.compile(r"total|count|num_comments", re.IGNORECASE)


def _is_json(answer: Answer) -> bool:
    return answer.body.lstrip()[:1] in {b"{", b"["}


def on_json(spoil: Spoil) -> Spoil:
    """Spoil JSON answers only; others pass."""
    return lambda request, answer: spoil(request, answer) if answer.status == 200 and _is_json(answer) else answer


def changed(change: Callable[[Any], Any]) -> Spoil:
    """Change the content of JSON answers."""
    return on_json(lambda _, answer: replace(answer, body=orjson.dumps(change(orjson.loads(answer.body)))))


def reshape(content: Any) -> Any:
    """Rename every key, as after a redesign, and every column of a table with a head."""
    if isinstance(content, dict):
        return {f"{key}V2": reshape(value) for key, value in content.items()}
    if isinstance(content, list) and content and isinstance(content[0], list):
        return [[f"{name}V2" for name in content[0]], *content[1:]]
    return [reshape(each) for each in content] if isinstance(content, list) else content


def lie(content: Any) -> Any:
    """Multiply everything that counts something."""
    if isinstance(content, dict):
        return {
            key: value * 10 + 7 if _TOTALS.search(key) and type(value) is int else lie(value)
            for key, value in content.items()
        }
    return [lie(each) for each in content] if isinstance(content, list) else content


def reshaped(request: Request, answer: Answer) -> Answer:
    """Rename the keys of JSON, the elements of XML and the types in pages."""
    if _is_json(answer):
        return changed(reshape)(request, answer)
    body = re.sub(rb"(</?)([a-zA-Z])", rb"\1x\2", answer.body).replace(b"JobPosting", b"Vacancy")
    return replace(answer, body=body)


def recoded(_: Request, answer: Answer) -> Answer:
    """Send UTF-16 that claims to be UTF-8."""
    return replace(answer, body=answer.body.decode().encode("utf-16"))


def dripped(request: Request, answer: Answer) -> Answer:
    """Send so slowly that no patience suffices."""
    return faults.dripping(1.0)(request, replace(answer, body=b" " * 4096 + answer.body))


class FirstAlways:
    """Answers whatever page of a list is asked for with the one that came first."""

    def __init__(self) -> None:
        self._first: dict[object, Answer] = {}
        self._lock = Lock()

    def __call__(self, request: Request, answer: Answer) -> Answer:
        form = orjson.loads(request.body) if request.body else {}
        asked = [(name, str(value)) for name, value in {**request.query, **form}.items() if not _PAGING.match(name)]
        with self._lock:
            return self._first.setdefault((request.host, request.path, tuple(asked)), answer)


class FirstOnly:
    """Spoils the first answer, and no other."""

    def __init__(self, spoil: Spoil) -> None:
        self._spoil, self._is_done, self._lock = spoil, False, Lock()

    def __call__(self, request: Request, answer: Answer) -> Answer:
        with self._lock:
            is_first, self._is_done = not self._is_done, True
        return self._spoil(request, answer) if is_first else answer


class OnceShaky:
    """Fails the first time that an address is asked for."""

    def __init__(self) -> None:
        self._met: set[object] = set()
        self._lock = Lock()

    def __call__(self, request: Request, answer: Answer) -> Answer:
        name = (request.host, request.path, tuple(request.query.items()), request.body)
        with self._lock:
            is_new = name not in self._met
            self._met.add(name)
        return Answer(b"", 502) if is_new else answer


_NEVER = 120.0
"""Seconds of an answer that nobody waits for. On a busy machine one of three came before the limit of one was seen."""
FAULTS: dict[str, Callable[[], Spoil]] = {
    "500": lambda: faults.status(500),
    "429": lambda: faults.status(429, Retry_After="3600"),
    "403": lambda: faults.status(403),
    "timeout": lambda: faults.slow(_NEVER),
    "drip": lambda: dripped,
    "cut": faults.cut,
    "broken": faults.broken_json,
    "page": faults.html_instead,
    "charset": lambda: recoded,
    "huge": lambda: lambda _, __: HUGE,
    "loop": faults.redirected,
    "inside": lambda: faults.redirected("http://169.254.169.254/latest/meta-data"),
    "reshaped": lambda: reshaped,
    "emptied": lambda: on_json(faults.emptied()),
    "lying": lambda: changed(lie),
    "repeats": FirstAlways,
    "badrow": lambda: FirstOnly(on_json(faults.one_bad_row())),
    "shaky": OnceShaky,
    "": lambda: lambda _, answer: answer,
}
"""Name -> what becomes of every answer but robots.txt; the empty name is a healthy board."""


def main() -> None:
    """Crawl as ordered."""
    orders = orjson.loads(sys.stdin.buffer.read())
    held = {each.board: each for each in wire.wires()}
    logging.disable()
    process = AsyncCrawlerProcess(chosen_settings(Home(Path(orders[0]["home"]))))
    reports: list[list[CrawlReport]] = [[] for _ in orders]
    with ExitStack() as stack:
        crawlers = [
            _begin(process, order, held[order["board"]], told.append, stack)
            for order, told in zip(orders, reports, strict=True)
        ]
        process.start()
    json.dump(
        [
            {
                **order,
                "crash": getattr(crawler.spider, "crash", "the spider did not start"),
                "report": asdict(told[0]) if told else None,
            }
            for order, crawler, told in zip(orders, crawlers, reports, strict=True)
        ],
        sys.stdout,
    )


def _begin(
    process: AsyncCrawlerProcess,
    order: dict[str, str],
    answers: wire.Wire,
    on_report: Callable[[CrawlReport], None],
    stack: ExitStack,
) -> Crawler:
    home = Home(Path(order["home"]))
    source: Source = Faulty(answers, Where(path=answers.lists), FAULTS[order["fault"]]())
    chosen = chosen_settings(home)
    chosen.set("REPLICA", stack.enter_context(serve(source)).url, priority="cmdline")
    if order["fault"] in {"timeout", "drip"}:
        chosen.set("DOWNLOAD_TIMEOUT", 1, priority="cmdline")
    board = answers.on(load(home).board(answers.board))
    crawler = Crawler(catalogue.spider_class(board), chosen)
    partition = answers.partition or f"{clock.today()}"
    process.crawl(crawler, board=board, partitions=[partition], home=home, on_report=on_report)
    return crawler


if __name__ == "__main__":
    main()
