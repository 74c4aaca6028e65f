"""Collect: from a board's protocol to RawPosting and CrawlReport. The only room that knows Scrapy."""
