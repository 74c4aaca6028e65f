"""Careers sites that publish schema.org JobPosting; which ones stands in boards.toml."""

from spiders.platforms.json_ld import JsonLdSpider


class JsonLd(JsonLdSpider):
    """All openings of each site, every day; unchanged pages are read again after some days only."""

    name = "jsonld"
