"""One polite request: counted, retried with growing waits, refusals told from failures. Does not read the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders import robots
from spiders.addresses import PRIVATE_NAMES, PrivateAddressError
from spiders.faults import BlockedFault, CrawlFault, ForbiddenFault, GoneFault, NotModified
from spiders.hosts import Breaker, Hosts, Turn
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Allowance

TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds that a Retry-After may ask for; whoever asks for more has the scope end as `blocked`."""

_OK, _NOT_MODIFIED, _REFUSALS, _GONE = {200, 204}, 304, {401, 403, 405, 429, 451}, {404, 410}
_TOO_MANY, _SERVER_ERROR, _UNAVAILABLE = 429, 500, 503
_UNREACHABLE = (CannotResolveHostError, DownloadConnectionRefusedError)
_TRANSIENT = (DownloadTimeoutError, DownloadFailedError, ResponseDataLossError)
_WORDS = {
    CannotResolveHostError: "cannot be reached (DNS lookup failed)",
    DownloadConnectionRefusedError: "cannot be reached (connection refused)",
    DownloadTimeoutError: "did not answer in time",
    ResponseDataLossError: "broke off in the middle of its answer",
    DownloadFailedError: "cannot be reached (connection lost)",
}


class Fetcher:
    """Sends the requests of one crawl.

    Args:
        crawler: Whose engine downloads, so that robots.txt, delays, address checks and the replica apply.
        allowance: What the board's terms allow, if they state it.
    """

    def __init__(self, crawler: Crawler, allowance: Allowance | None = None) -> None:
        settings = crawler.settings
        folder = settings.get("HOSTS_FOLDER")
        self._crawler = crawler
        self._breaker = Breaker()
        self._hosts = Hosts(
            Path(folder) if folder else None,
            settings.getfloat("DOWNLOAD_DELAY"),
            allowance,
            together=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
        )
        self._pause = 0.05 if settings.get("REPLICA") else 2.0
        robots.keep_pace(crawler, self._hosts, settings["ROBOTSTXT_USER_AGENT"])

    async def fetch(
        self,
        url: str,
        tally: Tally,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        is_gone: Callable[[Response], bool] = lambda _refusal: False,
    ) -> Response:
        """Return the answer to a GET; to a POST where there is a body, whose redirects are not followed.

        Its status is 200, or 204 where the board says that there is nothing.

        `is_gone` tells a refusal that says no more than that this one page is closed from one that speaks of us.

        Raises:
            BlockedFault: robots.txt, the board's terms, 401, 403, 405, 429 or 451, or a Retry-After that is too long.
            GoneFault: Not found, or gone.
            CrawlFault: Unreachable, redirected to where it may not be, or still failing at the last try.
            NotModified: The answer is what the tally says is known.
        """
        host = urlsplit(url).netloc
        self._breaker.require_closed(host)
        request = _request(url, {**(headers or {}), **tally.take_known()}, body)
        answer = await self._tried(host, request, tally)
        if isinstance(answer, Response) and answer.status in {*_OK, _NOT_MODIFIED}:
            self._breaker.answered(host)
            return _accepted(host, answer, tally)
        if isinstance(answer, Response) and (answer.status in _GONE or is_gone(answer)):
            raise GoneFault(f"{host} has no such page (HTTP {answer.status}): board gone or token typo")
        raise self._noted(host, answer)

    async def _tried(self, host: str, request: Request, tally: Tally) -> Response | Exception:
        answer = await self._in_turn(host, request, tally)
        for attempt in range(TRIES - 1):
            wait = self._wait(answer, attempt)
            if wait is None:
                break
            await asyncio.sleep(wait)
            try:
                answer = await self._in_turn(host, request, tally)
            except BlockedFault:  # no allowance is left for another try: what the last one met is the reason to tell
                break
        return answer

    async def _in_turn(self, host: str, request: Request, tally: Tally) -> Response | Exception:
        async with self._hosts.turn(host) as turn:
            answer = await self._once(request, tally)
            _heed(answer, turn)
        return answer

    async def _once(self, request: Request, tally: Tally) -> Response | Exception:
        tally.requests += 1
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("no crawl is running")
        try:
            response = await engine.download_async(request.copy())
        except (*_UNREACHABLE, *_TRANSIENT, DownloadCancelledError, IgnoreRequest) as error:
            return error
        tally.bytes += len(response.body)
        return response

    def _wait(self, answer: Response | Exception, attempt: int) -> float | None:
        """Return the seconds to wait before the next try; None where another try is of no use."""
        growing = self._pause * 2.0**attempt
        if isinstance(answer, Exception):
            return growing if isinstance(answer, _TRANSIENT) else None
        asked = retry_after(answer)
        if answer.status == _TOO_MANY or (answer.status >= _SERVER_ERROR and asked is not None):
            return asked if asked is not None and asked <= LONGEST_WAIT else None
        return growing if answer.status >= _SERVER_ERROR else None

    def _noted(self, host: str, answer: Response | Exception) -> CrawlFault:
        """Return the fault that an answer is, and note it where it speaks of the host as a whole."""
        if isinstance(answer, Response):
            fault = _refusal(host, answer)
            self._breaker.failed(host, fault, for_good=(_asked_to_wait(answer) or 0.0) > LONGEST_WAIT)
            return fault
        fault = self._failure(host, answer)
        if not isinstance(answer, (IgnoreRequest, DownloadCancelledError)):
            self._breaker.failed(host, fault, for_good=isinstance(answer, _UNREACHABLE))
        return fault

    def _failure(self, host: str, error: Exception) -> CrawlFault:
        if isinstance(error, PrivateAddressError):
            return CrawlFault(f"{host} leads to {error.reason}: not followed")
        if isinstance(error, IgnoreRequest):
            if "redirections" in str(error):
                times = self._crawler.settings.getint("REDIRECT_MAX_TIMES")
                return CrawlFault(f"{host} redirects in a circle, or more than {times} times")
            return ForbiddenFault(robots.refusal(self._crawler, host))
        if isinstance(error, DownloadCancelledError):
            return CrawlFault(f"{host} sent more than {self._crawler.settings.getint('DOWNLOAD_MAXSIZE') >> 20} MB")
        if urlsplit(f"//{host}").hostname in PRIVATE_NAMES:
            return CrawlFault(f"{host} resolves to a private address: not asked")
        return CrawlFault(f"{host} {_WORDS.get(type(error), 'cannot be reached')}")


