"""What Scrapy's robots.txt middleware leaves open: a file that a server fails to send, and the pace it asks for."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from spiders.hosts import Hosts

_SERVER_ERROR = 500


class RobotsFailures:
    """Downloader middleware: a robots.txt that a server fails to send forbids everything (RFC 9309, 2.3.1.4).

    Scrapy itself would take the error page for rules that allow everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsFailures:
        """Return the middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response; of a failing robots.txt, one that forbids all."""
        parts = urlsplit(request.url)
        if parts.path != "/robots.txt" or response.status < _SERVER_ERROR:
            return response
        self._crawler.stats.set_value(_key(parts.netloc), response.status)
        return response.replace(status=200, body=b"User-agent: *\nDisallow: /\n")


def refusal(crawler: Crawler, host: str) -> str:
    """Return why robots.txt keeps us from an address of a host."""
    if status := crawler.stats.get_value(_key(host)):
        return f"{host} did not send its robots.txt (HTTP {status}), which forbids all until it does"
    return f"robots.txt of {host} forbids this address"


def keep_pace(crawler: Crawler, hosts: Hosts, agent: str) -> None:
    """Slow down at a host whose robots.txt asks for a delay between two requests."""

    def on_parsed(robotparser: RobotParser, request: Request) -> None:
        delay = robotparser.crawl_delay(agent)
        if delay:
            hosts.slow_down(urlsplit(request.url).netloc, float(delay))

    crawler.signals.connect(on_parsed, signal=signals.robots_parsed, weak=False)


def _key(host: str) -> str:
    return f"robots/failed/{host}"
