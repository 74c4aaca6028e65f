"""The scope loop that all boards share: pages in, postings out, everything counted. Names no protocol and no board."""

from __future__ import annotations

import traceback
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from spiders.dates import iso
from spiders.faults import CrawlFault, NotModified, UnusableRecordError
from spiders.fetching import Fetcher
from spiders.item_pipelines import Page
from spiders.landed import Landed, LandedScope, code_version
from spiders.tally import Tally
from warehouse import clock, landing
from warehouse.boards import Board, Scope
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import CrawlReport, RawPosting, State

Json = Any
"""Whatever JSON or its like a board sent: an object where all is well."""


class BoardSpider(Spider):
    """One board. A platform says where pages are and what a record means; a board's file says which platform and where.

    Args:
        board: The registry's entry.
        partitions: Days or months to crawl, in this order.
        home: Where the postings land; None for a spider that only reads saved answers.
        simulated: Whether the market is simulated.
        on_report: Is told of each finished partition.
    """

    best_state: State = "complete"
    """What a scope is at best: a feed of the newest rows is a `window`."""
    best_reason = ""
    one_answer = False
    """Whether a scope is a single GET, so that it can be asked for only if it changed."""
    partition = ""
    """The day or month that is being crawled; empty for a spider that only reads saved answers."""
    slower = 1.0
    """Times the usual wait between two requests to a host."""

    def __init__(
        self,
        board: Board,
        partitions: Sequence[str] = (),
        home: Home | None = None,
        *,
        simulated: bool = False,
        on_report: Callable[[CrawlReport], None] = lambda _report: None,
    ) -> None:
        super().__init__()
        self.board = board
        self.fetched_at = iso(clock.now())
        self.crash = ""
        self._partitions, self._home, self._simulated, self._on_report = partitions, home, simulated, on_report
        self._item_error: BaseException | None = None
        self._landed: Landed | None = None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Wait as long between two requests as the board wants."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", cls.slower * settings.getfloat("DOWNLOAD_DELAY"), priority="spider")

    async def scopes(self, partition: str, tally: Tally) -> list[Scope]:  # noqa: ARG002 - threads go by month
        """Return the tenants, feeds or threads of a partition; unless a platform finds them, those of the registry.

        `tally` counts what finding them takes; an empty list needs a reason in it.
        """
        if not self.board.scopes:
            tally.worsen("failed", f"boards.toml lists no [{self.board.name}.scopes]")
        return list(self.board.scopes)

    def list_url(self, scope: Scope) -> str:  # noqa: ARG002 - platforms look into it
        """Return the address at which a scope's list begins; empty where no single GET brings it, texts and all."""
        return ""

    @abstractmethod
    def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the records of one scope page by page; set `tally.declared` where the board declares a total.

        Raises:
            CrawlFault: A page did not come, or is not what the protocol promises.
        """

    @abstractmethod
    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says.

        Raises:
            UnusableRecordError: The record is no posting, with the reason to count it under.
        """

    @abstractmethod
    def unpack(self, body: bytes) -> list[Json]:
        """Return the records of one saved answer, in whichever of its known envelopes.

        Raises:
            CrawlFault: It is none of them.
        """

    def scope_named(self, token: str) -> Scope:
        """Return the registry's scope of that token; one named by its token where it lists none."""
        return next((scope for scope in self.board.scopes if scope.token == token), Scope(token, token))

    def scope_of(self, record: Json) -> Scope:  # noqa: ARG002 - platforms look into it
        """Return the scope that a record of a saved answer tells of itself."""
        return Scope("", "")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BoardSpider:  # noqa: ANN401 - Scrapy's signature
        """Return the spider, connected to its crawler."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.fetcher = Fetcher(crawler, spider.board.at_most)
        crawler.signals.connect(spider.note_item_error, signal=signals.item_error)
        return spider

    fetcher: Fetcher

    def note_item_error(self, failure: Failure) -> None:
        """Remember that a posting could not be landed: Scrapy itself would only log it."""
        self._item_error = failure.value

    async def start(self) -> AsyncIterator[Any]:
        """Crawl every partition. Nothing is yielded: postings go through the item pipelines one after another."""
        try:
            for partition in self._partitions:
                await self._crawl_partition(partition)
        except Exception:  # noqa: BLE001 - told by the child process, which then fails
            self.crash = traceback.format_exc()
        for nothing in list[Any]():
            yield nothing

    async def _crawl_partition(self, partition: str) -> None:
        if self._home is None:
            raise RuntimeError("a spider without a home cannot crawl")
        self.partition = partition
        with landing.resumed(self._home, self.board.name, partition, simulated=self._simulated) as file:
            finding = Tally("")
            scopes = await self._find_scopes(partition, finding)
            reports = {report.scope: report for report in file.ended}
            for scope in scopes:
                if scope.token in reports:
                    continue
                tally = await self._crawl_scope(scope, file)
                tally.add_requests(finding)
                finding = Tally("")
                reports[scope.token] = tally.report()
                if len(scopes) > 1:
                    file.end_scope(reports[scope.token])
            if not scopes:
                reports[""] = finding.report()
            report = file.commit(tuple(reports.values()))
        self._on_report(report)

    async def _find_scopes(self, partition: str, tally: Tally) -> list[Scope]:
        try:
            return await self.scopes(partition, tally)
        except CrawlFault as fault:
            tally.end(fault)
            return []

    async def _crawl_scope(self, scope: Scope, file: LandingFile) -> Tally:
        tally = Tally(scope.token)
        before = self._last_whole(scope)
        if before and self.one_answer:
            tally.known = before.validators
        try:
            async for records in self.pages(scope, tally):
                self.fetched_at = iso(clock.now())
                await self._take(records, scope, tally, file)
            tally.settle()
            if self.best_state != "complete":
                tally.worsen(self.best_state, self.best_reason)
            if before and self.best_state == "window":
                tally.compare(before.keys(), file.keys, before.finished_at)
            self._keep_validators(tally)
        except NotModified:
            self._land_again(before, tally, file)
        except CrawlFault as fault:
            tally.end(fault)
        return tally

    def _land_again(self, before: LandedScope | None, tally: Tally, file: LandingFile) -> None:
        """Land what is known once more: the board says that nothing changed."""
        if before is None:
            tally.end(CrawlFault("it answered that nothing changed (HTTP 304), which was not asked"))
            return
        tally.repeat(before.report)
        for posting in before.postings(iso(clock.now())):
            if posting.key in file.keys:
                tally.drop("duplicate within the run", posting.key)
            elif file.add(posting):
                tally.kept += 1
        if tally.state == "window":
            tally.overlap = len(before.rows)

    def _last_whole(self, scope: Scope) -> LandedScope | None:
        """Return what the scope's last whole crawl brought, where that matters."""
        if self._home is None or not (self.one_answer or self.best_state == "window"):
            return None
        if self._landed is None:
            self._landed = Landed(self._home, self.board.name, simulated=self._simulated)
        return self._landed.scope(scope.token)

    def _keep_validators(self, tally: Tally) -> None:
        if not (self.one_answer and tally.validators and tally.state in {"complete", "window"}):
            tally.validators = {}
        else:
            tally.validators["code"] = code_version()

    async def _take(self, records: list[Json], scope: Scope, tally: Tally, file: LandingFile) -> None:
        read = (self.read_record(record, position, scope, tally) for position, record in enumerate(records))
        postings = [posting for posting in read if posting is not None]
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("no crawl is running")
        await engine.scraper.start_itemproc_async(Page(postings, tally, file.keys, file.add), response=None)
        if self._item_error:
            raise self._item_error

    def read_record(self, record: Json, position: int, scope: Scope, tally: Tally) -> RawPosting | None:
        """Return what a record says; None where it is no posting or cannot be read, which the tally then counts."""
        example = record.get("id") or record.get("guid") if isinstance(record, dict) else None
        try:
            return self.posting(record, scope)
        except UnusableRecordError as unusable:
            tally.drop(unusable.reason, example or f"record {position + 1}")
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            what = f"{type(error).__name__}: {error}"
            tally.drop("unreadable", f"{example or f'record {position + 1}'} ({what})")
        return None