def _request(url: str, headers: Mapping[str, str], body: bytes | None) -> Request:
    if body is None:
        return Request(url, headers=dict(headers), dont_filter=True)
    return Request(url, method="POST", headers=dict(headers), body=body, meta={"dont_redirect": True}, dont_filter=True)


def _accepted(host: str, response: Response, tally: Tally) -> Response:
    if response.status == _NOT_MODIFIED:
        raise NotModified
    if _header(response, "tdm-reservation") == "1":
        raise BlockedFault(f"{host} reserves its texts from text and data mining (tdm-reservation: 1)")
    tally.note_answer(_header(response, "ETag"), _header(response, "Last-Modified"))
    return response


def _heed(answer: Response | Exception, turn: Turn) -> None:
    """Remember beyond this crawl that a host asked for a long time of peace."""
    wait = _asked_to_wait(answer) if isinstance(answer, Response) and answer.status not in _OK else None
    if wait is not None and wait > LONGEST_WAIT:
        turn.keep_away(wait)


def _asked_to_wait(response: Response) -> float | None:
    asked = retry_after(response)
    return asked if asked is not None else _allowance_after(response)


def _refusal(host: str, response: Response) -> CrawlFault:
    status, asked = response.status, _asked_to_wait(response)
    if status in _REFUSALS or (status == _UNAVAILABLE and asked is not None and asked > LONGEST_WAIT):
        back = "" if asked is None else f"; come back after {_moment(asked)}"
        return BlockedFault(f"{host} refuses us (HTTP {status}){back}")
    if location := _header(response, "Location"):
        return CrawlFault(f"{host} redirects (HTTP {status}) to {location[:80]}, which is not followed")
    return CrawlFault(f"{host} answered HTTP {status} at the last of the tries")


def _allowance_after(response: Response) -> float | None:
    """Return the seconds until a used-up allowance is renewed, as X-RateLimit-Reset (seconds since 1970) tells."""
    reset, is_used_up = _header(response, "X-RateLimit-Reset"), _header(response, "X-RateLimit-Remaining") == "0"
    return max(0.0, int(reset) - clock.now().timestamp()) if is_used_up and reset.isdigit() else None


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()


def _moment(seconds: float) -> str:
    return f"{clock.now() + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"


def retry_after(response: Response) -> float | None:
    """Return the seconds that a Retry-After header asks us to wait, given as seconds or as a date; None without one."""
    stated = _header(response, "Retry-After")
    if stated.isdigit():
        return float(stated)
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds()) if stated else None
    except ValueError:
        return None
