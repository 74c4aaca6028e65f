"""One polite request: counted, retried with growing waits, refusals told from failures. Does not read the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
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

from spiders.faults import BlockedFault, CrawlFault
from spiders.tally import Tally
from warehouse import clock

TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds that a Retry-After may ask for; whoever asks for more has the scope end as `blocked`."""

_OK, _FORBIDDEN, _GONE, _TOO_MANY, _SERVER_ERROR, _UNAVAILABLE = 200, 403, {404, 410}, 429, 500, 503
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
    """Sends requests for one crawl; a host that cannot be reached at all is not asked again.

    Args:
        crawler: Whose engine downloads, so that robots.txt, delays and the replica apply.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._unreachable: dict[str, str] = {}
        self._pause = 0.05 if crawler.settings.get("REPLICA") else 2.0

    async def fetch(self, url: str, tally: Tally, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer to a GET, status 200.

        Raises:
            BlockedFault: robots.txt, 401, 403 or 429, or a Retry-After that is too long to wait for.
            CrawlFault: Not found, unreachable, or still failing at the last try.
        """
        host = urlsplit(url).netloc
        if host in self._unreachable:
            raise CrawlFault(self._unreachable[host])
        for attempt in range(TRIES):
            answer = await self._once(url, tally, headers)
            if isinstance(answer, Response) and answer.status == _OK:
                return answer
            wait = self._wait(answer, attempt)
            if wait is None or attempt == TRIES - 1:
                break
            await asyncio.sleep(wait)
        raise self._fault(host, answer)

    async def _once(self, url: str, tally: Tally, headers: Mapping[str, str] | None) -> Response | Exception:
        tally.requests += 1
        request = Request(url, headers=dict(headers or {}), dont_filter=True)
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("no crawl is running")
        try:
            response = await engine.download_async(request)
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

    def _fault(self, host: str, answer: Response | Exception) -> CrawlFault:
        if isinstance(answer, Response):
            return _refusal(host, answer)
        if isinstance(answer, IgnoreRequest):
            return BlockedFault(f"robots.txt of {host} forbids this address")
        if isinstance(answer, DownloadCancelledError):
            return CrawlFault(f"{host} sent more than {self._crawler.settings.getint('DOWNLOAD_MAXSIZE') >> 20} MB")
        words = _WORDS.get(type(answer), "cannot be reached")
        fault = CrawlFault(f"{host} {words}")
        if isinstance(answer, _UNREACHABLE):
            self._unreachable[host] = fault.reason
        return fault


def _refusal(host: str, response: Response) -> CrawlFault:
    status, asked = response.status, retry_after(response) or _allowance_after(response)
    if status in {_TOO_MANY, _FORBIDDEN, 401} or (
        status == _UNAVAILABLE and asked is not None and asked > LONGEST_WAIT
    ):
        back = "" if asked is None else f"; come back after {_moment(asked)}"
        return BlockedFault(f"{host} refuses us (HTTP {status}){back}")
    if status in _GONE:
        return CrawlFault(f"{host} has no such page (HTTP {status}): board gone or token typo")
    return CrawlFault(f"{host} answered HTTP {status} at the last of the tries")


def _allowance_after(response: Response) -> float | None:
    """Return the seconds until a used-up allowance is renewed, as X-RateLimit-Reset (seconds since 1970) tells."""
    reset = (response.headers.get("X-RateLimit-Reset") or b"").decode("latin-1")
    is_used_up = response.headers.get("X-RateLimit-Remaining") == b"0"
    return max(0.0, int(reset) - clock.now().timestamp()) if is_used_up and reset.isdigit() else None


def _moment(seconds: float) -> str:
    return f"{clock.now() + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"


def retry_after(response: Response) -> float | None:
    """Return the seconds that a Retry-After header asks us to wait, given as seconds or as a date; None without one."""
    stated = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if stated.isdigit():
        return float(stated)
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds()) if stated else None
    except ValueError:
        return None
