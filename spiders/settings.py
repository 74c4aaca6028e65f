"""Scrapy's settings for every crawl. What differs by board stands in its file, what by run in spiders/child.py."""

from __future__ import annotations

import os
from urllib.request import getproxies

BOT_NAME = "jobproof"
SPIDER_MODULES = ["spiders.boards"]
USER_AGENT = "jobproof/0.1 (research on job advertisements; obeys robots.txt; one request at a time)"
REPLICA = os.environ.get("JOBPROOF_REPLICA", "").rstrip("/")
"""Address of a replica that answers for every host; empty for the real ones."""

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "jobproof"
DOWNLOAD_DELAY = 0.0 if REPLICA else 1.0
DOWNLOAD_DELAY_JITTER = 0.25
CONCURRENT_REQUESTS_PER_DOMAIN = int(os.environ.get("JOBPROOF_REPLICA_TOGETHER", "1")) if REPLICA else 1
"""More than one only at a replica, to measure how fast a crawl can be."""
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
if not REPLICA and not getproxies():  # a proxy resolves names itself, and may stand within our own network
    DNS_RESOLVER = "spiders.addresses.PublicResolver"
CONCURRENT_ITEMS = 1
DOWNLOAD_TIMEOUT = 10 if REPLICA else 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
DNS_TIMEOUT = 10
RETRY_ENABLED = False  # spiders/fetching.py retries: it counts requests, waits and honours Retry-After
COOKIES_ENABLED = False
REFERER_ENABLED = False
TELNETCONSOLE_ENABLED = False
HTTPPROXY_ENABLED = not REPLICA
LOG_ENABLED = False  # a crawl is judged by its report
WARN_ON_GENERATOR_RETURN_VALUE = False

# What a crawl does not need is switched off, since every crawl is a process and every import delays it.
DOWNLOAD_HANDLERS: dict[str, str | None] = dict.fromkeys(("data", "file", "ftp", "s3"))
if REPLICA:
    DOWNLOAD_HANDLERS |= dict.fromkeys(("http", "https"), "spiders.replica_handler.ReplicaDownloadHandler")
EXTENSIONS_BASE: dict[str, int] = {}  # what is only switched off is imported, and with it whole HTTP clients
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
DOWNLOADER_MIDDLEWARES = {
    "spiders.addresses.PublicAddresses": 50,
    "spiders.robots.RobotsFailures": 590,
}
ITEM_PIPELINES = {
    "spiders.item_pipelines.RequiredFields": 100,
    "spiders.item_pipelines.PersonalData": 200,
    "spiders.item_pipelines.Duplicates": 300,
    "spiders.item_pipelines.Landing": 900,
}
